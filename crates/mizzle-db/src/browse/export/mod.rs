//! Rows as a file: handed on row by row, so that a table of any size takes no memory.

mod csv;
mod sql;
mod typescript;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::ControlFlow;

use mizzle_core::postgres::schema::QName;

use super::column::{Column, Kind};
use super::rows::chosen;
use super::run::begin_reading_long;
use super::table::open;
use super::{BrowseError, Browser, Filter, Sort, Table};
use crate::cancel::Cancel;
use crate::connect::{Part, Row};

/// Which rows, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The table or view.
    pub table: QName,
    /// All of them hold.
    pub filters: Vec<Filter>,
    /// As for a page of rows.
    pub sort: Vec<Sort>,
    /// The rows with these keys alone; empty is all that the filters let through.
    pub keys: Vec<Vec<String>>,
    /// The form of the file.
    pub format: Format,
    /// What the schema file calls the columns, where that is known; for TypeScript.
    pub names: BTreeMap<String, String>,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with formulas disarmed.
    Csv,
    /// An array of objects, as the server's `row_to_json` writes them.
    Json,
    /// INSERT statements.
    Sql,
    /// An array of objects, as drizzle's `insert().values()` takes it.
    Typescript,
}

/// Writes rows in one form.
trait Writer {
    /// What the query has to read of each row.
    fn columns(&self, table: &Table) -> Vec<String>;
    /// What stands in front of all rows.
    fn begin(&mut self, sink: &mut dyn Write) -> io::Result<()>;
    /// A row.
    fn row(&mut self, row: &Row, sink: &mut dyn Write) -> io::Result<()>;
    /// What stands behind all rows.
    fn end(&mut self, sink: &mut dyn Write) -> io::Result<()>;
}

impl Browser {
    /// Writes rows to `sink`, all of them as they were at one moment.
    ///
    /// # Errors
    /// As for [`Browser::rows`]; what was written until then stays written.
    pub fn export(
        &self,
        export: &Export,
        sink: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<(), BrowseError> {
        let sink = std::cell::RefCell::new(sink);
        self.alone(cancel, async |session| {
            let table = open(session, &export.table, &begin_reading_long()).await?;
            let mut writer: Box<dyn Writer> = match export.format {
                Format::Csv => Box::new(csv::Csv::of(&table)),
                Format::Json => Box::new(Json { is_first: true }),
                Format::Sql => Box::new(sql::Inserts::of(&table)),
                Format::Typescript => Box::new(typescript::Objects::of(&table, &export.names)),
            };
            let columns = writer.columns(&table);
            // A row without columns still has to be one.
            let columns = if columns.is_empty() { "NULL".to_owned() } else { columns.join(", ") };
            let rows = chosen(&table, &export.filters, &export.sort, &export.keys)?;
            let query = format!("SELECT {columns}\nFROM ({rows}) r");
            writer.begin(&mut **sink.borrow_mut()).map_err(BrowseError::Sink)?;
            let mut failed = None;
            session
                .each(&query, &mut |part| match part {
                    Part::Row(row) => match writer.row(&row, &mut **sink.borrow_mut()) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(error) => {
                            failed = Some(error);
                            ControlFlow::Break(())
                        }
                    },
                    Part::Columns(_) | Part::Done(_) => ControlFlow::Continue(()),
                })
                .await?;
            if let Some(error) = failed {
                session.canceller().cancel().await;
                return Err(BrowseError::Sink(error));
            }
            writer.end(&mut **sink.borrow_mut()).map_err(BrowseError::Sink)?;
            session.execute("COMMIT").await?;
            Ok(())
        })
    }
}

/// A row's values, all as the server's own text.
fn texts<'a>(columns: impl IntoIterator<Item = &'a Column>) -> Vec<String> {
    columns.into_iter().map(|column| column.long("r.")).collect()
}

/// Does anybody else make the column's values?
fn is_generated(column: &Column) -> bool {
    column.generated.is_some()
}

/// Is it a number, written with digits alone?
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && text.parse::<f64>().is_ok()
}

struct Json {
    is_first: bool,
}

impl Writer for Json {
    fn columns(&self, _: &Table) -> Vec<String> {
        vec!["pg_catalog.row_to_json(r)".to_owned()]
    }

    fn begin(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        sink.write_all(b"[")
    }

    fn row(&mut self, row: &Row, sink: &mut dyn Write) -> io::Result<()> {
        sink.write_all(if self.is_first { b"\n" } else { b",\n" })?;
        self.is_first = false;
        sink.write_all(row.text(0).unwrap_or("null").as_bytes())
    }

    fn end(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        sink.write_all(b"\n]\n")
    }
}

/// Is it written without quotes in SQL and in JavaScript?
fn is_plain_number(column: &Column, text: &str) -> bool {
    matches!(column.kind, Kind::Integer | Kind::Number) && is_number(text)
}
