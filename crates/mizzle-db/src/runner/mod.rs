//! Runs the migrations that the ledger lacks, each exactly once.
//!
//! A migration is a list of segments ([`mizzle_core::script`]). Each segment is
//! a transaction with its record inside, or a statement alone between the
//! record of its intent and the record that it is done. Whatever happens to
//! this process or to the connection, the next run finds out what holds and
//! goes on from there. Tells what happens by [`Event`]s and never prints.

mod alone;
mod apply;
mod error;
mod event;
mod failed;
mod options;
mod plan;
mod progress;
mod record;
mod restore;
mod rollback;
mod settle;
mod status;
mod transaction;
mod wipe;

use std::time::Instant;

use crate::cancel::Cancel;
use crate::connect::{Session, SessionError, connect};
use crate::connection::{Connection, runtime};
use crate::engine::{Engine, Locks};
use crate::lock::{Holder, LockError, RunLock};
use crate::migration::Migration;
use crate::target::Target;

pub use error::{Failure, RunError, Unsettleable};
pub use event::{Applied, Event, Report, Warning};
pub use options::{Options, Unsettled};
use plan::Purpose;
pub use plan::{LedgerState, Pending, Plan, count_up_to};
pub(crate) use progress::TABLE as PROGRESS;
pub use record::Recording;
pub use restore::restore;
pub use rollback::{Refusal, Standee, Standing, Undo, Unfinished, rollback, standing};
pub use status::{Stand, Status, WithoutFile, status};
pub use wipe::{Wiped, wipe};

/// Says what [`migrate`] would do. Changes nothing, creates nothing, takes no lock.
pub fn plan(
    target: &Target,
    migrations: &[Migration],
    options: &Options,
) -> Result<Plan, RunError> {
    runtime().block_on(async {
        let session = connect(target).await?;
        Ok(plan::look(&session, migrations, options, Purpose::Answer).await?.plan)
    })
}

/// The same over a session that is open and in no transaction.
pub fn plan_with(
    connection: &mut Connection,
    migrations: &[Migration],
    options: &Options,
) -> Result<Plan, RunError> {
    connection.block_on(async |session| {
        Ok(plan::look(session, migrations, options, Purpose::Answer).await?.plan)
    })
}

/// Runs what is pending, in the folder's order, while no other run does.
///
/// Migrations are taken in the order given. Where nothing is pending, nothing
/// is locked, created or written.
pub fn migrate(
    target: &Target,
    migrations: &[Migration],
    options: &Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<Report, RunError> {
    runtime().block_on(run(target, migrations, options, cancel, events))
}

async fn run(
    target: &Target,
    migrations: &[Migration],
    options: &Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<Report, RunError> {
    let begun = Instant::now();
    let work = connect(target).await?;
    let seen = plan::look(&work, migrations, options, Purpose::Run).await?;
    refuse(&seen.plan, options)?;
    as_expected(&seen.plan, migrations, options)?;
    if seen.plan.pending.is_empty() && seen.plan.ledger != LedgerState::NeedsUpgrade {
        return Ok(report(seen.plan, Vec::new(), begun));
    }
    let engine = Engine::of(work.server_version(), work.one_backend());
    let lock = lock(target, &work, &engine, options, cancel, events).await?;
    // Another run may have been at it while this one waited.
    match plan::look(&work, migrations, options, Purpose::Run).await {
        Ok(seen) => {
            let mut run = apply::Run::new((work, lock), engine, options, cancel, events);
            run.watch = crate::ledger::Watch::new(&seen.rows);
            run.progress.clone_from(&seen.progress);
            let result = match as_expected(&seen.plan, migrations, options) {
                Ok(()) => run.all(migrations, &seen).await,
                Err(error) => Err(error),
            };
            let applied = run.end().await;
            result.map(|()| report(seen.plan, applied, begun))
        }
        Err(error) => {
            lock.release(&work).await;
            Err(error)
        }
    }
}

/// Stops before anything is done, where something must not be ignored.
fn refuse(plan: &Plan, options: &Options) -> Result<(), RunError> {
    if options.strict && !plan.warnings.is_empty() {
        return Err(RunError::Strict { warnings: plan.warnings.clone() });
    }
    match &plan.missing_right {
        Some(right) if !plan.pending.is_empty() => Err(RunError::Right(Box::new(right.clone()))),
        Some(_) | None => Ok(()),
    }
}

/// Stops where something else is pending than somebody agreed to.
fn as_expected(plan: &Plan, migrations: &[Migration], options: &Options) -> Result<(), RunError> {
    let Some(expected) = &options.expect else { return Ok(()) };
    let names = plan.pending.iter().filter_map(|pending| migrations.get(pending.index));
    let pending: Vec<String> = names.map(|migration| migration.name.clone()).collect();
    if pending == *expected {
        return Ok(());
    }
    Err(RunError::Otherwise { expected: expected.clone(), pending })
}

/// Takes the lock of a run, on a connection of its own where the engine has several.
pub(crate) async fn lock(
    target: &Target,
    work: &Session,
    engine: &Engine,
    options: &Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<RunLock, RunError> {
    let mut waiting = |holder: Option<Holder>, waited| {
        events(Event::WaitingForRun { holder, waited });
    };
    let patience = options.lock_wait;
    let taken = match engine.locks {
        Locks::Advisory => {
            let session = connect(target).await?;
            let lock = RunLock::take(session, engine, patience, cancel, &mut waiting).await;
            // A pooler with one connection would let the work wait for ever.
            let answer = tokio::time::timeout(target.connect_timeout, work.execute("")).await;
            if lock.is_ok() && answer.is_err() {
                return Err(RunError::OneConnection);
            }
            lock
        }
        Locks::Owner => RunLock::take_from_owner(work, patience, cancel, &mut waiting).await,
    };
    taken.map_err(|error| match error {
        LockError::Timeout { waited, holder } => {
            RunError::Busy { holder: holder.map(Box::new), waited }
        }
        LockError::Cancelled => {
            RunError::Cancelled { migration: None, kept_segments: 0, applied: Vec::new() }
        }
        LockError::Session(error) => RunError::Server { doing: "taking the lock of a run", error },
    })
}

fn report(plan: Plan, applied: Vec<Applied>, begun: Instant) -> Report {
    Report {
        applied,
        applied_before: plan.applied,
        left_out: plan.left_out,
        warnings: plan.warnings,
        elapsed: begun.elapsed(),
    }
}

/// Says what one of our own statements was for, when it fails.
fn doing<T>(what: &'static str, result: Result<T, SessionError>) -> Result<T, RunError> {
    result.map_err(|error| match error {
        SessionError::Lost(_) => RunError::Lost { error, migration: None, applied: Vec::new() },
        SessionError::Server(_) => RunError::Server { doing: what, error },
        SessionError::Cancelled => {
            RunError::Cancelled { migration: None, kept_segments: 0, applied: Vec::new() }
        }
    })
}
