//! `verify`: the acceptance list of a schema change. Each line is one question that the
//! machine can answer; what it cannot answer here is skipped, with the reason.
//!
//! Nothing is changed, in no file and in no database.

mod committed;
mod database;
mod folder;
pub mod staged;

pub(crate) use folder::schema_and_migration;

use crate::dev::{DevFailure, DevFlags};
use crate::environment::Environment;
use crate::error::Error;
use crate::event::{Event, Events};
use crate::project::Project;
use crate::recorded;
use crate::target::TargetFlags;
use mizzle_db::runner::RunError;
use std::time::{Duration, Instant};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which database.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
    /// What is looked at.
    pub scope: Scope,
    /// Does a history that makes something else than its snapshots say fail?
    pub strict: bool,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// What can be known without the target database.
    WithoutTarget,
    /// What the next commit will hold.
    Staged,
}

/// The answers, in the order of the list.
#[derive(Debug, Clone)]
pub struct Verified {
    /// One for each question.
    pub checks: Vec<Check>,
}

impl Verified {
    /// Does nothing fail?
    pub fn is_clean(&self) -> bool {
        self.checks.iter().all(|check| !matches!(check.answer, Answer::No { .. }))
    }
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: Answer,
    /// How long that took.
    pub elapsed: Duration,
}

/// The questions, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Do the schema files load?
    Schema,
    /// Do the migrations lead to what they say?
    Migration,
    /// Are the files what was generated?
    Unedited,
    /// Does the history run on an empty database?
    Replays,
    /// Is everything applied?
    Applied,
    /// Does the database hold what the migrations make?
    Database,
    /// Is there a way back?
    WayBack,
    /// Are schema and migrations committed together?
    Committed,
}

impl Question {
    /// A stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Migration => "migration",
            Self::Unedited => "unedited",
            Self::Replays => "replays",
            Self::Applied => "applied",
            Self::Database => "database",
            Self::WayBack => "way_back",
            Self::Committed => "committed",
        }
    }

    /// It as a statement, which holds or does not.
    pub fn claim(self) -> &'static str {
        match self {
            Self::Schema => "the schema loads",
            Self::Migration => "a migration exists for it",
            Self::Unedited => "the migrations are as they were generated",
            Self::Replays => "the history runs on an empty database, and leads to the schema",
            Self::Applied => "everything is applied",
            Self::Database => "the database is what the migrations make",
            Self::WayBack => "the newest migration has a way back",
            Self::Committed => "schema and migrations are committed together",
        }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    Yes {
        /// What else there is to know.
        notes: Vec<String>,
    },
    /// It does not.
    No {
        /// Why not: never empty.
        why: Vec<String>,
        /// What to do.
        hints: Vec<String>,
    },
    /// Nobody knows.
    Skipped {
        /// Why not.
        why: String,
    },
}

impl Answer {
    fn yes() -> Self {
        Self::Yes { notes: Vec::new() }
    }

    fn skipped(why: impl Into<String>) -> Self {
        Self::Skipped { why: why.into() }
    }

    /// What failed where it should not have.
    fn failed(error: &Error) -> Self {
        let explanation = error.explain();
        let mut why = vec![match &explanation.place {
            Some(place) => format!(
                "{}:{}:{}: {}",
                place.file.display(),
                place.line,
                place.column,
                explanation.message
            ),
            None => explanation.message,
        }];
        why.extend(explanation.more.into_iter().map(|more| more.message));
        Self::No { why, hints: explanation.hints }
    }
}

/// Answers all questions.
pub fn verify(project: &Project, request: &Request, events: Events<'_>) -> Result<Verified, Error> {
    project.require_supported()?;
    let disk = recorded::open(project)?;
    let mut list = List { environment: &project.environment, checks: Vec::new(), events };
    let begun = Instant::now();
    let (schema, migration) =
        folder::schema_and_migration(project, &disk, &request.dev, list.events)?;
    // They are answered at once; the first takes the time.
    list.push(Question::Schema, begun.elapsed(), schema)?;
    list.push(Question::Migration, Duration::ZERO, migration)?;
    list.ask(Question::Unedited, |_| folder::unedited(project, &disk))?;
    let staged = request.scope == Scope::Staged;
    let of_index = || Ok(Answer::skipped("`--staged` looks at the index only"));
    let mut replayed = None;
    list.ask(Question::Replays, |events| {
        if staged {
            return of_index();
        }
        let (answer, found) = folder::replays(project, &disk, request, events)?;
        replayed = found;
        Ok(answer)
    })?;
    let target = match request.scope {
        Scope::All => None,
        Scope::WithoutTarget => Some("`--ci` asks no target"),
        Scope::Staged => Some("`--staged` looks at the index only"),
    };
    match target {
        Some(why) => {
            for question in [Question::Applied, Question::Database] {
                list.ask(question, |_| Ok(Answer::skipped(why)))?;
            }
        }
        None => {
            list.ask(Question::Applied, |events| Ok(database::applied(project, request, events)))?;
            list.ask(Question::Database, |events| {
                Ok(database::equal(project, request, replayed, events))
            })?;
        }
    }
    list.ask(Question::WayBack, |_| folder::way_back(&disk))?;
    list.ask(Question::Committed, |_| {
        if staged { of_index() } else { Ok(committed::committed(project, &disk)) }
    })?;
    Ok(Verified { checks: list.checks })
}

/// Is it an answer about the folder or its history? Everything else is wrong about the
/// question.
fn says_no(error: &Error) -> bool {
    let is_of_file = |error: &RunError| matches!(error, RunError::File(_));
    matches!(error, Error::Folder(_) | Error::File(_) | Error::Dev(DevFailure::Lost { .. }))
        || matches!(error, Error::Run { error, .. } if is_of_file(error))
}

struct List<'a> {
    environment: &'a Environment,
    checks: Vec<Check>,
    /// Gets each answer as well.
    events: Events<'a>,
}

impl List<'_> {
    fn ask(
        &mut self,
        question: Question,
        answer: impl FnOnce(Events<'_>) -> Result<Answer, Error>,
    ) -> Result<(), Error> {
        let begun = Instant::now();
        let answer = match answer(self.events) {
            Err(error) if says_no(&error) => Answer::failed(&error),
            answer => answer?,
        };
        self.push(question, begun.elapsed(), answer)
    }

    fn push(&mut self, question: Question, elapsed: Duration, answer: Answer) -> Result<(), Error> {
        // Work that was stopped has no answer: it says no, or that nobody knows.
        self.environment.go_on()?;
        let check = Check { question, answer, elapsed };
        (self.events)(Event::Checked(Box::new(check.clone())));
        self.checks.push(check);
        Ok(())
    }
}
