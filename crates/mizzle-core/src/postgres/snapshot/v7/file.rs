//! The file as it is written, v4 to v7 in one shape.

use super::views;
use crate::postgres::schema::SequenceOptions;
use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

#[derive(Deserialize)]
pub(super) struct FileDto {
    #[serde(default)]
    pub(super) tables: IndexMap<String, TableDto>,
    #[serde(default)]
    pub(super) enums: IndexMap<String, EnumDto>,
    #[serde(default)]
    pub(super) schemas: IndexMap<String, String>,
    #[serde(default)]
    pub(super) sequences: IndexMap<String, SequenceDto>,
    #[serde(default)]
    pub(super) roles: IndexMap<String, RoleDto>,
    #[serde(default)]
    pub(super) policies: IndexMap<String, PolicyDto>,
    #[serde(default)]
    pub(super) views: IndexMap<String, views::ViewDto>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TableDto {
    pub(super) name: String,
    pub(super) schema: Option<String>,
    #[serde(default)]
    pub(super) columns: IndexMap<String, ColumnDto>,
    #[serde(default)]
    pub(super) indexes: IndexMap<String, IndexDto>,
    #[serde(default)]
    pub(super) foreign_keys: IndexMap<String, ForeignKeyDto>,
    #[serde(default)]
    pub(super) composite_primary_keys: IndexMap<String, ConstraintDto>,
    #[serde(default)]
    pub(super) unique_constraints: IndexMap<String, ConstraintDto>,
    #[serde(default)]
    pub(super) policies: IndexMap<String, PolicyDto>,
    #[serde(default)]
    pub(super) check_constraints: IndexMap<String, CheckDto>,
    #[serde(default, rename = "isRLSEnabled")]
    pub(super) is_rls_enabled: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ColumnDto {
    pub(super) name: Option<String>,
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) type_schema: Option<String>,
    #[serde(default)]
    pub(super) primary_key: bool,
    #[serde(default)]
    pub(super) not_null: bool,
    /// `null` is a default, and nothing is none.
    #[serde(default, deserialize_with = "present")]
    pub(super) default: Option<Value>,
    pub(super) is_unique: Option<Value>,
    pub(super) unique_name: Option<String>,
    pub(super) nulls_not_distinct: Option<bool>,
    pub(super) generated: Option<GeneratedDto>,
    pub(super) identity: Option<SequenceDto>,
}

pub(super) fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
pub(super) struct GeneratedDto {
    pub(super) r#as: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SequenceDto {
    pub(super) name: String,
    pub(super) schema: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) increment: Option<String>,
    pub(super) min_value: Option<String>,
    pub(super) max_value: Option<String>,
    pub(super) start_with: Option<String>,
    pub(super) cache: Option<String>,
    #[serde(default)]
    pub(super) cycle: bool,
}

impl SequenceDto {
    pub(super) fn options(&self) -> SequenceOptions {
        SequenceOptions {
            increment: self.increment.clone(),
            min: self.min_value.clone(),
            max: self.max_value.clone(),
            start: self.start_with.clone(),
            cache: self.cache.clone(),
            cycle: self.cycle,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct IndexDto {
    pub(super) name: String,
    #[serde(default)]
    pub(super) columns: Vec<IndexColumnDto>,
    #[serde(default)]
    pub(super) is_unique: bool,
    pub(super) r#where: Option<String>,
    #[serde(default)]
    pub(super) concurrently: bool,
    pub(super) method: Option<String>,
    #[serde(default)]
    pub(super) with: Map<String, Value>,
}

/// Before v7, an index listed the names of its columns.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum IndexColumnDto {
    Name(String),
    #[serde(rename_all = "camelCase")]
    Full {
        expression: String,
        #[serde(default)]
        is_expression: bool,
        #[serde(default = "yes")]
        asc: bool,
        nulls: Option<String>,
        opclass: Option<String>,
    },
}

pub(super) fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ForeignKeyDto {
    pub(super) name: String,
    pub(super) table_to: String,
    pub(super) schema_to: Option<String>,
    pub(super) columns_from: Vec<String>,
    pub(super) columns_to: Vec<String>,
    pub(super) on_delete: Option<String>,
    pub(super) on_update: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConstraintDto {
    #[serde(default)]
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    #[serde(default)]
    pub(super) nulls_not_distinct: bool,
}

#[derive(Deserialize)]
pub(super) struct CheckDto {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PolicyDto {
    pub(super) name: String,
    pub(super) r#as: Option<String>,
    pub(super) r#for: Option<String>,
    pub(super) to: Option<Vec<String>>,
    pub(super) using: Option<String>,
    pub(super) with_check: Option<String>,
    pub(super) schema: Option<String>,
    pub(super) on: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct EnumDto {
    pub(super) name: String,
    pub(super) schema: Option<String>,
    pub(super) values: Labels,
}

/// Before v6, the labels were a record.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Labels {
    List(Vec<String>),
    Record(IndexMap<String, String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoleDto {
    pub(super) name: String,
    pub(super) create_db: Option<bool>,
    pub(super) create_role: Option<bool>,
    pub(super) inherit: Option<bool>,
}
