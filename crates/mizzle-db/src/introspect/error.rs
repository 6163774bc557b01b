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

impl IntrospectError {
    /// Was the server gone, or did it go away?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Connect(_) => true,
            Self::Read { error, .. } => error.is_loss(),
            Self::TooOld { .. } => false,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Connect(error) => error.hint(),
            Self::Read { error: SessionError::Server(refused), .. } if refused.code == "42501" => {
                Some(
                    "without what it names nothing can be said: connect as a user who may read \
                     it, or let this one by GRANT SELECT"
                        .to_owned(),
                )
            }
            Self::Read { .. } | Self::TooOld { .. } => None,
        }
    }
}
