//! A migration file as the runner runs it: an ordered list of segments, each
//! one transaction or one statement on its own.
//!
//! A file is one transaction, unless it holds a statement that the server
//! forbids there, uses an enum value it has added, has its own `BEGIN` and
//! `COMMIT`, or a marker that says otherwise. Nothing here knows a database;
//! whoever runs the segments sends the statements one by one.

pub mod decode;
pub mod marker;
mod segment;

use std::time::Duration;

use crate::sql::lines::{Lines, Position};
use crate::sql::split::{Problem, SplitError, split};

pub use decode::{DecodeError, Hashes, decode, sha256};
pub use marker::{Allow, Marker, MarkerError};

/// A migration file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What to run, in order; empty where the file holds no statement.
    pub segments: Vec<Segment>,
    /// `-- mizzle:lock-timeout`: how long a statement of this file may wait for
    /// a lock; zero waits for ever.
    pub lock_timeout: Option<Duration>,
    /// `-- mizzle:allow`, in order.
    pub allows: Vec<Allow>,
}

/// A part of a file that happens wholly or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Statements in one transaction.
    Transaction(Vec<Stmt>),
    /// A statement outside any transaction.
    Alone(Stmt),
}

impl Segment {
    /// Its statements, one or more.
    pub fn statements(&self) -> &[Stmt] {
        match self {
            Self::Transaction(statements) => statements,
            Self::Alone(statement) => std::slice::from_ref(statement),
        }
    }
}

/// A statement and where it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stmt {
    /// Its text, without `;` and without the comments around it.
    pub text: String,
    /// Offset of its first byte in the file's text.
    pub offset: usize,
    /// Line of its first character, from 1.
    pub line: u32,
    /// Column of its first character, from 1, in characters.
    pub column: u32,
}

impl Stmt {
    /// The place in the file of a position that the server gives in an error:
    /// a count of characters in the text that was sent, from 1.
    pub fn locate(&self, character: u32) -> Position {
        let within = usize::try_from(character.saturating_sub(1)).unwrap_or(usize::MAX);
        let offset = self.text.char_indices().nth(within).map_or(self.text.len(), |(at, _)| at);
        let inner = Lines::new(&self.text).position(offset);
        match inner.line {
            1 => Position { line: self.line, column: self.column + inner.column - 1 },
            line => Position { line: self.line + line - 1, column: inner.column },
        }
    }
}

/// Why a file cannot be run, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ScriptError {
    /// The place, in the file's text.
    pub position: Position,
    /// The line it is on.
    pub line_text: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It cannot be cut into statements.
    #[error(transparent)]
    Split(#[from] Problem),
    /// A marker says nothing we know.
    #[error(transparent)]
    Marker(#[from] MarkerError),
    /// `ROLLBACK` and `PREPARE TRANSACTION`.
    #[error("a migration cannot end its own transaction without committing it: remove this line")]
    Rollback,
    /// `BEGIN ISOLATION LEVEL …`
    #[error(
        "migrations run in READ COMMITTED transactions of the usual kind: write BEGIN without a mode"
    )]
    TransactionMode,
    /// `BEGIN; CREATE INDEX CONCURRENTLY …; COMMIT`
    #[error(
        "the server refuses this statement inside the file's own BEGIN and COMMIT: \
         move it behind the COMMIT"
    )]
    ForbiddenInTransaction,
}

impl Script {
    /// Reads the text of a file (see [`decode()`] for its bytes).
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let lines = Lines::new(text);
        let pieces = split(text).map_err(|SplitError { offset, problem }| {
            error_at(&lines, offset, Reason::Split(problem))
        })?;
        segment::segment(&pieces, &lines)
    }

    /// All statements in order.
    pub fn statements(&self) -> impl Iterator<Item = &Stmt> {
        self.segments.iter().flat_map(Segment::statements)
    }

    /// Is everything, the ledger's row included, one transaction?
    pub fn is_one_transaction(&self) -> bool {
        match self.segments.as_slice() {
            [] | [Segment::Transaction(_)] => true,
            [Segment::Alone(_)] | [_, _, ..] => false,
        }
    }
}

fn error_at(lines: &Lines<'_>, offset: usize, reason: Reason) -> ScriptError {
    let position = lines.position(offset);
    ScriptError { position, line_text: lines.line(position.line).to_owned(), reason }
}
