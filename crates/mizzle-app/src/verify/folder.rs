//! What can be asked of the schema files and the migrations folder alone.

use super::{Answer, Request};
use crate::dev::DevFlags;
use crate::drift::Replayed;
use crate::error::Error;
use crate::event::{Event, Events};
use crate::folder::OnDisk;
use crate::generate::{self, GenerateError, Generated, Planned};
use crate::project::Project;
use crate::recorded;
use crate::schema;
use crate::sum::{self, SumFile};
use crate::target::TargetFlags;
use mizzle_core::folder::down::Certificate;
use mizzle_core::folder::sum::Rehearsed;
use mizzle_core::hints::Answers;

/// How many lines of one kind are shown.
const SHOWN: usize = 10;

/// Loads the schema, and plans the migration that would be generated from it.
pub(crate) fn schema_and_migration(
    project: &Project,
    disk: &OnDisk,
    dev: &DevFlags,
    events: Events<'_>,
) -> Result<(Answer, Answer), Error> {
    let what = generate::Request {
        name: None,
        custom: false,
        explain: true,
        redo: false,
        offline: true,
        no_rehearse: true,
        keep_data: false,
        allow_drop_all: true,
        target: TargetFlags::default(),
        dev: dev.clone(),
    };
    let generated = generate::prepare(project, what, events)
        .and_then(|prepared| prepared.finish(&Answers::default(), events));
    let hint = "write the migration with `mizzle generate`";
    Ok(match generated {
        Ok(Generated::NoChanges { .. }) => (Answer::yes(), Answer::yes()),
        Ok(Generated::Explained(planned)) => (Answer::yes(), missing(&planned, hint)),
        Ok(Generated::Written(written)) => (Answer::yes(), missing(&written.planned, hint)),
        Ok(Generated::Undecided(questions)) => {
            let why = questions.iter().map(|question| {
                format!("is the {} {} new, or renamed?", question.kind.noun(), question.subject())
            });
            (Answer::yes(), Answer::No { why: why.collect(), hints: vec![hint.to_owned()] })
        }
        Err(
            error @ (Error::Load(_)
            | Error::Schema(_)
            | Error::Generate(GenerateError::Impossible(_))),
        ) => (Answer::failed(&error), Answer::skipped("the schema has to load first")),
        // The schema has nothing to do with it.
        Err(Error::Sum(_)) => {
            let answer = match schema::extract(project, disk.folder.layout.line()) {
                Ok(_) => Answer::yes(),
                Err(error) => Answer::failed(&error),
            };
            (answer, Answer::skipped("a migration was edited"))
        }
        Err(error) if super::says_no(&error) => {
            let schema = match schema::extract(project, disk.folder.layout.line()) {
                Ok(_) => Answer::yes(),
                Err(error) => Answer::failed(&error),
            };
            (schema, Answer::failed(&error))
        }
        Err(error) => return Err(error),
    })
}

fn missing(planned: &Planned, hint: &str) -> Answer {
    let lines = planned.summary.iter().map(|(sign, text)| format!("{sign} {text}"));
    Answer::No { why: some(lines.collect()), hints: vec![hint.to_owned()] }
}

/// Compares the files with `mizzle.sum`.
pub(super) fn unedited(project: &Project, disk: &OnDisk) -> Result<Answer, Error> {
    let file = SumFile::read(disk)?;
    if !file.exists {
        let shown = sum::shown(disk);
        return Ok(Answer::skipped(format!("there is no {shown}; `mizzle seal` begins one")));
    }
    let mut wrong = file.sum.compare(&file.present);
    wrong.retain(|difference| difference.stops());
    if !wrong.is_empty() {
        let why = wrong.into_iter().map(|difference| sum::told(project, disk, difference));
        let hints = vec![
            "restore what was there from version control".to_owned(),
            "or, if that is meant: `mizzle seal`".to_owned(),
        ];
        return Ok(Answer::No { why: some(why.collect()), hints });
    }
    let rehearsals = file.rehearsals();
    let all = disk.folder.migrations.iter();
    let unrehearsed: Vec<&str> = all
        .map(|migration| migration.tag.as_str())
        .filter(|tag| rehearsals.of(tag) == Rehearsed::No)
        .collect();
    let notes = match unrehearsed.as_slice() {
        [] => Vec::new(),
        [one] => vec![format!("{one} was not rehearsed")],
        [.., last] => {
            vec![format!("{} were not rehearsed, the last of them {last}", unrehearsed.len())]
        }
    };
    Ok(Answer::Yes { notes })
}

/// Runs the whole history on an empty database. What it makes is asked for once more.
pub(super) fn replays(
    project: &Project,
    disk: &OnDisk,
    request: &Request,
    events: Events<'_>,
) -> Result<(Answer, Option<Replayed>), Error> {
    if disk.folder.migrations.is_empty() {
        return Ok((Answer::skipped("there is no migration"), None));
    }
    let migrations = disk.migrations()?;
    let snapshots = recorded::snapshots(disk)?;
    let engine = match recorded::engine(project, &request.dev, &migrations, None, events)? {
        Ok(engine) => engine,
        Err(unavailable) => {
            let why = format!("{unavailable}; {}", unavailable.help());
            return Ok((Answer::skipped(why), None));
        }
    };
    let mut said = Vec::new();
    let line = disk.folder.layout.line();
    let mut listen = |event| {
        if let Event::Warning(warning) = event {
            said.push(warning.message);
        } else {
            events(event);
        }
    };
    let history = recorded::history(project, &snapshots, &migrations, line, &engine, &mut listen)?;
    let Some(history) = history else {
        let hint = "make the migrations run on an empty database: a new one, or a deployment from \
                    nothing, needs that";
        return Ok((Answer::No { why: said, hints: vec![hint.to_owned()] }, None));
    };
    let answer = inherited(&history.inherited, request.strict);
    let names = migrations.into_iter().map(|migration| migration.name);
    Ok((answer, Some(Replayed { migrations: names.collect(), history, engine })))
}

/// What the history makes otherwise than its snapshots say.
fn inherited(inherited: &[String], is_strict: bool) -> Answer {
    if inherited.is_empty() {
        return Answer::yes();
    }
    let count = inherited.len();
    let are = if count == 1 { "difference is" } else { "differences are" };
    let mut notes = vec![format!(
        "{count} {are} inherited: the history makes something else than its snapshots say"
    )];
    notes.extend(some(inherited.to_vec()));
    if is_strict {
        let hint = "settle them by a migration of your own: `mizzle generate --custom`";
        Answer::No { why: notes, hints: vec![hint.to_owned()] }
    } else {
        Answer::Yes { notes }
    }
}

/// Looks for the way back from the newest migration.
pub(super) fn way_back(disk: &OnDisk) -> Result<Answer, Error> {
    let Some(last) = disk.folder.migrations.last() else {
        return Ok(Answer::skipped("there is no migration"));
    };
    let Some(down) = &last.down else {
        return Ok(Answer::skipped(format!("{} has none", last.tag)));
    };
    let shown = disk.show(down);
    Ok(match disk.read_file(down).as_deref().map(Certificate::read) {
        Ok(Some(certificate)) => Answer::Yes { notes: vec![format!("it is {}", certificate.kind)] },
        Ok(None) => Answer::skipped(format!("{} is not certified", shown.display())),
        Err(why) => Answer::No {
            why: vec![format!("{} cannot be read: {why}", shown.display())],
            hints: Vec::new(),
        },
    })
}

/// The first of some lines, and how many there are more.
pub(super) fn some(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(SHOWN);
    if more > 1 {
        lines.truncate(SHOWN);
        lines.push(format!("… and {more} more"));
    }
    lines
}
