//! A database server for tests: the one that the machine has, else a private
//! cluster. Only with the feature `test-support`; nothing that is shipped uses
//! it, so a failure here may panic with its reason.
#![expect(clippy::panic, reason = "tests stop at the first thing that is missing")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::devdb::embedded::helper_places;
use crate::devdb::install::{self, Install, Places};
use crate::devdb::{Embedded, Lease, LocalCluster, UrlServer};

/// The server that is tried before one is started.
const USUAL: &str = "postgresql://postgres@127.0.0.1:5432/postgres?connect_timeout=2";

/// The URL of a server on which tests may make databases and roles:
/// `MIZZLE_TEST_PG_URL`; a server on 127.0.0.1:5432 that trusts `postgres`; a
/// private cluster of the newest installation, which ends with this process.
///
/// # Panics
/// There is neither a server nor an installation.
pub fn server() -> &'static str {
    static SERVER: OnceLock<(String, Option<LocalCluster>)> = OnceLock::new();
    &SERVER.get_or_init(find).0
}

fn find() -> (String, Option<LocalCluster>) {
    if let Some(url) = std::env::var("MIZZLE_TEST_PG_URL").ok().filter(|url| !url.is_empty()) {
        return (url, None);
    }
    if UrlServer::open(USUAL).is_ok() {
        return (USUAL.to_owned(), None);
    }
    let cluster = cluster(None);
    (cluster.url("postgres"), Some(cluster))
}

/// Starts a private cluster of this major version, or of the newest that is
/// installed. It ends when it is dropped.
///
/// # Panics
/// There is no such installation, or it does not start.
#[must_use]
pub fn cluster(major: Option<u32>) -> LocalCluster {
    let install = install(major)
        .unwrap_or_else(|| panic!("no Postgres {} is installed", major.unwrap_or_default()));
    LocalCluster::start(&install, &places().cache).unwrap_or_else(|error| panic!("{error}"))
}

/// Starts a private cluster of the newest installation that also listens on a
/// TCP port of 127.0.0.1; its socket has the same number. Both end with it.
///
/// # Panics
/// There is no installation, or it does not start.
#[must_use]
pub fn listening_cluster(port: u16) -> LocalCluster {
    let install = install(None).unwrap_or_else(|| panic!("no Postgres is installed"));
    LocalCluster::start_listening(&install, &places().cache, port)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The installation of this major version, or the newest.
#[must_use]
pub fn install(major: Option<u32>) -> Option<Install> {
    let found = install::find(&places()).installs.into_iter();
    found
        .filter(|install| major.is_none_or(|major| install.version.major == major))
        .max_by_key(|install| install.version.major)
}

/// Where tests look for engines: this machine, and the folder of
/// `MIZZLE_TEST_PG_NPM_DIR`, whose `node_modules` hold npm's Postgres packages.
#[must_use]
pub fn places() -> Places {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let mut places = Places::of_machine(&here);
    let npm = std::env::var_os("MIZZLE_TEST_PG_NPM_DIR").map(PathBuf::from);
    let npm = npm
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/npm/postgres"));
    // One folder a release, each with a `node_modules` of its own.
    let releases = std::fs::read_dir(npm).into_iter().flatten().flatten();
    places.projects.extend(releases.map(|entry| entry.path()));
    places.projects.sort();
    places
}

/// The embedded engine, when its helper program has been built.
///
/// # Panics
/// `MIZZLE_PG` names a program that is none.
#[must_use]
pub fn embedded() -> Option<Embedded> {
    let required = std::env::var_os("MIZZLE_PG").is_some();
    let found = helper_places(Path::new(env!("CARGO_MANIFEST_DIR")));
    match found.iter().find(|path| path.is_file()) {
        Some(helper) => Some(Embedded::open(helper).unwrap_or_else(|error| panic!("{error}"))),
        None if required => panic!("MIZZLE_PG names no program: {found:?}"),
        None => None,
    }
}

/// A new, empty database, dropped with this value: on [`server`], or on the
/// embedded engine where `MIZZLE_TEST_ENGINE` is `embedded`.
#[derive(Debug)]
pub struct TestDatabase {
    url: String,
    _lease: Lease,
}

impl TestDatabase {
    /// Makes one.
    ///
    /// # Panics
    /// The server does not answer or refuses.
    #[must_use]
    pub fn new() -> Self {
        let lease = if std::env::var("MIZZLE_TEST_ENGINE").is_ok_and(|engine| engine == "embedded")
        {
            embedded().unwrap_or_else(|| panic!("mizzle-pg is not built")).lease()
        } else {
            UrlServer::open(server()).and_then(|server| server.lease())
        };
        let lease = lease.unwrap_or_else(|error| panic!("{error}"));
        Self { url: lease.url().to_owned(), _lease: lease }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Default for TestDatabase {
    fn default() -> Self {
        Self::new()
    }
}

/// A name that nothing else on the server has, whoever ran tests there before.
#[must_use]
pub fn unique(prefix: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}_{}_{number}", run())
}

/// Eight hexadecimal digits, the same as long as this process lives. The number
/// of the process would not do: a killed one may have left things behind, and
/// numbers come again.
#[must_use]
pub fn run() -> &'static str {
    static RUN: OnceLock<String> = OnceLock::new();
    RUN.get_or_init(|| {
        let random = getrandom::u32().unwrap_or_else(|error| panic!("{error}"));
        format!("{random:08x}")
    })
}
