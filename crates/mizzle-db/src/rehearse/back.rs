//! Proves a way back by taking it.

use std::collections::BTreeSet;

use mizzle_core::postgres::back::without_renames;
use mizzle_core::postgres::schema::QName;
use mizzle_core::postgres::summary::summarize;
use mizzle_core::script::Script;

use super::compare::idle;
use super::ground::Ground;
use super::look::Looked;
use super::rows::{Cells, Rows};
use super::{Back, Rehearsal, RehearseError};
use crate::migration::Migration;
use crate::runner::RunError;

/// What came of a way back.
pub(super) struct Proof {
    pub(super) back: Back,
    /// What is there behind it, where it was taken and the migration once more.
    pub(super) end: Option<Looked>,
}

impl Proof {
    fn none(why: impl Into<String>) -> Result<Self, RehearseError> {
        Ok(Self { back: Back::Unproved(why.into()), end: None })
    }
}

/// Goes back, looks whether everything is as before, and goes forth again.
pub(super) fn prove(
    rehearsal: &Rehearsal<'_>,
    ground: &mut Ground,
    before: &Looked,
    after: &Looked,
    rows: &Rows,
    had: &Cells,
) -> Result<Proof, RehearseError> {
    let Some(down) = rehearsal.down else {
        return Proof::none("there is none");
    };
    match Script::parse(down) {
        Ok(script) if script.is_one_transaction() => {}
        Ok(_) => return Proof::none("it would take more than one transaction"),
        Err(error) => return Proof::none(error.to_string()),
    }
    if let Some(why) = take(rehearsal, ground, down)? {
        return Proof::none(why);
    }
    let returned = ground.look(rehearsal)?;
    if let Some(why) = differs(rehearsal, &returned, before) {
        return Proof::none(format!("it does not lead back: {why}"));
    }
    let changed = rows.changed(had, &rows.read(&mut ground.session)?);
    if let Err(error) = again(rehearsal, ground, rows, &changed)? {
        if error.is_loss() {
            return Err(RehearseError::Run(error));
        }
        return Proof::none(format!("the migration does not run again after it: {error}"));
    }
    let again = ground.look(rehearsal)?;
    if let Some(why) = differs(rehearsal, &again, after) {
        return Proof::none(format!("the migration leads elsewhere after it: {why}"));
    }
    Ok(Proof { back: Back::Proved { changed }, end: Some(again) })
}

/// Runs the way back as [`runner::rollback`] runs it anywhere; else why that fails.
fn take(
    rehearsal: &Rehearsal<'_>,
    ground: &Ground,
    down: &str,
) -> Result<Option<String>, RehearseError> {
    let up = rehearsal.up;
    let file = format!("the way back from {}", up.name);
    let down = match Migration::read(&up.name, up.created_at, file, down.as_bytes()) {
        Ok(down) => down,
        Err(error) => return Ok(Some(error.to_string())),
    };
    let Err(error) = ground.rollback(rehearsal, down) else { return Ok(None) };
    if let RunError::Failed { failure, .. } = &*error {
        let message = &failure.server.message;
        return Ok(Some(format!("the statements that lead back fail: {message}")));
    }
    Err(RehearseError::Run(error))
}

/// Runs the migration once more. What rows have become by then may forbid it, and is told
/// as rows that do not come back: without them it has to run.
fn again(
    rehearsal: &Rehearsal<'_>,
    ground: &mut Ground,
    rows: &Rows,
    changed: &[QName],
) -> Result<Result<(), Box<RunError>>, RehearseError> {
    let Err(error) = ground.migrate(rehearsal) else { return Ok(Ok(())) };
    if let RunError::Failed { failure, .. } = &*error
        && failure.server.is_about_rows()
        && !changed.is_empty()
    {
        rows.truncate(&mut ground.session)?;
        return Ok(ground.migrate(rehearsal));
    }
    Ok(Err(error))
}

/// What is different between two states of one database, the order of columns aside.
fn differs(rehearsal: &Rehearsal<'_>, looked: &Looked, at_first: &Looked) -> Option<String> {
    let (found, was) = (&looked.found, &at_first.found);
    let changes = match without_renames(&found.schema, &was.schema, rehearsal.line) {
        Ok(diff) => diff.changes,
        Err(error) => return Some(error.to_string()),
    };
    if let Some(change) = changes.first() {
        let summary = summarize(change);
        return Some(format!("{} {}", summary.mark.sign(), summary.text));
    }
    let (has, had) = (&found.fidelity, &was.fidelity);
    if let Some(lost) = had.unmodelled.iter().find(|thing| !has.unmodelled.contains(thing)) {
        return Some(format!("- {} {}", lost.kind.nouns().0, lost.name));
    }
    if let Some(idle) = idle(has, &[had]).into_iter().next() {
        return Some(format!("~ {idle}"));
    }
    if let Some(name) = looked.lacks(&rehearsal.diff.changes, at_first) {
        return Some(format!("- {name}"));
    }
    let counters = |looked: &Looked| {
        let all = looked.sequences.iter();
        all.map(|(name, it)| (name.clone(), it.options.clone())).collect::<BTreeSet<_>>()
    };
    let (has, had) = (counters(looked), counters(at_first));
    has.symmetric_difference(&had).next().map(|(name, _)| format!("~ sequence {name}"))
}
