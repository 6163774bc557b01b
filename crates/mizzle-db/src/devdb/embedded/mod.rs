//! The embedded Postgres: the helper program `mizzle-pg`, which talks the
//! Postgres protocol over a pipe, shared by clients one transaction at a time.

mod backend;
mod batch;
mod door;
mod helper;
mod session;
mod share;
mod wire;

use std::path::{Path, PathBuf};

pub(crate) use backend::Start;
pub use helper::Embedded;
pub(crate) use helper::{loopback_url, private_door};
pub(crate) use share::{Listen, Serving};

/// Sent as a simple query on a connection whose server reports
/// [`ONE_BACKEND`], it asks the owner for the lock of migrations and answers
/// with one row, `t` or `f`. The lock is the session's until it sends
/// [`UNLOCK`] or ends. Everybody else may go on working between transactions.
pub const TRY_LOCK: &str = "SELECT mizzle.try_lock()";

/// Gives the lock of [`TRY_LOCK`] back; answers with one row, `t`.
pub const UNLOCK: &str = "SELECT mizzle.unlock()";

/// The start-up parameter (`Connection::parameter`) whose presence says that
/// all sessions share one backend: `pg_advisory_lock` excludes nobody there,
/// and a second connection cannot work while the first is in a transaction.
pub const ONE_BACKEND: &str = "mizzle_one_backend";

/// The major version of the embedded Postgres.
pub(crate) const MAJOR: u32 = 18;

/// The extensions of the helper program, as its `--extensions` lists them.
pub const EXTENSIONS: [&str; 16] = [
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "earthdistance",
    "fuzzystrmatch",
    "hstore",
    "intarray",
    "isn",
    "ltree",
    "pg_trgm",
    "pgcrypto",
    "tablefunc",
    "unaccent",
    "uuid-ossp",
    "vector",
];

/// Whether the embedded Postgres has an extension.
pub(crate) fn has_extension(name: &str) -> bool {
    EXTENSIONS.contains(&name)
}

/// Files that may be the helper program, the most wanted first: `MIZZLE_PG`;
/// beside this program; in npm's optional package, in the project's
/// `node_modules` or beside our own package; the workspace's build folders
/// when this program is one of them.
pub(crate) fn helper_places(project: &Path) -> Vec<PathBuf> {
    let name = format!("mizzle-pg{}", std::env::consts::EXE_SUFFIX);
    if let Some(named) = std::env::var_os("MIZZLE_PG").filter(|value| !value.is_empty()) {
        return vec![PathBuf::from(named)];
    }
    let program = std::env::current_exe().ok();
    let program = program.and_then(|path| std::fs::canonicalize(path).ok());
    let above: Vec<&Path> = program.iter().flat_map(|path| path.ancestors().skip(1)).collect();
    let mut places = Vec::new();
    places.extend(above.first().map(|folder| folder.join(&name)));
    let package = format!("node_modules/@mizzle/pg-{}/bin/{name}", platform());
    for folder in project.ancestors().chain(above.iter().copied()) {
        places.push(folder.join(&package));
    }
    for folder in above.iter().filter(|folder| folder.ends_with("target")) {
        places.extend(["release", "debug"].map(|profile| folder.join(profile).join(&name)));
    }
    places
}

/// The platform in npm's words: `linux-x64`, `darwin-arm64`, `win32-x64`.
pub(crate) fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}-{processor}")
}
