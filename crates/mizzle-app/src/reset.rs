//! `reset`: a development database emptied, and its history applied again. Anything
//! that is not on this machine is refused.

use crate::destination::{self, Opened};
use crate::dev::DevFlags;
use crate::error::{Error, Explanation, Kind};
use crate::event::{Event, Events, Stage};
use crate::folder::{FolderFailure, OnDisk};
use crate::project::Project;
use crate::sum::{self, Rehearsals};
use crate::target::TargetFlags;
use mizzle_core::naming::Line;
use mizzle_core::sql::created::created;
use mizzle_db::cancel::Cancel;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, Options, Report, Wiped};

/// A reset that only waits for the database's name.
pub struct Prepared {
    opened: Opened,
    migrations: Vec<Migration>,
    extensions: Vec<String>,
    options: Options,
    sealed: bool,
    rehearsals: Rehearsals,
}

/// What `reset` came to.
#[derive(Debug)]
pub struct Reset {
    /// The target, as it is shown.
    pub target: String,
    /// What was dropped.
    pub wiped: Wiped,
    /// What was applied then.
    pub report: Report,
    /// What of each migration was rehearsed.
    pub rehearsals: Rehearsals,
}

/// Why nothing was reset.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The database is somebody's.
    #[error("{target} is not on this machine: only a development database can be reset")]
    NotLocal {
        /// The target, as it is shown.
        target: String,
    },
    /// The name that was given is not the database's.
    #[error("the database is called `{name}`, not `{given}`; nothing was dropped")]
    WrongName {
        /// Its name.
        name: String,
        /// What was given.
        given: String,
    },
    /// Nobody confirmed.
    #[error("reset drops everything in the database `{name}`, which nobody confirmed")]
    Unconfirmed {
        /// Its name.
        name: String,
    },
}

impl ResetError {
    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("usage_error", self.to_string());
        match self {
            Self::NotLocal { .. } => {
                explanation.hint("name a database on this machine with `--url`, or use `--dev`")
            }
            Self::WrongName { .. } => explanation,
            Self::Unconfirmed { name } => {
                Explanation { kind: Kind::DecisionsMissing, ..explanation }
                    .hint(format!("say so with `mizzle reset --confirm {name}`"))
            }
        }
    }
}

/// Reads the history and opens the target. Nothing is changed.
pub fn prepare(
    project: &Project,
    target: &TargetFlags,
    dev: &DevFlags,
    events: Events<'_>,
) -> Result<Prepared, Error> {
    let opened = destination::open(project, target, dev, events)?;
    if !opened.dev && !opened.target.is_loopback() {
        return Err(ResetError::NotLocal { target: opened.display }.into());
    }
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown }.into());
    }
    let (migrations, sum) = sum::migrations(project, &disk, "nothing was dropped", events)?;
    sum::tell_unknown(&sum, &disk, events);
    // A file that cannot be run is found before anything is dropped.
    for migration in &migrations {
        migration.script().map_err(runner::RunError::from)?;
    }
    let extensions =
        migrations.iter().flat_map(|migration| created(&migration.text).extensions).collect();
    let options = destination::options(project, disk.folder.layout.line());
    let (sealed, rehearsals) = (sum.exists, sum.rehearsals());
    Ok(Prepared { opened, migrations, extensions, options, sealed, rehearsals })
}

impl Prepared {
    /// The name of the database, which whoever confirms has to give.
    pub fn database(&self) -> &str {
        &self.opened.target.database
    }

    /// The error of a reset that nobody confirmed.
    pub fn unconfirmed(&self) -> Error {
        ResetError::Unconfirmed { name: self.database().to_owned() }.into()
    }

    /// Drops everything and applies the history. `confirmed` is the database's name as
    /// somebody gave it.
    pub fn run(
        &self,
        confirmed: &str,
        cancel: &Cancel,
        events: Events<'_>,
    ) -> Result<Reset, Error> {
        if confirmed != self.database() {
            let (name, given) = (self.database().to_owned(), confirmed.to_owned());
            return Err(ResetError::WrongName { name, given }.into());
        }
        let target = &self.opened.target;
        events(Event::Started(Stage::Reset));
        let wiped = runner::wipe(target, &self.extensions, &self.options, cancel, &mut |event| {
            events(Event::Run(event));
        })?;
        events(Event::Finished(Stage::Reset));
        let report =
            runner::migrate(target, &self.migrations, &self.options, cancel, &mut |event| {
                events(self.rehearsals.tell(event));
            })
            .map_err(|error| Error::Run {
                error: Box::new(error),
                dev: self.opened.dev,
                sealed: self.sealed,
            })?;
        let (target, rehearsals) = (self.opened.display.clone(), self.rehearsals.clone());
        Ok(Reset { target, wiped, report, rehearsals })
    }
}
