//! Tables: their columns, and what their keys say about these.

use super::{Reading, Site, Wrong, policies, site};
use crate::postgres::drizzle;
use crate::postgres::schema::{Object, QName, Table};
use indexmap::IndexMap;
use std::collections::BTreeSet;

impl Reading<'_> {
    pub(super) fn tables(&mut self) -> IndexMap<QName, Table> {
        let mut tables = IndexMap::new();
        let mut sources: IndexMap<QName, &drizzle::Source> = IndexMap::new();
        for given in &self.extract.tables {
            let name = self.qname(given.schema.as_deref(), &given.name, &given.source);
            if let Some(first) = sources.get(&name) {
                let (at, other) = (Site::of(&given.source), Site::of(first));
                self.problem(Wrong::DuplicateTable(name), at, Some(other));
                continue;
            }
            sources.insert(name.clone(), &given.source);
            let table = self.table(&name, given);
            tables.insert(name, table);
        }
        self.check_index_names(&tables);
        tables
    }

    fn table(&mut self, name: &QName, given: &drizzle::Table) -> Table {
        let mut table = Table { rls_enabled: given.rls, ..Table::default() };
        let mut keys: IndexMap<String, &str> = IndexMap::new();
        for column in &given.columns {
            let column_name = self.name_of(column);
            if let Some(first) = keys.get(&column_name) {
                let wrong = Wrong::DuplicateColumn { table: name.clone(), column: column_name };
                let at = Site::key(&given.source, &column.key);
                let other = Site::key(&given.source, first);
                self.problem(wrong, at, Some(other));
                continue;
            }
            keys.insert(column_name.clone(), &column.key);
            let built = self.column(name, &given.source, column);
            table.columns.insert(column_name, built);
        }
        table.primary_key = self.primary_key(name, given);
        for column in table.primary_key.iter().flat_map(|key| &key.columns) {
            if let Some(column) = table.columns.get_mut(column) {
                column.not_null = true;
            }
        }
        table.uniques = self.uniques(name, given);
        table.checks = self.checks(given);
        table.foreign_keys = self.foreign_keys(name, given);
        table.indexes = self.indexes(name, given);
        self.check_columns(name, given, &table);
        self.check_constraint_names(name, given, &table);
        let mut policy_names = BTreeSet::new();
        for policy in &given.policies {
            if !policy_names.insert(&policy.name) {
                let wrong =
                    Wrong::DuplicatePolicy { table: name.clone(), name: policy.name.clone() };
                self.problem(wrong, Site::named(&given.source, &policy.name), None);
                continue;
            }
            table.policies.push(policies::policy(policy));
        }
        table
    }

    /// Index names are unique in a schema; drizzle-orm does not look.
    fn check_index_names(&mut self, tables: &IndexMap<QName, Table>) {
        let mut owners: IndexMap<QName, &QName> = IndexMap::new();
        for (table, content) in tables {
            for index in &content.indexes {
                let name = QName::new(&table.schema, &index.name.text);
                if let Some(&other) = owners.get(&name) {
                    let wrong = Wrong::DuplicateIndex {
                        table: table.clone(),
                        other: other.clone(),
                        name: name.name.clone(),
                    };
                    let at = self.site_in(table, &name.name);
                    let other = self.site_in(other, &name.name).filter(|_| table != other);
                    if let Some(at) = at {
                        self.problem(wrong, at, other);
                    }
                } else {
                    owners.insert(name, table);
                }
            }
        }
    }

    /// What has that name in a table.
    fn site_in(&self, table: &QName, name: &str) -> Option<Site> {
        let part = Object::Part(table.clone(), name.to_owned());
        site(self.extract, self.options.line, self.options.casing, &part)
    }

    /// Does every key and index name columns that the table has?
    fn check_columns(&mut self, name: &QName, given: &drizzle::Table, table: &Table) {
        let keys = table
            .primary_key
            .iter()
            .map(|key| (&key.name.text, &key.columns))
            .chain(table.uniques.iter().map(|unique| (&unique.name.text, &unique.columns)))
            .chain(table.foreign_keys.iter().map(|key| (&key.name.text, &key.columns)))
            .flat_map(|(key, columns)| columns.iter().map(move |column| (key, column)));
        let indexed = table.indexes.iter().flat_map(|index| {
            let columns = index.columns.iter().filter_map(|part| part.key.column());
            columns.map(|column| (&index.name.text, column))
        });
        let unknown =
            keys.chain(indexed).filter(|(_, column)| !table.columns.contains_key(*column));
        let wrongs: Vec<(Wrong, Site)> = unknown
            .map(|(constraint, column)| {
                let wrong = Wrong::UnknownColumn {
                    table: name.clone(),
                    name: constraint.clone(),
                    column: column.clone(),
                };
                (wrong, Site::named(&given.source, constraint))
            })
            .collect();
        for (wrong, at) in wrongs {
            self.problem(wrong, at, None);
        }
    }
}
