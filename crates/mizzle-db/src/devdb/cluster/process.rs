//! A running `postgres`: its settings, its start, and its end.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::identity::Identity;
use crate::devdb::error::DevError;
use crate::devdb::install::Install;
use crate::devdb::keeper;
use crate::devdb::os::{self, End};

/// The name of the socket's file for [`PORT`].
pub(crate) const SOCKET: &str = ".s.PGSQL.5432";
/// The port in a socket's name. Nothing listens on it in the network.
const PORT: u16 = 5432;

/// A server gets this long to become ready; a recovery after a crash is part of it.
const START_LIMIT: Duration = Duration::from_secs(60);
/// A server gets this long to write everything down before it is ended at once.
const STOP_LIMIT: Duration = Duration::from_secs(20);

/// What happens to a cluster's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Data {
    /// Thrown away with the server: nothing needs to survive a crash.
    Discarded,
    /// Kept: as safe as a server's data is anywhere.
    Kept,
}

/// A running server; dropping it ends the server.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    data: Data,
}

impl Process {
    /// Starts a server on `folder` (its data, its socket beside it), and on a
    /// loopback TCP port when one is given.
    pub(crate) fn start(
        install: &Install,
        data: &Path,
        socket_folder: &Path,
        port: Option<u16>,
        kind: Data,
        identity: Identity,
    ) -> Result<Self, DevError> {
        let log_path = socket_folder.join("log");
        let log = File::create(&log_path).map_err(DevError::file("create", &log_path))?;
        let errors = log.try_clone().map_err(DevError::file("open", &log_path))?;
        let mut command = install.program("postgres");
        command.arg("-D").arg(data).arg("-k").arg(socket_folder);
        for setting in settings(kind, port) {
            command.arg("-c").arg(setting);
        }
        command.stdin(Stdio::null()).stdout(log).stderr(errors);
        os::detach(&mut command);
        identity.apply(&mut command);
        os::die_with_parent(&mut command, kind.end());
        let failed = |reason: String| DevError::NotStarted { label: install.to_string(), reason };
        let child =
            keeper::spawn(command).map_err(|error| failed(identity.explain(install, &error)))?;
        let mut process = Self { child, data: kind };
        process.wait_until_ready(&data.join("postmaster.pid")).map_err(|reason| {
            let log = fs::read_to_string(&log_path).unwrap_or_default();
            failed(format!("{reason}{}", last_words(&log)))
        })?;
        Ok(process)
    }

    /// The server writes its state into line 8 of this file; no connection is
    /// needed to learn it.
    fn wait_until_ready(&mut self, pid_file: &Path) -> Result<(), String> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().map_err(|error| error.to_string())? {
                return Err(format!("it ended at once ({status})"));
            }
            let ready = fs::read_to_string(pid_file).is_ok_and(|text| {
                let mut lines = text.lines();
                // A file left by an earlier server names another process.
                lines.next().and_then(|pid| pid.trim().parse().ok()) == Some(self.child.id())
                    && lines.nth(6).is_some_and(|state| state.trim() == "ready")
            });
            if ready {
                return Ok(());
            }
            if started.elapsed() > START_LIMIT {
                return Err(format!("it was not ready after {} s", START_LIMIT.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Ends the server so that its data can be used again.
    pub(crate) fn end_cleanly(mut self) {
        self.data = Data::Kept;
    }

    /// The server's process number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the server still runs.
    pub(crate) fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.runs() {
            return;
        }
        os::signal(&self.child, self.data.end());
        let asked = Instant::now();
        while self.runs() {
            if asked.elapsed() > STOP_LIMIT {
                os::signal(&self.child, End::Kill);
                let _ = self.child.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Data {
    fn end(self) -> End {
        match self {
            Self::Discarded => End::Discard,
            Self::Kept => End::Keep,
        }
    }
}

fn settings(kind: Data, port: Option<u16>) -> Vec<String> {
    let mut settings: Vec<String> = [
        "unix_socket_permissions=0700",
        "shared_buffers=16MB",
        "jit=off",
        "logging_collector=off",
        "log_destination=stderr",
        "dynamic_shared_memory_type=mmap",
        "max_wal_senders=0",
        // A migration that creates a thousand tables holds a lock on each, and on their
        // indexes, until it commits.
        "max_locks_per_transaction=1024",
    ]
    .map(str::to_owned)
    .into();
    settings.push(format!("port={}", port.unwrap_or(PORT)));
    settings.push(match port {
        Some(_) => "listen_addresses=127.0.0.1".to_owned(),
        None => "listen_addresses=".to_owned(),
    });
    let more: &[&str] = match kind {
        Data::Discarded => &[
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "wal_level=minimal",
            "autovacuum=off",
            "max_connections=20",
        ],
        Data::Kept => &["wal_level=minimal", "max_connections=60", "wal_buffers=1MB"],
    };
    settings.extend(more.iter().map(|setting| (*setting).to_owned()));
    settings
}

/// The lines of a server's log that say why it ended.
fn last_words(log: &str) -> String {
    let telling: Vec<&str> = log
        .lines()
        .filter(|line| {
            ["FATAL", "PANIC", "ERROR", "HINT", "DETAIL"].iter().any(|w| line.contains(w))
        })
        .collect();
    let chosen = if telling.is_empty() { log.lines().collect() } else { telling };
    let tail: Vec<&str> = chosen.iter().rev().take(4).rev().copied().collect();
    if tail.is_empty() { String::new() } else { format!(": {}", tail.join("; ")) }
}
