//! The command line, small enough to be read by hand.

use std::ffi::OsString;
use std::path::PathBuf;

/// What is printed for `--help`.
pub(crate) const HELP: &str = "\
The embedded Postgres of mizzle. Speaks the Postgres protocol over standard
input and output, for the program that starts it.

Usage: mizzle-pg [--data DIR]

  --data DIR    keep the data in DIR (default: in memory, gone at the end)
  --extensions  list the extensions that CREATE EXTENSION finds
  --version     print the versions of mizzle-pg and of its Postgres
  --help        print this";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Serve the protocol.
    Serve {
        /// Where the data is kept; in memory when absent.
        data: Option<PathBuf>,
    },
    /// Print the versions.
    Version,
    /// Print the names of the extensions.
    Extensions,
    /// Print how to call it.
    Help,
}

/// Reads the arguments behind the program's name.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Request, String> {
    let mut data = None;
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--version" | "-V") => return Ok(Request::Version),
            Some("--extensions") => return Ok(Request::Extensions),
            Some("--help" | "-h") => return Ok(Request::Help),
            Some("--data") => {
                let folder = arguments.next().ok_or("`--data` needs a folder")?;
                data = Some(PathBuf::from(folder));
            }
            Some(_) | None => {
                return Err(format!("unexpected argument `{}`", argument.to_string_lossy()));
            }
        }
    }
    Ok(Request::Serve { data })
}

/// `mizzle-pg 0.1.0 (PostgreSQL 18.4)`.
pub(crate) fn version() -> String {
    format!("mizzle-pg {} (PostgreSQL {})", env!("CARGO_PKG_VERSION"), crate::engine::POSTGRES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Request, String> {
        parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn data_is_in_memory_unless_a_folder_is_named() {
        assert_eq!(read(&[]), Ok(Request::Serve { data: None }));
        assert_eq!(read(&["--data", "d"]), Ok(Request::Serve { data: Some("d".into()) }));
        assert_eq!(read(&["--data"]), Err("`--data` needs a folder".to_owned()));
        assert_eq!(read(&["serve"]), Err("unexpected argument `serve`".to_owned()));
    }
}
