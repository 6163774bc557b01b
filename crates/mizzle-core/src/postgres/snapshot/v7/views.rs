//! Views in v7 files.

use super::file::ColumnDto;
use super::read::column;
use super::write::column as write_column;
use crate::json::{Object, js_object};
use crate::postgres::schema::{PUBLIC, QName, View, ViewColumn};
use crate::postgres::snapshot::rows;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ViewDto {
    pub(super) name: String,
    pub(super) schema: Option<String>,
    #[serde(default)]
    columns: IndexMap<String, ColumnDto>,
    definition: Option<String>,
    #[serde(default)]
    materialized: bool,
    #[serde(default)]
    with: Option<Map<String, Value>>,
    #[serde(default)]
    is_existing: bool,
    with_no_data: Option<bool>,
    using: Option<String>,
    tablespace: Option<String>,
}

pub(super) fn read(name: &QName, dto: ViewDto) -> View {
    let columns = dto
        .columns
        .into_iter()
        .map(|(key, dto)| {
            let primary = dto.primary_key;
            let column = column(name, &key, dto);
            (key, ViewColumn { column, primary })
        })
        .collect();
    View {
        definition: dto.definition,
        materialized: dto.materialized,
        existing: dto.is_existing,
        with: rows::view_options(dto.with.as_ref()),
        with_no_data: dto.with_no_data.unwrap_or(false),
        using: dto.using,
        tablespace: dto.tablespace,
        columns,
    }
}

pub(super) fn write(name: &QName, view: &View) -> Value {
    let columns = view.columns.iter().map(|(key, column)| {
        let value = write_column(name, key, &column.column, column.primary);
        (key.clone(), value)
    });
    let with: Map<String, Value> = view
        .with
        .iter()
        .map(|(key, value)| (rows::option_key(key), rows::option_value(value)))
        .collect();
    Object::default()
        .put("columns", js_object(columns))
        .maybe("definition", view.definition.as_deref())
        .put("name", name.name.as_str())
        .put("schema", if name.schema.is_empty() { PUBLIC } else { &name.schema })
        .put("isExisting", view.existing)
        .maybe("with", (!with.is_empty()).then_some(with))
        .maybe("withNoData", view.with_no_data.then_some(true))
        .put("materialized", view.materialized)
        .maybe("tablespace", view.tablespace.as_deref())
        .maybe("using", view.using.as_deref())
        .into()
}
