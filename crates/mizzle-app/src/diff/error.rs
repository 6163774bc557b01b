//! Why two sides could not be compared.

use crate::compare::unread;
use crate::error::{Explanation, Place, SqlFailure};
use mizzle_core::postgres::diff::DiffError;
use mizzle_core::postgres::snapshot::ReadError;
use mizzle_db::introspect::{CompareError, IntrospectError};
use mizzle_db::scratch::{ScratchError, SqlError};
use std::path::PathBuf;

/// Why two sides could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum DiffFailure {
    /// A word that names nothing.
    #[error("`{word}` cannot be compared: {why}")]
    Side {
        /// The word, without a password.
        word: String,
        /// Why not.
        why: String,
    },
    /// A migration that the folder does not have.
    #[error("`{folder}` has no migration `{name}`")]
    NoMigration {
        /// The folder.
        folder: String,
        /// The name.
        name: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A snapshot that cannot be read.
    #[error("{file}: {error}")]
    Snapshot {
        /// The file.
        file: String,
        /// What is wrong.
        error: Box<ReadError>,
    },
    /// A side that cannot be made on the development database.
    #[error("{side} cannot be built on the development database, {engine}: {error}")]
    Made {
        /// Which side.
        side: String,
        /// On what.
        engine: String,
        /// Why.
        error: Box<ScratchError>,
    },
    /// SQL that does not run there.
    #[error("{error}")]
    Sql {
        /// On what.
        engine: String,
        /// What is wrong.
        error: Box<SqlError>,
        /// The line it is on.
        text: String,
    },
    /// A database that cannot be read.
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    /// No development database.
    #[error("these two cannot be compared without a development database: {why}")]
    NoEngine {
        /// Why there is none.
        why: String,
        /// What would help.
        help: String,
    },
    /// The two have no diff.
    #[error("{0}")]
    Diff(DiffError),
    /// A file that cannot be read.
    #[error(transparent)]
    File(#[from] crate::files::FileError),
}

impl DiffFailure {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::Side { .. } => Explanation::new("usage_error", self.to_string()).hint(
                "a side is a schema file, a migrations folder (`drizzle`, `drizzle@0003_name`), a \
                 snapshot, a `.sql` file or a folder of them, a `postgres://` URL, or `empty`",
            ),
            Self::NoMigration { known, .. } => {
                let all = Explanation::new("usage_error", self.to_string());
                if known.is_empty() {
                    all
                } else {
                    all.hint(format!("it has {}", known.join(", ")))
                }
            }
            Self::Snapshot { error, .. } => {
                let explanation = Explanation::new("check_error", self.to_string());
                match **error {
                    ReadError::ChangesOnly => {
                        explanation.hint("name the folder as far as the migration: `drizzle@NAME`")
                    }
                    ReadError::Json(_)
                    | ReadError::Nothing
                    | ReadError::Newer(_)
                    | ReadError::Ancient(_)
                    | ReadError::Dialect(_)
                    | ReadError::History(_) => explanation,
                }
            }
            Self::Made { error, .. } => {
                let mut explanation = Explanation::new("dev_database_error", self.to_string());
                explanation.sql = sql_of(error);
                if error.is_loss() {
                    return explanation.hint("run the same command again");
                }
                explanation.hint(
                    "what the schema calls and nothing here makes (functions, extensions) can \
                     come from the other side: compare with the migrations folder or a `.sql` file",
                )
            }
            Self::Sql { engine, error, text } => refused(engine, error, text),
            Self::Introspect(error) => unread(error),
            Self::NoEngine { help, .. } => {
                Explanation::new("dev_database_error", self.to_string()).hint(help)
            }
            Self::Diff(error) => match error {
                DiffError::WrongHint(_) => Explanation::new("invalid_hints", self.to_string()),
                DiffError::Undecided(_) | DiffError::Impossible(_) => {
                    Explanation::new("unsupported_schema_change", self.to_string())
                }
            },
            Self::File(error) => error.explain(),
        }
    }
}

fn sql_of(error: &ScratchError) -> Option<SqlFailure> {
    let statement = match error {
        ScratchError::Build(CompareError::Build { statement, .. })
        | ScratchError::Plan { statement, .. } => statement.clone(),
        ScratchError::Build(_)
        | ScratchError::Introspect(_)
        | ScratchError::Sql(_)
        | ScratchError::Session(_) => return None,
    };
    Some(SqlFailure { statement: Some(statement), ..SqlFailure::default() })
}

/// SQL that the development database refuses, or that is none.
pub(crate) fn refused(engine: &str, error: &SqlError, text: &str) -> Explanation {
    let place = |file: &str, line, column| Place {
        file: PathBuf::from(file),
        line,
        column,
        text: text.to_owned(),
        len: 1,
    };
    match error {
        SqlError::Script { file, error } => {
            let at = place(file, error.position.line, error.position.column);
            Explanation::new("migration_file_error", error.to_string()).at(Some(at))
        }
        SqlError::Refused { file, statement, error } => {
            let position = statement.locate(error.position.unwrap_or(1));
            let at = place(file, position.line, position.column);
            let mut explanation = Explanation::new("query_error", &error.message).at(Some(at));
            explanation.sql = Some(SqlFailure {
                code: Some(error.code.clone()),
                detail: error.detail.clone(),
                hint: error.hint.clone(),
                context: error.context.clone(),
                statement: Some(statement.text.clone()),
            });
            explanation.note(format!("it ran on the development database, {engine}"))
        }
    }
}
