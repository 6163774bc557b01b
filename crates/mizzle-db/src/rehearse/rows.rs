//! The rows of a rehearsal: put there, read, and compared.

use std::collections::BTreeMap;

use mizzle_core::postgres::rows::{Domains, Filled, Filling, Kept, kept};
use mizzle_core::postgres::schema::{QName, Type};
use mizzle_core::postgres::touched::Touched;
use mizzle_core::sql::{Ident, Literal};

use super::{Rehearsal, RehearseError, Unfilled};
use crate::connect::{Row, Session, SessionError};
use crate::connection::Connection;
use crate::runner::Failure;

/// The rows of each table, every cell as the server's text, sorted.
pub(super) type Cells = BTreeMap<QName, Vec<Vec<Option<String>>>>;

/// Tables with rows.
pub(super) struct Rows {
    /// The columns of each table that has rows.
    columns: BTreeMap<QName, Vec<String>>,
    touched: Vec<QName>,
    pub(super) unfilled: Vec<Unfilled>,
    /// Did the history itself put rows into a table that the migration touches?
    pub(super) are_seeded: bool,
}

impl Rows {
    /// Puts rows into the tables that the migration touches, and into those that refer to
    /// them. `by_history`: the state was made by running the history, which may have done
    /// so too.
    pub(super) fn fill(
        session: &mut Connection,
        rehearsal: &Rehearsal<'_>,
        by_history: bool,
    ) -> Result<Self, RehearseError> {
        let changes = &rehearsal.diff.changes;
        let domains = within(session, "reading the domains", async |session| {
            Ok(domains(&session.query(DOMAINS).await?))
        })?;
        let filling = Filling::new(rehearsal.recorded, &rehearsal.diff.result, changes, domains);
        let touched = Touched::by(changes);
        let mut rows = Self {
            columns: BTreeMap::new(),
            touched: touched.tables().into_iter().cloned().collect(),
            unfilled: Vec::new(),
            are_seeded: false,
        };
        if filling.tables().is_empty() {
            return Ok(rows);
        }
        within(session, "rows", async |session| {
            session.execute("BEGIN").await?;
            let mut filled = Filled::new();
            for table in filling.tables() {
                if by_history && !rows.are_seeded && rows.touched.contains(table) {
                    let columns = filling.columns(table);
                    rows.are_seeded = !there(session, columns, table).await?.is_empty();
                }
                match fill_one(session, &filling, table, &mut filled).await? {
                    // What is somebody else's only has to be there.
                    _ if filling.is_outside(table) => {}
                    None => {
                        let names = rehearsal.recorded.tables.get(table).into_iter();
                        let names = names.flat_map(|table| table.columns.keys().cloned());
                        rows.columns.insert(table.clone(), names.collect());
                    }
                    Some(why) => {
                        let table = table.clone();
                        rows.unfilled.push(Unfilled { table, why, forbidden: false });
                    }
                }
            }
            session.execute("COMMIT").await?;
            Ok(rows)
        })
    }

    /// Reads all rows as they are before the migration.
    pub(super) fn read(&self, session: &mut Connection) -> Result<Cells, RehearseError> {
        let columns = self.columns.iter().map(|(table, columns)| {
            let cells = columns.iter().map(|name| (name.as_str(), true)).collect();
            (table.clone(), table, cells)
        });
        read(session, columns.collect())
    }

    /// Are the rows that the migration does not touch what they were?
    pub(super) fn check_kept(
        &self,
        session: &mut Connection,
        rehearsal: &Rehearsal<'_>,
        had: &Cells,
    ) -> Result<(), RehearseError> {
        let diff = rehearsal.diff;
        let kept: Vec<(&QName, &QName, Vec<Kept>)> = self
            .columns
            .keys()
            .filter_map(|table| {
                let (now, kept) = kept(rehearsal.recorded, &diff.result, &diff.changes, table)?;
                (!kept.is_empty()).then_some((table, now, kept))
            })
            .collect();
        let wanted = kept.iter().map(|(table, now, kept)| {
            let cells = kept.iter().map(|kept| (kept.after.as_str(), kept.exact)).collect();
            ((*table).clone(), *now, cells)
        });
        let has = read(session, wanted.collect())?;
        for (table, _, kept) in &kept {
            let had = self.projected(table, kept, had);
            let has = has.get(*table).cloned().unwrap_or_default();
            if let Some((had, has)) = first_difference(&had, &has) {
                return Err(RehearseError::Rows { table: (*table).clone(), had, has });
            }
        }
        Ok(())
    }

    /// The columns of rows that a migration keeps, as they are read after it.
    fn projected(&self, table: &QName, kept: &[Kept], had: &Cells) -> Vec<Vec<Option<String>>> {
        let Some(columns) = self.columns.get(table) else { return Vec::new() };
        let places: Vec<Option<usize>> =
            kept.iter().map(|kept| columns.iter().position(|name| *name == kept.before)).collect();
        let mut rows: Vec<Vec<Option<String>>> = had
            .get(table)
            .into_iter()
            .flatten()
            .map(|row| {
                let cells = places.iter().zip(kept).map(|(place, kept)| {
                    let cell = place.and_then(|place| row.get(place).cloned()).flatten();
                    if kept.exact { cell } else { Some(nullness(cell.is_none())) }
                });
                cells.collect()
            })
            .collect();
        rows.sort();
        rows
    }

    /// The tables whose rows are not what they were.
    pub(super) fn changed(&self, had: &Cells, has: &Cells) -> Vec<QName> {
        self.columns.keys().filter(|table| had.get(*table) != has.get(*table)).cloned().collect()
    }

    /// Takes all rows out of the tables that the migration is about.
    pub(super) fn truncate(&self, session: &mut Connection) -> Result<(), RehearseError> {
        truncate(session, &self.touched)
    }

    /// Empties the tables that keep the migration from running, one with each call, and
    /// reads again what rows there are. False where none that it is about has rows.
    pub(super) fn empty(
        &mut self,
        session: &mut Connection,
        rehearsal: &Rehearsal<'_>,
        failure: &Failure,
        had: &mut Cells,
    ) -> Result<bool, RehearseError> {
        let full: Vec<QName> = self
            .touched
            .iter()
            .filter(|table| self.columns.contains_key(*table))
            .cloned()
            .collect();
        if full.is_empty() {
            return Ok(false);
        }
        let why = format!("the migration cannot run on rows: {}", failure.server.message);
        let forbidden = |table| Unfilled { table, why: why.clone(), forbidden: true };
        // Once parts of it are done, rows cannot be compared with those of before any more.
        let named = (failure.kept_segments == 0)
            .then(|| first_named(rehearsal, &full, &failure.statement))
            .flatten();
        let Some(table) = named else {
            self.truncate(session)?;
            self.unfilled.extend(full.into_iter().map(forbidden));
            // Rows of tables that refer to them went along.
            self.columns.clear();
            return Ok(true);
        };
        truncate(session, std::slice::from_ref(&table))?;
        self.columns.remove(&table);
        *had = self.read(session)?;
        let went = had.iter().filter(|(_, rows)| rows.is_empty()).map(|(table, _)| table.clone());
        for referring in went.collect::<Vec<_>>() {
            self.columns.remove(&referring);
            had.remove(&referring);
            let why = format!("its rows refer to {table}, which has to be empty");
            self.unfilled.push(Unfilled { table: referring, why, forbidden: false });
        }
        self.unfilled.push(forbidden(table));
        Ok(true)
    }
}

/// Of tables that have rows the one that the statement names first: what comes behind it is
/// only referred to. A migration knows a table by its new name as well.
fn first_named(rehearsal: &Rehearsal<'_>, full: &[QName], statement: &str) -> Option<QName> {
    let diff = rehearsal.diff;
    let place = |name: &QName| statement.find(&Ident(&name.name).to_string());
    let named = full.iter().filter_map(|table| {
        let now = kept(rehearsal.recorded, &diff.result, &diff.changes, table).map(|(now, _)| now);
        let place = [Some(table), now].into_iter().flatten().filter_map(place).min()?;
        Some((place, table))
    });
    named.min().map(|(_, table)| table.clone())
}

/// Takes all rows out of tables, and those that refer to them.
fn truncate(session: &mut Connection, tables: &[QName]) -> Result<(), RehearseError> {
    within(session, "emptying a table", async |session| {
        // Parts of the migration may be done, and the table have its new name.
        for name in tables.iter().map(qualified) {
            let there = format!("SELECT pg_catalog.to_regclass({})", Literal(&name));
            let row = session.query(&there).await?;
            if row.first().is_some_and(|row| row.text(0).is_some()) {
                session.execute(&format!("TRUNCATE {name} CASCADE")).await?;
            }
        }
        Ok(())
    })
}

/// Every domain of a user, under the two names that a schema file may call it by, and what
/// lies at the bottom of it.
const DOMAINS: &str = "WITH RECURSIVE d AS (
    SELECT t.oid, t.typbasetype AS base, t.typtypmod AS modifier
    FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
  UNION ALL
    SELECT d.oid, t.typbasetype, t.typtypmod
    FROM d JOIN pg_catalog.pg_type t ON t.oid = d.base WHERE t.typtype = 'd'
)
SELECT n.nspname, t.typname, pg_catalog.format_type(d.base, d.modifier)
FROM d
JOIN pg_catalog.pg_type t ON t.oid = d.oid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type b ON b.oid = d.base
WHERE b.typtype <> 'd' AND n.nspname <> 'information_schema'
ORDER BY 1, 2";

fn domains(rows: &[Row]) -> Domains {
    let mut domains = Domains::new();
    for row in rows {
        if let (Some(schema), Some(name), Some(base)) = (row.text(0), row.text(1), row.text(2)) {
            domains.insert(name.to_owned(), Type::parse(base));
            domains.insert(format!("{schema}.{name}"), Type::parse(base));
        }
    }
    domains
}

/// Tries what may fit a table until something does; else why nothing did.
async fn fill_one(
    session: &Session,
    filling: &Filling<'_>,
    table: &QName,
    filled: &mut Filled,
) -> Result<Option<String>, SessionError> {
    let attempts = match filling.attempts(table, filled) {
        Ok(attempts) => attempts,
        Err(why) => return Ok(Some(why)),
    };
    let mut why = None;
    for attempt in attempts {
        session.execute("SAVEPOINT mizzle_row").await?;
        match session.execute(&attempt.sql).await {
            Ok(()) => {
                session.execute("RELEASE SAVEPOINT mizzle_row").await?;
                filled.insert(table.clone(), attempt.rows);
                return Ok(None);
            }
            Err(SessionError::Server(error)) => {
                session.execute("ROLLBACK TO SAVEPOINT mizzle_row").await?;
                // The likeliest rows come first, and so does the reason that tells most.
                why.get_or_insert(error.message);
            }
            Err(error @ (SessionError::Lost(_) | SessionError::Cancelled)) => return Err(error),
        }
    }
    // The history itself may have put rows there, whose keys ours would repeat.
    let has = there(session, filling.columns(table), table).await?;
    if has.is_empty() {
        return Ok(Some(why.unwrap_or_else(|| "no row is known that fits it".to_owned())));
    }
    filled.insert(table.clone(), has);
    Ok(None)
}

/// Some of the rows that a table holds.
async fn there(
    session: &Session,
    columns: Vec<&str>,
    table: &QName,
) -> Result<Vec<BTreeMap<String, Option<String>>>, SessionError> {
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = columns.iter().map(|name| format!("{}::text", Ident(name))).collect();
    let sql = format!("SELECT {} FROM {} ORDER BY 1 LIMIT 3", list.join(", "), qualified(table));
    let row = |row: &Row| {
        let cells = columns.iter().enumerate();
        cells.map(|(at, name)| ((*name).to_owned(), row.text(at).map(str::to_owned))).collect()
    };
    Ok(session.query(&sql).await?.iter().map(row).collect())
}

/// What to read: under which name to keep it, of which table, and its columns, each with
/// whether its text is wanted or only whether it is NULL.
type Wanted<'a> = (QName, &'a QName, Vec<(&'a str, bool)>);

/// Reads columns of tables, each as its text, or only whether it is NULL.
fn read(session: &mut Connection, tables: Vec<Wanted<'_>>) -> Result<Cells, RehearseError> {
    if tables.is_empty() {
        return Ok(Cells::new());
    }
    within(session, "reading rows", async |session| {
        let mut cells = Cells::new();
        for (key, table, columns) in &tables {
            let list: Vec<String> = columns
                .iter()
                .map(|(name, exact)| {
                    let name = Ident(name);
                    if *exact { format!("{name}::text") } else { format!("({name} IS NULL)::text") }
                })
                .collect();
            let sql = format!("SELECT {} FROM {}", list.join(", "), qualified(table));
            let mut rows: Vec<Vec<Option<String>>> = session
                .query(&sql)
                .await?
                .iter()
                .map(|row| (0..row.len()).map(|at| row.text(at).map(str::to_owned)).collect())
                .collect();
            rows.sort();
            cells.insert(key.clone(), rows);
        }
        Ok(cells)
    })
}

fn within<T>(
    session: &mut Connection,
    doing: &'static str,
    work: impl AsyncFnOnce(&Session) -> Result<T, SessionError>,
) -> Result<T, RehearseError> {
    session.block_on(work).map_err(|error| RehearseError::Session { doing, error })
}

fn qualified(table: &QName) -> String {
    format!("{}.{}", Ident(&table.schema), Ident(&table.name))
}

fn nullness(is_null: bool) -> String {
    if is_null { "true" } else { "false" }.to_owned()
}

fn first_difference(
    had: &[Vec<Option<String>>],
    has: &[Vec<Option<String>>],
) -> Option<(String, String)> {
    let show = |row: Option<&Vec<Option<String>>>| match row {
        None => "nothing".to_owned(),
        Some(row) => {
            let cells: Vec<&str> =
                row.iter().map(|cell| cell.as_deref().unwrap_or("NULL")).collect();
            format!("({})", cells.join(", "))
        }
    };
    (0..had.len().max(has.len()))
        .find(|at| had.get(*at) != has.get(*at))
        .map(|at| (show(had.get(at)), show(has.get(at))))
}
