//! Writing files so that a reader never meets half of one, nor some of several: each is
//! written beside its place and moved there once all are complete.
//!
//! What a killed process leaves beside a place is removed by the next one ([`sweep`]).
//! Whoever writes holds a lock on it, which ends with the process however that ends, so
//! that what is locked by nobody belongs to nobody.

use crate::files::FileError;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const PREFIX: &str = ".mizzle-";
const SUFFIX: &str = ".tmp";

/// In a folder that was set aside: the name of what takes its place.
const REPLACED_BY: &str = "replaced-by";

/// What is made and locked a moment later may look like nobody's.
const MOMENT: Duration = Duration::from_secs(1);

/// Where nobody can tell who holds a lock, as on some network file systems: nothing is
/// written for so long.
const LONG: Duration = Duration::from_secs(600);

/// What lies beside its place at present. The lock is held while things are moved.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is not complete, and waits for what is being moved. As long as the
/// value lives nothing more is written: it is for the end of the process.
pub fn abandon() -> Abandoned {
    let mut paths = unfinished();
    for path in paths.drain(..) {
        remove_any(&path);
    }
    Abandoned { _held: paths }
}

/// Nothing is written as long as this lives.
#[must_use]
pub struct Abandoned {
    _held: MutexGuard<'static, Vec<PathBuf>>,
}

/// Files to write together, in order. Each is complete beside its place before the
/// first is moved there, so that a full disk or a missing right leaves everything as
/// it was; the last one is what makes the others count (a journal, for instance).
#[derive(Debug, Default)]
pub struct Batch {
    files: Vec<(PathBuf, tempfile::NamedTempFile)>,
    folders: Vec<(PathBuf, tempfile::TempDir, Option<File>)>,
}

impl Batch {
    /// Writes `text` beside `path`; its folder is made where it is missing.
    pub fn add(&mut self, path: PathBuf, text: &str) -> Result<(), FileError> {
        let writing = |source| FileError::writing(&path, source);
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(folder).map_err(writing)?;
        let mut file = {
            let mut unfinished = unfinished();
            let file = beside(|builder| builder.tempfile_in(folder), 0o666).map_err(writing)?;
            unfinished.push(file.path().to_owned());
            file
        };
        // Where there are no locks, age decides.
        let _ = file.as_file().try_lock();
        file.write_all(text.as_bytes()).map_err(writing)?;
        file.as_file().sync_data().map_err(writing)?;
        self.files.push((path, file));
        Ok(())
    }

    /// Writes a folder of files beside `path`.
    pub fn add_folder(&mut self, path: PathBuf, files: &[(String, &str)]) -> Result<(), FileError> {
        let writing = |source| FileError::writing(&path, source);
        let parent = path.parent().unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(parent).map_err(writing)?;
        let folder = {
            let mut unfinished = unfinished();
            let folder = beside(|builder| builder.tempdir_in(parent), 0o777).map_err(writing)?;
            unfinished.push(folder.path().to_owned());
            folder
        };
        let held = File::open(folder.path()).ok().filter(|held| held.try_lock().is_ok());
        for (name, text) in files {
            let mut file = File::create(folder.path().join(name)).map_err(writing)?;
            file.write_all(text.as_bytes()).map_err(writing)?;
            file.sync_data().map_err(writing)?;
        }
        self.folders.push((path, folder, held));
        Ok(())
    }

    /// Moves everything to its place.
    pub fn commit(self) -> Result<(), FileError> {
        let mut moving = unfinished();
        self.put(&mut moving)
    }

    /// The same, then removes files that do not count any more.
    pub(crate) fn commit_and_remove(self, old: &[PathBuf]) -> Result<(), FileError> {
        let mut moving = unfinished();
        self.put(&mut moving)?;
        old.iter().try_for_each(|path| match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(FileError::removing(path, error))
            }
            Ok(()) | Err(_) => Ok(()),
        })
    }

    /// The same with the new folder in place of the one at `old`, which comes back where
    /// that fails.
    pub(crate) fn commit_instead_of(self, old: &Path) -> Result<(), FileError> {
        let mut moving = unfinished();
        let new = self.folders.first().and_then(|(path, ..)| path.file_name());
        let aside = Aside::set(old, new.map(|name| name.to_string_lossy()).as_deref())?;
        match self.put(&mut moving) {
            Ok(()) => aside.discard(),
            Err(error) => {
                // If even that fails, its error is the lesser news.
                let _ = aside.put_back(old);
                Err(error)
            }
        }
    }

    fn put(self, unfinished: &mut Vec<PathBuf>) -> Result<(), FileError> {
        for (path, folder, _held) in self.folders {
            fs::rename(folder.path(), &path).map_err(|source| FileError::writing(&path, source))?;
            // It is not where it was made any more, and stays.
            let _ = folder.keep();
        }
        for (path, file) in self.files {
            file.persist(&path).map_err(|error| FileError::writing(&path, error.error))?;
        }
        unfinished.retain(|path| path.exists());
        Ok(())
    }
}

/// Removes a folder with all that is in it: it is gone at once, or still whole.
pub(crate) fn remove_folder(path: &Path) -> Result<(), FileError> {
    let _moving = unfinished();
    Aside::set(path, None)?.discard()
}

/// A folder that was moved out of its place, to be discarded or put back.
struct Aside(tempfile::TempDir);

impl Aside {
    /// `new`: what takes its place. Until that is there, the old one counts.
    fn set(path: &Path, new: Option<&str>) -> Result<Self, FileError> {
        let moving = |source| FileError::moving(path, source);
        let parent = path.parent().unwrap_or_else(|| Path::new("."));
        let aside = beside(|builder| builder.tempdir_in(parent), 0o700).map_err(moving)?;
        if let Some(new) = new {
            fs::write(aside.path().join(REPLACED_BY), new).map_err(moving)?;
        }
        fs::rename(path, aside.path().join(path.file_name().unwrap_or_default()))
            .map_err(moving)?;
        Ok(Self(aside))
    }

    fn put_back(self, path: &Path) -> Result<(), FileError> {
        let inside = self.0.path().join(path.file_name().unwrap_or_default());
        fs::rename(inside, path).map_err(|source| FileError::moving(path, source))
    }

    fn discard(self) -> Result<(), FileError> {
        let path = self.0.path().to_owned();
        self.0.close().map_err(|error| FileError::removing(&path, error))
    }
}

/// Removes what processes that are gone left in a folder. A folder that one of them set
/// aside, and nothing took the place of, comes back.
pub fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
        if ours && is_nobodys(&entry.path()) && !holds_what_counts(folder, &entry.path()) {
            remove_any(&entry.path());
        }
    }
}

fn is_nobodys(path: &Path) -> bool {
    let modified = fs::symlink_metadata(path).and_then(|metadata| metadata.modified());
    let Some(age) = modified.ok().and_then(|modified| modified.elapsed().ok()) else {
        return false;
    };
    let locked = File::open(path).map_err(TryLockError::Error).and_then(|file| file.try_lock());
    match locked {
        Ok(()) => age > MOMENT,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => age > LONG,
    }
}

/// Was it set aside, and nothing has taken its place? Then it goes back there; where
/// that fails, it stays.
fn holds_what_counts(folder: &Path, aside: &Path) -> bool {
    let Ok(new) = fs::read_to_string(aside.join(REPLACED_BY)) else { return false };
    if folder.join(&new).exists() {
        return false;
    }
    let entries = fs::read_dir(aside).into_iter().flatten().flatten();
    let mut folders = entries.filter(|entry| entry.path().is_dir());
    folders.any(|entry| {
        let place = folder.join(entry.file_name());
        !place.exists() && fs::rename(entry.path(), place).is_err()
    })
}

/// Removes a file or a folder. One that cannot be removed is in nobody's way.
fn remove_any(path: &Path) {
    let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

/// Makes a temporary file or folder with the rights that source files have: the private
/// mode of temporary files would stay with them.
fn beside<T>(
    make: impl FnOnce(&tempfile::Builder<'_, '_>) -> io::Result<T>,
    mode: u32,
) -> io::Result<T> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    make(&builder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn age(path: &Path, by: Duration) {
        File::open(path).unwrap().set_modified(SystemTime::now() - by).unwrap();
    }

    /// One test, for what is unfinished is shared by all threads.
    #[test]
    fn a_batch_is_whole_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut batch = Batch::default();
        batch.add(folder.path().join("a"), "1").unwrap();
        drop(batch);
        assert!(names(folder.path()).is_empty());

        let mut batch = Batch::default();
        batch.add(folder.path().join("meta/a"), "1").unwrap();
        batch.commit().unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("meta/a")).unwrap(), "1");
        assert_eq!(names(&folder.path().join("meta")), ["a"]);

        // What is being written is nobody else's, and goes when its process is ended.
        let mut batch = Batch::default();
        batch.add(folder.path().join("b"), "1").unwrap();
        batch.add_folder(folder.path().join("c"), &[("d".to_owned(), "1")]).unwrap();
        for name in names(folder.path()).iter().filter(|name| name.starts_with('.')) {
            age(&folder.path().join(name), LONG * 2);
        }
        sweep(folder.path());
        assert_eq!(names(folder.path()).len(), 3);
        drop(abandon());
        assert_eq!(names(folder.path()), ["meta"]);
        drop(batch);
    }

    #[test]
    fn what_a_killed_process_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at(".mizzle-a.tmp"), "half").unwrap();
        fs::create_dir(at(".mizzle-b.tmp")).unwrap();
        fs::write(at(".mizzle-b.tmp/migration.sql"), "half").unwrap();
        fs::write(at(".mizzle-new.tmp"), "just made").unwrap();
        fs::write(at(".mizzle"), "not ours").unwrap();
        age(&at(".mizzle-a.tmp"), MOMENT * 2);
        age(&at(".mizzle-b.tmp"), MOMENT * 2);
        sweep(folder.path());
        assert_eq!(names(folder.path()), [".mizzle", ".mizzle-new.tmp"]);
        sweep(&at("nowhere"));
    }

    #[test]
    fn what_was_set_aside_comes_back_unless_it_was_replaced() {
        for replaced in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let old = folder.path().join("1_old");
            fs::create_dir(&old).unwrap();
            fs::write(old.join("migration.sql"), "SELECT 1").unwrap();
            // Ended between the two moves, or behind them.
            let aside = Aside::set(&old, Some("2_new")).unwrap();
            let aside = aside.0.keep();
            if replaced {
                fs::create_dir(folder.path().join("2_new")).unwrap();
            }
            age(&aside, MOMENT * 2);
            sweep(folder.path());
            let left = names(folder.path());
            assert_eq!(left, [if replaced { "2_new" } else { "1_old" }]);
        }
    }
}
