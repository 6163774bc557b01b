//! Why a run stopped, what holds of what it did, and what to do next.

use std::time::Duration;

use mizzle_core::sql::lines::Position;

use crate::connect::{ConnectError, ServerError, SessionError};
use crate::ledger::MissingRight;
use crate::lock::Holder;
use crate::migration::FileError;
use crate::runner::{Applied, Refusal, Warning};

/// A run that did not reach its end. Whatever it applied before stays applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A file that cannot be run; nothing of this run has been applied.
    #[error(transparent)]
    File(#[from] FileError),
    /// The role lacks a right; nothing has been created.
    #[error(transparent)]
    Right(#[from] Box<MissingRight>),
    /// Another run took too long.
    #[error("waited {} s for another run{}", waited.as_secs(), by(holder.as_deref()))]
    Busy {
        /// Who holds the lock.
        holder: Option<Box<Holder>>,
        /// How long was waited.
        waited: Duration,
    },
    /// `to` names nothing.
    #[error("no migration is called \"{wanted}\"")]
    UnknownTarget {
        /// What was asked for.
        wanted: String,
        /// The names that are near.
        near: Vec<String>,
    },
    /// `to` names several.
    #[error("\"{wanted}\" is the beginning of several migrations: {}", names.join(", "))]
    AmbiguousTarget {
        /// What was asked for.
        wanted: String,
        /// Which it could be.
        names: Vec<String>,
    },
    /// Strict, and something is odd; nothing has been applied.
    #[error("{}", list(warnings))]
    Strict {
        /// What is odd.
        warnings: Vec<Warning>,
    },
    /// A statement failed.
    #[error("{failure}")]
    Failed {
        /// Which, why and where.
        failure: Box<Failure>,
        /// What this run applied before.
        applied: Vec<Applied>,
    },
    /// The connection was lost.
    #[error("{error}{}", during(migration.as_ref()))]
    Lost {
        /// Why.
        error: SessionError,
        /// While running this migration.
        migration: Option<String>,
        /// What this run applied before.
        applied: Vec<Applied>,
    },
    /// The connection that holds the lock was lost between two segments.
    #[error("the connection that keeps other runs away was lost; nothing further was started")]
    LockLost {
        /// What this run applied before.
        applied: Vec<Applied>,
    },
    /// The caller asked to stop.
    #[error("stopped{}", during(migration.as_ref()))]
    Cancelled {
        /// While running this migration.
        migration: Option<String>,
        /// How many of its segments are applied and stay so.
        kept_segments: usize,
        /// What this run applied before.
        applied: Vec<Applied>,
    },
    /// Nothing but a server on this machine is emptied.
    #[error("{0} is not on this machine: only a development database can be reset")]
    NotLoopback(String),
    /// A pooler gave a first connection and no second one.
    #[error("the server gives only one connection, and a run needs two at once")]
    OneConnection,
    /// Nobody knows whether a statement ran.
    #[error("{0}")]
    Unsettled(Box<Unsettleable>),
    /// The file of an unfinished migration is not what was begun.
    #[error(
        "{file} was changed while its migration is unfinished: its first {done} of {segments} \
         parts are applied"
    )]
    ChangedUnfinished {
        /// The file.
        file: String,
        /// The migration.
        name: String,
        /// How many segments are done.
        done: usize,
        /// How many the file had.
        segments: usize,
    },
    /// Something else is pending than what was agreed to; nothing has been applied.
    #[error("what is pending has changed: {}, not {}", names(pending), names(expected))]
    Otherwise {
        /// What was agreed to.
        expected: Vec<String>,
        /// What is pending.
        pending: Vec<String>,
    },
    /// A migration is not undone.
    #[error("{0}")]
    Rollback(Box<Refusal>),
    /// The server refused one of our own statements.
    #[error("the server refused {doing}: {error}")]
    Server {
        /// What we were doing.
        doing: &'static str,
        /// Its answer.
        error: SessionError,
    },
}

/// A statement of a migration that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The migration.
    pub migration: String,
    /// Its file.
    pub file: String,
    /// The statement; empty where the commit failed.
    pub statement: String,
    /// The statements of its transaction that ran before it and do not hold any more.
    pub earlier: Vec<String>,
    /// Which statement of the file it is, from 1.
    pub number: usize,
    /// How many the file has.
    pub count: usize,
    /// Where in the file: at what the server points to, else where the
    /// statement begins. `None` for the commit.
    pub position: Option<Position>,
    /// Does the position come from the server?
    pub exact: bool,
    /// The line of the file that `position` is on.
    pub line_text: String,
    /// What the server said.
    pub server: ServerError,
    /// Is anything of this migration applied? So many segments, which the next
    /// run does not repeat.
    pub kept_segments: usize,
    /// All segments of it.
    pub segments: usize,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.position {
            Some(Position { line, column }) => write!(f, "{}:{line}:{column}: ", self.file)?,
            None => write!(f, "{}: at its commit: ", self.file)?,
        }
        write!(f, "{}", self.server)
    }
}

impl Failure {
    /// What of the migration holds now, as a sentence.
    pub fn state(&self) -> String {
        match (self.kept_segments, self.segments) {
            (0, _) => "nothing of this migration is applied".to_owned(),
            (kept, all) => format!(
                "{kept} of the {all} parts of this migration are applied; the next run goes on \
                 with the one that failed"
            ),
        }
    }

    /// What to do, where it follows from the code and the server does not say.
    pub fn hint(&self) -> Option<&'static str> {
        match self.server.code.as_str() {
            "55P04" => Some(
                "a new enum value can be used once it is committed: put `-- mizzle:commit` in \
                 front of the statement that uses it",
            ),
            "25001" => Some(
                "the server refuses this statement in a transaction: put `-- mizzle:commit` \
                 before it, or `-- mizzle:no-transaction` at the top of the file",
            ),
            "55P03" => Some(
                "another session holds a lock on what this statement changes: run migrate again, \
                 or let it wait longer with `-- mizzle:lock-timeout 30s` at the top of the file",
            ),
            "57014" => Some("the statement ran longer than statement_timeout allows"),
            _ => None,
        }
    }
}

/// A statement of which nobody knows whether it ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettleable {
    /// The migration.
    pub migration: String,
    /// Its file.
    pub file: String,
    /// The statement.
    pub statement: String,
    /// Where it begins in the file.
    pub position: Position,
    /// Why it cannot be known.
    pub why: String,
}

impl std::fmt::Display for Unsettleable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}:{}: an earlier run ended in this statement, and {}",
            self.file, self.position.line, self.position.column, self.why
        )
    }
}

impl RunError {
    /// Was the server gone, or did it go away?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Connect(_) | Self::Lost { .. } | Self::LockLost { .. } => true,
            Self::Server { error, .. } => error.is_loss(),
            Self::File(_)
            | Self::Right(_)
            | Self::Busy { .. }
            | Self::UnknownTarget { .. }
            | Self::AmbiguousTarget { .. }
            | Self::Strict { .. }
            | Self::Failed { .. }
            | Self::Cancelled { .. }
            | Self::NotLoopback(_)
            | Self::OneConnection
            | Self::Unsettled(_)
            | Self::ChangedUnfinished { .. }
            | Self::Otherwise { .. }
            | Self::Rollback(_) => false,
        }
    }

    /// What this run applied, or undid, before it stopped.
    pub fn applied(&self) -> &[Applied] {
        match self {
            Self::Failed { applied, .. }
            | Self::Lost { applied, .. }
            | Self::LockLost { applied }
            | Self::Cancelled { applied, .. } => applied,
            Self::Connect(_)
            | Self::File(_)
            | Self::Right(_)
            | Self::Busy { .. }
            | Self::UnknownTarget { .. }
            | Self::AmbiguousTarget { .. }
            | Self::Strict { .. }
            | Self::NotLoopback(_)
            | Self::OneConnection
            | Self::Unsettled(_)
            | Self::ChangedUnfinished { .. }
            | Self::Otherwise { .. }
            | Self::Rollback(_)
            | Self::Server { .. } => &[],
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Connect(error) => error.hint(),
            Self::Right(right) => Some(format!("an owner of it can run: {}", right.grant)),
            Self::Busy { holder: Some(holder), .. } => Some(format!(
                "let it finish, or end it with: SELECT pg_terminate_backend({});",
                holder.pid
            )),
            Self::UnknownTarget { near, .. } if !near.is_empty() => {
                Some(format!("near it: {}", near.join(", ")))
            }
            Self::Failed { failure, .. } => failure.hint().map(str::to_owned),
            Self::Lost { .. } | Self::LockLost { .. } => Some(
                "run migrate again: what was under way is either applied and recorded, or not \
                 applied"
                    .to_owned(),
            ),
            Self::OneConnection => Some(
                "connect to the server itself instead of its pooler, or give the pooler a pool \
                 of at least two"
                    .to_owned(),
            ),
            Self::ChangedUnfinished { .. } => Some(
                "restore the file as it was and run migrate again; put what should change into a \
                 new migration"
                    .to_owned(),
            ),
            // 25006: a standby, or a role that may only read.
            Self::Server { error, .. } if error.has_code("25006") => {
                Some("connect to the primary server, as a role that may write".to_owned())
            }
            Self::File(_)
            | Self::Busy { holder: None, .. }
            | Self::UnknownTarget { .. }
            | Self::AmbiguousTarget { .. }
            | Self::Strict { .. }
            | Self::Cancelled { .. }
            | Self::NotLoopback(_)
            | Self::Unsettled(_)
            | Self::Rollback(_)
            | Self::Server { .. } => None,
            Self::Otherwise { .. } => Some("look at it again".to_owned()),
        }
    }
}

fn by(holder: Option<&Holder>) -> String {
    holder.map(|holder| format!(": {holder}")).unwrap_or_default()
}

fn during(migration: Option<&String>) -> String {
    migration.map(|name| format!(" while running {name}")).unwrap_or_default()
}

fn names(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn list(warnings: &[Warning]) -> String {
    warnings.iter().map(Warning::to_string).collect::<Vec<_>>().join("; ")
}
