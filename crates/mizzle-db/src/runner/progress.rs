//! The progress table: which segments of an unfinished migration are done.
//!
//! It stands beside the ledger and exists only while a migration of several
//! segments is unfinished, since a push would propose to drop it. A row is
//! written before a statement that runs outside of transactions, and becomes
//! *done* behind it; a segment that is a transaction writes its row within.

use mizzle_core::sql::{Ident, Literal};

use crate::connect::{Session, SessionError};
use crate::ledger::LedgerPlace;
use crate::migration::Migration;

/// The table's name, in the ledger's schema.
pub(crate) const TABLE: &str = "__mizzle_progress";

/// A segment that was begun or is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProgressRow {
    pub(crate) ledger: String,
    pub(crate) name: String,
    pub(crate) hash: String,
    pub(crate) segments: usize,
    pub(crate) segment: usize,
    pub(crate) done: bool,
    pub(crate) intent: Intent,
}

/// What was known before a statement that runs alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Intent {
    /// The backend that recorded it, and its start, which tells it from a later
    /// one of the same number.
    pub(crate) pid: Option<String>,
    pub(crate) backend_start: Option<String>,
    /// The object that the statement is about.
    pub(crate) relation: Option<String>,
    /// What was there before: the indexes of the relation, or the object itself.
    pub(crate) existing: Vec<String>,
}

/// The table's name for SQL.
pub(crate) fn qualified(place: &LedgerPlace) -> String {
    format!("{}.{}", Ident(&place.schema), Ident(TABLE))
}

/// Creates the table where it is missing, at the end of a transaction. That it is there
/// already is nobody's business.
pub(crate) fn create_sql(place: &LedgerPlace) -> String {
    format!(
        "SET LOCAL client_min_messages = warning; CREATE TABLE IF NOT EXISTS {} (ledger text NOT NULL, name text NOT NULL, \
         hash text NOT NULL, segments int NOT NULL, segment int NOT NULL, done boolean NOT NULL, \
         pid int, backend_start text, relation oid, existing text NOT NULL DEFAULT '', \
         at timestamp with time zone NOT NULL DEFAULT now(), PRIMARY KEY (ledger, name, segment))",
        qualified(place)
    )
}

/// Reads all rows of all ledgers in the schema.
pub(crate) async fn read(
    session: &Session,
    place: &LedgerPlace,
) -> Result<Vec<ProgressRow>, SessionError> {
    let sql = format!(
        "SELECT ledger, name, hash, segments, segment, done, pid, backend_start, relation, \
         existing FROM {} ORDER BY ledger, name, segment",
        qualified(place)
    );
    let rows = session.query(&sql).await?;
    let rows = rows.iter().map(|row| {
        let text = |column| row.text(column).map(str::to_owned);
        ProgressRow {
            ledger: text(0).unwrap_or_default(),
            name: text(1).unwrap_or_default(),
            hash: text(2).unwrap_or_default(),
            segments: row.number(3).unwrap_or_default(),
            segment: row.number(4).unwrap_or_default(),
            done: row.is_true(5),
            intent: Intent {
                pid: text(6),
                backend_start: text(7),
                relation: text(8),
                existing: row
                    .text(9)
                    .unwrap_or_default()
                    .split(',')
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect(),
            },
        }
    });
    Ok(rows.collect())
}

/// Records that a segment is about to run alone.
pub(crate) fn intent_sql(
    place: &LedgerPlace,
    migration: &Migration,
    segments: usize,
    segment: usize,
    intent: &Intent,
) -> String {
    let relation = match &intent.relation {
        Some(oid) => oid.clone(),
        None => "NULL".to_owned(),
    };
    format!(
        "INSERT INTO {table} (ledger, name, hash, segments, segment, done, pid, backend_start, \
         relation, existing) SELECT {ledger}, {name}, {hash}, {segments}, {segment}, false, \
         pg_catalog.pg_backend_pid(), (SELECT backend_start::text FROM \
         pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()), {relation}, \
         {existing} ON CONFLICT (ledger, name, segment) DO UPDATE SET done = false, \
         pid = excluded.pid, backend_start = excluded.backend_start, at = now()",
        table = qualified(place),
        ledger = Literal(&place.table),
        name = Literal(&migration.name),
        hash = Literal(&migration.hashes.exact),
        existing = Literal(&intent.existing.join(",")),
    )
}

/// Records that a segment is done.
pub(crate) fn done_sql(
    place: &LedgerPlace,
    migration: &Migration,
    segments: usize,
    segment: usize,
) -> String {
    format!(
        "INSERT INTO {table} (ledger, name, hash, segments, segment, done) \
         VALUES ({ledger}, {name}, {hash}, {segments}, {segment}, true) \
         ON CONFLICT (ledger, name, segment) DO UPDATE SET done = true",
        table = qualified(place),
        ledger = Literal(&place.table),
        name = Literal(&migration.name),
        hash = Literal(&migration.hashes.exact),
    )
}

/// Is the segment done? One row, `t` or `f`; the table must exist.
pub(crate) fn is_done_sql(place: &LedgerPlace, migration: &Migration, segment: usize) -> String {
    format!(
        "SELECT EXISTS (SELECT FROM {} WHERE ledger = {} AND name = {} AND segment = {segment} \
         AND done)",
        qualified(place),
        Literal(&place.table),
        Literal(&migration.name)
    )
}

/// Removes the rows of a migration, all or one segment's; the table too, where
/// nothing else is in it.
pub(crate) fn forget_sql(
    place: &LedgerPlace,
    name: &str,
    segment: Option<usize>,
    others: bool,
) -> String {
    let table = qualified(place);
    if !others {
        return format!("DROP TABLE {table}");
    }
    let segment = segment.map(|segment| format!(" AND segment = {segment}")).unwrap_or_default();
    format!(
        "DELETE FROM {table} WHERE ledger = {} AND name = {}{segment}",
        Literal(&place.table),
        Literal(name)
    )
}
