//! Undoes applied migrations, the last one first: each in one transaction that runs the
//! statements of its way back and removes its row of the ledger.
//!
//! Only what was applied last is undone, and only what the ledger knows by the hash of
//! its file. Whether a way back can be trusted, and what it costs, the caller knows.

use std::time::Instant;

use mizzle_core::script::{Script, Segment, Stmt};

use super::apply::{Part, RESET, Run};
use super::event::{Applied, Event};
use super::options::Options;
use super::progress;
use super::{RunError, doing, lock};
use crate::cancel::Cancel;
use crate::connect::{Row, Session, connect};
use crate::connection::runtime;
use crate::engine::Engine;
use crate::ledger::{
    Found, LedgerRow, MissingRight, Shape, Watch, delete_sql, match_rows, ordered_sql,
};
use crate::migration::Migration;
use crate::target::Target;

/// A migration to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Its place in the list of migrations.
    pub index: usize,
    /// Its way back, as a migration of the same name from another file.
    pub down: Migration,
}

/// What the ledger says, as far as going back depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What is applied, in the order in which it was.
    pub applied: Vec<Standee>,
    /// Migrations of which a part is applied.
    pub unfinished: Vec<Unfinished>,
    /// A right that the role lacks for removing rows of the ledger.
    pub missing_right: Option<MissingRight>,
}

/// A row of the ledger, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standee {
    /// The place in the list of migrations; `None` where the row has no file.
    pub migration: Option<usize>,
    /// The migration's name, or words for a row without a file.
    pub name: String,
    /// Has the file another hash than the row?
    pub edited: bool,
}

/// A migration that no run has brought to its end yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Its name.
    pub name: String,
    /// Segments that are done.
    pub done: usize,
    /// All its segments.
    pub segments: usize,
}

/// Why a migration is not undone. Nothing was changed for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The ledger does not have it.
    #[error("{name} is not applied")]
    NotApplied {
        /// The migration.
        name: String,
    },
    /// Something else was applied after it.
    #[error("{name} cannot be undone alone: {} {} applied after it", later.join(", "), were(later))]
    OutOfOrder {
        /// The migration.
        name: String,
        /// What was applied after it and is not to be undone.
        later: Vec<String>,
    },
    /// Its file is not what was applied.
    #[error("{file} was edited after it was applied, so that its way back may not lead back")]
    Edited {
        /// The migration.
        name: String,
        /// Its file.
        file: String,
    },
    /// A migration is applied in part.
    #[error(
        "{} is applied in part: {} of its {} parts are done", .0.name, .0.done, .0.segments
    )]
    Unfinished(Unfinished),
    /// The way back is not one transaction.
    #[error("{file} cannot be run in one transaction, and a way back is all or nothing")]
    NotWhole {
        /// The file of the way back.
        file: String,
    },
}

/// Looks at the ledger. Changes nothing, takes no lock.
pub fn standing(
    target: &Target,
    migrations: &[Migration],
    options: &Options,
) -> Result<Standing, RunError> {
    runtime().block_on(async {
        let session = connect(target).await?;
        Ok(look(&session, migrations, options).await?.standing)
    })
}

/// Undoes these migrations, in the order given, while no other run is at work. Each is
/// undone wholly or not at all; where one cannot be, it is the last that was tried.
///
/// `migrations` are those of the folder, by which rows of the ledger are known.
pub fn rollback(
    target: &Target,
    migrations: &[Migration],
    undo: &[Undo],
    options: &Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<Vec<Applied>, RunError> {
    // A file that cannot be run is found before anything is undone.
    let scripts = undo.iter().map(|one| whole(&one.down)).collect::<Result<Vec<_>, _>>()?;
    runtime().block_on(async {
        let work = connect(target).await?;
        let engine = Engine::of(work.server_version(), work.one_backend());
        let lock = lock(target, &work, &engine, options, cancel, events).await?;
        let seen = match look(&work, migrations, options).await {
            Ok(seen) => seen,
            Err(error) => {
                lock.release(&work).await;
                return Err(error);
            }
        };
        let mut run = Run::new((work, lock), engine, options, cancel, events);
        run.shape = seen.shape.unwrap_or(run.shape);
        run.watch = Watch::new(&seen.rows);
        let result = run.undo_all(migrations, undo, &scripts, &seen).await;
        let applied = run.end().await;
        result.map(|()| applied)
    })
}

/// The statements of a text that is run as a whole or not at all.
pub(super) fn whole(down: &Migration) -> Result<Script, RunError> {
    let script = down.script()?;
    if script.is_one_transaction() {
        Ok(script)
    } else {
        Err(refused(Refusal::NotWhole { file: down.file.clone() }))
    }
}

fn refused(refusal: Refusal) -> RunError {
    RunError::Rollback(Box::new(refusal))
}

/// The ledger as it was seen.
struct Seen {
    standing: Standing,
    rows: Vec<LedgerRow>,
    shape: Option<Shape>,
}

async fn look(
    session: &Session,
    migrations: &[Migration],
    options: &Options,
) -> Result<Seen, RunError> {
    let place = &options.ledger;
    let found = doing("reading the catalog", Found::look(session, place, progress::TABLE).await)?;
    if found.shape.is_some()
        && let Some(right) = found.missing_right(place)
    {
        return Err(RunError::Right(Box::new(right)));
    }
    let rows = doing("reading the migrations table", found.rows(session, place).await)?;
    let progress = if found.progress {
        doing("reading the progress table", progress::read(session, place).await)?
    } else {
        Vec::new()
    };
    let matches = match_rows(migrations, &rows);
    let mut applied: Vec<Standee> = rows
        .iter()
        .map(|row| Standee { migration: None, name: row.words(), edited: false })
        .collect();
    for (index, (migration, row)) in migrations.iter().zip(&matches.row_of).enumerate() {
        if let Some(standee) = row.and_then(|row| applied.get_mut(row)) {
            *standee = Standee {
                migration: Some(index),
                name: migration.name.clone(),
                edited: matches.edited.iter().any(|edited| edited.name == migration.name),
            };
        }
    }
    let mut unfinished: Vec<Unfinished> = Vec::new();
    for row in progress.iter().filter(|row| row.ledger == place.table) {
        let done = usize::from(row.done);
        match unfinished.last_mut() {
            Some(last) if last.name == row.name => last.done += done,
            Some(_) | None => {
                let (name, segments) = (row.name.clone(), row.segments);
                unfinished.push(Unfinished { name, done, segments });
            }
        }
    }
    let missing_right = found.missing_delete(place);
    let standing = Standing { applied, unfinished, missing_right };
    Ok(Seen { standing, rows, shape: found.shape })
}

impl Standing {
    /// Refuses what cannot be undone in this order.
    pub fn check(&self, migrations: &[Migration], order: &[usize]) -> Result<(), Refusal> {
        if let Some(unfinished) = self.unfinished.first() {
            return Err(Refusal::Unfinished(unfinished.clone()));
        }
        let mut left = self.applied.as_slice();
        for index in order {
            let Some(migration) = migrations.get(*index) else { continue };
            let name = migration.name.clone();
            let Some(at) = left.iter().position(|row| row.migration == Some(*index)) else {
                return Err(Refusal::NotApplied { name });
            };
            let later: Vec<String> = left[at + 1..].iter().map(|row| row.name.clone()).collect();
            if !later.is_empty() {
                return Err(Refusal::OutOfOrder { name, later });
            }
            if left[at].edited {
                return Err(Refusal::Edited { name, file: migration.file.clone() });
            }
            left = &left[..at];
        }
        Ok(())
    }
}

impl Run<'_> {
    async fn undo_all(
        &mut self,
        migrations: &[Migration],
        undo: &[Undo],
        scripts: &[Script],
        seen: &Seen,
    ) -> Result<(), RunError> {
        let order: Vec<usize> = undo.iter().map(|one| one.index).collect();
        seen.standing.check(migrations, &order).map_err(refused)?;
        if let Some(right) = &seen.standing.missing_right {
            return Err(RunError::Right(Box::new(right.clone())));
        }
        // They are the last rows, as was checked.
        for ((one, script), row) in undo.iter().zip(scripts).zip(seen.rows.iter().rev()) {
            let part = Part { migration: &one.down, script, segment: 0 };
            self.may_go_on(&part)?;
            let begun = Instant::now();
            (self.events)(Event::Undoing { name: one.down.name.clone() });
            let statements = script.segments.first().map_or(&[][..], Segment::statements);
            self.undo(&part, statements, row).await?;
            self.tell_notices();
            let undone = Applied {
                name: one.down.name.clone(),
                file: one.down.file.clone(),
                elapsed: begun.elapsed(),
                statements: statements.len(),
                resumed: false,
            };
            self.applied.push(undone.clone());
            (self.events)(Event::Undone(undone));
        }
        Ok(())
    }

    /// Runs the statements and removes the row, or nothing.
    async fn undo(
        &mut self,
        part: &Part<'_>,
        statements: &[Stmt],
        row: &LedgerRow,
    ) -> Result<(), RunError> {
        let question = ordered_sql(self.place(), self.shape);
        let closing = format!("{RESET}; {}", delete_sql(self.place(), row));
        let mut attempt = 0;
        loop {
            let rows = self.begin_alone(Some(part), &question).await?;
            if let Some(refusal) = changed(part.migration, row, &rows) {
                self.rollback().await;
                return Err(refused(refusal));
            }
            if self.carry_out(part, statements, &closing, &mut attempt).await?.is_some() {
                return Ok(());
            }
        }
    }
}

/// An application's own migrator takes no lock: is the row still the last one?
fn changed(migration: &Migration, row: &LedgerRow, rows: &[Row]) -> Option<Refusal> {
    let rows: Vec<LedgerRow> = rows.iter().map(LedgerRow::read).collect();
    let name = migration.name.clone();
    let Some(at) = rows.iter().position(|one| one == row) else {
        return Some(Refusal::NotApplied { name });
    };
    let later: Vec<String> = rows[at + 1..].iter().map(LedgerRow::words).collect();
    (!later.is_empty()).then_some(Refusal::OutOfOrder { name, later })
}

fn were(later: &[String]) -> &'static str {
    if later.len() == 1 { "was" } else { "were" }
}
