//! What is read by name only: comments, and objects that the model does not know.

use super::Oid;
use crate::postgres::from_catalog::Unmodelled;

/// An object of which no more than its name is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// What it is.
    pub kind: Unmodelled,
    /// Its schema, where it lies in one.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// The table that it belongs to, where it belongs to one.
    pub relation: Option<Oid>,
}

/// `pg_description`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// What kind of thing it is on.
    pub on: Commented,
    /// The thing's number.
    pub oid: Oid,
    /// The number of the column, 0 for the whole.
    pub column: i16,
}

/// What can have a comment that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commented {
    /// A schema.
    Namespace,
    /// A table, view, index or sequence, or a column of one.
    Relation,
    /// A constraint.
    Constraint,
    /// A type.
    Type,
    /// A policy.
    Policy,
}
