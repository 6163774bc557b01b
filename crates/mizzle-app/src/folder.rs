//! The migrations folder on disk: listed, and read file by file as `mizzle-core` asks.
//! What the files mean is decided there.

use crate::error::{Explanation, Place};
use crate::files::{self, FileError};
use crate::project::Project;
use mizzle_core::folder::{Folder, FolderError, MigrationFile, read};
use mizzle_core::json::JsonError;
use mizzle_core::naming::Line;
use mizzle_core::postgres::snapshot::ReadError;
use mizzle_db::migration::Migration;
use std::io;
use std::path::{Path, PathBuf};

/// A folder that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderFailure {
    /// A file of it is not what it should be.
    #[error("{}", describe(shown, error, place.is_some()))]
    Folder {
        /// The folder as it is shown.
        shown: String,
        /// What is wrong.
        error: Box<FolderError>,
        /// Where.
        place: Option<Place>,
    },
    /// It is not there.
    #[error("there is no migrations folder `{shown}`")]
    Missing {
        /// The folder as it is shown.
        shown: String,
    },
    /// A migration that is listed has no file.
    #[error("migration `{tag}` is listed, but `{file}` is missing")]
    NoSql {
        /// The migration.
        tag: String,
        /// Its file.
        file: String,
    },
    /// Somebody else wrote there between reading and writing.
    #[error("the migrations folder `{shown}` was changed by somebody else meanwhile")]
    Changed {
        /// The folder as it is shown.
        shown: String,
    },
}

/// Is a file of it not what it was, where nobody is about to finish a merge?
fn is_broken(error: &FolderError) -> bool {
    matches!(
        error,
        FolderError::Json { source: JsonError::Syntax { .. }, .. }
            | FolderError::Snapshot {
                source: ReadError::Json(JsonError::Syntax { .. }) | ReadError::Nothing,
                ..
            }
    )
}

/// Where the place is shown as well, the message does not repeat it.
fn describe(shown: &str, error: &FolderError, placed: bool) -> String {
    match error {
        FolderError::Json { source, .. }
        | FolderError::Snapshot { source: ReadError::Json(source), .. }
            if placed =>
        {
            match source {
                JsonError::Conflict { .. } => source.to_string(),
                JsonError::Syntax { message, .. } => {
                    format!("this is not the JSON it should be: {message}")
                }
            }
        }
        FolderError::Unreadable { .. }
        | FolderError::Json { .. }
        | FolderError::Snapshot { .. }
        | FolderError::OtherDialect(_)
        | FolderError::Ancient(_) => format!("{shown}: {error}"),
    }
}

impl FolderFailure {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::Folder { place, error, .. } => {
                let explanation =
                    Explanation::new("check_error", self.to_string()).at(place.clone());
                if is_broken(error) {
                    explanation.hint("restore the file from version control")
                } else {
                    explanation
                }
            }
            Self::Missing { .. } => {
                Explanation::new("migrations_folder_not_found_error", self.to_string()).hint(
                    "make the first migration with `mizzle generate`, or set `out` in the config",
                )
            }
            Self::NoSql { .. } => Explanation::new("check_error", self.to_string())
                .hint("restore the file from version control"),
            Self::Changed { .. } => Explanation::new("changed_meanwhile", self.to_string())
                .note("nothing was written")
                .hint("run the same command again: it begins with what is there now"),
        }
    }
}

/// A migrations folder of the disk.
#[derive(Debug, Clone)]
pub(crate) struct OnDisk {
    /// Its path.
    pub(crate) path: PathBuf,
    /// The same as it is shown: `out` of the config.
    pub(crate) shown: String,
    /// Is it there?
    pub(crate) exists: bool,
    /// What it holds.
    pub(crate) folder: Folder,
}

impl OnDisk {
    /// Reads the folder of a project. One without migrations follows `line`.
    pub(crate) fn read(project: &Project, line: Line) -> Result<Self, crate::Error> {
        Self::at(project.folder(), &project.out, line)
    }

    /// Reads a folder that messages call `out`.
    pub(crate) fn at(path: PathBuf, out: &str, line: Line) -> Result<Self, crate::Error> {
        let shown = shown(out);
        let paths = paths_in(&path)?;
        let exists = paths.is_some();
        let folder = read(&paths.unwrap_or_default(), line, &mut |file| read_file(&path, file))
            .map_err(|error| failure(&path, &shown, error))?;
        Ok(Self { path, shown, exists, folder })
    }

    /// All its files, as paths in it.
    pub(crate) fn paths(&self) -> Result<Vec<String>, FileError> {
        Ok(paths_in(&self.path)?.unwrap_or_default())
    }

    /// Is it without any migration, so that its layout is free?
    pub(crate) fn is_blank(&self) -> bool {
        self.folder.migrations.is_empty() && !self.path.join(mizzle_core::folder::JOURNAL).exists()
    }

    /// The same folder when it had no more than this many migrations.
    pub(crate) fn first(&self, count: usize) -> Self {
        let mut disk = self.clone();
        disk.folder.migrations.truncate(count);
        disk
    }

    /// The same folder with some of its migrations only, by their places.
    pub(crate) fn only(&self, places: &[usize]) -> Self {
        let mut disk = self.clone();
        let mut place = 0;
        disk.folder.migrations.retain(|_| {
            place += 1;
            places.contains(&(place - 1))
        });
        disk
    }

    /// A file of it as it is shown.
    pub(crate) fn show(&self, file: &str) -> PathBuf {
        Path::new(&self.shown).join(file)
    }

    /// The text of a file of it, for `mizzle-core`.
    pub(crate) fn read_file(&self, file: &str) -> Result<String, String> {
        read_file(&self.path, file)
    }

    /// An error of `mizzle-core` about it.
    pub(crate) fn failure(&self, error: FolderError) -> FolderFailure {
        failure(&self.path, &self.shown, error)
    }

    /// Its migrations as they are run.
    pub(crate) fn migrations(&self) -> Result<Vec<Migration>, crate::Error> {
        self.folder.migrations.iter().map(|file| self.migration(file)).collect()
    }

    /// One of them.
    pub(crate) fn migration(&self, file: &MigrationFile) -> Result<Migration, crate::Error> {
        if !file.sql_exists {
            let (tag, file) = (file.tag.clone(), self.show(&file.sql).display().to_string());
            return Err(FolderFailure::NoSql { tag, file }.into());
        }
        self.script(file, &file.sql)
    }

    /// A file of a migration's statements: its own, or its way back.
    pub(crate) fn script(
        &self,
        file: &MigrationFile,
        path: &str,
    ) -> Result<Migration, crate::Error> {
        let whole = self.path.join(path);
        let bytes = std::fs::read(&whole).map_err(|error| FileError::reading(&whole, error))?;
        Migration::read(file.tag.clone(), file.when, self.show(path).display().to_string(), &bytes)
            .map_err(|error| mizzle_db::runner::RunError::from(error).into())
    }
}

/// `./drizzle/` is written in configs, `drizzle` is what people say.
fn shown(out: &str) -> String {
    let shown = out.strip_prefix("./").unwrap_or(out).trim_end_matches('/');
    if shown.is_empty() { out.to_owned() } else { shown.to_owned() }
}

/// All files of a folder, as paths in it; `None` where there is no folder.
fn paths_in(folder: &Path) -> Result<Option<Vec<String>>, FileError> {
    let mut paths = Vec::new();
    match list(folder, "", 2, &mut paths) {
        Ok(()) => Ok(Some(paths)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::reading(folder, error)),
    }
}

fn list(folder: &Path, prefix: &str, depth: usize, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // A name that is not Unicode is none of ours.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{prefix}{name}");
        if depth > 1 && entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), depth - 1, paths)?;
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(())
}

fn read_file(folder: &Path, file: &str) -> Result<String, String> {
    match files::read_text(&folder.join(file)) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err("it is not there".to_owned()),
        Err(error) => Err(error.reason()),
    }
}

fn failure(path: &Path, shown: &str, error: FolderError) -> FolderFailure {
    let place = error.place().and_then(|(file, line, column)| {
        let text = read_file(path, file).ok()?;
        // What breaks off is wrong behind its last line.
        let text = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned();
        // The parser counts bytes.
        let before = text.get(..column.saturating_sub(1)).unwrap_or(&text);
        Some(Place {
            file: Path::new(shown).join(file),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX),
            len: 1,
            text,
        })
    });
    FolderFailure::Folder { shown: shown.to_owned(), error: Box::new(error), place }
}
