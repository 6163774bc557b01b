//! `diff`: any two schemas, wherever they are, and the SQL that leads from one to the
//! other.
//!
//! SQL is run on a development database and databases are read, so that both sides are
//! compared in one server's words; what the model has no word for is compared by its
//! definition there. A schema file and a snapshot speak of nothing beside the model: what
//! the other side has beside it is named and not compared.

mod error;
mod made;
mod outcome;
mod prove;
mod side;
pub(crate) mod source;

pub use error::DiffFailure;
pub(crate) use error::refused;
pub use outcome::{Compared, Difference, Outcome, Proof};
pub use side::needs_project;

use crate::destination::ledger;
use crate::dev::{self, DevFlags};
use crate::environment::Environment;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::generate::planned;
use crate::managed::Managed;
use crate::project::Project;
use made::{Basis, Bench, Made};
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::diff::{DiffError, DiffOptions, diff};
use mizzle_core::postgres::from_catalog::FromCatalog;
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::reworded::with_chosen_names;
use mizzle_core::postgres::schema::{PUBLIC, QName, Schema, Table};
use mizzle_db::devdb::{Needs, Resolved, resolve};
use mizzle_db::introspect::{Definitions, Described, Looked, Options, Thing, look};
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::prelude::{Prelude, is_of_platform};
use mizzle_db::target::Target;
use side::Side;
use source::Source;
use std::collections::BTreeSet;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// `--from`
    pub from: String,
    /// `--to`
    pub to: String,
    /// Run the SQL on top of the one and compare with the other.
    pub prove: bool,
    /// Which development database.
    pub dev: DevFlags,
}

/// Where it is asked: a folder, and the project in it where a side needs one.
pub struct Context<'a> {
    /// The folder.
    pub environment: &'a Environment,
    /// The project.
    pub project: Option<&'a Project>,
}

/// Both sides made, nothing decided.
#[derive(Debug)]
pub struct Prepared {
    from: Made,
    to: Made,
    /// Where they were made, or the SQL can be run.
    bench: Option<Bench>,
    line: Line,
    prove: bool,
}

/// Reads both sides, and puts them into one server's words.
pub fn prepare(
    context: &Context<'_>,
    request: &Request,
    events: Events<'_>,
) -> Result<Prepared, Error> {
    if let Some(project) = context.project {
        project.require_supported()?;
    }
    let cwd = &context.environment.cwd;
    let words = [&request.from, &request.to];
    let sides = [Side::parse(words[0], cwd)?, Side::parse(words[1], cwd)?];
    let line = source::line([&sides[0], &sides[1]], context)?;
    let is_schema = sides.iter().any(Side::is_of_project);
    if is_schema {
        events(Event::Started(Stage::Schema));
    }
    let from = source::read(&sides[0], "--from", context, line)?;
    let to = source::read(&sides[1], "--to", context, line)?;
    if is_schema {
        events(Event::Finished(Stage::Schema));
    }
    let shown = [sides[0].shown(words[0]), sides[1].shown(words[1])];
    let mut databases = [None, None];
    for (place, (one, other)) in [(&from, &to), (&to, &from)].into_iter().enumerate() {
        if let Source::Database(target) = one {
            let flag = if place == 0 { "--from" } else { "--to" };
            databases[place] = Some(database(target, flag, other, context, line, events)?);
        }
    }
    let bench = bench(context, request, [&from, &to], &databases, line, events)?;
    let [from_looked, to_looked] = databases;
    let user = |looked: &Option<Looked>| looked.as_ref().map(|it| it.found.user.clone());
    let users = [user(&to_looked), user(&from_looked)];
    // What is read comes first: a schema may call what only the other side makes.
    let first = [
        read(&from, &shown[0], from_looked, bench.as_ref(), events)?,
        read(&to, &shown[1], to_looked, bench.as_ref(), events)?,
    ];
    let migrations = source::own_migrations(context);
    let written = |place: usize, one: &Source, other: &Source| {
        let Source::Authored(schema) = one else { return Ok(None) };
        let prelude = made::prelude(schema, other, first[1 - place].as_ref(), &migrations);
        let (shown, user) = (shown[place].clone(), users[place].as_deref());
        // Both in their authors' words: no server is needed to compare them.
        let in_words = request.prove || first[1 - place].is_some();
        match &bench {
            Some(bench) if in_words => bench.of_schema(shown, schema, user, prelude).map(Some),
            Some(_) | None => Ok(Some(Made {
                shown,
                schema: (**schema).clone(),
                described: None,
                major: None,
                basis: Basis::Schema(prelude),
            })),
        }
    };
    let (from_written, to_written) = (written(0, &from, &to)?, written(1, &to, &from)?);
    let [from_read, to_read] = first;
    let missing = || DiffFailure::Side { word: "a side".to_owned(), why: "it is empty".to_owned() };
    let mut from_made = from_read.or(from_written).ok_or_else(missing)?;
    let mut to_made = to_read.or(to_written).ok_or_else(missing)?;
    // Roles are the server's: of those of a database only those count that the other side
    // speaks of.
    let roles = |one: &Source, made: &mut Made, other: &Schema| {
        if matches!(one, Source::Database(_)) {
            made.schema.roles.retain(|name, _| other.roles.contains_key(name));
        }
    };
    roles(&from, &mut from_made, &to_made.schema);
    roles(&to, &mut to_made, &from_made.schema);
    Ok(Prepared { from: from_made, to: to_made, bench, line, prove: request.prove })
}

impl Prepared {
    /// Takes the difference with the answers given, and proves it where that is asked for.
    pub fn finish(&self, answers: &Answers, events: Events<'_>) -> Result<Outcome, Error> {
        let (from, to) = (&self.from, &self.to);
        let both_read = from.is_read() && to.is_read();
        // Between two databases there are no rules, only names; and a name that nobody
        // wrote is as good as the one that a database has.
        let is_read = from.is_read() || to.is_read();
        let options = DiffOptions { line: if is_read { Line::V1 } else { self.line }, answers };
        let wanted = if both_read { with_chosen_names(&to.schema) } else { to.schema.clone() };
        let mut diff = match diff(&from.schema, &wanted, &options) {
            Ok(diff) => diff,
            Err(DiffError::Undecided(questions)) => return Ok(Outcome::Undecided(questions)),
            Err(error) => return Err(DiffFailure::Diff(error).into()),
        };
        if let Some(described) = to.described.as_ref().filter(|_| both_read) {
            // A sequence that goes with a column keeps its name when the column gets another.
            diff.changes.retain(|change| {
                let Change::RenameOwnedSequence { table, to, .. } = change else { return true };
                let name = QName::new(&table.schema, to).to_string();
                described.texts.contains_key(&Thing { kind: "sequence".to_owned(), name })
            });
        }
        let plan = plan(&diff, self.line);
        let mut compared = Compared {
            from: from.shown.clone(),
            to: to.shown.clone(),
            planned: planned(&diff, &plan),
            outside: Vec::new(),
            not_compared: Vec::new(),
            unknown: Vec::new(),
            notes: order_of_columns(&from.schema, &to.schema),
            proof: None,
        };
        self.outside(&mut compared, diff.is_empty());
        if self.prove
            && let Some(bench) = &self.bench
        {
            compared.proof = Some(prove::prove(bench, from, to, &diff, &plan, events)?);
        }
        Ok(Outcome::Compared(Box::new(compared)))
    }

    /// Compares what the model has no word for.
    fn outside(&self, compared: &mut Compared, no_changes: bool) {
        let (from, to) = (&self.from, &self.to);
        match (&from.described, &to.described) {
            (Some(left), Some(right)) => {
                compared.outside = differences(&left.outside, &right.outside);
                // The model may overlook something, or take two texts for the same.
                let same_server = from.major.zip(to.major).is_none_or(|(one, other)| one == other);
                if no_changes && same_server {
                    compared.outside.extend(differences(&left.texts, &right.texts));
                }
            }
            (Some(one), None) | (None, Some(one)) => {
                compared.not_compared = one.outside.keys().map(ToString::to_string).collect();
            }
            (None, None) => {}
        }
        if from.is_read() && to.is_read() {
            compared.unknown = [from, to].into_iter().filter_map(Made::unreadable).collect();
        }
    }
}

/// Things whose definitions differ, or that only one side has.
fn differences(from: &Definitions, to: &Definitions) -> Vec<Difference> {
    let things: BTreeSet<_> = from.keys().chain(to.keys()).collect();
    let differing = things.into_iter().filter(|thing| from.get(thing) != to.get(thing));
    let difference = |thing: &_| Difference {
        what: ToString::to_string(thing),
        from: from.get(thing).cloned(),
        to: to.get(thing).cloned(),
    };
    differing.map(difference).collect()
}

/// Tables that both have with the same columns in another order.
fn order_of_columns(from: &Schema, to: &Schema) -> Vec<String> {
    let same = |(name, table): (&QName, &Table)| {
        let other = to.tables.get(name)?;
        let has_all = table.columns.len() == other.columns.len()
            && table.columns.keys().all(|column| other.columns.contains_key(column));
        let is_moved = has_all && !table.columns.keys().eq(other.columns.keys());
        is_moved.then(|| format!("the columns of {name} are in another order"))
    };
    from.tables.iter().filter_map(same).collect()
}

/// Reads a database, without what a platform or a ledger keeps there.
fn database(
    target: &Target,
    flag: &str,
    other: &Source,
    context: &Context<'_>,
    line: Line,
    events: Events<'_>,
) -> Result<Looked, Error> {
    events(Event::Target { display: target.to_string(), chosen_by: flag.to_owned() });
    for note in &target.notes {
        events(Event::Warning(Warning::new(note)));
    }
    events(Event::Started(Stage::Database));
    let looked = match (context.project, other) {
        // What the project manages, its config says.
        (Some(project), Source::Authored(schema)) if project.config.is_some() => {
            Managed::of(project, line, schema).read(|options| look(target, options))
        }
        (Some(_) | None, _) => {
            let place = match context.project {
                Some(project) => ledger(project, line),
                None => LedgerPlace::usual(line),
            };
            let own = other.namespaces();
            let schemas = |name: &str| {
                own.contains(name) || (!is_of_platform(name) && !is_only_ledger(&place, name))
            };
            let tables = |name: &QName| !place.is_own_table(name);
            let take = FromCatalog { tables: &tables, ..FromCatalog::ALL };
            look(target, &Options { schemas: &schemas, roles: true, take, ..Options::DATABASE })
        }
    };
    let looked = looked.map_err(DiffFailure::from)?;
    events(Event::Finished(Stage::Database));
    Ok(looked)
}

/// Is it the schema that is there for the ledger alone?
fn is_only_ledger(place: &LedgerPlace, schema: &str) -> bool {
    schema == place.schema && schema != PUBLIC
}

/// Opens the development database, where the comparison needs one.
fn bench(
    context: &Context<'_>,
    request: &Request,
    sources: [&Source; 2],
    looked: &[Option<Looked>; 2],
    line: Line,
    events: Events<'_>,
) -> Result<Option<Bench>, Error> {
    let major = looked.iter().flatten().map(Looked::major).next();
    let other_major = looked.iter().flatten().any(|it| Some(it.major()) != major);
    let is_sql = sources.iter().any(|source| matches!(source, Source::Sql(_)));
    let authored = sources.iter().filter(|source| matches!(source, Source::Authored(_))).count();
    let has_database = looked.iter().any(Option::is_some);
    if !(request.prove || is_sql || other_major || (authored > 0 && has_database)) {
        return Ok(None);
    }
    context.environment.go_on()?;
    let options = dev::options(context.environment, &request.dev)?;
    let extensions: BTreeSet<String> =
        sources.iter().flat_map(|source| source.extensions()).collect();
    let needs = Needs { major, extensions: extensions.into_iter().collect(), ..Needs::default() };
    events(Event::Started(Stage::DevDatabase));
    let Resolved { database, notices } = resolve(&options.dev, &needs)
        .map_err(|error| DiffFailure::NoEngine { why: error.to_string(), help: error.help() })?;
    events(Event::Finished(Stage::DevDatabase));
    dev::tell(&notices, events);
    Ok(Some(Bench { database, line }))
}

/// A side that is read off a server; `None` where it is a schema that somebody wrote.
fn read(
    source: &Source,
    shown: &str,
    looked: Option<Looked>,
    bench: Option<&Bench>,
    events: Events<'_>,
) -> Result<Option<Made>, Error> {
    let shown = shown.to_owned();
    Ok(match (source, looked, bench) {
        (Source::Authored(_), _, _) => None,
        (Source::Sql(files), _, Some(bench)) => Some(bench.of_sql(shown, files.clone(), events)?),
        (Source::Database(_), Some(looked), bench) => {
            let mut made = Made {
                shown,
                major: Some(looked.major()),
                basis: Basis::Schema(
                    Prelude::stand_ins(&[], &looked.found.schema)
                        .with_statements(looked.described.to_statements()),
                ),
                schema: looked.found.schema,
                described: Some(looked.described),
            };
            if let Some(bench) = bench
                && Some(bench.database.abilities().version.major) != made.major
            {
                bench.reword(&mut made)?;
            }
            Some(made)
        }
        (Source::Empty | Source::Sql(_) | Source::Database(_), _, _) => Some(Made {
            shown,
            schema: Schema::default(),
            described: Some(Described::default()),
            major: None,
            basis: Basis::Nothing,
        }),
    })
}
