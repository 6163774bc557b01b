//! The recorded state on a development database.

use mizzle_core::postgres::others;
use mizzle_core::postgres::reworded::own;
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_core::sql::words::Words;
use mizzle_core::sql::{Ident, Literal};

use super::look::Looked;
use super::{Rehearsal, RehearseError, migrate, others_of, state};
use crate::cancel::Cancel;
use crate::connect::{Row, ServerError, Session, SessionError};
use crate::connection::Connection;
use crate::devdb::{DevError, Engine, Lease};
use crate::introspect::{self, IntrospectError};
use crate::ledger::{Found, LedgerPlace};
use crate::migration::Migration;
use crate::prelude::Prelude;
use crate::replay::{self, ReplayError};
use crate::runner::{self, Failure, RunError};

/// A database that holds the recorded state.
pub(super) struct Ground {
    // Fields are dropped in this order: the session ends before its database does.
    pub(super) session: Connection,
    pub(super) lease: Lease,
    /// Was it made by the history, and not from the schema?
    pub(super) by_history: bool,
    /// Why it was not made by a history that says more than the schema.
    pub(super) unreplayed: Option<String>,
    /// Stand-ins for tables of others.
    pub(super) others: Schema,
    /// What was there before all: the project's prelude made it.
    pub(super) there: Schema,
    /// Did the history or the project's prelude leave rows there? Asked of large schemas only.
    pub(super) is_seeded: bool,
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
        if rehearsal.history.is_empty() || error.is_loss() {
            return Err(RehearseError::Ground(error));
        }
        match Self::attempt(rehearsal, prelude, !first, empty()?) {
            Ok(mut ground) => {
                ground.unreplayed = first.then(|| error.to_string());
                Ok(ground)
            }
            Err(lost) if lost.is_loss() => Err(RehearseError::Ground(lost)),
            Err(_) => Err(RehearseError::Ground(error)),
        }
    }

    /// Takes a database that holds the state already, with what is there; `None` where that
    /// is not what it should be.
    pub(super) fn take(
        rehearsal: &Rehearsal<'_>,
        (lease, known): (Lease, &str),
        empty: &mut dyn FnMut() -> Result<Lease, DevError>,
    ) -> Option<(Self, Looked)> {
        let session = Connection::open(lease.target()).ok()?;
        let (others, there) = if lease.furnished {
            // What a prelude makes is seen where there is nothing else.
            let bare = empty().ok()?;
            let mut session = Connection::open(bare.target()).ok()?;
            outside(rehearsal, &bare, &mut session).ok()?
        } else {
            (others_of(rehearsal), Schema::default())
        };
        let by_history = rehearsal.is_handwritten();
        let history = if by_history { rehearsal.history } else { &[] };
        let mut ground = Self {
            session,
            lease,
            by_history,
            unreplayed: None,
            others,
            there,
            // Such a state is not kept.
            is_seeded: false,
            migrations: history.iter().chain([rehearsal.up]).cloned().collect(),
            roles: Vec::new(),
        };
        let before = ground.look(rehearsal).ok()?;
        (state::known(&before) == known).then_some((ground, before))
    }

    /// Takes away the rows that were put there, and what is kept of runs but where the history
    /// was one of them.
    pub(super) fn clear(&mut self, ledger: &LedgerPlace) -> Result<(), SessionError> {
        let by_history = self.by_history;
        let full = full(&mut self.session)?;
        let full = full.iter().filter(|table| !(by_history && ledger.is_own_table(table)));
        let delete = |table: &QName| {
            format!("DELETE FROM {}.{};\n", Ident(&table.schema), Ident(&table.name))
        };
        let deletes: String = full.map(delete).collect();
        // Neither foreign keys nor triggers are asked.
        self.session.execute(&format!("SET session_replication_role = replica;\n{deletes}"))
    }

    fn attempt(
        rehearsal: &Rehearsal<'_>,
        prelude: &Prelude,
        by_history: bool,
        lease: Lease,
    ) -> Result<Self, ReplayError> {
        let mut session = Connection::open(lease.target()).map_err(IntrospectError::from)?;
        let (others, there) = outside(rehearsal, &lease, &mut session)?;
        let may_be_seeded = (by_history || lease.furnished) && state::is_large(rehearsal.recorded);
        let mut ground = Self {
            session,
            lease,
            by_history,
            unreplayed: None,
            others,
            there,
            is_seeded: false,
            migrations: Vec::new(),
            roles: Vec::new(),
        };
        ground.prepare(rehearsal, prelude)?;
        if by_history {
            ground.migrations = rehearsal.history.to_vec();
            ground.run_all(rehearsal)?;
        }
        ground.migrations.push(rehearsal.up.clone());
        if may_be_seeded {
            let full = full(&mut ground.session).map_err(ReplayError::Ledger)?;
            ground.is_seeded = full.iter().any(|table| !rehearsal.ledger.is_own_table(table));
        }
        Ok(ground)
    }

    fn prepare(&mut self, rehearsal: &Rehearsal<'_>, prelude: &Prelude) -> Result<(), ReplayError> {
        let nothing = Prelude::default();
        let (line, ledger) = (rehearsal.line, rehearsal.ledger);
        let Self { session, by_history, others, roles, .. } = self;
        session.block_on(async |session| {
            for role in others::roles(&rehearsal.schemas()) {
                make_role(session, role, roles).await?;
            }
            introspect::build(session, others, line, &nothing).await?;
            if *by_history {
                let stand_ins = Prelude::of(rehearsal.history, 0, &rehearsal.diff.result);
                introspect::build(session, &Schema::default(), line, &stand_ins).await?;
            } else {
                let mut schema = own(rehearsal.recorded);
                schema.namespaces.retain(|name| !others.namespaces.contains(name));
                introspect::build(session, &schema, line, prelude).await?;
                let linked = rehearsal.recorded.linked_policies.clone();
                let more = Schema { linked_policies: linked, ..schema.clone() };
                // What somebody else's table has is a guess: where it is wrong, there are
                // no such policies here.
                if let Err(error) = introspect::build_more(session, &schema, &more, line).await {
                    if error.is_loss() {
                        return Err(error.into());
                    }
                    session.execute("ROLLBACK").await.map_err(ReplayError::Ledger)?;
                }
            }
            make_ledger(session, ledger).await.map_err(ReplayError::Ledger)
        })
    }

    /// Runs what is pending of the migrations; roles that nobody has made are made.
    fn run_all(&mut self, rehearsal: &Rehearsal<'_>) -> Result<(), ReplayError> {
        let Self { lease, migrations, roles, .. } = self;
        replay::with_stand_ins(lease, roles, || migrate(lease, migrations, rehearsal))
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
        let options = replay::options(rehearsal.ledger);
        let (target, cancel) = (self.lease.target(), Cancel::new());
        let mut events = |event| rehearsal.tell.of_run(event);
        runner::rollback(target, &self.migrations, &[undo], &options, &cancel, &mut events)
            .map(|_| ())
            .map_err(Box::new)
    }

    /// The table of others that a statement is about which fails for what is not known of
    /// that table.
    pub(super) fn guessed(&self, failure: &Failure) -> Option<&QName> {
        // Undefined column, function or operator, and types that do not go together.
        if !matches!(failure.server.code.as_str(), "42703" | "42883" | "42804") {
            return None;
        }
        let words = Words::of(&failure.statement);
        self.others.tables.keys().find(|table| words.mentions(&table.name))
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
        // Also where whoever waited has stopped the work.
        let Ok(mut session) = Connection::open(&self.lease.target().until(None)) else { return };
        for role in &self.roles {
            let role = Ident(role);
            // What is left behind can do nothing, and owns nothing.
            let _ = session.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
        }
    }
}

/// What is there before all, and is nobody's here: stand-ins for tables of others, and what
/// the project's prelude has made in the database.
fn outside(
    rehearsal: &Rehearsal<'_>,
    lease: &Lease,
    session: &mut Connection,
) -> Result<(Schema, Schema), ReplayError> {
    let mut others = others_of(rehearsal);
    let mut there = Schema::default();
    if lease.furnished {
        let options = introspect::Options::DATABASE;
        there = introspect::introspect_with(session, &options)?.schema;
        others.tables.retain(|name, _| !there.tables.contains_key(name));
        others.namespaces.retain(|name| !there.namespaces.contains(name));
    }
    Ok((others, there))
}

/// The tables that have, or had, rows.
fn full(session: &mut Connection) -> Result<Vec<QName>, SessionError> {
    let rows = session.query(FULL)?;
    let name = |row: &Row| Some(QName::new(row.text(0)?, row.text(1)?));
    Ok(rows.iter().filter_map(name).collect())
}

const FULL: &str = "SELECT n.nspname, c.relname
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) > 0
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/// Makes the ledger where it is not, so that it is none of the migrations'.
async fn make_ledger(session: &Session, ledger: &LedgerPlace) -> Result<(), SessionError> {
    let found = Found::look(session, ledger, runner::PROGRESS).await?;
    session.execute(&found.create_sql(ledger)).await
}

async fn make_role(
    session: &Session,
    role: String,
    made: &mut Vec<String>,
) -> Result<(), ReplayError> {
    let failed = |error| ReplayError::Role { role: role.clone(), error };
    let sql = format!("SELECT FROM pg_catalog.pg_roles WHERE rolname = {}", Literal(&role));
    if session.query(&sql).await.map_err(&failed)?.is_empty() {
        let sql = format!("CREATE ROLE {} NOLOGIN", Ident(&role));
        session.execute(&sql).await.map_err(&failed)?;
        made.push(role);
    }
    Ok(())
}
