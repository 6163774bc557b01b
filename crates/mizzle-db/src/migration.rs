//! A migration as the runner takes it: a name, a time, and the bytes of a file.

use mizzle_core::script::{DecodeError, Hashes, Script, ScriptError, decode};

/// A migration of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The tag of the journal (0.x) or the folder's name (1.0).
    pub name: String,
    /// What the ledger keeps in `created_at`: the journal's `when`, or the
    /// folder's time, in milliseconds since 1970.
    pub created_at: i64,
    /// The file, as messages name it.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Its hashes, as the ledger may know it.
    pub hashes: Hashes,
}

impl Migration {
    /// Reads the bytes of a migration file.
    pub fn read(
        name: impl Into<String>,
        created_at: i64,
        file: impl Into<String>,
        bytes: &[u8],
    ) -> Result<Self, FileError> {
        let file = file.into();
        match decode(bytes) {
            Ok(text) => {
                Ok(Self { name: name.into(), created_at, file, text, hashes: Hashes::of(bytes) })
            }
            Err(error) => Err(FileError::Decode { file, error }),
        }
    }

    /// Cuts the text into segments.
    pub fn script(&self) -> Result<Script, FileError> {
        Script::parse(&self.text)
            .map_err(|error| FileError::Script { file: self.file.clone(), error: Box::new(error) })
    }
}

/// Why a file cannot be run. Nothing has been applied of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Its bytes are no text.
    #[error("{file}: {error}")]
    Decode {
        /// The file.
        file: String,
        /// What is wrong.
        error: DecodeError,
    },
    /// Its text is no list of statements.
    #[error("{file}:{}:{}: {error}", error.position.line, error.position.column)]
    Script {
        /// The file.
        file: String,
        /// What is wrong and where.
        error: Box<ScriptError>,
    },
}
