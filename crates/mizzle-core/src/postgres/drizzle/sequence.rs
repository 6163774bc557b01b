//! Sequences, and the options that identity columns share with them.

use super::Source;
use serde::Deserialize;

/// A `pgSequence`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sequence {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// Its options.
    #[serde(default)]
    pub options: SequenceOptions,
}

/// Options of a sequence; numbers as text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SequenceOptions {
    /// `increment`
    #[serde(default)]
    pub increment: Option<String>,
    /// `minValue`
    #[serde(default)]
    pub min_value: Option<String>,
    /// `maxValue`
    #[serde(default)]
    pub max_value: Option<String>,
    /// `startWith`
    #[serde(default)]
    pub start_with: Option<String>,
    /// `cache`
    #[serde(default)]
    pub cache: Option<String>,
    /// `cycle`
    #[serde(default)]
    pub cycle: Option<bool>,
}
