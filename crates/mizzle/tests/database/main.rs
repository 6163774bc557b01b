//! `migrate`, `reset` and `dev` on real servers.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod dev;
mod diff;
mod errors;
mod migrate;
#[path = "../cli/project.rs"]
mod project;
mod reset;
mod status;
#[cfg(unix)]
#[path = "../generate/terminal.rs"]
mod terminal;

use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;
use project::Project;

/// A project with three migrations, and a database of its own on the test server.
struct Setting {
    project: Project,
    database: TestDatabase,
}

const JOURNAL: &str = r#"{ "version": "7", "dialect": "postgresql", "entries": [
  { "idx": 0, "version": "7", "when": 1700000000000, "tag": "0000_create_users", "breakpoints": true },
  { "idx": 1, "version": "7", "when": 1700000100000, "tag": "0001_add_users_name", "breakpoints": true },
  { "idx": 2, "version": "7", "when": 1700000200000, "tag": "0002_create_posts", "breakpoints": true }
] }"#;

const POSTS: &str = "CREATE TABLE \"posts\" (\n\t\"id\" serial PRIMARY KEY,\n\t\"user_id\" integer\n);\n\
--> statement-breakpoint\n\
ALTER TABLE \"posts\" ADD CONSTRAINT \"posts_user_fk\" FOREIGN KEY (\"user_id\") REFERENCES \"users\"(\"id\");\n";

impl Setting {
    fn new() -> Self {
        let project = Project::empty();
        let database = TestDatabase::new();
        project
            .file(
                "drizzle.config.ts",
                "export default { dialect: \"postgresql\", dbCredentials: { url: process.env.DATABASE_URL! } };\n",
            )
            .file(".env", &format!("DATABASE_URL={}\n", database.url()))
            .file("drizzle/meta/_journal.json", JOURNAL)
            .file("drizzle/0000_create_users.sql", "CREATE TABLE \"users\" (\"id\" serial PRIMARY KEY);\n")
            .file("drizzle/0001_add_users_name.sql", "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\n")
            .file("drizzle/0002_create_posts.sql", POSTS);
        Self { project, database }
    }

    /// The transcript of a command, without what differs from server to server.
    fn mizzle(&self, arguments: &[&str]) -> String {
        self.scrub(&self.project.mizzle(arguments))
    }

    fn scrub(&self, said: &str) -> String {
        let target = Target::parse(self.database.url(), &|_| None).unwrap();
        said.replace(&target.to_string(), "[TARGET]").replace(&target.database, "[DATABASE]")
    }

    /// The name of its database.
    fn name(&self) -> String {
        Target::parse(self.database.url(), &|_| None).unwrap().database
    }

    /// Rows of a query in the database, each value as text.
    fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let target = Target::parse(self.database.url(), &|_| None).unwrap();
        let rows = Connection::open(&target).unwrap().query(sql).unwrap();
        rows.iter()
            .map(|row| (0..row.len()).map(|at| row.text(at).unwrap_or("").to_owned()).collect())
            .collect()
    }

    /// How many migrations the ledger has.
    fn recorded(&self) -> usize {
        self.rows("SELECT 1 FROM drizzle.__drizzle_migrations").len()
    }
}
