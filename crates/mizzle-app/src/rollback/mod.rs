//! `rollback`: the last applied migrations, undone by their certified ways back.
//!
//! Everything is looked at before anything runs ([`prepare`]): the ledger, the files, the
//! database, and what the rows in it would lose. What that costs is for a person to accept;
//! [`Prepared::run`] is called once somebody has, or nothing is lost.

mod choose;
mod cost;
mod down;
mod drifted;
mod error;
pub(crate) mod states;

pub use cost::{Count, Taken};
pub(crate) use cost::{first_number, of_counting, taken};
pub use error::RollbackError;
pub(crate) use error::refused;

use crate::destination::{self, Opened};
use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::{Event, Events, Stage};
use crate::folder::{FolderFailure, OnDisk};
use crate::project::Project;
use crate::sum;
use crate::target::TargetFlags;
use down::Down;
use mizzle_core::folder::down::Kind;
use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, Applied, Options, RunError, Undo};
use std::time::Duration;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
    /// What to undo.
    pub which: Which,
    /// How long to wait for another run.
    pub lock_wait: Option<Duration>,
}

/// What to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// So many, from the last one back.
    Steps(usize),
    /// All behind this one, which stays applied.
    To(String),
    /// All that this branch of the repository does not have.
    ToCommon(String),
}

/// Everything looked at, nothing changed.
pub struct Prepared {
    opened: Opened,
    migrations: Vec<Migration>,
    undo: Vec<Undo>,
    steps: Vec<Step>,
    options: Options,
    applied: usize,
}

/// A migration that would be undone, or was.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name.
    pub migration: String,
    /// Its file, as it is shown.
    pub file: String,
    /// The file that leads back, as it is shown.
    pub down: String,
    /// The text of that file.
    pub sql: String,
    /// What was proved of it.
    pub kind: Kind,
    /// What the migration destroyed, which does not come back.
    pub lost: Vec<String>,
    /// What going back takes away.
    pub taken: Vec<Taken>,
}

/// What `rollback` came to.
#[derive(Debug)]
pub struct RolledBack {
    /// The target, as it is shown.
    pub target: String,
    /// How many migrations stay applied.
    pub left: usize,
    /// What was undone, or would be, the last one first.
    pub steps: Vec<Step>,
    /// What was done; `None` where it only would be.
    pub undone: Option<Vec<Applied>>,
}

impl Step {
    /// What going back costs, a line each; none where nothing is lost.
    pub fn costs(&self) -> Vec<String> {
        let Self { migration, lost, taken, .. } = self;
        let lost = lost
            .iter()
            .map(|what| format!("{migration} destroyed what does not come back: {what}"));
        let taken = taken.iter().filter(|taken| taken.is_missed());
        let taken = taken.map(|taken| format!("what {migration} added goes: {taken}"));
        lost.chain(taken).collect()
    }
}

/// Looks at everything. Nothing is changed.
pub fn prepare(
    project: &Project,
    request: &Request,
    events: Events<'_>,
) -> Result<Prepared, Error> {
    let opened = destination::open(project, &request.target, &request.dev, events)?;
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown }.into());
    }
    let (migrations, sum) = sum::migrations(project, &disk, "nothing was undone", events)?;
    let usual = destination::options(project, disk.folder.layout.line());
    let options = Options { lock_wait: request.lock_wait.or(usual.lock_wait), ..usual };
    let of_run = |error: RunError| Error::from(RollbackError::of(error, opened.dev));
    let standing = runner::standing(&opened.target, &migrations, &options).map_err(of_run)?;
    let order = choose::Choice { project, disk: &disk, standing: &standing }
        .of(&request.which, &migrations)?;
    if let (Some(right), false) = (&standing.missing_right, order.is_empty()) {
        return Err(of_run(RunError::Right(Box::new(right.clone()))));
    }
    let files = &disk.folder.migrations;
    let downs: Vec<Down> = order
        .iter()
        .map(|index| down::read(&disk, &sum, &files[*index]))
        .collect::<Result<_, _>>()?;
    events(Event::Started(Stage::State));
    let states = states::Folder { project, dev: &request.dev, disk: &disk };
    let between = order
        .iter()
        .map(|index| states.between(*index, &migrations[*index].text, events))
        .collect::<Result<Vec<_>, _>>()?;
    let newest = standing.applied.iter().filter_map(|row| row.migration).max();
    let own = between.first().and_then(Option::as_ref).map(|one| &one.after);
    let whole = match newest {
        Some(newest) if order.first().is_some_and(|first| *first != newest) => {
            states.after(newest + 1, events)?
        }
        Some(_) | None => own.cloned(),
    };
    events(Event::Finished(Stage::State));
    let line = disk.folder.layout.line();
    // Another branch's may lie between them and be pending.
    let mut applied: Vec<usize> = standing.applied.iter().filter_map(|row| row.migration).collect();
    applied.sort_unstable();
    let dev = &request.dev;
    let looked = drifted::Look { project, dev, line, opened: &opened, disk: &disk, applied };
    looked.check(&migrations, &order, &between, whole.as_ref(), events)?;
    events(Event::Started(Stage::Counting));
    let own: Vec<&Migration> = order.iter().map(|index| &migrations[*index]).collect();
    let steps = cost::steps(&opened, &own, &downs, line, &between)?;
    events(Event::Finished(Stage::Counting));
    let undo = order.iter().zip(downs);
    let undo = undo.map(|(index, down)| Undo { index: *index, down: down.script }).collect();
    let applied = standing.applied.len();
    Ok(Prepared { opened, migrations, undo, steps, options, applied })
}

impl Prepared {
    /// What would be undone, the last one first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What somebody has to accept first, a line each.
    pub fn costs(&self) -> Vec<String> {
        error::lines(&self.steps)
    }

    /// The error of a rollback whose losses nobody accepted; `command` would.
    pub fn unaccepted(&self, command: &str) -> Error {
        RollbackError::Unaccepted { steps: self.steps.clone(), command: command.to_owned() }.into()
    }

    /// What it would come to.
    pub fn planned(self) -> RolledBack {
        RolledBack {
            target: self.opened.display,
            left: self.applied - self.steps.len(),
            steps: self.steps,
            undone: None,
        }
    }

    /// Undoes them.
    pub fn run(self, cancel: &Cancel, events: Events<'_>) -> Result<RolledBack, Error> {
        let mut forward = |event| events(Event::Run(event));
        let (target, migrations) = (&self.opened.target, &self.migrations);
        let undone = if self.undo.is_empty() {
            Vec::new()
        } else {
            runner::rollback(target, migrations, &self.undo, &self.options, cancel, &mut forward)
                .map_err(|error| RollbackError::of(error, self.opened.dev))?
        };
        Ok(RolledBack {
            target: self.opened.display,
            left: self.applied - undone.len(),
            steps: self.steps,
            undone: Some(undone),
        })
    }
}

impl RollbackError {
    fn of(error: RunError, dev: bool) -> Self {
        Self::Run { error: Box::new(error), dev }
    }
}
