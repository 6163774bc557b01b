//! Ledgers beside the one that the project names: of another config, of the time before a
//! setting was changed, of another program with a folder of its own.

use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::Literal;

use super::table::LedgerPlace;
use crate::connect::{Session, SessionError};
use crate::connection::Connection;

/// The name that drizzle uses where the config has none.
const USUAL: &str = "__drizzle_migrations";

/// Tables that look like a ledger and are not the one at `place`, by name. The catalogs
/// are readable for everybody, so that one in a closed schema is found as well.
///
/// # Errors
/// The connection was lost.
pub fn others(
    connection: &mut Connection,
    place: &LedgerPlace,
) -> Result<Vec<QName>, SessionError> {
    connection.block_on(async |session| seen(session, place).await)
}

/// The same over a session.
pub(crate) async fn seen(
    session: &Session,
    place: &LedgerPlace,
) -> Result<Vec<QName>, SessionError> {
    let sql = format!(
        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c\n\
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n\
         WHERE c.relkind IN ('r', 'p') AND c.relname IN ({}, {})\n\
         AND 2 = (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a\n\
             WHERE a.attrelid = c.oid AND a.attname IN ('hash', 'created_at')\n\
             AND NOT a.attisdropped)\n\
         ORDER BY n.nspname, c.relname",
        Literal(USUAL),
        Literal(&place.table)
    );
    let rows = session.query(&sql).await?;
    let names = rows.iter().filter_map(|row| Some(QName::new(row.text(0)?, row.text(1)?)));
    Ok(names.filter(|name| !place.is_own_table(name)).collect())
}
