//! What is open: the project, the database, and how they stand.

use serde::Serialize;

/// Answer of `meta`. Asked for at the start and after each lost connection.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Meta {
    /// Of mizzle.
    pub(crate) version: String,
    /// The folder's name.
    pub(crate) project: String,
    /// The config, as it is shown; `None` where there is none.
    pub(crate) config: Option<String>,
    /// The database, as it is shown: never with a password.
    pub(crate) target: String,
    /// What is known of it once it was reached.
    pub(crate) server: Option<Server>,
    /// Why it could not be reached.
    pub(crate) unreachable: Option<Failure>,
    /// Is it on this machine? Elsewhere each write asks for the database's name.
    pub(crate) is_loopback: bool,
    /// Was the studio started so that nothing can be written?
    pub(crate) is_read_only: bool,
}

/// The server behind the target.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Server {
    /// Where it is: `127.0.0.1:5432`, or the path of a socket.
    pub(crate) host: String,
    /// The database's name, which confirmations repeat.
    pub(crate) database: String,
    /// The role.
    pub(crate) user: String,
    /// `PostgreSQL 15.14`.
    pub(crate) version: String,
    /// Texts of `timestamptz` are in this zone.
    pub(crate) time_zone: String,
    /// A superuser's read-only transaction does not bind what functions do outside.
    pub(crate) is_superuser: bool,
}

/// An error, as every call answers it (status 4xx or 5xx).
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    /// A stable word for it, the same as in the command line's JSON.
    pub(crate) code: String,
    /// One sentence.
    pub(crate) message: String,
    /// More sentences.
    pub(crate) notes: Vec<String>,
    /// What to do.
    pub(crate) hints: Vec<String>,
    /// Where, in a file of the project.
    pub(crate) place: Option<Place>,
}

/// A place in a file.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    /// As it is shown.
    pub(crate) file: String,
    /// From 1.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
    /// The line's text.
    pub(crate) source: Option<String>,
}

/// Answer of `pulse`, asked for every two seconds while the page is seen: what changes when
/// something changes outside. Each mark is compared for equality and nothing else.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pulse {
    /// Of the schema files and the config.
    pub(crate) schema: String,
    /// Of the migrations folder.
    pub(crate) folder: String,
    /// Of the ledger and the catalogs; `None` while the server does not answer.
    pub(crate) database: Option<String>,
    /// Who keeps the ledger from being read. `database` is without it as long.
    pub(crate) holder: Option<LedgerHolder>,
}

/// Another session, with a lock on the ledger that lets nobody read it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct LedgerHolder {
    /// The ledger, as SQL names it.
    pub(crate) table: String,
    /// Process, role and program, as far as they are known.
    pub(crate) session: Option<String>,
    /// When its transaction began, as ISO 8601.
    pub(crate) since: Option<String>,
}

/// A line of a call that takes long: `generate`, `rehearse`, `apply`, `rollback`, `verify`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum Line<T> {
    /// Something has begun or ended; words as the terminal shows them.
    Progress {
        /// The words.
        text: String,
        /// Has it ended?
        done: bool,
    },
    /// Something to know.
    Warning {
        /// One sentence.
        text: String,
    },
    /// What is known so far; the last line has all of it.
    Partial {
        /// It.
        value: T,
    },
    /// The last line.
    Result {
        /// What it came to.
        value: T,
    },
    /// The last line.
    Failed {
        /// Why.
        error: Failure,
    },
}
