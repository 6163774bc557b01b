//! A segment that is one transaction, with its record inside.

use std::time::{Duration, Instant};

use mizzle_core::script::Stmt;
use mizzle_core::sql::Literal;

use super::apply::{Part, QUERY_CANCELED, RESET, Run, Step, watched};
use super::error::RunError;
use super::event::Event;
use super::progress::{self, Intent, ProgressRow};
use crate::connect::{Row, SessionError};
use crate::engine::Locks;
use crate::ledger::insert_sql;
use crate::lock::{work_holder, work_lock_sql};

/// The statements of a file up to this size are sent without waiting for each
/// answer. Larger ones are sent one at a time, so that neither side has to hold
/// more than one statement.
const SENT_AT_ONCE: usize = 64 * 1024;

/// SQLSTATE of a lock that was not had in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

impl Run<'_> {
    /// Runs the statements and records them, or nothing.
    pub(super) async fn transaction(
        &mut self,
        part: &Part<'_>,
        statements: &[Stmt],
    ) -> Result<Step, RunError> {
        let mut attempt = 0;
        loop {
            let begun = self.begin(part).await?;
            if begun != Step::Ran {
                return Ok(begun);
            }
            let closing = self.closing_sql(part);
            if let Some(recorded) = self.carry_out(part, statements, &closing, &mut attempt).await?
            {
                self.remember_done(part, recorded);
                return Ok(Step::Ran);
            }
        }
    }

    /// Runs the statements of a transaction that has begun, then `closing`, and commits:
    /// gives what the record answered. `None` where the transaction gave up waiting for a
    /// lock and is to begin once more; `attempt` counts how often.
    pub(super) async fn carry_out(
        &mut self,
        part: &Part<'_>,
        statements: &[Stmt],
        closing: &str,
        attempt: &mut u32,
    ) -> Result<Option<Option<Row>>, RunError> {
        match self.send(part, statements, closing).await {
            Ok(recorded) => Ok(Some(recorded)),
            Err((_, error)) if gave_up_waiting(&error) && self.may_retry(*attempt) => {
                *attempt += 1;
                self.pause(part, *attempt).await?;
                Ok(None)
            }
            Err((Some(statement), error)) => Err(self.failed(part, statement, error, 0)),
            Err((None, error)) if self.cancel.is_cancelled() && error.has_code(QUERY_CANCELED) => {
                Err(self.cancelled(Some(part)))
            }
            Err((None, error)) => Err(self.failed_at_commit(part, error)),
        }
    }

    /// Begins a transaction of the run about a segment. What it reads about
    /// itself holds until it ends.
    pub(super) async fn begin(&mut self, part: &Part<'_>) -> Result<Step, RunError> {
        let question = self.watch.sql(self.place(), self.shape);
        let rows = self.begin_alone(Some(part), &question).await?;
        if self.watch.holds(part.migration, &rows) {
            self.rollback().await;
            return Ok(Step::WasApplied);
        }
        if self.segment_is_done(part).await? {
            self.rollback().await;
            self.remember_segment(part);
            return Ok(Step::WasDone);
        }
        Ok(Step::Ran)
    }

    /// Begins a transaction once no other of any run is open: a run that was
    /// killed may still have one, whose commit is on its way. Answers the
    /// question within it.
    pub(super) async fn begin_alone(
        &mut self,
        part: Option<&Part<'_>>,
        question: &str,
    ) -> Result<Vec<Row>, RunError> {
        let begun = Instant::now();
        let mut due = Duration::from_millis(500);
        let sql = self.begin_sql(part, question);
        loop {
            let rows = self.watched(self.work.query(&sql)).await;
            let mut rows = self.own(part, "beginning a transaction", rows)?;
            let locked = match self.engine.locks {
                Locks::Advisory => !rows.is_empty() && rows.remove(0).is_true(0),
                // The owner runs one transaction at a time.
                Locks::Owner => true,
            };
            if locked {
                return Ok(rows);
            }
            self.rollback().await;
            let waited = begun.elapsed();
            if waited >= due {
                let holder = work_holder(&self.work).await;
                let holder = self.own(part, "looking for its holder", holder)?;
                if self.options.lock_wait.is_some_and(|patience| waited > patience) {
                    return Err(RunError::Busy { holder: holder.map(Box::new), waited });
                }
                (self.events)(Event::WaitingForBackend { holder, waited });
                due = waited + TELL_AGAIN;
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(50)) => {}
                () = self.cancel.wait() => return Err(self.cancelled(part)),
            }
        }
    }

    fn begin_sql(&self, part: Option<&Part<'_>>, question: &str) -> String {
        let mut sql = "BEGIN ISOLATION LEVEL READ COMMITTED;\n".to_owned();
        let mut set = |name: &str, value: Duration| {
            let millis = value.as_millis().to_string();
            sql.push_str(&format!("SET LOCAL {name} = {};\n", Literal(&millis)));
        };
        let own = part.and_then(|part| part.script.lock_timeout);
        if let Some(timeout) = own.or(self.options.lock_timeout) {
            set("lock_timeout", timeout);
        }
        if let Some(timeout) = self.options.statement_timeout {
            set("statement_timeout", timeout);
        }
        match self.engine.locks {
            Locks::Advisory => {
                sql.push_str(&work_lock_sql());
                sql.push_str(";\n");
            }
            Locks::Owner => {}
        }
        sql.push_str(question);
        sql
    }

    /// Does the progress table say by now that this segment is done?
    async fn segment_is_done(&self, part: &Part<'_>) -> Result<bool, RunError> {
        if part.is_whole() {
            return Ok(false);
        }
        let table = progress::qualified(self.place());
        let there = format!("SELECT pg_catalog.to_regclass({}) IS NOT NULL", Literal(&table));
        let there =
            self.own(Some(part), "looking for the progress table", self.work.query(&there).await)?;
        if !there.iter().any(|row| row.is_true(0)) {
            return Ok(false);
        }
        let sql = progress::is_done_sql(self.place(), part.migration, part.segment);
        let done =
            self.own(Some(part), "reading the progress table", self.work.query(&sql).await)?;
        Ok(done.iter().any(|row| row.is_true(0)))
    }

    /// What is written at the end of a transaction about it.
    pub(super) fn closing_sql(&self, part: &Part<'_>) -> String {
        let place = self.place();
        if !part.is_last() {
            let done = progress::done_sql(place, part.migration, part.segments(), part.segment);
            // Settings stay for the migration's other segments; the role does not.
            return format!(
                "RESET SESSION AUTHORIZATION; RESET ROLE; {}; {done}",
                progress::create_sql(place)
            );
        }
        let record = insert_sql(place, self.shape, part.migration);
        if part.is_whole() || self.rows_of(part.migration).next().is_none() {
            format!("{RESET}; {record}")
        } else {
            format!("{RESET}; {record}; {}", self.forget_sql(part.migration))
        }
    }

    /// Sends statements, record and commit, and gives what the record answered.
    /// On an error everything is undone; the statement is named if the error is
    /// one's.
    async fn send<'s>(
        &mut self,
        part: &Part<'_>,
        statements: &'s [Stmt],
        closing: &str,
    ) -> Result<Option<Row>, (Option<&'s Stmt>, SessionError)> {
        let size: usize = statements.iter().map(|statement| statement.text.len()).sum();
        if size <= SENT_AT_ONCE {
            let own = statements.iter().map(|statement| statement.text.as_str());
            let all: Vec<&str> = own.chain([closing, "COMMIT"]).collect();
            let Self { work, cancel, events, .. } = self;
            let mut begins = |place: usize| {
                if let (true, Some(event)) = (place < statements.len(), part.begins(place)) {
                    events(event);
                }
            };
            begins(0);
            let mut answered = |place: usize| begins(place + 1);
            let sent = work.execute_each(all, &mut answered);
            let answers = watched(work, cancel, sent).await;
            let mut recorded = None;
            for (at, answer) in answers.into_iter().enumerate() {
                // The first error; the others say that the transaction is over.
                let row = answer.map_err(|error| (statements.get(at), error))?;
                if at == statements.len() {
                    recorded = row;
                }
            }
            return Ok(recorded);
        }
        for (place, statement) in statements.iter().enumerate() {
            self.tell_begins(part, place);
            if let Err(error) = self.watched(self.work.execute(&statement.text)).await {
                self.rollback().await;
                return Err((Some(statement), error));
            }
        }
        match self.watched(self.work.query(&format!("{closing}; COMMIT"))).await {
            Ok(mut rows) => Ok(rows.pop()),
            Err(error) => {
                self.rollback().await;
                Err((None, error))
            }
        }
    }

    /// Ends a transaction that must not be. A lost connection ends it as well.
    pub(super) async fn rollback(&self) {
        let _ = self.work.execute("ROLLBACK").await;
    }

    fn may_retry(&self, attempt: u32) -> bool {
        attempt < self.options.lock_retries && !self.cancel.is_cancelled()
    }

    async fn pause(&mut self, part: &Part<'_>, attempt: u32) -> Result<(), RunError> {
        let pause = Duration::from_secs(1) * 2_u32.saturating_pow(attempt - 1);
        let name = part.migration.name.clone();
        (self.events)(Event::LockRetry { name, attempt, pause });
        tokio::select! {
            () = tokio::time::sleep(pause) => Ok(()),
            () = self.cancel.wait() => Err(self.cancelled(Some(part))),
        }
    }

    /// Keeps our picture of ledger and progress table as the database has it.
    pub(super) fn remember_done(&mut self, part: &Part<'_>, recorded: Option<Row>) {
        if part.is_last() {
            self.watch.wrote(recorded.and_then(|row| row.number(0)));
        }
        self.remember_segment(part);
    }

    fn remember_segment(&mut self, part: &Part<'_>) {
        let table = self.place().table.clone();
        let name = &part.migration.name;
        if part.is_whole() {
            return;
        }
        if part.is_last() {
            self.progress.retain(|row| row.ledger != table || row.name != *name);
            return;
        }
        self.progress
            .retain(|row| row.ledger != table || row.name != *name || row.segment != part.segment);
        self.progress.push(ProgressRow {
            ledger: table,
            name: name.clone(),
            hash: part.migration.hashes.exact.clone(),
            segments: part.segments(),
            segment: part.segment,
            done: true,
            intent: Intent::default(),
        });
    }
}

/// How long until the user hears again that we wait.
const TELL_AGAIN: Duration = Duration::from_secs(10);

fn gave_up_waiting(error: &SessionError) -> bool {
    error.has_code(LOCK_NOT_AVAILABLE)
}
