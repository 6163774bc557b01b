//! What going back would take away, counted in the database.

use super::down::Down;
use super::states::Between;
use super::{RollbackError, Step};
use crate::destination::Opened;
use crate::error::Error;
use mizzle_core::folder::down::Kind;
use mizzle_core::naming::Line;
use mizzle_core::postgres::archive;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::removed::Removed;
use mizzle_core::postgres::traces::traces;
use mizzle_db::connect::{Row, SessionError};
use mizzle_db::connection::Connection;
use mizzle_db::migration::Migration;
use mizzle_db::runner::RunError;
use std::fmt;

/// Something that going back takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// `table posts`, `column users.age`
    pub what: String,
    /// How many rows or values go with it.
    pub count: Count,
    /// What is counted, in the singular and the plural.
    pub nouns: (&'static str, &'static str),
}

/// A number of rows or values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Known(u64),
    /// They cannot be counted, and why.
    Unknown(String),
}

impl Taken {
    /// Is anything gone that somebody could miss?
    pub fn is_missed(&self) -> bool {
        self.count != Count::Known(0)
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.what)?;
        match &self.count {
            Count::Known(1) => write!(f, "1 {}", self.nouns.0),
            Count::Known(count) => write!(f, "{count} {}", self.nouns.1),
            Count::Unknown(why) => write!(f, "which could not be counted ({why})"),
        }
    }
}

/// The migrations to undo, with what that costs.
pub(super) fn steps(
    opened: &Opened,
    migrations: &[&Migration],
    downs: &[Down],
    line: Line,
    between: &[Option<Between>],
) -> Result<Vec<Step>, Error> {
    if downs.is_empty() {
        return Ok(Vec::new());
    }
    let failed = |error| Error::from(RollbackError::of(error, opened.dev));
    let mut connection =
        Connection::open(&opened.target).map_err(|error| failed(RunError::from(error)))?;
    let back: Vec<&[Change]> =
        between.iter().map(|one| one.as_ref().map_or(&[][..], |one| &one.back)).collect();
    let removed = Removed::by_steps(&back);
    let mut steps = Vec::new();
    for (at, (migration, down)) in migrations.iter().zip(downs).enumerate() {
        let tables = gone(&mut connection, &down.script.text).map_err(failed)?;
        if !tables.is_empty() {
            let migration = migration.name.clone();
            return Err(RollbackError::ArchiveGone { migration, tables }.into());
        }
        let taken = match (&between[at], removed.get(at)) {
            (Some(_), Some(removed)) => {
                let taken = count(&mut connection, removed, line).map_err(failed)?;
                refuse(migration, removed, &taken)?;
                taken.into_iter().map(|(taken, _)| taken).collect()
            }
            // The head of the file says what goes, and nothing says how to count it.
            (None, _) | (_, None) => {
                down.certificate.removes.iter().map(|what| uncounted(what)).collect()
            }
        };
        steps.push(Step {
            migration: migration.name.clone(),
            file: migration.file.clone(),
            down: down.script.file.clone(),
            sql: down.script.text.clone(),
            kind: down.certificate.kind,
            lost: match (down.certificate.kind, between[at].as_ref()) {
                // Of the last one the database still shows something.
                (Kind::Lossy, Some(between)) if at == 0 => {
                    let lost = &down.certificate.lost;
                    lost_here(&mut connection, lost, &between.forward).map_err(failed)?
                }
                (Kind::Lossy, _) => down.certificate.lost.clone(),
                (Kind::Lossless | Kind::ByArchive, _) => Vec::new(),
            },
            taken,
        });
    }
    Ok(steps)
}

/// What a migration destroyed, without what the values of the database show that it had
/// none of.
fn lost_here(
    connection: &mut Connection,
    lost: &[String],
    forward: &[Change],
) -> Result<Vec<String>, RunError> {
    let mut lost = lost.to_vec();
    for trace in traces(forward) {
        if !lost.contains(&trace.lost) {
            continue;
        }
        match connection.query(&trace.count_sql) {
            Ok(rows) if rows.first().and_then(|row| row.number(0)) == Some(0_u64) => {
                lost.retain(|what| *what != trace.lost);
            }
            Ok(_) | Err(SessionError::Server(_)) => {}
            Err(error) => return Err(of_counting(error)),
        }
    }
    Ok(lost)
}

/// What a way back puts back and the archive does not have any more.
fn gone(connection: &mut Connection, sql: &str) -> Result<Vec<String>, RunError> {
    let mut named = archive::named(sql);
    if !named.is_empty() {
        let doing = "looking into the archive";
        let there = connection
            .query(&archive::list_sql())
            .map_err(|error| RunError::Server { doing, error })?;
        named.retain(|name| !there.iter().any(|row| row.text(0) == Some(name.as_str())));
    }
    Ok(named)
}

/// What is taken away, and whether its values are such that no count of them can be had.
fn count(
    connection: &mut Connection,
    removed: &[Removed],
    line: Line,
) -> Result<Vec<(Taken, bool)>, RunError> {
    let all = removed.iter().map(|one| {
        let rows = connection.query(&one.count_sql(line));
        taken(one, rows.map(|rows| first_number(&rows)))
    });
    all.collect()
}

/// The number that a count answers with.
pub(crate) fn first_number(rows: &[Row]) -> u64 {
    rows.first().and_then(|row| row.number(0)).unwrap_or(0)
}

/// What is taken away by the answer to its count, and as for [`count`].
pub(crate) fn taken(
    one: &Removed,
    counted: Result<u64, SessionError>,
) -> Result<(Taken, bool), RunError> {
    let (count, unreadable) = match counted {
        Ok(count) => (Count::Known(count), false),
        Err(SessionError::Server(error)) => {
            let unreadable = error.code.starts_with(DATA_EXCEPTION);
            (Count::Unknown(error.message), unreadable)
        }
        Err(error) => return Err(of_counting(error)),
    };
    Ok((Taken { what: one.to_string(), count, nouns: one.nouns() }, unreadable))
}

/// A server that could not be asked.
pub(crate) fn of_counting(error: SessionError) -> RunError {
    RunError::Server { doing: "counting what would go", error }
}

/// The class of SQLSTATE of values that are not what they should be.
const DATA_EXCEPTION: &str = "22";

/// Refuses what the server would refuse.
fn refuse(
    migration: &Migration,
    removed: &[Removed],
    taken: &[(Taken, bool)],
) -> Result<(), RollbackError> {
    let rows: Vec<String> = removed
        .iter()
        .zip(taken)
        .filter(|(removed, (taken, unreadable))| {
            *unreadable || (removed.stops() && taken.is_missed())
        })
        .map(|(_, (taken, _))| taken.to_string())
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    Err(RollbackError::InTheWay { migration: migration.name.clone(), rows })
}

fn uncounted(what: &str) -> Taken {
    let why = "no snapshot says what it is".to_owned();
    Taken { what: what.to_owned(), count: Count::Unknown(why), nouns: ("row", "rows") }
}
