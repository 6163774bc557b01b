//! What migrations without a snapshot do, read off a development database that has run
//! them.
//!
//! The state before them is built from the newest snapshot. Where migrations need more
//! than that (a table that no schema file has, a trigger), they are tried once more
//! behind the whole history before them; and where there is no snapshot, the history is
//! all there is.

mod error;
mod roles;

use std::borrow::Cow;
use std::time::Duration;

use mizzle_core::naming::Line;
use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected, from_catalog};
use mizzle_core::postgres::reworded::standalone;
use mizzle_core::postgres::schema::{QName, Schema};

use crate::cancel::Cancel;
use crate::connect::connect;
use crate::connection::runtime;
use crate::devdb::{DevError, Lease};
use crate::introspect::{self, Definitions, IntrospectError};
use crate::ledger::{Found, LedgerPlace};
use crate::migration::Migration;
use crate::prelude::Prelude;
use crate::runner::{self, RunError};

pub use error::ReplayError;
pub(crate) use roles::{DUPLICATE_OBJECT, creates_role, with_stand_ins};

/// No statement takes long where there are no rows.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(60);

/// What to replay.
#[derive(Debug, Clone, Copy)]
pub struct Replay<'a> {
    /// The schema of the newest snapshot, if there is one.
    pub base: Option<&'a Schema>,
    /// All migrations of the folder, in order.
    pub migrations: &'a [Migration],
    /// How many of them come before those to replay.
    pub earlier: usize,
    /// Whose naming rules hold.
    pub line: Line,
    /// Where the project's ledger is: a migration may use it.
    pub ledger: &'a LedgerPlace,
}

/// What a development database held.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// Before the migrations ran.
    pub before: Introspected,
    /// After they had run.
    pub after: Introspected,
    /// What the model does not know of it, with its definitions.
    pub definitions: Definitions,
    /// What stopped them before all had.
    pub stopped: Option<Box<RunError>>,
}

/// Where the migrations to replay start.
#[derive(Debug, Clone, Copy)]
enum Start<'a> {
    /// At a schema.
    Schema(&'a Schema),
    /// Behind the migrations before them.
    History,
}

/// Replays migrations. `empty` lends empty databases of one engine. Where one of them does
/// not run, those before it are replayed nevertheless.
///
/// # Errors
/// There is no database, or what comes before the migrations cannot be made there; of two
/// ways that were tried in vain the error of the first.
pub fn replay(
    replay: &Replay<'_>,
    empty: &mut dyn FnMut() -> Result<Lease, DevError>,
) -> Result<Replayed, ReplayError> {
    let Some(base) = replay.base else { return attempt(replay, Start::History, &empty()?) };
    let first = attempt(replay, Start::Schema(base), &empty()?);
    let is_whole = |replayed: &Replayed| replayed.stopped.is_none();
    let is_lost = first.as_ref().is_err_and(ReplayError::is_loss);
    if replay.earlier == 0 || is_lost || first.as_ref().is_ok_and(is_whole) {
        return first;
    }
    match attempt(replay, Start::History, &empty()?) {
        Ok(replayed) if is_whole(&replayed) => Ok(replayed),
        Err(error) if error.is_loss() => Err(error),
        Ok(_) | Err(_) => first,
    }
}

fn attempt(replay: &Replay<'_>, start: Start<'_>, lease: &Lease) -> Result<Replayed, ReplayError> {
    let (earlier, later) = replay.migrations.split_at(replay.earlier.min(replay.migrations.len()));
    let to_run = match start {
        Start::Schema(schema) => {
            let prelude = Prelude::of(replay.migrations, earlier.len(), schema);
            prepare(replay, lease, &prelude, &standalone(schema))?;
            later
        }
        Start::History => {
            let stand_ins = Prelude::of(replay.migrations, 0, &Schema::default());
            prepare(replay, lease, &stand_ins, &Schema::default())?;
            if let Some(last) = earlier.last() {
                let Ran { stopped, .. } = run(replay, lease, replay.migrations, Some(&last.name))?;
                if let Some(error) = stopped {
                    return Err(ReplayError::Run(error));
                }
            }
            replay.migrations
        }
    };
    let before = look(replay, lease, later, &[])?;
    let Ran { stand_ins, stopped } = run(replay, lease, to_run, None)?;
    let after = look(replay, lease, later, &stand_ins)?;
    let definitions = runtime().block_on(async {
        let session = connect(lease.target()).await.map_err(IntrospectError::from)?;
        introspect::objects_of(&session, &|_| true).await
    })?;
    Ok(Replayed { before, after, definitions, stopped })
}

/// Puts into the database what is there before the migrations: the schema, and a ledger,
/// so that it is none of theirs.
fn prepare(
    replay: &Replay<'_>,
    lease: &Lease,
    prelude: &Prelude,
    schema: &Schema,
) -> Result<(), ReplayError> {
    runtime().block_on(async {
        let session = connect(lease.target()).await.map_err(IntrospectError::from)?;
        introspect::build(&session, schema, replay.line, prelude).await?;
        let found = Found::look(&session, replay.ledger, runner::PROGRESS).await;
        let sql = found.map_err(ReplayError::Ledger)?.create_sql(replay.ledger);
        session.execute(&sql).await.map_err(ReplayError::Ledger)
    })
}

/// A run of migrations.
struct Ran {
    /// The roles that had to be made for them.
    stand_ins: Vec<String>,
    /// What stopped it.
    stopped: Option<Box<RunError>>,
}

/// As the runner is used on a development database.
pub(crate) fn options(ledger: &LedgerPlace) -> runner::Options {
    runner::Options {
        statement_timeout: Some(STATEMENT_TIMEOUT),
        ..runner::Options::new(ledger.clone())
    }
}

fn run(
    replay: &Replay<'_>,
    lease: &Lease,
    migrations: &[Migration],
    to: Option<&String>,
) -> Result<Ran, ReplayError> {
    let options = runner::Options { to: to.cloned(), ..options(replay.ledger) };
    let mut stand_ins = Vec::new();
    let mut migrations = Cow::Borrowed(migrations);
    let (target, cancel) = (lease.target(), Cancel::new());
    // Roles are the server's: a migration may name any.
    let ran = roles::with_stand_ins(lease, &mut stand_ins, || {
        loop {
            let result = runner::migrate(target, &migrations, &options, &cancel, &mut |_| ());
            let Err(error) = result else { return Ok(()) };
            if !roles::leave_out(&error, &mut migrations) {
                return Err(Box::new(error));
            }
        }
    });
    match ran {
        Ok(()) => Ok(Ran { stand_ins, stopped: None }),
        Err(ReplayError::Run(error)) if !error.is_loss() => {
            Ok(Ran { stand_ins, stopped: Some(error) })
        }
        Err(error) => Err(error),
    }
}

/// Reads all that the database holds but the tables of the run itself. Roles are the
/// server's, of which those count that the migrations speak of, stand-ins aside.
fn look(
    replay: &Replay<'_>,
    lease: &Lease,
    later: &[Migration],
    stand_ins: &[String],
) -> Result<Introspected, ReplayError> {
    let catalog = runtime().block_on(async {
        let session = connect(lease.target()).await?;
        let options = introspect::Options { roles: true, ..introspect::Options::DATABASE };
        introspect::read(&session, &options).await
    })?;
    let tables = |name: &QName| !replay.ledger.is_own_table(name);
    let roles = |name: &str| {
        later.iter().any(|migration| migration.text.contains(name))
            && !stand_ins.iter().any(|made| made == name)
    };
    let take = FromCatalog { tables: &tables, roles: &roles, ..FromCatalog::ALL };
    Ok(from_catalog(&catalog, &take))
}
