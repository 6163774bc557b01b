//! The graph of a state, and of the difference of two.

use crate::api::erd::{Edge, ErdRequest, Graph, Mark, Node, NodeKind, NodeNote, NodeRow, Picture};
use crate::body::Body;
use crate::refusal::Answer;
use crate::running::ending;
use crate::state::State;
use axum::extract;
use mizzle_app::Error;
use mizzle_app::erd::{Point, Request, erd as draw};
use mizzle_core::postgres::erd as core;
use mizzle_db::cancel::Cancel;

pub(super) async fn erd(
    extract::State(state): extract::State<State>,
    Body(body): Body<ErdRequest>,
) -> Answer<Graph> {
    ending(state, None, move |state, cancel| Ok::<_, Error>(graph(drawn(state, &body, cancel)?)))
        .await
}

pub(super) async fn svg(
    extract::State(state): extract::State<State>,
    Body(body): Body<ErdRequest>,
) -> Answer<Picture> {
    ending(state, None, move |state, cancel| {
        Ok::<_, Error>(Picture { svg: drawn(state, &body, cancel)?.to_svg() })
    })
    .await
}

fn drawn(state: &State, body: &ErdRequest, cancel: &Cancel) -> Result<core::Graph, Error> {
    let project = state.project_until(cancel, &mut |_| {})?;
    let request = Request {
        from: body.from.as_deref().map(Point::parse),
        to: Point::parse(&body.to),
        target: state.target_flags(),
        dev: state.dev_flags(),
    };
    draw(&project, &request, &mut |_| {})
}

fn graph(graph: core::Graph) -> Graph {
    Graph {
        nodes: graph.nodes.into_iter().map(node).collect(),
        edges: graph.edges.into_iter().map(edge).collect(),
    }
}

fn mark(mark: core::Mark) -> Mark {
    match mark {
        core::Mark::Same => Mark::Same,
        core::Mark::Added => Mark::Added,
        core::Mark::Removed => Mark::Removed,
        core::Mark::Changed => Mark::Changed,
    }
}

fn node(node: core::Node) -> Node {
    let (schema_before, name_before) =
        node.before.map(|before| (before.schema, before.name)).unzip();
    Node {
        id: node.id,
        schema: node.name.schema,
        name: node.name.name,
        schema_before,
        name_before,
        kind: match node.kind {
            core::NodeKind::Table => NodeKind::Table,
            core::NodeKind::View => NodeKind::View,
            core::NodeKind::Enum => NodeKind::Enum,
            core::NodeKind::Outside => NodeKind::Outside,
        },
        mark: mark(node.mark),
        rows: node.rows.into_iter().map(row).collect(),
        notes: node
            .notes
            .into_iter()
            .map(|note| NodeNote { text: note.text, mark: mark(note.mark) })
            .collect(),
    }
}

fn row(row: core::Row) -> NodeRow {
    NodeRow {
        name: row.name,
        name_before: row.before,
        text: row.text,
        text_before: row.text_before,
        is_primary_key: row.is_primary_key,
        is_foreign_key: row.is_foreign_key,
        is_nullable: row.is_nullable,
        mark: mark(row.mark),
    }
}

fn edge(edge: core::Edge) -> Edge {
    Edge {
        id: edge.id,
        from: edge.from,
        from_columns: edge.from_columns,
        to: edge.to,
        to_columns: edge.to_columns,
        label: edge.label,
        is_unique: edge.is_unique,
        is_optional: edge.is_optional,
        mark: mark(edge.mark),
    }
}
