//! What is odd about a folder, and what makes it unreadable.

use crate::json::JsonError;
use crate::postgres::snapshot::ReadError;
use std::fmt;

/// Something that a folder should not have, and that does not stop anything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// A `.sql` file that the journal does not name: it is never run.
    Unlisted {
        /// The file.
        path: String,
    },
    /// The journal or folder names a migration whose statements are missing.
    MissingSql {
        /// The migration.
        tag: String,
        /// The file that is not there.
        path: String,
    },
    /// Two migrations with one number.
    SameNumber {
        /// The number.
        prefix: String,
        /// The migrations, in order.
        tags: Vec<String>,
    },
    /// The journal names a migration twice.
    Twice {
        /// The migration.
        tag: String,
    },
    /// An entry that is not later than one before it, which drizzle-orm 0.x passes
    /// over for good where the other has been run.
    OutOfOrder {
        /// The migration.
        tag: String,
        /// The one before it.
        after: String,
    },
    /// Migrations without a snapshot.
    NoSnapshot {
        /// The migrations, in order.
        tags: Vec<String>,
    },
    /// A snapshot that belongs to no migration.
    StraySnapshot {
        /// The file.
        path: String,
    },
    /// A snapshot whose format nothing reads any more.
    AncientSnapshot {
        /// The file.
        path: String,
        /// Its version.
        version: String,
    },
    /// A snapshot file that holds none, such as `{}`.
    EmptySnapshot {
        /// The file.
        path: String,
    },
    /// A snapshot that follows one which is not there.
    UnknownParent {
        /// The migration.
        tag: String,
        /// The id that no snapshot has.
        parent: String,
    },
    /// Several snapshots that follow the same one.
    SameParent {
        /// The migrations.
        tags: Vec<String>,
    },
    /// Two snapshots with one id.
    SameId {
        /// The migrations.
        tags: Vec<String>,
    },
    /// Several branches that nothing has brought together yet.
    Branches {
        /// The last migration of each.
        tags: Vec<String>,
    },
    /// A folder of the 1.0 layout without a time in its name.
    NoTime {
        /// The folder.
        tag: String,
    },
    /// Folders of the 1.0 layout beside a journal, which counts.
    FoldersBesideJournal {
        /// The folders.
        tags: Vec<String>,
    },
}

impl Oddity {
    /// A snapshot that cannot be read and counts as missing; an error where it cannot count
    /// as that.
    pub(super) fn missing(path: &str, source: ReadError) -> Result<Self, FolderError> {
        let path = path.to_owned();
        match source {
            ReadError::Ancient(version) => Ok(Self::AncientSnapshot { path, version }),
            ReadError::Nothing => Ok(Self::EmptySnapshot { path }),
            ReadError::Json(_)
            | ReadError::Newer(_)
            | ReadError::Dialect(_)
            | ReadError::ChangesOnly
            | ReadError::History(_) => Err(FolderError::Snapshot { path, source }),
        }
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlisted { path } => {
                write!(f, "`{path}` is not in the journal, so that it is never run")
            }
            Self::MissingSql { tag, path } => {
                write!(f, "migration `{tag}` is listed, but `{path}` is missing")
            }
            Self::SameNumber { prefix, tags } => {
                write!(f, "{} migrations have the number {prefix}: {}", tags.len(), list(tags))
            }
            Self::Twice { tag } => write!(f, "the journal lists migration `{tag}` twice"),
            Self::OutOfOrder { tag, after } => write!(
                f,
                "migration `{tag}` is not later than `{after}` before it; drizzle-orm 0.x never \
                 runs it where `{after}` has been run already (mizzle does)"
            ),
            Self::NoSnapshot { tags } => match tags.as_slice() {
                [tag] => write!(f, "migration `{tag}` has no snapshot"),
                [first, .., last] => {
                    write!(f, "{} migrations have no snapshot, `{first}` to `{last}`", tags.len())
                }
                [] => f.write_str("no migration lacks a snapshot"),
            },
            Self::StraySnapshot { path } => {
                write!(f, "`{path}` belongs to no migration of the journal")
            }
            Self::AncientSnapshot { path, version } => write!(
                f,
                "`{path}` has snapshot version {version}, which cannot be read any more; \
                 it counts as missing"
            ),
            Self::EmptySnapshot { path } => {
                write!(f, "`{path}` holds no snapshot; it counts as missing")
            }
            Self::UnknownParent { tag, parent } => {
                write!(f, "the snapshot of `{tag}` follows `{parent}`, which no snapshot has")
            }
            Self::SameParent { tags } => {
                write!(f, "the snapshots of {} follow the same one", list(tags))
            }
            Self::SameId { tags } => write!(f, "the snapshots of {} have the same id", list(tags)),
            Self::Branches { tags } => write!(
                f,
                "the history has {} ends: {}; the next migration brings them together",
                tags.len(),
                list(tags)
            ),
            Self::NoTime { tag } => {
                write!(f, "the folder `{tag}` does not begin with a time such as 20260131120000")
            }
            Self::FoldersBesideJournal { tags } => {
                write!(f, "{} lie beside `meta/_journal.json`, which alone counts", list(tags))
            }
        }
    }
}

fn list(tags: &[String]) -> String {
    tags.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ")
}

/// Why a folder cannot be read. Paths are relative to the folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// A file cannot be read at all.
    #[error("cannot read `{path}`: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// A file is not the JSON that it should be.
    #[error("`{path}`: {source}")]
    Json {
        /// The file.
        path: String,
        /// What is wrong, and where.
        source: JsonError,
    },
    /// A snapshot cannot be read.
    #[error("`{path}`: {source}")]
    Snapshot {
        /// The file.
        path: String,
        /// What is wrong, and where.
        source: ReadError,
    },
    /// The folder belongs to another dialect.
    #[error("`meta/_journal.json` is of dialect `{0}`; this project is configured for postgresql")]
    OtherDialect(String),
    /// A layout before 0.x's present one.
    #[error(
        "the folder has the layout of a drizzle-kit before 0.12 (`{0}/`); \
         convert it with `drizzle-kit@0.20 up:pg` first"
    )]
    Ancient(String),
}

impl FolderError {
    /// The place in the file, where there is one: line and column, from 1.
    pub fn place(&self) -> Option<(&str, usize, usize)> {
        let (path, source) = match self {
            Self::Json { path, source }
            | Self::Snapshot { path, source: ReadError::Json(source) } => (path, source),
            Self::Unreadable { .. }
            | Self::Snapshot { .. }
            | Self::OtherDialect(_)
            | Self::Ancient(_) => return None,
        };
        match source {
            JsonError::Conflict { line } => Some((path, *line, 1)),
            JsonError::Syntax { line, column, .. } => Some((path, *line, *column)),
        }
    }
}
