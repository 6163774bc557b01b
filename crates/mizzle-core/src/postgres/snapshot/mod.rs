//! Snapshot files: the schema after a migration, in the formats of drizzle-kit's
//! releases.
//!
//! The model holds the truth, a file what that kit would have written for it; each
//! quirk of a kit lives in the module of its format. Only `v9` files say what
//! changed rather than what is, so reading them takes all of a folder's.

mod renamed;
mod rows;
mod shape;
pub mod v7;
pub mod v8;
pub mod v9;

pub use shape::lacks;

use super::defaults::trim_casts;
use super::schema::{DefaultValue, QName, Schema, Type};
use crate::json::{self, JsonError};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::fmt;

/// The id that stands for the state before the first migration.
pub const ORIGIN: &str = "00000000-0000-0000-0000-000000000000";

/// A snapshot format of Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// drizzle-kit 0.12 to 0.16; read only
    V4,
    /// drizzle-kit 0.17 to 0.21; read only
    V5,
    /// drizzle-kit 0.22; read only
    V6,
    /// drizzle-kit 0.23 to 0.31
    V7,
    /// drizzle-kit 1.0.0-rc.1 to rc.4
    V8,
    /// drizzle-kit 1.0.0-rc.5
    V9,
}

impl Version {
    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V4 => "4",
            Self::V5 => "5",
            Self::V6 => "6",
            Self::V7 => "7",
            Self::V8 => "8",
            Self::V9 => "9",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::V4, Self::V5, Self::V6, Self::V7, Self::V8, Self::V9]
            .into_iter()
            .find(|version| version.as_str() == word)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What stands at the beginning of every snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The format.
    pub version: Version,
    /// The snapshot's id.
    pub id: String,
    /// The ids that it follows, without [`ORIGIN`]; empty for a first one.
    pub parents: Vec<String>,
}

/// A snapshot that holds a whole schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Its header.
    pub header: Header,
    /// Its schema.
    pub schema: Schema,
}

/// Why a snapshot cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The text is not what it should be.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A release of drizzle-kit that came after this mizzle.
    #[error("snapshot version {0} is newer than this mizzle knows; update mizzle")]
    Newer(String),
    /// A format that nothing reads any more.
    #[error("snapshot version {0} is of a drizzle-kit before 0.12 and cannot be read")]
    Ancient(String),
    /// JSON, and no snapshot: it says nothing of a schema.
    #[error("this holds no snapshot")]
    Nothing,
    /// Not a Postgres snapshot.
    #[error("this is a snapshot of dialect `{0}`, not of Postgres")]
    Dialect(String),
    /// A v9 file says only what changed.
    #[error("this snapshot holds changes only; read the whole folder")]
    ChangesOnly,
    /// The history of a v9 folder does not add up.
    #[error(transparent)]
    History(#[from] v9::HistoryError),
}

/// A rename that a migration performs, for the formats that record it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rename {
    /// A schema, old name and new.
    Namespace(String, String),
    /// An enum, renamed or moved.
    Enum(QName, QName),
    /// A sequence, renamed or moved.
    Sequence(QName, QName),
    /// A role.
    Role(String, String),
    /// A table, renamed or moved.
    Table(QName, QName),
    /// A view, renamed or moved.
    View(QName, QName),
    /// Something inside a table.
    InTable {
        /// What it is.
        kind: InTable,
        /// The table, by its new name.
        table: QName,
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
}

/// What can be renamed inside a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InTable {
    /// A column.
    Column,
    /// A primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// A check.
    Check,
    /// A foreign key.
    ForeignKey,
    /// An index.
    Index,
    /// A policy.
    Policy,
}

/// A snapshot to write.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// The format; only v7, v8 and v9 are written.
    pub version: Version,
    /// A new UUID.
    pub id: &'a str,
    /// The snapshots that it follows; empty for a first one.
    pub parents: &'a [String],
    /// The schema before.
    pub from: &'a Schema,
    /// The schema after.
    pub to: &'a Schema,
    /// The renames in between.
    pub renames: &'a [Rename],
}

/// Reads the header alone.
///
/// # Errors
///
/// The text is no snapshot of a known version.
pub fn header(text: &str) -> Result<Header, ReadError> {
    let raw: RawHeader = json::parse(text)?;
    raw.check()
}

/// Reads a snapshot that holds a whole schema: v4 to v8, and the first of v9.
///
/// # Errors
///
/// The text is no snapshot of a known version, or a v9 one with changes only.
pub fn read(text: &str) -> Result<Snapshot, ReadError> {
    let header = header(text)?;
    let schema = match header.version {
        Version::V4 | Version::V5 | Version::V6 | Version::V7 => v7::read(text)?,
        Version::V8 => v8::read(text)?,
        Version::V9 => match v9::Step::read(text)?.content {
            v9::Content::Base(rows) => rows::to_schema(&rows),
            v9::Content::Diff(_) => return Err(ReadError::ChangesOnly),
        },
    };
    Ok(Snapshot { header, schema })
}

/// The text of a snapshot, as the kit of that version would have written it.
/// Versions that are only read are written as v7.
pub fn write(new: &New<'_>) -> String {
    match new.version {
        Version::V4 | Version::V5 | Version::V6 | Version::V7 => v7::write(new),
        Version::V8 => v8::write(new),
        Version::V9 => v9::write(new),
    }
}

/// Do two defaults give a column the same value?
///
/// A kit garbles some values: quotes and braces in arrays, texts of custom types. Its
/// snapshot then holds something else than the schema, which would differ from its own
/// snapshot for ever; so a literal is also the same as what a kit writes for it.
pub fn same_default(ty: &Type, left: Option<&DefaultValue>, right: Option<&DefaultValue>) -> bool {
    if super::defaults::same(ty, left, right) {
        return true;
    }
    match (left, right) {
        (Some(DefaultValue::Expression(text)), Some(literal))
        | (Some(literal), Some(DefaultValue::Expression(text))) => {
            rows::spell_default(ty, literal) == trim_casts(text)
                || v7::spell_default(ty, literal).as_str() == Some(text)
        }
        (Some(left), Some(right)) if ty.is_array() => {
            rows::spell_default(ty, left) == rows::spell_default(ty, right)
                || v7::spell_default(ty, left) == v7::spell_default(ty, right)
        }
        (Some(_) | None, Some(_) | None) => false,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawHeader {
    #[serde(default)]
    version: Option<VersionWord>,
    #[serde(default)]
    dialect: Option<String>,
    #[serde(default)]
    id: String,
    #[serde(default)]
    prev_id: Option<String>,
    #[serde(default)]
    prev_ids: Vec<String>,
    /// One of these has what it says, be that nothing.
    #[serde(default)]
    tables: Option<IgnoredAny>,
    #[serde(default)]
    ddl: Option<IgnoredAny>,
    #[serde(default)]
    deltas: Option<IgnoredAny>,
}

/// Some hand-made files have a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum VersionWord {
    Text(String),
    Number(u32),
}

impl RawHeader {
    fn check(self) -> Result<Header, ReadError> {
        let word = match self.version {
            Some(VersionWord::Text(word)) => word,
            Some(VersionWord::Number(number)) => number.to_string(),
            None => return Err(ReadError::Nothing),
        };
        if let Some(dialect) = self.dialect
            && !matches!(dialect.as_str(), "pg" | "postgres" | "postgresql")
        {
            return Err(ReadError::Dialect(dialect));
        }
        let Some(version) = Version::parse(&word) else {
            return Err(match word.parse::<u32>() {
                Ok(number) if number < 4 => ReadError::Ancient(word),
                Ok(_) | Err(_) => ReadError::Newer(word),
            });
        };
        if self.tables.is_none() && self.ddl.is_none() && self.deltas.is_none() {
            return Err(ReadError::Nothing);
        }
        let parents = self.prev_id.into_iter().chain(self.prev_ids);
        Ok(Header {
            version,
            id: self.id,
            parents: parents.filter(|id| id != ORIGIN && !id.is_empty()).collect(),
        })
    }
}
