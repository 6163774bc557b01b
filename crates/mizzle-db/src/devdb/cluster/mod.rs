//! A private Postgres cluster, run from server programs on this machine:
//! initialised once into a cache, copied for each use, reachable by a socket
//! that only we can open, and gone with us.

mod folder;
mod identity;
mod kept;
mod process;
mod states;
mod template;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use mizzle_core::sql::Ident;

pub(crate) use self::folder::ClusterFolder;
pub(crate) use self::identity::Identity;
pub(crate) use self::kept::KeptCluster;
pub(crate) use self::process::SOCKET;
use self::process::{Data, Process};
use self::states::States;
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
    /// What is known of the state that it was copied from, until that is lent.
    known: Mutex<Option<String>>,
    // Dropped in this order: the server first, then its folder.
    process: Process,
    folder: ClusterFolder,
}

/// The databases lent out: how many are in use, and how many there ever were.
#[derive(Debug, Default)]
struct Lent {
    in_use: u32,
    ever: u32,
    /// The one that is not dropped when it comes back.
    spared: Option<String>,
}

impl LocalCluster {
    /// Starts a cluster of this installation whose data is thrown away.
    /// `cache` holds the initialised clusters that are copied.
    ///
    /// # Errors
    /// The server's programs do not run, or a folder cannot be made.
    pub fn start(install: &Install, cache: &Path) -> Result<Self, DevError> {
        Self::start_at(install, cache, None, None)
    }

    /// The same as a copy of the state of this key, where there is one.
    pub(crate) fn start_with_state(
        install: &Install,
        cache: &Path,
        key: &str,
    ) -> Result<Self, DevError> {
        Self::start_at(install, cache, None, Some(key))
    }

    /// The same, listening on a TCP port of 127.0.0.1 besides, for tests of
    /// what a socket cannot do.
    #[cfg(any(test, feature = "test-support"))]
    pub(crate) fn start_listening(
        install: &Install,
        cache: &Path,
        port: u16,
    ) -> Result<Self, DevError> {
        Self::start_at(install, cache, Some(port), None)
    }

    fn start_at(
        install: &Install,
        cache: &Path,
        port: Option<u16>,
        state: Option<&str>,
    ) -> Result<Self, DevError> {
        let identity = Identity::choose(&install.reached());
        let folder = ClusterFolder::make_short_lived(identity)?;
        let data = folder.path().join("data");
        let states = states_beside(&folder);
        states.sweep(usize::MAX);
        let start =
            || Process::start(install, &data, folder.path(), port, Data::Discarded, identity);
        let copied = state.and_then(|key| {
            let key = state_key(install, key);
            let known = states.copy(&key, &data, identity)?;
            match start() {
                Ok(process) => Some((process, known)),
                // It is damaged; without it everything takes longer.
                Err(_) => {
                    states.forget(&key);
                    std::fs::remove_dir_all(&data).ok()?;
                    None
                }
            }
        });
        let (process, known) = match copied {
            Some((process, known)) => (process, Some(known)),
            None => {
                template::fill(install, cache, &data, identity)?;
                (start()?, None)
            }
        };
        let (install, known) = (install.clone(), Mutex::new(known));
        let shared = Shared { install, lent: Mutex::default(), known, process, folder };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Lends the database of the state that the cluster was copied from, once, with what is
    /// known of it.
    pub(crate) fn prepared(&self) -> Result<Option<(Lease, String)>, DevError> {
        let known = self.shared.known.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(known) = known else { return Ok(None) };
        {
            let mut lent = self.shared.lent.lock().unwrap_or_else(PoisonError::into_inner);
            lent.in_use += 1;
            lent.ever += 1;
        }
        Ok(Some((self.lent(states::DATABASE.to_owned())?, known)))
    }

    /// Lets a database that was lent stay when it comes back.
    pub(crate) fn spare(&self, lease: &Lease) {
        let mut lent = self.shared.lent.lock().unwrap_or_else(PoisonError::into_inner);
        lent.spared = Some(lease.target.database.clone());
    }

    /// Ends the cluster, and keeps the spared database as a state.
    ///
    /// # Errors
    /// The server failed.
    pub(crate) fn keep(self, key: &str, known: &str) -> Result<(), DevError> {
        let spared = {
            let lent = self.shared.lent.lock().unwrap_or_else(PoisonError::into_inner);
            lent.spared.clone().filter(|_| lent.in_use == 0)
        };
        let Some(spared) = spared else { return Ok(()) };
        if spared != states::DATABASE {
            let statement = format!("ALTER DATABASE {spared} RENAME TO {}", states::DATABASE);
            sql::run(&self.target("postgres")?, &self.label(), &[statement])?;
        }
        let Some(Shared { install, process, folder, .. }) = Arc::into_inner(self.shared) else {
            return Ok(());
        };
        process.end_cleanly();
        let kept = states_beside(&folder).keep(
            &state_key(&install, key),
            &folder.path().join("data"),
            known,
        );
        kept.map_err(DevError::file("keep", folder.path()))
    }

    /// Takes the state of this key away, which is not what it should be.
    pub(crate) fn forget_state(&self, key: &str) {
        let states = states_beside(&self.shared.folder);
        states.forget(&state_key(&self.shared.install, key));
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
        let lease = self.lent(name.clone())?;
        // A copy of the files needs no checkpoint of the new database's log.
        let strategy =
            if self.shared.install.version.major >= 15 { " STRATEGY FILE_COPY" } else { "" };
        let statement = format!("CREATE DATABASE {name} TEMPLATE template0{strategy}");
        sql::run(&self.target("postgres")?, &label, &[statement])?;
        Ok(lease)
    }

    /// A database that is counted as lent until it comes back.
    fn lent(&self, name: String) -> Result<Lease, DevError> {
        let url = self.url(&name);
        let target = sql::target_of(&url)?;
        let guard = Box::new(Borrowed { cluster: self.clone(), name });
        Ok(Lease { url, target, abilities: self.abilities(), furnished: false, _guard: guard })
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

/// The states beside a cluster's folder.
fn states_beside(folder: &ClusterFolder) -> States {
    States::beside(folder.path().parent().unwrap_or(folder.path()))
}

/// A state holds the files of one installation's servers.
fn state_key(install: &Install, key: &str) -> String {
    format!("{}-{key}", template::key(install))
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
        let is_spared = lent.spared.as_ref() == Some(&self.name);
        if Arc::strong_count(shared) > 1 && !is_spared {
            let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            // What is left behind is dropped before the next lease.
            let _ = self
                .cluster
                .target("postgres")
                .and_then(|target| sql::run(&target, "", &[statement]));
        }
    }
}
