//! A cluster whose data stays in the project's folder, reachable by a socket
//! and, where it is served to everybody, by a port of the loopback interface.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use mizzle_core::sql::Literal;

use super::folder::ClusterFolder;
use super::identity::Identity;
use super::process::{Data, Process};
use super::template;
use crate::devdb::error::DevError;
use crate::devdb::install::Install;
use crate::devdb::sql;

/// An earlier server on the same data, whose owner was killed, gets this long
/// to write everything down and end.
const SUCCESSION_LIMIT: Duration = Duration::from_secs(20);

/// Sockets are trusted, since only we can open them; the network is not.
const ACCESS: &str = "\
local all all trust
host all all 127.0.0.1/32 scram-sha-256
";

/// A running server on kept data. Dropping it ends the server, the data stays.
#[derive(Debug)]
pub(crate) struct KeptCluster {
    // Dropped in this order: the server first, then its socket's folder.
    process: Process,
    folder: ClusterFolder,
    port: Option<u16>,
}

impl KeptCluster {
    /// Starts a server on `data`, which is initialised when it is not there;
    /// with a port and its password when it is served to everybody.
    pub(crate) fn start(
        install: &Install,
        cache: &Path,
        data: &Path,
        network: Option<(u16, &str)>,
    ) -> Result<Self, DevError> {
        let parent = data.parent().unwrap_or(data);
        let mut reached = install.reached();
        reached.push(parent);
        let identity = Identity::choose(&reached);
        if !data.join("PG_VERSION").is_file() {
            initialise(install, cache, parent, data, identity)?;
        }
        let folder = ClusterFolder::make(identity)?;
        let port = network.map(|(port, _)| port);
        let begun = Instant::now();
        let process = loop {
            let started = Process::start(install, data, folder.path(), port, Data::Kept, identity);
            match started {
                // The server of a killed owner is still on its way out.
                Err(DevError::NotStarted { reason, .. })
                    if reason.contains("postmaster.pid") && begun.elapsed() < SUCCESSION_LIMIT =>
                {
                    std::thread::sleep(Duration::from_millis(50));
                }
                other => break other?,
            }
        };
        let cluster = Self { process, folder, port };
        if let Some((_, password)) = network {
            let statement = format!("ALTER ROLE postgres PASSWORD {}", Literal(password));
            sql::run(&sql::target_of(&cluster.url())?, &install.to_string(), &[statement])?;
        }
        Ok(cluster)
    }

    /// The URL of its database, through the socket.
    pub(crate) fn url(&self) -> String {
        let url = super::socket_url(self.folder.path(), "postgres");
        self.port.map_or_else(|| url.clone(), |port| format!("{url}&port={port}"))
    }

    /// Whether the server still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.process.runs()
    }
}

/// Makes the data beside its place, then moves it there: what is there is whole.
fn initialise(
    install: &Install,
    cache: &Path,
    parent: &Path,
    data: &Path,
    identity: Identity,
) -> Result<(), DevError> {
    let unfinished = parent.join(format!(".new-{}", install.version.major));
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(DevError::file("remove", &unfinished))?;
    }
    // `initdb` runs as the identity and has to make the folder where it may.
    let workshop = ClusterFolder::make(identity)?;
    let made = workshop.path().join("data");
    template::fill(install, cache, &made, identity)?;
    template::copy(&made, &unfinished, identity).map_err(DevError::file("create", &unfinished))?;
    let access = unfinished.join("pg_hba.conf");
    fs::write(&access, ACCESS).map_err(DevError::file("write", &access))?;
    fs::rename(&unfinished, data).map_err(DevError::file("create", data))
}
