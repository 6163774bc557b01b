//! Why a database could not be read.

use crate::connect::{ConnectError, SessionError};

/// A database that could not be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum IntrospectError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server refused a query, or was lost on the way.
    #[error("cannot read the {what} of the database: {error}")]
    Read {
        /// What was read.
        what: &'static str,
        /// Why not.
        error: SessionError,
    },
    /// A server that is older than the oldest that is supported.
    #[error("the server is PostgreSQL {found}; mizzle reads 13 and newer")]
    TooOld {
        /// What the server said it is.
        found: String,
    },
}
