//! `generate`: the recorded schema against the one in the schema files, and a migration
//! that leads from one to the other.
//!
//! Everything is loaded once ([`prepare`]); the difference is taken as often as there
//! are answers to give ([`Prepared::finish`]), and only the last time is anything
//! written.

mod adopt;
mod baseline;
pub(crate) mod certify;
mod keep;
mod outcome;
mod redo;
mod write;

pub(crate) use baseline::writes_v8;
pub use mizzle_db::rehearse::Unfilled;
pub use outcome::{
    Finding, Generated, Kept, Planned, Preview, Previewed, Rehearsal, WayBack, Written,
};
pub use redo::RedoError;

use crate::alone::Alone;
use crate::batch;
use crate::dev::DevFlags;
use crate::error::{Error, Explanation};
use crate::event::{Event, Events, Stage};
use crate::look::{Asked, Look};
use crate::project::Project;
use crate::recorded::{self, Replayed};
use crate::review::objects;
use crate::schema::{self, Located};
use crate::sum::{self, SumFile};
use crate::target::TargetFlags;
use baseline::Baseline;
use mizzle_core::diff::Question;
use mizzle_core::hints::Answers;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, Impossible, diff};
use mizzle_core::postgres::meant::take_meant;
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::replayed::{Leftovers, without_leftovers};
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::summary::summarize;
use mizzle_core::postgres::touched::Touched;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::rehearse::RehearseError;
use redo::Redone;
use std::cell::Cell;
use std::time::Duration;
use write::Draft;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The migration's name; without one it describes the change.
    pub name: Option<String>,
    /// Write a migration for SQL by hand.
    pub custom: bool,
    /// Plan and write nothing.
    pub explain: bool,
    /// Take the newest migration away and make it again.
    pub redo: bool,
    /// Ask no database.
    pub offline: bool,
    /// Write the migration although nobody has seen it run.
    pub no_rehearse: bool,
    /// Keep what the migration takes away, for its way back.
    pub keep_data: bool,
    /// Everything recorded may go.
    pub allow_drop_all: bool,
    /// The database that `--redo` asks, and that is looked at beside the work.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
}

impl Request {
    /// A migration for what the schema files say, and nothing else asked for.
    pub fn plain(dev: DevFlags) -> Self {
        Self {
            name: None,
            custom: false,
            explain: false,
            redo: false,
            offline: false,
            no_rehearse: false,
            keep_data: false,
            allow_drop_all: false,
            target: TargetFlags::default(),
            dev,
        }
    }
}

/// Why no migration was made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// Every recorded table would go.
    #[error(
        "the schema files export no table, and the migration would drop all that are recorded: {names}"
    )]
    DropsEverything {
        /// The recorded tables, the first of them where they are many.
        names: String,
        /// Where the schema should be.
        schema: String,
    },
    /// A hint fits nothing.
    #[error("{0}")]
    WrongHint(DiffError),
    /// The server would refuse the schema. Never empty.
    #[error("the server would refuse the schema in {} places", .0.len())]
    Impossible(Vec<Located<Impossible>>),
    /// A name that no file can have.
    #[error("`{name}` cannot be the name of a migration: {why}")]
    Name {
        /// The name.
        name: String,
        /// Why not.
        why: &'static str,
    },
    /// It does not do what it should.
    #[error("{0}")]
    Rehearsal(Box<RehearseError>),
}

impl GenerateError {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::DropsEverything { schema, .. } => {
                Explanation::new("drops_everything", self.to_string())
                    .note("nothing was written")
                    .hint(format!("look whether `schema` names the right files: {schema}"))
                    .hint("if everything is meant to go: `mizzle generate --allow-drop-all`")
            }
            Self::WrongHint(_) => {
                Explanation::new("invalid_hints", self.to_string()).note("nothing was written")
            }
            Self::Impossible(all) => {
                let code = "unsupported_schema_change";
                schema::explain_all(code, all, Some("nothing was written"))
                    .unwrap_or_else(|| Explanation::new(code, self.to_string()))
            }
            Self::Name { .. } => Explanation::new("usage_error", self.to_string()),
            Self::Rehearsal(error) => certify::explain(error),
        }
    }
}

/// Everything loaded, nothing decided.
pub struct Prepared<'a> {
    project: &'a Project,
    request: Request,
    baseline: Baseline,
    sum: SumFile,
    desired: Option<Schema>,
    redone: Option<Redone>,
    look: Option<Look>,
    /// The development database, where one was opened.
    database: Cell<Option<DevDatabase>>,
}

/// What the answers lead to.
enum Settling {
    Undecided(Vec<Question>),
    Same,
    Settled(Box<Settled>),
}

/// A migration that can be written.
struct Settled {
    draft: Draft,
    diff: Diff,
    /// The same, with what stays in the database beside it.
    made: Diff,
    plan: Plan,
    kept: Option<keep::Keeping>,
    planned: Planned,
}

/// Loads what is recorded and what is desired.
pub fn prepare<'a>(
    project: &'a Project,
    request: Request,
    events: Events<'_>,
) -> Result<Prepared<'a>, Error> {
    project.require_supported()?;
    if let Some(name) = &request.name {
        check_name(name)?;
    }
    if !request.target.is_empty() {
        // A target that was asked for by name has to exist.
        project.target(&request.target)?;
    }
    events(Event::Started(Stage::Migrations));
    if !request.explain {
        let out = project.folder();
        batch::sweep(&out);
        batch::sweep(&out.join("meta"));
    }
    let mut disk = recorded::open(project)?;
    events(Event::Finished(Stage::Migrations));
    // What is made again is not kept.
    let spared = disk.folder.migrations.last().filter(|_| request.redo);
    let spared = spared.map(|migration| migration.tag.as_str());
    let sum = sum::check(project, &disk, spared, "nothing was written", events)?;
    let redone =
        request.redo.then(|| redo::take(project, &mut disk, &request, events)).transpose()?;
    let look = if request.offline || redone.is_some() {
        None
    } else {
        Look::start(project, &disk, &request.target, &request.dev)
    };
    let line = disk.folder.layout.line();
    events(Event::Started(Stage::State));
    let (extract, snapshots) = std::thread::scope(|scope| {
        // The snapshot is read while the schema runs in its own thread.
        let extract = (!request.custom).then(|| scope.spawn(|| schema::extract(project, line)));
        let snapshots = recorded::snapshots(&disk);
        let extract = extract.map(|thread| match thread.join() {
            Ok(extract) => extract,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        (extract, snapshots)
    });
    let snapshots = snapshots?;
    events(Event::Finished(Stage::State));
    let extract = extract.transpose()?;
    // A migration for SQL by hand changes nothing that is recorded.
    let replayed = match extract {
        Some(_) => recorded::replay(project, &disk, &snapshots, &request.dev, None, events)?,
        None => None,
    };
    let (replayed, schema) = replayed.unzip();
    let mut baseline = Baseline::new(project, disk, snapshots, schema, extract.as_ref(), events)?;
    let desired = extract.map(|extract| baseline.desired(project, &extract)).transpose()?;
    if let (Some(replayed), Some(desired)) = (&replayed, &desired) {
        replayed.take_words(&mut baseline.schema, desired, line, events)?;
    }
    if let Some(desired) = &desired {
        take_meant(&mut baseline.schema, desired);
    }
    let database = Cell::new(replayed.map(Replayed::into_database));
    Ok(Prepared { project, request, baseline, sum, desired, redone, look, database })
}

impl Prepared<'_> {
    /// Keeps others from the folder while it is written to.
    fn alone(&self) -> Result<Alone, Error> {
        let migrations = &self.baseline.disk.folder.migrations;
        let redone = self.redone.as_ref().map(|redone| &redone.migration);
        let tags: Vec<&str> =
            migrations.iter().chain(redone).map(|migration| migration.tag.as_str()).collect();
        Alone::with(&self.baseline.disk, &tags, &self.sum)
    }

    /// Takes the difference with the answers given, and writes the migration unless a
    /// decision is missing.
    pub fn finish(&self, answers: &Answers, events: Events<'_>) -> Result<Generated, Error> {
        let Some(desired) = &self.desired else { return self.custom() };
        let settled = match self.settle(desired, answers, events)? {
            Settling::Undecided(questions) => return Ok(Generated::Undecided(questions)),
            Settling::Same => {
                let removed = match &self.redone {
                    Some(redone) if !self.request.explain => {
                        let _alone = self.alone()?;
                        Some(redone.remove(&self.baseline, &self.sum)?)
                    }
                    Some(_) | None => None,
                };
                return Ok(Generated::NoChanges { removed });
            }
            Settling::Settled(settled) => *settled,
        };
        if self.request.explain {
            return Ok(Generated::Explained(settled.planned));
        }
        let Settled { draft, diff, made, plan, kept, planned } = settled;
        // Without a migration nothing is recorded that could be otherwise.
        let is_asked =
            !(self.request.no_rehearse || self.baseline.disk.folder.migrations.is_empty());
        if let Some(look) = self.look.as_ref().filter(|_| is_asked) {
            let line = self.baseline.line();
            let (recorded, touched) = (self.baseline.schema.clone(), Touched::by(&diff.changes));
            let (filter, rehearsals) = (self.project.filter.clone(), self.sum.rehearsals());
            look.ask(Asked { recorded, touched, filter, line, rehearsals });
        }
        let (rehearsal, back) =
            certify::certify(self, &draft, &diff, &made, &plan, kept.as_ref(), events)?;
        // A rehearsal that was stopped is none, and what was not rehearsed would be written.
        self.project.environment.go_on()?;
        Ok(Generated::Written(Box::new(draft.write(self, planned, rehearsal, back)?)))
    }

    /// The migration as it would be written now, with what it changes. Nothing is written or
    /// rehearsed.
    pub fn preview(&self, answers: &Answers, events: Events<'_>) -> Result<Previewed, Error> {
        let Some(desired) = &self.desired else { return Ok(Previewed::NoChanges) };
        Ok(match self.settle(desired, answers, events)? {
            Settling::Undecided(questions) => Previewed::Undecided(questions),
            Settling::Same => Previewed::NoChanges,
            Settling::Settled(settled) => Previewed::Planned(Box::new(Preview {
                changes: objects(&self.baseline.schema, &settled.diff, self.baseline.line()),
                migration: settled.draft.files.tag.clone(),
                sql: settled.draft.sql.clone(),
                planned: settled.planned,
            })),
        })
    }

    /// Takes the difference with the answers given, and plans what carries it out.
    fn settle(
        &self,
        desired: &Schema,
        answers: &Answers,
        events: Events<'_>,
    ) -> Result<Settling, Error> {
        let baseline = &self.baseline;
        let options = DiffOptions { line: baseline.line(), answers };
        let diff = match diff(&baseline.schema, desired, &options) {
            Ok(diff) => diff,
            Err(DiffError::Undecided(questions)) => return Ok(Settling::Undecided(questions)),
            Err(DiffError::Impossible(impossible)) => {
                let (project, line) = (self.project, baseline.line());
                // Asked for again: keeping it for an error that seldom comes would cost a
                // tenth of the memory.
                let extract = schema::extract(project, line)?;
                let all = schema::locate_impossible(project, &extract, line, impossible);
                return Err(GenerateError::Impossible(all).into());
            }
            Err(error @ DiffError::WrongHint(_)) => {
                return Err(GenerateError::WrongHint(error).into());
            }
        };
        let (diff, leftovers) = match &baseline.snapshots {
            Some(known) => without_leftovers(diff, known),
            None => (diff, Leftovers::default()),
        };
        recorded::tell_leftovers(&leftovers.names(), events);
        if diff.is_empty() {
            return Ok(Settling::Same);
        }
        if diff.drops_everything(&baseline.schema) && !self.request.allow_drop_all {
            return Err(self.drops_everything().into());
        }
        let mut plan = plan(&diff, baseline.line());
        let mut draft = Draft::of(self, &diff, &plan);
        let made = Diff {
            changes: diff.changes.clone(),
            result: leftovers.beside(&diff.result, &baseline.schema),
        };
        let kept = if self.request.keep_data { keep::keep(self, &made, &mut draft) } else { None };
        if let Some(kept) = &kept {
            plan = kept.archived.up.clone();
        }
        let mut planned = planned(&diff, &plan);
        let loses = planned.findings.iter().any(|finding| finding.loss);
        planned.keepable =
            loses && !self.request.keep_data && keep::would_keep(self, &made, &draft);
        if let Some(kept) = &kept {
            planned.kept = kept.kept();
            planned.left = kept.left();
            planned.schema_filter = kept.schema_filter.clone();
        }
        let settled = Settled { draft, diff, made, plan, kept, planned };
        Ok(Settling::Settled(Box::new(settled)))
    }

    /// Tells what the look at the database has found, if it has come to an end by now.
    pub fn tell_look(&mut self, events: Events<'_>) {
        if let Some(look) = self.look.take() {
            self.look = look.tell(Duration::ZERO, events).err();
        }
    }

    /// The end of the work. A look that is still under way gets a little longer; its
    /// result is not needed.
    pub fn end(self, patience: Duration, events: Events<'_>) {
        if let Some(look) = self.look {
            look.end(patience, events);
        }
    }

    fn custom(&self) -> Result<Generated, Error> {
        let back = WayBack::None { why: "it is written by hand".to_owned() };
        let draft = Draft::custom(self);
        let written = draft.write(self, Planned::default(), Rehearsal::Custom, back)?;
        Ok(Generated::Written(Box::new(written)))
    }

    fn drops_everything(&self) -> GenerateError {
        let tables: Vec<String> =
            self.baseline.schema.tables.keys().take(5).map(ToString::to_string).collect();
        let more = match self.baseline.schema.tables.len() - tables.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        GenerateError::DropsEverything {
            names: format!("{}{more}", tables.join(", ")),
            schema: self.project.schema.join(", "),
        }
    }
}

/// A plan as its callers show it.
pub(crate) fn planned(diff: &Diff, plan: &Plan) -> Planned {
    let mut planned = Planned::default();
    for change in &diff.changes {
        let summary = summarize(change);
        planned.summary.push((summary.mark.sign(), summary.text));
    }
    for (position, statement) in plan.statements().enumerate() {
        planned.statements.push(statement.sql.clone());
        planned.findings.extend(statement.hazards.iter().map(|hazard| Finding {
            code: hazard.code(),
            message: hazard.to_string(),
            loss: hazard.is_loss(),
            statement: position,
        }));
    }
    planned
}

fn check_name(name: &str) -> Result<(), GenerateError> {
    let wrong = |why| Err(GenerateError::Name { name: name.to_owned(), why });
    if name.is_empty() {
        return wrong("it is empty");
    }
    if name.contains(['/', '\\']) {
        return wrong("a file name holds no slash");
    }
    if name.chars().any(char::is_control) {
        return wrong("a file name holds no control characters");
    }
    Ok(())
}
