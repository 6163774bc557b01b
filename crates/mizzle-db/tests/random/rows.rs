//! Rows that fit a pair: into the schema before, through the change, and into the
//! schema after.
//!
//! Row `n` of every table holds the value of number `n` of each column's type, so that
//! each reference finds its row, and keys hold. Where a change would fail on rows for
//! what they are, there are fewer of them, or none.

use crate::design::expression::Form;
use crate::design::types::{Base, Class, Ty, value_of};
use crate::design::{Column, Design, Id, Table};
use crate::pair::Pair;
use mizzle_core::postgres::schema::IdentityKind;
use mizzle_core::sql::{Ident, Literal};
use std::collections::{BTreeMap, BTreeSet};

/// How many rows a table gets.
const MOST: usize = 3;

/// The rows of one table.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub(crate) table: Id,
    pub(crate) count: usize,
    /// The INSERT; empty without rows.
    pub(crate) sql: String,
}

/// A column whose values a change does not touch, and how its labels are renamed.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) labels: Vec<(String, String)>,
    /// Its values become others, but no value becomes NULL and no NULL a value.
    pub(crate) converted: bool,
}

/// The rows of every table of the schema before.
pub(crate) fn rows(pair: &Pair) -> Vec<Rows> {
    let fitting = Fitting::of(pair);
    let tables = pair.before.tables.iter();
    tables
        .map(|table| {
            let count = fitting.counts[&table.id];
            Rows { table: table.id, count, sql: fitting.insert(table, count) }
        })
        .collect()
}

/// What must be the same in a table after the change, column by column.
pub(crate) fn kept(pair: &Pair, table: Id) -> Vec<Kept> {
    let (Some(before), Some(after)) = (pair.before.table(table), pair.after.table(table)) else {
        return Vec::new();
    };
    let columns = before.columns.iter().filter_map(|had| {
        let has = after.column(had.id)?;
        if had.generated.is_some() || has.generated.is_some() {
            return None;
        }
        let mut labels = Vec::new();
        if let (Base::Enum(of), false) = (had.ty.base, had.ty.is_array()) {
            let (old, new) = (pair.before.enumeration(of)?, pair.after.enumeration(of));
            let new = new.map(|it| it.labels.clone()).unwrap_or_default();
            labels = old
                .labels
                .iter()
                .filter_map(|old| {
                    let new = new.iter().find(|new| new.id == old.id)?;
                    Some((old.name.clone(), new.name.clone()))
                })
                .collect();
        }
        Some(Kept {
            before: had.name.clone(),
            after: has.name.clone(),
            converted: had.ty.stored() != has.ty.stored()
                || had.ty.is_array() && had.ty.class() == Class::Enum,
            labels,
        })
    });
    columns.collect()
}

struct Fitting<'a> {
    pair: &'a Pair,
    counts: BTreeMap<Id, usize>,
    /// Columns that never hold NULL.
    full: BTreeSet<Id>,
    /// Labels that no row holds.
    forbidden: BTreeSet<Id>,
}

impl<'a> Fitting<'a> {
    fn of(pair: &'a Pair) -> Self {
        let mut fitting = Self {
            pair,
            counts: pair.before.tables.iter().map(|table| (table.id, MOST)).collect(),
            full: BTreeSet::new(),
            forbidden: BTreeSet::new(),
        };
        fitting.conditions();
        for table in &pair.before.tables {
            let count = fitting.count(table);
            fitting.counts.insert(table.id, count);
        }
        fitting.references();
        fitting
    }

    fn sides(&self) -> [&'a Design; 2] {
        [&self.pair.before, &self.pair.after]
    }

    /// What checks, keys and NOT NULL of both sides ask of rows.
    fn conditions(&mut self) {
        for table in self.sides().into_iter().flat_map(|design| &design.tables) {
            for check in &table.checks {
                self.forbidden.extend(check.condition.forbids());
                if check.condition.form == Form::Present {
                    self.full.insert(check.condition.column);
                }
            }
            for column in &table.columns {
                if table.is_required(column) {
                    self.full.insert(column.id);
                    // What is generated from it must be there too.
                    self.full.extend(column.generated.as_ref().map(|it| it.column));
                }
            }
            for reference in &table.references {
                self.full.extend(&reference.target_columns);
            }
        }
        let generated: Vec<(Id, Id)> = self
            .sides()
            .into_iter()
            .flat_map(|design| &design.tables)
            .flat_map(|table| &table.columns)
            .filter_map(|column| Some((column.id, column.generated.as_ref()?.column)))
            .collect();
        for (column, base) in generated {
            if self.full.contains(&column) {
                self.full.insert(base);
            }
        }
    }

    /// How many rows a table can have, other tables aside.
    fn count(&self, table: &Table) -> usize {
        let mut most = MOST;
        for column in table.columns.iter().filter(|it| self.full.contains(&it.id)) {
            if column.generated.is_none() && self.value(column, 0).is_none() {
                return 0;
            }
        }
        let Some(after) = self.pair.after.table(table.id) else { return self.keys(table, most) };
        for column in &after.columns {
            let added = table.column(column.id).is_none();
            let filled = column.ty.is_serial()
                || column.identity.is_some()
                || column.generated.is_some()
                || column.default.is_some_and(|it| it != crate::design::Default::Null);
            if added && !filled && self.full.contains(&column.id) {
                return 0;
            }
            if added
                && let Some(crate::design::Default::Label(label)) = column.default
                && self.forbidden.contains(&label)
            {
                return 0;
            }
        }
        for had in table.columns.iter().filter(|it| it.generated.is_some()) {
            // What was generated is nothing that any other type can read.
            if after
                .column(had.id)
                .is_some_and(|has| has.generated.is_none() && has.ty.stored() != had.ty.stored())
            {
                return 0;
            }
        }
        most = self.keys(table, most);
        self.keys(after, most)
    }

    fn keys(&self, table: &Table, most: usize) -> usize {
        let distinct = |id: &Id| {
            let sides = self.sides().map(|design| design.table(table.id)?.column(*id));
            match sides {
                [Some(had), Some(has)] => {
                    had.ty.is_distinct()
                        && has.ty.is_distinct()
                        && had.generated.is_none()
                        && has.generated.is_none()
                }
                [Some(had), None] => had.ty.is_distinct() && had.generated.is_none(),
                [None, Some(has)] => has.ty.is_serial() || has.identity.is_some(),
                [None, None] => false,
            }
        };
        if table.keys().all(|key| key.iter().any(distinct)) { most } else { most.min(1) }
    }

    /// A table that refers to another has no more rows than that.
    fn references(&mut self) {
        loop {
            let mut changed = false;
            for (position, design) in self.sides().into_iter().enumerate() {
                for table in &design.tables {
                    let Some(count) = self.counts.get(&table.id).copied() else { continue };
                    for reference in &table.references {
                        let pairs = reference.columns.iter().zip(&reference.target_columns);
                        let same = pairs
                            .into_iter()
                            .all(|(own, far)| self.agree(table.id, *own, reference.target, *far));
                        let nulls = position == 1
                            && reference.columns.iter().any(|own| self.is_new_null(table, *own));
                        let target = self.counts.get(&reference.target).copied();
                        let most = match target {
                            _ if nulls => count,
                            Some(target) if same => count.min(target),
                            Some(_) | None => 0,
                        };
                        if most < count {
                            self.counts.insert(table.id, most);
                            changed = true;
                        }
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Is the column one that the change adds, without a value?
    fn is_new_null(&self, table: &Table, id: Id) -> bool {
        let had = self.pair.before.table(table.id).and_then(|it| it.column(id));
        let Some(has) = table.column(id) else { return false };
        had.is_none()
            && has.default.is_none_or(|it| it == crate::design::Default::Null)
            && !table.is_required(has)
            && has.generated.is_none()
    }

    /// Do two columns hold the same values, row by row?
    fn agree(&self, own_table: Id, own: Id, far_table: Id, far: Id) -> bool {
        let value = |table: Id, id: Id| {
            let column = self.pair.before.table(table)?.column(id)?;
            if column.generated.is_some() {
                return None;
            }
            (0..MOST).map(|n| self.value(column, n)).collect::<Option<Vec<String>>>()
        };
        match (value(own_table, own), value(far_table, far)) {
            (Some(own), Some(far)) => own == far,
            (_, _) => false,
        }
    }

    /// The text of a column's value in a row; `None` where no value would do.
    fn value(&self, column: &Column, number: usize) -> Option<String> {
        let after = self
            .pair
            .after
            .tables
            .iter()
            .find_map(|table| table.column(column.id))
            .filter(|it| it.generated.is_none());
        let to = after.map_or(&column.ty, |it| &it.ty);
        if column.ty.stored() != to.stored() && !column.ty.becomes(to) {
            return None;
        }
        let element = self.element(&column.ty, to, number)?;
        Some(match column.ty.dimensions.len() {
            0 => element,
            1 => format!("{{\"{}\"}}", element.replace('\\', "\\\\").replace('"', "\\\"")),
            _ => format!("{{{{\"{}\"}}}}", element.replace('\\', "\\\\").replace('"', "\\\"")),
        })
    }

    fn element(&self, from: &Ty, to: &Ty, number: usize) -> Option<String> {
        let (before, after) = (&self.pair.before, &self.pair.after);
        match (from.base, to.base) {
            (Base::Enum(of), to) => {
                let kept = after.enumeration(of).map(|it| it.labels.clone());
                let labels: Vec<&str> = before
                    .enumeration(of)?
                    .labels
                    .iter()
                    .filter(|label| !self.forbidden.contains(&label.id))
                    .filter(|label| {
                        to != Base::Enum(of)
                            || kept.iter().flatten().any(|kept| kept.id == label.id)
                    })
                    .map(|label| label.name.as_str())
                    .collect();
                (!labels.is_empty()).then(|| labels[number % labels.len()].to_owned())
            }
            // A text that becomes something else is that something already.
            (Base::Plain(_), Base::Enum(of)) => {
                let labels = &after.enumeration(of)?.labels;
                let able: Vec<&str> = labels
                    .iter()
                    .filter(|label| !self.forbidden.contains(&label.id))
                    .map(|label| label.name.as_str())
                    .collect();
                (!able.is_empty()).then(|| able[number % able.len()].to_owned())
            }
            (Base::Plain(_), Base::Plain(text)) if from.class() == Class::Text => {
                Some(value_of(text, to.class(), number))
            }
            (Base::Plain(text), Base::Plain(_)) => Some(value_of(text, from.class(), number)),
        }
    }

    fn insert(&self, table: &Table, count: usize) -> String {
        if count == 0 {
            return String::new();
        }
        let columns: Vec<&Column> =
            table.columns.iter().filter(|it| it.generated.is_none()).collect();
        let names: Vec<String> = columns.iter().map(|it| Ident(&it.name).to_string()).collect();
        let rows: Vec<String> = (0..count)
            .map(|number| {
                let values = columns.iter().map(|column| {
                    let null = number == MOST - 1 && !self.full.contains(&column.id);
                    let value = self.value(column, number).filter(|_| !null);
                    value.map_or_else(|| "NULL".to_owned(), |it| Literal(&it).to_string())
                });
                format!("({})", values.collect::<Vec<_>>().join(", "))
            })
            .collect();
        let name = self.pair.before.qname(&table.place);
        let always =
            |it: &Column| it.identity.as_ref().is_some_and(|it| it.kind == IdentityKind::Always);
        let overriding =
            if table.columns.iter().any(always) { " OVERRIDING SYSTEM VALUE" } else { "" };
        format!(
            "INSERT INTO {}.{} ({}){overriding} VALUES {}",
            Ident(&name.schema),
            Ident(&name.name),
            names.join(", "),
            rows.join(", ")
        )
    }
}
