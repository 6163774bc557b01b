//! Folders of a measured project: copied, counted, linked and taken away.

use std::fs;
use std::path::Path;

use crate::error::{At, Result};

/// Takes a folder away, where it is there.
pub(super) fn remove(folder: &Path) -> Result<()> {
    if folder.exists() { fs::remove_dir_all(folder).at("remove", folder) } else { Ok(()) }
}

/// Copies a folder with all that is in it.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).at("create", to)?;
    for entry in fs::read_dir(from).at("list", from)? {
        let entry = entry.at("list", from)?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to).at("copy", &from)?;
        }
    }
    Ok(())
}

/// How many SQL files a migrations folder holds, at any depth.
pub(super) fn count(folder: &Path) -> Result<usize> {
    let mut found = 0;
    if folder.is_dir() {
        for entry in fs::read_dir(folder).at("list", folder)? {
            let path = entry.at("list", folder)?.path();
            if path.is_dir() {
                found += count(&path)?;
            } else if path.extension().is_some_and(|it| it == "sql") {
                found += 1;
            }
        }
    }
    Ok(found)
}

/// Makes `at` another name of a folder.
#[cfg(unix)]
pub(super) fn link(to: &Path, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, at).at("link", at)
}

#[cfg(not(unix))]
pub(super) fn link(to: &Path, at: &Path) -> Result<()> {
    copy(to, at)
}
