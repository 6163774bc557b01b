//! `status`: every migration of the folder and of the ledger, joined: where it stands, and
//! what is wrong with it.

use crate::destination::{self, Opened};
use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::{Event, Events, Stage};
use crate::files::FileError;
use crate::folder::{FolderFailure, OnDisk};
use crate::project::Project;
use crate::sum::{self, SumFile};
use crate::target::TargetFlags;
use mizzle_core::folder::MigrationFile;
use mizzle_core::folder::down::{Certificate, Kind};
use mizzle_core::folder::sum::{Difference, Fate, Part, Rehearsed};
use mizzle_core::naming::Line;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, LedgerState, Options, RunError, Stand};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
}

/// Where all migrations stand.
#[derive(Debug)]
pub struct Status {
    /// The target, as it is shown.
    pub target: String,
    /// The ledger itself.
    pub ledger: LedgerState,
    /// Is there a `mizzle.sum`?
    pub sum: bool,
    /// In the folder's order; behind them those that it does not have.
    pub migrations: Vec<One>,
}

/// One migration.
#[derive(Debug, Clone, PartialEq)]
pub struct One {
    /// Its name; words for a row of the ledger that has none.
    pub name: String,
    /// Its file, as it is shown; `None` where the folder does not have it.
    pub file: Option<String>,
    /// Where it stands.
    pub state: State,
    /// When it was applied, in UTC, where the ledger keeps that.
    pub applied_at: Option<String>,
    /// The ledger's hash of it.
    pub hash: Option<String>,
    /// What of it was rehearsed; `None` where nothing is recorded of it as it is.
    pub rehearsed: Option<Rehearsed>,
    /// The way back.
    pub way_back: WayBack,
    /// What is odd about it.
    pub findings: Vec<Finding>,
}

/// Where a migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The ledger has it.
    Applied,
    /// The ledger does not have it.
    Pending,
    /// A run has not brought it to its end: so many parts of so many are applied.
    Unfinished {
        /// Parts that are applied.
        done: usize,
        /// All of them.
        parts: usize,
    },
    /// The ledger has it, and the folder does not.
    WithoutFile,
    /// Only `mizzle.sum` has it.
    Gone,
    /// The ledger could not be read.
    Unknown,
}

/// How to go back from a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// There is none.
    None,
    /// There is one that nobody has proved.
    Uncertified,
    /// There is one that `mizzle.sum` says nothing of, so that `rollback` does not take it.
    Unrecorded,
    /// There is one that was proved.
    Certified(Kind),
}

/// Something odd about a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A stable word for it.
    pub code: &'static str,
    /// One sentence without a period.
    pub message: String,
    /// Is it something to settle, so that `--check` says no?
    pub counts: bool,
}

impl Status {
    /// Is everything applied, and nothing to settle?
    pub fn is_clean(&self) -> bool {
        self.migrations.iter().all(One::is_clean)
    }
}

impl One {
    /// Is it applied, with nothing to settle?
    pub fn is_clean(&self) -> bool {
        self.state == State::Applied && !self.findings.iter().any(|finding| finding.counts)
    }

    fn find(&mut self, code: &'static str, counts: bool, message: String) {
        self.findings.push(Finding { code, message, counts });
    }
}

/// All migrations, whether or not the ledger can be read.
#[derive(Debug)]
pub struct Timeline {
    /// The folder, as it is shown.
    pub folder: String,
    /// As in [`Status::migrations`].
    pub migrations: Vec<One>,
    /// Why the ledger could not be read.
    pub unread: Option<Error>,
}

/// Looks where all migrations stand. Changes nothing.
pub fn status(project: &Project, request: &Request, events: Events<'_>) -> Result<Status, Error> {
    let opened = destination::open(project, &request.target, &request.dev, events)?;
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown }.into());
    }
    let file = SumFile::read(&disk)?;
    let files = &disk.folder.migrations;
    let migrations = files.iter().map(|one| readable(&disk, one)).collect::<Result<Vec<_>, _>>()?;
    let seen = ledger(project, &disk, &opened, &migrations, events)?;
    let ledger = seen.ledger;
    let all = join(project, &disk, &file, &migrations, Some(seen))?;
    Ok(Status { target: opened.display, ledger, sum: file.exists, migrations: all })
}

/// The same for a caller that has something to show when the server does not answer, and
/// where there is no folder yet.
pub fn timeline(
    project: &Project,
    request: &Request,
    events: Events<'_>,
) -> Result<Timeline, Error> {
    let disk = OnDisk::read(project, Line::V0)?;
    let file = SumFile::read(&disk)?;
    let files = &disk.folder.migrations;
    let migrations = files.iter().map(|one| readable(&disk, one)).collect::<Result<Vec<_>, _>>()?;
    let opened = destination::open(project, &request.target, &request.dev, events);
    let seen = opened.and_then(|opened| ledger(project, &disk, &opened, &migrations, events));
    let (seen, unread) = match seen {
        Ok(seen) => (Some(seen), None),
        Err(error) => (None, Some(error)),
    };
    let migrations = join(project, &disk, &file, &migrations, seen)?;
    Ok(Timeline { folder: disk.shown, migrations, unread })
}

fn ledger(
    project: &Project,
    disk: &OnDisk,
    opened: &Opened,
    migrations: &[Migration],
    events: Events<'_>,
) -> Result<runner::Status, Error> {
    let options = Options::new(destination::ledger(project, disk.folder.layout.line()));
    events(Event::Started(Stage::Database));
    let seen = runner::status(&opened.target, migrations, &options)
        .map_err(|error| Error::Run { error: Box::new(error), dev: opened.dev, sealed: false })?;
    events(Event::Finished(Stage::Database));
    destination::tell_other_ledgers(&seen.others, &options.ledger, events);
    Ok(seen)
}

/// Files, `mizzle.sum` and what is seen of the ledger.
fn join(
    project: &Project,
    disk: &OnDisk,
    file: &SumFile,
    migrations: &[Migration],
    seen: Option<runner::Status>,
) -> Result<Vec<One>, Error> {
    let mut all: Vec<One> = Vec::new();
    let stands = seen.as_ref().map(|seen| seen.stands.as_slice()).unwrap_or_default();
    for (at, (of, migration)) in disk.folder.migrations.iter().zip(migrations).enumerate() {
        let mut one = of_stand(disk, of, migration, stands.get(at))?;
        let line = file.present.get(at).and_then(|present| file.sum.line(present));
        one.rehearsed = line.map(|line| line.rehearsed.clone());
        all.push(one);
    }
    if let Some(seen) = seen {
        tell_order(&mut all, &seen.stands);
        for row in seen.without_file {
            let mut one = without_file(row.name, State::WithoutFile);
            one.applied_at = row.at;
            one.hash = Some(row.hash);
            let message = format!("the database has {}, and the folder does not", one.name);
            one.find("no_file", true, message);
            all.push(one);
        }
    }
    tell_differences(project, disk, file, &mut all);
    Ok(all)
}

/// A migration whose file is missing is still known by its name and time.
fn readable(disk: &OnDisk, file: &MigrationFile) -> Result<Migration, Error> {
    if file.sql_exists {
        return disk.migration(file);
    }
    let shown = disk.show(&file.sql).display().to_string();
    Migration::read(file.tag.clone(), file.when, shown, b"")
        .map_err(|error| RunError::from(error).into())
}

fn of_stand(
    disk: &OnDisk,
    file: &MigrationFile,
    migration: &Migration,
    stand: Option<&Stand>,
) -> Result<One, Error> {
    let mut one = without_file(file.tag.clone(), State::Pending);
    one.file = Some(migration.file.clone());
    one.way_back = way_back(disk, file)?;
    if !file.sql_exists {
        let message = format!("{} is listed, but its file is missing", migration.file);
        one.find("missing_file", true, message);
    }
    match stand {
        None => one.state = State::Unknown,
        Some(Stand::Pending) => {}
        Some(Stand::Unfinished { done, segments, open, changed }) => {
            one.state = State::Unfinished { done: *done, parts: *segments };
            if *open {
                let message = "a run ended within a statement; the next one finds out whether \
                               it took effect";
                one.find("interrupted", true, format!("{}: {message}", migration.file));
            }
            if *changed {
                let message = "was changed while its migration is unfinished";
                one.find("changed_unfinished", true, format!("{} {message}", migration.file));
            }
        }
        Some(Stand::Applied { at, edited, hash, .. }) => {
            one.state = State::Applied;
            one.hash = Some(hash.clone());
            one.applied_at.clone_from(at);
            if *edited && file.sql_exists {
                let message = format!("{} was edited after it was applied", migration.file);
                one.find("edited_after_apply", true, message);
            }
        }
    }
    Ok(one)
}

fn without_file(name: String, state: State) -> One {
    One {
        name,
        file: None,
        state,
        applied_at: None,
        hash: None,
        rehearsed: None,
        way_back: WayBack::None,
        findings: Vec::new(),
    }
}

fn way_back(disk: &OnDisk, file: &MigrationFile) -> Result<WayBack, Error> {
    let Some(down) = &file.down else { return Ok(WayBack::None) };
    let path = disk.path.join(down);
    let bytes = std::fs::read(&path).map_err(|error| FileError::reading(&path, error))?;
    let certificate = Certificate::read(&String::from_utf8_lossy(&bytes));
    Ok(match certificate {
        Some(certificate) if certificate.migration == file.tag => {
            WayBack::Certified(certificate.kind)
        }
        Some(_) | None => WayBack::Uncertified,
    })
}

/// What runs, or ran, in another order than the folder has.
fn tell_order(all: &mut [One], stands: &[Stand]) {
    let row = |stand: &Stand| match stand {
        Stand::Applied { row, .. } => Some(*row),
        Stand::Pending | Stand::Unfinished { .. } => None,
    };
    let names: Vec<String> = all.iter().map(|one| one.name.clone()).collect();
    for (at, one) in all.iter_mut().enumerate() {
        let later = stands.iter().enumerate().skip(at + 1);
        let mut later = later.filter_map(|(index, stand)| Some((row(stand)?, &names[index])));
        match row(&stands[at]) {
            None => {
                if let Some((_, behind)) = later.next() {
                    let message = format!(
                        "{} comes before {behind}, which is applied: mizzle runs it, \
                         drizzle-orm 0.x never does",
                        one.name
                    );
                    one.find("out_of_order", false, message);
                }
            }
            Some(own) => {
                if let Some((_, behind)) = later.find(|(row, _)| *row < own) {
                    let message = format!("{} was applied after {behind}", one.name);
                    one.find("applied_late", false, message);
                }
            }
        }
    }
}

/// What differs from what `mizzle.sum` records.
fn tell_differences(project: &Project, disk: &OnDisk, file: &SumFile, all: &mut Vec<One>) {
    for difference in file.sum.compare(&file.present) {
        let Difference { name, part, fate, .. } = &difference;
        let at = all.iter().position(|one| one.name == *name);
        let (code, counts) = match (part, fate) {
            (Part::Sql, Fate::Unknown) => ("unrecorded", false),
            (Part::Down, Fate::Unknown) => ("unrecorded_way_back", false),
            (Part::Sql, Fate::Edited) => ("edited", true),
            (Part::Sql, Fate::Removed) => ("removed", true),
            (Part::Down, Fate::Edited) => ("edited_way_back", true),
            (Part::Down, Fate::Removed) => ("removed_way_back", true),
        };
        let is_unwritten =
            *fate == Fate::Unknown && *part == Part::Sql && sum::is_unwritten(disk, name);
        let message = match fate {
            Fate::Unknown if is_unwritten => format!("{name} has no statement yet"),
            Fate::Unknown if *part == Part::Sql => {
                format!("{} says nothing of {name}", sum::shown(disk))
            }
            Fate::Unknown | Fate::Edited | Fate::Removed => {
                sum::told(project, disk, difference.clone())
            }
        };
        let mut found = at.and_then(|at| all.get_mut(at));
        if let (Fate::Unknown, Some(one)) = (fate, &mut found)
            && one.way_back != WayBack::None
        {
            one.way_back = WayBack::Unrecorded;
        }
        match found {
            // Its file is missing is said already.
            Some(one) if code == "removed" && one.file.is_some() => {}
            Some(one) => one.find(code, counts, message),
            None => {
                let mut one = without_file(name.clone(), State::Gone);
                one.find(code, counts, message);
                all.push(one);
            }
        }
    }
}
