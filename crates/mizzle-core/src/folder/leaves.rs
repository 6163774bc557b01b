//! How the snapshots of a folder follow one another.

use super::{Folder, FolderError, MigrationFile, Oddity, ReadFile};
use crate::postgres::snapshot::{self, Header};
use std::collections::{BTreeMap, BTreeSet};

/// An end of the history: a snapshot that none follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The snapshot's id.
    pub id: String,
    /// Its migration, as an index into the folder's.
    pub migration: usize,
}

/// The ends of the history, the oldest migration first, and what is odd about how the
/// snapshots follow one another. Reads the header of every snapshot.
///
/// # Errors
///
/// A snapshot cannot be read.
pub fn branches(
    folder: &Folder,
    file: &mut ReadFile<'_>,
) -> Result<(Vec<Branch>, Vec<Oddity>), FolderError> {
    let mut headers: Vec<(usize, Header)> = Vec::new();
    let mut notes = Vec::new();
    for (position, migration) in folder.migrations.iter().enumerate() {
        let Some(path) = &migration.snapshot else { continue };
        let text = read_file(path, file)?;
        match snapshot::header(&text) {
            Ok(header) => headers.push((position, header)),
            Err(source) => notes.push(Oddity::missing(path, source)?),
        }
    }
    notes.extend(oddities(&folder.migrations, &headers));
    Ok((ends(&headers), notes))
}

pub(super) fn ends(headers: &[(usize, Header)]) -> Vec<Branch> {
    let followed: BTreeSet<&str> =
        headers.iter().flat_map(|(_, header)| &header.parents).map(String::as_str).collect();
    headers
        .iter()
        .filter(|(_, header)| !followed.contains(header.id.as_str()))
        .map(|(migration, header)| Branch { id: header.id.clone(), migration: *migration })
        .collect()
}

pub(super) fn oddities(migrations: &[MigrationFile], headers: &[(usize, Header)]) -> Vec<Oddity> {
    let tag = |position: usize| migrations[position].tag.clone();
    let mut ids: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut children: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (position, header) in headers {
        ids.entry(&header.id).or_default().push(tag(*position));
        for parent in &header.parents {
            children.entry(parent).or_default().push(tag(*position));
        }
    }
    let mut notes = Vec::new();
    for (position, header) in headers {
        for parent in header.parents.iter().filter(|parent| !ids.contains_key(parent.as_str())) {
            notes.push(Oddity::UnknownParent { tag: tag(*position), parent: parent.clone() });
        }
    }
    notes.extend(several(children).map(|tags| Oddity::SameParent { tags }));
    notes.extend(several(ids).map(|tags| Oddity::SameId { tags }));
    notes
}

fn several(of: BTreeMap<&str, Vec<String>>) -> impl Iterator<Item = Vec<String>> {
    of.into_values().filter(|tags| tags.len() > 1)
}

pub(super) fn read_file(path: &str, file: &mut ReadFile<'_>) -> Result<String, FolderError> {
    file(path).map_err(|why| FolderError::Unreadable { path: path.to_owned(), why })
}
