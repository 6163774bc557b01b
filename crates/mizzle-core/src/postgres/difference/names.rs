//! Names that nobody wrote. In a database every constraint and index has one, and it does
//! not say who chose it; what nobody named is compared by what it is.

use crate::postgres::change::{Change, Part};
use crate::postgres::diff::Diff;
use crate::postgres::names::cut;
use crate::postgres::schema::{Name, QName, Schema, Table};

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

/// A diff without the renames of what nobody named, and a diff of these alone.
pub fn keep_derived_names(diff: Diff) -> (Diff, Diff) {
    let Diff { mut changes, mut result } = diff;
    let mut renames = Diff { changes: Vec::new(), result: result.clone() };
    changes.retain(|change| {
        let Change::RenamePart { table, from, to } = change else { return true };
        if name(to).is_none_or(|name| name.explicit) {
            return true;
        }
        renames.changes.push(change.clone());
        if let Some(table) = result.tables.get_mut(table) {
            let same = names_in(table).find(|(_, name)| name.text == to.name());
            if let Some((_, name)) = same {
                name.text.clone_from(from);
            }
        }
        false
    });
    (Diff { changes, result }, renames)
}

/// What of a diff's result has another name than the schema that was wanted gives it.
pub fn named_otherwise(result: &Schema, wanted: &Schema) -> Vec<NamedOtherwise> {
    let mut otherwise = Vec::new();
    let mut result = result.clone();
    let mut wanted = wanted.clone();
    for (table, wanted) in &mut wanted.tables {
        let Some(kept) = result.tables.get_mut(table) else { continue };
        // The one was made of the other, part by part.
        for ((noun, kept), (_, rule)) in names_in(kept).zip(names_in(wanted)) {
            if cut(&kept.text) != cut(&rule.text) {
                otherwise.push(NamedOtherwise {
                    table: table.clone(),
                    noun,
                    found: kept.text.clone(),
                    rule: rule.text.clone(),
                });
            }
        }
    }
    otherwise
}

/// Gives what nobody named the names that it has in a diff's result.
pub fn take_names(schema: &mut Schema, result: &Schema) {
    let mut result = result.clone();
    for (table, own) in &mut schema.tables {
        let Some(kept) = result.tables.get_mut(table) else { continue };
        for ((_, name), (_, kept)) in names_in(own).zip(names_in(kept)) {
            if !name.explicit && cut(&name.text) != cut(&kept.text) {
                name.text.clone_from(&kept.text);
            }
        }
    }
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

/// The names of all that somebody may have named, each with what it is the name of.
fn names_in(table: &mut Table) -> impl Iterator<Item = (&'static str, &mut Name)> {
    let key = table.primary_key.iter_mut().map(|key| ("primary key", &mut key.name));
    let uniques = table.uniques.iter_mut().map(|own| ("unique constraint", &mut own.name));
    let foreign = table.foreign_keys.iter_mut().map(|own| ("foreign key", &mut own.name));
    let indexes = table.indexes.iter_mut().map(|own| ("index", &mut own.name));
    key.chain(uniques).chain(foreign).chain(indexes)
}
