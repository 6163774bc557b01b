//! Rehearses a migration: runs it on a development database, and looks whether it does
//! what it should and nothing else.
//!
//! The recorded state is built, by the history where that holds SQL by hand, else from
//! the schema. Tables get rows. The migration runs there as [`runner::migrate`] runs it
//! anywhere; then what it touches must be as desired, nothing else may have changed, and
//! the rows that it does not touch must be the same byte for byte. The way back is proved
//! by taking it, and by going forth again.

mod back;
mod compare;
mod error;
mod ground;
mod look;
mod outcome;
mod rows;
mod state;

use mizzle_core::naming::Line;
use mizzle_core::postgres::archive;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::others;
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_core::sql::unmodelled::is_unmodelled;

use crate::cancel::Cancel;
use crate::devdb::{DevDatabase, DevError, Lease};
use crate::ledger::LedgerPlace;
use crate::migration::Migration;
use crate::prelude::{Prelude, is_of_platform};
use crate::replay;
use crate::runner::{self, RunError};

pub use error::RehearseError;
pub use outcome::{Back, Difference, Extent, Rehearsed, Unfilled};

use ground::Ground;
use look::Looked;
use rows::{Cells, Rows};

/// What to rehearse.
#[derive(Debug, Clone, Copy)]
pub struct Rehearsal<'a> {
    /// The migrations before it, in order.
    pub history: &'a [Migration],
    /// The schema that they come to, as it is recorded.
    pub recorded: &'a Schema,
    /// What the migration is to change, and the schema it leads to.
    pub diff: &'a Diff,
    /// The migration.
    pub up: &'a Migration,
    /// The SQL of its way back; `None` where there is none to prove.
    pub down: Option<&'a str>,
    /// Whose naming rules hold.
    pub line: Line,
    /// Where the project's ledger is: a migration may use it.
    pub ledger: &'a LedgerPlace,
    /// Told how far it is.
    pub tell: Tell<'a>,
}

/// Told of each statement that begins ([`runner::Event::Statement`]): of the migration, of
/// its way back, and of the history where that has to run.
#[derive(Clone, Copy)]
pub struct Tell<'a>(pub &'a dyn Fn(runner::Event));

impl std::fmt::Debug for Tell<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tell")
    }
}

impl Tell<'_> {
    /// What a run tells that is only for a rehearsal is nobody's business.
    fn of_run(self, event: runner::Event) {
        if let runner::Event::Statement { .. } = event {
            (self.0)(event);
        }
    }
}

impl Rehearsal<'_> {
    /// Both schemas that it leads from and to.
    fn schemas(&self) -> [&Schema; 2] {
        [self.recorded, &self.diff.result]
    }

    /// What is there before the recorded state is built from its schema.
    fn prelude(&self) -> Prelude {
        Prelude::of(self.history, self.history.len(), &self.diff.result)
    }

    /// Does the history hold what no schema can say?
    fn is_handwritten(&self) -> bool {
        self.history.iter().any(is_handwritten)
    }
}

fn is_handwritten(migration: &Migration) -> bool {
    migration
        .script()
        .is_ok_and(|script| script.statements().any(|statement| !is_generated(&statement.text)))
}

/// Could the statement be one that mizzle or drizzle-kit writes?
fn is_generated(statement: &str) -> bool {
    let first = statement.split_whitespace().next().unwrap_or_default();
    let ddl = ["create", "alter", "drop"].iter().any(|word| first.eq_ignore_ascii_case(word));
    // What goes is locked and copied by migrations that keep it.
    let keeps = first == "LOCK" || !archive::named(statement).is_empty();
    keeps || (ddl && !is_unmodelled(statement))
}

/// Rehearses a migration. `empty` lends empty databases of one engine.
///
/// # Errors
/// There is no database, the recorded state cannot be built there, or the migration does
/// not do what it should.
pub fn rehearse(
    rehearsal: &Rehearsal<'_>,
    empty: &mut dyn FnMut() -> Result<Lease, DevError>,
) -> Result<Rehearsed, RehearseError> {
    Ok(from_nothing(rehearsal, empty)?.rehearsed)
}

/// The same on an engine that is not needed any more afterwards. Where the recorded state is
/// large and an earlier rehearsal has kept it (the engine was asked for it by [`state`]), it
/// is not built again; the state behind the migration is kept for the next one.
///
/// # Errors
/// As for [`rehearse`].
pub fn rehearse_on(
    rehearsal: &Rehearsal<'_>,
    database: DevDatabase,
) -> Result<Rehearsed, RehearseError> {
    let mut empty = || database.lease();
    let prepared = database.prepared().ok().flatten();
    let was_prepared = prepared.is_some();
    let from_state = prepared.and_then(|(lease, known)| {
        // Only a yes is taken from it: what it says otherwise may be its own fault.
        let (ground, before) = Ground::take(rehearsal, (lease, &known), &mut empty)?;
        go(rehearsal, (ground, &before), &rehearsal.prelude(), &mut empty).ok()
    });
    let is_from_state = from_state.is_some();
    let done = match from_state {
        Some(done) => done,
        None => from_nothing(rehearsal, &mut empty)?,
    };
    if was_prepared
        && !is_from_state
        && let Some(key) = state::before(rehearsal)
    {
        database.forget_state(&key);
    }
    let Done { mut rehearsed, mut ground, end } = done;
    rehearsed.prepared = is_from_state;
    if let Some(end) = end
        && let Some(key) = state::after(rehearsal, &ground)
        && ground.clear(rehearsal.ledger).is_ok()
        && database.spare(&ground.lease)
    {
        drop(ground);
        // Without it the next rehearsal takes longer, and that is all.
        let _ = database.keep(&key, &state::known(&end));
    }
    Ok(rehearsed)
}

/// The key of the state that a rehearsal begins with, where it is worth to be kept.
#[must_use]
pub fn state(rehearsal: &Rehearsal<'_>) -> Option<String> {
    state::before(rehearsal)
}

/// A rehearsal that came to its end.
struct Done {
    rehearsed: Rehearsed,
    ground: Ground,
    /// What is there, where the way back was proved.
    end: Option<Looked>,
}

fn from_nothing(
    rehearsal: &Rehearsal<'_>,
    empty: &mut dyn FnMut() -> Result<Lease, DevError>,
) -> Result<Done, RehearseError> {
    let prelude = rehearsal.prelude();
    let mut ground = Ground::lay(rehearsal, &prelude, empty)?;
    let before = ground.look(rehearsal)?;
    go(rehearsal, (ground, &before), &prelude, empty)
}

/// Rehearses a migration where the recorded state is.
fn go(
    rehearsal: &Rehearsal<'_>,
    (mut ground, before): (Ground, &Looked),
    prelude: &Prelude,
    empty: &mut dyn FnMut() -> Result<Lease, DevError>,
) -> Result<Done, RehearseError> {
    let mut rows = Rows::fill(&mut ground.session, rehearsal, ground.by_history)?;
    let mut had = rows.read(&mut ground.session)?;
    let mut rehearsed = Rehearsed {
        abilities: ground.lease.abilities().clone(),
        prepared: false,
        extent: Extent::Whole,
        unfilled: Vec::new(),
        unreplayed: None,
        inherited: Vec::new(),
        gone: Vec::new(),
        back: Back::Unproved("the migration itself was not rehearsed to its end".into()),
    };
    match run(rehearsal, &mut ground, &mut rows, &mut had)? {
        Ran::Whole { emptied } => {
            if emptied && rows.are_seeded {
                // With those of the history alone, it has to run.
                let mut bare = Ground::lay(rehearsal, prelude, empty)?;
                bare.migrate(rehearsal).map_err(RehearseError::Seeded)?;
            }
        }
        Ran::UpTo { statement, why } => {
            rehearsed.extent = Extent::UpTo { statement, why };
            rehearsed.unfilled = rows.unfilled;
            rehearsed.unreplayed = ground.unreplayed.take();
            return Ok(Done { rehearsed, ground, end: None });
        }
    }
    let after = ground.look(rehearsal)?;
    let compared = compare::compare(rehearsal, &ground, before, &after, prelude, empty)?;
    rows.check_kept(&mut ground.session, rehearsal, &had)?;
    let proof = back::prove(rehearsal, &mut ground, before, &after, &rows, &had)?;
    rehearsed.unfilled = rows.unfilled;
    rehearsed.unreplayed = ground.unreplayed.take();
    rehearsed.inherited = compared.inherited;
    rehearsed.gone = compared.gone;
    rehearsed.back = proof.back;
    Ok(Done { rehearsed, ground, end: proof.end })
}

/// How far the migration ran.
enum Ran {
    Whole {
        /// On tables that had to be emptied for it.
        emptied: bool,
    },
    /// The first statement that did not, for what no engine here has.
    UpTo { statement: usize, why: String },
}

/// Runs the migration. Where rows forbid it, they are taken out of the table whose they are:
/// on another database it may well run, and what forbids it is among its hazards.
fn run(
    rehearsal: &Rehearsal<'_>,
    ground: &mut Ground,
    rows: &mut Rows,
    had: &mut Cells,
) -> Result<Ran, RehearseError> {
    let mut emptied = false;
    loop {
        let Err(error) = ground.migrate(rehearsal) else { return Ok(Ran::Whole { emptied }) };
        let RunError::Failed { failure, .. } = &*error else {
            return Err(RehearseError::Run(error));
        };
        if let Some(extension) = ground.missing_extension(&failure.server) {
            let why = format!("the development database has no extension {extension}");
            return Ok(Ran::UpTo { statement: failure.number, why });
        }
        if let Some(table) = ground.guessed(failure) {
            let why = format!("{table} is somebody else's, and what it has is not known here");
            return Ok(Ran::UpTo { statement: failure.number, why });
        }
        let by_rows = failure.server.is_about_rows();
        if !by_rows || !rows.empty(&mut ground.session, rehearsal, failure, had)? {
            return Err(RehearseError::Run(error));
        }
        emptied = true;
    }
}

/// Is it there on the server although no schema has it?
fn is_stood_in_for(name: &QName) -> bool {
    is_of_platform(&name.schema)
}

/// The tables of others that the schemas refer to.
fn others_of(rehearsal: &Rehearsal<'_>) -> Schema {
    others::tables(&rehearsal.schemas(), &is_stood_in_for)
}

/// Runs migrations where nobody else is.
fn migrate(
    lease: &Lease,
    migrations: &[Migration],
    rehearsal: &Rehearsal<'_>,
) -> Result<(), Box<RunError>> {
    let options = replay::options(rehearsal.ledger);
    let mut events = |event| rehearsal.tell.of_run(event);
    runner::migrate(lease.target(), migrations, &options, &Cancel::new(), &mut events)
        .map(|_| ())
        .map_err(Box::new)
}
