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

/// Answer of `erd/svg`, which takes what `erd` takes: the same as an SVG document.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Picture {
    pub(crate) svg: String,
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
    /// Of one that was renamed, or moved to another schema.
    pub(crate) schema_before: Option<String>,
    pub(crate) name_before: Option<String>,
    pub(crate) kind: NodeKind,
    pub(crate) mark: Mark,
    pub(crate) rows: Vec<NodeRow>,
    /// What changes of it and is no row: keys, indexes, checks, policies, definitions.
    pub(crate) notes: Vec<NodeNote>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeNote {
    /// `index users_name_idx (name)`
    pub(crate) text: String,
    pub(crate) mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum NodeKind {
    Table,
    View,
    Enum,
    /// A table that is referred to and is none of the schema's.
    Outside,
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
    /// A row may refer to none.
    pub(crate) is_optional: bool,
    pub(crate) mark: Mark,
}
