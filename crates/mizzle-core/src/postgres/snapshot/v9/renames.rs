//! Renames as changes of rows, in the order in which drizzle-kit 1.0 settles them.

use super::Delta;
use crate::postgres::schema::QName;
use crate::postgres::snapshot::rows::{EntityType, Key, Row, Store};
use crate::postgres::snapshot::{InTable, Rename};

/// Which renames to apply. Between the two, names that follow from rules are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Until {
    /// Those of schemas, enums, sequences, roles, tables and columns.
    Columns,
    /// The rest.
    End,
}

/// Applies renames to a state; the changes that do so.
pub(in super::super) fn apply(store: &mut Store, renames: &[Rename], until: Until) -> Vec<Delta> {
    let mut ordered: Vec<&Rename> =
        renames.iter().filter(|rename| (rank(rename) <= 5) == (until == Until::Columns)).collect();
    ordered.sort_by_key(|rename| rank(rename));
    let mut deltas = Vec::new();
    for rename in ordered {
        let (kind, before, set) = parts(rename);
        let key = Key::of(kind, &before);
        let Some(row) = store.get(&key) else { continue };
        let set: Row =
            set.into_iter().filter(|(field, value)| row.get(field) != Some(value)).collect();
        // A collision is the caller's to find: the schemas themselves would have it.
        if !set.is_empty() && store.update(&key, &set).is_ok() {
            deltas.push(Delta::Rename(key, set));
        }
    }
    deltas
}

fn rank(rename: &Rename) -> u8 {
    match rename {
        Rename::Namespace(..) => 0,
        Rename::Enum(..) => 1,
        Rename::Sequence(..) => 2,
        Rename::Role(..) => 3,
        Rename::Table(..) => 4,
        Rename::InTable { kind, .. } => match kind {
            InTable::Column => 5,
            InTable::Unique => 6,
            InTable::Check => 7,
            InTable::Index => 8,
            InTable::PrimaryKey => 9,
            InTable::ForeignKey => 10,
            InTable::Policy => 11,
        },
        Rename::View(..) => 12,
    }
}

/// What is renamed, by its old name, and the fields that change.
fn parts(rename: &Rename) -> (EntityType, Row, Row) {
    let fields = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).into())).collect::<Row>()
    };
    let named = |name: &str| fields(&[("name", name)]);
    let placed = |name: &QName| fields(&[("schema", &name.schema), ("name", &name.name)]);
    match rename {
        Rename::Namespace(from, to) => (EntityType::Schema, named(from), named(to)),
        Rename::Role(from, to) => (EntityType::Role, named(from), named(to)),
        Rename::Enum(from, to) => (EntityType::Enum, placed(from), placed(to)),
        Rename::Sequence(from, to) => (EntityType::Sequence, placed(from), placed(to)),
        Rename::Table(from, to) => (EntityType::Table, placed(from), placed(to)),
        Rename::View(from, to) => (EntityType::View, placed(from), placed(to)),
        Rename::InTable { kind, table, from, to } => {
            let kind = match kind {
                InTable::Column => EntityType::Column,
                InTable::PrimaryKey => EntityType::PrimaryKey,
                InTable::Unique => EntityType::Unique,
                InTable::Check => EntityType::Check,
                InTable::ForeignKey => EntityType::ForeignKey,
                InTable::Index => EntityType::Index,
                InTable::Policy => EntityType::Policy,
            };
            let before =
                fields(&[("schema", &table.schema), ("table", &table.name), ("name", from)]);
            (kind, before, named(to))
        }
    }
}
