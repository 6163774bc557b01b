//! Objects that no schema can say: those that the history makes should be there, those
//! that a baseline counted may be, and what came after a baseline is drift. Without a
//! baseline the others are named, since nobody ever said what belongs there.

use super::counted::{Counted, line};
use super::{Finding, Restoring};
use crate::compare::Actual;
use crate::managed::Managed;
use crate::recorded::History;
use mizzle_core::postgres::difference::{
    Kind, drop_unmodelled, is_defined, made_by, redefine, schema_of,
};
use mizzle_core::postgres::from_catalog::{Fidelity, Named, Omitted, Unmodelled};
use mizzle_core::postgres::schema::PUBLIC;
use mizzle_db::introspect::{Definitions, Thing};
use mizzle_db::migration::Migration;
use std::collections::BTreeMap;

/// What was found out about them.
pub(super) struct Others {
    /// Those that came or went.
    pub(super) findings: Vec<Finding>,
    /// The others.
    pub(super) named: Vec<String>,
    /// What is not known without a development database.
    pub(super) not_compared: Vec<String>,
}

/// What a database has of them.
pub(super) struct There<'a> {
    /// The database.
    pub(super) actual: &'a Actual,
    /// How its server defines them; `None` where the history's are in the words of another
    /// version.
    pub(super) definitions: Option<&'a Definitions>,
}

pub(super) fn look(
    database: &There<'_>,
    history: &History,
    migrations: &[Migration],
    counted: Option<&Counted>,
    managed: &Managed<'_>,
) -> Others {
    let there = &database.actual.fidelity.unmodelled;
    let mut others = Others { findings: vec![], named: vec![], not_compared: vec![] };
    if !history.is_replayed {
        others.named = there.iter().map(line).collect();
        if !there.is_empty() || counted.is_some() {
            others.not_compared.push("what no schema can say (functions, triggers, …)".to_owned());
        }
        return others;
    }
    for thing in there {
        let is_known = history.unmodelled.contains(thing);
        match counted {
            Some(counted) if !is_known && !counted.has(thing) => {
                others.findings.push(appeared(thing));
            }
            Some(_) | None => {
                let changed = database.definitions.filter(|_| is_known);
                let changed = changed.and_then(|found| changed_one(thing, history, found));
                match changed {
                    Some(finding) => others.findings.push(finding),
                    None => others.named.push(line(thing)),
                }
            }
        }
    }
    let is_compared = |thing: &Named<Unmodelled>| is_defined(thing.kind) && there.contains(thing);
    if database.definitions.is_none() && history.unmodelled.iter().any(is_compared) {
        others.not_compared.push(
            "what functions, triggers and the like do (the development database has another \
             version)"
                .to_owned(),
        );
    }
    for thing in &history.unmodelled {
        let is_looked_at = managed.has_schema(schema_of(thing).unwrap_or(PUBLIC));
        if is_looked_at && !there.contains(thing) {
            others.findings.push(gone(thing, migrations));
        }
    }
    for gone in counted.map(|counted| counted.without(there)).unwrap_or_default() {
        let is_of_history = history.unmodelled.iter().any(|thing| line(thing) == gone);
        let is_dropped = migrations.iter().any(|migration| drops(migration, gone));
        if !is_of_history && !is_dropped {
            others.findings.push(Finding {
                kind: Kind::Missing,
                object: gone.to_owned(),
                sentence: format!("{gone} is missing, which the baseline counted"),
                is_unmodelled: true,
                expected: None,
                found: None,
                restore: Vec::new(),
                adopt: None,
            });
        }
    }
    others
}

fn appeared(thing: &Named<Unmodelled>) -> Finding {
    let object = line(thing);
    Finding {
        kind: Kind::Unexpected,
        sentence: format!("{object} is not expected: it came after the baseline"),
        is_unmodelled: true,
        object,
        expected: None,
        found: None,
        restore: drop_unmodelled(thing).map(Restoring::plain).into_iter().collect(),
        adopt: None,
    }
}

/// One that the history makes and that is otherwise in the database.
fn changed_one(
    thing: &Named<Unmodelled>,
    history: &History,
    found: &Definitions,
) -> Option<Finding> {
    if !is_defined(thing.kind) {
        return None;
    }
    let key = Thing { kind: thing.kind.nouns().0.to_owned(), name: thing.name.clone() };
    let (wanted, found) = (history.definitions.get(&key)?, found.get(&key)?);
    if wanted == found {
        return None;
    }
    let object = line(thing);
    Some(Finding {
        kind: Kind::Different,
        sentence: format!("{object} is not as the migrations make it"),
        is_unmodelled: true,
        object,
        expected: Some(wanted.trim_end().to_owned()),
        found: Some(found.trim_end().to_owned()),
        restore: redefine(thing, wanted, found).into_iter().map(Restoring::plain).collect(),
        adopt: None,
    })
}

fn gone(thing: &Named<Unmodelled>, migrations: &[Migration]) -> Finding {
    let object = line(thing);
    let texts: Vec<String> = migrations.iter().flat_map(statements).collect();
    let made = made_by(thing, texts.iter().map(String::as_str));
    let made = made.map(|text| format!("{};", text.trim().trim_end_matches(';')));
    Finding {
        kind: Kind::Missing,
        sentence: format!("{object} is missing"),
        is_unmodelled: true,
        object,
        expected: made.clone(),
        found: None,
        restore: made.map(Restoring::plain).into_iter().collect(),
        adopt: None,
    }
}

fn statements(migration: &Migration) -> Vec<String> {
    let Ok(script) = migration.script() else { return Vec::new() };
    script.statements().map(|statement| statement.text.clone()).collect()
}

/// Does a migration drop what a line of the baseline names? Told by its words.
fn drops(migration: &Migration, counted: &str) -> bool {
    let name = counted.split(" on ").next().unwrap_or(counted);
    let name = name.split('(').next().unwrap_or(name);
    let name = name.rsplit([' ', '.']).next().unwrap_or(name);
    statements(migration).iter().any(|text| {
        let text = text.to_lowercase();
        text.contains("drop") && text.contains(&name.to_lowercase())
    })
}

/// What the model leaves out of what it knows, counted by kind.
pub(super) fn left_out(fidelity: &Fidelity) -> Vec<(usize, &'static str)> {
    let mut counts: BTreeMap<Omitted, usize> = BTreeMap::new();
    for omitted in &fidelity.omitted {
        *counts.entry(omitted.kind).or_default() += 1;
    }
    let noun = |kind: Omitted, count| if count == 1 { kind.nouns().0 } else { kind.nouns().1 };
    counts.into_iter().map(|(kind, count)| (count, noun(kind, count))).collect()
}
