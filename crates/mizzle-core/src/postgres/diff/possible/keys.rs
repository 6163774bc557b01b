//! Primary keys, unique constraints and foreign keys that the server refuses.

use super::compared::comparable;
use super::indexes::has_no_order;
use super::{Impossible, place_of};
use crate::postgres::change::{Change, Part};
use crate::postgres::diff::dependents::key_columns;
use crate::postgres::diff::parts::parts_of;
use crate::postgres::schema::{Action, ForeignKey, Object, QName, Schema, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What stands at the referenced place.
const REFERENCED: &str = "referenced";

/// A foreign key of the second schema may point to a table that goes: its author
/// stopped exporting it, but nothing says that somebody else manages it from here on.
pub(super) fn references(to: &Schema, changes: &[Change]) -> Vec<Impossible> {
    let dropped: BTreeMap<&QName, ()> = changes
        .iter()
        .filter_map(|change| {
            let Change::DropTable { name, .. } = change else { return None };
            // Another table may take the name.
            (!to.tables.contains_key(name)).then_some((name, ()))
        })
        .collect();
    let mut found = Vec::new();
    for (owner, table) in &to.tables {
        for key in table.foreign_keys.iter().filter(|key| dropped.contains_key(&key.target)) {
            let name = &key.target;
            let message = format!(
                "{name} is no longer exported by the schema, so it would be dropped, but \
                 {owner}.{} still references it: export {name} again, or remove the reference",
                key.columns.join(", ")
            );
            found.push(Impossible::new(place(owner, &key.columns), message));
        }
    }
    found
}

/// A primary key or unique constraint.
pub(super) fn key(to: &Schema, table: &QName, part: &Part) -> Option<Impossible> {
    let columns = key_columns(part)?;
    let what = format!("the {} {} of {table}", part.noun(), part.name());
    if let Some(twice) = twice(columns.iter().copied()) {
        let message = format!("{what} has the column {twice} twice: name it once");
        return Some(Impossible::new(place_of(table, part), message));
    }
    let owner = to.tables.get(table)?;
    let (column, ty) = columns.into_iter().find_map(|name| {
        let ty = &owner.columns.get(name)?.ty;
        has_no_order(ty).then_some((name, ty))
    })?;
    let message = format!(
        "{what} is on {column}, whose type {} has no order, and the server refuses that: \
         put it on another column, or give this one another type",
        ty.text
    );
    Some(Impossible::new(Object::Column(table.clone(), column.clone()), message))
}

/// A foreign key needs a key to refer to, and columns that can be compared with it.
pub(super) fn foreign_key(
    to: &Schema,
    table: &QName,
    key: &ForeignKey,
    at: Object,
) -> Option<Impossible> {
    let what = format!("the foreign key {table}.{}", key.columns.join(", "));
    if key.columns.len() != key.target_columns.len() {
        let message = format!(
            "{what} has {} columns and references {}: give both sides as many",
            key.columns.len(),
            key.target_columns.len()
        );
        return Some(Impossible::new(at, message));
    }
    let owner = to.tables.get(table)?;
    if let Some(message) = generated(owner, key, &what) {
        return Some(Impossible::new(at, message));
    }
    // Nothing is known of the keys of other people's tables.
    let target = to.tables.get(&key.target)?;
    if !is_key(target, &key.target_columns) {
        let message = format!(
            "{what} references {}.{}, which is neither the primary key nor unique, and the server \
             refuses that: add `.unique()`, for several columns `unique().on(…)`, or reference \
             the primary key",
            key.target,
            key.target_columns.join(", "),
        );
        let other = place(&key.target, &key.target_columns);
        return Some(Impossible::new(at, message).with(other, REFERENCED));
    }
    let pairs = key.columns.iter().zip(&key.target_columns);
    for (column, referenced) in pairs {
        let (Some(from), Some(to_column)) =
            (owner.columns.get(column), target.columns.get(referenced))
        else {
            continue;
        };
        let is_enum = |name: &QName| to.enums.contains_key(name);
        if !comparable(&from.ty, &to_column.ty, &is_enum) {
            let message = format!(
                "{what} references {}.{referenced}, but the server cannot compare {} with {}: \
                 give {table}.{column} the type of {}.{referenced}",
                key.target, from.ty.text, to_column.ty.text, key.target
            );
            let other = Object::Column(key.target.clone(), referenced.clone());
            let at = Object::Column(table.clone(), column.clone());
            return Some(Impossible::new(at, message).with(other, REFERENCED));
        }
    }
    None
}

/// What cannot be done to the columns that reference, where the server computes one.
fn generated(owner: &Table, key: &ForeignKey, what: &str) -> Option<String> {
    let column = key
        .columns
        .iter()
        .find(|name| owner.columns.get(*name).is_some_and(|column| column.generated.is_some()))?;
    let writes = |action: Action| match action {
        Action::SetNull | Action::SetDefault => true,
        Action::NoAction | Action::Restrict | Action::Cascade => false,
    };
    let event = if writes(key.on_delete) {
        "onDelete"
    } else if writes(key.on_update) || key.on_update == Action::Cascade {
        "onUpdate"
    } else {
        return None;
    };
    Some(format!(
        "{what} would write to the generated column {column}, and the server refuses that: \
         give it another `{event}`"
    ))
}

/// Is there a primary key, unique constraint or unique index on just these columns?
fn is_key(table: &Table, columns: &[String]) -> bool {
    let wanted: BTreeSet<&String> = columns.iter().collect();
    let parts = parts_of(table);
    let mut keys = parts.iter().filter_map(key_columns);
    wanted.len() == columns.len()
        && keys.any(|key| wanted.len() == key.len() && key.iter().all(|it| wanted.contains(it)))
}

/// The first that occurs a second time.
fn twice<'a>(names: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

/// A key on one column is most often written there.
fn place(table: &QName, columns: &[String]) -> Object {
    match columns {
        [column] => Object::Column(table.clone(), column.clone()),
        _ => Object::Table(table.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Declared, Index, IndexColumn, IndexKey, Name, Nulls, Unique};

    #[test]
    fn a_key_is_on_all_of_the_columns() {
        let columns = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let unique = Unique {
            name: Name::explicit("one"),
            columns: columns(&["a", "b"]),
            nulls_not_distinct: false,
            declared: Declared::OnTable,
        };
        let mut table = Table { uniques: vec![unique], ..Table::default() };
        assert!(is_key(&table, &columns(&["b", "a"])));
        assert!(!is_key(&table, &columns(&["a"])));
        assert!(!is_key(&table, &columns(&["a", "b", "b"])));
        assert!(!is_key(&table, &columns(&["a", "b", "c"])));
        let part = |name: &str| IndexColumn {
            key: IndexKey::Column(name.to_owned()),
            descending: false,
            nulls: Nulls::Last,
            opclass: None,
        };
        table.indexes.push(Index {
            name: Name::explicit("i"),
            unique: true,
            method: "btree".to_owned(),
            columns: vec![part("c")],
            with: indexmap::IndexMap::new(),
            predicate: None,
            concurrently: false,
        });
        assert!(is_key(&table, &columns(&["c"])));
        table.indexes[0].predicate = Some("a > 1".to_owned());
        assert!(!is_key(&table, &columns(&["c"])));
    }
}
