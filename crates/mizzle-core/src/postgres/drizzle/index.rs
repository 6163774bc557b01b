//! Indexes.

use super::{ColumnRef, Sql};
use serde::Deserialize;
use serde_json::Value;

/// An index.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Index {
    /// The name where the author wrote one.
    pub name: Option<String>,
    /// `uniqueIndex(…)`
    #[serde(default)]
    pub unique: bool,
    /// `.using(…)`
    #[serde(default)]
    pub method: Option<String>,
    /// What it is on.
    pub columns: Vec<IndexColumn>,
    /// `.with({…})`, in order.
    #[serde(default)]
    pub with: serde_json::Map<String, Value>,
    /// `.where(…)`
    #[serde(default)]
    pub predicate: Option<Sql>,
    /// `.concurrently()`
    #[serde(default)]
    pub concurrently: bool,
    /// `.onOnly(…)`; drizzle-orm sets it for `.using(…)` as well.
    #[serde(default)]
    pub only: bool,
}

/// One part of an index.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IndexColumn {
    /// A column; exactly one of this and `expression` is set.
    #[serde(default)]
    pub column: Option<ColumnRef>,
    /// An expression.
    #[serde(default)]
    pub expression: Option<Sql>,
    /// `asc` or `desc`.
    #[serde(default)]
    pub order: Option<String>,
    /// `first` or `last`.
    #[serde(default)]
    pub nulls: Option<String>,
    /// `.op(…)`
    #[serde(default)]
    pub opclass: Option<String>,
}
