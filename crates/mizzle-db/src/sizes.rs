//! How large tables are: for people who are about to change them. Estimates wherever a count
//! would take long.

use crate::connect::SessionError;
use crate::connection::Connection;
use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::{Ident, Literal};
use std::collections::BTreeMap;

/// A table of which the server knows nothing yet is counted as long as it is smaller.
const COUNTED: u64 = 8 * 1024 * 1024;

/// How large a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Its rows, as the server estimates them; `None` where it has no estimate.
    pub rows: Option<u64>,
    /// With indexes and large values.
    pub bytes: u64,
}

/// The sizes of those of the tables that are there.
pub fn sizes<'a>(
    connection: &mut Connection,
    tables: impl IntoIterator<Item = &'a QName>,
) -> Result<BTreeMap<QName, Size>, SessionError> {
    let pairs: Vec<String> = tables
        .into_iter()
        .map(|name| format!("({}, {})", Literal(&name.schema), Literal(&name.name)))
        .collect();
    if pairs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = connection.query(&format!(
        "SELECT n.nspname, c.relname, \
                CASE WHEN c.reltuples >= 0 THEN c.reltuples::pg_catalog.int8 END, \
                pg_catalog.pg_total_relation_size(c.oid) \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p', 'm') AND (n.nspname, c.relname) IN ({})",
        pairs.join(", ")
    ))?;
    let mut found = BTreeMap::new();
    for row in rows {
        let name = QName::new(row.text(0).unwrap_or_default(), row.text(1).unwrap_or_default());
        let (rows, bytes) = (row.number(2), row.number(3).unwrap_or(0));
        // Before version 14 a table that nobody has analysed looks like one without rows.
        let is_estimate = rows.is_some_and(|rows| rows > 0);
        let rows = if !is_estimate && bytes < COUNTED { count(connection, &name)? } else { rows };
        found.insert(name, Size { rows, bytes });
    }
    Ok(found)
}

/// A query with one row of one number: how many rows have no value in a column.
pub fn nulls_sql(table: &QName, column: &str) -> String {
    format!(
        "SELECT pg_catalog.count(*) FROM {}.{} WHERE {} IS NULL",
        Ident(&table.schema),
        Ident(&table.name),
        Ident(column)
    )
}

/// `None` where the role may not read it.
fn count(connection: &mut Connection, name: &QName) -> Result<Option<u64>, SessionError> {
    let table = format!("{}.{}", Ident(&name.schema), Ident(&name.name));
    match connection.query(&format!("SELECT pg_catalog.count(*) FROM {table}")) {
        Ok(rows) => Ok(rows.first().and_then(|row| row.number(0))),
        Err(SessionError::Server(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
