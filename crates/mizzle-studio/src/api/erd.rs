//! The tables of a state as a graph, and how two states differ as one.

use serde::{Deserialize, Serialize};

/// Body of `erd`. A point is `desired`, `recorded`, `actual`, `empty`, or a migration's name.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErdRequest {
    /// `None` shows one state and no difference.
    pub(crate) from: Option<String>,
    pub(crate) to: String,
}

/// Answer of `erd`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum Mark {
    Same,
    Added,
    Removed,
    Changed,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Node {
    /// Stays the same along the timeline.
    pub(crate) id: String,
    pub(crate) schema: String,
    pub(crate) name: String,
    /// Of a table that was renamed.
    pub(crate) name_before: Option<String>,
    pub(crate) kind: NodeKind,
    pub(crate) mark: Mark,
    pub(crate) rows: Vec<NodeRow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum NodeKind {
    Table,
    View,
    Enum,
}

/// A column; or a label of an enum.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeRow {
    pub(crate) name: String,
    pub(crate) name_before: Option<String>,
    pub(crate) text: String,
    pub(crate) text_before: Option<String>,
    pub(crate) is_primary_key: bool,
    pub(crate) is_foreign_key: bool,
    pub(crate) is_nullable: bool,
    pub(crate) mark: Mark,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Edge {
    pub(crate) id: String,
    /// The node that refers, and the columns.
    pub(crate) from: String,
    pub(crate) from_columns: Vec<String>,
    pub(crate) to: String,
    pub(crate) to_columns: Vec<String>,
    pub(crate) label: String,
    /// At most one row refers to each.
    pub(crate) is_unique: bool,
    pub(crate) mark: Mark,
}
