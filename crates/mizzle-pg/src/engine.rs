//! The engine itself: which extensions it has, how it is opened, and the facts
//! about the session that a client expects to be told.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use oliphaunt_wasix::{DatabaseStorage, Error, Extension, Oliphaunt};

use crate::serve::ServeError;

/// The version of Postgres that `oliphaunt-wasix` 0.3.2 carries. A test
/// compares it with what the server says.
pub(crate) const POSTGRES: &str = "18.4";

/// Every extension that was compiled in (the feature list in the workspace's
/// manifest). `Extension::ALL` would also name those that were not.
const EXTENSIONS: [Extension; 16] = [
    Extension::BTREE_GIN,
    Extension::BTREE_GIST,
    Extension::CITEXT,
    Extension::CUBE,
    Extension::EARTHDISTANCE,
    Extension::FUZZYSTRMATCH,
    Extension::HSTORE,
    Extension::INTARRAY,
    Extension::ISN,
    Extension::LTREE,
    Extension::PG_TRGM,
    Extension::PGCRYPTO,
    Extension::TABLEFUNC,
    Extension::UNACCENT,
    Extension::UUID_OSSP,
    oliphaunt_extension_vector::VECTOR,
];

/// The extensions that `CREATE EXTENSION` finds.
pub(crate) fn extension_names() -> Vec<&'static str> {
    EXTENSIONS.iter().map(|extension| extension.sql_name()).collect()
}

/// Opens the engine on a folder, or in memory.
pub(crate) fn open(data: Option<PathBuf>) -> Result<Oliphaunt, Error> {
    let storage = data.map_or(DatabaseStorage::Memory, DatabaseStorage::Directory);
    Oliphaunt::builder()
        .storage(storage)
        // The engine never notes that it was shut down, so each opening would take the data for
        // crashed and sync every file one by one. Commits reach the system's cache all the same,
        // which outlives this process; `settle` brings them to the disk.
        .startup_guc("fsync", "off")
        .extensions(EXTENSIONS)
        .startup_guc("timezone", "UTC")
        // The server's own default; the library's is `public` alone.
        .startup_guc("search_path", "\"$user\", public")
        .startup_guc("shared_buffers", "16MB")
        .open()
}

/// The settings that a server reports when a session starts.
const REPORTED: [&str; 15] = [
    "application_name",
    "client_encoding",
    "DateStyle",
    "default_transaction_read_only",
    "in_hot_standby",
    "integer_datetimes",
    "IntervalStyle",
    "is_superuser",
    "scram_iterations",
    "search_path",
    "server_encoding",
    "server_version",
    "session_authorization",
    "standard_conforming_strings",
    "TimeZone",
];

/// Their values, each with its name as the protocol spells it.
pub(crate) fn reported(engine: &mut Oliphaunt) -> Result<Vec<(&'static str, String)>, ServeError> {
    let mut settings = Vec::with_capacity(REPORTED.len());
    for name in REPORTED {
        let result = engine.query(&format!("SELECT current_setting('{name}') AS setting"))?;
        if let Some(row) = result.rows().first() {
            settings.push((name, row.try_get("setting")?));
        }
    }
    Ok(settings)
}

/// Before the engine is closed: what a client left open is rolled back, and
/// the log is worked off, so that the next opening has nothing to recover.
pub(crate) fn checkpoint(engine: &mut Oliphaunt) -> Result<(), Error> {
    engine.execute("ROLLBACK")?;
    engine.execute("CHECKPOINT").map(drop)
}

/// After the engine is closed: brings the files of a folder that were written
/// since this time to the disk.
pub(crate) fn settle(folder: &Path, since: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        if meta.is_dir() {
            settle(&entry.path(), since)?;
        } else if meta.modified().map_or(true, |time| time >= since) {
            fs::File::open(entry.path())?.sync_all()?;
        }
    }
    Ok(())
}
