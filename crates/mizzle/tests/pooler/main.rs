//! Through pgbouncer in transaction mode, where each transaction has any of its backends: what a
//! project and a studio do there, and that nothing of it stays for whoever comes next.
//!
//! `MIZZLE_TEST_PGBOUNCER` names the program, `MIZZLE_TEST_ORM_DIR` the folder with npm's
//! drizzle-orm. Rehearsals run on the test server itself.
#![cfg(unix)]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod bouncer;
mod commands;
#[path = "../rehearse/orm.rs"]
mod orm;
#[path = "../cli/project.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod project;
mod shown;
#[path = "../studio_migrations/studio.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod studio;

use bouncer::{BACKENDS, Bouncer};
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::{self, TestDatabase};
use project::Project;

/// A project whose config goes through the pooler, and the database behind it.
struct Setting {
    project: Project,
    bouncer: Bouncer,
    // Dropped last: the pooler has sessions on it.
    database: TestDatabase,
}

impl Setting {
    fn new() -> Self {
        let project = Project::with_orm("0.45", test_support::server());
        let database = TestDatabase::new();
        let bouncer = Bouncer::start(database.url());
        let name = Target::parse(database.url(), &|_| None).unwrap().database;
        project
            .file(
                "drizzle.config.ts",
                "export default { dialect: \"postgresql\", schema: \"schema.ts\", \
                 dbCredentials: { url: process.env.DATABASE_URL! } };\n",
            )
            .file(".env", &format!("DATABASE_URL={}\n", bouncer.url(&name)));
        Self { project, bouncer, database }
    }

    /// Writes the schema file: its exports.
    fn schema(&self, exports: &str) {
        let head = "import * as pg from \"drizzle-orm/pg-core\";\n\n";
        self.project.file("schema.ts", &format!("{head}{exports}"));
    }

    /// Runs the command, which has to succeed, and gives what it said.
    fn done(&self, arguments: &[&str]) -> String {
        let said = self.project.mizzle(arguments);
        assert!(said.ends_with("--- exit 0"), "{said}");
        said
    }

    /// The values of the first column, past the pooler.
    fn values(&self, sql: &str) -> Vec<String> {
        let rows = connect(self.database.url()).query(sql).unwrap();
        rows.iter().map(|row| row.text(0).unwrap_or("NULL").to_owned()).collect()
    }

    fn run(&self, sql: &str) {
        connect(self.database.url()).execute(sql).unwrap();
    }

    /// Fails where a backend of the pooler still has something of what ran through it. Each of
    /// them is held by a transaction, so that all are asked.
    fn expect_clean_backends(&self) {
        let name = Target::parse(self.database.url(), &|_| None).unwrap().database;
        let mut held: Vec<Connection> = Vec::new();
        for _ in 0..BACKENDS {
            let mut session = connect(&self.bouncer.url(&name));
            session.execute("BEGIN").unwrap();
            let left = session.query(LEFT).unwrap();
            let left: Vec<&str> = left.iter().filter_map(|row| row.text(0)).collect();
            assert!(left.is_empty(), "a backend still has {left:?}");
            held.push(session);
        }
        // The pooler closes a backend whose transaction was left open.
        held.iter_mut().for_each(|session| session.execute("COMMIT").unwrap());
    }
}

/// What a session can leave on its backend. The settings named are those that the pooler keeps
/// for each client.
const LEFT: &str = "
SELECT 'setting ' || name || ' = ' || setting FROM pg_settings WHERE source = 'session'
  AND name NOT IN ('application_name', 'client_encoding', 'DateStyle', 'TimeZone',
                   'standard_conforming_strings', 'transaction_deferrable',
                   'transaction_isolation', 'transaction_read_only')
UNION ALL SELECT 'prepared ' || statement FROM pg_prepared_statements
UNION ALL SELECT 'advisory lock ' || objid FROM pg_locks
  WHERE locktype = 'advisory' AND pid = pg_backend_pid()
UNION ALL SELECT 'cursor ' || name FROM pg_cursors WHERE is_holdable
UNION ALL SELECT 'channel ' || channel FROM pg_listening_channels() channel
UNION ALL SELECT 'temporary table ' || relname FROM pg_class
  WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'";

fn connect(url: &str) -> Connection {
    Connection::open(&Target::parse(url, &|_| None).unwrap()).unwrap()
}
