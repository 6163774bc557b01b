//! The migrations folder as it was before something was written into it, to be put back
//! where the rest cannot be done.

use crate::batch::Batch;
use crate::event::{Event, Events, Warning};
use crate::files::{self, FileError};
use crate::folder::OnDisk;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a new migration changes of the files that are there.
const CHANGED: &[&str] =
    &[mizzle_core::folder::JOURNAL, "mizzle.sum", crate::drift::counted::FILE, ".gitattributes"];

/// The folder before.
pub(super) struct Kept {
    folder: PathBuf,
    files: BTreeSet<PathBuf>,
    texts: Vec<(PathBuf, Option<String>)>,
}

impl Kept {
    /// Remembers what there is.
    pub(super) fn of(disk: &OnDisk) -> Result<Self, FileError> {
        let folder = disk.path.clone();
        let mut files = BTreeSet::new();
        list(&folder, &mut files);
        let texts = CHANGED
            .iter()
            .map(|name| {
                let path = folder.join(name);
                let text = files::read_text(&path)?;
                Ok((path, text))
            })
            .collect::<Result<_, FileError>>()?;
        Ok(Self { folder, files, texts })
    }

    /// Puts it back. What cannot be put back is told.
    pub(super) fn restore(&self, events: Events<'_>) {
        let mut batch = Batch::default();
        let texts = self.texts.iter().filter_map(|(path, text)| Some((path, text.as_ref()?)));
        let put = texts
            .filter(|(path, text)| files::read_text(path).ok().flatten().as_ref() != Some(text))
            .try_for_each(|(path, text)| batch.add(path.clone(), text))
            .and_then(|()| batch.commit());
        let mut left: Vec<String> = put.err().map(|error| error.to_string()).into_iter().collect();
        let mut there = BTreeSet::new();
        list(&self.folder, &mut there);
        for path in there.difference(&self.files) {
            if let Err(error) = fs::remove_file(path) {
                left.push(FileError::removing(path, error).to_string());
            }
            // A folder of a migration goes with its last file; any other is not empty.
            if let Some(parent) = path.parent().filter(|parent| *parent != self.folder) {
                let _ = fs::remove_dir(parent);
            }
        }
        if !left.is_empty() {
            events(Event::Warning(Warning::new(format!(
                "what was written cannot be taken away again: {}",
                left.join("; ")
            ))));
        }
    }
}

/// All files of a folder, two levels deep.
fn list(folder: &Path, files: &mut BTreeSet<PathBuf>) {
    let inside = |folder: &Path| {
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
    };
    for path in inside(folder) {
        if path.is_dir() {
            files.extend(inside(&path).filter(|path| path.is_file()));
        } else {
            files.insert(path);
        }
    }
}
