//! What `--from` and `--to` name: a database, files, a folder, or nothing at all.

use super::DiffFailure;
use crate::files::FileError;
use std::path::{Path, PathBuf};

/// One of the two that are compared, as it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Side {
    /// `empty`
    Empty,
    /// A database.
    Database(String),
    /// Files with SQL, in order.
    Sql(Vec<PathBuf>),
    /// A snapshot.
    Snapshot(PathBuf),
    /// A migrations folder, as far as one of its migrations.
    Folder {
        /// Where.
        path: PathBuf,
        /// How it was named.
        out: String,
        /// The last migration that counts.
        at: Option<String>,
    },
    /// Schema files.
    Schema(String),
}

impl Side {
    /// What a word names. Paths are relative to `cwd`.
    pub(super) fn parse(word: &str, cwd: &Path) -> Result<Self, DiffFailure> {
        let unknown = |why: &str| DiffFailure::Side { word: word.to_owned(), why: why.to_owned() };
        if word == "empty" {
            return Ok(Self::Empty);
        }
        if let Some((scheme, _)) = word.split_once("://") {
            return if matches!(scheme, "postgres" | "postgresql") {
                Ok(Self::Database(word.to_owned()))
            } else {
                // The rest may hold a password.
                let word = format!("{scheme}://…");
                let why = "only Postgres databases can be compared".to_owned();
                Err(DiffFailure::Side { word, why })
            };
        }
        let path = cwd.join(word);
        if path.is_dir() {
            return Self::folder(word, path)?.ok_or_else(|| {
                unknown("the folder has no migrations, no `.sql` files and no schema files")
            });
        }
        if path.is_file() {
            return Ok(match path.extension().and_then(|it| it.to_str()) {
                Some("sql") => Self::Sql(vec![path]),
                Some("json") => Self::Snapshot(path),
                Some(_) | None => Self::Schema(word.to_owned()),
            });
        }
        if let Some((out, at)) = word.rsplit_once('@')
            && cwd.join(out).is_dir()
        {
            let path = cwd.join(out);
            return if is_migrations(&path) {
                Ok(Self::Folder { path, out: out.to_owned(), at: Some(at.to_owned()) })
            } else {
                Err(unknown("the folder before the `@` is no migrations folder"))
            };
        }
        if word.contains(['*', '?', '{', '[']) {
            return Ok(Self::Schema(word.to_owned()));
        }
        Err(unknown("there is no such file or folder"))
    }

    /// What a folder is, by what lies in it.
    fn folder(word: &str, path: PathBuf) -> Result<Option<Self>, DiffFailure> {
        if is_migrations(&path) {
            return Ok(Some(Self::Folder { path, out: word.to_owned(), at: None }));
        }
        let entries = std::fs::read_dir(&path)
            .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
            .map_err(|error| FileError::reading(&path, error))?;
        let mut files: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
        files.sort();
        let has = |file: &PathBuf, all: &[&str]| {
            file.extension().and_then(|it| it.to_str()).is_some_and(|it| all.contains(&it))
        };
        let sql: Vec<PathBuf> = files.iter().filter(|file| has(file, &["sql"])).cloned().collect();
        if !sql.is_empty() {
            return Ok(Some(Self::Sql(sql)));
        }
        let is_schema =
            files.iter().any(|file| has(file, &["ts", "mts", "cts", "js", "mjs", "cjs"]));
        Ok(is_schema.then(|| Self::Schema(word.to_owned())))
    }

    /// How it is called in messages, without a password.
    pub(super) fn shown(&self, word: &str) -> String {
        match self {
            Self::Empty => "an empty database".to_owned(),
            Self::Database(_) => "the database".to_owned(),
            Self::Sql(_) | Self::Snapshot(_) | Self::Folder { .. } | Self::Schema(_) => {
                word.to_owned()
            }
        }
    }

    /// Does it need the project's config, if there is one?
    pub(super) fn is_of_project(&self) -> bool {
        match self {
            Self::Schema(_) => true,
            Self::Empty
            | Self::Database(_)
            | Self::Sql(_)
            | Self::Snapshot(_)
            | Self::Folder { .. } => false,
        }
    }
}

/// Does any of the words name something that only a project's engine can read? What is
/// wrong with them is told later.
pub fn needs_project(words: &[&str], cwd: &Path) -> bool {
    words.iter().any(|word| Side::parse(word, cwd).is_ok_and(|side| side.is_of_project()))
}

/// A journal, or a folder with `migration.sql` in it.
fn is_migrations(path: &Path) -> bool {
    if path.join(mizzle_core::folder::JOURNAL).is_file() {
        return true;
    }
    let Ok(entries) = std::fs::read_dir(path) else { return false };
    entries.flatten().any(|entry| entry.path().join("migration.sql").is_file())
}
