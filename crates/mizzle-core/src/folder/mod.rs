//! The migrations folder: which layout it has, which migrations it holds and in
//! which order, what state they come to, and what the next one's files are called.
//!
//! Everybody's folders are odd in some way, so that reading is tolerant: what is odd
//! is told as an [`Oddity`], and only what has no clear meaning is an error. Files
//! are not touched here: the caller lists them and brings the text of those that are
//! asked for. Paths are relative to the folder, with `/`.

pub mod check;
pub mod down;
mod find;
mod journal;
mod layout;
mod leaves;
mod name;
mod oddity;
mod recorded;
pub mod sum;
mod time;

pub use find::{Named, find};
pub use journal::Journal;
pub use layout::read;
pub use leaves::{Branch, branches};
pub use name::{NewFiles, Prefix};
pub use oddity::{FolderError, Oddity};
pub use recorded::{Base, Recorded, recorded};
pub use time::{millis_of, stamp};

use crate::naming::Line;

/// Brings the text of a file of the folder, or says why it cannot.
pub type ReadFile<'a> = dyn FnMut(&str) -> Result<String, String> + 'a;

/// The journal of the 0.x layout.
pub const JOURNAL: &str = "meta/_journal.json";

/// How a folder is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layout {
    /// drizzle-kit 0.x: `NNNN_name.sql` and `meta/`.
    Journal,
    /// drizzle-kit 1.0: `YYYYMMDDHHMMSS_name/migration.sql`.
    Folders,
}

impl Layout {
    /// The line of drizzle that has it.
    pub fn line(self) -> Line {
        match self {
            Self::Journal => Line::V0,
            Self::Folders => Line::V1,
        }
    }

    /// The layout of a line.
    pub fn of(line: Line) -> Self {
        match line {
            Line::V0 => Self::Journal,
            Line::V1 => Self::Folders,
        }
    }
}

/// A migrations folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    /// Its layout.
    pub layout: Layout,
    /// Its migrations, in the order in which they run.
    pub migrations: Vec<MigrationFile>,
    /// The journal, in the 0.x layout; an empty one where there is none yet.
    pub journal: Option<Journal>,
    /// What is odd about it.
    pub notes: Vec<Oddity>,
}

/// One migration of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// The tag in the journal (0.x), the folder's name (1.0).
    pub tag: String,
    /// The tag without its prefix.
    pub name: String,
    /// What the ledger keeps in `created_at`: milliseconds since 1970. In the 1.0
    /// layout the time in the folder's name, 0 where it has none.
    pub when: i64,
    /// The file of statements.
    pub sql: String,
    /// Is that file there?
    pub sql_exists: bool,
    /// The snapshot, where there is one.
    pub snapshot: Option<String>,
    /// Where a certified way back lies, if it is there.
    pub down: Option<String>,
    /// Are its statements separated by breakpoints? As the journal says; `true` in
    /// the 1.0 layout, which does not.
    pub breakpoints: bool,
}

impl Folder {
    /// A folder without migrations.
    pub fn empty(line: Line) -> Self {
        let layout = Layout::of(line);
        let journal = match layout {
            Layout::Journal => Some(Journal::new()),
            Layout::Folders => None,
        };
        Self { layout, migrations: Vec::new(), journal, notes: Vec::new() }
    }

    /// Takes the last migration out, as if it had never been generated. Its files are
    /// the caller's to remove.
    pub fn pop(&mut self) -> Option<MigrationFile> {
        let last = self.migrations.pop()?;
        if let Some(journal) = &mut self.journal {
            journal.pop();
        }
        Some(last)
    }
}

/// The prefix of a tag: what is before the first `_`.
fn split_tag(tag: &str) -> (&str, &str) {
    tag.split_once('_').unwrap_or((tag, ""))
}
