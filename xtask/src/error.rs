//! The one error of xtask: a sentence for the person at the terminal. Nothing
//! here is matched on, so a text is all that an error has to be.

use std::fmt;
use std::path::Path;

/// What every fallible function of xtask returns.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// A sentence that says what could not be done, and why.
#[derive(Debug)]
pub(crate) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Error {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Error {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Adds the path to an input or output error, which never names it itself.
pub(crate) trait At<T> {
    /// `verb` continues "cannot …", as in "read" or "create".
    fn at(self, verb: &str, path: &Path) -> Result<T>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, verb: &str, path: &Path) -> Result<T> {
        self.map_err(|error| format!("cannot {verb} {}: {error}", path.display()).into())
    }
}
