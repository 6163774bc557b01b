//! A cluster's folder under the system's short-lived folder: made with a lock
//! that is held while its owner lives, and removed with it. A folder whose
//! lock is free belongs to nobody and is swept away by whoever comes next.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::identity::Identity;
use super::states;
use crate::devdb::error::DevError;
use crate::devdb::os;

const LOCK: &str = "lock";

/// A folder that is ours until it is dropped.
#[derive(Debug)]
pub(crate) struct ClusterFolder {
    path: PathBuf,
    _lock: File,
}

impl ClusterFolder {
    /// Makes a new folder and sweeps away those that nobody holds any more.
    pub(crate) fn make(identity: Identity) -> Result<Self, DevError> {
        let root = os::runtime_folder().map_err(DevError::file("create", "the runtime folder"))?;
        Self::make_in(&root, identity)
    }

    /// The same for data that is thrown away: in memory, where the system has a folder
    /// for that.
    pub(crate) fn make_short_lived(identity: Identity) -> Result<Self, DevError> {
        match os::memory_folder() {
            Some(root) => Self::make_in(&root, identity),
            None => Self::make(identity),
        }
    }

    pub(crate) fn make_in(root: &Path, identity: Identity) -> Result<Self, DevError> {
        // Between making a folder and locking it, a sweep would take it for an abandoned one.
        let gate = open(&root.join(LOCK))?;
        gate.lock().map_err(DevError::file("lock", root))?;
        sweep(root);
        let path = tempfile::Builder::new()
            .prefix("")
            .rand_bytes(8)
            .tempdir_in(root)
            .map_err(DevError::file("create a folder in", root))?
            .keep();
        let lock = open(&path.join(LOCK))?;
        lock.try_lock().map_err(|error| {
            let source = match error {
                TryLockError::Error(source) => source,
                TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            };
            DevError::file("lock", &path)(source)
        })?;
        os::private_folder(&path, false).map_err(DevError::file("create", &path))?;
        identity.own(&path).map_err(DevError::file("hand over", &path))?;
        Ok(Self { path, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for ClusterFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn open(path: &Path) -> Result<File, DevError> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(DevError::file("open", path))
}

/// Removes what killed processes left behind. What cannot be removed is left
/// for the next time: it is in nobody's way.
fn sweep(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_state = entry.file_name() == states::FOLDER;
        if is_state || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        // Only the folder's maker writes the lock; without one the folder is half made.
        match File::options().write(true).open(path.join(LOCK)) {
            Ok(lock) => {
                if lock.try_lock().is_ok() {
                    end_orphan(&path);
                    let _ = fs::remove_dir_all(&path);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let _ = fs::remove_dir_all(&path);
            }
            Err(_) => {}
        }
    }
}

/// Ends a server that outlived its owner. Its process number is trusted only
/// while it answers on the socket in its own folder: numbers are used again.
fn end_orphan(folder: &Path) {
    #[cfg(unix)]
    {
        let socket = folder.join(super::process::SOCKET);
        if std::os::unix::net::UnixStream::connect(socket).is_err() {
            return;
        }
        let pid = fs::read_to_string(folder.join("data/postmaster.pid"))
            .ok()
            .and_then(|text| text.lines().next()?.trim().parse::<u32>().ok());
        if let Some(pid) = pid {
            os::signal_orphan(pid);
        }
    }
    #[cfg(windows)]
    let _ = folder;
}
