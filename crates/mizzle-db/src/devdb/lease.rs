//! A database lent out for one use, and what its engine can do.

use std::fmt;

use super::install::Version;
use crate::target::Target;

/// The kinds of engine a development database can come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// A server that the user names by a URL.
    Url,
    /// A private cluster, run from server programs on this machine.
    Local,
    /// The embedded Postgres, `mizzle-pg`.
    Embedded,
    /// A container.
    Docker,
    /// No engine: nothing is rehearsed.
    None,
}

impl Engine {
    /// The word for `dev.engine` and `MIZZLE_DEV_ENGINE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Local => "local",
            Self::Embedded => "embedded",
            Self::Docker => "docker",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Engine {
    type Err = super::DevError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Url, Self::Local, Self::Embedded, Self::Docker, Self::None]
            .into_iter()
            .find(|engine| engine.name() == text)
            .ok_or_else(|| super::DevError::UnknownEngine(text.to_owned()))
    }
}

/// How many sessions an engine serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sessions {
    /// Any number at the same time.
    Many,
    /// One backend, shared by all clients one transaction at a time. Its owner
    /// grants the migration lock itself (see [`super::embedded::TRY_LOCK`]).
    One,
}

/// What an engine is and can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abilities {
    /// Which kind it is.
    pub engine: Engine,
    /// The server's version.
    pub version: Version,
    /// How it serves several clients.
    pub sessions: Sessions,
    /// Whether `statement_timeout` ends a statement. Where it does not, the
    /// engine itself is ended when a statement takes too long.
    pub statement_timeout: bool,
    /// Whether it has collations other than `C`.
    pub collations: bool,
}

/// As people read it: `PostgreSQL 15.20 (local)`.
impl fmt::Display for Abilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL {} ({})", self.version.full, self.engine)
    }
}

/// A new database that nobody else uses, empty but for the project's prelude. Dropping the lease drops the
/// database, and with it whatever was made in it.
pub struct Lease {
    pub(crate) url: String,
    pub(crate) target: Target,
    pub(crate) abilities: Abilities,
    /// Does it hold what the project's prelude puts there?
    pub(crate) furnished: bool,
    /// Ends the lease when it is dropped.
    pub(crate) _guard: Box<dyn Send + Sync>,
}

impl Lease {
    /// The database's URL; it holds until the lease is dropped.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same as a target to connect to.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// What the engine is and can do.
    #[must_use]
    pub fn abilities(&self) -> &Abilities {
        &self.abilities
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease").field("abilities", &self.abilities).finish_non_exhaustive()
    }
}
