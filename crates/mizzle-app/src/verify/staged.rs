//! The files as the next commit will hold them.

use crate::files::FileError;
use crate::git::Repository;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Where a project can be opened as it is staged.
pub enum Staged {
    /// Nothing is changed beyond what is staged: where it is.
    InPlace,
    /// In a copy of the index.
    Copy {
        /// The working directory in it.
        cwd: PathBuf,
        /// Goes with the copy.
        _held: TempDir,
    },
}

/// Why there is no such place.
#[derive(Debug, thiserror::Error)]
pub enum StagedError {
    /// There is no index.
    #[error("`--staged` looks at git's index, and this is no git repository")]
    NoRepository,
    /// It cannot be copied.
    #[error("git did not write out its index")]
    NotCopied,
    /// The copy has no place.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Finds one. A copy lies in `.mizzle`, so that packages are found from there as they are
/// from the project.
pub fn staged(cwd: &Path) -> Result<Staged, StagedError> {
    let repository = Repository::of(cwd).ok_or(StagedError::NoRepository)?;
    let here = repository.path(cwd).ok_or(StagedError::NoRepository)?;
    let beyond = repository.uncommitted(&[here.as_str()]).unwrap_or_default();
    if beyond.iter().all(|one| !one.changed && !one.untracked) {
        return Ok(Staged::InPlace);
    }
    let parent = cwd.join(".mizzle");
    std::fs::create_dir_all(&parent).map_err(|source| FileError::writing(&parent, source))?;
    let folder = tempfile::Builder::new()
        .prefix("staged-")
        .tempdir_in(&parent)
        .map_err(|source| FileError::writing(&parent, source))?;
    if !repository.write_out(&here, folder.path()) {
        return Err(StagedError::NotCopied);
    }
    let cwd = folder.path().join(&here);
    std::fs::create_dir_all(&cwd).map_err(|source| FileError::writing(&cwd, source))?;
    Ok(Staged::Copy { cwd, _held: folder })
}
