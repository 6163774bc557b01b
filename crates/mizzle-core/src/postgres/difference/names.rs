//! Names that nobody wrote. In a database every constraint and index has one, and it does
//! not say who chose it; what nobody named is compared by what it is.

use crate::postgres::change::{Change, Part};
use crate::postgres::diff::Diff;
use crate::postgres::schema::{Name, QName};

/// A constraint or index that has another name than its rule gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedOtherwise {
    /// Its table.
    pub table: QName,
    /// What it is.
    pub noun: &'static str,
    /// What it is called.
    pub found: String,
    /// What the rule gives.
    pub rule: String,
}

/// A diff without the renames of what nobody named, and these.
pub fn keep_derived_names(diff: Diff) -> (Diff, Vec<NamedOtherwise>) {
    let Diff { changes, mut result } = diff;
    let mut otherwise = Vec::new();
    let mut kept = Vec::with_capacity(changes.len());
    for change in changes {
        match change {
            Change::RenamePart { table, from, to }
                if name(&to).is_some_and(|name| !name.explicit) =>
            {
                if let Some(table) = result.tables.get_mut(&table) {
                    for name in names_in(table) {
                        if name.text == to.name() {
                            name.text.clone_from(&from);
                        }
                    }
                }
                otherwise.push(NamedOtherwise {
                    table,
                    noun: to.noun(),
                    rule: to.name().to_owned(),
                    found: from,
                });
            }
            other => kept.push(other),
        }
    }
    (Diff { changes: kept, result }, otherwise)
}

/// Gives a part another name.
pub(super) fn set(part: &mut Part, text: &str) {
    match part {
        Part::PrimaryKey(key) => key.name.text = text.to_owned(),
        Part::Unique(unique) => unique.name.text = text.to_owned(),
        Part::Check(check) => check.name = text.to_owned(),
        Part::ForeignKey(key) => key.name.text = text.to_owned(),
        Part::Index(index) => index.name.text = text.to_owned(),
        Part::Policy(policy) => policy.name = text.to_owned(),
    }
}

fn name(part: &Part) -> Option<&Name> {
    match part {
        Part::PrimaryKey(key) => Some(&key.name),
        Part::Unique(unique) => Some(&unique.name),
        Part::ForeignKey(key) => Some(&key.name),
        Part::Index(index) => Some(&index.name),
        Part::Check(_) | Part::Policy(_) => None,
    }
}

fn names_in(table: &mut crate::postgres::schema::Table) -> impl Iterator<Item = &mut Name> {
    let key = table.primary_key.iter_mut().map(|key| &mut key.name);
    let uniques = table.uniques.iter_mut().map(|unique| &mut unique.name);
    let foreign = table.foreign_keys.iter_mut().map(|key| &mut key.name);
    let indexes = table.indexes.iter_mut().map(|index| &mut index.name);
    key.chain(uniques).chain(foreign).chain(indexes)
}
