//! `drift`: what the migrations make against what the database holds.
//!
//! The recorded side is the state behind the newest migration that the ledger has, since
//! what is pending is no drift. Nothing is changed, and no lock is taken.

pub(crate) mod counted;
mod finding;
mod restore;
mod seen;
mod unmodelled;

pub use finding::{Finding, Restoring};
pub(crate) use finding::{findings, named};
pub use restore::{RestoreError, restore};

use crate::compare::{Actual, CompareFailure, Wanted};
use crate::destination::{self, Opened};
use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::{FolderFailure, OnDisk};
use crate::managed::Managed;
use crate::project::Project;
use crate::recorded::{self, History};
use crate::sum;
use crate::target::TargetFlags;
use counted::Counted;
use finding::restoring;
use mizzle_core::folder::Recorded;
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_db::connect::SessionError;
use mizzle_db::connection::Connection;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::introspect::{Definitions, definitions};
use mizzle_db::ledger;
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use mizzle_db::runner::RunError;
use seen::look;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which database.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
}

/// How a database differs from what its migrations make.
#[derive(Debug)]
pub struct Drift {
    /// The database, as it is shown.
    pub target: String,
    /// The newest migration that is applied.
    pub applied: Option<String>,
    /// Migrations that are not applied, and were left out of the comparison.
    pub pending: Vec<String>,
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// The SQL that takes all of it back, in an order that runs.
    pub restore: String,
    /// What no schema can say and is no drift, by name.
    pub unmodelled: Vec<String>,
    /// What the model leaves out of objects that it knows: how often, by kind.
    pub left_out: Vec<(usize, &'static str)>,
    /// Where the history does something else than its snapshots say.
    pub inherited: Vec<String>,
    /// What was not compared.
    pub not_compared: Vec<String>,
    /// Constraints and indexes that nobody named, with another name than the history gives
    /// them. No drift; but a migration that names them would not find them.
    pub otherwise: Vec<String>,
    /// Schemas in which the role may use nothing, and catalogs that it may not read.
    pub closed: Vec<String>,
}

impl Drift {
    /// Is the database as it should be?
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Compares a database with what its migrations make.
pub fn drift(project: &Project, request: &Request, events: Events<'_>) -> Result<Drift, Error> {
    Ok(sides(project, request, events)?.0)
}

/// The same, where somebody has replayed the history already.
pub(crate) fn drift_from(
    project: &Project,
    request: &Request,
    replayed: Option<Replayed>,
    events: Events<'_>,
) -> Result<Drift, Error> {
    Ok(sides_from(project, request, replayed, events)?.0)
}

/// A history that was replayed, and where.
pub(crate) struct Replayed {
    /// Its migrations.
    pub(crate) migrations: Vec<String>,
    /// What they make.
    pub(crate) history: History,
    /// The development database.
    pub(crate) engine: DevDatabase,
}

impl Replayed {
    /// Is it what would be replayed for these migrations and this version of a target?
    fn is_of(&self, migrations: &[Migration], major: Option<u32>) -> bool {
        let names = migrations.iter().map(|migration| &migration.name);
        names.eq(&self.migrations) && Some(self.engine.abilities().version.major) == major
    }
}

/// Both sides of a comparison, in one server's words.
pub(crate) struct Sides {
    /// What the migrations make, with the names that the database has where nobody wrote one.
    pub(crate) recorded: Schema,
    /// What the database holds.
    pub(crate) actual: Schema,
    /// Whose naming rules hold.
    pub(crate) line: Line,
}

/// The same, and what was compared.
pub(crate) fn sides(
    project: &Project,
    request: &Request,
    events: Events<'_>,
) -> Result<(Drift, Sides), Error> {
    sides_from(project, request, None, events)
}

fn sides_from(
    project: &Project,
    request: &Request,
    replayed: Option<Replayed>,
    events: Events<'_>,
) -> Result<(Drift, Sides), Error> {
    let opened = destination::open(project, &request.target, &request.dev, events)?;
    events(Event::Started(Stage::Migrations));
    let disk = recorded::open(project)?;
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown }.into());
    }
    let migrations = disk.migrations()?;
    events(Event::Finished(Stage::Migrations));
    sum::check(project, &disk, None, "nothing was compared", events)?;
    let mut connection = connect(&opened)?;
    let seen = look(project, &disk, &migrations, &mut connection, events)?;
    let others = other_ledgers(project, &disk, &mut connection, events)?;
    let (disk, migrations) = seen.applied(disk, migrations);
    let major = Some(connection.major());
    let (history, engine) = match replayed.filter(|own| own.is_of(&migrations, major)) {
        Some(Replayed { history, engine, .. }) => (history, Some(engine)),
        None => recorded_side(project, &disk, &migrations, &request.dev, major, events)?,
    };
    let line = disk.folder.layout.line();
    events(Event::Started(Stage::Database));
    let managed = Managed::of(project, line, &history.schema).without(&others);
    let actual = Actual::read(&mut connection, &managed)?;
    let definitions = defined(&mut connection, &history, &managed)?;
    drop(connection);
    events(Event::Finished(Stage::Database));
    let prelude = Prelude::of(&migrations, migrations.len(), &history.schema);
    let wanted =
        Wanted { schema: &history.schema, is_worded: history.is_replayed, prelude: &prelude };
    let compared = actual.compare(&wanted, &managed, line, engine.as_ref(), events)?;
    project.environment.go_on()?;
    let counted = Counted::read(&disk)?;
    let there = unmodelled::There { actual: &actual, definitions: definitions.as_ref() };
    let others = unmodelled::look(&there, &history, &migrations, counted.as_ref(), &managed);
    let mut not_compared = compared.not_compared.clone();
    not_compared.extend(others.not_compared.clone());
    let unread = managed.unread_policies(&history.schema);
    not_compared.extend(unread.map(|own| format!("policy {} on {}", own.policy.name, own.table)));
    let sides = Sides { recorded: compared.named.clone(), actual: compared.actual.clone(), line };
    let drift = Drift {
        target: opened.display,
        applied: migrations.last().map(|migration| migration.name.clone()),
        pending: seen.pending,
        restore: restoring(&compared.plan, &others.findings),
        findings: findings(&compared, line).into_iter().chain(others.findings).collect(),
        unmodelled: others.named,
        left_out: unmodelled::left_out(&actual.fidelity),
        inherited: history.inherited,
        not_compared,
        otherwise: compared.otherwise.iter().map(named).collect(),
        closed: closed(&actual),
    };
    Ok((drift, sides))
}

pub(crate) fn connect(opened: &Opened) -> Result<Connection, Error> {
    Connection::open(&opened.target).map_err(|error| RunError::from(error).into())
}

/// The definitions of what no schema can say, where those of the history are in the words of
/// the same version.
fn defined(
    connection: &mut Connection,
    history: &History,
    managed: &Managed<'_>,
) -> Result<Option<Definitions>, Error> {
    if history.major != Some(connection.major()) {
        return Ok(None);
    }
    let found = definitions(connection, &|name| managed.has_schema(name));
    Ok(Some(found.map_err(CompareFailure::from)?))
}

/// Ledgers beside the project's own: no drift, and no tables of the project.
pub(crate) fn other_ledgers(
    project: &Project,
    disk: &OnDisk,
    connection: &mut Connection,
    events: Events<'_>,
) -> Result<Vec<QName>, Error> {
    let place = destination::ledger(project, disk.folder.layout.line());
    let failed = |error: SessionError| RunError::Server { doing: "reading the catalog", error };
    let others = ledger::others(connection, &place).map_err(failed)?;
    destination::tell_other_ledgers(&others, &place, events);
    Ok(others)
}

/// What the history makes, and the development database that said so. Without one, what
/// the snapshots say.
pub(crate) fn recorded_side(
    project: &Project,
    disk: &OnDisk,
    migrations: &[Migration],
    dev: &DevFlags,
    major: Option<u32>,
    events: Events<'_>,
) -> Result<(History, Option<DevDatabase>), Error> {
    events(Event::Started(Stage::State));
    let snapshots = recorded::snapshots(disk)?;
    for note in &snapshots.notes {
        events(Event::Warning(Warning::new(format!("{}: {note}", disk.shown))));
    }
    events(Event::Finished(Stage::State));
    let engine = match recorded::engine(project, dev, migrations, major, events)? {
        Ok(engine) => engine,
        Err(unavailable) => {
            events(Event::Warning(
                Warning::new(format!(
                    "{unavailable}: the snapshots are compared as they are, and texts that are \
                     written otherwise (defaults, checks, conditions, views) are not compared"
                ))
                .hint(unavailable.help()),
            ));
            behind(&snapshots, disk, events);
            return Ok((History::of_snapshots(snapshots.schema), None));
        }
    };
    if migrations.is_empty() {
        return Ok((History::of_snapshots(Schema::default()), Some(engine)));
    }
    let line = disk.folder.layout.line();
    match recorded::history(project, &snapshots, migrations, line, &engine, events)? {
        Some(history) => Ok((history, Some(engine))),
        None => {
            let replayed = recorded::replay(project, disk, &snapshots, dev, major, events)?;
            let schema = replayed.map_or(snapshots.schema, |(_, schema)| schema);
            Ok((History::of_snapshots(schema), Some(engine)))
        }
    }
}

/// Migrations whose effect nobody knows.
fn behind(snapshots: &Recorded, disk: &OnDisk, events: Events<'_>) {
    let tags = snapshots.replay.iter().filter_map(|place| disk.folder.migrations.get(*place));
    let tags: Vec<&str> = tags.map(|migration| migration.tag.as_str()).collect();
    if !tags.is_empty() {
        events(Event::Warning(Warning::new(format!(
            "{} without a snapshot: what they do shows as a difference",
            tags.join(", ")
        ))));
    }
}

fn closed(actual: &Actual) -> Vec<String> {
    let schemas = actual.fidelity.unusable.iter().map(|name| format!("schema {name}"));
    schemas.chain(actual.fidelity.unreadable.iter().cloned()).collect()
}
