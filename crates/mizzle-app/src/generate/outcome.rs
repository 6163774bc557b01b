//! What `generate` came to, as values.

use crate::review::ObjectChange;
use crate::sum::TakenIn;
use mizzle_core::diff::Question;
use mizzle_core::folder::down::Certificate;
use mizzle_core::folder::sum::Rehearsed;
use mizzle_db::rehearse::Unfilled;
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
    Written(Box<Written>),
    /// The planned statements, nothing written.
    Explained(Planned),
    /// Somebody has to say what was renamed; nothing was written.
    Undecided(Vec<Question>),
}

/// A migration that is not written yet.
#[derive(Debug)]
pub enum Previewed {
    /// The schema files say what is recorded.
    NoChanges,
    /// Somebody has to say what was renamed.
    Undecided(Vec<Question>),
    /// It.
    Planned(Box<Preview>),
}

/// A migration as it would be written.
#[derive(Debug)]
pub struct Preview {
    /// Its name, where nothing else is written meanwhile.
    pub migration: String,
    /// The text of its file.
    pub sql: String,
    /// What it changes, by object.
    pub changes: Vec<ObjectChange>,
    /// The statements and what is to know about them.
    pub planned: Planned,
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
    /// What its rehearsal came to.
    pub rehearsal: Rehearsal,
    /// The way back from it.
    pub back: WayBack,
}

/// What the rehearsal of a migration came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rehearsal {
    /// All of it ran, and did what it should.
    Whole {
        /// The engine, as people read it.
        engine: String,
        /// The engine, as `mizzle.sum` keeps it.
        word: String,
        /// Tables that had no rows for it.
        unfilled: Vec<Unfilled>,
    },
    /// It ran up to a statement that needs what no engine here has.
    UpTo {
        /// The engine, as people read it.
        engine: String,
        /// The first statement that did not run, from 1.
        statement: usize,
        /// Why not.
        why: String,
    },
    /// It was not rehearsed.
    No {
        /// Why not.
        why: String,
        /// What would help.
        help: Option<String>,
    },
    /// There is nothing to rehearse yet: somebody has to write it.
    Custom,
}

impl Rehearsal {
    /// As `mizzle.sum` keeps it; `None` where the migration is still to be written.
    pub(super) fn rehearsed(&self) -> Option<Rehearsed> {
        match self {
            Self::Whole { word, .. } => Some(Rehearsed::On(word.clone())),
            Self::UpTo { statement, .. } => Some(Rehearsed::Partly(*statement)),
            Self::No { .. } => Some(Rehearsed::No),
            Self::Custom => None,
        }
    }
}

/// The way back from a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayBack {
    /// It was taken, and led back.
    Certified {
        /// The text of its file.
        text: String,
        /// Its file, as it is shown.
        path: PathBuf,
        /// What was proved of it.
        certificate: Certificate,
    },
    /// None is written.
    None {
        /// Why not.
        why: String,
    },
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
    /// What is kept in the archive, where that was asked for.
    pub kept: Vec<Kept>,
    /// What cannot be kept there, each with the reason.
    pub left: Vec<(String, String)>,
    /// Could something be kept that goes, had that been asked for?
    pub keepable: bool,
    /// A line for the config that keeps drizzle-kit's `push` away from the archive, where
    /// it would look there.
    pub schema_filter: Option<String>,
}

/// Something that a migration takes away and keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// `column users.age`
    pub what: String,
    /// The table of the archive.
    pub table: String,
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
