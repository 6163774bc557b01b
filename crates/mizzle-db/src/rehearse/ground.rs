//! The recorded state on a development database.

use mizzle_core::postgres::others;
use mizzle_core::postgres::reworded::own;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::sql::{Ident, Literal};

use super::{Rehearsal, RehearseError, migrate, options, others_of};
use crate::cancel::Cancel;
use crate::connect::{ServerError, Session, connect};
use crate::connection::runtime;
use crate::devdb::{DevError, Engine, Lease};
use crate::introspect::{self, IntrospectError};
use crate::ledger::Found;
use crate::migration::Migration;
use crate::prelude::Prelude;
use crate::replay::ReplayError;
use crate::runner::{self, RunError};

/// A database that holds the recorded state.
pub(super) struct Ground {
    pub(super) lease: Lease,
    /// Was it made by the history, and not from the schema?
    pub(super) by_history: bool,
    /// Why it was not made by a history that says more than the schema.
    pub(super) unreplayed: Option<String>,
    /// Stand-ins for tables of others.
    pub(super) others: Schema,
    /// What is run there: the history where it was, and the migration.
    migrations: Vec<Migration>,
    /// Roles that were made for it, on a server that goes on without us.
    roles: Vec<String>,
}

impl Ground {
    /// Builds the state: by the history where that says more than the schema, else from
    /// the schema; and the other way where the first does not lead there.
    pub(super) fn lay(
        rehearsal: &Rehearsal<'_>,
        prelude: &Prelude,
        empty: &mut dyn FnMut() -> Result<Lease, DevError>,
    ) -> Result<Self, RehearseError> {
        let first = rehearsal.is_handwritten();
        let error = match Self::attempt(rehearsal, prelude, first, empty()?) {
            Ok(ground) => return Ok(ground),
            Err(error) => error,
        };
        if rehearsal.history.is_empty() {
            return Err(RehearseError::Ground(error));
        }
        match Self::attempt(rehearsal, prelude, !first, empty()?) {
            Ok(mut ground) => {
                ground.unreplayed = first.then(|| error.to_string());
                Ok(ground)
            }
            Err(_) => Err(RehearseError::Ground(error)),
        }
    }

    fn attempt(
        rehearsal: &Rehearsal<'_>,
        prelude: &Prelude,
        by_history: bool,
        lease: Lease,
    ) -> Result<Self, ReplayError> {
        let mut ground = Self {
            lease,
            by_history,
            unreplayed: None,
            others: others_of(rehearsal),
            migrations: Vec::new(),
            roles: Vec::new(),
        };
        ground.prepare(rehearsal, prelude)?;
        if by_history {
            ground.migrations = rehearsal.history.to_vec();
            ground.run_all(rehearsal)?;
        }
        ground.migrations.push(rehearsal.up.clone());
        Ok(ground)
    }

    fn prepare(&mut self, rehearsal: &Rehearsal<'_>, prelude: &Prelude) -> Result<(), ReplayError> {
        let nothing = Prelude::default();
        let stand_ins = Prelude::of(rehearsal.history, 0, &rehearsal.diff.result);
        runtime().block_on(async {
            let session = connect(self.lease.target()).await.map_err(IntrospectError::from)?;
            for role in others::roles(&rehearsal.schemas()) {
                self.make_role(&session, role).await?;
            }
            introspect::build(&session, &self.others, rehearsal.line, &nothing).await?;
            if self.by_history {
                introspect::build(&session, &Schema::default(), rehearsal.line, &stand_ins).await?;
            } else {
                let mut schema = own(rehearsal.recorded);
                schema.namespaces.retain(|name| !self.others.namespaces.contains(name));
                introspect::build(&session, &schema, rehearsal.line, prelude).await?;
            }
            let found = Found::look(&session, rehearsal.ledger, runner::PROGRESS).await;
            let sql = found.map_err(ReplayError::Ledger)?.create_sql(rehearsal.ledger);
            session.execute(&sql).await.map_err(ReplayError::Ledger)
        })
    }

    async fn make_role(&mut self, session: &Session, role: String) -> Result<(), ReplayError> {
        let failed = |error| ReplayError::Role { role: role.clone(), error };
        let sql = format!("SELECT FROM pg_catalog.pg_roles WHERE rolname = {}", Literal(&role));
        if session.query(&sql).await.map_err(&failed)?.is_empty() {
            let sql = format!("CREATE ROLE {} NOLOGIN", Ident(&role));
            session.execute(&sql).await.map_err(&failed)?;
            self.roles.push(role);
        }
        Ok(())
    }

    /// Runs what is pending of the migrations; roles that nobody has made are made.
    fn run_all(&mut self, rehearsal: &Rehearsal<'_>) -> Result<(), ReplayError> {
        loop {
            let Err(error) = migrate(&self.lease, &self.migrations, rehearsal.ledger) else {
                return Ok(());
            };
            match crate::replay::missing_role(&error) {
                Some(role) if !self.roles.contains(&role) => runtime().block_on(async {
                    let session =
                        connect(self.lease.target()).await.map_err(IntrospectError::from)?;
                    self.make_role(&session, role).await
                })?,
                Some(_) | None => return Err(ReplayError::Run(error)),
            }
        }
    }

    /// Runs the migration.
    pub(super) fn migrate(&mut self, rehearsal: &Rehearsal<'_>) -> Result<(), Box<RunError>> {
        self.run_all(rehearsal).map_err(|error| match error {
            ReplayError::Run(error) => error,
            ReplayError::Role { error, .. } | ReplayError::Ledger(error) => {
                Box::new(RunError::Server { doing: "a stand-in for a role", error })
            }
            ReplayError::Engine(_) | ReplayError::Introspect(_) | ReplayError::Build(_) => {
                Box::new(RunError::OneConnection)
            }
        })
    }

    /// Undoes the migration.
    pub(super) fn rollback(
        &self,
        rehearsal: &Rehearsal<'_>,
        down: Migration,
    ) -> Result<(), Box<RunError>> {
        let undo = runner::Undo { index: self.migrations.len() - 1, down };
        let options = options(rehearsal.ledger);
        let (target, cancel) = (self.lease.target(), Cancel::new());
        runner::rollback(target, &self.migrations, &[undo], &options, &cancel, &mut |_| ())
            .map(|_| ())
            .map_err(Box::new)
    }

    /// The extension that the server does not have, if that is what it complains about.
    pub(super) fn missing_extension(&self, error: &ServerError) -> Option<String> {
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        if !matches!(error.code.as_str(), "0A000" | "58P01" | "42704") {
            return None;
        }
        let (_, rest) = error.message.split_once("extension \"")?;
        Some(rest.split('"').next()?.to_owned())
    }
}

/// Roles are the server's; on one that goes on without us they are taken back.
impl Drop for Ground {
    fn drop(&mut self) {
        if self.roles.is_empty() || self.lease.abilities().engine != Engine::Url {
            return;
        }
        runtime().block_on(async {
            let Ok(session) = connect(self.lease.target()).await else { return };
            for role in &self.roles {
                let role = Ident(role);
                // What is left behind can do nothing, and owns nothing.
                let _ = session.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
            }
        });
    }
}
