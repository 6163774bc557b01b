//! Text files of the user, and what can be wrong with them.

use crate::error::Explanation;
use std::io;
use std::path::{Path, PathBuf};

/// A file of the user that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {verb} `{}`: {source}", path.display())]
pub struct FileError {
    verb: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        Self { verb: "read", path: path.to_owned(), source }
    }

    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        Self { verb: "write", path: path.to_owned(), source: bare(source) }
    }

    pub(crate) fn moving(path: &Path, source: io::Error) -> Self {
        Self { verb: "move", path: path.to_owned(), source }
    }

    pub(crate) fn removing(path: &Path, source: io::Error) -> Self {
        Self { verb: "remove", path: path.to_owned(), source }
    }

    /// What the system says.
    pub(crate) fn reason(&self) -> String {
        self.source.to_string()
    }

    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("file_error", self.to_string());
        let kind = self.source.kind();
        if kind == io::ErrorKind::PermissionDenied {
            explanation.hint(format!("check who may {} `{}`", self.verb, self.path.display()))
        } else if matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            explanation.hint("make room on that disk, and run the same command again")
        } else {
            explanation
        }
    }
}

/// The system's own words: a temporary file's error names the temporary file as well.
fn bare(source: io::Error) -> io::Error {
    let inner = source.get_ref().and_then(|error| error.source());
    let inner = inner.and_then(|error| error.downcast_ref::<io::Error>());
    let code = inner.and_then(io::Error::raw_os_error);
    code.map_or(source, io::Error::from_raw_os_error)
}

/// Reads a text file; `None` where there is none. A UTF-8 byte order mark is left
/// out, and UTF-16 with one is understood, since PowerShell's `>` writes it.
pub fn read_text(path: &Path) -> Result<Option<String>, FileError> {
    match std::fs::read(path) {
        Ok(bytes) => decode(bytes).map(Some).map_err(|source| FileError::reading(path, source)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(FileError::reading(path, source)),
    }
}

fn decode(bytes: Vec<u8>) -> io::Result<String> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text");
    let utf16 = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| invalid())
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|_| invalid()),
        _ => String::from_utf8(bytes).map_err(|_| invalid()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_powershell_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sql");
        for bytes in [&b"\xef\xbb\xbfSELECT"[..], b"\xff\xfeS\0E\0L\0E\0C\0T\0", b"SELECT"] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(read_text(&path).unwrap().as_deref(), Some("SELECT"));
        }
        std::fs::write(&path, b"\xff\x00").unwrap();
        assert!(read_text(&path).is_err());
        assert!(read_text(&folder.path().join("none")).unwrap().is_none());
    }
}
