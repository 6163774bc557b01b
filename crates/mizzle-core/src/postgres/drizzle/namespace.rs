//! Schemas (`pgSchema`).

use super::Source;
use serde::Deserialize;

/// A `pgSchema`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PgSchema {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// `.existing()` (1.0).
    #[serde(default)]
    pub existing: bool,
}
