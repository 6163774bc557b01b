//! Queries that count what a change takes away.

use super::Full;
use super::cast::{Cast, cast, convert, cuts, full, is_free, stored};
use super::column::is_volatile;
use super::defaults::default_sql;
use super::loss::loses;
use crate::naming::Line;
use crate::postgres::schema::{Column, DefaultValue, QName, Type};
use crate::sql::{Ident, Literal};

/// The rows of a table.
pub(in crate::postgres) fn rows(table: &QName) -> String {
    format!("SELECT count(*) FROM {}", Full(table))
}

/// The values of a column that its default has not put there.
pub(in crate::postgres) fn values(
    table: &QName,
    name: &str,
    column: &Column,
    line: Line,
) -> String {
    let value = Ident(name);
    let mut sql = format!("SELECT count(*) FROM {} WHERE {value} IS NOT NULL", Full(table));
    if let Some(default) = &column.default
        && *default != DefaultValue::Null
        && !is_volatile(default)
        && !matches!(default, DefaultValue::Expression(_))
    {
        let ty = stored(&column.ty);
        let filled = format!("({})::{}", default_sql(line, &ty, default), full(&ty));
        sql.push_str(&format!(" AND {value}::text <> ({filled})::text"));
    }
    sql
}

/// May a value be another one after it has become the type?
pub(in crate::postgres) fn may_change(from: &Type, to: &Type) -> bool {
    let (from, to) = (stored(from), stored(to));
    !from.same(&to) && !is_free(&from, &to) && (cast(&from, &to) != Cast::Wrap || loses(&from, &to))
}

/// Does the server refuse values that do not fit, where a cast would cut them?
pub(in crate::postgres) fn is_refused(from: &Type, to: &Type) -> bool {
    let (from, to) = (stored(from), stored(to));
    cast(&from, &to) == Cast::Assignment && cuts(&to)
}

/// The values that are not what they were once they have become the type and are taken
/// back.
pub(in crate::postgres) fn changed(table: &QName, name: &str, from: &Type, to: &Type) -> String {
    let (from, to) = (stored(from), stored(to));
    let value = Ident(name).to_string();
    let there = convert(&value, &from, &to, &full(&to));
    let back = convert(&there, &to, &from, &full(&from));
    let text = if from.is_array() { "text[]" } else { "text" };
    format!("SELECT count(*) FROM {} WHERE {back}::{text} <> {value}::{text}", Full(table))
}

/// The rows that have a label.
pub(in crate::postgres) fn labelled(table: &QName, name: &str, array: bool, label: &str) -> String {
    let (value, label) = (Ident(name), Literal(label));
    let has = if array {
        format!("{label} = ANY ({value}::text[])")
    } else {
        format!("{value}::text = {label}")
    };
    format!("SELECT count(*) FROM {} WHERE {has}", Full(table))
}

/// One where the sequence has counted.
pub(in crate::postgres) fn counted(sequence: &QName) -> String {
    format!("SELECT is_called::int FROM {}", Full(sequence))
}
