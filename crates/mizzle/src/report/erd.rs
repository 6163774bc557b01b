//! The result of `erd`: a picture as text, or the graph as JSON.

use super::ErdFormat;
use super::generated::Texts;
use super::json::fields;
use mizzle_core::postgres::erd::Graph;
use serde_json::{Map, Value};

/// Renders the graph.
pub(super) fn render(graph: &Graph, format: ErdFormat) -> Texts {
    let stdout = match format {
        ErdFormat::Svg => graph.to_svg(),
        ErdFormat::Mermaid => graph.to_mermaid(),
    };
    Texts { stdout, ..Texts::default() }
}

/// The graph as the fields of an object.
pub(super) fn json(graph: &Graph) -> Map<String, Value> {
    fields(graph.to_json())
}
