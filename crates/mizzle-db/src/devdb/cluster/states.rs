//! Clusters that hold a state which took long to build: kept beside those that are thrown
//! away, copied for each use, and never run themselves.
//!
//! A state is there under its key as a whole or not at all: it gets its name and loses it
//! by renaming. Whoever copies it looks whether it holds what it should (`known`); a state
//! that is damaged or gone costs time, and nothing else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::identity::Identity;
use super::template;
use crate::devdb::os;

/// The folder of all states. What sweeps up abandoned clusters passes it by.
pub(crate) const FOLDER: &str = "states";

/// The database in a cluster that holds the state.
pub(crate) const DATABASE: &str = "mizzle_state";

/// Each may take a hundred megabytes of memory.
const MOST: usize = 2;

/// A state that nobody has used for so long goes.
const AGE: Duration = Duration::from_hours(24);

/// What is known of a state, in a file of its own beside its data.
const KNOWN: &str = "known";
const DATA: &str = "data";

/// The states beside the clusters in one folder.
#[derive(Debug, Clone)]
pub(crate) struct States {
    folder: PathBuf,
}

impl States {
    pub(crate) fn beside(clusters: &Path) -> Self {
        Self { folder: clusters.join(FOLDER) }
    }

    /// Copies a state to `data`, and gives what is known of it. `None` where there is none,
    /// or it went away meanwhile; then `data` is not there either.
    pub(crate) fn copy(&self, key: &str, data: &Path, identity: Identity) -> Option<String> {
        let state = self.folder.join(key);
        let known = fs::read_to_string(state.join(KNOWN)).ok()?;
        if template::copy(&state.join(DATA), data, identity).is_err() {
            let _ = fs::remove_dir_all(data);
            return None;
        }
        // What is used stays.
        let used = fs::File::options().write(true).open(state.join(KNOWN));
        let _ = used.and_then(|file| file.set_modified(SystemTime::now()));
        Some(known)
    }

    /// Keeps the data of a cluster that has ended. It is gone from its place afterwards.
    pub(crate) fn keep(&self, key: &str, data: &Path, known: &str) -> io::Result<()> {
        os::private_folder(&self.folder, false)?;
        let state = self.folder.join(key);
        if state.exists() {
            return Ok(());
        }
        let unfinished = tempfile::Builder::new().prefix(".new-").tempdir_in(&self.folder)?;
        fs::rename(data, unfinished.path().join(DATA))?;
        fs::write(unfinished.path().join(KNOWN), known)?;
        // Somebody else may have been faster; theirs is as good.
        if fs::rename(unfinished.path(), &state).is_ok() {
            let _ = unfinished.keep();
        }
        self.sweep(MOST);
        Ok(())
    }

    /// Takes a state away.
    pub(crate) fn forget(&self, key: &str) {
        let Ok(gone) = tempfile::Builder::new().prefix(".old-").tempdir_in(&self.folder) else {
            return;
        };
        // Whoever is copying it finds the rest of its files no more.
        let _ = fs::rename(self.folder.join(key), gone.path().join(DATA));
    }

    /// Takes away what nobody has used for long, and the oldest of more than `most`.
    pub(crate) fn sweep(&self, most: usize) {
        let mut found: Vec<(SystemTime, String)> = Vec::new();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let used = [entry.path().join(KNOWN), entry.path()]
                .iter()
                .find_map(|path| fs::metadata(path).and_then(|it| it.modified()).ok());
            found.extend(used.map(|used| (used, name)));
        }
        found.sort();
        let is_old = |used: &SystemTime| used.elapsed().is_ok_and(|age| age > AGE);
        let states = found.iter().filter(|(_, name)| !name.starts_with('.')).count();
        let mut surplus = states.saturating_sub(most);
        for (used, name) in &found {
            // What is half made or half gone belongs to somebody until it is old.
            let is_surplus = !name.starts_with('.') && surplus > 0;
            surplus -= usize::from(is_surplus);
            if is_surplus || is_old(used) {
                self.forget(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(folder: &Path, name: &str) -> PathBuf {
        let data = folder.join(name);
        fs::create_dir_all(data.join("base")).unwrap();
        fs::write(data.join("base/1"), name).unwrap();
        data
    }

    #[test]
    fn a_state_is_copied_as_often_as_somebody_wants_it() {
        let folder = tempfile::tempdir().unwrap();
        let states = States::beside(folder.path());
        let copy = folder.path().join("copy");
        assert_eq!(states.copy("a", &copy, Identity::Ours), None);
        states.keep("a", &cluster(folder.path(), "one"), "what is in it").unwrap();
        for _ in 0..2 {
            let known = states.copy("a", &copy, Identity::Ours);
            assert_eq!(known.as_deref(), Some("what is in it"));
            assert_eq!(fs::read_to_string(copy.join("base/1")).unwrap(), "one");
            fs::remove_dir_all(&copy).unwrap();
        }
        // The first one stays.
        states.keep("a", &cluster(folder.path(), "two"), "other").unwrap();
        assert_eq!(states.copy("a", &copy, Identity::Ours).as_deref(), Some("what is in it"));
        states.forget("a");
        fs::remove_dir_all(&copy).unwrap();
        assert_eq!(states.copy("a", &copy, Identity::Ours), None);
        assert!(!copy.exists());
        assert_eq!(fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 0);
    }

    #[test]
    fn there_are_never_many() {
        let folder = tempfile::tempdir().unwrap();
        let states = States::beside(folder.path());
        for (age, name) in [(3, "a"), (2, "b"), (1, "c")] {
            states.keep(name, &cluster(folder.path(), name), name).unwrap();
            let known = folder.path().join(FOLDER).join(name).join(KNOWN);
            let then = SystemTime::now() - Duration::from_mins(age);
            fs::File::options().write(true).open(known).unwrap().set_modified(then).unwrap();
        }
        states.sweep(MOST);
        let is_there = |name: &str| folder.path().join(FOLDER).join(name).exists();
        assert_eq!([is_there("a"), is_there("b"), is_there("c")], [false, true, true]);
        let known = folder.path().join(FOLDER).join("b").join(KNOWN);
        let then = SystemTime::now() - 2 * AGE;
        fs::File::options().write(true).open(known).unwrap().set_modified(then).unwrap();
        states.sweep(MOST);
        assert_eq!([is_there("b"), is_there("c")], [false, true]);
    }
}
