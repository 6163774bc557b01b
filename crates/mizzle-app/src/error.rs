//! Why an operation did not do what was asked, and how that is explained to a
//! person: one shape for every error, so that the edge renders all of them alike.

use crate::archive::ArchiveError;
use crate::baseline::BaselineError;
use crate::compare::CompareFailure;
use crate::diff::DiffFailure;
use crate::folder::FolderFailure;
use crate::generate::{GenerateError, RedoError};
use crate::load::LoadFailure;
use crate::reset::ResetError;
use crate::rollback::RollbackError;
use crate::run;
use crate::schema::SchemaError;
use crate::seal::SealError;
use crate::sum::SumError;
use mizzle_db::runner::RunError;
use mizzle_loader::dotenv::DotenvError;
use std::path::PathBuf;

/// What went wrong in an operation.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `mizzle.toml` is wrong.
    #[error(transparent)]
    MizzleToml(#[from] crate::mizzle_toml::TomlError),
    /// `.env` cannot be read.
    #[error(transparent)]
    Dotenv(#[from] DotenvError),
    /// The config or the schema cannot be loaded.
    #[error(transparent)]
    Load(Box<LoadFailure>),
    /// The schema is loaded, and wrong.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// Credentials that name no server.
    #[error(transparent)]
    Address(#[from] crate::address::AddressError),
    /// The development database.
    #[error(transparent)]
    Dev(#[from] crate::dev::DevFailure),
    /// What rehearsals are to begin with.
    #[error(transparent)]
    Prelude(#[from] crate::recorded::PreludeError),
    /// The migrations folder.
    #[error(transparent)]
    Folder(#[from] FolderFailure),
    /// A file of a migration is not what is recorded.
    #[error(transparent)]
    Sum(#[from] SumError),
    /// Nothing was sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// No migration was made.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// A migration was not made again.
    #[error(transparent)]
    Redo(#[from] RedoError),
    /// A run did not reach its end.
    #[error("{error}")]
    Run {
        /// Why.
        error: Box<RunError>,
        /// Was it on the development database, for which there are commands?
        dev: bool,
        /// Does a file that is edited now have to be sealed?
        sealed: bool,
    },
    /// A database was not adopted.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// Drift was not taken back.
    #[error(transparent)]
    Restore(#[from] crate::drift::RestoreError),
    /// A database cannot be compared.
    #[error(transparent)]
    Compare(#[from] CompareFailure),
    /// Nothing was reset.
    #[error(transparent)]
    Reset(#[from] ResetError),
    /// Nothing was dropped from the archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Migrations were not undone.
    #[error(transparent)]
    Rollback(#[from] RollbackError),
    /// There is no target, or two.
    #[error(transparent)]
    Target(#[from] crate::target::TargetError),
    /// Two sides could not be compared.
    #[error(transparent)]
    Diff(Box<DiffFailure>),
    /// There is nothing staged to look at.
    #[error(transparent)]
    Staged(#[from] crate::verify::staged::StagedError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] crate::files::FileError),
    /// Whoever asked waits no more.
    #[error("it was stopped")]
    Stopped,
}

impl Error {
    /// Everything that is known about the error, for whoever renders it.
    pub fn explain(&self) -> Explanation {
        match self {
            Self::MizzleToml(error) => error.explain(),
            Self::Dotenv(error) => Explanation::new("file_error", error.to_string()),
            Self::Load(error) => error.explain(),
            Self::Schema(error) => error.explain(),
            Self::Address(error) => error.explain(),
            Self::Dev(error) => error.explain(),
            Self::Prelude(error) => error.explain(),
            Self::Folder(error) => error.explain(),
            Self::Sum(error) => error.explain(),
            Self::Seal(error) => error.explain(),
            Self::Generate(error) => error.explain(),
            Self::Redo(error) => error.explain(),
            Self::Run { error, dev, sealed } => run::explain(error, *dev, *sealed),
            Self::Baseline(error) => error.explain(),
            Self::Restore(error) => error.explain(),
            Self::Compare(error) => error.explain(),
            Self::Reset(error) => error.explain(),
            Self::Archive(error) => error.explain(),
            Self::Rollback(error) => error.explain(),
            Self::Target(error) => error.explain(),
            Self::Diff(error) => error.explain(),
            Self::Staged(error) => Explanation::new("git_error", error.to_string()),
            Self::File(error) => error.explain(),
            Self::Stopped => {
                Explanation::new("aborted", self.to_string()).note("nothing was changed")
            }
        }
    }
}

impl From<DiffFailure> for Error {
    fn from(failure: DiffFailure) -> Self {
        Self::Diff(Box::new(failure))
    }
}

impl From<LoadFailure> for Error {
    fn from(failure: LoadFailure) -> Self {
        Self::Load(Box::new(failure))
    }
}

impl From<RunError> for Error {
    fn from(error: RunError) -> Self {
        Self::Run { error: Box::new(error), dev: false, sealed: false }
    }
}

/// How an error concerns the caller. The edge makes exit codes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It could not be done.
    Failed,
    /// Somebody has to decide something first.
    DecisionsMissing,
    /// It was done, and the answer is no.
    AnswerIsNo,
}

/// An error as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// How it concerns the caller.
    pub kind: Kind,
    /// A stable word for programs. Where drizzle-kit 1.0 has a word for the
    /// situation it is that word.
    pub code: &'static str,
    /// What is wrong: a sentence without a period, naming the object and the file.
    pub message: String,
    /// Where, in a file of the user.
    pub place: Option<Place>,
    /// The other place, where two of them do not go together, and what to say there.
    pub other_place: Option<(Place, &'static str)>,
    /// The server's words, where a statement failed.
    pub sql: Option<SqlFailure>,
    /// The migrations that were applied before it and stay so.
    pub applied: Vec<String>,
    /// What else belongs to it: the import chain, what was and was not applied.
    pub notes: Vec<String>,
    /// What to do next, each a command or one sentence.
    pub hints: Vec<String>,
    /// Errors of the same kind that were found together with this one.
    pub more: Vec<Explanation>,
}

impl Explanation {
    /// An error with nothing but its message.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind: Kind::Failed,
            code,
            message: message.into(),
            place: None,
            other_place: None,
            sql: None,
            applied: Vec::new(),
            notes: Vec::new(),
            hints: Vec::new(),
            more: Vec::new(),
        }
    }

    /// The same at a place.
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// The same with something that belongs to it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same with something to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// A place in a file, with the text that a caret can point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it should be shown.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The lines to show, without the last line break; the first is `line`.
    pub text: String,
    /// How many characters are meant, at least 1.
    pub len: u32,
}

/// What a server said about a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SqlFailure {
    /// `SQLSTATE`
    pub code: Option<String>,
    /// `DETAIL`
    pub detail: Option<String>,
    /// `HINT`
    pub hint: Option<String>,
    /// `CONTEXT`
    pub context: Option<String>,
    /// The statement that was sent.
    pub statement: Option<String>,
}
