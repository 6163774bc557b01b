//! What a run would do: every statement, how large the tables are that it works on, and what
//! is lost.

use super::Request;
use super::segments::{Segment, segments};
use crate::destination;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::OnDisk;
use crate::project::Project;
use crate::rollback::states::{Between, Folder};
use crate::rollback::{Taken, first_number, of_counting, taken};
use crate::sum::SumFile;
use mizzle_core::folder::sum::Rehearsed;
use mizzle_core::naming::Line;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::removed::Removed;
use mizzle_core::postgres::schema::QName;
use mizzle_db::connect::SessionError;
use mizzle_db::connection::Connection;
use mizzle_db::runner::{self, LedgerState, Options, RunError};
use mizzle_db::sizes::{Size, sizes};
use std::collections::{BTreeMap, BTreeSet};

/// What a run would do.
#[derive(Debug)]
pub struct Preview {
    /// The migrations, in order.
    pub pending: Vec<Pending>,
    /// How large the tables of their statements are, as far as they are there.
    pub sizes: BTreeMap<QName, Size>,
    /// Would the ledger be created or upgraded first?
    pub ledger: LedgerState,
    /// Tables that they would make and that are there, in a database without a ledger: somebody
    /// else may have made all of it already.
    pub there: Vec<QName>,
    /// A right that the run would lack, with the GRANT that gives it.
    pub missing_right: Option<String>,
}

/// A migration that would be applied.
#[derive(Debug)]
pub struct Pending {
    /// Its name.
    pub name: String,
    /// Its file, as it is shown.
    pub file: String,
    /// What of it was rehearsed; `None` where nothing is recorded of it as it is.
    pub rehearsed: Option<Rehearsed>,
    /// Its segments.
    pub segments: Vec<Segment>,
    /// Segments that an earlier run has applied.
    pub done_segments: usize,
    /// What it takes away; empty also where that is not known.
    pub taken: Vec<Taken>,
    /// Do the snapshots say what it changes, so that `taken` is all of it?
    pub is_known: bool,
}

/// Looks at what is pending. Takes no lock.
pub fn pending(project: &Project, request: &Request, events: Events<'_>) -> Result<Preview, Error> {
    let opened = destination::open(project, &request.target, &request.dev, events)?;
    let disk = OnDisk::read(project, Line::V0)?;
    let line = disk.folder.layout.line();
    let migrations = disk.migrations()?;
    let file = SumFile::read(&disk)?;
    let failed =
        |error: RunError| Error::Run { error: Box::new(error), dev: opened.dev, sealed: false };
    events(Event::Started(Stage::Database));
    let mut connection =
        Connection::open(&opened.target).map_err(|error| failed(RunError::from(error)))?;
    let options = Options::new(destination::ledger(project, line));
    let plan = runner::plan_with(&mut connection, &migrations, &options).map_err(failed)?;
    events(Event::Finished(Stage::Database));
    for warning in &plan.warnings {
        events(Event::Warning(Warning::new(warning.to_string())));
    }
    events(Event::Started(Stage::State));
    let states = Folder { project, dev: &request.dev, disk: &disk };
    let mut between: Vec<Option<Between>> = Vec::new();
    for one in &plan.pending {
        between.push(states.between(one.index, &migrations[one.index].text, events)?);
    }
    events(Event::Finished(Stage::State));
    events(Event::Started(Stage::Counting));
    let taken = count(&mut connection, &between, line).map_err(failed)?;
    let mut all = Vec::new();
    for ((one, between), taken) in plan.pending.iter().zip(&between).zip(taken) {
        let migration = &migrations[one.index];
        let recorded = file.present.get(one.index).and_then(|present| file.sum.line(present));
        all.push(Pending {
            name: migration.name.clone(),
            file: migration.file.clone(),
            rehearsed: recorded.map(|line| line.rehearsed.clone()),
            segments: segments(&one.script, between.as_ref(), line),
            done_segments: one.done_segments,
            taken,
            is_known: between.is_some(),
        });
    }
    let statements = all.iter().flat_map(|one| &one.segments).flat_map(|one| &one.statements);
    let tables: BTreeSet<&QName> = statements.flat_map(|statement| &statement.tables).collect();
    let sizes = sizes(&mut connection, tables);
    let sizes = sizes.map_err(|error| failed(of_counting(error)))?;
    events(Event::Finished(Stage::Counting));
    let there = match plan.ledger {
        LedgerState::Missing => made(&between).filter(|name| sizes.contains_key(name)).collect(),
        LedgerState::NeedsUpgrade | LedgerState::Present => Vec::new(),
    };
    Ok(Preview {
        pending: all,
        sizes,
        there,
        ledger: plan.ledger,
        missing_right: plan.missing_right.map(|right| right.to_string()),
    })
}

/// The tables that they make.
fn made(between: &[Option<Between>]) -> impl Iterator<Item = QName> {
    between.iter().flatten().flat_map(|one| &one.forward).filter_map(|change| {
        let Change::CreateTable { name, .. } = change else { return None };
        Some(name.clone())
    })
}

/// What each of them takes away. A count that takes long is given up.
fn count(
    connection: &mut Connection,
    between: &[Option<Between>],
    line: Line,
) -> Result<Vec<Vec<Taken>>, RunError> {
    let steps: Vec<&[Change]> =
        between.iter().map(|one| one.as_ref().map_or(&[][..], |one| &one.forward)).collect();
    let all = Removed::by_steps(&steps).into_iter().map(|removed| {
        let counted = removed.iter().map(|one| {
            let count = patiently(connection, &one.count_sql(line));
            Ok(taken(one, count)?.0)
        });
        counted.collect()
    });
    all.collect()
}

/// A query with one row of one number, which may take two seconds.
pub(super) fn patiently(connection: &mut Connection, sql: &str) -> Result<u64, SessionError> {
    let rows = connection.query(&format!("SET LOCAL statement_timeout = 2000; {sql}"))?;
    Ok(first_number(&rows))
}
