//! Who owns the kept database: the process that holds the lock on one file.
//! The system lets go of it when the process ends, however it ends, so no
//! process number has to be believed.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use super::state::Status;
use crate::devdb::error::DevError;

/// How often a lock that somebody else holds is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// The right to open the data, until it is dropped.
#[derive(Debug)]
pub(crate) struct Ownership {
    _file: File,
}

/// Who may use the database now.
#[derive(Debug)]
pub(crate) enum Turn {
    /// We own it.
    Ours(Ownership),
    /// Somebody serves it to everybody.
    Served(Status),
}

impl Ownership {
    /// Takes the lock, when nobody has it.
    pub(crate) fn take(folder: &Path) -> Result<Option<Self>, DevError> {
        let path = folder.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(DevError::file("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(DevError::file("lock", &path)(source)),
        }
    }
}

/// Waits until the database is ours, or served by somebody who answers
/// (`answers` tries it). `waiting` is called once, when it takes a while.
pub(crate) fn take_turn(
    folder: &Path,
    limit: Duration,
    answers: impl Fn(&Status) -> bool,
    waiting: &mut dyn FnMut(),
) -> Result<Turn, DevError> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        if let Some(ownership) = Ownership::take(folder)? {
            // What a killed owner left behind.
            Status::remove(folder).map_err(DevError::file("remove the state in", folder))?;
            return Ok(Turn::Ours(ownership));
        }
        let status = Status::read(folder).map_err(DevError::file("read the state in", folder))?;
        if let Some(status) = status.filter(&answers) {
            return Ok(Turn::Served(status));
        }
        if begun.elapsed() > limit {
            return Err(DevError::Busy { path: folder.to_path_buf(), seconds: limit.as_secs() });
        }
        if !told && begun.elapsed() > Duration::from_millis(500) {
            told = true;
            waiting();
        }
        std::thread::sleep(PAUSE);
    }
}
