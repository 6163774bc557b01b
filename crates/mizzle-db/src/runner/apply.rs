//! One run under its lock: the ledger first, then each pending migration.

use std::time::Instant;

use mizzle_core::naming::Line;
use mizzle_core::script::{Script, Segment};

use super::doing;
use super::error::RunError;
use super::event::{Applied, Event};
use super::options::Options;
use super::plan::{Pending, Seen};
use super::progress::{self, ProgressRow};
use crate::cancel::Cancel;
use crate::connect::{Session, SessionError};
use crate::engine::Engine;
use crate::ledger::{Found, LedgerPlace, Shape, Watch, upgrade_sql};
use crate::lock::RunLock;
use crate::migration::Migration;

/// The state of a run that holds the lock.
pub(super) struct Run<'a> {
    pub(super) work: Session,
    pub(super) lock: RunLock,
    pub(super) engine: Engine,
    pub(super) options: &'a Options,
    pub(super) cancel: &'a Cancel,
    pub(super) events: &'a mut dyn FnMut(Event),
    pub(super) shape: Shape,
    pub(super) watch: Watch,
    pub(super) progress: Vec<ProgressRow>,
    pub(super) applied: Vec<Applied>,
}

/// A segment and what it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) migration: &'a Migration,
    pub(super) script: &'a Script,
    pub(super) segment: usize,
}

impl Part<'_> {
    pub(super) fn segments(&self) -> usize {
        self.script.segments.len()
    }

    pub(super) fn is_last(&self) -> bool {
        self.segment + 1 >= self.segments()
    }

    /// The event that a statement of the segment begins, by its place there; `None` where the
    /// migration has no other.
    pub(super) fn begins(&self, place: usize) -> Option<Event> {
        let count = |segments: &[Segment]| -> usize {
            segments.iter().map(|segment| segment.statements().len()).sum()
        };
        let all = count(&self.script.segments);
        let before = count(self.script.segments.get(..self.segment)?);
        let name = || self.migration.name.clone();
        (all > 1).then(|| Event::Statement { name: name(), number: before + place + 1, count: all })
    }

    /// Is the whole migration one transaction, so that no progress is kept?
    pub(super) fn is_whole(&self) -> bool {
        self.script.is_one_transaction()
    }
}

/// Waits for an answer; when the caller wants to stop, the server is asked to end the
/// statement, again until it has heard.
pub(super) async fn watched<T>(
    session: &Session,
    cancel: &Cancel,
    work: impl Future<Output = T>,
) -> T {
    tokio::pin!(work);
    tokio::select! {
        done = &mut work => return done,
        () = cancel.wait() => {}
    }
    let canceller = session.canceller();
    loop {
        let asked = async {
            canceller.cancel().await;
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        };
        tokio::select! {
            done = &mut work => return done,
            () = asked => {}
        }
    }
}

/// How a segment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It ran.
    Ran,
    /// It had run before, as the database says now.
    WasDone,
    /// The whole migration is recorded.
    WasApplied,
}

impl<'a> Run<'a> {
    /// One of which nothing is known yet but that it holds the lock.
    pub(super) fn new(
        (work, lock): (Session, RunLock),
        engine: Engine,
        options: &'a Options,
        cancel: &'a Cancel,
        events: &'a mut dyn FnMut(Event),
    ) -> Self {
        Self {
            work,
            lock,
            engine,
            options,
            cancel,
            events,
            shape: Shape::V0,
            watch: Watch::new(&[]),
            progress: Vec::new(),
            applied: Vec::new(),
        }
    }

    /// Gives the lock back, and says what was applied or undone.
    pub(super) async fn end(self) -> Vec<Applied> {
        let Self { work, lock, applied, .. } = self;
        lock.release(&work).await;
        applied
    }

    pub(super) fn place(&self) -> &'a LedgerPlace {
        &self.options.ledger
    }

    /// Brings the ledger up and runs everything that is pending.
    pub(super) async fn all(
        &mut self,
        migrations: &[Migration],
        seen: &Seen,
    ) -> Result<(), RunError> {
        super::refuse(&seen.plan, self.options)?;
        self.ledger(migrations, seen).await?;
        if seen.plan.pending.is_empty() {
            return Ok(());
        }
        let names = seen.plan.pending.iter().filter_map(|pending| migrations.get(pending.index));
        (self.events)(Event::Planned(names.map(|migration| migration.name.clone()).collect()));
        for pending in &seen.plan.pending {
            if let Some(migration) = migrations.get(pending.index) {
                self.migration(migration, pending).await?;
            }
        }
        Ok(())
    }

    /// Creates or upgrades the ledger where it needs it, in a transaction like
    /// all others of a run.
    pub(super) async fn ledger(
        &mut self,
        migrations: &[Migration],
        seen: &Seen,
    ) -> Result<(), RunError> {
        let place = self.place();
        let mut found = seen.found.clone();
        let mut attempt = 0;
        while found.shape.is_none() || found.needs_upgrade(place) {
            self.begin_alone(None, "SELECT").await?;
            let look = Found::look(&self.work, place, progress::TABLE).await;
            found = self.own(None, "reading the catalog", look)?;
            let rows = self.own(None, READING, found.rows(&self.work, place).await)?;
            let (sql, event) = if found.shape.is_none() {
                (found.create_sql(place), Event::LedgerCreated)
            } else if found.needs_upgrade(place) {
                (upgrade_sql(place, migrations, &rows), Event::LedgerUpgraded)
            } else {
                self.rollback().await;
                break;
            };
            match self.work.execute(&format!("{sql}COMMIT")).await {
                Ok(()) => {
                    (self.events)(event);
                    break;
                }
                // An application's own migrator takes no lock, and may be at the
                // same: look again at what it has made.
                Err(error) if attempt < 3 && is_there_already(&error) => {
                    self.rollback().await;
                    attempt += 1;
                }
                Err(error) => {
                    self.rollback().await;
                    return self.own(None, "creating the migrations table", Err(error));
                }
            }
        }
        self.shape = match (found.shape, place.line) {
            (Some(Shape::V1), _) | (_, Line::V1) => Shape::V1,
            (Some(Shape::V0) | None, Line::V0) => Shape::V0,
        };
        Ok(())
    }

    async fn migration(
        &mut self,
        migration: &Migration,
        pending: &Pending,
    ) -> Result<(), RunError> {
        let begun = Instant::now();
        let script = &pending.script;
        let segments = script.segments.len();
        let resumed = pending.done_segments > 0 || pending.open;
        (self.events)(Event::Begun {
            name: migration.name.clone(),
            done_segments: pending.done_segments,
            segments,
        });
        if resumed {
            self.restore_settings(migration, script, pending.done_segments).await?;
        }
        let mut statements = 0;
        // A file without a statement is a transaction that only records it.
        for segment in 0..segments.max(1) {
            let part = Part { migration, script, segment };
            if self.is_done(&part) {
                continue;
            }
            self.may_go_on(&part)?;
            let step = match script.segments.get(segment) {
                None => self.transaction(&part, &[]).await?,
                Some(Segment::Transaction(own)) => self.transaction(&part, own).await?,
                Some(Segment::Alone(own)) => self.alone(&part, own).await?,
            };
            self.tell_notices();
            match step {
                Step::Ran => {
                    statements += script.segments.get(segment).map_or(0, |s| s.statements().len());
                }
                Step::WasDone => {}
                Step::WasApplied => {
                    (self.events)(Event::AlreadyApplied { name: migration.name.clone() });
                    return Ok(());
                }
            }
        }
        if !script.is_one_transaction() {
            // Settings that one segment made for the next end with the migration.
            doing("resetting the session", self.work.execute(RESET).await)?;
        }
        let applied = Applied {
            name: migration.name.clone(),
            file: migration.file.clone(),
            elapsed: begun.elapsed(),
            statements,
            resumed,
        };
        self.applied.push(applied.clone());
        (self.events)(Event::Applied(applied));
        Ok(())
    }

    /// Settings that done segments made for the session hold for the others.
    async fn restore_settings(
        &mut self,
        migration: &Migration,
        script: &Script,
        done: usize,
    ) -> Result<(), RunError> {
        for statement in script.segments.iter().take(done).flat_map(Segment::statements) {
            if mizzle_core::sql::session::sets_session(&statement.text) {
                let set = self.work.execute(&statement.text).await;
                let part = Part { migration, script, segment: done };
                set.map_err(|error| self.failed(&part, statement, error, 0))?;
            }
        }
        Ok(())
    }

    pub(super) fn is_done(&self, part: &Part<'_>) -> bool {
        self.rows_of(part.migration).any(|row| row.segment == part.segment && row.done)
    }

    pub(super) fn done_segments(&self, migration: &Migration) -> usize {
        self.rows_of(migration).filter(|row| row.done).count()
    }

    pub(super) fn rows_of(&self, migration: &Migration) -> impl Iterator<Item = &ProgressRow> {
        let table = &self.place().table;
        let name = &migration.name;
        self.progress.iter().filter(move |row| row.ledger == *table && row.name == *name)
    }

    /// Nothing further begins once the lock is lost or the caller wants to stop.
    pub(super) fn may_go_on(&self, part: &Part<'_>) -> Result<(), RunError> {
        if self.lock.is_lost() {
            return Err(RunError::LockLost { applied: self.applied.clone() });
        }
        if self.cancel.is_cancelled() {
            return Err(self.cancelled(Some(part)));
        }
        Ok(())
    }

    /// Waits for an answer, as [`watched`] does.
    pub(super) async fn watched<T>(&self, work: impl Future<Output = T>) -> T {
        watched(&self.work, self.cancel, work).await
    }

    /// Tells that a statement begins, where its migration has several.
    pub(super) fn tell_begins(&mut self, part: &Part<'_>, place: usize) {
        if let Some(event) = part.begins(place) {
            (self.events)(event);
        }
    }

    pub(super) fn tell_notices(&mut self) {
        for notice in self.work.take_notices() {
            (self.events)(Event::Notice(notice));
        }
    }

    /// Are there rows besides those of this migration?
    pub(super) fn other_progress(&self, migration: &Migration) -> bool {
        self.progress.len() > self.rows_of(migration).count()
    }

    pub(super) fn forget_sql(&self, migration: &Migration) -> String {
        let others = self.other_progress(migration);
        progress::forget_sql(self.place(), &migration.name, None, others)
    }
}

const READING: &str = "reading the migrations table";

/// Did somebody else make the same object in the meantime?
fn is_there_already(error: &SessionError) -> bool {
    // Duplicate schema, table, object, and the key of a catalog.
    ["42P06", "42P07", "42710", "23505"].iter().any(|code| error.has_code(code))
}

/// Ends what a migration may have set for its session. The record is written
/// behind it, by the role that logged in.
pub(super) const RESET: &str = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL";

/// SQLSTATE of a statement that was ended from outside.
pub(super) const QUERY_CANCELED: &str = "57014";
