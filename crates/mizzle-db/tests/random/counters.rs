//! Counters: a sequence goes on where it was, and one that a column gets begins beyond
//! the values that the column has.

use crate::design::{Column, Default, Id, Place};
use crate::pair::Pair;
use crate::server::Database;
use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::{Ident, Literal};

/// A sequence that stays as it is, perhaps elsewhere, and what it gave out last.
pub(crate) struct Counter {
    after: QName,
    increment: i64,
    last: i64,
}

/// Uses every sequence that stays.
pub(crate) fn count(database: &mut Database, pair: &Pair) -> Vec<Counter> {
    let sequences = pair.before.sequences.iter().filter_map(|had| {
        let has = pair.after.sequences.iter().find(|it| it.id == had.id)?;
        // A new column may take numbers for its rows.
        let columns = pair.after.tables.iter().flat_map(|it| &it.columns);
        if columns.into_iter().any(|it| it.default == Some(Default::Next(had.id))) {
            return None;
        }
        (had.options == has.options).then_some((&had.place, &has.place, &had.options))
    });
    sequences
        .map(|(before, after, options)| {
            let name = pair.before.qname(before);
            next(database, &regclass(&name));
            Counter {
                last: next(database, &regclass(&name)),
                after: pair.after.qname(after),
                increment: options.increment.as_deref().unwrap_or("1").parse().unwrap(),
            }
        })
        .collect()
}

/// Do all counters go on, and do new ones begin beyond the rows?
pub(crate) fn check(
    database: &mut Database,
    pair: &Pair,
    counters: &[Counter],
) -> Result<(), String> {
    for counter in counters {
        let next = next(database, &regclass(&counter.after));
        if next != counter.last + counter.increment {
            let last = counter.last;
            return Err(format!("{} went from {last} to {next}", counter.after));
        }
    }
    for table in &pair.after.tables {
        for column in &table.columns {
            let had = column_before(pair, table.id, column.id);
            if kind(column).is_some() && had.is_some_and(|had| kind(had) != kind(column)) {
                begins_beyond(database, pair, &table.place, column)?;
            }
        }
    }
    Ok(())
}

fn begins_beyond(
    database: &mut Database,
    pair: &Pair,
    place: &Place,
    column: &Column,
) -> Result<(), String> {
    let table = pair.after.qname(place);
    let name = format!("{}.{}", Ident(&table.schema), Ident(&table.name));
    let increment = column.identity.as_ref().and_then(|it| it.options.increment.clone());
    let descends = increment.is_some_and(|it| it.starts_with('-'));
    let bound = if descends { "min" } else { "max" };
    let sql = format!("SELECT {bound}({}) FROM {name}", Ident(&column.name));
    let Ok(bound) = database.rows(&sql).parse::<i64>() else { return Ok(()) };
    let sequence = format!("pg_get_serial_sequence({}, {})", Literal(&name), Literal(&column.name));
    let next = next(database, &sequence);
    if if descends { next < bound } else { next > bound } {
        Ok(())
    } else {
        Err(format!("{table}.{} counts on with {next}, and has {bound}", column.name))
    }
}

/// What counts for a column.
fn kind(column: &Column) -> Option<&'static str> {
    if column.identity.is_some() {
        Some("identity")
    } else {
        column.ty.is_serial().then_some("serial")
    }
}

fn column_before(pair: &Pair, table: Id, column: Id) -> Option<&Column> {
    pair.before.table(table)?.column(column)
}

fn regclass(name: &QName) -> String {
    Literal(&format!("{}.{}", Ident(&name.schema), Ident(&name.name))).to_string()
}

fn next(database: &mut Database, sequence: &str) -> i64 {
    database.rows(&format!("SELECT nextval({sequence})")).parse().unwrap()
}
