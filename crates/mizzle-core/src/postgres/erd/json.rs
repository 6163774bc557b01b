//! The graph as JSON, for other programs. The names of the fields are a promise.

use super::{Edge, Graph, Mark, Node, NodeKind, Note, Row};
use serde_json::{Map, Value, json};

impl Graph {
    /// `{"nodes": […], "edges": […]}`. What is not there is left out.
    pub fn to_json(&self) -> Value {
        let nodes: Vec<Value> = self.nodes.iter().map(node).collect();
        let edges: Vec<Value> = self.edges.iter().map(edge).collect();
        json!({ "nodes": nodes, "edges": edges })
    }
}

impl Mark {
    /// A stable word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

fn node(node: &Node) -> Value {
    let kind = match node.kind {
        NodeKind::Table => "table",
        NodeKind::View => "view",
        NodeKind::Enum => "enum",
        NodeKind::Outside => "outside",
    };
    let rows: Vec<Value> = node.rows.iter().map(row).collect();
    let notes: Vec<Value> = node.notes.iter().map(note).collect();
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(node.id));
    object.insert("schema".to_owned(), json!(node.name.schema));
    object.insert("name".to_owned(), json!(node.name.name));
    if let Some(before) = &node.before {
        object.insert("schema_before".to_owned(), json!(before.schema));
        object.insert("name_before".to_owned(), json!(before.name));
    }
    object.insert("kind".to_owned(), json!(kind));
    object.insert("mark".to_owned(), json!(node.mark.word()));
    object.insert("rows".to_owned(), json!(rows));
    if !notes.is_empty() {
        object.insert("notes".to_owned(), json!(notes));
    }
    Value::Object(object)
}

fn row(row: &Row) -> Value {
    let mut object = Map::new();
    object.insert("name".to_owned(), json!(row.name));
    if let Some(before) = &row.before {
        object.insert("name_before".to_owned(), json!(before));
    }
    if !row.text.is_empty() {
        object.insert("text".to_owned(), json!(row.text));
    }
    if let Some(before) = &row.text_before {
        object.insert("text_before".to_owned(), json!(before));
    }
    for (name, is) in [
        ("primary_key", row.is_primary_key),
        ("foreign_key", row.is_foreign_key),
        ("nullable", row.is_nullable),
    ] {
        if is {
            object.insert(name.to_owned(), json!(true));
        }
    }
    object.insert("mark".to_owned(), json!(row.mark.word()));
    Value::Object(object)
}

fn note(note: &Note) -> Value {
    json!({ "text": note.text, "mark": note.mark.word() })
}

fn edge(edge: &Edge) -> Value {
    json!({
        "id": edge.id,
        "from": edge.from,
        "from_columns": edge.from_columns,
        "to": edge.to,
        "to_columns": edge.to_columns,
        "label": edge.label,
        "unique": edge.is_unique,
        "optional": edge.is_optional,
        "mark": edge.mark.word(),
    })
}
