//! Records migrations as applied that somebody else has carried out, under the lock of a
//! run: nothing of their text is sent.

use tokio::runtime::Runtime;

use super::apply::Run;
use super::error::RunError;
use super::event::Event;
use super::options::Options;
use super::plan::{self, Plan, Purpose};
use crate::cancel::Cancel;
use crate::connect::{Session, connect};
use crate::connection::runtime;
use crate::engine::Engine;
use crate::ledger::{Watch, insert_sql};
use crate::lock::RunLock;
use crate::migration::Migration;
use crate::target::Target;

/// The lock of a run, held for as long as this lives.
pub struct Recording<'a> {
    // Fields are dropped in this order: the sessions say goodbye first.
    work: Session,
    lock: RunLock,
    engine: Engine,
    options: &'a Options,
    cancel: &'a Cancel,
    runtime: Runtime,
}

impl<'a> Recording<'a> {
    /// Waits until no other run is under way, and keeps others away.
    pub fn begin(
        target: &Target,
        options: &'a Options,
        cancel: &'a Cancel,
        events: &mut dyn FnMut(Event),
    ) -> Result<Self, RunError> {
        let runtime = runtime();
        let (work, lock, engine) = runtime.block_on(async {
            let work = connect(target).await?;
            let engine = Engine::of(work.server_version(), work.one_backend());
            let lock = super::lock(target, &work, &engine, options, cancel, events).await?;
            Ok::<_, RunError>((work, lock, engine))
        })?;
        Ok(Self { work, lock, engine, options, cancel, runtime })
    }

    /// What is applied, and what is not.
    pub fn plan(&mut self, migrations: &[Migration]) -> Result<Plan, RunError> {
        let Self { work, options, runtime, .. } = self;
        runtime
            .block_on(async { Ok(plan::look(work, migrations, options, Purpose::Run).await?.plan) })
    }

    /// Records those of the migrations that `wanted` names by their places and that are
    /// not recorded yet, all or none, and gives back the lock. Creates or upgrades the
    /// ledger first. Returns the names of those that it recorded.
    pub fn record(
        self,
        migrations: &[Migration],
        wanted: &[usize],
        events: &mut dyn FnMut(Event),
    ) -> Result<Vec<String>, RunError> {
        let Self { work, lock, engine, options, cancel, runtime } = self;
        runtime.block_on(async {
            let seen = match plan::look(&work, migrations, options, Purpose::Run).await {
                Ok(seen) => seen,
                Err(error) => {
                    lock.release(&work).await;
                    return Err(error);
                }
            };
            let mut run = Run::new((work, lock), engine, options, cancel, events);
            run.watch = Watch::new(&seen.rows);
            run.progress.clone_from(&seen.progress);
            let pending = seen.plan.pending.iter().map(|pending| pending.index);
            let wanted: Vec<&Migration> = pending
                .filter(|index| wanted.contains(index))
                .filter_map(|index| migrations.get(index))
                .collect();
            let result = match &seen.plan.missing_right {
                Some(right) if !wanted.is_empty() => Err(RunError::Right(Box::new(right.clone()))),
                Some(_) | None => match run.ledger(migrations, &seen).await {
                    Ok(()) => run.record_all(&wanted).await,
                    Err(error) => Err(error),
                },
            };
            run.end().await;
            result
        })
    }

    /// Gives back the lock with nothing recorded.
    pub fn release(self) {
        let Self { work, lock, runtime, .. } = self;
        runtime.block_on(lock.release(&work));
    }
}

impl Run<'_> {
    /// Writes the records of migrations, in one transaction.
    async fn record_all(&mut self, migrations: &[&Migration]) -> Result<Vec<String>, RunError> {
        if migrations.is_empty() {
            return Ok(Vec::new());
        }
        if self.lock.is_lost() {
            return Err(RunError::LockLost { applied: Vec::new() });
        }
        let question = self.watch.sql(self.place(), self.shape);
        let rows = self.begin_alone(None, &question).await?;
        let mut sql = String::new();
        let mut recorded = Vec::new();
        for migration in migrations {
            // An application's own migrator takes no lock.
            if !self.watch.holds(migration, &rows) {
                sql.push_str(&insert_sql(self.place(), self.shape, migration));
                sql.push_str(";\n");
                recorded.push(migration.name.clone());
            }
        }
        let written = self.work.execute(&format!("{sql}COMMIT")).await;
        if written.is_err() {
            self.rollback().await;
        }
        self.own(None, "writing to the migrations table", written)?;
        Ok(recorded)
    }
}
