//! What can go wrong while a config or a schema is loaded, as plain data. Nothing
//! is rendered here: the binary decides about carets, colours and relative paths.

use std::fmt;
use std::path::PathBuf;

/// A config or schema could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// What kind of failure it is.
    pub kind: LoadErrorKind,
    /// One sentence without a period, naming the thing that is wrong.
    pub message: String,
    /// Where, in the user's own file where there is one.
    pub place: Option<Box<Place>>,
    /// How it came to that: calls, innermost first, or the imports that led there.
    pub trail: Vec<Frame>,
    /// Messages of the `cause` chain of a thrown error, outermost first.
    pub causes: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The kinds of failure, each with one remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoadErrorKind {
    /// A file that was named directly is not there, or no file matches.
    NotFound,
    /// A file is there and cannot be read.
    Unreadable,
    /// A file cannot be parsed.
    Syntax,
    /// An import leads nowhere.
    MissingModule,
    /// A module lacks a name that is imported from it.
    MissingExport,
    /// The code threw.
    Thrown,
    /// The code asked for what the sandbox refuses: network, processes, writing, exiting.
    Sandbox,
    /// A value of a package that is not installed, or of a Node built-in that
    /// does nothing here, would have become part of the schema.
    StandIn,
    /// The time limit was reached.
    Timeout,
    /// The memory limit was reached.
    Memory,
    /// A top-level `await` waits for something that can no longer happen.
    NeverSettles,
    /// What was loaded is not a config or schema that means something.
    Invalid,
    /// The engine itself failed; a bug in mizzle.
    Internal,
}

/// A position in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as an absolute path.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// How many characters it spans, at least 1, within the line.
    pub length: u32,
    /// The whole line, without its end.
    pub line_text: String,
}

/// One step of the way to an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// What leads from one step to the next.
    pub step: Step,
    /// The function's name, or the specifier that is imported; empty if it has none.
    pub name: String,
    /// The file: an absolute path, or a name such as `node:fs`.
    pub file: String,
    /// Line, from 1; 0 where unknown.
    pub line: u32,
    /// Column in characters, from 1; 0 where unknown.
    pub column: u32,
}

/// What leads from one frame to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// `name` was called and was at this position.
    Call,
    /// `name` was imported at this position.
    Import,
}

impl LoadError {
    /// An error with a kind and a message.
    pub fn new(kind: LoadErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            place: None,
            trail: Vec::new(),
            causes: Vec::new(),
            hint: None,
        }
    }

    /// The same error at a place.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place.map(Box::new);
        self
    }

    /// The same error with the next step to take.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(LoadErrorKind::Internal, message)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:{}:{}: ", place.file.display(), place.line, place.column)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for LoadError {}
