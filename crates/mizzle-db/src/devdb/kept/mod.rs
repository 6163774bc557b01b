//! The kept development database of a project, in its `.mizzle/dev`: what
//! `--dev` points at.
//!
//! It belongs to one process at a time. `mizzle dev` makes that a background
//! process which serves everybody ([`owner`]); without one, each command opens
//! the data for as long as it runs, and a second command waits for its turn.

mod engine;
mod lock;
pub mod owner;
mod state;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use self::engine::Running;
use self::lock::{Ownership, Turn, take_turn};
use super::error::DevError;
use super::lease::{Abilities, Engine, Sessions};
use super::notice::Notice;
use super::resolve::Options;
use super::sql;
use super::url_server::UrlServer;
use crate::target::Target;

pub use self::state::Status;

/// How to open a kept database.
#[derive(Debug, Clone)]
pub struct KeptOptions {
    /// Its folder: `.mizzle/dev` of the project.
    pub folder: PathBuf,
    /// What the user decided about engines. A URL among it is the database
    /// itself, and nothing is kept in the folder.
    pub dev: Options,
    /// The target's major version, where it is known: for the choice of an
    /// engine for a new database.
    pub major: Option<u32>,
    /// How long to wait for another process that has the database to itself.
    pub patience: Duration,
}

impl KeptOptions {
    /// Nothing decided, for the project in this folder.
    #[must_use]
    pub fn undecided(project: &Path) -> Self {
        Self {
            folder: project.join(".mizzle").join("dev"),
            dev: Options::undecided(project),
            major: None,
            patience: Duration::from_secs(60),
        }
    }
}

/// The kept database, open for as long as this value lives.
#[derive(Debug)]
pub struct Kept {
    url: String,
    target: Target,
    abilities: Abilities,
    notices: Vec<Notice>,
    served_by: Option<u32>,
    // Dropped in this order: the engine first, then the right to it.
    _running: Option<Running>,
    _ownership: Option<Ownership>,
}

impl Kept {
    /// Opens the database, or joins whoever serves it. `waiting` is called
    /// once, when another process has it to itself and that takes a while.
    ///
    /// # Errors
    /// There is no engine for it, or it is not given free in time.
    pub fn open(options: &KeptOptions, waiting: &mut dyn FnMut()) -> Result<Self, DevError> {
        if let Some(url) = named_url(&options.dev) {
            return Self::named(url);
        }
        make_folder(&options.folder)?;
        match take_turn(&options.folder, options.patience, answers, waiting)? {
            Turn::Served(status) => Self::join(&status),
            Turn::Ours(ownership) => {
                let (running, notices) = engine::launch(options, engine::Reach::Private)?;
                let url = running.private_url();
                Ok(Self {
                    target: sql::target_of(&url)?,
                    url,
                    abilities: running.abilities(),
                    notices,
                    served_by: None,
                    _running: Some(running),
                    _ownership: Some(ownership),
                })
            }
        }
    }

    fn named(url: &str) -> Result<Self, DevError> {
        let server = UrlServer::open(url)?;
        Ok(Self {
            url: url.to_owned(),
            target: server.target().clone(),
            abilities: server.abilities(),
            notices: Vec::new(),
            served_by: None,
            _running: None,
            _ownership: None,
        })
    }

    fn join(status: &Status) -> Result<Self, DevError> {
        Ok(Self {
            target: sql::target_of(&status.private_url)?,
            url: status.private_url.clone(),
            abilities: engine::abilities(status.engine, &status.version),
            notices: Vec::new(),
            served_by: Some(status.process),
            _running: None,
            _ownership: None,
        })
    }

    /// Its URL; it holds until this value is dropped.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same as a target to connect to.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// What its engine is and can do.
    #[must_use]
    pub fn abilities(&self) -> &Abilities {
        &self.abilities
    }

    /// What the user should know about the engine.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The process number of the background owner, when there is one.
    #[must_use]
    pub fn served_by(&self) -> Option<u32> {
        self.served_by
    }
}

/// The URL that takes the place of a kept database.
fn named_url(dev: &Options) -> Option<&str> {
    let wanted = dev.engine.is_none_or(|engine| engine == Engine::Url);
    dev.url.as_deref().filter(|_| wanted)
}

/// Whether somebody really serves there.
fn answers(status: &Status) -> bool {
    sql::target_of(&status.private_url).and_then(|target| sql::version(&target)).is_ok()
}

/// Makes the folder, kept out of version control by a file of its own where
/// `.mizzle` is new.
fn make_folder(folder: &Path) -> Result<(), DevError> {
    fs::create_dir_all(folder).map_err(DevError::file("create", folder))?;
    let Some(parent) = folder.parent().filter(|parent| parent.ends_with(".mizzle")) else {
        return Ok(());
    };
    let ignore = parent.join(".gitignore");
    if ignore.exists() {
        return Ok(());
    }
    fs::write(&ignore, "*\n").map_err(DevError::file("write", ignore))
}

/// How an engine of this kind serves sessions.
fn sessions(engine: Engine) -> Sessions {
    match engine {
        Engine::Embedded => Sessions::One,
        Engine::Url | Engine::Local | Engine::Docker | Engine::None => Sessions::Many,
    }
}
