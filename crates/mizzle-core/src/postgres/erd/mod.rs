//! The tables of a schema as a graph, and how two schemas differ as one: what a picture or
//! a page shows. Knows nothing of where the schemas come from.
//!
//! A table is changed only by what changes in it. One that another table begins to refer to
//! is the same, since that is a change of the other.

mod between;
mod json;
mod layout;
mod mermaid;
mod svg;

use super::schema::{Enum, ForeignKey, IndexKey, QName, Schema, Table, View};
use super::summary::type_text;

/// Tables, views and enums, and the foreign keys between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// In the schema's order; what is gone comes last.
    pub nodes: Vec<Node>,
    /// In the order of the tables that refer.
    pub edges: Vec<Edge>,
}

/// How something stands between two schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Both have it.
    Same,
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// The second has it otherwise.
    Changed,
}

/// A table, a view or an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its full name in the second schema, which makes it one thing in every picture.
    pub id: String,
    /// Its name.
    pub name: QName,
    /// The name that it had, where that is another one.
    pub before: Option<QName>,
    /// What it is.
    pub kind: NodeKind,
    /// How it stands.
    pub mark: Mark,
    /// Columns, or labels of an enum.
    pub rows: Vec<Row>,
    /// What changes of it and is no row: keys, indexes, checks, policies, definitions.
    pub notes: Vec<Note>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// A table.
    Table,
    /// A view, plain or materialized.
    View,
    /// An enum.
    Enum,
    /// A table that is referred to and is none of the schema's.
    Outside,
}

/// A column, or a label of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The name that it had, where that is another one.
    pub before: Option<String>,
    /// Its type; of a column that changes also what else is said about it.
    pub text: String,
    /// The same before, where that is something else.
    pub text_before: Option<String>,
    /// Is it in the primary key?
    pub is_primary_key: bool,
    /// Is it in a foreign key?
    pub is_foreign_key: bool,
    /// May it be NULL?
    pub is_nullable: bool,
    /// How it stands.
    pub mark: Mark,
}

/// A change of a node that is no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How it stands.
    pub mark: Mark,
    /// `index users_name_idx (name)`
    pub text: String,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The referring node's id and the constraint's name.
    pub id: String,
    /// The node that refers.
    pub from: String,
    /// Its columns.
    pub from_columns: Vec<String>,
    /// The node that is referred to.
    pub to: String,
    /// Its columns, in the same order.
    pub to_columns: Vec<String>,
    /// The constraint's name.
    pub label: String,
    /// Does at most one row refer to each?
    pub is_unique: bool,
    /// May a row refer to none?
    pub is_optional: bool,
    /// How it stands.
    pub mark: Mark,
}

impl Graph {
    /// The graph of one schema, in which everything is the same.
    pub fn of(schema: &Schema) -> Self {
        let mut graph = Self::default();
        for (name, table) in &schema.tables {
            graph.nodes.push(of_table(name, table));
        }
        for (name, view) in schema.views.iter().filter(|(_, view)| !view.existing) {
            graph.nodes.push(of_view(name, view));
        }
        for (name, own) in &schema.enums {
            graph.nodes.push(of_enum(name, own));
        }
        for (name, table) in &schema.tables {
            for key in &table.foreign_keys {
                graph.edges.push(of_key(name, table, key));
            }
        }
        graph.add_outside();
        graph
    }

    /// Is everything in it the same?
    pub fn is_same(&self) -> bool {
        let nodes = self.nodes.iter().all(|node| node.mark == Mark::Same);
        nodes && self.edges.iter().all(|edge| edge.mark == Mark::Same)
    }

    /// What differs, and what is referred to from there or refers to it. All of it where
    /// nothing differs.
    #[must_use]
    pub fn focused(mut self) -> Self {
        if self.is_same() {
            return self;
        }
        let differs =
            |id: &str| self.nodes.iter().any(|node| node.id == id && node.mark != Mark::Same);
        let is_near =
            |edge: &Edge| edge.mark != Mark::Same || differs(&edge.from) || differs(&edge.to);
        let near: Vec<Edge> = self.edges.iter().filter(|edge| is_near(edge)).cloned().collect();
        self.nodes.retain(|node| {
            node.mark != Mark::Same
                || near.iter().any(|edge| edge.from == node.id || edge.to == node.id)
        });
        let has = |id: &str| self.nodes.iter().any(|node| node.id == id);
        self.edges.retain(|edge| has(&edge.from) && has(&edge.to));
        self
    }

    /// Every edge has two ends.
    fn add_outside(&mut self) {
        for edge in &self.edges {
            if self.nodes.iter().any(|node| node.id == edge.to) {
                continue;
            }
            let (schema, name) = parts(&edge.to);
            self.nodes.push(Node {
                id: edge.to.clone(),
                name: QName::new(schema, name),
                before: None,
                kind: NodeKind::Outside,
                mark: Mark::Same,
                rows: Vec::new(),
                notes: Vec::new(),
            });
        }
    }
}

/// The id of a node. A dot in a name is no border.
pub(super) fn id(name: &QName) -> String {
    let escape = |part: &str| part.replace('\\', "\\\\").replace('.', "\\.");
    format!("{}.{}", escape(&name.schema), escape(&name.name))
}

/// Schema and name of an id.
fn parts(id: &str) -> (String, String) {
    let (mut parts, mut escaped) = (vec![String::new()], false);
    for c in id.chars() {
        let last = parts.last_mut();
        match (c, escaped, last) {
            ('\\', false, _) => {
                escaped = true;
                continue;
            }
            ('.', false, _) => parts.push(String::new()),
            (c, _, Some(last)) => last.push(c),
            (_, _, None) => {}
        }
        escaped = false;
    }
    let name = parts.pop().unwrap_or_default();
    (parts.pop().unwrap_or_default(), name)
}

fn of_table(name: &QName, table: &Table) -> Node {
    let key = table.primary_key.as_ref().map(|key| key.columns.as_slice()).unwrap_or_default();
    let rows = table.columns.iter().map(|(own, column)| Row {
        name: own.clone(),
        before: None,
        text: type_text(&column.ty),
        text_before: None,
        is_primary_key: key.contains(own),
        is_foreign_key: table.foreign_keys.iter().any(|key| key.columns.contains(own)),
        is_nullable: !column.not_null,
        mark: Mark::Same,
    });
    node(name, NodeKind::Table, rows.collect())
}

fn of_view(name: &QName, view: &View) -> Node {
    let rows = view
        .columns
        .iter()
        .map(|(own, column)| Row { text: type_text(&column.column.ty), ..row(own, Mark::Same) });
    node(name, NodeKind::View, rows.collect())
}

fn of_enum(name: &QName, own: &Enum) -> Node {
    let rows = own.values.iter().map(|value| row(value, Mark::Same));
    node(name, NodeKind::Enum, rows.collect())
}

fn node(name: &QName, kind: NodeKind, rows: Vec<Row>) -> Node {
    Node {
        id: id(name),
        name: name.clone(),
        before: None,
        kind,
        mark: Mark::Same,
        rows,
        notes: Vec::new(),
    }
}

fn row(name: &str, mark: Mark) -> Row {
    Row {
        name: name.to_owned(),
        before: None,
        text: String::new(),
        text_before: None,
        is_primary_key: false,
        is_foreign_key: false,
        is_nullable: false,
        mark,
    }
}

fn of_key(name: &QName, table: &Table, key: &ForeignKey) -> Edge {
    let column = |own: &String| table.columns.get(own);
    Edge {
        id: format!("{}:{}", id(name), key.name.text),
        from: id(name),
        from_columns: key.columns.clone(),
        to: id(&key.target),
        to_columns: key.target_columns.clone(),
        label: key.name.text.clone(),
        is_unique: is_unique(table, &key.columns),
        is_optional: key.columns.iter().filter_map(column).any(|column| !column.not_null),
        mark: Mark::Same,
    }
}

/// Do no two rows have the same values in these columns?
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let within = |unique: &[String]| unique.iter().all(|own| columns.contains(own));
    let index = |index: &super::schema::Index| {
        let keys: Option<Vec<String>> = index
            .columns
            .iter()
            .map(|part| match &part.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expression(_) => None,
            })
            .collect();
        index.unique && index.predicate.is_none() && keys.is_some_and(|keys| within(&keys))
    };
    table.primary_key.as_ref().is_some_and(|key| within(&key.columns))
        || table.uniques.iter().any(|unique| within(&unique.columns))
        || table.indexes.iter().any(index)
}
