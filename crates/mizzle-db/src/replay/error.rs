//! Why migrations could not be replayed.

use crate::connect::SessionError;
use crate::devdb::DevError;
use crate::introspect::{CompareError, IntrospectError};
use crate::runner::RunError;

/// Migrations that could not be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no database to replay them in.
    #[error(transparent)]
    Engine(#[from] DevError),
    /// The database could not be read.
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    /// The state before them could not be built.
    #[error(transparent)]
    Build(#[from] CompareError),
    /// The migrations table could not be made.
    #[error("the development database refused the migrations table: {0}")]
    Ledger(SessionError),
    /// A stand-in for a role could not be made.
    #[error("the development database refused the role {role}: {error}")]
    Role {
        /// The role.
        role: String,
        /// Why.
        error: SessionError,
    },
    /// They do not run there.
    #[error(transparent)]
    Run(Box<RunError>),
}

impl ReplayError {
    /// Did the development database go away in the middle of it?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Engine(error) => error.is_loss(),
            Self::Introspect(error) => error.is_loss(),
            Self::Build(error) => error.is_loss(),
            Self::Ledger(error) | Self::Role { error, .. } => error.is_loss(),
            Self::Run(error) => error.is_loss(),
        }
    }
}
