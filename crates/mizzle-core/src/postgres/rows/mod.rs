//! Rows for a rehearsal: they fit the schema before a migration and, where that can be,
//! the one after it.
//!
//! Row `n` of every table holds value number `n` of each column's type, so that
//! references find their rows and keys hold. What a check asks for cannot be known: each
//! table has several attempts, of which the server takes one or none.

mod kept;
mod value;

pub use kept::{Kept, kept};

use super::change::Change;
use super::others;
use super::schema::{Column, Enum, ForeignKey, IdentityKind, QName, Schema, Table, Type};
use super::touched::Touched;
use crate::sql::{Ident, Literal};
use std::collections::{BTreeMap, BTreeSet};
use value::{Flavour, literals, value};

/// How many rows a table gets, if it can have several.
const MOST: usize = 3;

/// Which tables get rows, and which rows those can be.
pub struct Filling<'a> {
    before: &'a Schema,
    after: &'a Schema,
    changes: &'a [Change],
    /// Tables of others that are referred to, with the columns that are.
    outside: Schema,
    /// The tables that get rows; what a table refers to comes first.
    order: Vec<QName>,
    domains: Domains,
}

/// What the domains of a database are made of, by name.
pub type Domains = BTreeMap<String, Type>;

/// Rows that may fit a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// One INSERT.
    pub sql: String,
    /// Its rows: the values of all columns that it names.
    pub rows: Vec<BTreeMap<String, Option<String>>>,
}

/// The tables that have got rows, with the rows.
pub type Filled = BTreeMap<QName, Vec<BTreeMap<String, Option<String>>>>;

impl<'a> Filling<'a> {
    /// The rows for some changes: in every table that they touch, in those that refer to
    /// it, and in those that these need.
    pub fn new(
        before: &'a Schema,
        after: &'a Schema,
        changes: &'a [Change],
        domains: Domains,
    ) -> Self {
        let outside = others::tables(&[before, after], &|_| false);
        let scope = scope(before, after, &outside, changes);
        let order = order(before, &outside, scope);
        Self { before, after, changes, outside, order, domains }
    }

    /// The tables that get rows, each behind those that it refers to.
    pub fn tables(&self) -> &[QName] {
        &self.order
    }

    /// Is it a table of somebody else, which only has to be referred to?
    pub fn is_outside(&self, table: &QName) -> bool {
        self.outside.tables.contains_key(table)
    }

    /// The columns of a table before the changes.
    pub fn columns(&self, table: &QName) -> Vec<&str> {
        let table = self.before.tables.get(table).or_else(|| self.outside.tables.get(table));
        table.into_iter().flat_map(|table| table.columns.keys().map(String::as_str)).collect()
    }

    /// Rows that may fit a table, the likeliest first.
    ///
    /// # Errors
    /// There can be none; why, in words.
    pub fn attempts(&self, name: &QName, filled: &Filled) -> Result<Vec<Attempt>, String> {
        let table = self.before.tables.get(name).or_else(|| self.outside.tables.get(name));
        let Some(table) = table else {
            return Err("it is not there".to_owned());
        };
        let sources = self.sources(name, table, filled)?;
        let most = sources.values().map(|source| source.rows()).min().unwrap_or(MOST).min(MOST);
        let mut attempts: Vec<Attempt> = Vec::new();
        let mut why = None;
        for count in [most, 1] {
            for flavour in Flavour::ALL {
                match self.attempt(name, table, &sources, flavour, count) {
                    Ok(attempt) if attempts.contains(&attempt) => {}
                    Ok(attempt) => attempts.push(attempt),
                    Err(reason) => why = Some(reason),
                }
            }
        }
        match why {
            Some(reason) if attempts.is_empty() => Err(reason),
            Some(_) | None => Ok(attempts),
        }
    }

    /// Where the values of columns come from that refer to others.
    fn sources<'f>(
        &self,
        name: &QName,
        table: &Table,
        filled: &'f Filled,
    ) -> Result<BTreeMap<String, Source<'f>>, String> {
        let mut sources = BTreeMap::new();
        let keys = table.foreign_keys.iter().chain(self.new_keys(name));
        for key in keys {
            for (own, far) in key.columns.iter().zip(&key.target_columns) {
                if !table.columns.contains_key(own) {
                    continue;
                }
                let source = if key.target == *name {
                    Source::Own(far.clone())
                } else if let Some(rows) = filled.get(&key.target) {
                    Source::Row(rows, far.clone())
                } else if self.is_full(name, own) {
                    return Err(format!("it refers to {}, which has no rows", key.target));
                } else {
                    Source::Nothing
                };
                sources.insert(own.clone(), source);
            }
        }
        Ok(sources)
    }

    /// Foreign keys that the changes add, under the names before them as far as those are
    /// the same.
    fn new_keys(&self, name: &QName) -> impl Iterator<Item = &'a ForeignKey> {
        let after = self.table_after(name);
        let before = self.before.tables.get(name);
        after.into_iter().flat_map(|table| &table.foreign_keys).filter(move |key| {
            before.is_some_and(|table| {
                key.columns.iter().all(|column| table.columns.contains_key(column))
                    && table.foreign_keys.iter().all(|had| had.columns != key.columns)
            })
        })
    }

    fn attempt(
        &self,
        name: &QName,
        table: &Table,
        sources: &BTreeMap<String, Source<'_>>,
        flavour: Flavour,
        count: usize,
    ) -> Result<Attempt, String> {
        let columns: Vec<(&String, &Column)> = table
            .columns
            .iter()
            .filter(|(_, column)| column.generated.is_none())
            .filter(|(column_name, column)| {
                !(flavour == Flavour::Defaults
                    && column.default.is_some()
                    && !sources.contains_key(*column_name))
            })
            .collect();
        let mut rows = Vec::with_capacity(count);
        for number in 0..count {
            let mut row = BTreeMap::new();
            for (column_name, column) in &columns {
                let is_bare = number + 1 == MOST || flavour == Flavour::Bare;
                let null = is_bare && !self.is_full(name, column_name);
                let value = match sources.get(*column_name) {
                    _ if null => None,
                    Some(Source::Nothing) => None,
                    Some(Source::Row(rows, far)) => {
                        rows.get(number).and_then(|row| row.get(far).cloned().flatten())
                    }
                    Some(Source::Own(far)) => {
                        let target = table.columns.get(far).unwrap_or(column);
                        self.value(name, far, target, flavour, number)
                    }
                    None => self.value(name, column_name, column, flavour, number),
                };
                if value.is_none() && self.is_full(name, column_name) {
                    return Err(format!(
                        "no value of column {column_name} is known ({})",
                        column.ty.text
                    ));
                }
                row.insert((*column_name).clone(), value);
            }
            rows.push(row);
        }
        Ok(Attempt { sql: insert(name, &columns, &rows), rows })
    }

    /// A value that fits both what the column is and what it becomes.
    fn value(
        &self,
        table: &QName,
        name: &str,
        column: &Column,
        flavour: Flavour,
        number: usize,
    ) -> Option<String> {
        let becomes = self.column_after(table, name);
        let from = self.base(&column.ty);
        let to = becomes.map_or(from, |column| self.base(&column.ty));
        let labels = self.labels(from, to);
        let checks = flavour == Flavour::Checked;
        let written = if checks { self.literals_for(table, name) } else { Vec::new() };
        value(from, to, labels.as_deref(), &written, flavour, number)
    }

    /// What a domain is made of; every other type is itself.
    fn base<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let base = self.domains.get(&ty.text).filter(|_| ty.dimensions.is_empty());
        base.unwrap_or(ty)
    }

    /// The labels that a column of an enum may hold before the changes and after them.
    fn labels(&self, from: &Type, to: &Type) -> Option<Vec<String>> {
        let of = |schema: &'a Schema, ty: &Type| -> Option<&'a Enum> {
            schema.enums.get(&QName::new(ty.schema.clone()?, ty.text.clone()))
        };
        match (of(self.before, from), of(self.after, to)) {
            (Some(before), Some(after)) => {
                let stays =
                    |label: &&String| after.values.contains(label) || self.is_renamed_label(label);
                Some(before.values.iter().filter(stays).cloned().collect())
            }
            (Some(one), None) | (None, Some(one)) => Some(one.values.clone()),
            (None, None) => None,
        }
    }

    fn is_renamed_label(&self, label: &str) -> bool {
        self.changes
            .iter()
            .any(|change| matches!(change, Change::RenameEnumValue { from, .. } if from == label))
    }

    /// What the checks on a column compare it with.
    fn literals_for(&self, table: &QName, column: &str) -> Vec<String> {
        let sides = [self.before.tables.get(table), self.table_after(table)];
        let checks = sides.into_iter().flatten().flat_map(|table| &table.checks);
        literals(checks.map(|check| check.expression.as_str()), column)
    }

    /// Must the column hold a value in every row, before the changes or after them?
    fn is_full(&self, table: &QName, column: &str) -> bool {
        if self.is_outside(table) {
            return true;
        }
        let required = |table: Option<&Table>, column: &str| {
            table.is_some_and(|table| {
                let key = table.primary_key.iter().flat_map(|key| &key.columns);
                table.columns.get(column).is_some_and(|column| column.not_null)
                    || key.into_iter().any(|name| name == column)
            })
        };
        let after = self.column_name_after(table, column);
        required(self.before.tables.get(table), column)
            || required(self.table_after(table), after.unwrap_or(column))
            || self.changes.iter().any(|change| {
                matches!(change, Change::AlterColumn { table: of, name, to, .. }
                    if to.not_null && name == after.unwrap_or(column)
                        && *of == kept::table_after(self.changes, table))
            })
    }

    fn table_after(&self, table: &QName) -> Option<&'a Table> {
        self.after.tables.get(&kept::table_after(self.changes, table))
    }

    fn column_name_after(&self, table: &QName, column: &str) -> Option<&'a str> {
        kept::column_after(self.changes, &kept::table_after(self.changes, table), column)
    }

    fn column_after(&self, table: &QName, column: &str) -> Option<&'a Column> {
        let name = self.column_name_after(table, column).unwrap_or(column);
        self.table_after(table)?.columns.get(name)
    }
}

/// Where the value of a column comes from that refers to another.
enum Source<'f> {
    /// A row of the table it refers to, and the column there.
    Row(&'f [BTreeMap<String, Option<String>>], String),
    /// The same row of the same table.
    Own(String),
    /// Nowhere: it stays NULL.
    Nothing,
}

impl Source<'_> {
    fn rows(&self) -> usize {
        match self {
            Self::Row(rows, _) => rows.len().max(1),
            Self::Own(_) | Self::Nothing => MOST,
        }
    }
}

/// The tables to fill: those touched, those that refer to them, and what these need.
fn scope(before: &Schema, after: &Schema, outside: &Schema, changes: &[Change]) -> BTreeSet<QName> {
    let touched = Touched::by(changes);
    let touched = touched.tables();
    let has_rows =
        |name: &QName| before.tables.contains_key(name) || outside.tables.contains_key(name);
    let mut scope: BTreeSet<QName> =
        touched.iter().filter(|name| has_rows(name)).map(|name| (*name).clone()).collect();
    for (name, table) in &before.tables {
        if table.foreign_keys.iter().any(|key| touched.contains(&key.target)) {
            scope.insert(name.clone());
        }
    }
    loop {
        let sides = |name: &QName| [before.tables.get(name), after.tables.get(name)];
        let needed: Vec<QName> = scope
            .iter()
            .flat_map(sides)
            .flatten()
            .flat_map(|table| &table.foreign_keys)
            .map(|key| &key.target)
            .filter(|name| has_rows(name) && !scope.contains(*name))
            .cloned()
            .collect();
        if needed.is_empty() {
            return scope;
        }
        scope.extend(needed);
    }
}

/// What a table refers to comes before it, as far as there is such an order.
fn order(before: &Schema, outside: &Schema, scope: BTreeSet<QName>) -> Vec<QName> {
    let all = outside.tables.keys().chain(before.tables.keys());
    let nodes: Vec<&QName> = all.filter(|name| scope.contains(*name)).collect();
    let place: BTreeMap<&QName, usize> =
        nodes.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let mut edges = BTreeSet::new();
    for (at, name) in nodes.iter().enumerate() {
        let keys = before.tables.get(*name).into_iter().flat_map(|table| &table.foreign_keys);
        edges.extend(keys.filter_map(|key| Some((*place.get(&key.target)?, at))));
    }
    let sorted = crate::plan::graph::order(nodes.len(), &edges);
    sorted.into_iter().filter_map(|at| nodes.get(at).copied().cloned()).collect()
}

fn insert(
    name: &QName,
    columns: &[(&String, &Column)],
    rows: &[BTreeMap<String, Option<String>>],
) -> String {
    let table = format!("{}.{}", Ident(&name.schema), Ident(&name.name));
    if columns.is_empty() {
        return format!("INSERT INTO {table} DEFAULT VALUES");
    }
    let names: Vec<String> = columns.iter().map(|(name, _)| Ident(name).to_string()).collect();
    let always = |column: &Column| {
        column.identity.as_ref().is_some_and(|identity| identity.kind == IdentityKind::Always)
    };
    let overriding = if columns.iter().any(|(_, column)| always(column)) {
        " OVERRIDING SYSTEM VALUE"
    } else {
        ""
    };
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells = columns.iter().map(|(name, _)| {
                let value = row.get(*name).and_then(Option::as_deref);
                value.map_or_else(|| "NULL".to_owned(), |text| Literal(text).to_string())
            });
            format!("({})", cells.collect::<Vec<_>>().join(", "))
        })
        .collect();
    format!("INSERT INTO {table} ({}){overriding} VALUES {}", names.join(", "), rows.join(", "))
}
