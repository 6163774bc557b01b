//! Enums.

use super::Source;
use serde::Deserialize;

/// An enum.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Enum {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// Its labels.
    pub values: Vec<String>,
}
