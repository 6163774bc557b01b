//! Rows of a table or view: a page of them, every cell as the server's text, large ones cut
//! by the server.

use std::fmt::Write;
use std::time::Instant;

use mizzle_core::postgres::schema::QName;

use super::column::Column;
use super::filter::conditions;
use super::run::{PATIENCE, begin_reading};
use super::table::open;
use super::{BrowseError, Browser, Filter, RelationKind, Table};
use crate::cancel::Cancel;
use crate::connect;

/// Which rows to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The table or view.
    pub table: QName,
    /// All of them hold.
    pub filters: Vec<Filter>,
    /// The first counts most; the key follows behind, so that the order is one.
    pub sort: Vec<Sort>,
    /// How many rows.
    pub limit: u32,
    /// How many come before.
    pub offset: u64,
}

/// A column to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: String,
    /// `DESC`
    pub is_descending: bool,
}

/// Rows that were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The names of the columns, in the table's order.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Are there rows behind these?
    pub has_more: bool,
    /// How long the server and the way there took.
    pub milliseconds: f64,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The values of its key, whole; empty where rows have none.
    pub key: Vec<String>,
    /// Its cells, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// NULL
    Null,
    /// All of it.
    Text(String),
    /// The beginning of a large one.
    Cut {
        /// What is shown of it.
        cut: String,
        /// How long the whole text is, or how many bytes a `bytea` has.
        bytes: u64,
    },
}

/// How many rows one page may have.
const MOST: u32 = 10_000;

impl Browser {
    /// Reads a page of rows.
    ///
    /// # Errors
    /// There is no such table or column, a value of a filter is none of the column's type,
    /// or the server cannot be asked.
    pub fn rows(&self, page: &Page, cancel: &Cancel) -> Result<Rows, BrowseError> {
        self.read(cancel, async |session| {
            let started = Instant::now();
            let table = open(session, &page.table, &begin_reading(Some(PATIENCE))).await?;
            let limit = page.limit.min(MOST);
            let sql = select(&table, page, u64::from(limit) + 1)?;
            let answers = session.query_all([sql.as_str(), "COMMIT"]).await;
            let mut answers = answers.into_iter();
            let found = answers.next().unwrap_or_else(|| Ok(Vec::new())).map_err(slow)?;
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            Ok(Rows {
                columns: table.columns.iter().map(|column| column.name.clone()).collect(),
                rows: found.iter().take(limit).map(|row| read(&table, row)).collect(),
                has_more: found.len() > limit,
                milliseconds: started.elapsed().as_secs_f64() * 1000.0,
            })
        })
    }
}

/// Time that is up is no fault of the statement.
pub(super) fn slow(error: connect::SessionError) -> BrowseError {
    let error = BrowseError::from(error);
    if error.is_ended() { BrowseError::Slow(PATIENCE) } else { error }
}

/// The rows are chosen first, then printed once each, then cut. `OFFSET 0` keeps the server
/// from printing a value again for each time that it is looked at.
fn select(table: &Table, page: &Page, limit: u64) -> Result<String, BrowseError> {
    let mut shown: Vec<String> =
        (0..table.key().len()).map(|place| format!("p.k{place}")).collect();
    let mut printed: Vec<String> = table
        .key()
        .iter()
        .enumerate()
        .map(|(place, column)| format!("{} AS k{place}", column.text("r.")))
        .collect();
    for (place, column) in table.columns.iter().enumerate() {
        printed.push(format!("{} AS v{place}", column.long("r.")));
    }
    push_shown(table, &mut shown, |place, _| format!("p.v{place}"));
    if printed.is_empty() {
        // A table may have no column at all.
        printed.push("NULL".to_owned());
    }
    let mut sql =
        format!("SELECT {}\nFROM (SELECT {}\nFROM (", shown.join(",\n  "), printed.join(",\n  "));
    sql.push_str(&chosen(table, &page.filters, &page.sort, &[])?);
    let _ = write!(sql, "\nLIMIT {limit} OFFSET {}) r OFFSET 0) p", page.offset);
    Ok(sql)
}

/// The rows that filters let through, in order, with all columns as they are stored; of
/// them those with certain keys alone, where some are given.
pub(super) fn chosen(
    table: &Table,
    filters: &[Filter],
    sort: &[Sort],
    keys: &[Vec<String>],
) -> Result<String, BrowseError> {
    let names: Vec<String> = table.columns.iter().map(|column| column.of("")).collect();
    let mut conditions = conditions(table, filters)?;
    if !keys.is_empty() {
        let keys = keys.iter().map(|key| Ok(format!("({})", table.has_key(key, "")?)));
        let keys = keys.collect::<Result<Vec<String>, BrowseError>>()?.join(" OR ");
        let link = if conditions.is_empty() { "\nWHERE" } else { " AND" };
        let _ = write!(conditions, "{link} ({keys})");
    }
    let order = order(table, sort)?;
    Ok(format!("SELECT {}\nFROM {}{conditions}{order}", names.join(", "), table.sql()))
}

/// In the order that is asked for, and of rows that are alike there by their key. Without a
/// key the place of a row tells them apart, which costs nothing more where rows are sorted
/// anyway.
fn order(table: &Table, sort: &[Sort]) -> Result<String, BrowseError> {
    let mut parts = Vec::new();
    for Sort { column, is_descending } in sort {
        let column = table.column(column)?;
        let value = if column.traits.is_ordered { column.of("") } else { column.text("") };
        parts.push(format!("{value}{}", if *is_descending { " DESC" } else { "" }));
    }
    let key = table.key();
    let rest = key.iter().filter(|column| !sort.iter().any(|sort| sort.column == column.name));
    parts.extend(rest.map(|column| column.of("")));
    if key.is_empty() && !parts.is_empty() {
        match table.kind {
            RelationKind::Table | RelationKind::MaterializedView => parts.push("ctid".to_owned()),
            RelationKind::PartitionedTable => {
                parts.extend(["tableoid", "ctid"].map(str::to_owned));
            }
            RelationKind::View | RelationKind::ForeignTable => {}
        }
    }
    Ok(if parts.is_empty() { String::new() } else { format!("\nORDER BY {}", parts.join(", ")) })
}

/// What a query has to read so that [`read`] finds a row in it.
pub(super) fn cells(table: &Table, prefix: &str) -> String {
    let mut all: Vec<String> = table.key().into_iter().map(|column| column.text(prefix)).collect();
    push_shown(table, &mut all, |_, column| column.long(prefix));
    all.join(",\n  ")
}

/// Behind the key: each column, and in one array how long those are that are cut. A query
/// has no room for twice as many columns as a table may have.
fn push_shown(table: &Table, all: &mut Vec<String>, long: impl Fn(usize, &Column) -> String) {
    let mut lengths = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        let (shown, length) = column.shown(&long(place, column));
        all.push(shown);
        lengths.extend(length);
    }
    all.push(format!("ARRAY[{}]::integer[]", lengths.join(", ")));
}

/// A row of a query for [`cells`].
pub(super) fn read(table: &Table, row: &connect::Row) -> Row {
    let keys = table.key().len();
    let key = (0..keys).map(|place| row.text(place).unwrap_or_default().to_owned());
    let lengths = row.text(keys + table.columns.len()).unwrap_or_default();
    let mut lengths = lengths.trim_matches(['{', '}']).split(',').map(|text| text.parse().ok());
    let cells = table.columns.iter().enumerate().map(|(place, column)| {
        let length = if column.traits.is_long { lengths.next().flatten() } else { None };
        match (row.text(keys + place), length) {
            (None, _) => Cell::Null,
            (Some(cut), Some(bytes)) => Cell::Cut { cut: cut.to_owned(), bytes },
            (Some(text), None) => Cell::Text(text.to_owned()),
        }
    });
    Row { key: key.collect(), cells: cells.collect() }
}
