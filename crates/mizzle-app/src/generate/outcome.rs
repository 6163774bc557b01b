//! What `generate` came to, as values.

use crate::sum::TakenIn;
use mizzle_core::diff::Question;
use std::path::PathBuf;

/// What `generate` came to.
#[derive(Debug)]
pub enum Generated {
    /// The schema files say what is recorded.
    NoChanges {
        /// The migration that `--redo` took away, since nothing is left of it.
        removed: Option<PathBuf>,
    },
    /// A migration was written.
    Written(Written),
    /// The planned statements, nothing written.
    Explained(Planned),
    /// Somebody has to say what was renamed; nothing was written.
    Undecided(Vec<Question>),
}

/// A migration on disk.
#[derive(Debug)]
pub struct Written {
    /// Its name: what the journal or the folder calls it.
    pub migration: String,
    /// Its SQL file, as it is shown.
    pub path: PathBuf,
    /// The text of the file.
    pub sql: String,
    /// Was it left empty, for SQL by hand?
    pub custom: bool,
    /// The statements and what is to know about them.
    pub planned: Planned,
    /// The migration that `--redo` took away for it.
    pub replaced: Option<PathBuf>,
    /// What `mizzle.sum` records since then besides.
    pub taken_in: TakenIn,
}

/// Statements in the order in which they run.
#[derive(Debug, Default)]
pub struct Planned {
    /// Each change in one line, with its sign: `+`, `-` or `~`.
    pub summary: Vec<(char, String)>,
    /// Their texts, each with its semicolon.
    pub statements: Vec<String>,
    /// What is to know about them.
    pub findings: Vec<Finding>,
}

/// Something to know about a statement before it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its stable code.
    pub code: &'static str,
    /// In words, to be read after "it" or the statement.
    pub message: String,
    /// Is something gone afterwards?
    pub loss: bool,
    /// The position of the statement.
    pub statement: usize,
}
