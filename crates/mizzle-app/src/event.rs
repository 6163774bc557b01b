//! What an operation says while it works. Results are return values, not events.

use crate::verify::Check;
use mizzle_core::folder::sum::Rehearsed;
use std::path::PathBuf;

/// Where an operation sends its events. The caller renders them, or drops them.
pub type Events<'a> = &'a mut dyn FnMut(Event);

/// Something worth telling while the work goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Variables were read from an env file.
    EnvLoaded {
        /// The file, as it should be shown.
        file: PathBuf,
    },
    /// A stage began.
    Started(Stage),
    /// A stage is done.
    Finished(Stage),
    /// The stage was left behind: its result is not waited for.
    Abandoned(Stage),
    /// Where the command works, and who says so. Sent before anything is done there.
    Target {
        /// The database, never with its password.
        display: String,
        /// Who chose it: a flag, `mizzle.toml`, the config.
        chosen_by: String,
    },
    /// Something a person should know that does not stop the work.
    Warning(Warning),
    /// What the server wanted known.
    Notice {
        /// `NOTICE`, `WARNING`, …
        severity: String,
        /// Its words.
        message: String,
    },
    /// `verify` has answered a question.
    Checked(Box<Check>),
    /// What a run of migrations tells.
    Run(mizzle_db::runner::Event),
    /// A run has applied a migration.
    Applied {
        /// Which, and how.
        applied: mizzle_db::runner::Applied,
        /// What of it was rehearsed.
        rehearsed: Rehearsed,
    },
}

/// A warning with the way to settle it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// One sentence without a period.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Warning {
    /// A warning without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// The same with what to do about it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// A part of the work that a person expects to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Finding and running the config.
    Config,
    /// Running the schema files.
    Schema,
    /// Reading the migrations folder.
    Migrations,
    /// Making the recorded schema out of it.
    State,
    /// Running migrations without a snapshot on a development database.
    Replay,
    /// Running all migrations on a development database.
    History,
    /// Looking at the database.
    Database,
    /// Starting a development database.
    DevDatabase,
    /// Counting what would be lost.
    Counting,
    /// Running a new migration on a development database.
    Rehearsal,
    /// Dropping everything in a database.
    Reset,
    /// Building a side of a comparison on a development database.
    Side,
    /// Running the SQL of a comparison there.
    Proof,
}
