//! Footprints of what lies in a schema or beside all schemas.

use super::super::super::Rename;
use super::super::super::rows::{EntityType, Row, Store};
use super::nodes::{
    Kind, column_enum, endpoint, existence, field, itself, name, shared_names, under_table, whole,
};
use super::statements::Altered;
use super::{Footprint, path};
use crate::postgres::schema::QName;

pub(super) fn schema(statement: &'static str, row: &Row) -> Footprint {
    Footprint::new(statement, &["schema", field(row, "name")])
        .writes(whole(Kind::Schema, &[field(row, "name")]))
}

pub(super) fn rename_schema(rename: &Rename) -> Option<Footprint> {
    let Rename::Namespace(from, to) = rename else { return None };
    Some(Footprint::new("rename_schema", &["schema", from]).writes(both(
        Kind::Schema,
        &[from],
        &[to],
    )))
}

pub(super) fn enumeration(statement: &'static str, row: &Row) -> Footprint {
    in_schema(statement, "enum", Kind::Enum, row)
}

pub(super) fn move_enum(rename: &Rename) -> Option<Footprint> {
    let Rename::Enum(from, to) = rename else { return None };
    moved("move_enum", "enum", Kind::Enum, from, &QName::new(&to.schema, &from.name))
}

pub(super) fn rename_enum(rename: &Rename) -> Option<Footprint> {
    let Rename::Enum(from, to) = rename else { return None };
    renamed("rename_enum", "enum", Kind::Enum, &QName::new(&to.schema, &from.name), to)
}

pub(super) fn alter_enum(altered: &Altered<'_>) -> Footprint {
    changed("alter_enum", "enum", Kind::Enum, altered.new)
}

pub(super) fn recreate_enum(altered: &Altered<'_>, renamed: &Store) -> Footprint {
    let (schema, of) = path(altered.new);
    let mut footprint = enumeration("recreate_enum", altered.new);
    let columns = renamed
        .of(EntityType::Column)
        .filter(|column| field(column, "typeSchema") == schema && field(column, "type") == of);
    for column in columns {
        let at = [field(column, "schema"), field(column, "table"), field(column, "name")];
        for property in ["type", "default"] {
            let node = itself(Kind::ColumnProperty, &[at[0], at[1], at[2], property]);
            footprint.writes.push(node);
        }
        let mut reads = under_table(at[0], at[1]);
        reads.push(name(Kind::Column, &at));
        footprint = footprint.reads(reads);
    }
    footprint.same_by(altered.new)
}

pub(super) fn sequence(statement: &'static str, row: &Row) -> Footprint {
    in_schema(statement, "sequence", Kind::Sequence, row)
}

pub(super) fn move_sequence(rename: &Rename) -> Option<Footprint> {
    let Rename::Sequence(from, to) = rename else { return None };
    let to = QName::new(&to.schema, &from.name);
    moved("move_sequence", "sequence", Kind::Sequence, from, &to)
}

pub(super) fn rename_sequence(rename: &Rename) -> Option<Footprint> {
    let Rename::Sequence(from, to) = rename else { return None };
    let from = QName::new(&to.schema, &from.name);
    renamed("rename_sequence", "sequence", Kind::Sequence, &from, to)
}

pub(super) fn alter_sequence(altered: &Altered<'_>) -> Footprint {
    changed("alter_sequence", "sequence", Kind::Sequence, altered.new).same_by(altered.new)
}

pub(super) fn role(statement: &'static str, row: &Row) -> Footprint {
    Footprint::new(statement, &["role", field(row, "name")])
        .writes(whole(Kind::Role, &[field(row, "name")]))
}

pub(super) fn rename_role(rename: &Rename) -> Option<Footprint> {
    let Rename::Role(from, to) = rename else { return None };
    Some(Footprint::new("rename_role", &["role", from]).writes(both(Kind::Role, &[from], &[to])))
}

pub(super) fn alter_role(altered: &Altered<'_>) -> Footprint {
    let role = field(altered.new, "name");
    Footprint::new("alter_role", &["role", role])
        .writes(vec![itself(Kind::Role, &[role])])
        .same_by(altered.new)
}

pub(super) fn privilege(statement: &'static str, row: &Row) -> Footprint {
    const ALL: [&str; 8] =
        ["ALL", "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];
    let (schema, table) = (field(row, "schema"), field(row, "table"));
    let (grantee, kind) = (field(row, "grantee"), field(row, "type"));
    let kinds = if kind == "ALL" { ALL.to_vec() } else { vec![kind] };
    let writes =
        kinds.iter().map(|kind| itself(Kind::Privilege, &[schema, table, grantee, kind])).collect();
    let mut reads = under_table(schema, table);
    reads.push(name(Kind::Role, &[grantee]));
    reads.push(name(Kind::Role, &[field(row, "grantor")]));
    Footprint::new(statement, &["table", schema, table]).writes(writes).reads(reads).same_by(row)
}

/// `inside` are the table's keys, uniques and columns.
pub(super) fn create_table(row: &Row, inside: &[&Row]) -> Footprint {
    let (schema, table) = path(row);
    let of = |kind: EntityType| {
        inside.iter().copied().filter(move |row| EntityType::of(row) == Some(kind))
    };
    let mut writes = whole(Kind::Table, &[schema, table]);
    for kind in [EntityType::PrimaryKey, EntityType::Unique] {
        writes.extend(of(kind).map(|row| name(Kind::Relation, &[schema, field(row, "name")])));
    }
    let mut reads = vec![name(Kind::Schema, &[schema])];
    reads.extend(of(EntityType::Column).flat_map(column_enum));
    Footprint::new("create_table", &["table", schema, table]).writes(writes).reads(reads)
}

pub(super) fn drop_table(row: &Row) -> Footprint {
    in_schema("drop_table", "table", Kind::Table, row)
}

pub(super) fn rename_table(rename: &Rename) -> Option<Footprint> {
    let Rename::Table(from, to) = rename else { return None };
    let to = QName::new(&from.schema, &to.name);
    renamed("rename_table", "table", Kind::Table, from, &to)
}

/// Moving a table takes its indexes along.
pub(super) fn move_table(rename: &Rename, after: &Store) -> Option<Footprint> {
    let Rename::Table(from, to) = rename else { return None };
    let from = QName::new(&from.schema, &to.name);
    let mut footprint = moved("move_table", "table", Kind::Table, &from, to)?;
    for end in [&from, to] {
        footprint.writes.push(existence(Kind::Table, &[&end.schema, &end.name]));
    }
    let mut relations: Vec<&str> = [EntityType::Index, EntityType::PrimaryKey, EntityType::Unique]
        .into_iter()
        .flat_map(|kind| after.of(kind))
        .filter(|row| field(row, "schema") == to.schema && field(row, "table") == to.name)
        .map(|row| field(row, "name"))
        .collect();
    relations.sort_unstable();
    for relation in relations {
        for end in [&from, to] {
            footprint.writes.push(name(Kind::Relation, &[&end.schema, relation]));
        }
    }
    Some(footprint)
}

pub(super) fn view(statement: &'static str, row: &Row) -> Footprint {
    in_schema(statement, "view", Kind::View, row)
}

pub(super) fn rename_view(rename: &Rename) -> Option<Footprint> {
    let Rename::View(from, to) = rename else { return None };
    renamed("rename_view", "view", Kind::View, from, &QName::new(&from.schema, &to.name))
}

pub(super) fn move_view(rename: &Rename) -> Option<Footprint> {
    let Rename::View(from, to) = rename else { return None };
    moved("move_view", "view", Kind::View, &QName::new(&from.schema, &to.name), to)
}

pub(super) fn alter_view(altered: &Altered<'_>) -> Footprint {
    changed("alter_view", "view", Kind::View, altered.new).same_by(altered.new)
}

/// Something made or dropped.
fn in_schema(statement: &'static str, target: &str, kind: Kind, row: &Row) -> Footprint {
    let (schema, of) = path(row);
    Footprint::new(statement, &[target, schema, of])
        .writes(whole(kind, &[schema, of]))
        .reads(vec![name(Kind::Schema, &[schema])])
}

fn changed(statement: &'static str, target: &str, kind: Kind, row: &Row) -> Footprint {
    let (schema, of) = path(row);
    Footprint::new(statement, &[target, schema, of])
        .writes(vec![itself(kind, &[schema, of])])
        .reads(vec![name(Kind::Schema, &[schema])])
}

fn renamed(
    statement: &'static str,
    target: &str,
    kind: Kind,
    from: &QName,
    to: &QName,
) -> Option<Footprint> {
    (from.name != to.name).then(|| {
        Footprint::new(statement, &[target, &from.schema, &from.name])
            .writes(both(kind, &[&from.schema, &from.name], &[&to.schema, &to.name]))
            .reads(vec![name(Kind::Schema, &[&from.schema])])
    })
}

fn moved(
    statement: &'static str,
    target: &str,
    kind: Kind,
    from: &QName,
    to: &QName,
) -> Option<Footprint> {
    (from.schema != to.schema).then(|| {
        let schemas = [from, to].iter().map(|end| name(Kind::Schema, &[&end.schema])).collect();
        Footprint::new(statement, &[target, &from.schema, &from.name])
            .writes(both(kind, &[&from.schema, &from.name], &[&to.schema, &to.name]))
            .reads(schemas)
    })
}

fn both(kind: Kind, from: &[&str], to: &[&str]) -> Vec<String> {
    let mut nodes = endpoint(kind, from);
    nodes.extend(endpoint(kind, to));
    nodes
}

/// The names that a primary key takes, which it shares with uniques.
pub(super) fn primary_key_names(schema: &str, table: &str, key: &str) -> Vec<String> {
    shared_names(Kind::Unique, &[schema, table, key])
}
