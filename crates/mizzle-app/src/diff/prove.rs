//! The proof: the SQL is run on top of the one side, and what comes of it is compared with
//! the other.

use super::differences;
use super::error::DiffFailure;
use super::made::{Basis, Bench, Made, makes_schema};
use super::outcome::Proof;
use crate::event::{Event, Events, Stage};
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use mizzle_core::postgres::reworded::with_chosen_names;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::summary::{Summary, summarize};
use mizzle_db::introspect::Looked;
use mizzle_db::prelude::is_of_platform;
use mizzle_db::scratch::ScratchError;
use std::collections::BTreeSet;

/// Makes the one side, runs the plan, and compares with the other side.
pub(super) fn prove(
    bench: &Bench,
    from: &Made,
    to: &Made,
    diff: &Diff,
    plan: &Plan,
    events: Events<'_>,
) -> Result<Proof, DiffFailure> {
    events(Event::Started(Stage::Proof));
    let engine = bench.database.label();
    let mut scratch = bench.scratch(&from.shown)?;
    let laid = bench.lay(&mut scratch, &from.shown, &from.schema, &from.basis);
    let applied = laid.and_then(|()| match scratch.apply(plan) {
        Ok(()) => Ok(None),
        Err(ScratchError::Plan { statement, error }) => {
            let (engine, why) = (engine.clone(), error.to_string());
            Ok(Some(Proof::Refused { engine, statement, why }))
        }
        Err(error) => Err(bench.failed(&from.shown, error)),
    });
    let proof = match applied {
        Ok(Some(refused)) => Ok(refused),
        Ok(None) => {
            let own: BTreeSet<&str> = (from.schema.inhabited_namespaces().into_iter())
                .chain(to.schema.inhabited_namespaces())
                .collect();
            let is_made = |name: &str| match &from.basis {
                Basis::Sql(files) => makes_schema(files, name),
                Basis::Nothing | Basis::Schema(_) => false,
            };
            let schemas = |name: &str| !is_of_platform(name) || own.contains(name) || is_made(name);
            let roles = |name: &str| {
                from.schema.roles.contains_key(name) || to.schema.roles.contains_key(name)
            };
            let looked = scratch.look(&schemas, &roles);
            looked.map_err(|error| bench.failed(&from.shown, error)).map(|after| {
                let missing = missing(&after, to, &diff.result);
                if missing.is_empty() {
                    Proof::Reached { engine }
                } else {
                    Proof::Short { engine, missing }
                }
            })
        }
        Err(error) => Err(error),
    };
    bench.end(scratch, &from.shown, proof.is_ok())?;
    events(Event::Finished(Stage::Proof));
    proof
}

/// What is not as on the other side.
fn missing(after: &Looked, to: &Made, result: &Schema) -> Vec<String> {
    let answers = Answers::default();
    let options = DiffOptions { line: Line::V1, answers: &answers };
    // Policies on others' tables, and others' views, are not there to be looked at.
    let mut wanted = result.clone();
    wanted.linked_policies.clear();
    wanted.privileges.clear();
    wanted.views.retain(|_, view| !view.existing);
    let mut found = after.found.schema.clone();
    if to.is_read() {
        wanted = with_chosen_names(&wanted);
        found = with_chosen_names(&found);
    }
    let mut missing: Vec<String> = match diff(&found, &wanted, &options) {
        Ok(left) => left.changes.iter().map(|change| line(&summarize(change))).collect(),
        Err(DiffError::Undecided(questions)) => questions
            .iter()
            .map(|question| format!("{} {} is not there", question.kind.noun(), question.subject()))
            .collect(),
        Err(error) => vec![error.to_string()],
    };
    if let Some(described) = &to.described {
        missing.extend(to.unreadable());
        if let Some(why) = &after.described.unreadable {
            missing.push(format!("nobody knows what is beside the model ({why})"));
        }
        let mut left = differences(&after.described.outside, &described.outside);
        if missing.is_empty() && to.major.is_none_or(|major| major == after.major()) {
            left.extend(differences(&after.described.texts, &described.texts));
        }
        missing.extend(left.into_iter().map(|one| match (one.from, one.to) {
            (Some(_), None) => format!("- {}", one.what),
            (None, _) => format!("+ {}", one.what),
            (Some(_), Some(_)) => format!("~ {}", one.what),
        }));
    }
    missing
}

fn line(summary: &Summary) -> String {
    format!("{} {}", summary.mark.sign(), summary.text)
}
