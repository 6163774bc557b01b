//! Keys, foreign keys and checks.

use super::{ColumnRef, Sql};
use serde::Deserialize;

/// A key over columns: primary key or unique constraint of the extras.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Key {
    /// The name where the author wrote one.
    pub name: Option<String>,
    /// The name that drizzle-orm gives it.
    #[serde(default)]
    pub derived: Option<String>,
    /// Its columns in order.
    pub columns: Vec<ColumnRef>,
    /// `.nullsNotDistinct()`
    #[serde(default)]
    pub nulls_not_distinct: bool,
}

/// A foreign key.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForeignKey {
    /// The name where the author wrote one.
    pub name: Option<String>,
    /// The name that drizzle-orm gives it.
    #[serde(default)]
    pub derived: Option<String>,
    /// The referencing columns.
    pub columns: Vec<ColumnRef>,
    /// The referenced table.
    pub table: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// The referenced columns.
    pub foreign_columns: Vec<ColumnRef>,
    /// `cascade`, `set null`, …
    #[serde(default)]
    pub on_delete: Option<String>,
    /// `cascade`, `set null`, …
    #[serde(default)]
    pub on_update: Option<String>,
}

/// A check.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// Its condition.
    pub value: Sql,
}
