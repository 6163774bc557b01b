//! The ledger's table: finding, creating, upgrading, reading and writing it.

use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::{Ident, Literal};

use super::matching::match_rows;
use super::rights::{self, MissingRight};
use crate::connect::{Row, Session, SessionError};
use crate::migration::Migration;
use crate::runner::PROGRESS;

/// Where the ledger is, and how the folder's line of drizzle writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerPlace {
    /// `migrations.schema` of the config; `drizzle` where it has none.
    pub schema: String,
    /// `migrations.table` of the config; `__drizzle_migrations` where it has none.
    pub table: String,
    /// The folder's line.
    pub line: Line,
}

impl LedgerPlace {
    /// The place that drizzle uses where the config names none.
    pub fn usual(line: Line) -> Self {
        Self { schema: "drizzle".into(), table: "__drizzle_migrations".into(), line }
    }

    /// Is it the ledger, or the table beside it that tells how far a run has come?
    pub fn is_own_table(&self, name: &QName) -> bool {
        name.schema == self.schema && (name.name == self.table || name.name == PROGRESS)
    }

    /// The table's name for SQL, always with its schema.
    pub fn qualified(&self) -> String {
        format!("{}.{}", Ident(&self.schema), Ident(&self.table))
    }
}

/// The columns of a ledger that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `id, hash, created_at`
    V0,
    /// and `name, applied_at`
    V1,
}

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its `id`, as text: SQLite leaves it NULL, others count.
    pub id: Option<String>,
    /// Hex SHA-256 of the file.
    pub hash: String,
    /// Milliseconds since 1970.
    pub created_at: Option<i64>,
    /// The folder's name, 1.0 only.
    pub name: Option<String>,
}

impl LedgerRow {
    /// Reads a row of [`rows_sql`].
    pub(crate) fn read(row: &Row) -> Self {
        Self {
            id: row.text(0).map(str::to_owned),
            hash: row.text(1).unwrap_or_default().to_owned(),
            created_at: row.number(2),
            name: row.text(3).map(str::to_owned),
        }
    }

    /// What to call it where no file is there for it.
    pub(crate) fn words(&self) -> String {
        match (&self.name, &self.id, self.created_at) {
            (Some(name), _, _) => format!("\"{name}\""),
            (None, Some(id), Some(time)) => format!("row {id}, created_at {time}"),
            (None, Some(id), None) => format!("row {id}"),
            (None, None, _) => format!("hash {}", self.hash),
        }
    }

    /// Its `id`, where that is a number.
    pub(super) fn number(&self) -> Option<i64> {
        self.id.as_deref()?.parse().ok()
    }
}

/// Asks for the rows of a ledger; a condition or an order may follow.
pub(super) fn rows_sql(place: &LedgerPlace, shape: Shape) -> String {
    let name = match shape {
        Shape::V0 => "NULL",
        Shape::V1 => "name",
    };
    format!("SELECT id, hash, created_at, {name} FROM {}", place.qualified())
}

/// Asks for all rows, oldest first.
pub(crate) fn ordered_sql(place: &LedgerPlace, shape: Shape) -> String {
    format!("{} ORDER BY id", rows_sql(place, shape))
}

/// Asks for all rows in their order, with a fifth column. Somebody may have made the
/// table by hand with names and without times.
fn dated_sql(place: &LedgerPlace, shape: Shape) -> String {
    let (name, time) = match shape {
        Shape::V0 => ("NULL", "NULL"),
        Shape::V1 => (
            "name",
            "pg_catalog.to_char((pg_catalog.to_jsonb(l) ->> 'applied_at')::timestamptz \
             AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')",
        ),
    };
    format!("SELECT id, hash, created_at, {name}, {time} FROM {} l ORDER BY id", place.qualified())
}

/// What is there of the ledger and its surroundings.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Does its schema exist?
    pub(crate) schema: bool,
    /// The table's shape; `None` where there is no table.
    pub(crate) shape: Option<Shape>,
    /// Is there a progress table of an unfinished migration?
    pub(crate) progress: bool,
    /// Role and database, for messages.
    pub(crate) user: String,
    pub(crate) database: String,
    rights: rights::Rights,
}

impl Found {
    /// Looks, and changes nothing.
    pub(crate) async fn look(
        session: &Session,
        place: &LedgerPlace,
        progress_table: &str,
    ) -> Result<Self, SessionError> {
        let rows = session.query(&look_sql(place, progress_table)).await?;
        let Some(row) = rows.first() else {
            return Err(SessionError::Lost("the catalog gave no answer".to_owned()));
        };
        let table = row.is_true(3);
        let named = row.is_true(4);
        Ok(Self {
            user: row.text(0).unwrap_or_default().to_owned(),
            database: row.text(1).unwrap_or_default().to_owned(),
            schema: row.is_true(2),
            shape: table.then_some(if named { Shape::V1 } else { Shape::V0 }),
            progress: row.is_true(5),
            rights: rights::Rights {
                create_schema: row.is_true(6),
                use_schema: row.is_true(7),
                create_table: row.is_true(8),
                select: row.is_true(9),
                insert: row.is_true(10),
                own: row.is_true(11),
                sequence: row.text(12).map(str::to_owned),
                use_sequence: row.is_true(13),
                delete: row.is_true(14),
            },
        })
    }

    /// The rights that running would need and the role lacks.
    pub(crate) fn missing_right(&self, place: &LedgerPlace) -> Option<MissingRight> {
        let missing = self.rights.missing(self, place);
        if missing.is_none() && self.needs_upgrade(place) {
            return self.rights.missing_upgrade(self, place);
        }
        missing
    }

    /// The right to read the table, where the role lacks it.
    pub(crate) fn missing_read(&self, place: &LedgerPlace) -> Option<MissingRight> {
        self.rights.missing_read(self, place)
    }

    /// Is it a ledger of 0.x that the folder's line writes as 1.0?
    pub(crate) fn needs_upgrade(&self, place: &LedgerPlace) -> bool {
        match (self.shape, place.line) {
            (Some(Shape::V0), Line::V1) => true,
            (None | Some(Shape::V1), _) | (Some(Shape::V0), Line::V0) => false,
        }
    }

    /// The right to make the progress table, which a migration of several
    /// segments needs for as long as it is unfinished.
    pub(crate) fn missing_progress_right(&self, place: &LedgerPlace) -> Option<MissingRight> {
        self.rights.missing_progress(self, place)
    }

    /// The right to remove rows, which undoing a migration needs.
    pub(crate) fn missing_delete(&self, place: &LedgerPlace) -> Option<MissingRight> {
        self.rights.missing_delete(self, place)
    }

    /// Reads all rows, oldest first; none where there is no table.
    pub(crate) async fn rows(
        &self,
        session: &Session,
        place: &LedgerPlace,
    ) -> Result<Vec<LedgerRow>, SessionError> {
        let Some(shape) = self.shape else { return Ok(Vec::new()) };
        let rows = session.query(&ordered_sql(place, shape)).await?;
        Ok(rows.iter().map(LedgerRow::read).collect())
    }

    /// The same, each with the time at which it was applied, where the ledger keeps that.
    pub(crate) async fn dated_rows(
        &self,
        session: &Session,
        place: &LedgerPlace,
    ) -> Result<Vec<(LedgerRow, Option<String>)>, SessionError> {
        let Some(shape) = self.shape else { return Ok(Vec::new()) };
        let rows = session.query(&dated_sql(place, shape)).await?;
        let dated = |row: &Row| (LedgerRow::read(row), row.text(4).map(str::to_owned));
        Ok(rows.iter().map(dated).collect())
    }

    /// Creates what is missing of schema and table.
    pub(crate) fn create_sql(&self, place: &LedgerPlace) -> String {
        let schema = if self.schema {
            String::new()
        } else {
            format!("CREATE SCHEMA {};\n", Ident(&place.schema))
        };
        let named = match place.line {
            Line::V0 => "",
            Line::V1 => ", name text, applied_at timestamp with time zone DEFAULT now()",
        };
        format!(
            "{schema}CREATE TABLE {} (id SERIAL PRIMARY KEY, hash text NOT NULL, \
             created_at bigint{named});\n",
            place.qualified()
        )
    }
}

/// Gives a ledger of the 0.x line the columns of 1.0, and each row the name of
/// its migration, as drizzle-orm 1.0 does when it first meets one. A row that
/// no file claims keeps an empty name.
pub(crate) fn upgrade_sql(
    place: &LedgerPlace,
    migrations: &[Migration],
    rows: &[LedgerRow],
) -> String {
    let table = place.qualified();
    let mut sql = format!(
        "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS name text;\n\
         ALTER TABLE {table} ADD COLUMN IF NOT EXISTS applied_at timestamp with time zone \
         DEFAULT now();\nUPDATE {table} SET applied_at = NULL;\n"
    );
    let matches = match_rows(migrations, rows);
    for (migration, row) in migrations.iter().zip(&matches.row_of) {
        let id = row.and_then(|row| rows.get(row)).and_then(|row| row.id.as_deref());
        if let Some(id) = id {
            sql.push_str(&format!(
                "UPDATE {table} SET name = {} WHERE id = {};\n",
                Literal(&migration.name),
                Literal(id)
            ));
        }
    }
    sql
}

/// Records a migration, as drizzle-orm would, and gives the row's id.
pub(crate) fn insert_sql(place: &LedgerPlace, shape: Shape, migration: &Migration) -> String {
    let table = place.qualified();
    let hash = Literal(&migration.hashes.exact);
    let created_at = migration.created_at;
    match (shape, place.line) {
        (Shape::V1, Line::V1) => format!(
            "INSERT INTO {table} (hash, created_at, name) VALUES ({hash}, {created_at}, {}) \
             RETURNING id",
            Literal(&migration.name)
        ),
        (Shape::V0, _) | (Shape::V1, Line::V0) => {
            format!(
                "INSERT INTO {table} (hash, created_at) VALUES ({hash}, {created_at}) RETURNING id"
            )
        }
    }
}

/// Removes the record of a migration, which the transaction has just read.
pub(crate) fn delete_sql(place: &LedgerPlace, row: &LedgerRow) -> String {
    let id = match &row.id {
        Some(id) => format!("id = {}", Literal(id)),
        None => "id IS NULL".to_owned(),
    };
    format!("DELETE FROM {} WHERE {id} AND hash = {}", place.qualified(), Literal(&row.hash))
}

/// One row about schema, table, progress table and rights. The catalogs are
/// readable for everybody, also where the schema itself is not.
fn look_sql(place: &LedgerPlace, progress_table: &str) -> String {
    format!(
        "SELECT current_user, current_database(), n.oid IS NOT NULL, c.oid IS NOT NULL,\n\
         EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid\n\
             AND a.attname = 'name' AND a.attnum > 0 AND NOT a.attisdropped),\n\
         EXISTS (SELECT FROM pg_catalog.pg_class p WHERE p.relnamespace = n.oid\n\
             AND p.relname = {progress}),\n\
         pg_catalog.has_database_privilege(current_database(), 'CREATE'),\n\
         pg_catalog.has_schema_privilege(n.oid, 'USAGE'),\n\
         pg_catalog.has_schema_privilege(n.oid, 'CREATE'),\n\
         pg_catalog.has_table_privilege(c.oid, 'SELECT'),\n\
         pg_catalog.has_table_privilege(c.oid, 'INSERT'),\n\
         pg_catalog.pg_has_role(c.relowner, 'USAGE'),\n\
         s.name, pg_catalog.has_sequence_privilege(s.oid, 'USAGE'),\n\
         pg_catalog.has_table_privilege(c.oid, 'DELETE')\n\
         FROM (SELECT 1) AS one\n\
         LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = {schema}\n\
         LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = {table}\n\
             AND c.relkind IN ('r', 'p')\n\
         LEFT JOIN LATERAL (SELECT q.oid, pg_catalog.format('%I.%I', m.nspname, q.relname) AS name\n\
             FROM pg_catalog.pg_depend d\n\
             JOIN pg_catalog.pg_class q ON q.oid = d.objid AND q.relkind = 'S'\n\
             JOIN pg_catalog.pg_namespace m ON m.oid = q.relnamespace\n\
             WHERE d.refobjid = c.oid AND d.classid = 'pg_catalog.pg_class'::regclass\n\
             AND d.deptype = 'a' LIMIT 1) s ON true",
        schema = Literal(&place.schema),
        table = Literal(&place.table),
        progress = Literal(progress_table),
    )
}
