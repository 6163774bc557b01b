//! The graph of a difference: the graph of the second schema, marked by what leads there,
//! with what is gone beside it.

use super::{Edge, Graph, Mark, Node, NodeKind, Note, Row, id, of_enum, of_key, of_table, of_view};
use crate::postgres::change::{Change, Part, Why};
use crate::postgres::diff::Diff;
use crate::postgres::schema::{Column, ForeignKey, QName, Schema};
use crate::postgres::summary::{describe, describe_part, differences, summarize, type_text};

impl Graph {
    /// The graph of what leads from one schema to another.
    pub fn between(from: &Schema, diff: &Diff) -> Self {
        let mut marking = Marking { graph: Self::of(&diff.result), from };
        for change in &diff.changes {
            marking.rename(change);
        }
        for change in &diff.changes {
            marking.mark(change);
        }
        let mut graph = marking.graph;
        graph.add_outside();
        graph
    }
}

struct Marking<'a> {
    graph: Graph,
    from: &'a Schema,
}

impl Marking<'_> {
    /// Names first: what follows is said under the names that come.
    fn rename(&mut self, change: &Change) {
        // Not exhaustive on purpose: nothing else gives a node another name.
        if let Change::RenameTable { from, to }
        | Change::RenameEnum { from, to }
        | Change::RenameView { from, to, .. } = change
        {
            if let Some(node) = self.node(to) {
                node.before = Some(from.clone());
                touch(node);
            }
        } else if let Change::RenameNamespace { from, to } = change {
            for node in self.graph.nodes.iter_mut().filter(|node| node.name.schema == *to) {
                node.before = Some(QName::new(from, &node.name.name));
                touch(node);
            }
        }
    }

    fn mark(&mut self, change: &Change) {
        match change {
            Change::CreateTable { name, .. }
            | Change::CreateEnum { name, .. }
            | Change::CreateView { name, .. } => self.add(name),
            Change::DropTable { name, table } => {
                self.remove(of_table(name, table));
                for key in &table.foreign_keys {
                    self.remove_edge(Edge { mark: Mark::Removed, ..of_key(name, table, key) });
                }
            }
            Change::DropEnum { name } => {
                if let Some(own) = self.from.enums.get(name) {
                    self.remove(of_enum(name, own));
                }
            }
            Change::DropView { name, view } => self.remove(of_view(name, view)),
            Change::AddEnumValue { name, value, .. } => {
                if let Some(node) = self.node(name) {
                    touch(node);
                    set(node, value, |row| row.mark = Mark::Added);
                }
            }
            Change::RenameEnumValue { name, from, to } => {
                if let Some(node) = self.node(name) {
                    touch(node);
                    set(node, to, |row| {
                        row.before = Some(from.clone());
                        row.mark = Mark::Changed;
                    });
                }
            }
            Change::RecreateEnum { name, from, to, .. } => self.labels(name, from, to),
            Change::AddColumn { table, name, .. } => {
                if let Some(node) = self.node(table) {
                    touch(node);
                    set(node, name, |row| row.mark = Mark::Added);
                }
            }
            Change::DropColumn { table, name, column, parts } => {
                self.drop_column(table, name, column);
                for part in parts {
                    self.part(table, Mark::Removed, part);
                }
            }
            Change::RenameColumn { table, from, to } => {
                if let Some(node) = self.node(table) {
                    touch(node);
                    set(node, to, |row| {
                        row.before = Some(from.clone());
                        row.mark = Mark::Changed;
                    });
                }
            }
            Change::AlterColumn { table, name, from, to }
            | Change::RecreateColumn { table, name, from, to } => {
                self.alter_column(table, name, from, to);
            }
            Change::AddPart { table, part } => self.part(table, Mark::Added, part),
            Change::DropPart { table, part } => self.part(table, Mark::Removed, part),
            Change::ReplacePart { table, to: part, why: Why::Declared, .. }
            | Change::RenamePart { table, to: part, .. } => {
                self.part_changes(table, part, change);
            }
            Change::AlterPolicy { table, .. } | Change::SetRls { table, .. } => {
                self.note(table, change);
            }
            Change::ReplaceView { name, .. }
            | Change::RecreateView { name, why: Why::Declared, .. } => self.note(name, change),
            // It is the same, and hangs on what changes.
            Change::ReplacePart { why: Why::HangsOn(_), .. }
            | Change::RecreateView { why: Why::HangsOn(_), .. } => {}
            // Done above.
            Change::RenameTable { .. }
            | Change::RenameEnum { .. }
            | Change::RenameView { .. }
            | Change::RenameNamespace { .. } => {}
            // No part of the graph.
            Change::CreateNamespace { .. }
            | Change::DropNamespace { .. }
            | Change::CreateSequence { .. }
            | Change::DropSequence { .. }
            | Change::RenameSequence { .. }
            | Change::AlterSequence { .. }
            | Change::RenameOwnedSequence { .. }
            | Change::CreateRole { .. }
            | Change::DropRole { .. }
            | Change::RenameRole { .. }
            | Change::AlterRole { .. } => {}
        }
    }

    /// A node of the second schema, by the name that it has or had.
    fn node(&mut self, name: &QName) -> Option<&mut Node> {
        let own = id(name);
        let there = |node: &Node| node.mark != Mark::Removed;
        let at = self.graph.nodes.iter().position(|node| there(node) && node.id == own);
        let at = at.or_else(|| {
            let was = |node: &Node| there(node) && node.before.as_ref() == Some(name);
            self.graph.nodes.iter().position(was)
        })?;
        self.graph.nodes.get_mut(at)
    }

    fn add(&mut self, name: &QName) {
        let Some(node) = self.node(name) else { return };
        node.mark = Mark::Added;
        for row in &mut node.rows {
            row.mark = Mark::Added;
        }
        let own = id(name);
        for edge in self.graph.edges.iter_mut().filter(|edge| edge.from == own) {
            edge.mark = Mark::Added;
        }
    }

    fn remove(&mut self, mut node: Node) {
        node.mark = Mark::Removed;
        for row in &mut node.rows {
            row.mark = Mark::Removed;
        }
        node.id = self.free(&node.id);
        self.graph.nodes.push(node);
    }

    /// An id that no node has: another one may have taken the name over.
    fn free(&self, id: &str) -> String {
        let mut id = id.to_owned();
        while self.graph.nodes.iter().any(|node| node.id == id) {
            id.push('~');
        }
        id
    }

    fn remove_edge(&mut self, mut edge: Edge) {
        // Behind a rename the ends have other ids; what went with its table has its own.
        let end = |end: &str, columns: &[String]| {
            let gone = |node: &&Node| {
                node.mark == Mark::Removed
                    && id(&node.name) == end
                    && columns.iter().all(|name| node.rows.iter().any(|row| row.name == *name))
            };
            let was = |node: &&Node| node.before.as_ref().is_some_and(|name| id(name) == end);
            let nodes = &self.graph.nodes;
            let found = nodes.iter().find(gone).or_else(|| nodes.iter().find(was));
            found.map_or_else(|| end.to_owned(), |node| node.id.clone())
        };
        edge.from = end(&edge.from, &edge.from_columns);
        edge.to = end(&edge.to, &edge.to_columns);
        while self.graph.edges.iter().any(|other| other.id == edge.id) {
            edge.id.push('~');
        }
        self.graph.edges.push(edge);
    }

    fn labels(&mut self, name: &QName, from: &[String], to: &[String]) {
        let Some(node) = self.node(name) else { return };
        touch(node);
        for row in node.rows.iter_mut().filter(|row| !from.contains(&row.name)) {
            row.mark = Mark::Added;
        }
        for (place, label) in from.iter().enumerate().filter(|(_, label)| !to.contains(label)) {
            insert(node, from[..place].last(), super::row(label, Mark::Removed));
        }
        if !from.iter().any(|label| !to.contains(label)) {
            let text = "its labels are in another order".to_owned();
            node.notes.push(Note { mark: Mark::Changed, text });
        }
    }

    fn drop_column(&mut self, table: &QName, name: &str, column: &Column) {
        let before = self.from.tables.get(table).or_else(|| {
            let was = self.graph.nodes.iter().find(|node| node.name == *table)?.before.clone()?;
            self.from.tables.get(&was)
        });
        let behind = before.and_then(|before| {
            let place = before.columns.get_index_of(name)?;
            before.columns.get_index(place.checked_sub(1)?).map(|(name, _)| name.clone())
        });
        let key = before.and_then(|before| before.primary_key.as_ref());
        let is_primary_key = key.is_some_and(|key| key.columns.iter().any(|own| own == name));
        let keys = before.map(|before| before.foreign_keys.as_slice()).unwrap_or_default();
        let is_foreign_key = keys.iter().any(|key| key.columns.iter().any(|own| own == name));
        let row = Row {
            text: type_text(&column.ty),
            is_primary_key,
            is_foreign_key,
            is_nullable: !column.not_null,
            ..super::row(name, Mark::Removed)
        };
        if let Some(node) = self.node(table) {
            touch(node);
            insert(node, behind.as_ref(), row);
        }
    }

    fn alter_column(&mut self, table: &QName, name: &str, from: &Column, to: &Column) {
        let Some(node) = self.node(table) else { return };
        touch(node);
        let (before, after) = (describe(from), describe(to));
        let also = differences(from, to).join(", ");
        set(node, name, |row| {
            row.mark = Mark::Changed;
            if before == after {
                // The words are the same and the options are not.
                row.text = format!("{after} ({also})");
            } else {
                row.text = after;
                row.text_before = Some(before);
            }
        });
    }

    /// Something that belongs to a table comes or goes.
    fn part(&mut self, table: &QName, mark: Mark, part: &Part) {
        if let Part::ForeignKey(key) = part {
            self.key(table, mark, key);
        }
        let Some(node) = self.node(table) else { return };
        // What comes with its table is said by the table.
        if node.mark != Mark::Added {
            touch(node);
            node.notes.push(Note { mark, text: describe_part(part) });
        }
    }

    fn key(&mut self, table: &QName, mark: Mark, key: &ForeignKey) {
        let own = format!("{}:{}", id(table), key.name.text);
        if mark == Mark::Removed {
            let name = self.node(table).and_then(|node| node.before.clone());
            let before = name.as_ref().unwrap_or(table);
            if let Some(before) = self.from.tables.get(before) {
                self.remove_edge(Edge { mark, ..of_key(table, before, key) });
            }
            return;
        }
        if let Some(edge) = self.graph.edges.iter_mut().find(|edge| edge.id == own) {
            edge.mark = mark;
        }
    }

    fn part_changes(&mut self, table: &QName, part: &Part, change: &Change) {
        if let Part::ForeignKey(key) = part {
            self.key(table, Mark::Changed, key);
        }
        self.note(table, change);
    }

    fn note(&mut self, name: &QName, change: &Change) {
        let text = summarize(change).text;
        let text = text.replace(&format!(" on {name}"), "");
        let node = self.node(name);
        if let Some(node) = node.filter(|node| node.mark != Mark::Added) {
            touch(node);
            node.notes.push(Note { mark: Mark::Changed, text });
        }
    }
}

/// It changes, unless more than that is known.
fn touch(node: &mut Node) {
    if node.mark == Mark::Same && node.kind != NodeKind::Outside {
        node.mark = Mark::Changed;
    }
}

fn set(node: &mut Node, name: &str, change: impl FnOnce(&mut Row)) {
    let there = |row: &&mut Row| row.mark != Mark::Removed && row.name == name;
    if let Some(row) = node.rows.iter_mut().find(there) {
        change(row);
    }
}

/// Puts a row behind the one that it stood behind.
fn insert(node: &mut Node, behind: Option<&String>, row: Row) {
    let place = behind.and_then(|name| {
        let is_it = |row: &Row| row.before.as_ref().unwrap_or(&row.name) == name;
        node.rows.iter().position(is_it)
    });
    let at = match (behind, place) {
        (None, _) => 0,
        (Some(_), Some(place)) => place + 1,
        (Some(_), None) => node.rows.len(),
    };
    node.rows.insert(at, row);
}
