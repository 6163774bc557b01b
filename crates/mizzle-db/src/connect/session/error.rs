//! What a server says beside its answers: errors and notices.

use std::fmt;

use tokio_postgres::error::{DbError, ErrorPosition, Severity};

/// Something the server wants known: `NOTICE`, `WARNING`, ….
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `NOTICE`, `WARNING`, `INFO`, …
    pub severity: String,
    /// The message.
    pub message: String,
    /// More about it.
    pub detail: Option<String>,
    /// What one could do.
    pub hint: Option<String>,
}

/// An error that the server reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerError {
    /// SQLSTATE, five characters.
    pub code: String,
    /// The message.
    pub message: String,
    /// More about it.
    pub detail: Option<String>,
    /// What one could do.
    pub hint: Option<String>,
    /// Where in the statement: characters from 1 over the text that was sent.
    pub position: Option<u32>,
    /// Where inside functions and generated statements it happened.
    pub context: Option<String>,
    /// The schema of the table.
    pub schema: Option<String>,
    /// The table that it is about.
    pub table: Option<String>,
    /// Its column.
    pub column: Option<String>,
    /// The constraint, or the index, that was not kept.
    pub constraint: Option<String>,
}

impl ServerError {
    /// Is a value at fault, or a constraint that rows do not keep, and not the statement?
    ///
    /// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
    pub(crate) fn is_about_rows(&self) -> bool {
        ["22", "23"].iter().any(|class| self.code.starts_with(class))
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SQLSTATE {})", self.message, self.code)
    }
}

/// Why a statement has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The server refused it.
    #[error("{0}")]
    Server(Box<ServerError>),
    /// The connection is gone. Whether the server carried it out is not known.
    #[error("the connection to the server was lost: {0}")]
    Lost(String),
    /// Nobody waits for it any more. It was ended, or never sent.
    #[error("it was stopped")]
    Cancelled,
}

impl SessionError {
    /// The server's own error, if it is one.
    pub fn server(&self) -> Option<&ServerError> {
        match self {
            Self::Server(error) => Some(error),
            Self::Lost(_) | Self::Cancelled => None,
        }
    }

    /// Is the connection gone?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Server(_) | Self::Cancelled => false,
            Self::Lost(_) => true,
        }
    }

    /// Does it have this SQLSTATE?
    pub fn has_code(&self, code: &str) -> bool {
        self.server().is_some_and(|error| error.code == code)
    }
}

pub(super) fn session_error(error: &tokio_postgres::Error) -> SessionError {
    match error.as_db_error() {
        // The server ends the session with these: shutdown, a terminated
        // backend, protocol trouble.
        Some(db) if matches!(db.parsed_severity(), Some(Severity::Fatal | Severity::Panic)) => {
            SessionError::Lost(db.message().to_owned())
        }
        Some(db) => SessionError::Server(Box::new(to_server_error(db))),
        None => {
            let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
            SessionError::Lost(format!("{error}{}", cause.unwrap_or_default()))
        }
    }
}

fn to_server_error(db: &DbError) -> ServerError {
    ServerError {
        code: db.code().code().to_owned(),
        message: db.message().to_owned(),
        detail: db.detail().map(str::to_owned),
        hint: db.hint().map(str::to_owned),
        position: db.position().and_then(|position| match position {
            ErrorPosition::Original(position) => Some(*position),
            // A position in a function's own text says nothing about the file.
            ErrorPosition::Internal { .. } => None,
        }),
        context: db.where_().map(str::to_owned),
        schema: db.schema().map(str::to_owned),
        table: db.table().map(str::to_owned),
        column: db.column().map(str::to_owned),
        constraint: db.constraint().map(str::to_owned),
    }
}

pub(super) fn to_notice(db: &DbError) -> Notice {
    Notice {
        severity: db.severity().to_owned(),
        message: db.message().to_owned(),
        detail: db.detail().map(str::to_owned),
        hint: db.hint().map(str::to_owned),
    }
}
