//! Where each migration stands: ledger, progress table and files, joined. Reads only, and
//! needs no more than the right to read.

use super::plan::LedgerState;
use super::{RunError, doing, progress};
use crate::connect::connect;
use crate::connection::runtime;
use crate::ledger::{Found, LedgerRow, match_rows, others_seen};
use crate::migration::Migration;
use crate::runner::Options;
use crate::target::Target;
use mizzle_core::postgres::schema::QName;

/// What the database says about the migrations of a folder, and about others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The ledger itself.
    pub ledger: LedgerState,
    /// For each migration how it stands.
    pub stands: Vec<Stand>,
    /// Rows of the ledger that no file claims, in the order in which they were written.
    pub without_file: Vec<WithoutFile>,
    /// Other tables that look like a ledger.
    pub others: Vec<QName>,
}

/// How a migration stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// The ledger does not have it.
    Pending,
    /// A run has not brought it to its end.
    Unfinished {
        /// Segments that are done.
        done: usize,
        /// All that it had when it was begun.
        segments: usize,
        /// Was a statement begun of which nobody knows yet whether it ran?
        open: bool,
        /// Is the file another since then?
        changed: bool,
    },
    /// The ledger has it.
    Applied {
        /// Its place among the rows.
        row: usize,
        /// When that was, in UTC, where the ledger keeps it: `2026-01-31 12:00:00`.
        at: Option<String>,
        /// Has the file another hash than the row?
        edited: bool,
        /// The row's hash.
        hash: String,
    },
}

/// A row of the ledger without a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutFile {
    /// Its name, or words for it.
    pub name: String,
    /// When it was applied, as in [`Stand::Applied`].
    pub at: Option<String>,
    /// Its hash.
    pub hash: String,
}

/// Says how each migration stands. Changes nothing, creates nothing, takes no lock.
pub fn status(
    target: &Target,
    migrations: &[Migration],
    options: &Options,
) -> Result<Status, RunError> {
    runtime().block_on(async {
        let session = connect(target).await?;
        let place = &options.ledger;
        let found =
            doing("reading the catalog", Found::look(&session, place, progress::TABLE).await)?;
        if let Some(right) = found.missing_read(place) {
            return Err(RunError::Right(Box::new(right)));
        }
        let rows = doing("reading the migrations table", found.dated_rows(&session, place).await)?;
        let (rows, times): (Vec<LedgerRow>, Vec<Option<String>>) = rows.into_iter().unzip();
        let unfinished = if found.progress {
            doing("reading the progress table", progress::read(&session, place).await)?
        } else {
            Vec::new()
        };
        let others = doing("reading the catalog", others_seen(&session, place).await)?;
        let matches = match_rows(migrations, &rows);
        let time = |row: usize| times.get(row).cloned().flatten();
        let stands = migrations.iter().zip(&matches.row_of).map(|(migration, row)| match row {
            Some(row) => Stand::Applied {
                row: *row,
                at: time(*row),
                edited: matches.edited.iter().any(|edited| edited.name == migration.name),
                hash: rows.get(*row).map(|row| row.hash.clone()).unwrap_or_default(),
            },
            None => {
                let own = unfinished
                    .iter()
                    .filter(|row| row.ledger == place.table && row.name == migration.name);
                own.fold(Stand::Pending, |stand, row| {
                    let before = match stand {
                        Stand::Unfinished { done, .. } => done,
                        Stand::Pending | Stand::Applied { .. } => 0,
                    };
                    let was_open = matches!(stand, Stand::Unfinished { open: true, .. });
                    Stand::Unfinished {
                        done: before + usize::from(row.done),
                        segments: row.segments,
                        open: was_open || !row.done,
                        changed: !migration.hashes.contain(&row.hash),
                    }
                })
            }
        });
        let stands: Vec<Stand> = stands.collect();
        let claimed: Vec<usize> = matches.row_of.iter().flatten().copied().collect();
        let without_file =
            rows.iter().enumerate().filter(|(at, _)| !claimed.contains(at)).map(|(at, row)| {
                WithoutFile { name: row.words(), at: time(at), hash: row.hash.clone() }
            });
        Ok(Status {
            ledger: LedgerState::of(&found, place),
            without_file: without_file.collect(),
            others,
            stands,
        })
    })
}
