//! Primary keys, unique constraints, checks and foreign keys, with their names.

use super::expression::inline_for;
use super::{Reading, Site, Wrong, qname};
use crate::naming::Line;
use crate::postgres::drizzle::{self, ColumnRef, Key};
use crate::postgres::names;
use crate::postgres::schema::{
    Action, Check, Declared, ForeignKey, Name, PrimaryKey, QName, Table, Unique,
};
use std::collections::BTreeSet;

impl Reading<'_> {
    pub(super) fn primary_key(
        &mut self,
        table: &QName,
        given: &drizzle::Table,
    ) -> Option<PrimaryKey> {
        let inline: Vec<&drizzle::Column> =
            given.columns.iter().filter(|column| column.primary).collect();
        let inline_names: Vec<String> = inline.iter().map(|column| self.name_of(column)).collect();
        let mut keys: Vec<PrimaryKey> = Vec::new();
        for key in &given.primary_keys {
            let key = self.table_primary_key(table, key);
            // Both ways of saying the same are one key.
            if !keys.iter().any(|other| other.columns == key.columns) {
                keys.push(key);
            }
        }
        if inline.len() == 1 && !keys.iter().any(|key| key.columns == inline_names) {
            keys.push(PrimaryKey {
                name: Name::derived(names::server_primary_key(&table.name)),
                columns: inline_names,
                declared: Declared::OnColumn,
            });
        }
        if keys.len() > 1 || inline.len() > 1 {
            let of_extras = given.primary_keys.iter().flat_map(|key| &key.columns);
            let columns: BTreeSet<String> = inline
                .iter()
                .map(|column| format!("t.{}", column.key))
                .chain(of_extras.map(|column| format!("t.{}", key_of(given, column))))
                .collect();
            let wrong = Wrong::SeveralPrimaryKeys {
                table: table.clone(),
                columns: columns.into_iter().collect(),
            };
            self.problem(wrong, Site::of(&given.source), None);
        }
        keys.into_iter().next()
    }

    fn table_primary_key(&self, table: &QName, key: &Key) -> PrimaryKey {
        let columns = self.names_of(&key.columns);
        let raw = raw_names(&key.columns);
        let derived = || names::primary_key(self.line(), &table.name, &raw);
        let name = self.recased(key.name.as_deref(), derived, &[(&raw, &columns)]);
        PrimaryKey { name, columns, declared: Declared::OnTable }
    }

    pub(super) fn uniques(&mut self, table: &QName, given: &drizzle::Table) -> Vec<Unique> {
        let on_columns: Vec<Unique> = given
            .columns
            .iter()
            .filter_map(|column| {
                let unique = column.unique.as_ref()?;
                let derived = names::column_unique(self.line(), &table.name, &column.name);
                let name = match &unique.name {
                    Some(name) => Name {
                        explicit: unique.explicit.unwrap_or(*name != derived),
                        text: name.clone(),
                    },
                    None => Name::derived(derived),
                };
                Some(Unique {
                    name,
                    columns: vec![self.name_of(column)],
                    nulls_not_distinct: unique.nulls_not_distinct,
                    declared: Declared::OnColumn,
                })
            })
            .collect();
        let on_table: Vec<Unique> = given
            .uniques
            .iter()
            .map(|key| {
                let columns = self.names_of(&key.columns);
                let name = match (&key.name, &key.derived) {
                    (Some(name), _) => Name::explicit(name),
                    // 0.x names it before casing, where drizzle-orm already has.
                    (None, Some(derived)) => Name::derived(derived),
                    (None, None) => {
                        Name::derived(names::table_unique(&table.name, &raw_names(&key.columns)))
                    }
                };
                Unique {
                    name,
                    columns,
                    nulls_not_distinct: key.nulls_not_distinct,
                    declared: Declared::OnTable,
                }
            })
            .collect();
        match self.line() {
            Line::V0 => on_columns.into_iter().chain(on_table).collect(),
            // 1.0 takes the extras first, and a column's own only where they say nothing.
            Line::V1 => {
                let mut all = on_table;
                for unique in on_columns {
                    if !all.iter().any(|other| other.columns == unique.columns) {
                        all.push(unique);
                    }
                }
                all
            }
        }
    }

    pub(super) fn checks(&self, given: &drizzle::Table) -> Vec<Check> {
        given
            .checks
            .iter()
            .map(|check| Check {
                name: check.name.clone(),
                expression: inline_for(self.line(), &check.value),
            })
            .collect()
    }

    pub(super) fn foreign_keys(
        &mut self,
        table: &QName,
        given: &drizzle::Table,
    ) -> Vec<ForeignKey> {
        let mut keys: Vec<ForeignKey> = Vec::new();
        for key in &given.foreign_keys {
            let key = self.foreign_key(table, given, key);
            // The same reference written on the column and in the extras is one key.
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn foreign_key(
        &mut self,
        table: &QName,
        given: &drizzle::Table,
        key: &drizzle::ForeignKey,
    ) -> ForeignKey {
        let columns = self.names_of(&key.columns);
        let target_columns = self.names_of(&key.foreign_columns);
        let target = qname(key.schema.as_deref(), &key.table);
        self.check_target(table, given, &target, &target_columns);
        let (raw, raw_target) = (raw_names(&key.columns), raw_names(&key.foreign_columns));
        let derived =
            || names::foreign_key(self.line(), &table.name, &raw, &target.name, &raw_target);
        let cased = [(&raw, &columns), (&raw_target, &target_columns)];
        let name = self.recased(key.name.as_deref(), derived, &cased);
        ForeignKey {
            name,
            columns,
            target,
            target_columns,
            on_delete: action(key.on_delete.as_deref()),
            on_update: action(key.on_update.as_deref()),
        }
    }

    /// Tables that the project does not export are somebody else's; nothing is known
    /// of their columns.
    fn check_target(
        &mut self,
        table: &QName,
        given: &drizzle::Table,
        target: &QName,
        columns: &[String],
    ) {
        let Some(exported) = self
            .extract
            .tables
            .iter()
            .find(|other| qname(other.schema.as_deref(), &other.name) == *target)
        else {
            return;
        };
        let known: BTreeSet<String> =
            exported.columns.iter().map(|column| self.name_of(column)).collect();
        for column in columns.iter().filter(|&column| !known.contains(column)) {
            let wrong = Wrong::UnknownForeignColumn {
                table: table.clone(),
                target: target.clone(),
                column: column.clone(),
            };
            let (at, other) = (Site::of(&given.source), Site::of(&exported.source));
            self.problem(wrong, at, Some(other));
        }
    }

    /// Under the config's casing, drizzle-kit 0.x replaces each column's key in a
    /// constraint's name by its name, written names included. A database made by it
    /// has those names, so they are kept.
    fn recased(
        &self,
        written: Option<&str>,
        derived: impl Fn() -> String,
        columns: &[(&Vec<String>, &Vec<String>)],
    ) -> Name {
        let mut name = match written {
            Some(name) => Name::explicit(name),
            None => Name::derived(derived()),
        };
        if self.casing().is_some() {
            for (raw, cased) in columns {
                for (raw, cased) in raw.iter().zip(cased.iter()) {
                    name.text = name.text.replacen(raw, cased, 1);
                }
            }
        }
        name
    }

    /// Constraint names are unique on a table.
    pub(super) fn check_constraint_names(
        &mut self,
        name: &QName,
        given: &drizzle::Table,
        table: &Table,
    ) {
        let named = table
            .primary_key
            .iter()
            .map(|key| &key.name.text)
            .chain(table.uniques.iter().map(|unique| &unique.name.text))
            .chain(table.checks.iter().map(|check| &check.name))
            .chain(table.foreign_keys.iter().map(|key| &key.name.text));
        let mut seen = BTreeSet::new();
        for constraint in named {
            if !seen.insert(constraint) {
                let wrong =
                    Wrong::DuplicateConstraint { table: name.clone(), name: constraint.clone() };
                self.problem(wrong, Site::named(&given.source, constraint), None);
            }
        }
    }
}

fn raw_names(columns: &[ColumnRef]) -> Vec<String> {
    columns.iter().map(|column| column.name.clone()).collect()
}

fn key_of<'a>(table: &'a drizzle::Table, column: &'a ColumnRef) -> &'a str {
    table
        .columns
        .iter()
        .find(|other| other.name == column.name && other.key_as_name == column.key_as_name)
        .map_or(column.name.as_str(), |other| other.key.as_str())
}

fn action(word: Option<&str>) -> Action {
    match word.map(str::to_ascii_lowercase).as_deref() {
        Some("restrict") => Action::Restrict,
        Some("cascade") => Action::Cascade,
        Some("set null") => Action::SetNull,
        Some("set default") => Action::SetDefault,
        Some(_) | None => Action::NoAction,
    }
}
