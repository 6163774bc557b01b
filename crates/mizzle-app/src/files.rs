//! Writing files so that a reader never meets half of one: the text is written
//! beside the file and renamed over it.

use crate::error::Explanation;
use std::io::{self, Write};
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

    pub(crate) fn removing(path: &Path, source: io::Error) -> Self {
        Self { verb: "remove", path: path.to_owned(), source }
    }

    /// What the system says.
    pub(crate) fn reason(&self) -> String {
        self.source.to_string()
    }

    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("file_error", self.to_string());
        if self.source.kind() == io::ErrorKind::PermissionDenied {
            explanation.hint(format!("check who may {} `{}`", self.verb, self.path.display()))
        } else {
            explanation
        }
    }
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

/// Files to write together, in order. Each is complete beside its place before the
/// first is moved there, so that a full disk or a missing right leaves everything as
/// it was; the last one is what makes the others count (a journal, for instance).
#[derive(Debug, Default)]
pub struct Batch {
    files: Vec<(PathBuf, tempfile::NamedTempFile)>,
    folders: Vec<(PathBuf, tempfile::TempDir)>,
}

impl Batch {
    /// Writes `text` beside `path`; its folder is made where it is missing.
    pub fn add(&mut self, path: PathBuf, text: &str) -> Result<(), FileError> {
        let writing = |source| FileError { verb: "write", path: path.clone(), source };
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        std::fs::create_dir_all(folder).map_err(writing)?;
        let mut file = beside(|builder| builder.tempfile_in(folder), 0o666).map_err(writing)?;
        file.write_all(text.as_bytes()).map_err(writing)?;
        file.as_file().sync_data().map_err(writing)?;
        self.files.push((path, file));
        Ok(())
    }

    /// Writes a folder of files beside `path`.
    pub fn add_folder(&mut self, path: PathBuf, files: &[(String, &str)]) -> Result<(), FileError> {
        let writing = |source| FileError { verb: "write", path: path.clone(), source };
        let parent = path.parent().unwrap_or_else(|| Path::new("."));
        std::fs::create_dir_all(parent).map_err(writing)?;
        let folder = beside(|builder| builder.tempdir_in(parent), 0o777).map_err(writing)?;
        for (name, text) in files {
            let mut file = std::fs::File::create(folder.path().join(name)).map_err(writing)?;
            file.write_all(text.as_bytes()).map_err(writing)?;
            file.sync_data().map_err(writing)?;
        }
        self.folders.push((path, folder));
        Ok(())
    }

    /// Moves everything to its place.
    pub fn commit(self) -> Result<(), FileError> {
        for (path, folder) in self.folders {
            let writing = |source| FileError { verb: "write", path: path.clone(), source };
            std::fs::rename(folder.path(), &path).map_err(writing)?;
            // It is not where it was made any more, and stays.
            let _ = folder.keep();
        }
        for (path, file) in self.files {
            file.persist(&path).map_err(|error| FileError {
                verb: "write",
                path,
                source: error.error,
            })?;
        }
        Ok(())
    }
}

/// Makes a temporary file or folder with the rights that source files have: the private
/// mode of temporary files would stay with them.
fn beside<T>(
    make: impl FnOnce(&tempfile::Builder<'_, '_>) -> io::Result<T>,
    mode: u32,
) -> io::Result<T> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mizzle-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    make(&builder)
}

/// Moves a folder out of its place, to be discarded or put back.
pub(crate) fn set_aside(path: &Path) -> Result<tempfile::TempDir, FileError> {
    let moving = |source| FileError { verb: "move", path: path.to_owned(), source };
    let parent = path.parent().unwrap_or_else(|| Path::new("."));
    let aside = beside(|builder| builder.tempdir_in(parent), 0o700).map_err(moving)?;
    std::fs::rename(path, aside.path().join(INSIDE)).map_err(moving)?;
    Ok(aside)
}

/// Moves it back.
pub(crate) fn put_back(aside: tempfile::TempDir, path: &Path) -> Result<(), FileError> {
    let moving = |source| FileError { verb: "move", path: path.to_owned(), source };
    std::fs::rename(aside.path().join(INSIDE), path).map_err(moving)
}

/// Removes what was set aside.
pub(crate) fn discard(aside: tempfile::TempDir) -> Result<(), FileError> {
    let path = aside.path().to_owned();
    aside.close().map_err(|error| FileError::removing(&path, error))
}

const INSIDE: &str = "old";

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

    #[test]
    fn a_batch_that_is_not_committed_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut batch = Batch::default();
        batch.add(folder.path().join("a"), "1").unwrap();
        drop(batch);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

        let mut batch = Batch::default();
        batch.add(folder.path().join("meta/a"), "1").unwrap();
        batch.commit().unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("meta/a")).unwrap(), "1");
        assert_eq!(std::fs::read_dir(folder.path().join("meta")).unwrap().count(), 1);
    }
}
