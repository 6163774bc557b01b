//! What a database holds: its schema in the words of `pg_dump`, and its rows.

use crate::dump;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use std::collections::BTreeMap;

/// The schema and the rows of a database.
pub(crate) struct Kept {
    schema: String,
    /// Of each table and each materialized view, the rows in an order of their own.
    rows: BTreeMap<String, Vec<String>>,
}

const TABLES: &str = "SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
    AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'drizzle')
    AND c.relname !~ '^__drizzle'
    ORDER BY 1";

impl Kept {
    /// Reads a database.
    pub(crate) fn of(url: &str) -> Self {
        let mut connection = Connection::open(&Target::parse(url, &|_| None).unwrap()).unwrap();
        let mut rows = BTreeMap::new();
        let tables = connection.query(TABLES).unwrap();
        for table in tables.iter().map(|row| row.text(0).unwrap()) {
            // In JSON the order of columns is no difference.
            let sql = format!("SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1");
            let found = connection.query(&sql).unwrap();
            let found = found.iter().map(|row| row.text(0).unwrap_or("NULL").to_owned());
            rows.insert(table.to_owned(), found.collect());
        }
        Self { schema: dump::schema(url), rows }
    }

    /// What `now` has otherwise, a line each.
    pub(crate) fn changes(&self, now: &Self) -> String {
        let mut changes = dump::difference(&now.schema, &self.schema);
        for (table, rows) in &self.rows {
            match now.rows.get(table) {
                Some(found) if found == rows => {}
                Some(_) => changes.push_str(&format!("other rows in {table}\n")),
                None => changes.push_str(&format!("no table {table} with {} rows\n", rows.len())),
            }
        }
        if changes.is_empty() { "everything is as it was".to_owned() } else { changes }
    }
}
