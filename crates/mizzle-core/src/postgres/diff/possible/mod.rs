//! What no sequence of statements can lead to, because the server refuses it.
//!
//! Only what every supported server refuses is said to be impossible, whatever its
//! extensions and settings. What the first schema has already is there, whatever the
//! model makes of it: a migration may have been corrected by hand.

mod columns;
mod compared;
mod expressions;
mod indexes;
mod keys;
mod names;
mod policies;
mod sequences;

use super::dependents::retyped_column;
use super::parts::{mentions, parts_of};
use crate::naming::Line;
use crate::postgres::change::{Change, Part, Why};
use crate::postgres::schema::{Declared, Object, QName, Schema};
use expressions::has_subquery;
use std::collections::{BTreeMap, BTreeSet};

/// Something of the second schema that the server refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Impossible {
    /// What is refused, why, and what to do about it.
    pub message: String,
    /// What it is about.
    pub at: Object,
    /// The other object, where two of them do not go together.
    pub other: Option<Other>,
}

/// The other object that a refusal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The object.
    pub at: Object,
    /// What to say at its place.
    pub label: &'static str,
}

impl Impossible {
    fn new(at: Object, message: String) -> Self {
        Self { message, at, other: None }
    }

    fn with(self, at: Object, label: &'static str) -> Self {
        // One place is enough for both.
        let other = (self.at != at).then_some(Other { at, label });
        Self { other, ..self }
    }
}

/// Everything in the second schema that cannot be reached.
pub(super) fn check(from: &Schema, to: &Schema, changes: &[Change], line: Line) -> Vec<Impossible> {
    let mut found = keys::references(to, changes);
    found.extend(columns::check(from, to, changes));
    for (table, part) in new_parts(changes) {
        found.extend(refused(to, table, &part));
    }
    for (table, part) in over_new_types(to, changes) {
        let settled = refused(from, table, &part);
        // A new part may be over a column of a new type.
        let new = refused(to, table, &part)
            .filter(|new| settled.as_ref() != Some(new) && !found.contains(new));
        found.extend(new);
    }
    found.extend(names::check(from, to, line));
    found
}

/// Why a table of that schema cannot have this.
fn refused(schema: &Schema, table: &QName, part: &Part) -> Option<Impossible> {
    match part {
        Part::ForeignKey(key) => keys::foreign_key(schema, table, key, place_of(table, part)),
        Part::PrimaryKey(_) | Part::Unique(_) => keys::key(schema, table, part),
        Part::Index(index) => indexes::index(schema, table, index),
        Part::Policy(policy) => policies::policy(table, policy),
        Part::Check(check) => has_subquery(&check.expression).then(|| {
            let message = format!(
                "the check {} of {table} has a query in it, and the server takes no SELECT there: \
                 use a trigger",
                check.name
            );
            Impossible::new(place_of(table, part), message)
        }),
    }
}

/// What is written on a column is to be found there, all else by its name.
fn place_of(table: &QName, part: &Part) -> Object {
    let column = match part {
        Part::PrimaryKey(key) if key.declared == Declared::OnColumn => key.columns.first(),
        Part::Unique(unique) if unique.declared == Declared::OnColumn => unique.columns.first(),
        Part::ForeignKey(key) if !key.name.explicit && key.columns.len() == 1 => {
            key.columns.first()
        }
        Part::Policy(policy) => return Object::Policy(table.clone(), policy.name.clone()),
        Part::PrimaryKey(_)
        | Part::Unique(_)
        | Part::Check(_)
        | Part::ForeignKey(_)
        | Part::Index(_) => None,
    };
    match column {
        Some(column) => Object::Column(table.clone(), column.clone()),
        None => Object::Part(table.clone(), part.name().to_owned()),
    }
}

/// What appears in a table, or becomes something else.
fn new_parts(changes: &[Change]) -> Vec<(&QName, Part)> {
    let mut parts = Vec::new();
    for change in changes {
        // Not exhaustive on purpose: all other changes have no parts of their own.
        if let Change::CreateTable { name, table } = change {
            // Foreign keys, indexes and policies of a new table are changes themselves.
            parts.extend(
                parts_of(table)
                    .into_iter()
                    .filter(|part| match part {
                        Part::PrimaryKey(_) | Part::Unique(_) | Part::Check(_) => true,
                        Part::ForeignKey(_) | Part::Index(_) | Part::Policy(_) => false,
                    })
                    .map(|part| (name, part)),
            );
        } else if let Change::AddPart { table, part }
        | Change::ReplacePart { table, to: part, why: Why::Declared, .. } = change
        {
            parts.push((table, part.clone()));
        } else if let Change::AlterPolicy { table, to, .. } = change {
            parts.push((table, Part::Policy(to.clone())));
        }
    }
    parts
}

/// What is on a column that gets another type, or references one: the server looks at it
/// again.
fn over_new_types<'a>(to: &'a Schema, changes: &'a [Change]) -> Vec<(&'a QName, Part)> {
    let mut retyped: BTreeMap<&QName, BTreeSet<String>> = BTreeMap::new();
    for (table, name) in changes.iter().filter_map(retyped_column) {
        retyped.entry(table).or_default().insert(name.clone());
    }
    if retyped.is_empty() {
        return Vec::new();
    }
    let none = BTreeSet::new();
    let mut parts = Vec::new();
    for (name, table) in &to.tables {
        let own = retyped.get(name).unwrap_or(&none);
        parts.extend(
            parts_of(table)
                .into_iter()
                .filter(|part| {
                    mentions(part, own)
                        || matches!(part, Part::ForeignKey(key)
                        if retyped.get(&key.target).is_some_and(|columns| {
                            key.target_columns.iter().any(|column| columns.contains(column))
                        }))
                })
                .map(|part| (name, part)),
        );
    }
    parts
}
