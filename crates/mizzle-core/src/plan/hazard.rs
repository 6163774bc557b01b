//! What one should know about a statement before running it.
//!
//! Hazards are made by the code that makes the statement, which knows what it does;
//! nothing guesses them from the text. They say what is true of the statement on
//! any database: whether there are rows at all is for whoever asks the database.

use std::fmt;

/// A property of a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hazard {
    /// Rows, values or a counter are gone afterwards.
    DeletesData {
        /// What is gone.
        what: String,
    },
    /// Values are kept, but not all of what they say.
    ChangesData {
        /// What happens to them.
        what: String,
    },
    /// Fails where rows do not fit.
    MayFail {
        /// Which rows those are.
        on: String,
    },
    /// Writes every row of the table anew, while nobody else may use it.
    RewritesTable {
        /// The table.
        table: String,
    },
    /// Reads every row of the table under its lock.
    ScansTable {
        /// The table.
        table: String,
    },
    /// Builds an index while writes wait.
    BuildsIndex {
        /// The table.
        table: String,
    },
    /// Something is dropped and made again, without its owner, grants and comments.
    LosesGrants {
        /// What that happens to.
        what: String,
    },
    /// Rows become visible or invisible to roles.
    ChangesAccess {
        /// How.
        what: String,
    },
    /// Code that uses the old name fails from here on.
    BreaksNames {
        /// The name that is gone.
        name: String,
    },
}

impl Hazard {
    /// The stable code by which reports and settings name it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DeletesData { .. } => "deletes-data",
            Self::ChangesData { .. } => "changes-data",
            Self::MayFail { .. } => "may-fail",
            Self::RewritesTable { .. } => "rewrites-table",
            Self::ScansTable { .. } => "scans-table",
            Self::BuildsIndex { .. } => "builds-index",
            Self::LosesGrants { .. } => "loses-grants",
            Self::ChangesAccess { .. } => "changes-access",
            Self::BreaksNames { .. } => "breaks-names",
        }
    }

    /// Is something gone afterwards that no later statement brings back?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::DeletesData { .. } | Self::ChangesData { .. } => true,
            Self::MayFail { .. }
            | Self::RewritesTable { .. }
            | Self::ScansTable { .. }
            | Self::BuildsIndex { .. }
            | Self::LosesGrants { .. }
            | Self::ChangesAccess { .. }
            | Self::BreaksNames { .. } => false,
        }
    }
}

impl fmt::Display for Hazard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DeletesData { what } => write!(f, "deletes {what}"),
            Self::ChangesData { what } => f.write_str(what),
            Self::MayFail { on } => write!(f, "fails {on}"),
            Self::RewritesTable { table } => {
                write!(f, "rewrites {table}, which nobody can use meanwhile")
            }
            Self::ScansTable { table } => write!(f, "reads all of {table} under its lock"),
            Self::BuildsIndex { table } => write!(f, "writes to {table} wait for the index"),
            Self::LosesGrants { what } => {
                write!(f, "{what} is made again without its owner, grants and comments")
            }
            Self::ChangesAccess { what } => f.write_str(what),
            Self::BreaksNames { name } => write!(f, "code that says {name} fails from here on"),
        }
    }
}
