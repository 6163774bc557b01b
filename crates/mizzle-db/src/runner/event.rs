//! What a run tells while it goes on, and what came of it.

use std::time::Duration;

use crate::connect::Notice;
use crate::ledger::{Edited, LedgerRow};
use crate::lock::Holder;

/// Something that has happened. Callers print; a run never does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Another run holds the lock. Told after half a second, then every ten.
    WaitingForRun {
        /// Who holds it, where the server tells.
        holder: Option<Holder>,
        /// For how long so far.
        waited: Duration,
    },
    /// A backend of a run that died is still at work.
    WaitingForBackend {
        /// Whose work it is.
        holder: Option<Holder>,
        /// For how long so far.
        waited: Duration,
    },
    /// The ledger was created.
    LedgerCreated,
    /// The ledger was given the columns of drizzle 1.0.
    LedgerUpgraded,
    /// These migrations are about to be run, in this order.
    Planned(Vec<String>),
    /// A migration begins.
    Begun {
        /// Its name.
        name: String,
        /// Segments that an earlier run has done.
        done_segments: usize,
        /// All its segments.
        segments: usize,
    },
    /// A statement of a migration that has several begins, on its way forth or back.
    Statement {
        /// The migration.
        name: String,
        /// Which statement, from 1.
        number: usize,
        /// How many it has.
        count: usize,
    },
    /// An index that a failed or killed run left unusable was dropped.
    IndexDropped {
        /// Its name, with schema.
        index: String,
    },
    /// The server wants something known.
    Notice(Notice),
    /// A transaction waited too long for a lock, was rolled back, and is tried again.
    LockRetry {
        /// The migration.
        name: String,
        /// Which further try this is, from 1.
        attempt: u32,
        /// After how long.
        pause: Duration,
    },
    /// A migration is applied and recorded.
    Applied(Applied),
    /// A migration is about to be undone.
    Undoing {
        /// Its name.
        name: String,
    },
    /// A migration is undone, and its record removed.
    Undone(Applied),
    /// An earlier run's backend, or another tool, recorded it in the meantime.
    AlreadyApplied {
        /// Its name.
        name: String,
    },
}

/// A migration that this run has applied, or undone where it is a rollback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// How long it took.
    pub elapsed: Duration,
    /// How many statements this run has run for it.
    pub statements: usize,
    /// Did an earlier run begin it?
    pub resumed: bool,
}

/// What a run has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// In order.
    pub applied: Vec<Applied>,
    /// How many migrations of the folder were applied before.
    pub applied_before: usize,
    /// Pending ones that `to` leaves out.
    pub left_out: Vec<String>,
    /// What the user should know.
    pub warnings: Vec<Warning>,
    /// How long all of it took, waiting included.
    pub elapsed: Duration,
}

/// What is odd and does not stop a run, unless it is strict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A file is not what was applied.
    Edited(Edited),
    /// The ledger knows a migration that the folder lacks.
    Unknown(LedgerRow),
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Edited(edited) => {
                write!(f, "{} was edited after it was applied", edited.file)
            }
            Self::Unknown(row) => {
                let which = row.words();
                write!(f, "the database has a migration that the folder lacks ({which})")
            }
        }
    }
}
