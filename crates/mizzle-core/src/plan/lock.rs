//! Table locks, by the names of the server's manual.

use std::fmt;

/// A lock on a table, held until the end of the transaction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lock {
    /// The table, as a person would write it: `users`, `auth.users`.
    pub table: String,
    /// How strong it is.
    pub level: LockLevel,
}

/// The lock levels that DDL takes, weakest first.
///
/// <https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockLevel {
    /// Conflicts with nothing but `ACCESS EXCLUSIVE`.
    AccessShare,
    /// Other schema changes wait; reads and writes go on.
    ShareUpdateExclusive,
    /// Writes wait; reads go on.
    Share,
    /// Writes wait, and so do other builds; reads go on.
    ShareRowExclusive,
    /// Everybody waits.
    AccessExclusive,
}

impl fmt::Display for LockLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AccessShare => "ACCESS SHARE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        })
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.level, self.table)
    }
}
