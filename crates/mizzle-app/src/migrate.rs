//! `migrate`: the pending migrations, applied to the target.

use crate::destination::{self, Opened};
use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::{FolderFailure, OnDisk};
use crate::project::Project;
use crate::sum::{self, Rehearsals};
use crate::target::TargetFlags;
use mizzle_core::folder::Oddity;
use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, LedgerState, Options, Report, Unsettled};
use std::time::Duration;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
    /// Say what would be applied, and apply nothing.
    pub dry_run: bool,
    /// Stop after this migration.
    pub to: Option<String>,
    /// The pending migrations that somebody has seen, in order; others are not applied.
    pub expect: Option<Vec<String>>,
    /// Edited files and unknown rows are errors.
    pub strict: bool,
    /// How long to wait for another run.
    pub lock_wait: Option<Duration>,
    /// What to do about a statement of which nobody knows whether it ran.
    pub unsettled: Unsettled,
}

/// What `migrate` came to.
#[derive(Debug)]
pub struct Migrated {
    /// The target, as it is shown.
    pub target: String,
    /// What was done there.
    pub done: Done,
    /// What of each migration was rehearsed.
    pub rehearsals: Rehearsals,
}

/// What was done.
#[derive(Debug)]
pub enum Done {
    /// The pending migrations are applied; there may have been none.
    Applied(Report),
    /// They would be.
    Planned(Planned),
}

/// What a run would do.
#[derive(Debug)]
pub struct Planned {
    /// The migrations, in order, each with its text.
    pub pending: Vec<Pending>,
    /// How many migrations are applied.
    pub applied: usize,
    /// Pending ones that `--to` leaves out.
    pub left_out: Vec<String>,
    /// Would the ledger be created or upgraded first?
    pub ledger: LedgerState,
    /// A right that the run would lack, with the GRANT that gives it.
    pub missing_right: Option<String>,
}

/// A migration that would be applied.
#[derive(Debug)]
pub struct Pending {
    /// Its name.
    pub name: String,
    /// Its file, as it is shown.
    pub file: String,
    /// Its text.
    pub sql: String,
    /// Parts that an earlier run has applied.
    pub done_parts: usize,
}

/// Applies the pending migrations, or says which they are.
pub fn migrate(
    project: &Project,
    request: &Request,
    cancel: &Cancel,
    events: Events<'_>,
) -> Result<Migrated, Error> {
    let opened = destination::open(project, &request.target, &request.dev, events)?;
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown }.into());
    }
    tell_oddities(&disk, events);
    let (migrations, sum) = sum::migrations(project, &disk, "nothing was applied", events)?;
    sum::tell_unknown(&sum, &disk, events);
    let rehearsals = sum.rehearsals();
    let options = options(project, &disk, request);
    let done = if request.dry_run {
        Done::Planned(plan(&opened, &migrations, &options, events)?)
    } else {
        let mut forward = |event| events(rehearsals.tell(event));
        let report =
            runner::migrate(&opened.target, &migrations, &options, cancel, &mut forward).map_err(
                |error| Error::Run { error: Box::new(error), dev: opened.dev, sealed: sum.exists },
            )?;
        for warning in &report.warnings {
            events(Event::Warning(Warning::new(warning.to_string())));
        }
        Done::Applied(report)
    };
    Ok(Migrated { target: opened.display, done, rehearsals })
}

fn options(project: &Project, disk: &OnDisk, request: &Request) -> Options {
    let usual = destination::options(project, disk.folder.layout.line());
    Options {
        to: request.to.clone(),
        expect: request.expect.clone(),
        strict: request.strict,
        lock_wait: request.lock_wait.or(usual.lock_wait),
        unsettled: request.unsettled,
        ..usual
    }
}

fn plan(
    opened: &Opened,
    migrations: &[Migration],
    options: &Options,
    events: Events<'_>,
) -> Result<Planned, Error> {
    events(Event::Started(Stage::Database));
    let plan = runner::plan(&opened.target, migrations, options)?;
    events(Event::Finished(Stage::Database));
    for warning in &plan.warnings {
        events(Event::Warning(Warning::new(warning.to_string())));
    }
    let pending = plan.pending.iter().filter_map(|pending| {
        let migration = migrations.get(pending.index)?;
        Some(Pending {
            name: migration.name.clone(),
            file: migration.file.clone(),
            sql: migration.text.clone(),
            done_parts: pending.done_segments,
        })
    });
    Ok(Planned {
        pending: pending.collect(),
        applied: plan.applied,
        left_out: plan.left_out,
        ledger: plan.ledger,
        missing_right: plan.missing_right.map(|right| right.to_string()),
    })
}

/// What is odd about the folder and concerns a run. The rest is `check`'s.
fn tell_oddities(disk: &OnDisk, events: Events<'_>) {
    for note in &disk.folder.notes {
        match note {
            Oddity::Unlisted { .. }
            | Oddity::Twice { .. }
            | Oddity::FoldersBesideJournal { .. } => {
                events(Event::Warning(Warning::new(format!("{}: {note}", disk.shown))));
            }
            Oddity::MissingSql { .. }
            | Oddity::SameNumber { .. }
            | Oddity::OutOfOrder { .. }
            | Oddity::NoSnapshot { .. }
            | Oddity::StraySnapshot { .. }
            | Oddity::AncientSnapshot { .. }
            | Oddity::EmptySnapshot { .. }
            | Oddity::UnknownParent { .. }
            | Oddity::SameParent { .. }
            | Oddity::SameId { .. }
            | Oddity::Branches { .. }
            | Oddity::NoTime { .. } => {}
        }
    }
}
