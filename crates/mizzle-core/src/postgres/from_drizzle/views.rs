//! Views, plain and materialized.

use super::expression::inline;
use super::{Reading, Site, Wrong};
use crate::postgres::drizzle;
use crate::postgres::schema::{QName, Table, View, ViewColumn};
use indexmap::IndexMap;
use serde_json::Value;

impl Reading<'_> {
    pub(super) fn views(&mut self, tables: &IndexMap<QName, Table>) -> IndexMap<QName, View> {
        let mut views = IndexMap::new();
        let mut sources: IndexMap<QName, &drizzle::Source> = IndexMap::new();
        for given in &self.extract.views {
            let name = if given.existing {
                super::qname(given.schema.as_deref(), &given.name)
            } else {
                self.qname(given.schema.as_deref(), &given.name, &given.source)
            };
            if sources.contains_key(&name) || tables.contains_key(&name) {
                let other = sources.get(&name).map(|source| Site::of(source));
                let at = Site::of(&given.source);
                self.problem(Wrong::DuplicateView(name), at, other);
                continue;
            }
            sources.insert(name.clone(), &given.source);
            let view = self.view(&name, given);
            views.insert(name, view);
        }
        views
    }

    fn view(&mut self, name: &QName, given: &drizzle::View) -> View {
        let mut columns = IndexMap::new();
        for selected in given.columns.iter().filter_map(|selected| selected.column.as_ref()) {
            let column = self.column(name, &given.source, selected);
            // Casing does not reach the columns that a view records.
            columns.insert(selected.name.clone(), ViewColumn { column, primary: selected.primary });
        }
        View {
            definition: given.query.as_ref().filter(|_| !given.existing).map(inline),
            materialized: given.materialized,
            existing: given.existing,
            with: given
                .with
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (option_name(key), option_value(value)))
                .collect(),
            with_no_data: given.with_no_data,
            using: given.using.clone(),
            tablespace: given.tablespace.clone(),
            columns,
        }
    }
}

/// `checkOption` → `check_option`
fn option_name(key: &str) -> String {
    let mut name = String::with_capacity(key.len() + 4);
    for ch in key.chars() {
        if ch.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(ch.to_ascii_lowercase());
    }
    name
}

fn option_value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}
