//! Why something is not shown or not changed.

use mizzle_core::postgres::schema::QName;

use crate::connect::{ConnectError, ServerError, SessionError};
use crate::introspect::IntrospectError;

/// Why a database does not show or change something.
#[derive(Debug, thiserror::Error)]
pub enum BrowseError {
    /// The server cannot be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server refuses it.
    #[error("{0}")]
    Server(Box<ServerError>),
    /// The connection broke on the way.
    #[error("the connection to the server was lost: {0}")]
    Lost(String),
    /// Somebody asked for its end.
    #[error("it was cancelled")]
    Cancelled,
    /// It took longer than looking may take.
    #[error("the server did not answer within {} s", .0.as_secs())]
    Slow(std::time::Duration),
    /// There is no such table or view, or not any more.
    #[error("there is no table or view {0}")]
    UnknownRelation(QName),
    /// There is no such column.
    #[error("{relation} has no column {column}")]
    UnknownColumn {
        /// The table or view.
        relation: QName,
        /// The name that was asked for.
        column: String,
    },
    /// The role may not read it.
    #[error("the role may not read {0}")]
    Unreadable(QName),
    /// No row of it can be told from others.
    #[error("{relation} has no key: {why}")]
    NoKey {
        /// The table or view.
        relation: QName,
        /// Why not.
        why: String,
    },
    /// A key has another number of values than columns.
    #[error("a row of {relation} is named by {expected} values, and {given} were given")]
    WrongKey {
        /// The table.
        relation: QName,
        /// How many columns the key has.
        expected: usize,
        /// How many values came.
        given: usize,
    },
    /// Nothing can be changed there.
    #[error("{relation} cannot be changed: {why}")]
    ReadOnly {
        /// The table or view.
        relation: QName,
        /// Why not.
        why: String,
    },
    /// The row is gone.
    #[error("the row is not there any more")]
    NoRow,
    /// A filter that no column of the kind can have.
    #[error("{0}")]
    Filter(String),
    /// A request that cannot be meant.
    #[error("{0}")]
    Request(String),
    /// Whoever takes what is read is gone.
    #[error("nobody takes what is read: {0}")]
    Sink(std::io::Error),
    /// The catalogs cannot be read.
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
}

impl From<SessionError> for BrowseError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Server(error) => Self::Server(error),
            SessionError::Lost(why) => Self::Lost(why),
            SessionError::Cancelled => Self::Cancelled,
        }
    }
}

impl BrowseError {
    /// The server's own error, if it is one.
    #[must_use]
    pub fn server(&self) -> Option<&ServerError> {
        if let Self::Server(error) = self { Some(error) } else { None }
    }

    /// Did the server end it because it was asked to, or because time was up?
    pub(super) fn is_ended(&self) -> bool {
        self.server().is_some_and(|error| error.code == QUERY_CANCELED)
    }
}

/// `query_canceled`
pub(super) const QUERY_CANCELED: &str = "57014";
