//! How many rows there are, exactly where that is quick or somebody insists.

use std::time::Duration;

use mizzle_core::postgres::schema::QName;

use super::filter::conditions;
use super::run::{PATIENCE, begin_reading};
use super::table::open;
use super::{BrowseError, Browser, Filter, RelationKind, Table};
use crate::cancel::Cancel;
use crate::connect::Session;

/// A number of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How many; `None` where nobody knows.
    pub rows: Option<u64>,
    /// Were they counted?
    pub is_exact: bool,
}

/// Fewer rows than these are counted.
const FEW: u64 = 50_000;

/// A table that was never analysed is counted up to this size. The server's guess about an
/// empty one would be some two thousand rows.
const SMALL: u64 = 10 * 1024 * 1024;

/// How long counting may take where an estimate does as well.
const QUICK: Duration = Duration::from_secs(2);

impl Browser {
    /// Counts the rows that filters let through: an estimate where there are many, unless
    /// `is_exact` says to count to the end, however long that takes.
    ///
    /// # Errors
    /// As for [`Browser::rows`].
    pub fn count(
        &self,
        name: &QName,
        filters: &[Filter],
        is_exact: bool,
        cancel: &Cancel,
    ) -> Result<Count, BrowseError> {
        self.read(cancel, async |session| {
            let patience = (!is_exact).then_some(PATIENCE);
            let table = open(session, name, &begin_reading(patience)).await?;
            let conditions = conditions(&table, filters)?;
            if is_exact {
                let rows = counted(session, &table, &conditions).await?;
                session.execute("COMMIT").await?;
                return Ok(Count { rows, is_exact: true });
            }
            let (estimate, is_small) = estimate(session, &table, &conditions).await?;
            if is_small.unwrap_or(estimate.is_none_or(|rows| rows < FEW)) {
                match counted(session, &table, &conditions).await {
                    Ok(rows) => {
                        session.execute("COMMIT").await?;
                        return Ok(Count { rows, is_exact: true });
                    }
                    Err(error) if error.is_ended() => {}
                    Err(error) => return Err(error),
                }
            }
            session.execute("ROLLBACK").await?;
            Ok(Count { rows: estimate, is_exact: false })
        })
    }
}

async fn counted(
    session: &Session,
    table: &Table,
    conditions: &str,
) -> Result<Option<u64>, BrowseError> {
    let sql = format!("SELECT pg_catalog.count(*) FROM {}{conditions}", table.sql());
    Ok(session.query(&sql).await?.first().and_then(|row| row.number(0)))
}

/// The planner's estimate, and for a table that was never analysed whether it is small. What
/// follows in the transaction has to be quick.
async fn estimate(
    session: &Session,
    table: &Table,
    conditions: &str,
) -> Result<(Option<u64>, Option<bool>), BrowseError> {
    let explain = format!("EXPLAIN (FORMAT JSON) SELECT FROM {}{conditions}", table.sql());
    let size = size(table);
    // Only now: to read how a table of many columns is made takes its time on a busy machine.
    let quick = format!("SET LOCAL statement_timeout = {}", QUICK.as_millis());
    let answers = session.query_all([explain.as_str(), size.as_str(), quick.as_str()]).await;
    let mut answers = answers.into_iter();
    let plan = answers.next().unwrap_or_else(|| Ok(Vec::new()))?;
    let size = answers.next().unwrap_or_else(|| Ok(Vec::new()))?;
    let plan = plan.first().and_then(|row| serde_json::from_str(row.text(0)?).ok());
    let rows = plan.and_then(|plan: serde_json::Value| {
        plan.pointer("/0/Plan/Plan Rows").and_then(serde_json::Value::as_u64)
    });
    let size = size.first();
    let is_small = size.filter(|row| row.is_true(0)).and_then(|row| row.number(1));
    Ok((rows, is_small.map(|bytes: u64| bytes <= SMALL)))
}

/// Was a table, or a partition of it, never analysed; and how many bytes have its rows?
fn size(table: &Table) -> String {
    let leaves = match table.kind {
        RelationKind::View | RelationKind::ForeignTable => return "SELECT false, NULL".to_owned(),
        RelationKind::PartitionedTable => format!(
            "SELECT p.relid FROM pg_catalog.pg_partition_tree({}) p WHERE p.isleaf",
            table.oid
        ),
        RelationKind::Table | RelationKind::MaterializedView => table.oid.to_string(),
    };
    format!(
        "SELECT pg_catalog.bool_or(c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0)),
  pg_catalog.sum(pg_catalog.pg_relation_size(c.oid))
FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid IN ({leaves})"
    )
}
