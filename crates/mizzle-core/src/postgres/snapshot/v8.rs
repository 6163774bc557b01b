//! The format of drizzle-kit 1.0.0-rc.1 to rc.4: all rows in every file, and the
//! renames as `old->new`.

use super::rows::{EntityType, Key, Row, Store, from_schema, keep_names, texts, to_schema};
use super::v9::{Touch, delta, footprint, renames};
use super::{InTable, New, ORIGIN, ReadError, Rename};
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

/// What a migration touches, told from the states before and after it: a v8 snapshot has no
/// footprints.
///
/// # Errors
///
/// The text is not JSON of that shape.
pub fn touches(before: &Schema, text: &str) -> Result<Vec<Touch>, ReadError> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        renames: Vec<String>,
    }
    let file: File = json::parse(text)?;
    let mut renamed = Store::new(from_schema(before));
    let to = Store::new(from_schema(&read(text)?));
    let arrows = || file.renames.iter().filter_map(|arrow| arrow.split_once("->"));
    let mut all: Vec<Rename> =
        arrows().filter_map(|(from, to)| outer_rename(&renamed, from, to)).collect();
    // What is in a table is named by the table's new name.
    let mut moved = renamed.clone();
    renames::apply(&mut moved, &all, renames::Until::Columns);
    all.extend(arrows().filter_map(|(from, to)| inner_rename(&moved, from, to)));
    renames::apply(&mut renamed, &all, renames::Until::Columns);
    renames::apply(&mut renamed, &all, renames::Until::End);
    Ok(footprint::of(&renamed, &to, &all).into_iter().map(Touch::from).collect())
}

/// A rename of something that is in no table. What it is, the state before tells.
fn outer_rename(before: &Store, from: &str, to: &str) -> Option<Rename> {
    let has = |kind, fields: &[(&str, &str)]| before.get(&Key::of(kind, &row(fields))).is_some();
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('.').collect(), to.split('.').collect());
    match (from.as_slice(), to.as_slice()) {
        (&[from], &[to]) => {
            let make = if has(EntityType::Schema, &[("name", from)]) {
                Rename::Namespace
            } else {
                Rename::Role
            };
            Some(make(from.to_owned(), to.to_owned()))
        }
        (&[schema, name], &[new_schema, new_name]) => {
            type Make = fn(QName, QName) -> Rename;
            let made: [(EntityType, Make); 4] = [
                (EntityType::Table, Rename::Table),
                (EntityType::Enum, Rename::Enum),
                (EntityType::Sequence, Rename::Sequence),
                (EntityType::View, Rename::View),
            ];
            let fields = [("schema", schema), ("name", name)];
            let (_, make) = made.into_iter().find(|(kind, _)| has(*kind, &fields))?;
            Some(make(QName::new(schema, name), QName::new(new_schema, new_name)))
        }
        _ => None,
    }
}

fn inner_rename(moved: &Store, from: &str, to: &str) -> Option<Rename> {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('.').collect(), to.split('.').collect());
    let (&[_, _, from], &[schema, table, to]) = (from.as_slice(), to.as_slice()) else {
        return None;
    };
    let kinds = [
        (EntityType::Column, InTable::Column),
        (EntityType::Unique, InTable::Unique),
        (EntityType::Check, InTable::Check),
        (EntityType::Index, InTable::Index),
        (EntityType::PrimaryKey, InTable::PrimaryKey),
        (EntityType::ForeignKey, InTable::ForeignKey),
        (EntityType::Policy, InTable::Policy),
    ];
    let before = row(&[("schema", schema), ("table", table), ("name", from)]);
    let (_, kind) =
        kinds.into_iter().find(|(kind, _)| moved.get(&Key::of(*kind, &before)).is_some())?;
    let (from, to) = (from.to_owned(), to.to_owned());
    Some(Rename::InTable { kind, table: QName::new(schema, table), from, to })
}

fn row(fields: &[(&str, &str)]) -> Row {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).into())).collect()
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
