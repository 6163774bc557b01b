//! What every handler has: how the project is opened, the database, and what may be done.

use crate::data::Data;
use crate::error::StudioError;
use crate::guard::Guard;
use crate::listen::Listen;
use crate::migrations::Migrations;
use crate::refusal::Refusal;
use crate::running::Running;
use axum::http::StatusCode;
use mizzle_app::Explanation;
use mizzle_app::destination::{self, Opened};
use mizzle_app::dev::DevFlags;
use mizzle_app::event::Events;
use mizzle_app::mizzle_toml::MizzleToml;
use mizzle_app::project::{Opening, Project};
use mizzle_app::target::{Destination, TargetFlags};
use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::ledger::LedgerPlace;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// How a studio is started.
pub struct Options {
    /// How the project is opened, again for every operation: its files change meanwhile.
    pub opening: Opening,
    /// What the flags say about the target.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
    /// Where to listen.
    pub listen: Listen,
    /// `--token`: does the page itself need a link that is printed? Away from this machine
    /// it always does.
    pub is_token_needed: bool,
    /// `--read-only`
    pub is_read_only: bool,
    /// Of mizzle.
    pub version: &'static str,
}

/// What every handler has; clones are the same.
#[derive(Clone)]
pub(crate) struct State(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) version: &'static str,
    pub(crate) is_read_only: bool,
    pub(crate) guard: Guard,
    /// Set when the studio ends.
    pub(crate) cancel: Cancel,
    /// Calls that can be stopped: those that only look at once, the others where that is safe.
    pub(crate) running: Running,
    /// The connection by which `meta` and `pulse` look.
    pub(crate) looking: Mutex<Option<Connection>>,
    /// What the calls about migrations share.
    pub(crate) migrations: Migrations,
    /// What looks at the database and changes rows.
    pub(crate) data: Data,
    opening: Opening,
    target: TargetFlags,
    dev: DevFlags,
    database: Opened,
    files: RwLock<Files>,
}

/// Which files make the project, as it was opened last.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    /// The config as it is shown.
    pub(crate) config: Option<PathBuf>,
    /// `schema` of the config.
    pub(crate) schema: Vec<String>,
    /// The migrations folder.
    pub(crate) folder: PathBuf,
    /// Where the ledger is.
    pub(crate) ledger: LedgerPlace,
    /// Whose words a schema file is written in.
    pub(crate) line: Line,
}

impl State {
    /// Chooses the target, which stays the same from here on whatever the config says later,
    /// and opens it.
    pub(crate) fn open(
        options: Options,
        project: &Project,
        guard: Guard,
        events: Events<'_>,
    ) -> Result<Self, StudioError> {
        let Options { opening, target, dev, is_read_only, version, .. } = options;
        let database = destination::open(project, &target, &dev, events)?;
        let choice = project.target(&target).map_err(mizzle_app::Error::from)?;
        let target = match choice.destination {
            Destination::Dev => TargetFlags { dev: true, ..TargetFlags::default() },
            Destination::Server(credentials) => {
                TargetFlags { credentials: Some(*credentials), ..TargetFlags::default() }
            }
        };
        Ok(Self(Arc::new(Shared {
            version,
            is_read_only,
            guard,
            cancel: Cancel::new(),
            running: Running::default(),
            looking: Mutex::new(None),
            migrations: Migrations::default(),
            data: Data::new(database.target.clone()),
            opening,
            target,
            dev,
            database,
            files: RwLock::new(Files::of(project)),
        })))
    }
}

impl Deref for State {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Shared {
    /// Opens the project as its files are now. Takes long enough for a thread of its own
    /// ([`crate::refusal::blocking`]), and the engine in it as much memory: it is dropped with
    /// the operation that needs it.
    pub(crate) fn project(&self, events: Events<'_>) -> Result<Project, mizzle_app::Error> {
        self.project_with(None, events)
    }

    /// The same for an operation that the switch may end.
    pub(crate) fn project_until(
        &self,
        cancel: &Cancel,
        events: Events<'_>,
    ) -> Result<Project, mizzle_app::Error> {
        self.project_with(Some(cancel), events)
    }

    fn project_with(
        &self,
        cancel: Option<&Cancel>,
        events: Events<'_>,
    ) -> Result<Project, mizzle_app::Error> {
        let mut opening = self.opening.clone();
        opening.environment.cancel = cancel.cloned();
        opening.environment.settings = MizzleToml::read(&opening.environment.cwd)?;
        let project = Project::open(opening, events)?;
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = Files::of(&project);
        Ok(project)
    }

    /// The folder that the studio was started in.
    pub(crate) fn cwd(&self) -> &std::path::Path {
        &self.opening.environment.cwd
    }

    /// Which files make the project.
    pub(crate) fn files(&self) -> Files {
        self.files.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The database, as flags of an operation: always the one that the studio shows.
    pub(crate) fn target_flags(&self) -> TargetFlags {
        self.target.clone()
    }

    /// Which development database operations use.
    pub(crate) fn dev_flags(&self) -> DevFlags {
        self.dev.clone()
    }

    /// Where to connect.
    pub(crate) fn target(&self) -> &mizzle_db::target::Target {
        &self.database.target
    }

    /// The database as it is shown.
    pub(crate) fn target_display(&self) -> &str {
        &self.database.display
    }

    /// Is the database on this machine?
    pub(crate) fn is_loopback(&self) -> bool {
        self.database.target.is_loopback()
    }

    /// May the database be written to now? Everything that writes asks here first, with the
    /// name that a person typed. Files of the project are not meant: see
    /// [`Self::allow_files`].
    pub(crate) fn allow_write(&self, confirm: Option<&str>) -> Result<(), Refusal> {
        if self.is_read_only {
            return Err(read_only());
        }
        let name = &self.database.target.database;
        if self.is_loopback() || confirm == Some(name.as_str()) {
            return Ok(());
        }
        let explanation = Explanation::new(
            "confirmation_missing",
            format!("`{name}` is not on this machine, and its name was not repeated"),
        );
        Err(Refusal::of(
            StatusCode::CONFLICT,
            explanation.note("nothing was done").hint("type the database's name to go on"),
        ))
    }

    /// May files of the project be written?
    pub(crate) fn allow_files(&self) -> Result<(), Refusal> {
        if self.is_read_only { Err(read_only()) } else { Ok(()) }
    }
}

impl Files {
    fn of(project: &Project) -> Self {
        let line = project.installed_line().unwrap_or(Line::V0);
        Self {
            config: project.config.clone(),
            schema: project.schema.clone(),
            folder: project.folder(),
            ledger: destination::ledger(project, line),
            line,
        }
    }
}

fn read_only() -> Refusal {
    let explanation = Explanation::new("read_only", "this studio was started with `--read-only`")
        .note("nothing was done")
        .hint("start `mizzle studio` without it to change something");
    Refusal::of(StatusCode::FORBIDDEN, explanation)
}
