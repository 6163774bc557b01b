//! The state that a folder records: the newest snapshot, and what has happened since.

use super::leaves::{Branch, ends, oddities, read_file};
use super::{Folder, FolderError, Layout, Oddity, ReadFile};
use crate::naming::Line;
use crate::postgres::schema::Schema;
use crate::postgres::snapshot::{self, Header, ReadError, Snapshot, Version, v8, v9};
use std::collections::BTreeSet;

/// What a folder records.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The schema of the base, empty where there is none.
    pub schema: Schema,
    /// Where it comes from.
    pub base: Option<Base>,
    /// The format in which the next snapshot is written.
    pub version: Version,
    /// The ids that the next snapshot follows; empty where it is the first.
    pub parents: Vec<String>,
    /// Migrations without a snapshot that come after the base, as indexes into the
    /// folder's: `schema` does not know what they do until they are replayed. Where
    /// there is no base, all of them.
    pub replay: Vec<usize>,
    /// What is odd, beyond what the folder's own notes say.
    pub notes: Vec<Oddity>,
}

/// The snapshot that the recorded schema comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Its migration, as an index into the folder's; the last one, where several
    /// branches were brought together.
    pub migration: usize,
    /// Its id.
    pub id: String,
    /// The format it has.
    pub version: Version,
}

/// Reads the state that a folder records. `newest` is the format in which a folder
/// without snapshots gets its first: v9, or v8 where an older 1.0 is installed; the
/// 0.x layout always gets v7.
///
/// # Errors
///
/// The snapshot that counts cannot be read.
pub fn recorded(
    folder: &Folder,
    newest: Version,
    file: &mut ReadFile<'_>,
) -> Result<Recorded, FolderError> {
    match folder.layout {
        Layout::Journal => by_last(folder, file),
        Layout::Folders => by_leaves(folder, newest, file),
    }
}

/// 0.x: the last migration that has a readable snapshot.
fn by_last(folder: &Folder, file: &mut ReadFile<'_>) -> Result<Recorded, FolderError> {
    let mut notes = Vec::new();
    let mut found = None;
    for (position, migration) in folder.migrations.iter().enumerate().rev() {
        let Some(path) = &migration.snapshot else { continue };
        let text = read_file(path, file)?;
        match snapshot::read(&text) {
            Ok(snapshot) => {
                found = Some((position, snapshot));
                break;
            }
            Err(source) => notes.push(Oddity::missing(path, source)?),
        }
    }
    let count = folder.migrations.len();
    Ok(match found {
        Some((position, Snapshot { header, schema })) => Recorded {
            schema,
            parents: vec![header.id.clone()],
            base: Some(Base { migration: position, id: header.id, version: header.version }),
            version: Version::V7,
            replay: (position + 1..count).collect(),
            notes,
        },
        None => Recorded {
            schema: Schema::default(),
            parents: Vec::new(),
            base: None,
            version: Version::V7,
            replay: (0..count).collect(),
            notes,
        },
    })
}

/// 1.0: what the ends of the history come to together.
fn by_leaves(
    folder: &Folder,
    newest: Version,
    file: &mut ReadFile<'_>,
) -> Result<Recorded, FolderError> {
    let mut texts: Vec<Text<'_>> = Vec::new();
    let mut empty: Vec<&str> = Vec::new();
    for (position, migration) in folder.migrations.iter().enumerate() {
        let Some(path) = &migration.snapshot else { continue };
        let text = read_file(path, file)?;
        match snapshot::header(&text) {
            Ok(header) => texts.push((position, path, header, text)),
            Err(ReadError::Nothing) => empty.push(path.as_str()),
            Err(source) => return Err(unreadable(path, source)),
        }
    }
    let headers: Vec<(usize, Header)> =
        texts.iter().map(|(position, _, header, _)| (*position, header.clone())).collect();
    let mut notes: Vec<Oddity> =
        empty.iter().map(|path| Oddity::EmptySnapshot { path: (*path).to_owned() }).collect();
    notes.extend(oddities(&folder.migrations, &headers));
    let mut leaves = ends(&headers);
    // The newest first, as the kit lists them.
    leaves.reverse();
    if leaves.len() > 1 {
        let tags =
            leaves.iter().rev().map(|leaf| folder.migrations[leaf.migration].tag.clone()).collect();
        notes.push(Oddity::Branches { tags });
    }
    let Some((last, path, header)) =
        texts.last().map(|(last, path, header, _)| (*last, *path, header.clone()))
    else {
        return Ok(Recorded {
            schema: Schema::default(),
            base: None,
            version: if newest == Version::V8 { Version::V8 } else { Version::V9 },
            parents: Vec::new(),
            replay: (0..folder.migrations.len()).collect(),
            notes,
        });
    };
    let parents: Vec<String> = leaves.iter().map(|leaf| leaf.id.clone()).collect();
    let schema = if header.version == Version::V9 {
        let mut steps = Vec::new();
        // Each text goes as soon as it is read: they are large.
        for (_, path, header, text) in texts {
            if header.version == Version::V9 {
                let step = v9::Step::with_header(header, &text);
                steps.push(step.map_err(|source| unreadable(path, source))?);
            }
        }
        v9::replay(steps, &parents).map_err(|source| match (&source, empty.last()) {
            (v9::HistoryError::MissingParent { .. }, Some(empty)) => {
                unreadable(empty, ReadError::Nothing)
            }
            (_, _) => unreadable(path, ReadError::History(source)),
        })?
    } else {
        merged(&texts, &leaves)?
    };
    let replay = (last + 1..folder.migrations.len()).collect();
    Ok(Recorded {
        schema,
        base: Some(Base { migration: last, id: header.id.clone(), version: header.version }),
        version: match folder.layout.line() {
            Line::V0 => Version::V7,
            Line::V1 => header.version,
        },
        parents,
        replay,
        notes,
    })
}

type Text<'a> = (usize, &'a str, Header, String);

/// Before v9 every file holds all rows: branches are brought together by adding what
/// each has done since the last snapshot that they share.
fn merged(texts: &[Text<'_>], leaves: &[Branch]) -> Result<Schema, FolderError> {
    let state = |id: &str| -> Result<Schema, FolderError> {
        match texts.iter().find(|(_, _, header, _)| header.id == id) {
            Some((_, path, _, text)) => snapshot::read(text)
                .map(|snapshot| snapshot.schema)
                .map_err(|source| unreadable(path, source)),
            None => Ok(Schema::default()),
        }
    };
    let Some((first, others)) = leaves.split_first() else { return Ok(Schema::default()) };
    let mut schema = state(&first.id)?;
    let mut known = ancestors(texts, &first.id);
    for leaf in others {
        let own = ancestors(texts, &leaf.id);
        let shared = texts
            .iter()
            .rev()
            .map(|(_, _, header, _)| header.id.as_str())
            .find(|id| known.contains(id) && own.contains(id));
        let base = shared.map(&state).transpose()?.unwrap_or_default();
        schema = v8::merge(&base, schema, &state(&leaf.id)?);
        known.extend(own);
    }
    Ok(schema)
}

/// The state that some snapshots come to together, by their ids. Of those given, the ones that
/// it takes are read.
pub(super) fn merged_of<'a>(
    snapshots: impl Iterator<Item = (&'a Header, &'a str)>,
    ids: &[String],
    file: &mut ReadFile<'_>,
) -> Result<Schema, FolderError> {
    let mut texts: Vec<Text<'_>> = Vec::new();
    for (position, (header, path)) in snapshots.enumerate() {
        // Where branches meet, the state that they share counts as well.
        let is_needed = ids.len() > 1 || ids.contains(&header.id);
        let text = if is_needed { read_file(path, file)? } else { String::new() };
        texts.push((position, path, header.clone(), text));
    }
    let leaves: Vec<Branch> =
        ids.iter().map(|id| Branch { id: id.clone(), migration: 0 }).collect();
    merged(&texts, &leaves)
}

/// A snapshot and all that it follows.
fn ancestors<'a>(texts: &'a [Text<'_>], id: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut stack = vec![id];
    while let Some(id) = stack.pop() {
        if found.insert(id) {
            let step = texts.iter().find(|(_, _, header, _)| header.id == id);
            stack.extend(
                step.into_iter()
                    .flat_map(|(_, _, header, _)| header.parents.iter().map(String::as_str)),
            );
        }
    }
    found
}

fn unreadable(path: &str, source: ReadError) -> FolderError {
    FolderError::Snapshot { path: path.to_owned(), source }
}
