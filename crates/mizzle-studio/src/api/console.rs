//! Statements that a person wrote.

use super::meta::Failure;
use super::rows::Cell;
use serde::{Deserialize, Serialize};

/// Body of `console/run`: the statement at the cursor, or the selection.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsoleRequest {
    /// Chosen by the page; `console/cancel` names it.
    pub(crate) id: String,
    pub(crate) sql: String,
    /// Run where nothing can be written.
    pub(crate) is_read_only: bool,
    /// More rows of one result are not sent.
    pub(crate) limit: u32,
    /// Answer with the plan of each statement: `EXPLAIN`, or with `ANALYZE`.
    pub(crate) plan: Option<PlanKind>,
    /// See [`super::edits::EditsRequest::confirm`]; for what writes.
    pub(crate) confirm: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum PlanKind {
    Estimated,
    Measured,
}

/// Body of `console/cancel` and `run/stop`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelRequest {
    pub(crate) id: String,
}

/// Answer of `console/cancel` and `run/stop`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ended {
    /// Was there something to end?
    pub(crate) was_running: bool,
}

/// Answer of `console/run`: one a statement, the last of which may have failed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsoleAnswer {
    pub(crate) results: Vec<StatementResult>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatementResult {
    pub(crate) sql: String,
    /// Where it begins in what was sent, in UTF-16 units.
    pub(crate) offset: u32,
    pub(crate) milliseconds: f64,
    pub(crate) notices: Vec<String>,
    pub(crate) outcome: StatementOutcome,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum StatementOutcome {
    Rows {
        columns: Vec<ResultColumn>,
        rows: Vec<Vec<Cell>>,
        has_more: bool,
    },
    /// `INSERT 0 3`
    Done {
        tag: String,
    },
    /// The tree of `EXPLAIN (FORMAT JSON)`, and its text.
    Plan {
        json: String,
        text: String,
    },
    Failed {
        error: Failure,
        /// Where in the statement, in UTF-16 units.
        position: Option<u32>,
    },
    Cancelled,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResultColumn {
    pub(crate) name: String,
    pub(crate) sql_type: String,
}
