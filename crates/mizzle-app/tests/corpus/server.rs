//! Databases for proofs, and carrying a plan out on one.

use mizzle_core::plan::{Plan, Segment};
use mizzle_core::postgres::schema::Schema;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::{self, TestDatabase};
use std::collections::BTreeSet;

/// Is the engine the embedded one?
pub(crate) fn is_embedded() -> bool {
    std::env::var("MIZZLE_TEST_ENGINE").is_ok_and(|engine| engine == "embedded")
}

/// A database of its own, with a session on it.
pub(crate) struct Database {
    connection: Option<Connection>,
    database: TestDatabase,
}

impl Database {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let database = TestDatabase::new();
        let mut database = Self { connection: None, database };
        database.connect();
        database
    }

    /// Its URL.
    pub(crate) fn url(&self) -> &str {
        self.database.url()
    }

    /// Ends the session, so that another program can have the engine's only backend.
    pub(crate) fn disconnect(&mut self) {
        self.connection = None;
    }

    /// The session, opened again where it was ended.
    pub(crate) fn connect(&mut self) -> &mut Connection {
        let url = self.database.url().to_owned();
        self.connection.get_or_insert_with(|| {
            let target = Target::parse(&url, &|_| None).unwrap();
            let mut connection = Connection::open(&target).unwrap();
            connection.execute("SET client_min_messages = warning").unwrap();
            connection
        })
    }

    /// The major version of the server.
    pub(crate) fn major(&mut self) -> u32 {
        let version = self.connect().server_version().to_owned();
        let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    }

    /// Runs SQL for its effect.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), String> {
        self.connect().execute(sql).map_err(|error| format!("{error}\nin: {sql}"))
    }

    /// Carries a plan out as the runner does: each statement sent by itself, and what
    /// commits together in one transaction. On failure nothing of the segment stays.
    pub(crate) fn apply(&mut self, plan: &Plan) -> Result<(), String> {
        for segment in &plan.segments {
            match segment {
                Segment::Alone(statement) => self.run(&statement.sql)?,
                Segment::Transaction(statements) => {
                    self.run("BEGIN")?;
                    let all: Result<(), String> =
                        statements.iter().try_for_each(|statement| self.run(&statement.sql));
                    if let Err(error) = all {
                        self.run("ROLLBACK")?;
                        return Err(error);
                    }
                    self.run("COMMIT")?;
                }
            }
        }
        Ok(())
    }

    /// The rows of a query, columns between `|`, rows between line ends.
    pub(crate) fn rows(&mut self, sql: &str) -> String {
        let rows = self.connect().query(sql).unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let cells: Vec<&str> =
                    (0..row.len()).map(|column| row.text(column).unwrap_or("NULL")).collect();
                cells.join("|")
            })
            .collect();
        lines.join("\n")
    }

    /// Empties every table.
    pub(crate) fn truncate(&mut self) {
        self.run(
            "DO $$ DECLARE t text; BEGIN
               FOR t IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
               LOOP EXECUTE 'TRUNCATE ' || t || ' CASCADE'; END LOOP; END $$",
        )
        .unwrap();
    }
}

/// Roles belong to the whole server, so that cases that have some take turns, and each
/// database's roles go with it. The turn is a lock on the server, since a test may be
/// a process of its own.
pub(crate) struct Roles {
    names: BTreeSet<String>,
    _turn: Option<Connection>,
}

/// The lock's key: "roles" in ASCII.
const TURN: i64 = 0x72_6f6c_6573;

impl Roles {
    /// Those of all these schemas; `None` where they have none.
    pub(crate) fn of(schemas: &[&Schema]) -> Option<Self> {
        let names: BTreeSet<String> =
            schemas.iter().flat_map(|schema| schema.roles.keys().cloned()).collect();
        if names.is_empty() {
            return None;
        }
        let roles = Self { names, _turn: Self::turn() };
        roles.drop_all();
        Some(roles)
    }

    /// The lock, held as long as the connection. Each database of the embedded engine
    /// is a server of its own and needs none.
    fn turn() -> Option<Connection> {
        if is_embedded() {
            return None;
        }
        let target = Target::parse(test_support::server(), &|_| None).unwrap();
        let mut connection = Connection::open(&target).unwrap();
        connection.query(&format!("SELECT pg_advisory_lock({TURN})")).unwrap();
        Some(connection)
    }

    /// Drops them, once no database has anything of theirs.
    pub(crate) fn drop_all(&self) {
        if is_embedded() {
            // Each database of the embedded engine is a server of its own.
            return;
        }
        let mut database = Database::new();
        for name in &self.names {
            database
                .run(&format!("DROP ROLE IF EXISTS \"{}\"", name.replace('"', "\"\"")))
                .unwrap();
        }
    }
}

impl Drop for Roles {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.drop_all();
        }
    }
}
