//! What a rehearsal came to.

use std::fmt;

use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::schema::QName;
use mizzle_core::postgres::summary::summarize;

use crate::devdb::Abilities;

/// A migration that does what it should.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsed {
    /// The engine it ran on.
    pub abilities: Abilities,
    /// Was the recorded state there already, kept by an earlier rehearsal?
    pub prepared: bool,
    /// How much of it ran.
    pub extent: Extent,
    /// Tables that were rehearsed without rows.
    pub unfilled: Vec<Unfilled>,
    /// Why the history was not replayed, where it says more than the recorded schema: the
    /// migration was then rehearsed on what that says.
    pub unreplayed: Option<String>,
    /// What the history made otherwise than its snapshot says. It is as it was.
    pub inherited: Vec<Difference>,
    /// What no schema can say, and what the migration took along.
    pub gone: Vec<String>,
    /// What is known of its way back.
    pub back: Back,
}

/// How much of a migration ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Less than that.
    UpTo {
        /// The first statement that did not run, from 1.
        statement: usize,
        /// Why not.
        why: String,
    },
}

/// A table that was rehearsed without rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfilled {
    /// The table.
    pub table: QName,
    /// Why.
    pub why: String,
    /// Does the migration itself forbid rows there?
    pub forbidden: bool,
}

/// What is known of a way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// It was taken, and everything was as before; so it was forth again.
    Proved {
        /// Tables whose rows did not come back as they were.
        changed: Vec<QName>,
    },
    /// It does not lead back, or nobody knows.
    Unproved(String),
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What should have happened, or should not: `column users.age: integer → text`.
    pub what: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Missing,
    Beyond,
    Left,
    Inherited,
}

impl Difference {
    fn of(change: &Change, kind: Kind) -> Self {
        let summary = summarize(change);
        Self { what: format!("{} {}", summary.mark.sign(), summary.text), kind }
    }

    /// What would still be to do.
    pub(super) fn missing(change: &Change) -> Self {
        Self::of(change, Kind::Missing)
    }

    /// What was done to an object that the migration is not about.
    pub(super) fn beyond(change: &Change) -> Self {
        Self::of(change, Kind::Beyond)
    }

    /// What is there afterwards and should not.
    pub(super) fn left(what: String) -> Self {
        Self { what, kind: Kind::Left }
    }

    /// What was so before.
    pub(super) fn inherited(change: &Change) -> Self {
        Self::of(change, Kind::Inherited)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Missing => write!(f, "still to do afterwards: {}", self.what),
            Kind::Beyond => write!(f, "also done by it: {}", self.what),
            Kind::Left => write!(f, "left by it: {}", self.what),
            Kind::Inherited => f.write_str(&self.what),
        }
    }
}
