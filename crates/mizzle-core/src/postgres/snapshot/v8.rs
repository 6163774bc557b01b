//! The format of drizzle-kit 1.0.0-rc.1 to rc.4: all rows in every file, and the
//! renames as `old->new`.

use super::rows::{EntityType, Row, Store, from_schema, keep_names, texts, to_schema};
use super::v9::{delta, renames};
use super::{New, ORIGIN, ReadError, Rename};
use crate::json::{self, Object};
use crate::postgres::schema::{Declared, QName, Schema};
use serde::Deserialize;
use serde_json::Value;

/// The schema of a v8 snapshot.
///
/// # Errors
///
/// The text is not JSON of that shape.
pub fn read(text: &str) -> Result<Schema, ReadError> {
    #[derive(Deserialize)]
    struct File {
        ddl: Vec<Row>,
    }
    let file: File = json::parse(text)?;
    Ok(to_schema(&file.ddl))
}

/// Adds to one branch what another has done since the state that they share. Where
/// both did something to one object, the first stands.
pub fn merge(base: &Schema, ours: Schema, theirs: &Schema) -> Schema {
    let base = Store::new(from_schema(base));
    let theirs = Store::new(from_schema(theirs));
    let mut store = Store::new(from_schema(&ours));
    for delta in delta::between(&base, &theirs) {
        // Two branches that cannot be brought together are what `check` finds.
        let _ = delta.apply(&mut store);
    }
    to_schema(&store.into_rows())
}

/// The text of a v8 snapshot.
pub fn write(new: &New<'_>) -> String {
    let mut store = Store::new(from_schema(new.to));
    // A schema keeps its own names.
    if !std::ptr::eq(new.from, new.to) {
        let mut before = Store::new(from_schema(new.from));
        renames::apply(&mut before, new.renames, renames::Until::Columns);
        keep_names(&before, &mut store);
    }
    let mut rows = store.into_rows();
    // A stable sort: enums come before tables here, all else is as in v9.
    rows.sort_by_key(|row| match EntityType::of(row) {
        Some(EntityType::Schema) => 0,
        Some(EntityType::Enum) => 1,
        Some(_) | None => 2,
    });
    let rows: Vec<Value> =
        rows.into_iter().map(|row| Value::Object(in_v8_order(row, new.to))).collect();
    let parents =
        if new.parents.is_empty() { vec![ORIGIN.to_owned()] } else { new.parents.to_vec() };
    let renames: Vec<String> = new.renames.iter().map(arrow).collect();
    let file = Object::default()
        .put("version", "8")
        .put("dialect", "postgres")
        .put("id", new.id)
        .put("prevIds", parents)
        .put("ddl", rows)
        .put("renames", renames);
    json::pretty(&file.into())
}

/// The kit lists an entity's own fields first, then what identifies it; keys that it
/// derived from columns have their type at the end.
fn in_v8_order(mut row: Row, schema: &Schema) -> Row {
    let tail: &[&str] = if is_from_column(&row, schema) {
        &["name", "schema", "table", "entityType"]
    } else {
        &["name", "entityType", "schema", "table"]
    };
    for field in tail {
        if let Some(value) = row.shift_remove(*field) {
            row.insert((*field).to_owned(), value);
        }
    }
    row
}

fn is_from_column(row: &Row, schema: &Schema) -> bool {
    let field = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    let table = || schema.tables.get(&QName::new(field("schema"), field("table")));
    let columns = || texts(row, "columns");
    match EntityType::of(row) {
        Some(EntityType::PrimaryKey) => table()
            .and_then(|table| table.primary_key.as_ref())
            .is_some_and(|key| key.declared == Declared::OnColumn && key.columns == columns()),
        Some(EntityType::Unique) => table().is_some_and(|table| {
            let columns = columns();
            table
                .uniques
                .iter()
                .any(|unique| unique.declared == Declared::OnColumn && unique.columns == columns)
        }),
        Some(_) | None => false,
    }
}

/// `schema.table.old->schema.table.new`, with as many parts as the entity has.
fn arrow(rename: &Rename) -> String {
    let pair = |from: &QName, to: &QName| {
        format!("{}.{}->{}.{}", from.schema, from.name, to.schema, to.name)
    };
    match rename {
        Rename::Namespace(from, to) | Rename::Role(from, to) => format!("{from}->{to}"),
        Rename::Enum(from, to)
        | Rename::Sequence(from, to)
        | Rename::Table(from, to)
        | Rename::View(from, to) => pair(from, to),
        Rename::InTable { table, from, to, .. } => {
            let QName { schema, name } = table;
            format!("{schema}.{name}.{from}->{schema}.{name}.{to}")
        }
    }
}
