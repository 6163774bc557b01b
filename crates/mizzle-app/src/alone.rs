//! Writing into a migrations folder: one process at a time, and only as long as the folder
//! is what was read of it. Between reading and writing lies a rehearsal, and what somebody
//! else has written meanwhile would be overwritten without a word.

use crate::error::Error;
use crate::files::FileError;
use crate::folder::{FolderFailure, OnDisk};
use crate::sum::SumFile;
use mizzle_core::naming::Line;
use std::fs::{self, File};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Others hold it while they move files, no longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// As long as it lives, no other mizzle writes into the folder.
#[must_use]
pub(crate) struct Alone {
    /// The lock, where the system has locks for folders.
    _held: Option<File>,
}

impl Alone {
    /// Waits for others that write there, and makes sure that the folder still has these
    /// migrations and this `mizzle.sum`.
    pub(crate) fn with(disk: &OnDisk, tags: &[&str], sum: &SumFile) -> Result<Self, Error> {
        let out = &disk.path;
        fs::create_dir_all(out).map_err(|error| FileError::writing(out, error))?;
        let held = File::open(out).ok().filter(wait);
        let changed = || FolderFailure::Changed { shown: disk.shown.clone() };
        let now = OnDisk::at(out.clone(), &disk.shown, Line::V0).map_err(|_| changed())?;
        let found = now.folder.migrations.iter().map(|migration| migration.tag.as_str());
        if !found.eq(tags.iter().copied()) || !sum.is_still(disk)? {
            return Err(changed().into());
        }
        Ok(Self { _held: held })
    }
}

/// Waits for the lock; `false` where there is none to be had.
fn wait(folder: &File) -> bool {
    let begun = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return true,
            Err(fs::TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                sleep(Duration::from_millis(10));
            }
            Err(fs::TryLockError::WouldBlock | fs::TryLockError::Error(_)) => return false,
        }
    }
}
