//! What can go wrong with a development database, in words for the person who
//! waits for it.

use std::path::PathBuf;

/// A development database could not be found, started or used.
#[derive(Debug, thiserror::Error)]
pub enum DevError {
    /// No engine could be used.
    #[error("{0}")]
    Unavailable(#[from] super::resolve::Unavailable),
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
    /// The server refused what the development database needs of it.
    #[error("{label}: {message}")]
    Server {
        /// Which engine.
        label: String,
        /// The server's message, with its detail and hint.
        message: String,
    },
    /// The engine lacks something that the work needs.
    #[error("{label} {reason}")]
    Unsupported {
        /// Which engine.
        label: String,
        /// What it lacks.
        reason: String,
    },
    /// The URL given for the development database is not usable.
    #[error("the development database's URL {reason}")]
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

    /// The server's refusal with its detail and hint.
    pub(crate) fn server(label: &str, error: &tokio_postgres::Error) -> Self {
        let message = error.as_db_error().map_or_else(
            || {
                let source = std::error::Error::source(error);
                source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
            },
            |db| {
                let mut message = db.message().to_owned();
                for more in [db.detail(), db.hint()].into_iter().flatten() {
                    message.push_str("; ");
                    message.push_str(more);
                }
                message
            },
        );
        Self::Server { label: label.to_owned(), message }
    }
}
