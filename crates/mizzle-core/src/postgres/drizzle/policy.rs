//! Policies, in a table or linked to one.

use super::{Source, Sql};
use serde::Deserialize;

/// A policy of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// `permissive` or `restrictive`.
    #[serde(default)]
    pub r#as: Option<String>,
    /// `all`, `select`, …
    #[serde(default)]
    pub r#for: Option<String>,
    /// Role names, `public`, `current_user`, …; empty where not written.
    #[serde(default)]
    pub to: Vec<String>,
    /// `using`
    #[serde(default)]
    pub using: Option<Sql>,
    /// `withCheck`
    #[serde(default)]
    pub with_check: Option<Sql>,
}

/// An exported policy with `.link(table)`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkedPolicy {
    /// Where it is exported.
    pub source: Source,
    /// The table it is linked to.
    pub table: String,
    /// That table's schema; `None` for the default one.
    pub schema: Option<String>,
    /// The policy.
    pub policy: Policy,
}
