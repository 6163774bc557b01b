//! What is wrong with a migrations folder, by its files alone: what `check` finds.
//!
//! Reading a folder is tolerant, and this is the other half: everything that reading passes
//! over is told here, with what follows from it. What drizzle-kit refuses, or what a run of the
//! migrations would stop at, is an error; what both accept is a warning.

mod branches;
mod chain;
mod finding;
mod next;

pub use finding::{Conflict, Finding, Kind, Line, Problem, Severity};

use super::leaves::read_file;
use super::{Folder, FolderError, JOURNAL, Layout, Oddity, ReadFile};
use crate::postgres::snapshot::{self, Header, ORIGIN, ReadError, Version, v9};
use std::collections::BTreeMap;

/// What else there is to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The 1.0 format that the installed drizzle-orm goes with; `None` where none of 1.0 is.
    pub installed: Option<Version>,
    /// Branches that get in each other's way are only told.
    pub ignore_conflicts: bool,
}

/// A snapshot as far as the rules need it.
struct Known {
    /// Its migration, as an index into the folder's; `None` for one that belongs to none.
    migration: Option<usize>,
    /// What it is called in sentences: its migration, or its file.
    tag: String,
    path: String,
    header: Header,
    /// v9: does it hold all rows?
    is_base: bool,
    /// v9: what it holds, until the history is replayed.
    step: Option<v9::Step>,
    /// Where its parents stand.
    line: Option<Line>,
}

/// Looks through a folder. `paths` are all its files.
pub fn check(
    folder: &Folder,
    paths: &[String],
    options: &Options,
    file: &mut ReadFile<'_>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if folder.layout == Layout::Journal {
        journal(folder, paths, options, file, &mut found);
    }
    let mut known = snapshots(folder, paths, file, &mut found);
    versions(folder, options, &known, &mut found);
    let is_whole = !found.iter().any(|one| one.severity == Severity::Error);
    chain::check(folder, &mut known, is_whole, &mut found);
    if folder.layout == Layout::Folders {
        branches::check(folder, &known, options, file, &mut found);
    }
    notes(folder, file, &mut found);
    found
}

/// What the journal is, as a file.
fn journal(
    folder: &Folder,
    paths: &[String],
    options: &Options,
    file: &mut ReadFile<'_>,
    found: &mut Vec<Finding>,
) {
    let has_journal = paths.iter().any(|path| path == JOURNAL);
    let is_snapshot = |path: &String| path.starts_with("meta/") && path.ends_with("_snapshot.json");
    if !has_journal && paths.iter().any(is_snapshot) {
        found.push(Finding::error(Kind::Malformed, Problem::NoJournal));
    }
    if has_journal && options.installed.is_some() {
        found.push(Finding::error(Kind::Outdated, Problem::Outdated));
    }
    for path in paths {
        let Some(name) = path.strip_prefix("meta/") else { continue };
        if !name.starts_with('_') && !name.ends_with("_snapshot.json") {
            let problem = Problem::NoSnapshotFile { path: path.clone() };
            found.push(Finding::warning(Kind::Malformed, problem));
        }
    }
    let mut by_idx: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for entry in folder.journal.iter().flat_map(|journal| journal.entries()) {
        let tags = by_idx.entry(entry.idx).or_default();
        if !tags.contains(&entry.tag) {
            tags.push(entry.tag);
        }
    }
    let is_told = |tags: &Vec<String>| {
        folder.notes.iter().any(|note| match note {
            Oddity::SameNumber { tags: told, .. } => tags.iter().all(|tag| told.contains(tag)),
            Oddity::Unlisted { .. }
            | Oddity::MissingSql { .. }
            | Oddity::Twice { .. }
            | Oddity::OutOfOrder { .. }
            | Oddity::NoSnapshot { .. }
            | Oddity::StraySnapshot { .. }
            | Oddity::AncientSnapshot { .. }
            | Oddity::EmptySnapshot { .. }
            | Oddity::UnknownParent { .. }
            | Oddity::SameParent { .. }
            | Oddity::SameId { .. }
            | Oddity::Branches { .. }
            | Oddity::NoTime { .. }
            | Oddity::FoldersBesideJournal { .. } => false,
        })
    };
    for (idx, tags) in by_idx.into_iter().filter(|(_, tags)| tags.len() > 1 && !is_told(tags)) {
        let line = tags.last().and_then(|tag| in_journal(tag, 1, file));
        let problem = Problem::SameIndex { idx, tags };
        found.push(Finding::warning(Kind::Journal, problem).at(line));
    }
}

/// Reads all snapshots, also those that belong to no migration: drizzle-kit 0.x does.
fn snapshots(
    folder: &Folder,
    paths: &[String],
    file: &mut ReadFile<'_>,
    found: &mut Vec<Finding>,
) -> Vec<Known> {
    let of_migrations = folder.migrations.iter().enumerate().filter_map(|(at, migration)| {
        let path = migration.snapshot.clone()?;
        Some((Some(at), migration.tag.clone(), path))
    });
    let mut all: Vec<(Option<usize>, String, String)> = of_migrations.collect();
    if folder.layout == Layout::Journal {
        let is_stray = |path: &&String| {
            path.starts_with("meta/")
                && path.ends_with("_snapshot.json")
                && !path.starts_with("meta/_")
                && !all.iter().any(|(_, _, known)| known == *path)
        };
        let strays: Vec<_> =
            paths.iter().filter(is_stray).map(|path| (None, path.clone(), path.clone())).collect();
        all.extend(strays);
    }
    let mut known = Vec::new();
    for (migration, tag, path) in all {
        match one(migration, tag, &path, file) {
            Ok(one) => known.push(one),
            Err(finding) => found.push(*finding),
        }
    }
    known
}

fn one(
    migration: Option<usize>,
    tag: String,
    path: &str,
    file: &mut ReadFile<'_>,
) -> Result<Known, Box<Finding>> {
    let unreadable = |error: FolderError| Box::new(Finding::unreadable(error));
    let of_file = |source| unreadable(FolderError::Snapshot { path: path.to_owned(), source });
    let text = read_file(path, file).map_err(unreadable)?;
    let header = match snapshot::header(&text) {
        Ok(header) => header,
        Err(ReadError::Ancient(version)) => {
            let path = path.to_owned();
            let problem = Problem::Odd(Oddity::AncientSnapshot { path, version });
            return Err(Box::new(Finding::error(Kind::NonLatest, problem)));
        }
        Err(source) => return Err(of_file(source)),
    };
    if let Some(field) = snapshot::lacks(&text, header.version).map_err(of_file)? {
        let problem = Problem::Lacks { path: path.to_owned(), field };
        return Err(Box::new(Finding::error(Kind::Malformed, problem)));
    }
    let mut step = None;
    if header.version == Version::V9 {
        v9::touches(&text).map_err(of_file)?;
        step = Some(v9::Step::with_header(header.clone(), &text).map_err(of_file)?);
    } else {
        snapshot::read(&text).map_err(of_file)?;
    }
    let line =
        Line::of(path, &text, |line| line.contains("\"prevId\"") || line.contains("\"prevIds\""));
    let is_base = step.as_ref().is_some_and(v9::Step::is_base);
    Ok(Known { migration, tag, path: path.to_owned(), header, is_base, step, line })
}

/// Snapshots of a version that the kit of the folder converts before it does anything.
fn versions(folder: &Folder, options: &Options, known: &[Known], found: &mut Vec<Finding>) {
    let newest = match folder.layout {
        Layout::Journal => Version::V7,
        Layout::Folders => known
            .iter()
            .map(|one| one.header.version)
            .chain(options.installed)
            .max()
            .unwrap_or(Version::V9),
    };
    let old: Vec<&Known> = known.iter().filter(|one| one.header.version < newest).collect();
    let (Some(first), Some(last)) = (old.first(), old.last()) else { return };
    let problem = Problem::NotLatest {
        count: old.len(),
        first: first.path.clone(),
        last: last.path.clone(),
        version: first.header.version,
        newest,
    };
    found.push(Finding::error(Kind::NonLatest, problem));
}

/// What reading the folder has noted.
fn notes(folder: &Folder, file: &mut ReadFile<'_>, found: &mut Vec<Finding>) {
    for note in &folder.notes {
        let (severity, kind, line) = match note {
            Oddity::Unlisted { .. } => (Severity::Warning, Kind::Journal, None),
            // No run of the migrations gets past it.
            Oddity::MissingSql { tag, .. } => {
                (Severity::Error, Kind::MissingFile, in_journal(tag, 1, file))
            }
            Oddity::SameNumber { tags, .. } => {
                let line = tags.last().and_then(|tag| in_journal(tag, 1, file));
                (Severity::Warning, Kind::Journal, line)
            }
            // drizzle-orm runs it twice.
            Oddity::Twice { tag } => (Severity::Error, Kind::Journal, in_journal(tag, 2, file)),
            Oddity::OutOfOrder { tag, .. } => {
                (Severity::Warning, Kind::Order, in_journal(tag, 1, file))
            }
            Oddity::NoSnapshot { .. } | Oddity::StraySnapshot { .. } => {
                (Severity::Warning, Kind::Snapshots, None)
            }
            Oddity::NoTime { .. } | Oddity::FoldersBesideJournal { .. } => {
                (Severity::Warning, Kind::Journal, None)
            }
            // These come of the snapshots, which are looked at here.
            Oddity::AncientSnapshot { .. }
            | Oddity::EmptySnapshot { .. }
            | Oddity::UnknownParent { .. }
            | Oddity::SameParent { .. }
            | Oddity::SameId { .. }
            | Oddity::Branches { .. } => continue,
        };
        let problem = Problem::Odd(note.clone());
        found.push(Finding { severity, kind, problem, layout: folder.layout, line });
    }
}

/// Where the journal names a migration, for the first, second, … time.
fn in_journal(tag: &str, time: usize, file: &mut ReadFile<'_>) -> Option<Line> {
    let text = file(JOURNAL).ok()?;
    let quoted = serde_json::Value::from(tag).to_string();
    let mut times = 0;
    Line::of(JOURNAL, &text, |line| {
        times += usize::from(line.contains(&quoted));
        times == time
    })
}

/// Is it the state before the first migration?
fn is_origin(id: &str) -> bool {
    id == ORIGIN || id.is_empty()
}
