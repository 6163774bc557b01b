//! Footprints of what is in a table.

use super::super::super::InTable;
use super::super::super::rows::{EntityType, Key, Row, Store, texts};
use super::in_schema::primary_key_names;
use super::nodes::{
    Kind, column_enum, endpoint, existence, field, index_columns, index_uniqueness, itself, name,
    named_columns, policy_roles, under_table, uniqueness, whole,
};
use super::statements::Altered;
use super::{Footprint, path};
use crate::postgres::schema::QName;
use serde_json::Value;

/// Something in a table that gets another name; the table by its new one.
pub(super) struct Renamed<'a> {
    pub(super) kind: InTable,
    pub(super) table: &'a QName,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
}

pub(super) fn alter_row_security(altered: &Altered<'_>) -> Footprint {
    let (schema, table) = path(altered.new);
    let mut writes = vec![itself(Kind::RowSecurity, &[schema, table])];
    if altered.new.get("isRlsEnabled") != Some(&Value::Bool(true)) {
        writes.push(existence(Kind::RowSecurity, &[schema, table]));
    }
    Footprint::new("alter_rls", &["table", schema, table])
        .writes(writes)
        .reads(under_table(schema, table))
        .same_by(altered.new)
}

pub(super) fn add_column(row: &Row) -> Footprint {
    column("add_column", row).reads(column_enum(row))
}

pub(super) fn drop_column(row: &Row) -> Footprint {
    column("drop_column", row)
}

pub(super) fn recreate_column(altered: &Altered<'_>) -> Footprint {
    column("recreate_column", altered.new).reads(column_enum(altered.new)).same_by(altered.new)
}

pub(super) fn alter_column(altered: &Altered<'_>) -> Footprint {
    let changes = |fields: &[&str]| fields.iter().any(|field| altered.set.contains_key(*field));
    let retyped = changes(&["type", "typeSchema", "dimensions"]);
    let mut properties: Vec<&str> = Vec::new();
    let mut touch = |all: &[&'static str]| {
        for property in all {
            if !properties.contains(property) {
                properties.push(property);
            }
        }
    };
    if changes(&["notNull"]) {
        touch(&["notNull"]);
    }
    if changes(&["default"]) {
        touch(&["default"]);
    }
    if retyped {
        touch(&["type", "default"]);
    }
    if changes(&["generated"]) {
        touch(&["generated", "default"]);
    }
    if changes(&["identity"]) {
        touch(&["identity", "default", "notNull"]);
    }
    let [schema, table, column] = place(altered.new);
    let writes = properties
        .iter()
        .map(|property| itself(Kind::ColumnProperty, &[schema, table, column, property]))
        .collect();
    let mut reads = under_table(schema, table);
    reads.push(name(Kind::Column, &[schema, table, column]));
    if retyped || changes(&["default"]) {
        reads.extend(column_enum(altered.new));
    }
    let footprint = Footprint::new("alter_column", &["column", schema, table, column])
        .writes(writes)
        .reads(reads);
    if changes(&["generated", "identity", "dimensions"]) {
        footprint
    } else {
        footprint.same_by(altered.new)
    }
}

pub(super) fn rename_column(renamed: &Renamed<'_>) -> Footprint {
    let (schema, table) = (&*renamed.table.schema, &*renamed.table.name);
    Footprint::new("rename_column", &["column", schema, table, renamed.from])
        .writes(ends(Kind::Column, renamed))
        .reads(under_table(schema, table))
}

pub(super) fn create_index(row: &Row) -> Footprint {
    index("create_index", row).reads(index_reads(row))
}

pub(super) fn recreate_index(altered: &Altered<'_>) -> Footprint {
    index("recreate_index", altered.new)
        .reads(index_reads(altered.new))
        .shares(index_uniqueness(altered.old))
        .same_by(altered.new)
}

pub(super) fn drop_index(row: &Row) -> Footprint {
    let (schema, table) = (field(row, "schema"), field(row, "table"));
    let key = index_uniqueness(row);
    let mut reads =
        if key.is_empty() { index_home(schema, table) } else { under_table(schema, table) };
    reads.extend(existing_columns(schema, table, &index_columns(row)));
    index("drop_index", row).reads(reads).shares(key)
}

pub(super) fn rename_index(renamed: &Renamed<'_>, columns: Vec<String>) -> Footprint {
    let (schema, table) = (&*renamed.table.schema, &*renamed.table.name);
    let mut writes = endpoint(Kind::Index, &[schema, renamed.from]);
    writes.extend(endpoint(Kind::Index, &[schema, renamed.to]));
    let mut reads = index_home(schema, table);
    reads.extend(existing_columns(schema, table, &columns));
    Footprint::new("rename_index", &["index", schema, table, renamed.from])
        .writes(writes)
        .reads(reads)
}

pub(super) fn add_primary_key(row: &Row) -> Footprint {
    primary_key("add_pk", row).reads(column_names(row, "schema", "table", "columns"))
}

pub(super) fn drop_primary_key(row: &Row) -> Footprint {
    let [schema, table, _] = place(row);
    let columns = texts(row, "columns");
    primary_key("drop_pk", row)
        .reads(existing_columns(schema, table, &columns))
        .shares(vec![uniqueness(schema, table, &columns)])
}

pub(super) fn alter_primary_key(altered: &Altered<'_>) -> Footprint {
    let [schema, table, _] = place(altered.new);
    Footprint::new("alter_pk", &["table", schema, table])
        .writes(vec![itself(Kind::PrimaryKey, &[schema, table])])
        .reads(under_table(schema, table))
        .reads(column_names(altered.new, "schema", "table", "columns"))
        .shares(vec![uniqueness(schema, table, &texts(altered.old, "columns"))])
}

pub(super) fn create_foreign_key(statement: &'static str, row: &Row) -> Footprint {
    let (schema_to, table_to) = (field(row, "schemaTo"), field(row, "tableTo"));
    let target_columns = texts(row, "columnsTo");
    constraint(statement, Kind::ForeignKey, row)
        .reads(under_table(schema_to, table_to))
        .reads(column_names(row, "schema", "table", "columns"))
        .reads(column_names(row, "schemaTo", "tableTo", "columnsTo"))
        .reads(vec![uniqueness(schema_to, table_to, &target_columns)])
}

pub(super) fn recreate_foreign_key(altered: &Altered<'_>) -> Footprint {
    create_foreign_key("recreate_fk", altered.new).same_by(altered.new)
}

pub(super) fn drop_foreign_key(row: &Row) -> Footprint {
    let [schema, table, _] = place(row);
    let columns = texts(row, "columns");
    constraint("drop_fk", Kind::ForeignKey, row).reads(existing_columns(schema, table, &columns))
}

pub(super) fn add_unique(row: &Row) -> Footprint {
    constraint("add_unique", Kind::Unique, row)
        .reads(column_names(row, "schema", "table", "columns"))
}

pub(super) fn drop_unique(row: &Row) -> Footprint {
    let [schema, table, _] = place(row);
    let columns = texts(row, "columns");
    constraint("drop_unique", Kind::Unique, row)
        .reads(existing_columns(schema, table, &columns))
        .shares(vec![uniqueness(schema, table, &columns)])
}

pub(super) fn alter_unique(altered: &Altered<'_>) -> Footprint {
    let [schema, table, unique] = place(altered.new);
    let before = texts(altered.old, "columns");
    Footprint::new("alter_unique", &["table", schema, table])
        .writes(vec![itself(Kind::Unique, &[schema, table, unique])])
        .reads(under_table(schema, table))
        .reads(column_names(altered.new, "schema", "table", "columns"))
        .reads(existing_columns(schema, table, &before))
        .shares(vec![uniqueness(schema, table, &before)])
        .same_by(altered.new)
}

/// A check made or dropped; `state` is where its columns are.
pub(super) fn check(statement: &'static str, row: &Row, state: &Store) -> Footprint {
    let [schema, table, _] = place(row);
    let columns = check_columns(row, state);
    let reads = if statement == "add_check" {
        columns.iter().map(|column| name(Kind::Column, &[schema, table, column])).collect()
    } else {
        existing_columns(schema, table, &columns)
    };
    constraint(statement, Kind::Check, row).reads(reads)
}

pub(super) fn alter_check(altered: &Altered<'_>, renamed: &Store, to: &Store) -> Footprint {
    let [schema, table, check] = place(altered.new);
    let after = check_columns(altered.new, to);
    let after = after.iter().map(|column| name(Kind::Column, &[schema, table, column])).collect();
    Footprint::new("alter_check", &["table", schema, table])
        .writes(vec![itself(Kind::Check, &[schema, table, check])])
        .reads(under_table(schema, table))
        .reads(after)
        .reads(existing_columns(schema, table, &check_columns(altered.old, renamed)))
        .same_by(altered.new)
}

pub(super) fn rename_constraint(renamed: &Renamed<'_>, columns: Vec<String>) -> Footprint {
    let (schema, table) = (&*renamed.table.schema, &*renamed.table.name);
    let writes = match renamed.kind {
        InTable::PrimaryKey => {
            let mut nodes = endpoint(Kind::PrimaryKey, &[schema, table]);
            nodes.extend(primary_key_names(schema, table, renamed.from));
            nodes.extend(primary_key_names(schema, table, renamed.to));
            nodes
        }
        InTable::Unique => ends(Kind::Unique, renamed),
        InTable::Check => ends(Kind::Check, renamed),
        InTable::ForeignKey | InTable::Column | InTable::Index | InTable::Policy => {
            ends(Kind::ForeignKey, renamed)
        }
    };
    Footprint::new("rename_constraint", &["table", schema, table])
        .writes(writes)
        .reads(under_table(schema, table))
        .reads(existing_columns(schema, table, &columns))
}

pub(super) fn policy(statement: &'static str, row: &Row) -> Footprint {
    let [schema, table, _] = place(row);
    let footprint = constraint(statement, Kind::Policy, row);
    if statement == "create_policy" {
        footprint
            .reads(policy_roles(row))
            .reads(vec![existence(Kind::RowSecurity, &[schema, table])])
    } else {
        footprint
    }
}

pub(super) fn alter_policy(altered: &Altered<'_>) -> Footprint {
    let [schema, table, of] = place(altered.new);
    let anew = altered.set.contains_key("as") || altered.set.contains_key("for");
    let statement = if anew { "recreate_policy" } else { "alter_policy" };
    Footprint::new(statement, &["table", schema, table])
        .writes(vec![itself(Kind::Policy, &[schema, table, of])])
        .reads(under_table(schema, table))
        .reads(policy_roles(altered.new))
        .same_by(altered.new)
}

pub(super) fn rename_policy(renamed: &Renamed<'_>) -> Footprint {
    let (schema, table) = (&*renamed.table.schema, &*renamed.table.name);
    Footprint::new("rename_policy", &["table", schema, table])
        .writes(ends(Kind::Policy, renamed))
        .reads(under_table(schema, table))
}

/// The columns of something renamed, which has its new name in `to`.
pub(super) fn columns_of(renamed: &Renamed<'_>, to: &Store) -> Vec<String> {
    let kind = match renamed.kind {
        InTable::Column => EntityType::Column,
        InTable::PrimaryKey => EntityType::PrimaryKey,
        InTable::Unique => EntityType::Unique,
        InTable::Check => EntityType::Check,
        InTable::ForeignKey => EntityType::ForeignKey,
        InTable::Index => EntityType::Index,
        InTable::Policy => EntityType::Policy,
    };
    let mut row = Row::new();
    row.insert("schema".to_owned(), renamed.table.schema.as_str().into());
    row.insert("table".to_owned(), renamed.table.name.as_str().into());
    row.insert("name".to_owned(), renamed.to.into());
    let Some(row) = to.get(&Key::of(kind, &row)) else { return Vec::new() };
    match kind {
        EntityType::Index => index_columns(row),
        EntityType::Check => check_columns(row, to),
        EntityType::Schema
        | EntityType::Table
        | EntityType::Enum
        | EntityType::Column
        | EntityType::ForeignKey
        | EntityType::PrimaryKey
        | EntityType::Unique
        | EntityType::Sequence
        | EntityType::Role
        | EntityType::Privilege
        | EntityType::Policy
        | EntityType::View => texts(row, "columns"),
    }
}

fn column(statement: &'static str, row: &Row) -> Footprint {
    let [schema, table, column] = place(row);
    Footprint::new(statement, &["column", schema, table, column])
        .writes(whole(Kind::Column, &[schema, table, column]))
        .reads(under_table(schema, table))
}

fn index(statement: &'static str, row: &Row) -> Footprint {
    let [schema, table, index] = place(row);
    Footprint::new(statement, &["index", schema, table, index])
        .writes(whole(Kind::Index, &[schema, index]))
}

fn index_reads(row: &Row) -> Vec<String> {
    let (schema, table) = (field(row, "schema"), field(row, "table"));
    let mut reads = under_table(schema, table);
    let columns = index_columns(row);
    reads.extend(columns.iter().map(|column| name(Kind::Column, &[schema, table, column])));
    reads
}

/// An index goes with its table, whatever that is called.
fn index_home(schema: &str, table: &str) -> Vec<String> {
    vec![existence(Kind::Table, &[schema, table]), name(Kind::Schema, &[schema])]
}

fn primary_key(statement: &'static str, row: &Row) -> Footprint {
    let [schema, table, key] = place(row);
    let mut writes = whole(Kind::PrimaryKey, &[schema, table]);
    writes.extend(primary_key_names(schema, table, key));
    Footprint::new(statement, &["table", schema, table])
        .writes(writes)
        .reads(under_table(schema, table))
}

/// A constraint or policy made or dropped.
fn constraint(statement: &'static str, kind: Kind, row: &Row) -> Footprint {
    let [schema, table, of] = place(row);
    Footprint::new(statement, &["table", schema, table])
        .writes(whole(kind, &[schema, table, of]))
        .reads(under_table(schema, table))
}

fn ends(kind: Kind, renamed: &Renamed<'_>) -> Vec<String> {
    let (schema, table) = (&*renamed.table.schema, &*renamed.table.name);
    let mut nodes = endpoint(kind, &[schema, table, renamed.from]);
    nodes.extend(endpoint(kind, &[schema, table, renamed.to]));
    nodes
}

fn place(row: &Row) -> [&str; 3] {
    [field(row, "schema"), field(row, "table"), field(row, "name")]
}

fn column_names(row: &Row, schema: &str, table: &str, columns: &str) -> Vec<String> {
    let (schema, table) = (field(row, schema), field(row, table));
    texts(row, columns).iter().map(|column| name(Kind::Column, &[schema, table, column])).collect()
}

fn existing_columns(schema: &str, table: &str, columns: &[String]) -> Vec<String> {
    columns.iter().map(|column| existence(Kind::Column, &[schema, table, column])).collect()
}

fn check_columns(row: &Row, state: &Store) -> Vec<String> {
    let columns: Vec<String> = state
        .of(EntityType::Column)
        .filter(|column| {
            column.get("schema") == row.get("schema") && column.get("table") == row.get("table")
        })
        .map(|column| field(column, "name").to_owned())
        .collect();
    named_columns(field(row, "value"), &columns)
}
