//! Where keys were declared, which rows do not say.
//!
//! drizzle-kit 1.0 lists the keys of all extras before those of all columns, and in
//! v8 files the latter have their fields in another order. What remains open makes
//! no difference to a database.

use super::{Row, flag, text, texts};
use crate::naming::Line;
use crate::postgres::names;
use crate::postgres::schema::Declared;
use serde_json::Value;
use std::collections::BTreeMap;

/// The primary keys, each with the form it was declared in.
pub(super) fn primary_keys(rows: &[Row]) -> Vec<(&Row, Declared)> {
    let found = all(rows, "pks");
    let split = second_pass(rows, &found, |_| false);
    with_form(rows, found, |position, row| {
        let derived = flag(row, "nameExplicit") == Some(false);
        derived && split.is_none_or(|split| position >= split)
    })
}

/// The unique constraints, each with the form it was declared in.
pub(super) fn uniques(rows: &[Row]) -> Vec<(&Row, Declared)> {
    let found = all(rows, "uniques");
    let split = second_pass(rows, &found, is_named_for_column);
    with_form(rows, found, |position, row| {
        is_named_for_column(row)
            || (flag(row, "nameExplicit") == Some(true)
                && split.is_some_and(|split| position >= split))
    })
}

fn all<'a>(rows: &'a [Row], kind: &str) -> Vec<&'a Row> {
    rows.iter().filter(|row| text(row, "entityType") == Some(kind)).collect()
}

fn with_form<'a>(
    rows: &[Row],
    found: Vec<&'a Row>,
    on_column: impl Fn(usize, &Row) -> bool,
) -> Vec<(&'a Row, Declared)> {
    let is_v8 = rows.iter().any(|row| !ends_in_type(row));
    let form = |(position, row): (usize, &'a Row)| {
        let single = texts(row, "columns").len() == 1;
        let on_column = if is_v8 { ends_in_type(row) } else { on_column(position, row) };
        (row, if single && on_column { Declared::OnColumn } else { Declared::OnTable })
    };
    found.into_iter().enumerate().map(form).collect()
}

/// Where the keys of columns begin: at one that is surely a column's, or where the
/// order of the tables starts again.
fn second_pass(rows: &[Row], found: &[&Row], sure: impl Fn(&Row) -> bool) -> Option<usize> {
    let place_of: BTreeMap<(Option<&str>, Option<&str>), usize> = all(rows, "tables")
        .iter()
        .enumerate()
        .map(|(position, table)| ((text(table, "schema"), text(table, "name")), position))
        .collect();
    let place = |row: &Row| place_of.get(&(text(row, "schema"), text(row, "table"))).copied();
    let mut furthest = None;
    for (position, row) in found.iter().enumerate() {
        let place = place(row);
        if sure(row) || place < furthest {
            return Some(position);
        }
        furthest = place;
    }
    None
}

fn is_named_for_column(row: &Row) -> bool {
    let table = text(row, "table").unwrap_or_default();
    match texts(row, "columns").as_slice() {
        [column] => {
            flag(row, "nameExplicit") == Some(false)
                && text(row, "name") == Some(&names::column_unique(Line::V1, table, column))
        }
        _ => false,
    }
}

fn ends_in_type(row: &Row) -> bool {
    row.iter()
        .next_back()
        .is_some_and(|(field, value)| field == "entityType" && matches!(value, Value::String(_)))
}
