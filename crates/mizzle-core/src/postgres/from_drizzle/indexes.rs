//! Indexes.

use super::expression::{inline_bare, inline_for};
use super::{Reading, Site, Wrong};
use crate::naming::Line;
use crate::postgres::drizzle;
use crate::postgres::names;
use crate::postgres::schema::{Index, IndexColumn, IndexKey, Name, Nulls, QName};
use indexmap::IndexMap;
use serde_json::Value;

impl Reading<'_> {
    pub(super) fn indexes(&mut self, table: &QName, given: &drizzle::Table) -> Vec<Index> {
        given.indexes.iter().map(|index| self.index(table, given, index)).collect()
    }

    fn index(&mut self, table: &QName, given: &drizzle::Table, index: &drizzle::Index) -> Index {
        let columns: Vec<IndexColumn> =
            index.columns.iter().map(|column| self.index_column(column)).collect();
        let name = self.index_name(table, given, index, &columns);
        self.check_vectors(given, index, &name);
        self.check_order(given, index, &name);
        Index {
            name,
            unique: index.unique,
            method: index.method.clone().unwrap_or_else(|| "btree".to_owned()),
            columns,
            with: storage_parameters(&index.with),
            predicate: index
                .predicate
                .as_ref()
                .map(|predicate| inline_for(self.line(), predicate))
                // drizzle-kit 1.0 takes a condition that always holds for none.
                .filter(|text| self.line() == Line::V0 || text != "true"),
            concurrently: index.concurrently,
        }
    }

    fn index_column(&self, column: &drizzle::IndexColumn) -> IndexColumn {
        let key = match (&column.column, &column.expression) {
            (Some(column), _) => {
                let names = self.names_of(std::slice::from_ref(column));
                IndexKey::Column(names.into_iter().next().unwrap_or_default())
            }
            (None, Some(expression)) => IndexKey::Expression(inline_bare(expression)),
            (None, None) => IndexKey::Expression(String::new()),
        };
        let descending = column.order.as_deref() == Some("desc");
        let nulls = match column.nulls.as_deref() {
            Some("first") => Nulls::First,
            Some(_) => Nulls::Last,
            None if descending => Nulls::First,
            None => Nulls::Last,
        };
        IndexColumn { key, descending, nulls, opclass: column.opclass.clone() }
    }

    fn index_name(
        &mut self,
        table: &QName,
        given: &drizzle::Table,
        index: &drizzle::Index,
        columns: &[IndexColumn],
    ) -> Name {
        if let Some(name) = index.name.as_ref().filter(|name| !name.is_empty()) {
            return Name::explicit(name);
        }
        let mut names = Vec::new();
        for column in columns {
            match &column.key {
                IndexKey::Column(name) => names.push(name.clone()),
                IndexKey::Expression(expression) => {
                    let wrong = Wrong::UnnamedIndex {
                        table: table.clone(),
                        expression: expression.clone(),
                    };
                    self.problem(wrong, Site::of(&given.source), None);
                }
            }
        }
        Name::derived(names::index(&table.name, &names))
    }

    /// pgvector has no default operator class.
    fn check_vectors(&mut self, given: &drizzle::Table, index: &drizzle::Index, name: &Name) {
        for column in index.columns.iter().filter(|column| column.opclass.is_none()) {
            let Some(reference) = &column.column else { continue };
            let Some(of) = given.columns.iter().find(|of| of.name == reference.name) else {
                continue;
            };
            if of.kind == "PgVector" {
                let wrong =
                    Wrong::NoOperatorClass { name: name.text.clone(), column: of.key.clone() };
                self.problem(wrong, Site::key(&given.source, &of.key), None);
            }
        }
    }

    /// A btree needs an order, and some types have none.
    fn check_order(&mut self, given: &drizzle::Table, index: &drizzle::Index, name: &Name) {
        if index.method.as_deref().is_some_and(|method| method != "btree") {
            return;
        }
        for column in index.columns.iter().filter(|column| column.opclass.is_none()) {
            let Some(reference) = &column.column else { continue };
            let Some(of) = given.columns.iter().find(|of| of.name == reference.name) else {
                continue;
            };
            let unordered = ["json", "xml", "point", "line", "lseg", "box", "path", "polygon"];
            if unordered.contains(&of.ty.as_str()) && of.dimensions.is_none_or(|it| it == 0) {
                let wrong = Wrong::NoOrder {
                    name: name.text.clone(),
                    column: of.key.clone(),
                    ty: of.ty.clone(),
                };
                self.problem(wrong, Site::key(&given.source, &of.key), None);
            }
        }
    }
}

/// Storage parameters as text, in order.
fn storage_parameters(with: &serde_json::Map<String, Value>) -> IndexMap<String, String> {
    with.iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_) => value.to_string(),
            };
            (key.clone(), text)
        })
        .collect()
}
