//! `check`: is the migrations folder in order? What is wrong with its files, by rules of
//! `mizzle-core`; whether they are what `mizzle.sum` records; and whether the schema has
//! changes that no migration makes. Neither a database nor a network is asked.
//!
//! Nothing is changed.

mod files;
mod schema;

use crate::error::{Error, Explanation, Place};
use crate::event::{Event, Events, Stage};
use crate::folder::{FolderFailure, OnDisk};
use crate::generate::writes_v8;
use crate::project::Project;
use crate::recorded;
pub use mizzle_core::folder::check::Severity;
use mizzle_core::folder::check::{self as core, Kind, Line, Options, Problem};
use mizzle_core::naming;
use mizzle_core::postgres::snapshot::Version;

/// How much of a line is shown: a file without line breaks is one.
const SHOWN: usize = 160;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Branches that get in each other's way are only told.
    pub ignore_conflicts: bool,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The folder, as it is shown.
    pub folder: String,
    /// How many migrations it holds.
    pub migrations: usize,
    /// In the order in which they were looked for.
    pub findings: Vec<Finding>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// A stable word for it; where drizzle-kit has one, that.
    pub kind: &'static str,
    /// The file that it is about, as it is shown, where it is about one.
    pub file: Option<String>,
    /// What it is, where, what follows, and what to do.
    pub explanation: Explanation,
}

impl Checked {
    /// Is there nothing that has to be put right?
    pub fn is_clean(&self) -> bool {
        self.count(Severity::Error) == 0
    }

    /// How many findings are as bad as that.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

impl Finding {
    pub(crate) fn new(severity: Severity, kind: &'static str, explanation: Explanation) -> Self {
        let file = explanation.place.as_ref().map(|place| place.file.display().to_string());
        Self { severity, kind, file, explanation }
    }
}

/// Looks through the folder of a project.
pub fn check(project: &Project, request: Request, events: Events<'_>) -> Result<Checked, Error> {
    project.require_supported()?;
    events(Event::Started(Stage::Migrations));
    let disk = match recorded::open(project) {
        Ok(disk) => disk,
        Err(Error::Folder(failure @ FolderFailure::Folder { .. })) => {
            return Ok(unreadable(project, &failure));
        }
        Err(error) => return Err(error),
    };
    let mut findings = Vec::new();
    if !disk.exists {
        let failure = FolderFailure::Missing { shown: disk.shown.clone() };
        let kind = "no_folder";
        findings.push(Finding::new(Severity::Warning, kind, failure.explain()));
    }
    let line = project.installed_line();
    let installed = match line {
        Some(naming::Line::V1) if writes_v8(&project.installed_orm()) => Some(Version::V8),
        Some(naming::Line::V1) => Some(Version::V9),
        Some(naming::Line::V0) | None => None,
    };
    let options = Options { installed, ignore_conflicts: request.ignore_conflicts };
    let paths = disk.paths()?;
    let mut read = |file: &str| disk.read_file(file);
    let found = core::check(&disk.folder, &paths, &options, &mut read);
    findings.extend(found.into_iter().map(|finding| of_core(&disk, finding)));
    let is_readable = !findings.iter().any(|finding| finding.severity == Severity::Error);
    findings.extend(files::check(project, &disk)?);
    events(Event::Finished(Stage::Migrations));
    findings.extend(schema::check(project, &disk, is_readable, events)?);
    Ok(Checked { folder: disk.shown, migrations: disk.folder.migrations.len(), findings })
}

/// A folder that is not even a list of migrations.
fn unreadable(project: &Project, failure: &FolderFailure) -> Checked {
    let finding = Finding::new(Severity::Error, Kind::Malformed.as_str(), failure.explain());
    Checked { folder: project.out.clone(), migrations: 0, findings: vec![finding] }
}

/// A finding of the rules, with its place as it is shown.
fn of_core(disk: &OnDisk, finding: core::Finding) -> Finding {
    let (why, next) = (finding.why(), finding.next());
    let core::Finding { severity, kind, problem, line, .. } = finding;
    let code = if kind == Kind::Outdated { "migrations_outdated_error" } else { "check_error" };
    let file = line.as_ref().map(|line| line.path.clone()).or_else(|| file_of(&problem));
    let mut explanation = if let Problem::Unreadable(error) = problem {
        Explanation { hints: Vec::new(), ..disk.failure(error).explain() }
    } else {
        Explanation::new(code, problem.to_string())
    };
    if let Some(line) = line {
        explanation.place = Some(place(disk, &line));
    }
    explanation.notes.extend(why);
    explanation.hints.extend(next);
    let file = file.map(|file| disk.show(&file).display().to_string());
    Finding { severity, kind: kind.as_str(), file, explanation }
}

fn file_of(problem: &Problem) -> Option<String> {
    use mizzle_core::folder::{FolderError, JOURNAL, Oddity};
    Some(match problem {
        Problem::Lacks { path, .. }
        | Problem::NoSnapshotFile { path }
        | Problem::NotLatest { first: path, .. }
        | Problem::Unreadable(
            FolderError::Unreadable { path, .. }
            | FolderError::Json { path, .. }
            | FolderError::Snapshot { path, .. },
        )
        | Problem::Odd(
            Oddity::Unlisted { path }
            | Oddity::MissingSql { path, .. }
            | Oddity::StraySnapshot { path }
            | Oddity::AncientSnapshot { path, .. }
            | Oddity::EmptySnapshot { path },
        ) => path.clone(),
        Problem::NoJournal | Problem::Outdated => JOURNAL.to_owned(),
        Problem::Unreadable(FolderError::OtherDialect(_) | FolderError::Ancient(_))
        | Problem::Odd(
            Oddity::SameNumber { .. }
            | Oddity::Twice { .. }
            | Oddity::OutOfOrder { .. }
            | Oddity::NoSnapshot { .. }
            | Oddity::UnknownParent { .. }
            | Oddity::SameParent { .. }
            | Oddity::SameId { .. }
            | Oddity::Branches { .. }
            | Oddity::NoTime { .. }
            | Oddity::FoldersBesideJournal { .. },
        )
        | Problem::SameIndex { .. }
        | Problem::SameParent { .. }
        | Problem::NotNext { .. }
        | Problem::Before { .. }
        | Problem::SecondBase { .. }
        | Problem::NoBase { .. }
        | Problem::Conflict(_) => return None,
    })
}

fn place(disk: &OnDisk, line: &Line) -> Place {
    let indent = line.text.chars().take_while(|c| c.is_whitespace()).count();
    let text: String = line.text.chars().take(indent + SHOWN).collect();
    let len = text.trim().chars().count().max(1);
    Place {
        file: disk.show(&line.path),
        line: u32::try_from(line.number).unwrap_or(u32::MAX),
        column: u32::try_from(indent + 1).unwrap_or(u32::MAX),
        len: u32::try_from(len).unwrap_or(1),
        text,
    }
}
