//! How a table is made.

use serde::Serialize;

/// Answer of `structure` ([`super::catalog::Relation`]); its columns and keys are in `table`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Structure {
    pub(crate) indexes: Vec<Part>,
    /// Primary key, uniques, checks, exclusions.
    pub(crate) constraints: Vec<Part>,
    pub(crate) policies: Vec<Part>,
    pub(crate) is_row_security_on: bool,
    /// Triggers and rules, which no schema file says.
    pub(crate) others: Vec<Part>,
    /// The statements that make it.
    pub(crate) ddl: String,
    /// The same in a schema file; `None` where the model lacks a word for it, said in `notes`.
    pub(crate) typescript: Option<String>,
    pub(crate) notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Part {
    pub(crate) name: String,
    /// `unique`, `check`, `btree`, `trigger`, …
    pub(crate) kind: String,
    /// In the server's words.
    pub(crate) definition: String,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub(crate) bytes: Option<u64>,
}
