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

use mizzle_core::naming::Line;
use mizzle_core::postgres::archive;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::others;
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_core::sql::unmodelled::is_unmodelled;

use crate::cancel::Cancel;
use crate::devdb::{DevError, Lease};
use crate::ledger::LedgerPlace;
use crate::migration::Migration;
use crate::prelude::{Prelude, is_of_platform};
use crate::replay;
use crate::runner::{self, RunError};

pub use error::RehearseError;
pub use outcome::{Back, Difference, Extent, Rehearsed, Unfilled};

use ground::Ground;
use rows::Rows;

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
}

impl Rehearsal<'_> {
    /// Both schemas that it leads from and to.
    fn schemas(&self) -> [&Schema; 2] {
        [self.recorded, &self.diff.result]
    }

    /// Does the history hold what no schema can say?
    fn is_handwritten(&self) -> bool {
        self.history.iter().any(|migration| {
            migration.script().is_ok_and(|script| {
                script.statements().any(|statement| !is_generated(&statement.text))
            })
        })
    }
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
    let prelude = Prelude::of(rehearsal.history, rehearsal.history.len(), &rehearsal.diff.result);
    let mut ground = Ground::lay(rehearsal, &prelude, empty)?;
    let before = ground.look(rehearsal)?;
    let mut rows = Rows::fill(&mut ground.session, rehearsal)?;
    let had = rows.read(&mut ground.session)?;
    match run(rehearsal, &mut ground, &mut rows)? {
        Ran::Whole => {}
        Ran::UpTo { statement, why } => {
            return Ok(Rehearsed {
                abilities: ground.lease.abilities().clone(),
                extent: Extent::UpTo { statement, why },
                unfilled: rows.unfilled,
                unreplayed: ground.unreplayed.take(),
                inherited: Vec::new(),
                gone: Vec::new(),
                back: Back::Unproved("the migration itself was not rehearsed to its end".into()),
            });
        }
    }
    let after = ground.look(rehearsal)?;
    let compared = compare::compare(rehearsal, &ground, &before, &after, &prelude, empty)?;
    rows.check_kept(&mut ground.session, rehearsal, &had)?;
    let back = back::prove(rehearsal, &mut ground, &before, &after, &rows, &had)?;
    Ok(Rehearsed {
        abilities: ground.lease.abilities().clone(),
        extent: Extent::Whole,
        unfilled: rows.unfilled,
        unreplayed: ground.unreplayed.take(),
        inherited: compared.inherited,
        gone: compared.gone,
        back,
    })
}

/// How far the migration ran.
enum Ran {
    Whole,
    /// The first statement that did not, for what no engine here has.
    UpTo {
        statement: usize,
        why: String,
    },
}

/// Runs the migration. Where rows forbid it, the tables that it is about are emptied: on
/// another database it may well run, and what forbids it is among its hazards.
fn run(
    rehearsal: &Rehearsal<'_>,
    ground: &mut Ground,
    rows: &mut Rows,
) -> Result<Ran, RehearseError> {
    let mut emptied = false;
    loop {
        let Err(error) = ground.migrate(rehearsal) else { return Ok(Ran::Whole) };
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
        let by_data = ["22", "23"].iter().any(|class| failure.server.code.starts_with(class));
        if emptied || !by_data || !rows.empty(&mut ground.session, &failure.server)? {
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
    ledger: &LedgerPlace,
) -> Result<(), Box<RunError>> {
    runner::migrate(
        lease.target(),
        migrations,
        &replay::options(ledger),
        &Cancel::new(),
        &mut |_| (),
    )
    .map(|_| ())
    .map_err(Box::new)
}
