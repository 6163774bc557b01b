//! The migrations of a folder in their order, from its listing and its journal.

use super::{
    Folder, FolderError, JOURNAL, Journal, Layout, MigrationFile, Oddity, ReadFile, millis_of,
    split_tag,
};
use crate::naming::Line;
use std::collections::{BTreeMap, BTreeSet};

/// Reads a folder. `paths` are all its files, `line` is what an empty folder follows.
/// Only the journal is asked for.
///
/// # Errors
///
/// The journal cannot be read, or is of another dialect.
pub fn read(paths: &[String], line: Line, file: &mut ReadFile<'_>) -> Result<Folder, FolderError> {
    let paths: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    if paths.contains(JOURNAL) {
        let text = file(JOURNAL)
            .map_err(|why| FolderError::Unreadable { path: JOURNAL.to_owned(), why })?;
        return by_journal(&paths, Journal::read(&text)?);
    }
    let folders = folders(&paths);
    if folders.is_empty() {
        let mut folder = Folder::empty(line);
        folder.notes = unlisted(&paths, &BTreeSet::new());
        return Ok(folder);
    }
    if let Some(ancient) = folders.iter().find(|name| name.len() == 14 && millis_of(name).is_some())
    {
        return Err(FolderError::Ancient((*ancient).to_owned()));
    }
    Ok(by_folders(&paths, &folders))
}

fn by_journal(paths: &BTreeSet<&str>, journal: Journal) -> Result<Folder, FolderError> {
    if let Some(dialect) = journal.dialect()
        && !matches!(dialect, "pg" | "postgresql" | "postgres")
    {
        return Err(FolderError::OtherDialect(dialect.to_owned()));
    }
    let mut migrations: Vec<MigrationFile> = Vec::new();
    let mut notes = Vec::new();
    let mut latest: Option<(i64, String)> = None;
    for entry in journal.entries() {
        let sql = format!("{}.sql", entry.tag);
        let down = format!("down/{sql}");
        if migrations.iter().any(|other| other.tag == entry.tag) {
            notes.push(Oddity::Twice { tag: entry.tag });
            continue;
        }
        let sql_exists = paths.contains(sql.as_str());
        if !sql_exists {
            notes.push(Oddity::MissingSql { tag: entry.tag.clone(), path: sql.clone() });
        }
        if let Some((_, after)) = latest.as_ref().filter(|(when, _)| entry.when <= *when) {
            notes.push(Oddity::OutOfOrder { tag: entry.tag.clone(), after: after.clone() });
        } else {
            latest = Some((entry.when, entry.tag.clone()));
        }
        migrations.push(MigrationFile {
            name: split_tag(&entry.tag).1.to_owned(),
            when: entry.when,
            sql_exists,
            snapshot: None,
            down: paths.contains(down.as_str()).then_some(down),
            breakpoints: entry.breakpoints,
            sql,
            tag: entry.tag,
        });
    }
    place_snapshots(paths, &journal, &mut migrations, &mut notes);
    notes.extend(same_numbers(&migrations));
    let listed = migrations.iter().map(|migration| migration.sql.as_str()).collect();
    notes.extend(unlisted(paths, &listed));
    let beside: Vec<String> = folders(paths).into_iter().map(str::to_owned).collect();
    if !beside.is_empty() {
        notes.push(Oddity::FoldersBesideJournal { tags: beside });
    }
    Ok(Folder { layout: Layout::Journal, migrations, journal: Some(journal), notes })
}

/// A snapshot is named after its migration's prefix, or after its place where the
/// migration has been renamed. Where branches were merged and two migrations have one
/// number, their places may name a snapshot each. Else the one that is there is of one
/// branch and says nothing of the other, and nobody knows of which: they count as without.
fn place_snapshots(
    paths: &BTreeSet<&str>,
    journal: &Journal,
    migrations: &mut [MigrationFile],
    notes: &mut Vec<Oddity>,
) {
    let idx_of: BTreeMap<String, i64> =
        journal.entries().map(|entry| (entry.tag, entry.idx)).collect();
    let mut free: BTreeSet<&str> = paths.iter().copied().filter(|path| is_snapshot(path)).collect();
    let by_place = |tag: &str| idx_of.get(tag).map(|idx| format!("meta/{idx:04}_snapshot.json"));
    // A file that is missing has made nothing.
    let groups = by_number(migrations.iter().filter(|one| one.sql_exists));
    let is_single = |tag: &str| groups.get(split_tag(tag).0).is_none_or(|tags| tags.len() == 1);
    for migration in migrations.iter_mut().rev().filter(|one| is_single(&one.tag)) {
        let path = format!("meta/{}_snapshot.json", split_tag(&migration.tag).0);
        migration.snapshot = free.remove(path.as_str()).then_some(path);
    }
    let is_single_without =
        |one: &&mut MigrationFile| one.snapshot.is_none() && is_single(&one.tag);
    for migration in migrations.iter_mut().rev().filter(is_single_without) {
        migration.snapshot = by_place(&migration.tag).filter(|path| free.remove(path.as_str()));
    }
    for tags in groups.values().filter(|tags| tags.len() > 1) {
        let places: BTreeSet<String> = tags
            .iter()
            .filter_map(|tag| by_place(tag))
            .filter(|path| free.contains(path.as_str()))
            .collect();
        if places.len() < tags.len() {
            continue;
        }
        for migration in migrations.iter_mut().filter(|one| tags.contains(&one.tag)) {
            migration.snapshot = by_place(&migration.tag);
        }
        free.retain(|path| !places.contains(*path));
    }
    let without: Vec<String> = migrations
        .iter()
        .filter(|migration| migration.snapshot.is_none())
        .map(|migration| migration.tag.clone())
        .collect();
    if !without.is_empty() {
        notes.push(Oddity::NoSnapshot { tags: without });
    }
    notes.extend(free.into_iter().map(|path| Oddity::StraySnapshot { path: path.to_owned() }));
}

fn is_snapshot(path: &str) -> bool {
    path.strip_prefix("meta/")
        .is_some_and(|name| name.ends_with("_snapshot.json") && !name.contains('/'))
}

fn same_numbers(migrations: &[MigrationFile]) -> Vec<Oddity> {
    by_number(migrations.iter())
        .into_iter()
        .filter(|(_, tags)| tags.len() > 1)
        .map(|(prefix, tags)| Oddity::SameNumber { prefix, tags })
        .collect()
}

/// The migrations of each number, in order.
fn by_number<'a>(
    migrations: impl Iterator<Item = &'a MigrationFile>,
) -> BTreeMap<String, Vec<String>> {
    let mut numbers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for migration in migrations {
        let (prefix, _) = split_tag(&migration.tag);
        if !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.entry(prefix.to_owned()).or_default().push(migration.tag.clone());
        }
    }
    numbers
}

/// Files of statements at the top that nothing names.
fn unlisted(paths: &BTreeSet<&str>, listed: &BTreeSet<&str>) -> Vec<Oddity> {
    paths
        .iter()
        .filter(|path| path.ends_with(".sql") && !path.contains('/') && !listed.contains(*path))
        .map(|path| Oddity::Unlisted { path: (*path).to_owned() })
        .collect()
}

/// Folders at the top that hold a migration.
fn folders<'a>(paths: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = paths
        .iter()
        .filter_map(|path| path.split_once('/'))
        .filter(|(_, file)| matches!(*file, "migration.sql" | "snapshot.json"))
        .map(|(name, _)| name)
        .collect();
    names.dedup();
    names
}

fn by_folders(paths: &BTreeSet<&str>, folders: &[&str]) -> Folder {
    let mut migrations = Vec::new();
    let mut notes = Vec::new();
    for &tag in folders {
        let inside = |file: &str| {
            let path = format!("{tag}/{file}");
            paths.contains(path.as_str()).then_some(path)
        };
        let when = millis_of(tag);
        if when.is_none() {
            notes.push(Oddity::NoTime { tag: tag.to_owned() });
        }
        let sql = format!("{tag}/migration.sql");
        let sql_exists = inside("migration.sql").is_some();
        if !sql_exists {
            notes.push(Oddity::MissingSql { tag: tag.to_owned(), path: sql.clone() });
        }
        migrations.push(MigrationFile {
            tag: tag.to_owned(),
            name: split_tag(tag).1.to_owned(),
            when: when.unwrap_or(0),
            sql,
            sql_exists,
            snapshot: inside("snapshot.json"),
            down: inside("down.sql"),
            breakpoints: true,
        });
    }
    let without: Vec<String> = migrations
        .iter()
        .filter(|migration: &&MigrationFile| migration.snapshot.is_none())
        .map(|migration| migration.tag.clone())
        .collect();
    if !without.is_empty() {
        notes.push(Oddity::NoSnapshot { tags: without });
    }
    notes.extend(unlisted(paths, &BTreeSet::new()));
    Folder { layout: Layout::Folders, migrations, journal: None, notes }
}
