//! Did a statement that ran outside of transactions do its work? The catalog
//! says, compared with what was there before.

use mizzle_core::sql::Literal;
use mizzle_core::sql::classify::{Alone, Kind, ObjectName, Shared};

use super::progress::Intent;
use crate::connect::{Row, Session, SessionError};

/// What the catalog says about a statement that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Settled {
    /// Its work is done.
    Done,
    /// It can run again, once these indexes of its own making are dropped; or
    /// this statement ends what it has begun.
    Again { drop: Vec<String>, finish: Option<String> },
    /// No catalog says, and why.
    Unknown(String),
}

impl Settled {
    fn again() -> Self {
        Self::Again { drop: Vec::new(), finish: None }
    }
}

/// What to remember before the statement runs.
pub(super) async fn intent(session: &Session, kind: &Kind) -> Result<Intent, SessionError> {
    let Kind::Alone(alone) = kind else { return Ok(Intent::default()) };
    match alone {
        Alone::CreateIndex { table, .. } | Alone::ReindexTable(table) => {
            indexes_of(session, &regclass(table)).await
        }
        Alone::ReindexIndex(index) => {
            let table = format!(
                "(SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = {})",
                regclass(index)
            );
            indexes_of(session, &table).await
        }
        Alone::DropIndex(name) | Alone::DetachPartition { partition: name, .. } => {
            let rows = session.query(&format!("SELECT {}::oid", regclass(name))).await?;
            let relation = rows.first().and_then(|row| row.text(0)).map(str::to_owned);
            Ok(Intent { relation, ..Intent::default() })
        }
        Alone::CreateShared(shared, name) | Alone::DropShared(shared, name) => {
            let there = shared_exists(session, *shared, name).await?;
            let existing = if there { vec!["1".to_owned()] } else { Vec::new() };
            Ok(Intent { existing, ..Intent::default() })
        }
        Alone::Repeatable | Alone::Opaque => Ok(Intent::default()),
    }
}

/// What the catalog says, once nobody works on it any more.
pub(super) async fn settle(
    session: &Session,
    kind: &Kind,
    intent: &Intent,
) -> Result<Settled, SessionError> {
    let Kind::Alone(alone) = kind else {
        return Ok(Settled::Unknown("it may have committed parts of its work".to_owned()));
    };
    match alone {
        Alone::CreateIndex { name, .. } => created_index(session, name.as_deref(), intent).await,
        Alone::ReindexIndex(_) | Alone::ReindexTable(_) => {
            let new = new_indexes(session, intent).await?;
            let left = new.iter().filter(|row| !row.is_true(2)).filter(|row| {
                row.text(3).is_some_and(|name| name.contains("_ccnew") || name.contains("_ccold"))
            });
            let drop = left.filter_map(|row| row.text(1)).map(str::to_owned).collect();
            Ok(Settled::Again { drop, finish: None })
        }
        Alone::DropIndex(_) => {
            let Some(relation) = &intent.relation else { return Ok(Settled::again()) };
            let sql = format!("SELECT FROM pg_catalog.pg_class WHERE oid = {relation}");
            let there = !session.query(&sql).await?.is_empty();
            Ok(if there { Settled::again() } else { Settled::Done })
        }
        Alone::DetachPartition { table, partition } => {
            let Some(relation) = &intent.relation else { return Ok(Settled::again()) };
            let sql = format!(
                "SELECT inhdetachpending FROM pg_catalog.pg_inherits WHERE inhrelid = {relation}"
            );
            let rows = session.query(&sql).await?;
            Ok(match rows.first() {
                None => Settled::Done,
                Some(row) if row.is_true(0) => Settled::Again {
                    drop: Vec::new(),
                    finish: Some(format!(
                        "ALTER TABLE {} DETACH PARTITION {} FINALIZE",
                        quoted(table),
                        quoted(partition)
                    )),
                },
                Some(_) => Settled::again(),
            })
        }
        Alone::CreateShared(shared, name) => {
            let new = intent.existing.is_empty() && shared_exists(session, *shared, name).await?;
            Ok(if new { Settled::Done } else { Settled::again() })
        }
        Alone::DropShared(shared, name) => {
            let gone =
                !intent.existing.is_empty() && !shared_exists(session, *shared, name).await?;
            Ok(if gone { Settled::Done } else { Settled::again() })
        }
        Alone::Repeatable => Ok(Settled::again()),
        Alone::Opaque => Ok(Settled::Unknown("no catalog tells whether it has run".to_owned())),
    }
}

async fn created_index(
    session: &Session,
    name: Option<&str>,
    intent: &Intent,
) -> Result<Settled, SessionError> {
    let new = new_indexes(session, intent).await?;
    let Some(name) = name else {
        return Ok(if new.is_empty() {
            Settled::again()
        } else {
            Settled::Unknown(
                "the table has new indexes of which one may be its own; with a name in the \
                 statement it could be told"
                    .to_owned(),
            )
        });
    };
    let own = new.iter().find(|row| row.text(3).is_some_and(|own| is_name(own, name)));
    Ok(match own {
        None => Settled::again(),
        Some(row) if row.is_true(2) => Settled::Done,
        Some(row) => Settled::Again {
            drop: row.text(1).map(str::to_owned).into_iter().collect(),
            finish: None,
        },
    })
}

/// The server cuts names to 63 bytes, at a character.
fn is_name(stored: &str, written: &str) -> bool {
    stored == written || (written.len() > 63 && stored.len() > 59 && written.starts_with(stored))
}

/// Indexes of the relation that were not there: oid, qualified name, usable, name.
async fn new_indexes(session: &Session, intent: &Intent) -> Result<Vec<Row>, SessionError> {
    let Some(relation) = &intent.relation else { return Ok(Vec::new()) };
    let mut rows = session.query(&indexes_sql(relation)).await?;
    rows.retain(|row| !row.text(0).is_some_and(|oid| intent.existing.iter().any(|own| own == oid)));
    Ok(rows)
}

async fn indexes_of(session: &Session, table: &str) -> Result<Intent, SessionError> {
    let rows = session.query(&format!("SELECT {table}::oid")).await?;
    let Some(relation) = rows.first().and_then(|row| row.text(0)) else {
        return Ok(Intent::default());
    };
    let indexes = session.query(&indexes_sql(relation)).await?;
    let existing = indexes.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect();
    Ok(Intent { relation: Some(relation.to_owned()), existing, ..Intent::default() })
}

fn indexes_sql(relation: &str) -> String {
    format!(
        "SELECT i.indexrelid, pg_catalog.format('%I.%I', n.nspname, c.relname),\n\
         i.indisvalid AND i.indisready AND i.indislive, c.relname\n\
         FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid\n\
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n\
         WHERE i.indrelid = {relation} ORDER BY i.indexrelid"
    )
}

async fn shared_exists(
    session: &Session,
    shared: Shared,
    name: &str,
) -> Result<bool, SessionError> {
    let (catalog, column) = match shared {
        Shared::Database => ("pg_database", "datname"),
        Shared::Tablespace => ("pg_tablespace", "spcname"),
        Shared::Subscription => ("pg_subscription", "subname"),
    };
    let sql = format!("SELECT FROM pg_catalog.{catalog} WHERE {column} = {}", Literal(name));
    Ok(!session.query(&sql).await?.is_empty())
}

fn regclass(name: &ObjectName) -> String {
    format!("pg_catalog.to_regclass({})", Literal(&quoted(name)))
}

fn quoted(name: &ObjectName) -> String {
    let parts = name.parts.iter().map(|part| mizzle_core::sql::Ident(part).to_string());
    parts.collect::<Vec<_>>().join(".")
}
