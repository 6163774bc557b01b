//! What a server says about itself and this session, and whether anything in the database
//! has changed.

use mizzle_core::sql::Literal;

use crate::connect::{Row, SessionError};
use crate::connection::Connection;
use crate::ledger::LedgerPlace;

/// What a server says about itself and this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The role.
    pub user: String,
    /// The database.
    pub database: String,
    /// `15.14`, without what a distribution adds.
    pub version: String,
    /// The session's time zone.
    pub time_zone: String,
    /// Is the role a superuser?
    pub is_superuser: bool,
}

impl About {
    /// Asks for it.
    pub fn read(connection: &mut Connection) -> Result<Self, SessionError> {
        let rows = connection.query(
            "SELECT current_user, current_database(), current_setting('server_version'), \
             current_setting('TimeZone'), current_setting('is_superuser') = 'on'",
        )?;
        let row = rows.first();
        let text = |column| row.and_then(|row| row.text(column)).unwrap_or_default().to_owned();
        let version = text(2).split(' ').next().unwrap_or_default().to_owned();
        Ok(Self {
            user: text(0),
            database: text(1),
            version,
            time_zone: text(3),
            is_superuser: row.is_some_and(|row| row.is_true(4)),
        })
    }
}

/// The catalogs in which an object of a user shows, and the column that names it there.
const CATALOGS: [(&str, &str); 9] = [
    ("pg_class", "oid"),
    ("pg_attribute", "attrelid"),
    ("pg_attrdef", "oid"),
    ("pg_constraint", "oid"),
    ("pg_index", "indexrelid"),
    ("pg_type", "oid"),
    ("pg_enum", "oid"),
    ("pg_policy", "oid"),
    ("pg_namespace", "oid"),
];

/// The code of a server that waited for a lock as long as it may.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// The first id that an object of a user can have.
const FIRST_USER_ID: u32 = 16384;

/// What a look does not wait longer for than a person would: a lock that another session
/// holds, and an answer. Sent in front of a query, as one transaction with it.
const LIMITS: &str = "SET LOCAL lock_timeout = 1000; SET LOCAL statement_timeout = 5000; ";

/// What shows whether anything in the database has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Another one when a schema object or the ledger has changed. Without the ledger where
    /// that is held.
    pub text: String,
    /// Who keeps the ledger from being read.
    pub holder: Option<Holder>,
}

/// A session with a lock on the ledger that lets nobody read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// Its process, role and program; `None` where nobody has the lock any more.
    pub session: Option<String>,
    /// When its transaction began, as ISO 8601; `None` where this role may not see it.
    pub since: Option<String>,
}

/// How many rows the catalogs and the ledger have, and the sum of the transactions that wrote
/// them. Statistics, which the server writes in place, do not show in it.
pub fn mark(connection: &mut Connection, ledger: &LedgerPlace) -> Result<Mark, SessionError> {
    let of = |table: &str, condition: &str| {
        format!(
            "(SELECT count(*) || '.' || coalesce(sum(xmin::text::bigint), 0) \
             FROM {table}{condition})"
        )
    };
    let catalogs: Vec<String> = CATALOGS
        .iter()
        .map(|(table, id)| {
            of(&format!("pg_catalog.{table}"), &format!(" WHERE {id} >= {FIRST_USER_ID}"))
        })
        .collect();
    let name = ledger.qualified();
    let rows = connection.query(&format!(
        "{LIMITS}SELECT {}, to_regclass({}) IS NOT NULL",
        catalogs.join(" || ' ' || "),
        Literal(&name)
    ))?;
    let mut text = first(&rows);
    if rows.first().is_none_or(|row| !row.is_true(1)) {
        return Ok(Mark { text, holder: None });
    }
    match connection.query(&format!("{LIMITS}SELECT {}", of(&name, ""))) {
        Ok(rows) => {
            text.push('|');
            text.push_str(&first(&rows));
        }
        Err(SessionError::Server(error)) if error.code == LOCK_NOT_AVAILABLE => {
            let holder = Some(holder(connection, &name)?);
            return Ok(Mark { text, holder });
        }
        // Whoever may not read it sees the rest change.
        Err(SessionError::Server(error)) => {
            text.push('|');
            text.push_str(&error.code);
        }
        Err(error @ (SessionError::Lost(_) | SessionError::Cancelled)) => return Err(error),
    }
    Ok(Mark { text, holder: None })
}

/// Who has the lock on a table that shuts readers out, or is the first to wait for it.
fn holder(connection: &mut Connection, table: &str) -> Result<Holder, SessionError> {
    let rows = connection.query(&format!(
        "{LIMITS}SELECT nullif(concat_ws(', ', 'process ' || l.pid, 'role ' || a.usename, \
         nullif(a.application_name, '')), ''), \
         to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') \
         FROM pg_catalog.pg_locks l \
         LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
         WHERE l.relation = to_regclass({}) AND l.mode = 'AccessExclusiveLock' \
         AND l.database = (SELECT oid FROM pg_catalog.pg_database \
         WHERE datname = current_database()) \
         ORDER BY l.granted DESC, a.xact_start LIMIT 1",
        Literal(table)
    ))?;
    let text = |column| rows.first().and_then(|row| row.text(column)).map(str::to_owned);
    Ok(Holder { session: text(0), since: text(1) })
}

fn first(rows: &[Row]) -> String {
    rows.first().and_then(|row| row.text(0)).map(str::to_owned).unwrap_or_default()
}
