//! A table with everything that belongs to it.

use super::{Check, Column, ForeignKey, Index, Policy, PrimaryKey, Unique};
use indexmap::IndexMap;

/// A table with everything that belongs to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Columns in order of declaration; the key is the column's name.
    pub columns: IndexMap<String, Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints, in order of declaration.
    pub uniques: Vec<Unique>,
    /// Check constraints, in order of declaration.
    pub checks: Vec<Check>,
    /// Foreign keys, in order of declaration.
    pub foreign_keys: Vec<ForeignKey>,
    /// Indexes, in order of declaration; those of constraints are not listed.
    pub indexes: Vec<Index>,
    /// Row-level security policies, in order of declaration.
    pub policies: Vec<Policy>,
    /// Is row-level security switched on by hand? (Policies switch it on too.)
    pub rls_enabled: bool,
}

impl Table {
    /// Is row-level security on, by hand or because it has policies?
    pub fn row_security(&self) -> bool {
        self.rls_enabled || !self.policies.is_empty()
    }
}
