//! Indexes that no constraint owns.

use super::Name;
use indexmap::IndexMap;

/// An index that no constraint owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// The index's name, in the schema of its table.
    pub name: Name,
    /// `UNIQUE`
    pub unique: bool,
    /// The access method, `btree` where none is written.
    pub method: String,
    /// What it is on, in order.
    pub columns: Vec<IndexColumn>,
    /// Storage parameters in order.
    pub with: IndexMap<String, String>,
    /// The condition of a partial index, without `WHERE`.
    pub predicate: Option<String>,
    /// Should it be built with `CONCURRENTLY`? A wish about the build, not a property
    /// of the index: never a difference.
    pub concurrently: bool,
}

impl Index {
    /// Its columns, if it is on nothing but columns.
    pub fn plain_columns(&self) -> Option<Vec<&String>> {
        self.columns.iter().map(|part| part.key.column()).collect()
    }
}

/// One part of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexColumn {
    /// A column or an expression.
    pub key: IndexKey,
    /// `DESC`
    pub descending: bool,
    /// Where NULLs sort.
    pub nulls: Nulls,
    /// The operator class, where one is written.
    pub opclass: Option<String>,
}

/// What one part of an index is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexKey {
    /// A column of the table, by name.
    Column(String),
    /// An expression, as written, without the parentheses around it.
    Expression(String),
}

impl IndexKey {
    /// The column, if it is no more than one.
    pub fn column(&self) -> Option<&String> {
        match self {
            Self::Column(name) => Some(name),
            Self::Expression(_) => None,
        }
    }
}

/// Where NULLs sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nulls {
    /// `NULLS FIRST`, the server's default for `DESC`
    First,
    /// `NULLS LAST`, the server's default for `ASC`
    Last,
}
