//! Tables.

use super::{Check, Column, ForeignKey, Index, Key, Policy, Source};
use serde::Deserialize;

/// A table.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Table {
    /// Where it is exported.
    pub source: Source,
    /// Its name in the database.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// `.enableRLS()` or `pgTable.withRLS`.
    #[serde(default)]
    pub rls: bool,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Indexes in order.
    #[serde(default)]
    pub indexes: Vec<Index>,
    /// Foreign keys, those of columns first.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    /// Primary keys of the extras.
    #[serde(default)]
    pub primary_keys: Vec<Key>,
    /// Unique constraints of the extras.
    #[serde(default)]
    pub uniques: Vec<Key>,
    /// Checks.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Policies.
    #[serde(default)]
    pub policies: Vec<Policy>,
}
