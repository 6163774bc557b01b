//! The background process that owns a kept database and serves it to
//! everybody: started once, found by all, stopped on request.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::engine::{self, Reach, Running};
use super::lock::{Ownership, Turn, take_turn};
use super::state::Status;
use super::{KeptOptions, answers, make_folder};
use crate::devdb::error::DevError;
use crate::devdb::notice::Notice;
use crate::devdb::os;

/// A file whose appearance asks the owner to end.
const STOP: &str = "stop";
/// What the background process says goes here.
const LOG: &str = "log";
/// How often the owner looks whether it is still wanted.
const GLANCE: Duration = Duration::from_millis(50);

/// How serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// It was asked to end.
    Stopped,
    /// Its folder is gone or taken over.
    Unwanted,
    /// Somebody else serves the database already.
    ByOther,
}

/// Owns the database and serves it until somebody asks for the end: the whole
/// life of the background process. `ready` is called when clients can come.
///
/// # Errors
/// There is no engine, it does not start, or it ends by itself.
pub fn serve(
    options: &KeptOptions,
    ready: &mut dyn FnMut(&Status, &[Notice]),
) -> Result<Served, DevError> {
    let folder = options.folder.as_path();
    make_folder(folder)?;
    let ownership = match take_turn(folder, options.patience, answers, &mut || {})? {
        Turn::Served(_) => return Ok(Served::ByOther),
        Turn::Ours(ownership) => ownership,
    };
    forget_request(folder)?;
    let (mut running, notices) = engine::launch(options, Reach::Everybody)?;
    let status = status_of(&running);
    status.write(folder).map_err(DevError::file("write the state in", folder))?;
    ready(&status, &notices);
    let outcome = keep_serving(folder, &status, &mut running);
    // New clients wait for the lock instead of finding a server that is going away.
    if outcome.as_ref().is_ok_and(|served| *served == Served::Stopped) {
        Status::remove(folder).map_err(DevError::file("remove the state in", folder))?;
    }
    drop(running);
    forget_request(folder)?;
    drop(ownership);
    outcome
}

fn status_of(running: &Running) -> Status {
    let private_url = running.private_url();
    let abilities = running.abilities();
    Status {
        process: std::process::id(),
        url: running.public_url().unwrap_or_else(|| private_url.clone()),
        private_url,
        engine: abilities.engine,
        version: abilities.version.full,
    }
}

fn keep_serving(folder: &Path, status: &Status, running: &mut Running) -> Result<Served, DevError> {
    loop {
        std::thread::sleep(GLANCE);
        if folder.join(STOP).exists() {
            return Ok(Served::Stopped);
        }
        let written = Status::read(folder);
        if !matches!(&written, Ok(Some(written)) if written == status) {
            return Ok(Served::Unwanted);
        }
        if !running.runs() {
            let label = format!("PostgreSQL {}", status.version);
            let message = "the server ended by itself".to_owned();
            return Err(DevError::Server { label, message });
        }
    }
}

fn forget_request(folder: &Path) -> Result<(), DevError> {
    match fs::remove_file(folder.join(STOP)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(DevError::file("remove the request in", folder)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Who serves the database at the moment, if anybody does.
///
/// # Errors
/// The folder cannot be read.
pub fn status(folder: &Path) -> Result<Option<Status>, DevError> {
    let status = Status::read(folder).map_err(DevError::file("read the state in", folder))?;
    Ok(status.filter(answers))
}

/// Starts the background process with this command, which has to call
/// [`serve`], and returns when clients can come. Where somebody serves
/// already, that is the answer.
///
/// # Errors
/// The process ends before it serves; its last words are the reason.
pub fn start(mut command: Command, options: &KeptOptions) -> Result<Status, DevError> {
    let folder = options.folder.as_path();
    make_folder(folder)?;
    if let Some(status) = status(folder)? {
        return Ok(status);
    }
    let path = folder.join(LOG);
    let log = File::create(&path).map_err(DevError::file("create", &path))?;
    let errors = log.try_clone().map_err(DevError::file("open", &path))?;
    command.stdin(Stdio::null()).stdout(log).stderr(errors);
    os::leave_terminal(&mut command);
    let mut child = command.spawn().map_err(|error| DevError::Owner(error.to_string()))?;
    let begun = Instant::now();
    // The process may first wait for another one, so it gets a little longer than that.
    let patience = options.patience + Duration::from_secs(30);
    loop {
        if let Some(status) = status(folder)? {
            return Ok(status);
        }
        let ended = child.try_wait().map_err(|error| DevError::Owner(error.to_string()))?;
        if let Some(code) = ended {
            // It ends well where another one was faster.
            if let Some(status) = status(folder)? {
                return Ok(status);
            }
            let said = fs::read_to_string(&path).unwrap_or_default();
            let said = said.trim();
            let reason = if said.is_empty() { code.to_string() } else { said.to_owned() };
            return Err(DevError::Owner(reason));
        }
        if begun.elapsed() > patience {
            let _ = child.kill();
            let _ = child.wait();
            let seconds = patience.as_secs();
            return Err(DevError::Owner(format!("it was not ready after {seconds} s")));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Asks the owner to end, and waits until it has. False when nobody serves.
///
/// # Errors
/// It does not end within `patience`.
pub fn stop(folder: &Path, patience: Duration) -> Result<bool, DevError> {
    if !folder.is_dir() || status(folder)?.is_none() {
        return Ok(false);
    }
    let request = folder.join(STOP);
    File::create(&request).map_err(DevError::file("create", &request))?;
    let begun = Instant::now();
    // The request is gone when the owner has ended; another may own the data by then.
    while request.exists() {
        if Ownership::take(folder)?.is_some() {
            // It was killed before it could answer.
            return forget_request(folder).map(|()| true);
        }
        if begun.elapsed() > patience {
            return Err(DevError::Busy { path: folder.to_path_buf(), seconds: patience.as_secs() });
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(true)
}
