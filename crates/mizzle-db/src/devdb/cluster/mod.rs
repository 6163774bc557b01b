//! A private Postgres cluster, run from server programs on this machine:
//! initialised once into a cache, copied for each use, reachable by a socket
//! that only we can open, and gone with us.

mod folder;
mod identity;
mod kept;
mod process;
mod template;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use mizzle_core::sql::Ident;

pub(crate) use self::folder::ClusterFolder;
pub(crate) use self::identity::Identity;
pub(crate) use self::kept::KeptCluster;
pub(crate) use self::process::SOCKET;
use self::process::{Data, Process};
use super::error::DevError;
use super::install::Install;
use super::lease::{Abilities, Engine, Lease, Sessions};
use super::sql;
use crate::target::Target;

/// A running private cluster. It ends when the last of its handles and leases
/// is dropped, and with this process, however that ends.
#[derive(Debug, Clone)]
pub struct LocalCluster {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    install: Install,
    lent: Mutex<Lent>,
    // Dropped in this order: the server first, then its folder.
    process: Process,
    folder: ClusterFolder,
}

/// The databases lent out: how many are in use, and how many there ever were.
#[derive(Debug, Default)]
struct Lent {
    in_use: u32,
    ever: u32,
}

impl LocalCluster {
    /// Starts a cluster of this installation whose data is thrown away.
    /// `cache` holds the initialised clusters that are copied.
    ///
    /// # Errors
    /// The server's programs do not run, or a folder cannot be made.
    pub fn start(install: &Install, cache: &Path) -> Result<Self, DevError> {
        Self::start_at(install, cache, None)
    }

    /// The same, listening on a TCP port of 127.0.0.1 besides, for tests of
    /// what a socket cannot do.
    #[cfg(any(test, feature = "test-support"))]
    pub(crate) fn start_listening(
        install: &Install,
        cache: &Path,
        port: u16,
    ) -> Result<Self, DevError> {
        Self::start_at(install, cache, Some(port))
    }

    fn start_at(install: &Install, cache: &Path, port: Option<u16>) -> Result<Self, DevError> {
        let identity = Identity::choose(&install.reached());
        let folder = ClusterFolder::make_short_lived(identity)?;
        let data = folder.path().join("data");
        template::fill(install, cache, &data, identity)?;
        let process =
            Process::start(install, &data, folder.path(), port, Data::Discarded, identity)?;
        let shared = Shared { install: install.clone(), lent: Mutex::default(), process, folder };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Lends a new, empty database.
    ///
    /// # Errors
    /// The server refuses to make one.
    pub fn lease(&self) -> Result<Lease, DevError> {
        let label = self.label();
        let number = {
            let mut lent = self.shared.lent.lock().unwrap_or_else(PoisonError::into_inner);
            if lent.in_use == 0 && lent.ever > 0 {
                self.clean()?;
            }
            lent.in_use += 1;
            lent.ever += 1;
            lent.ever
        };
        let name = format!("mizzle_{number}");
        let guard = Box::new(Borrowed { cluster: self.clone(), name: name.clone() });
        // A copy of the files needs no checkpoint of the new database's log.
        let strategy =
            if self.shared.install.version.major >= 15 { " STRATEGY FILE_COPY" } else { "" };
        let statement = format!("CREATE DATABASE {name} TEMPLATE template0{strategy}");
        sql::run(&self.target("postgres")?, &label, &[statement])?;
        let target = self.target(&name)?;
        Ok(Lease { url: self.url(&name), target, abilities: self.abilities(), _guard: guard })
    }

    /// A URL of one of its databases; `postgres` is there from the start.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        socket_url(self.shared.folder.path(), database)
    }

    /// How it is named to people.
    #[must_use]
    pub fn label(&self) -> String {
        self.shared.install.to_string()
    }

    /// What it is and can do.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        Abilities {
            engine: Engine::Local,
            version: self.shared.install.version.clone(),
            sessions: Sessions::Many,
            statement_timeout: true,
            collations: true,
        }
    }

    /// The server's process number.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.shared.process.id()
    }

    fn target(&self, database: &str) -> Result<Target, DevError> {
        sql::target_of(&self.url(database))
    }

    /// Drops what a lease may have made outside its database: roles and
    /// databases belong to the whole cluster.
    fn clean(&self) -> Result<(), DevError> {
        let target = self.target("postgres")?;
        let label = self.label();
        let databases = sql::column(
            &target,
            &label,
            "SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')",
        )?;
        let drops: Vec<String> = databases
            .iter()
            .map(|name| format!("DROP DATABASE {} WITH (FORCE)", Ident(name)))
            .collect();
        sql::run(&target, &label, &drops)?;
        let roles = sql::column(
            &target,
            &label,
            "SELECT rolname FROM pg_roles WHERE rolname <> 'postgres' AND rolname !~ '^pg_'",
        )?;
        let drops: Vec<String> = roles
            .iter()
            .map(|name| Ident(name))
            .flat_map(|name| [format!("DROP OWNED BY {name}"), format!("DROP ROLE {name}")])
            .collect();
        sql::run(&target, &label, &drops)
    }
}

/// The URL of a database behind a socket in `folder`.
pub(crate) fn socket_url(folder: &Path, database: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');
    let folder = folder.to_string_lossy();
    let folder = percent_encoding::utf8_percent_encode(&folder, KEEP);
    format!("postgresql://postgres@/{database}?host={folder}")
}

/// Takes a lent database back.
#[derive(Debug)]
struct Borrowed {
    cluster: LocalCluster,
    name: String,
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        let shared = &self.cluster.shared;
        let mut lent = shared.lent.lock().unwrap_or_else(PoisonError::into_inner);
        lent.in_use -= 1;
        // The last handle is about to end the server: dropping its database first is wasted.
        if Arc::strong_count(shared) > 1 {
            let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            // What is left behind is dropped before the next lease.
            let _ = self
                .cluster
                .target("postgres")
                .and_then(|target| sql::run(&target, "", &[statement]));
        }
    }
}
