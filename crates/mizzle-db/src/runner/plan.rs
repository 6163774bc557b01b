//! What a run would do: read from the database, and nothing changed in it.

use mizzle_core::folder::{Named, find};
use mizzle_core::script::Script;

use super::event::Warning;
use super::options::Options;
use super::progress::{self, ProgressRow};
use super::{RunError, doing};
use crate::connect::Session;
use crate::ledger::{Found, LedgerPlace, LedgerRow, MissingRight, match_rows};
use crate::migration::Migration;

/// What is pending, and what is odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Migrations to run, in order.
    pub pending: Vec<Pending>,
    /// How many migrations of the folder are applied.
    pub applied: usize,
    /// Pending ones that `to` leaves out.
    pub left_out: Vec<String>,
    /// Edited files and rows without a file.
    pub warnings: Vec<Warning>,
    /// What happens to the ledger first.
    pub ledger: LedgerState,
    /// A right that the role lacks for it.
    pub missing_right: Option<MissingRight>,
}

/// A migration to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its place in the list of migrations.
    pub index: usize,
    /// Its segments.
    pub script: Script,
    /// Segments that an earlier run has done.
    pub done_segments: usize,
    /// Did an earlier run end within the next segment?
    pub open: bool,
}

/// The ledger before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerState {
    /// There is none; it is created.
    Missing,
    /// It is there.
    Present,
    /// It is one of 0.x and is given the columns of 1.0.
    NeedsUpgrade,
}

impl LedgerState {
    /// The state of one that was looked at.
    pub(super) fn of(found: &Found, place: &LedgerPlace) -> Self {
        match found.shape {
            None => Self::Missing,
            Some(_) if found.needs_upgrade(place) => Self::NeedsUpgrade,
            Some(_) => Self::Present,
        }
    }
}

/// A plan with what the run needs besides.
pub(super) struct Seen {
    pub(super) plan: Plan,
    pub(super) found: Found,
    pub(super) rows: Vec<LedgerRow>,
    pub(super) progress: Vec<ProgressRow>,
}

/// What comes of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Nothing but an answer.
    Answer,
    /// A run, which writes to the ledger.
    Run,
}

/// Looks at ledger and progress table and compares them with the folder.
pub(super) async fn look(
    session: &Session,
    migrations: &[Migration],
    options: &Options,
    purpose: Purpose,
) -> Result<Seen, RunError> {
    let place = &options.ledger;
    let found = doing("reading the catalog", Found::look(session, place, progress::TABLE).await)?;
    // Reading fails without the right; say which one it is.
    if let Some(reading) = found.missing_read(place) {
        let right = match purpose {
            Purpose::Answer => reading,
            Purpose::Run => found.missing_right(place).unwrap_or(reading),
        };
        return Err(RunError::Right(Box::new(right)));
    }
    let rows = doing("reading the migrations table", found.rows(session, place).await)?;
    let progress = if found.progress {
        doing("reading the progress table", progress::read(session, place).await)?
    } else {
        Vec::new()
    };
    let matches = match_rows(migrations, &rows);
    let mut warnings: Vec<Warning> = matches.edited.into_iter().map(Warning::Edited).collect();
    warnings.extend(matches.unknown.into_iter().map(Warning::Unknown));

    let end = match &options.to {
        Some(wanted) => {
            let names: Vec<&str> = migrations.iter().map(|own| own.name.as_str()).collect();
            count_up_to(&names, wanted)?
        }
        None => migrations.len(),
    };
    let mut plan = Plan {
        pending: Vec::new(),
        applied: 0,
        left_out: Vec::new(),
        warnings,
        ledger: LedgerState::of(&found, place),
        missing_right: found.missing_right(place),
    };
    for (index, migration) in migrations.iter().enumerate() {
        if matches.row_of.get(index).copied().flatten().is_some() {
            plan.applied += 1;
        } else if index >= end && options.to.is_some() {
            plan.left_out.push(migration.name.clone());
        } else {
            plan.pending.push(pending(index, migration, place, &progress)?);
        }
    }
    let parts = plan.pending.iter().any(|pending| !pending.script.is_one_transaction());
    if plan.missing_right.is_none() && parts {
        plan.missing_right = found.missing_progress_right(place);
    }
    Ok(Seen { plan, found, rows, progress })
}

fn pending(
    index: usize,
    migration: &Migration,
    place: &LedgerPlace,
    progress: &[ProgressRow],
) -> Result<Pending, RunError> {
    let own: Vec<&ProgressRow> = progress
        .iter()
        .filter(|row| row.ledger == place.table && row.name == migration.name)
        .collect();
    let done = own.iter().filter(|row| row.done).count();
    let open = own.iter().any(|row| !row.done);
    if let Some(row) = own.iter().find(|row| !migration.hashes.contain(&row.hash)) {
        return Err(RunError::ChangedUnfinished {
            file: migration.file.clone(),
            name: migration.name.clone(),
            done,
            segments: row.segments,
        });
    }
    let script = migration.script()?;
    Ok(Pending { index, script, done_segments: done, open })
}

/// How many migrations there are up to the one that is named: by its name, or by the
/// number or time that it begins with.
///
/// # Errors
/// None is called so, or several are.
pub fn count_up_to(names: &[&str], wanted: &str) -> Result<usize, RunError> {
    let found = find(names, wanted);
    let wanted = wanted.to_owned();
    match found {
        Named::One(at) => Ok(at + 1),
        Named::None(near) => Err(RunError::UnknownTarget { wanted, near }),
        Named::Several(names) => Err(RunError::AmbiguousTarget { wanted, names }),
    }
}
