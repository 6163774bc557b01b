//! `erd`: the tables of a state as a graph, or how two states differ as one.
//!
//! A state is a point of the three sides: what is desired, what is recorded as far as any
//! of the migrations, what is actual, or nothing. What was renamed between two migrations
//! their SQL tells; elsewhere only what is otherwise the same is taken for renamed.

use crate::compare::{Actual, CompareFailure, Wanted};
use crate::destination;
use crate::dev::DevFlags;
use crate::diff::source::namespaces_of;
use crate::drift;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::OnDisk;
use crate::managed::Managed;
use crate::project::Project;
use crate::recorded::{self, Replayed, State};
use crate::schema;
use crate::target::TargetFlags;
use mizzle_core::naming::Line;
use mizzle_core::postgres::back::back;
use mizzle_core::postgres::diff::{Diff, DiffError};
use mizzle_core::postgres::difference::diff_as_found;
use mizzle_core::postgres::erd::Graph;
use mizzle_core::postgres::replayed::without_leftovers;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::told::told;
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use std::fmt;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where to start; `None` shows one state and no difference.
    pub from: Option<Point>,
    /// Where to arrive.
    pub to: Point,
    /// Which database is the actual one.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
}

/// A state of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Point {
    /// The schema files.
    Desired,
    /// All migrations.
    Recorded,
    /// The target.
    Actual,
    /// Nothing.
    Empty,
    /// The migrations as far as this one.
    Migration(String),
}

impl Point {
    /// What a word names.
    pub fn parse(word: &str) -> Self {
        match word {
            "desired" => Self::Desired,
            "recorded" => Self::Recorded,
            "actual" => Self::Actual,
            "empty" => Self::Empty,
            name => Self::Migration(name.to_owned()),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Desired => "desired",
            Self::Recorded => "recorded",
            Self::Actual => "actual",
            Self::Empty => "empty",
            Self::Migration(name) => name,
        })
    }
}

/// Draws a state, or the difference of two. Changes nothing.
pub fn erd(project: &Project, request: &Request, events: Events<'_>) -> Result<Graph, Error> {
    project.require_supported()?;
    events(Event::Started(Stage::Migrations));
    let disk = recorded::open(project)?;
    events(Event::Finished(Stage::Migrations));
    let line = disk.folder.layout.line();
    let drawing = Drawing { project, request, disk: &disk, line };
    let from = request.from.as_ref().filter(|from| **from != request.to);
    let Some(from) = from else {
        let schema = if request.to == Point::Actual {
            drawing.actual(events)?
        } else {
            drawing.read(&request.to, events)?.schema
        };
        return Ok(Graph::of(&schema));
    };
    let (from, diff) = if *from == Point::Actual {
        drawing.with_actual(&request.to, true, events)?
    } else if request.to == Point::Actual {
        drawing.with_actual(from, false, events)?
    } else {
        drawing.authored(from, &request.to, events)?
    };
    Ok(Graph::between(&from, &diff))
}

struct Drawing<'a> {
    project: &'a Project,
    request: &'a Request,
    disk: &'a OnDisk,
    line: Line,
}

/// A state that somebody wrote.
struct Read {
    schema: Schema,
    /// How many migrations it comes behind, where it is one of theirs.
    count: Option<usize>,
    /// What the snapshots alone come to, and where the rest was replayed.
    replayed: Option<(Schema, Replayed)>,
}

impl Drawing<'_> {
    /// A state that is no database.
    fn read(&self, point: &Point, events: Events<'_>) -> Result<Read, Error> {
        let all = self.disk.folder.migrations.len();
        let disk = match point {
            Point::Desired => {
                events(Event::Started(Stage::Schema));
                let extract = schema::extract(self.project, self.line)?;
                let known = namespaces_of(&extract);
                let schema = schema::model(self.project, &extract, self.line, &known)?;
                events(Event::Finished(Stage::Schema));
                return Ok(Read { schema, count: None, replayed: None });
            }
            Point::Empty => {
                return Ok(Read { schema: Schema::default(), count: Some(0), replayed: None });
            }
            Point::Recorded | Point::Actual => self.disk.first(all),
            Point::Migration(name) => recorded::up_to(self.disk, name)?,
        };
        let count = Some(disk.folder.migrations.len());
        let state = State::read(self.project, &disk, &self.request.dev, None, events)?;
        let State { schema, snapshots, replayed } = state;
        if !snapshots.replay.is_empty() && replayed.is_none() {
            events(Event::Warning(Warning::new(format!(
                "{point} is shown as its newest snapshot says it"
            ))));
        }
        Ok(Read { schema, count, replayed: replayed.map(|own| (snapshots.schema, own)) })
    }

    /// What leads from one state to another, none of which is a database.
    fn authored(
        &self,
        from: &Point,
        to: &Point,
        events: Events<'_>,
    ) -> Result<(Schema, Diff), Error> {
        let (mut from, mut to) = (self.read(from, events)?, self.read(to, events)?);
        let line = self.line;
        if let (Some(first), Some(last)) = (from.count, to.count) {
            // What was renamed on the way, the SQL in between tells.
            let sql = self.sql(first.min(last), first.max(last));
            let diff = if first <= last {
                told(&from.schema, &to.schema, line, &sql)
            } else {
                told(&to.schema, &from.schema, line, &sql)
                    .and_then(|forward| back(&to.schema, &forward, line))
            };
            return Ok((from.schema, diff.map_err(impossible)?));
        }
        // What ran on a server is said in the words of the schema files, where it is the same.
        let others = [to.schema.clone(), from.schema.clone()];
        for (one, other) in [&mut from, &mut to].into_iter().zip(others) {
            if let Some((_, replayed)) = &one.replayed {
                replayed.take_words(&mut one.schema, &other, line, events)?;
            }
        }
        let diff = diff_as_found(&from.schema, &to.schema, line).map_err(impossible)?;
        // What nobody's schema file ever had stays as it is.
        let diff = match &from.replayed {
            Some((snapshots, _)) => without_leftovers(diff, snapshots).0,
            None => diff,
        };
        Ok((from.schema, diff))
    }

    /// The statements of the migrations between two states.
    fn sql(&self, first: usize, last: usize) -> String {
        let files = self.disk.folder.migrations.iter().skip(first).take(last - first);
        let texts = files.filter_map(|file| self.disk.read_file(&file.sql).ok());
        texts.collect::<Vec<_>>().join(";\n")
    }

    /// The database as it is.
    fn actual(&self, events: Events<'_>) -> Result<Schema, Error> {
        // What is managed there, the recorded schema says; without one, the config does.
        let recorded = recorded::snapshots(self.disk).map(|own| own.schema).unwrap_or_default();
        Ok(self.look(&recorded, events)?.0.schema)
    }

    fn look(&self, own: &Schema, events: Events<'_>) -> Result<(Actual, u32), Error> {
        let Request { target, dev, .. } = self.request;
        let opened = destination::open(self.project, target, dev, events)?;
        let mut connection = drift::connect(&opened)?;
        let others = drift::other_ledgers(self.project, self.disk, &mut connection, events)?;
        events(Event::Started(Stage::Database));
        let managed = Managed::of(self.project, self.line, own).without(&others);
        let actual = Actual::read(&mut connection, &managed)?;
        events(Event::Finished(Stage::Database));
        Ok((actual, connection.major()))
    }

    /// What leads from the database to another state, or from there to the database, both
    /// in one server's words.
    fn with_actual(
        &self,
        other: &Point,
        is_first: bool,
        events: Events<'_>,
    ) -> Result<(Schema, Diff), Error> {
        let schema = self.read(other, events)?.schema;
        let (actual, major) = self.look(&schema, events)?;
        let files = self.disk.folder.migrations.iter().filter(|file| file.sql_exists);
        let migrations: Vec<Migration> =
            files.filter_map(|file| self.disk.migration(file).ok()).collect();
        let dev = &self.request.dev;
        let engine = recorded::engine(self.project, dev, &migrations, Some(major), events)?;
        let engine = match engine {
            Ok(engine) => Some(engine),
            Err(unavailable) => {
                let text = format!(
                    "{unavailable}: texts that are written otherwise (defaults, checks, \
                     conditions, views) are not compared"
                );
                events(Event::Warning(Warning::new(text).hint(unavailable.help())));
                None
            }
        };
        let managed = Managed::of(self.project, self.line, &schema);
        let prelude = Prelude::of(&migrations, migrations.len(), &schema);
        let wanted = Wanted { schema: &schema, is_worded: false, prelude: &prelude };
        let compared = actual.compare(&wanted, &managed, self.line, engine.as_ref(), events)?;
        let (actual, other) = (compared.actual, compared.named);
        let (from, to, line) =
            // A name that nobody wrote is as good as the one that the database has.
            if is_first { (actual, other, self.line) } else { (other, actual, Line::V1) };
        let diff = diff_as_found(&from, &to, line).map_err(impossible)?;
        Ok((from, diff))
    }
}

fn impossible(error: DiffError) -> Error {
    CompareFailure::Impossible(error).into()
}
