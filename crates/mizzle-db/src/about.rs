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

/// The first id that an object of a user can have.
const FIRST_USER_ID: u32 = 16384;

/// A text that is another one when a schema object or the ledger has changed: how many rows
/// the catalogs have, and the sum of the transactions that wrote them. Statistics, which the
/// server writes in place, do not show in it.
pub fn mark(connection: &mut Connection, ledger: &LedgerPlace) -> Result<String, SessionError> {
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
        "SELECT {}, to_regclass({}) IS NOT NULL",
        catalogs.join(" || ' ' || "),
        Literal(&name)
    ))?;
    let first = |rows: &[Row]| {
        rows.first().and_then(|row| row.text(0)).map(str::to_owned).unwrap_or_default()
    };
    let mut mark = first(&rows);
    if rows.first().is_some_and(|row| row.is_true(1)) {
        mark.push('|');
        match connection.query(&format!("SELECT {}", of(&name, ""))) {
            Ok(rows) => mark.push_str(&first(&rows)),
            // Whoever may not read it sees the rest change.
            Err(SessionError::Server(error)) => mark.push_str(&error.code),
            Err(error @ (SessionError::Lost(_) | SessionError::Cancelled)) => return Err(error),
        }
    }
    Ok(mark)
}
