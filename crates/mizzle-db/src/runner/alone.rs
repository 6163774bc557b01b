//! A segment that is one statement outside of transactions: its intent is
//! recorded before, that it is done behind it.

use std::time::{Duration, Instant};

use mizzle_core::script::Stmt;
use mizzle_core::sql::Literal;
use mizzle_core::sql::classify::{Kind, classify};

use super::apply::{Part, Run, Step};
use super::error::{RunError, Unsettleable};
use super::event::Event;
use super::options::Unsettled;
use super::progress::{self, Intent, ProgressRow};
use super::settle::{self, Settled};
use crate::lock::Holder;

impl Run<'_> {
    /// Runs the statement, unless an earlier run has.
    pub(super) async fn alone(
        &mut self,
        part: &Part<'_>,
        statement: &Stmt,
    ) -> Result<Step, RunError> {
        let kind = classify(&statement.text);
        let open = self.rows_of(part.migration).find(|row| row.segment == part.segment).cloned();
        if let Some(row) = open {
            self.wait_for_backend(part, &row.intent).await?;
            if self.settle_open(part, statement, &kind, &row.intent).await? {
                return self.record_done(part).await;
            }
        }
        match self.record_intent(part, &kind).await? {
            (Step::Ran, _) => {}
            (other, _) => return Ok(other),
        }
        let tag = tag(part);
        let sent = format!("{tag}{}", statement.text);
        self.tell_begins(part, 0);
        let ran = self.watched(self.work.execute(&sent)).await;
        if let Err(error) = ran {
            let failed = self.failed(part, statement, error, length(&tag));
            if !self.work.is_closed() {
                // Where this fails too, the intent stays, and the next run sees
                // to it. What the user must read is the first error.
                let _ = self.clean_up(part, &kind).await;
            }
            return Err(failed);
        }
        self.record_done(part).await
    }

    /// True if the statement of an earlier run has done its work. If it has
    /// not, what it left is removed and it can run again.
    async fn settle_open(
        &mut self,
        part: &Part<'_>,
        statement: &Stmt,
        kind: &Kind,
        intent: &Intent,
    ) -> Result<bool, RunError> {
        match self.own(Some(part), SETTLING, settle::settle(&self.work, kind, intent).await)? {
            Settled::Done => Ok(true),
            Settled::Again { drop, finish } => {
                self.drop_indexes(part, &drop).await?;
                if let Some(sql) = finish {
                    self.own(Some(part), SETTLING, self.work.execute(&sql).await)?;
                    return Ok(true);
                }
                Ok(false)
            }
            Settled::Unknown(why) => match self.options.unsettled {
                Unsettled::Done => Ok(true),
                Unsettled::Again => Ok(false),
                Unsettled::Stop => Err(RunError::Unsettled(Box::new(Unsettleable {
                    migration: part.migration.name.clone(),
                    file: part.migration.file.clone(),
                    statement: statement.text.clone(),
                    position: statement.locate(1),
                    why,
                }))),
            },
        }
    }

    async fn record_intent(
        &mut self,
        part: &Part<'_>,
        kind: &Kind,
    ) -> Result<(Step, Intent), RunError> {
        let begun = self.begin(part).await?;
        if begun != Step::Ran {
            return Ok((begun, Intent::default()));
        }
        let place = self.place();
        let intent = self.own(Some(part), SETTLING, settle::intent(&self.work, kind).await)?;
        let record =
            progress::intent_sql(place, part.migration, part.segments(), part.segment, &intent);
        let sql = format!("{}; {record}; COMMIT", progress::create_sql(place));
        if let Err(error) = self.work.execute(&sql).await {
            self.rollback().await;
            self.own(Some(part), "recording what is about to run", Err(error))?;
        }
        let segment = part.segment;
        let name = part.migration.name.clone();
        let table = place.table.clone();
        self.progress
            .retain(|row| row.ledger != table || row.name != name || row.segment != segment);
        self.progress.push(ProgressRow {
            ledger: table,
            name,
            hash: part.migration.hashes.exact.clone(),
            segments: part.segments(),
            segment,
            done: false,
            intent: intent.clone(),
        });
        Ok((Step::Ran, intent))
    }

    async fn record_done(&mut self, part: &Part<'_>) -> Result<Step, RunError> {
        let begun = self.begin(part).await?;
        if begun == Step::Ran {
            let sql = format!("{}; COMMIT", self.closing_sql(part));
            match self.work.query(&sql).await {
                Ok(mut rows) => self.remember_done(part, rows.pop()),
                Err(error) => {
                    self.rollback().await;
                    self.own(Some(part), "recording what has run", Err(error))?;
                }
            }
        }
        Ok(begun)
    }

    /// Behind a statement that failed: removes what it left, then its intent.
    async fn clean_up(&mut self, part: &Part<'_>, kind: &Kind) -> Result<(), RunError> {
        let open = self.rows_of(part.migration).find(|row| row.segment == part.segment).cloned();
        let Some(row) = open else { return Ok(()) };
        let settled = settle::settle(&self.work, kind, &row.intent).await;
        if let Settled::Again { drop, .. } = self.own(Some(part), SETTLING, settled)? {
            self.drop_indexes(part, &drop).await?;
        }
        self.progress.retain(|own| *own != row);
        let others = !self.progress.is_empty();
        let forget =
            progress::forget_sql(self.place(), &part.migration.name, Some(part.segment), others);
        let forgotten = self.work.execute(&forget).await;
        self.own(Some(part), "removing a record that no longer holds", forgotten)
    }

    async fn drop_indexes(&mut self, part: &Part<'_>, indexes: &[String]) -> Result<(), RunError> {
        for index in indexes {
            let dropped = self.work.execute(&format!("DROP INDEX CONCURRENTLY {index}")).await;
            self.own(Some(part), "dropping an unfinished index", dropped)?;
            (self.events)(Event::IndexDropped { index: index.clone() });
        }
        Ok(())
    }

    /// A statement goes on in the server after its client has died. Until it
    /// ends, the catalog says nothing certain.
    async fn wait_for_backend(&mut self, part: &Part<'_>, intent: &Intent) -> Result<(), RunError> {
        let begun = Instant::now();
        let mut due = Duration::from_millis(500);
        let sql = at_work_sql(&tag(part), intent);
        loop {
            let rows = self.own(Some(part), SETTLING, self.work.query(&sql).await)?;
            let Some(row) = rows.first() else { return Ok(()) };
            let waited = begun.elapsed();
            if waited >= due {
                let holder = Some(Holder {
                    pid: row.text(0).unwrap_or_default().to_owned(),
                    user: row.text(1).map(str::to_owned),
                    application: row.text(2).map(str::to_owned),
                    address: None,
                    seconds: row.number(3),
                });
                if self.options.lock_wait.is_some_and(|patience| waited > patience) {
                    return Err(RunError::Busy { holder: holder.map(Box::new), waited });
                }
                (self.events)(Event::WaitingForBackend { holder, waited });
                due = waited + Duration::from_secs(10);
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(100)) => {}
                () = self.cancel.wait() => return Err(self.cancelled(Some(part))),
            }
        }
    }
}

const SETTLING: &str = "finding out what an earlier run has done";

/// Marks the statement in `pg_stat_activity`, whoever's backend runs it: a
/// pooler gives a statement another one than the record of its intent had.
fn tag(part: &Part<'_>) -> String {
    let hash = &part.migration.hashes.exact;
    format!("/* mizzle {}:{} */ ", hash.get(..16).unwrap_or(hash), part.segment)
}

fn length(tag: &str) -> u32 {
    u32::try_from(tag.chars().count()).unwrap_or(u32::MAX)
}

/// Backends that still run the statement.
fn at_work_sql(tag: &str, intent: &Intent) -> String {
    let backend = match (&intent.pid, &intent.backend_start) {
        (Some(pid), Some(start)) => {
            format!(" OR (pid = {pid} AND backend_start = {}::timestamptz)", Literal(start))
        }
        (None, _) | (_, None) => String::new(),
    };
    format!(
        "SELECT pid, usename, application_name,\n\
         floor(extract(epoch FROM clock_timestamp() - query_start))::bigint\n\
         FROM pg_catalog.pg_stat_activity\n\
         WHERE pid <> pg_catalog.pg_backend_pid() AND datname = current_database()\n\
         AND state <> 'idle' AND (starts_with(query, {}){backend})",
        Literal(tag)
    )
}
