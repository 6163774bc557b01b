//! Rows: always the server's own text, never a number or a date of JavaScript.

use super::catalog::Relation;
use serde::{Deserialize, Serialize};

/// Body of `rows`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RowsRequest {
    pub(crate) table: Relation,
    pub(crate) filters: Vec<Filter>,
    /// The key follows behind, so that the order is one.
    pub(crate) sort: Vec<Sort>,
    pub(crate) limit: u32,
    #[cfg_attr(test, ts(type = "number"))]
    pub(crate) offset: u64,
    /// Another call of the same slot cancels this one.
    pub(crate) slot: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sort {
    pub(crate) column: String,
    pub(crate) is_descending: bool,
}

/// All filters hold at once.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Filter {
    pub(crate) column: String,
    pub(crate) operator: Operator,
    /// As text, which the server casts to the column's type; one for most operators, any number
    /// for `in`, none for `isNull`.
    pub(crate) values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum Operator {
    Equals,
    NotEquals,
    Less,
    AtMost,
    Greater,
    AtLeast,
    /// In the text, without regard to case.
    Contains,
    StartsWith,
    /// A pattern of `LIKE`, with regard to case.
    Like,
    In,
    IsNull,
    IsNotNull,
}

/// Answer of `rows`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rows {
    /// In the order of the table's columns.
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// Are there rows behind these?
    pub(crate) has_more: bool,
    pub(crate) milliseconds: f64,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    /// Whole, in the order of the identity's columns; empty where rows have none.
    pub(crate) key: Vec<String>,
    pub(crate) cells: Vec<Cell>,
}

/// `null` is NULL, a string the whole value; an object is the beginning of a large one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub(crate) enum Cell {
    Null,
    Text(String),
    Cut {
        cut: String,
        /// Of the whole text, or of the bytes of a `bytea`.
        #[cfg_attr(test, ts(type = "number"))]
        bytes: u64,
    },
}

/// Body of `count`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct CountRequest {
    pub(crate) table: Relation,
    pub(crate) filters: Vec<Filter>,
    /// Count to the end, however long it takes.
    pub(crate) is_exact: bool,
    pub(crate) slot: Option<String>,
}

/// Answer of `count`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Count {
    #[cfg_attr(test, ts(type = "number | null"))]
    pub(crate) rows: Option<u64>,
    pub(crate) is_exact: bool,
}

/// Body of `cell`, which answers with the whole value: its text, or the bytes of a `bytea`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct CellRequest {
    pub(crate) table: Relation,
    pub(crate) key: Vec<String>,
    pub(crate) column: String,
}

/// Body of `export`, which answers with the file itself, and of `export/file`, which answers with
/// where it waits.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportRequest {
    pub(crate) table: Relation,
    pub(crate) filters: Vec<Filter>,
    pub(crate) sort: Vec<Sort>,
    /// These rows alone; empty is all that the filters let through.
    pub(crate) keys: Vec<Vec<String>>,
    pub(crate) format: ExportFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum ExportFormat {
    Csv,
    Json,
    /// INSERT statements.
    Sql,
    /// An array of objects, as drizzle's `insert().values()` takes it.
    Typescript,
}

/// Answer of `export/file`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Download {
    /// Where the browser fetches it, once and soon.
    pub(crate) path: String,
}
