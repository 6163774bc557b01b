//! `baseline`: an existing database adopted. The schema files are compared with it; where
//! they say the same, the migration that would make it is written and recorded as applied.
//! With a name, migrations that are there already are recorded, where the database is what
//! they make.
//!
//! Nothing of any migration is run. All of it happens under the lock of a run, and files
//! that were written are taken away again where the ledger cannot be.

use crate::compare::{Actual, Compared, Wanted};
use crate::destination::{self, Opened};
use crate::dev::DevFlags;
use crate::drift::counted::{self, Counted};
use crate::drift::{self, Finding};
use crate::error::{Error, Explanation};
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::{FolderFailure, OnDisk};
use crate::generate::{self, Generated, Prepared, Written};
use crate::managed::Managed;
use crate::project::Project;
use crate::recorded;
use crate::sum;
use crate::target::TargetFlags;
use mizzle_core::diff::Question;
use mizzle_core::hints::Answers;
use mizzle_db::cancel::Cancel;
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use mizzle_db::runner::{self, Options, Plan, Recording, RunError};

mod undo;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which database.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
    /// The migration's name; without one it describes what is there.
    pub name: Option<String>,
    /// Do not rehearse the migration that is written.
    pub no_rehearse: bool,
    /// Record the migrations up to this one, and write none.
    pub at: Option<String>,
}

/// What `baseline` came to.
#[derive(Debug)]
pub struct Baseline {
    /// The database, as it is shown.
    pub target: String,
    /// What was done.
    pub done: Done,
}

/// What was done.
#[derive(Debug)]
pub enum Done {
    /// The database is adopted.
    Adopted(Box<Adopted>),
    /// It is not what it should be: nothing was written or recorded. Never empty.
    Differs(Vec<Finding>),
    /// Somebody has to say what was renamed since the last migration.
    Undecided(Vec<Question>),
}

/// An adopted database.
#[derive(Debug, Default)]
pub struct Adopted {
    /// The migration that was written, where the folder did not say all of it.
    pub written: Option<Box<Written>>,
    /// Names of the migrations that were recorded as applied.
    pub recorded: Vec<String>,
    /// How many objects that no schema can say were counted, where they were.
    pub counted: Option<usize>,
    /// What was not compared.
    pub not_compared: Vec<String>,
    /// Constraints and indexes that nobody named and that have another name than the
    /// migrations give them.
    pub otherwise: Vec<String>,
    /// What gives them that name.
    pub renaming: Vec<String>,
}

/// Why a database was not adopted.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The folder has migrations that the database has not.
    #[error("{} not applied: {}", is_or_are(.0.len()), .0.join(", "))]
    Pending(Vec<String>),
    /// A run has not reached its end.
    #[error("{0} is applied in part: a run of it has not reached its end")]
    Begun(String),
    /// There is nothing in the schema files.
    #[error("the schema files export nothing that could be adopted")]
    Nothing,
}

fn is_or_are(count: usize) -> String {
    if count == 1 { "1 migration is".to_owned() } else { format!("{count} migrations are") }
}

impl BaselineError {
    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("baseline_error", self.to_string())
            .note("nothing was written or recorded");
        match self {
            Self::Pending(names) => explanation
                .hint("if the database lacks what they do: `mizzle migrate`")
                .hint(format!(
                    "if it has that already: `mizzle baseline --at {}`",
                    names.last().map_or("NAME", String::as_str)
                )),
            Self::Begun(_) => explanation.hint("finish it with `mizzle migrate`"),
            Self::Nothing => explanation.hint("look whether `schema` names the right files"),
        }
    }
}

/// Adopts a database.
pub fn baseline(
    project: &Project,
    request: &Request,
    answers: &Answers,
    cancel: &Cancel,
    events: Events<'_>,
) -> Result<Baseline, Error> {
    let opened = destination::open(project, &request.target, &request.dev, events)?;
    let disk = recorded::open(project)?;
    let options = Options::new(destination::ledger(project, disk.folder.layout.line()));
    let recording = Recording::begin(&opened.target, &options, cancel, &mut |event| {
        events(Event::Run(event));
    })?;
    let done = match &request.at {
        Some(name) => at(project, request, name, &disk, &opened, recording, events)?,
        None => whole(project, request, answers, &options, &opened, recording, events)?,
    };
    Ok(Baseline { target: opened.display, done })
}

/// Records migrations that are there.
fn at(
    project: &Project,
    request: &Request,
    name: &str,
    disk: &OnDisk,
    opened: &Opened,
    mut recording: Recording<'_>,
    events: Events<'_>,
) -> Result<Done, Error> {
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown.clone() }.into());
    }
    sum::check(project, disk, None, "nothing was recorded", events)?;
    let disk = recorded::up_to(disk, name)?;
    let migrations = disk.migrations()?;
    let plan = recording.plan(&migrations)?;
    refuse_begun(&plan, &migrations)?;
    let mut connection = drift::connect(opened)?;
    let others = drift::other_ledgers(project, &disk, &mut connection, events)?;
    let major = Some(connection.major());
    let (history, engine) =
        drift::recorded_side(project, &disk, &migrations, &request.dev, major, events)?;
    let line = disk.folder.layout.line();
    let managed = Managed::of(project, line, &history.schema).without(&others);
    events(Event::Started(Stage::Database));
    let actual = Actual::read(&mut connection, &managed)?;
    drop(connection);
    events(Event::Finished(Stage::Database));
    let prelude = Prelude::of(&migrations, migrations.len(), &history.schema);
    let wanted =
        Wanted { schema: &history.schema, is_worded: history.is_replayed, prelude: &prelude };
    let compared = actual.compare(&wanted, &managed, line, engine.as_ref(), events)?;
    if !compared.differences.is_empty() {
        return Ok(Done::Differs(drift::findings(&compared, line)));
    }
    let all: Vec<usize> = (0..migrations.len()).collect();
    let recorded = recording.record(&migrations, &all, &mut |event| events(Event::Run(event)))?;
    Ok(Done::Adopted(Box::new(Adopted { recorded, ..adopted(&compared) })))
}

/// Writes the migration that is missing, and records it.
fn whole(
    project: &Project,
    request: &Request,
    answers: &Answers,
    options: &Options,
    opened: &Opened,
    mut recording: Recording<'_>,
    events: Events<'_>,
) -> Result<Done, Error> {
    let mut prepared = generate::prepare(project, as_generate(request), events)?;
    let migrations = prepared.disk().migrations()?;
    let plan = recording.plan(&migrations)?;
    refuse_begun(&plan, &migrations)?;
    if !plan.pending.is_empty() {
        let name = |index: usize| migrations.get(index).map(|own| own.name.clone());
        let names = plan.pending.iter().filter_map(|pending| name(pending.index));
        return Err(BaselineError::Pending(names.collect()).into());
    }
    let mut connection = drift::connect(opened)?;
    let others = drift::other_ledgers(project, prepared.disk(), &mut connection, events)?;
    let Some(desired) = prepared.desired().cloned() else {
        return Err(BaselineError::Nothing.into());
    };
    let line = prepared.line();
    let major = Some(connection.major());
    let engine = match recorded::engine(project, &request.dev, &migrations, major, events)? {
        Ok(engine) => Some(engine),
        Err(unavailable) => {
            events(Event::Warning(
                Warning::new(format!(
                    "{unavailable}: texts that are written otherwise (defaults, checks, conditions, \
                     views) are not compared"
                ))
                .hint(unavailable.help()),
            ));
            None
        }
    };
    let managed = Managed::of(project, line, &desired).without(&others);
    events(Event::Started(Stage::Database));
    let actual = Actual::read(&mut connection, &managed)?;
    drop(connection);
    events(Event::Finished(Stage::Database));
    let prelude = Prelude::of(&migrations, migrations.len(), &desired);
    let wanted = Wanted { schema: &desired, is_worded: false, prelude: &prelude };
    let compared = actual.compare(&wanted, &managed, line, engine.as_ref(), events)?;
    drop(engine);
    if !compared.differences.is_empty() {
        return Ok(Done::Differs(drift::findings(&compared, line)));
    }
    prepared.take_names(&compared.named);
    let counted = Counted::of(&actual.fidelity.unmodelled);
    let kept = undo::Kept::of(prepared.disk())?;
    match write(project, &prepared, &counted, answers, options, opened, recording, events) {
        Ok(Wrote::Undecided(questions)) => Ok(Done::Undecided(questions)),
        Ok(Wrote::All { written, recorded }) => Ok(Done::Adopted(Box::new(Adopted {
            written,
            recorded,
            counted: Some(counted.count()),
            otherwise: compared.unsettled.iter().map(drift::named).collect(),
            ..adopted(&compared)
        }))),
        Err(error) => {
            kept.restore(events);
            Err(error)
        }
    }
}

enum Wrote {
    Undecided(Vec<Question>),
    All { written: Option<Box<Written>>, recorded: Vec<String> },
}

/// The files first: a record without a file could not be explained to anybody, a file
/// without a record is taken away again.
#[expect(clippy::too_many_arguments, reason = "all that was found out so far")]
fn write(
    project: &Project,
    prepared: &Prepared<'_>,
    counted: &Counted,
    answers: &Answers,
    options: &Options,
    opened: &Opened,
    recording: Recording<'_>,
    events: Events<'_>,
) -> Result<Wrote, Error> {
    let written = match prepared.finish(answers, events)? {
        Generated::Written(written) => written,
        Generated::Undecided(questions) => return Ok(Wrote::Undecided(questions)),
        Generated::NoChanges { .. } | Generated::Explained(_) => {
            counted::write(prepared.disk(), counted)?;
            recording.release();
            return Ok(Wrote::All { written: None, recorded: Vec::new() });
        }
    };
    counted::write(prepared.disk(), counted)?;
    let migrations = recorded::open(project)?.migrations()?;
    let place = migrations.iter().position(|migration| migration.name == written.migration);
    let wanted: Vec<usize> = place.into_iter().collect();
    let recorded = recording.record(&migrations, &wanted, &mut |event| events(Event::Run(event)));
    match recorded {
        Ok(recorded) => Ok(Wrote::All { written: Some(written), recorded }),
        // The answer of the commit may be what was lost.
        Err(error @ RunError::Lost { .. }) => {
            match is_recorded(opened, &migrations, options, &wanted) {
                true => {
                    let recorded = vec![written.migration.clone()];
                    Ok(Wrote::All { written: Some(written), recorded })
                }
                false => Err(error.into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

fn is_recorded(
    opened: &Opened,
    migrations: &[Migration],
    options: &Options,
    wanted: &[usize],
) -> bool {
    runner::plan(&opened.target, migrations, options)
        .is_ok_and(|plan| !plan.pending.iter().any(|pending| wanted.contains(&pending.index)))
}

fn as_generate(request: &Request) -> generate::Request {
    generate::Request {
        name: request.name.clone(),
        custom: false,
        explain: false,
        redo: false,
        offline: true,
        allow_drop_all: false,
        keep_data: false,
        no_rehearse: request.no_rehearse,
        target: TargetFlags::default(),
        dev: request.dev.clone(),
    }
}

fn refuse_begun(plan: &Plan, migrations: &[Migration]) -> Result<(), BaselineError> {
    let begun = plan.pending.iter().find(|own| own.done_segments > 0 || own.open);
    match begun.and_then(|begun| migrations.get(begun.index)) {
        Some(migration) => Err(BaselineError::Begun(migration.name.clone())),
        None => Ok(()),
    }
}

fn adopted(compared: &Compared) -> Adopted {
    Adopted {
        not_compared: compared.not_compared.clone(),
        otherwise: compared.otherwise.iter().map(drift::named).collect(),
        renaming: compared.renaming.clone(),
        ..Adopted::default()
    }
}
