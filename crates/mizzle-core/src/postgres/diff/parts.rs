//! Keys, constraints, indexes and policies of a table that stays.
//!
//! They are compared by content. Where only the name differs, the object is renamed
//! or keeps its recorded name; it is never dropped for its name's sake.

use super::Comparison;
use super::columns::ColumnEdits;
use crate::naming::Line;
use crate::postgres::change::{Change, Part, Why};
use crate::postgres::names;
use crate::postgres::schema::{IndexKey, Name, Policy, QName, Table};
use crate::sql::words::{self, Words};
use std::collections::{BTreeMap, BTreeSet};

/// What happens to the parts of one table.
#[derive(Debug, Default)]
pub(super) struct PartEdits {
    /// What reads best before the columns change.
    pub(super) first: Vec<Change>,
    /// The drops of columns, with the parts that go with them.
    pub(super) dropped: Vec<Change>,
    /// What reads best after the columns have changed.
    pub(super) last: Vec<Change>,
}

impl Comparison<'_> {
    pub(super) fn parts(&mut self, name: &QName, columns: &ColumnEdits) -> PartEdits {
        let mut had = parts_of(&self.from.tables[name]);
        let mut wanted = parts_of(&self.to.tables[name]);
        let mut edits = PartEdits::default();
        // Whatever touches a dropped column cannot stay: the server drops it too.
        let lost =
            extract(&mut had, |part| mentions(part, &columns.gone) || self.is_severed(name, part));
        let mut with_column = BTreeMap::<&String, Vec<Part>>::new();
        for part in lost {
            let own = columns_of(&part);
            match own.first().and_then(|first| columns.gone.get(first)) {
                Some(column) if own.iter().all(|column| columns.gone.contains(column)) => {
                    with_column.entry(column).or_default().push(part);
                }
                Some(_) | None => {
                    edits.first.push(Change::DropPart { table: name.clone(), part });
                }
            }
        }
        for (column, dropped) in &self.from.tables[name].columns {
            if columns.gone.contains(column) {
                edits.dropped.push(Change::DropColumn {
                    table: name.clone(),
                    name: column.clone(),
                    column: dropped.clone(),
                    parts: with_column.remove(column).unwrap_or_default(),
                });
            }
        }

        // One name and one content: nothing to do.
        had.retain(|old| {
            let at = wanted.iter().position(|new| same_name(old, new) && same_content(old, new));
            match at {
                Some(at) => {
                    let new = wanted.remove(at);
                    self.keep(name, &new, old);
                    false
                }
                None => true,
            }
        });
        // One content, two names.
        had.retain(|old| {
            let at = wanted.iter().position(|new| same_content(old, new));
            match at {
                Some(at) => {
                    let new = wanted.remove(at);
                    if keeps_name(self.line, name, old, &new) {
                        self.keep(name, &new, old);
                    } else {
                        edits.first.push(Change::RenamePart {
                            table: name.clone(),
                            from: old.name().to_owned(),
                            to: new,
                        });
                    }
                    false
                }
                None => true,
            }
        });
        // One name, two contents; a table has one primary key whatever its name.
        had.retain(|old| {
            let at = wanted.iter().position(|new| {
                old.noun() == new.noun()
                    && (same_name(old, new) || matches!(old, Part::PrimaryKey(_)))
            });
            match at {
                Some(at) => {
                    let new = wanted.remove(at);
                    edits.last.extend(change(name, old.clone(), new));
                    false
                }
                None => true,
            }
        });
        for part in had {
            edits.first.push(Change::DropPart { table: name.clone(), part });
        }
        for part in wanted {
            edits.last.push(Change::AddPart { table: name.clone(), part });
        }
        edits
    }

    /// Is it a foreign key to a table that goes?
    fn is_severed(&self, table: &QName, part: &Part) -> bool {
        let Part::ForeignKey(key) = part else { return false };
        self.renames.severed.contains(&(table.clone(), key.name.text.clone()))
    }

    /// Records that `new` has the name that `old` has.
    fn keep(&mut self, table: &QName, new: &Part, old: &Part) {
        let Some(table) = self.result.tables.get_mut(table) else { return };
        let (from, kept): (&str, Option<&Name>) = (new.name(), name_of(old));
        let Some(kept) = kept else { return };
        if from == kept.text {
            return;
        }
        let slots: Vec<&mut Name> = match new {
            Part::PrimaryKey(_) => table.primary_key.iter_mut().map(|key| &mut key.name).collect(),
            Part::Unique(_) => table.uniques.iter_mut().map(|unique| &mut unique.name).collect(),
            Part::ForeignKey(_) => table.foreign_keys.iter_mut().map(|key| &mut key.name).collect(),
            Part::Index(_) => table.indexes.iter_mut().map(|index| &mut index.name).collect(),
            Part::Check(_) | Part::Policy(_) => Vec::new(),
        };
        for slot in slots {
            if slot.text == from {
                slot.clone_from(kept);
            }
        }
    }
}

/// Everything that belongs to a table, in the order in which the schema declares it.
pub(crate) fn parts_of(table: &Table) -> Vec<Part> {
    let mut parts = Vec::new();
    parts.extend(table.primary_key.iter().cloned().map(Part::PrimaryKey));
    parts.extend(table.uniques.iter().cloned().map(Part::Unique));
    parts.extend(table.checks.iter().cloned().map(Part::Check));
    parts.extend(table.foreign_keys.iter().cloned().map(Part::ForeignKey));
    parts.extend(table.indexes.iter().cloned().map(Part::Index));
    parts.extend(table.policies.iter().cloned().map(Part::Policy));
    parts
}

/// The columns that a key or plain index is on: what the server drops with its
/// columns without being told. Empty for everything that has SQL in it, and for foreign
/// keys, which may be in a circle with what else goes and are dropped first.
fn columns_of(part: &Part) -> Vec<String> {
    match part {
        Part::PrimaryKey(key) => key.columns.clone(),
        Part::Unique(unique) => unique.columns.clone(),
        Part::Index(index) if index.predicate.is_none() => {
            index.plain_columns().unwrap_or_default().into_iter().cloned().collect()
        }
        Part::Index(_) | Part::Check(_) | Part::ForeignKey(_) | Part::Policy(_) => Vec::new(),
    }
}

/// Does it touch one of these columns of its own table?
pub(super) fn mentions(part: &Part, columns: &BTreeSet<String>) -> bool {
    if columns.is_empty() {
        return false;
    }
    let any = |names: &[String]| names.iter().any(|name| columns.contains(name));
    let sql = |text: &str| {
        let words = Words::of(text);
        columns.iter().any(|column| words.mentions(column))
    };
    match part {
        Part::PrimaryKey(key) => any(&key.columns),
        Part::Unique(unique) => any(&unique.columns),
        Part::Check(check) => sql(&check.expression),
        Part::ForeignKey(key) => any(&key.columns),
        Part::Index(index) => {
            index.predicate.as_deref().is_some_and(sql)
                || index.columns.iter().any(|part| match &part.key {
                    IndexKey::Column(name) => columns.contains(name),
                    IndexKey::Expression(text) => sql(text),
                })
        }
        Part::Policy(policy) => {
            policy.using.as_deref().is_some_and(sql)
                || policy.with_check.as_deref().is_some_and(sql)
        }
    }
}

/// What leads from one policy to another of the same name.
pub(super) fn change_policy(table: &QName, from: Policy, to: &Policy) -> Option<Change> {
    let (old, new) = (Part::Policy(from), Part::Policy(to.clone()));
    (!same_content(&old, &new)).then(|| change(table, old, new)).flatten()
}

fn change(table: &QName, from: Part, to: Part) -> Option<Change> {
    if let (Part::Policy(old), Part::Policy(new)) = (&from, &to) {
        // ALTER POLICY cannot take an expression away, nor change what it covers.
        let takes_away = (old.using.is_some() && new.using.is_none())
            || (old.with_check.is_some() && new.with_check.is_none());
        if old.kind == new.kind && old.command == new.command && !takes_away {
            return Some(Change::AlterPolicy {
                table: table.clone(),
                from: old.clone(),
                to: new.clone(),
            });
        }
    }
    Some(Change::ReplacePart { table: table.clone(), from, to, why: Why::Declared })
}

fn extract(parts: &mut Vec<Part>, mut take: impl FnMut(&Part) -> bool) -> Vec<Part> {
    let (taken, left) = std::mem::take(parts).into_iter().partition(|part| take(part));
    *parts = left;
    taken
}

fn same_name(a: &Part, b: &Part) -> bool {
    a.noun() == b.noun() && names::cut(a.name()) == names::cut(b.name())
}

/// Does something that has another name by the rules keep the one it has? drizzle-kit
/// 1.0 keeps a name that nobody wrote; 0.x has no such notion and wants the name that
/// the rule gives, so that it is renamed. Only a name that the server chose, in a
/// migration written by hand, stays: no kit writes one, and none has ever seen it.
fn keeps_name(line: Line, table: &QName, old: &Part, new: &Part) -> bool {
    if is_explicit(new) {
        return false;
    }
    match line {
        Line::V0 => is_server_made(table, old),
        Line::V1 => !is_explicit(old),
    }
}

fn is_server_made(table: &QName, part: &Part) -> bool {
    let (columns, label) = match part {
        Part::PrimaryKey(_) => (Some(Vec::new()), "pkey"),
        Part::Unique(unique) => (Some(unique.columns.iter().collect()), "key"),
        Part::ForeignKey(key) => (Some(key.columns.iter().collect()), "fkey"),
        Part::Index(index) => (index.plain_columns(), "idx"),
        Part::Check(_) | Part::Policy(_) => (None, ""),
    };
    columns.is_some_and(|columns| names::is_server_made(part.name(), &table.name, &columns, label))
}

fn is_explicit(part: &Part) -> bool {
    name_of(part).is_none_or(|name| name.explicit)
}

fn name_of(part: &Part) -> Option<&Name> {
    match part {
        Part::PrimaryKey(key) => Some(&key.name),
        Part::Unique(unique) => Some(&unique.name),
        Part::ForeignKey(key) => Some(&key.name),
        Part::Index(index) => Some(&index.name),
        Part::Check(_) | Part::Policy(_) => None,
    }
}

/// Are they the same roles? Their order means nothing, and changes with their names.
fn same_roles(a: &[String], b: &[String]) -> bool {
    let set = |roles: &[String]| roles.iter().cloned().collect::<BTreeSet<_>>();
    set(a) == set(b)
}

/// What each of these parts is on the other side: what has its name and its content, else
/// what has its content alone. Two of one content are two there as well.
pub(super) fn counterparts<'a>(had: &[Part], wanted: &'a [Part]) -> Vec<Option<&'a Part>> {
    let mut found = vec![None; had.len()];
    let mut free: Vec<&Part> = wanted.iter().collect();
    for by_name in [true, false] {
        for (old, found) in had.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let is_it = |new: &&Part| same_content(old, new) && (!by_name || same_name(old, new));
            *found = free.iter().position(is_it).map(|at| free.remove(at));
        }
    }
    found
}

/// Are two parts the same, their names aside?
pub(super) fn same_content(a: &Part, b: &Part) -> bool {
    let sql = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => words::same(a, b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    match (a, b) {
        (Part::PrimaryKey(a), Part::PrimaryKey(b)) => a.columns == b.columns,
        (Part::Unique(a), Part::Unique(b)) => {
            a.columns == b.columns && a.nulls_not_distinct == b.nulls_not_distinct
        }
        (Part::Check(a), Part::Check(b)) => words::same(&a.expression, &b.expression),
        (Part::ForeignKey(a), Part::ForeignKey(b)) => {
            a.columns == b.columns
                && a.target == b.target
                && a.target_columns == b.target_columns
                && a.on_delete == b.on_delete
                && a.on_update == b.on_update
        }
        (Part::Index(a), Part::Index(b)) => {
            a.unique == b.unique
                && a.method == b.method
                && a.with == b.with
                && sql(&a.predicate, &b.predicate)
                && a.columns.len() == b.columns.len()
                && a.columns.iter().zip(&b.columns).all(|(a, b)| {
                    let key = match (&a.key, &b.key) {
                        (IndexKey::Column(a), IndexKey::Column(b)) => a == b,
                        (IndexKey::Expression(a), IndexKey::Expression(b)) => words::same(a, b),
                        (IndexKey::Column(_), IndexKey::Expression(_))
                        | (IndexKey::Expression(_), IndexKey::Column(_)) => false,
                    };
                    key && a.descending == b.descending
                        && a.nulls == b.nulls
                        && a.opclass == b.opclass
                })
        }
        (Part::Policy(a), Part::Policy(b)) => {
            a.kind == b.kind
                && a.command == b.command
                && same_roles(&a.roles, &b.roles)
                && sql(&a.using, &b.using)
                && sql(&a.with_check, &b.with_check)
        }
        (
            Part::PrimaryKey(_)
            | Part::Unique(_)
            | Part::Check(_)
            | Part::ForeignKey(_)
            | Part::Index(_)
            | Part::Policy(_),
            _,
        ) => false,
    }
}
