//! What can go wrong with a development database, in words for the person who
//! waits for it.

use std::path::PathBuf;

use crate::connect::{ConnectError, SessionError};
use crate::scratch::SqlError;

/// A development database could not be found, started or used.
#[derive(Debug, thiserror::Error)]
pub enum DevError {
    /// No engine could be used.
    #[error("{0}")]
    Unavailable(#[from] super::notice::Unavailable),
    /// A name for `dev.engine` that is none.
    #[error(
        "`{0}` is not a development engine: `dev.engine` and MIZZLE_DEV_ENGINE take `url`, \
         `local`, `embedded`, `docker` or `none`"
    )]
    UnknownEngine(String),
    /// A program of an installation does not run.
    #[error("{program} does not run: {reason}", program = program.display())]
    Program {
        /// The program's path.
        program: PathBuf,
        /// Its own words, or the system's.
        reason: String,
    },
    /// A server ended or did not get ready.
    #[error("{label} did not start: {reason}")]
    NotStarted {
        /// Which engine.
        label: String,
        /// Its own words.
        reason: String,
    },
    /// A file or folder that is needed cannot be used.
    #[error("cannot {action} {path}: {source}", path = path.display())]
    File {
        /// What was tried: "create", "read", "lock".
        action: &'static str,
        /// Which one.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A server that should be there cannot be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server refused what the development database needs of it.
    #[error("{label}: {message}")]
    Server {
        /// Which engine.
        label: String,
        /// The server's message, with its detail and hint.
        message: String,
    },
    /// The server went away while the development database did its own work.
    #[error("{label}: the connection to the server was lost: {reason}")]
    Lost {
        /// Which engine.
        label: String,
        /// What is known of it.
        reason: String,
    },
    /// The engine lacks something that the work needs.
    #[error("{label} {reason}")]
    Unsupported {
        /// Which engine.
        label: String,
        /// What it lacks.
        reason: String,
    },
    /// The project's prelude does not run.
    #[error("the prelude does not run: {0}")]
    Prelude(Box<SqlError>),
    /// The URL given for the development database is not usable.
    #[error("the development database's URL is not usable: {reason}")]
    Url {
        /// Why not. Never holds the password.
        reason: String,
    },
    /// Somebody else keeps the development database of this project to itself.
    #[error(
        "another mizzle process uses {path} since more than {seconds} s; \
         wait for it, or run `mizzle dev` once so that all processes share the database",
        path = path.display()
    )]
    Busy {
        /// The folder of the kept database.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// The kept database was made by an engine that is not there.
    #[error("{path} was made by {engine}, which cannot be used here: {reason}", path = path.display())]
    KeptEngine {
        /// The folder of the kept database.
        path: PathBuf,
        /// The engine that made it.
        engine: String,
        /// Why it cannot be used, and what would help.
        reason: String,
    },
    /// The system gives no random bytes.
    #[error("the system has no random numbers to give: {0}")]
    Random(String),
    /// The background owner ended before it served.
    #[error("the development database's background process did not start: {0}")]
    Owner(String),
}

impl DevError {
    /// For `map_err` on file operations.
    pub(crate) fn file(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }

    /// A statement of our own that the server refused.
    pub(crate) fn sql(label: &str, error: SessionError) -> Self {
        let label = label.to_owned();
        match error {
            SessionError::Server(server) => {
                let more = [server.detail, server.hint].into_iter().flatten();
                let message =
                    more.fold(server.message, |message, more| format!("{message}; {more}"));
                Self::Server { label, message }
            }
            SessionError::Lost(reason) => Self::Lost { label, reason },
            SessionError::Cancelled => Self::Server { label, message: error.to_string() },
        }
    }

    /// Is a server that was started gone, so that nothing is known of the work that it was
    /// to do?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Connect(_) | Self::Lost { .. } => true,
            Self::Unavailable(_)
            | Self::UnknownEngine(_)
            | Self::Program { .. }
            | Self::NotStarted { .. }
            | Self::File { .. }
            | Self::Server { .. }
            | Self::Unsupported { .. }
            | Self::Prelude(_)
            | Self::Url { .. }
            | Self::Busy { .. }
            | Self::KeptEngine { .. }
            | Self::Random(_)
            | Self::Owner(_) => false,
        }
    }
}
