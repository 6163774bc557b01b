//! The picture of a case: every line has two ends, and every box that is marked says why.

use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::erd::{Graph, Mark, Node};
use mizzle_core::postgres::schema::Schema;
use std::collections::BTreeSet;

pub(crate) fn assert_is_drawn(before: &Schema, found: &Diff) {
    let graph = Graph::between(before, found);
    let ids: BTreeSet<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids.len(), graph.nodes.len(), "two boxes are one thing");
    let edges: BTreeSet<&str> = graph.edges.iter().map(|edge| edge.id.as_str()).collect();
    assert_eq!(edges.len(), graph.edges.len(), "two lines are one thing");
    for edge in &graph.edges {
        for end in [&edge.from, &edge.to] {
            assert!(ids.contains(end.as_str()), "{} leads to nothing: {end}", edge.id);
        }
    }
    for node in &graph.nodes {
        assert_eq!(node.mark == Mark::Changed, says_why(node), "{node:?}");
    }
    // What is not gone is the second schema, neither more nor less.
    let after = Graph::of(&found.result);
    let has = |graph: &Graph| -> Vec<(String, Vec<String>)> {
        let there = graph.nodes.iter().filter(|node| node.mark != Mark::Removed);
        there
            .map(|node| {
                let rows = node.rows.iter().filter(|row| row.mark != Mark::Removed);
                (node.id.clone(), rows.map(|row| row.name.clone()).collect())
            })
            .collect()
    };
    assert_eq!(has(&graph), has(&after));
    for text in [graph.to_svg(), graph.clone().focused().to_svg()] {
        assert!(!text.contains("NaN") && !text.contains("inf"), "a box has no place");
    }
}

/// Is there something in a box that is there on both sides and not the same?
fn says_why(node: &Node) -> bool {
    let is_whole = matches!(node.mark, Mark::Added | Mark::Removed);
    let differs = node.before.is_some()
        || !node.notes.is_empty()
        || node.rows.iter().any(|row| row.mark != Mark::Same);
    !is_whole && differs
}
