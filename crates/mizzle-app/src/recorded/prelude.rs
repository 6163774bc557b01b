//! `rehearsal.prelude` of `mizzle.toml`: SQL that makes what the project only refers to, in
//! every database in which something is rehearsed, replayed or compared.

use crate::diff::refused;
use crate::environment::Environment;
use crate::error::{Error, Explanation};
use crate::files;
use crate::mizzle_toml::FILE_NAME;
use mizzle_db::devdb::{DevDatabase, DevError};
use mizzle_db::scratch::{SqlError, SqlText};

/// Why a prelude makes nothing.
#[derive(Debug, thiserror::Error)]
pub enum PreludeError {
    /// A file is not there.
    #[error("`rehearsal.prelude` of `{FILE_NAME}` names `{file}`, which is not there")]
    Missing {
        /// As it is written.
        file: String,
    },
    /// It does not run.
    #[error("{error}")]
    Sql {
        /// On what.
        engine: String,
        /// What is wrong.
        error: Box<SqlError>,
        /// The line it is on.
        text: String,
    },
}

impl PreludeError {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::Missing { .. } => Explanation::new("file_error", self.to_string())
                .hint(format!("write the path as it is from the folder of `{FILE_NAME}`")),
            Self::Sql { engine, error, text } => refused(engine, error, text)
                .note(format!("it is run first, as `rehearsal.prelude` of `{FILE_NAME}` says")),
        }
    }
}

/// Reads the files.
pub(super) fn read(environment: &Environment) -> Result<Vec<SqlText>, Error> {
    let paths = &environment.settings.rehearsal.prelude;
    let read = paths.iter().map(|path| {
        let file = path.display().to_string();
        match files::read_text(&environment.cwd.join(path))? {
            Some(text) => Ok(SqlText { file, text }),
            None => Err(PreludeError::Missing { file }.into()),
        }
    });
    read.collect()
}

/// Tries once what every database begins with, so that what is wrong with it is told as that.
pub(super) fn try_out(database: &DevDatabase, prelude: &[SqlText]) -> Result<(), Error> {
    if prelude.is_empty() {
        return Ok(());
    }
    match database.lease() {
        Err(DevError::Prelude(error)) => {
            let text = line(&error, prelude).unwrap_or_default().to_owned();
            Err(PreludeError::Sql { engine: database.label(), error, text }.into())
        }
        // Any other error is one of the engine, and comes back where it is used.
        Ok(_) | Err(_) => Ok(()),
    }
}

fn line<'a>(error: &SqlError, files: &'a [SqlText]) -> Option<&'a str> {
    let (name, number) = match error {
        SqlError::Script { file, error } => (file, error.position.line),
        SqlError::Refused { file, statement, error } => {
            (file, statement.locate(error.position.unwrap_or(1)).line)
        }
    };
    let file = files.iter().find(|file| file.file == *name)?;
    file.text.lines().nth(usize::try_from(number).ok()?.checked_sub(1)?)
}
