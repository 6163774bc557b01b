//! Why a rehearsal came to no good end.

use crate::connect::SessionError;
use crate::devdb::DevError;
use crate::introspect::{CompareError, IntrospectError};
use crate::rehearse::Difference;
use crate::replay::ReplayError;
use crate::runner::RunError;
use mizzle_core::postgres::schema::QName;

/// A rehearsal that came to no good end.
#[derive(Debug, thiserror::Error)]
pub enum RehearseError {
    /// There is no database for it.
    #[error(transparent)]
    Engine(#[from] DevError),
    /// The recorded state cannot be built, so that nothing can be said of the migration.
    #[error("the recorded state cannot be built: {0}")]
    Ground(ReplayError),
    /// The database stopped answering.
    #[error("the development database refused {doing}: {error}")]
    Session {
        /// What we were doing.
        doing: &'static str,
        /// Its answer.
        error: SessionError,
    },
    /// The database could not be read.
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    /// The desired state cannot be built, so that there is nothing to compare with.
    #[error("the desired state cannot be built: {0}")]
    Compare(CompareError),
    /// The migration does not run.
    #[error(transparent)]
    Run(Box<RunError>),
    /// It does not run on the rows that the history itself makes.
    #[error(transparent)]
    Seeded(Box<RunError>),
    /// It does not do what it should. Never empty.
    #[error("the migration does not lead to the schema: {}", list(.0))]
    Differs(Vec<Difference>),
    /// Rows that it should have left alone are others.
    #[error("the migration changes rows of {table} that it should leave alone: {had} became {has}")]
    Rows {
        /// The table.
        table: QName,
        /// A row as it was.
        had: String,
        /// What became of it.
        has: String,
    },
}

impl RehearseError {
    /// Does it say something about the migration? Else it says only that nothing could
    /// be found out.
    #[must_use]
    pub fn is_verdict(&self) -> bool {
        match self {
            Self::Run(error) | Self::Seeded(error) => match &**error {
                RunError::Failed { .. } | RunError::File(_) => true,
                RunError::Connect(_)
                | RunError::Right(_)
                | RunError::Busy { .. }
                | RunError::UnknownTarget { .. }
                | RunError::AmbiguousTarget { .. }
                | RunError::Strict { .. }
                | RunError::Lost { .. }
                | RunError::LockLost { .. }
                | RunError::Cancelled { .. }
                | RunError::NotLoopback(_)
                | RunError::OneConnection
                | RunError::Unsettled(_)
                | RunError::ChangedUnfinished { .. }
                | RunError::Otherwise { .. }
                | RunError::Rollback(_)
                | RunError::Server { .. } => false,
            },
            Self::Differs(_) | Self::Rows { .. } => true,
            Self::Engine(_)
            | Self::Ground(_)
            | Self::Session { .. }
            | Self::Introspect(_)
            | Self::Compare(_) => false,
        }
    }

    /// Did the development database go away in the middle of it?
    #[must_use]
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Engine(error) => error.is_loss(),
            Self::Ground(error) => error.is_loss(),
            Self::Session { error, .. } => error.is_loss(),
            Self::Introspect(error) => error.is_loss(),
            Self::Compare(error) => error.is_loss(),
            Self::Run(error) | Self::Seeded(error) => error.is_loss(),
            Self::Differs(_) | Self::Rows { .. } => false,
        }
    }
}

fn list(differences: &[Difference]) -> String {
    differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
