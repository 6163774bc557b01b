//! The archive of a database: what migrations have kept in it, listed and dropped.

use mizzle_core::postgres::archive::{drop_sql, list_sql, look_sql};

use crate::cancel::Cancel;
use crate::connect::{Session, SessionError, connect};
use crate::connection::runtime;
use crate::engine::Engine;
use crate::runner::{self, Event, Options, RunError};
use crate::target::Target;

/// A table of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name: the migration's, and what it keeps.
    pub name: String,
    /// How many rows it keeps; `None` where it is no table that a migration made.
    pub rows: Option<u64>,
    /// Its size on disk.
    pub bytes: u64,
    /// When its rows were kept, as `2024-02-03T04:05:06Z`; `None` where there are none.
    pub kept_at: Option<String>,
}

/// Lists what is kept.
pub fn list(target: &Target) -> Result<Vec<Table>, RunError> {
    runtime().block_on(async {
        let session = connect(target).await?;
        read(&session).await.map_err(|error| RunError::Server { doing: LISTING, error })
    })
}

const LISTING: &str = "listing what the archive keeps";

async fn read(session: &Session) -> Result<Vec<Table>, SessionError> {
    let mut tables = Vec::new();
    for row in session.query(&list_sql()).await? {
        let name = row.text(0).unwrap_or_default().to_owned();
        let (rows, kept_at) = match session.query(&look_sql(&name)).await {
            Ok(found) => match found.first() {
                Some(row) => (row.number(0), row.text(1).map(str::to_owned)),
                None => (None, None),
            },
            // Somebody else's table, or one that the role may not read.
            Err(SessionError::Server(_)) => (None, None),
            Err(error) => return Err(error),
        };
        let bytes = row.number(1).unwrap_or_default();
        tables.push(Table { name, rows, bytes, kept_at });
    }
    Ok(tables)
}

/// Drops tables of the archive, all or none, while no run is at work.
pub fn drop(
    target: &Target,
    names: &[String],
    options: &Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<(), RunError> {
    runtime().block_on(async {
        let work = connect(target).await?;
        let engine = Engine::of(work.server_version(), work.one_backend());
        let lock = runner::lock(target, &work, &engine, options, cancel, events).await?;
        let statements = drop_sql(names);
        let all = std::iter::once("BEGIN")
            .chain(statements.iter().map(String::as_str))
            .chain(std::iter::once("COMMIT"));
        let answers = work.execute_all(all.collect::<Vec<_>>()).await;
        let failed = answers.into_iter().find_map(Result::err);
        if failed.is_some() {
            // The error that stopped the transaction is the one to report.
            let _ = work.execute("ROLLBACK").await;
        }
        lock.release(&work).await;
        match failed {
            None => Ok(()),
            Some(error) => Err(RunError::Server { doing: "dropping from the archive", error }),
        }
    })
}
