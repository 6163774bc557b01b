//! The columns by which a row is found again, once a migration and its way back have run.

use crate::postgres::change::Change;
use crate::postgres::schema::{QName, Table, Type};

/// A column of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::postgres) struct KeyColumn {
    /// Its name before the migration, which is also its name in the archive.
    pub(in crate::postgres) before: String,
    /// Its name after it.
    pub(in crate::postgres) after: String,
    /// Its type.
    pub(in crate::postgres) ty: Type,
}

/// The key of a table: its primary key, or a unique constraint of columns that are never
/// NULL. None of its columns may be changed by the migration but for its name. `after` is
/// what the table is called afterwards.
pub(super) fn key(table: &Table, after: &QName, changes: &[Change]) -> Option<Vec<KeyColumn>> {
    let primary = table.primary_key.iter().map(|key| &key.columns);
    let unique = table.uniques.iter().map(|unique| &unique.columns);
    let never_null = |columns: &&Vec<String>| {
        columns.iter().all(|name| table.columns.get(name).is_some_and(|column| column.not_null))
    };
    primary
        .chain(unique.filter(never_null))
        .find_map(|columns| columns.iter().map(|name| stays(table, name, after, changes)).collect())
}

fn stays(table: &Table, name: &str, after: &QName, changes: &[Change]) -> Option<KeyColumn> {
    let ty = table.columns.get(name)?.ty.clone();
    let mut end = name.to_owned();
    for change in changes {
        if let Change::RenameColumn { table, from, to } = change
            && table == after
            && from == name
        {
            end.clone_from(to);
        }
    }
    let changed = changes.iter().any(|change| {
        if let Change::DropColumn { table, name: gone, .. } = change {
            table == after && gone == name
        } else if let Change::RecreateColumn { table, name, .. } = change {
            table == after && *name == end
        } else if let Change::AlterColumn { table, name, from, to } = change {
            table == after && *name == end && !from.ty.same(&to.ty)
        } else {
            false
        }
    });
    (!changed).then(|| KeyColumn { before: name.to_owned(), after: end, ty })
}
