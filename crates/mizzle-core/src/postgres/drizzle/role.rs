//! Roles.

use super::Source;
use serde::Deserialize;

/// A `pgRole`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// `.existing()`
    #[serde(default)]
    pub existing: bool,
    /// `createDb`
    #[serde(default)]
    pub create_db: Option<bool>,
    /// `createRole`
    #[serde(default)]
    pub create_role: Option<bool>,
    /// `inherit`
    #[serde(default)]
    pub inherit: Option<bool>,
}
