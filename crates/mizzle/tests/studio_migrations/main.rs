//! The migrations side of `mizzle studio`, asked over a real socket: a project with a real
//! drizzle-orm (`MIZZLE_TEST_ORM_DIR`), a database of its own, and the test server for
//! rehearsals.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod away;
mod baseline;
mod dev;
mod drift;
mod generate;
#[path = "../rehearse/orm.rs"]
mod orm;
#[path = "../cli/project.rs"]
mod project;
mod stop;
mod story;
mod studio;

use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::{self, TestDatabase};
use project::Project;
use studio::Studio;

/// A project, its database, and a studio of both.
struct Setting {
    project: Project,
    database: TestDatabase,
}

impl Setting {
    /// A project without any file but its config.
    fn new() -> Self {
        let project = Project::with_orm("0.45", test_support::server());
        let database = TestDatabase::new();
        project
            .file(
                "drizzle.config.ts",
                "export default { dialect: \"postgresql\", schema: \"schema.ts\", \
                 dbCredentials: { url: process.env.DATABASE_URL! } };\n",
            )
            .file(".env", &format!("DATABASE_URL={}\n", database.url()));
        Self { project, database }
    }

    /// Writes the schema file: its exports.
    fn schema(&self, exports: &str) -> &Self {
        let head = "import * as pg from \"drizzle-orm/pg-core\";\n\n";
        self.project.file("schema.ts", &format!("{head}{exports}"));
        self
    }

    /// Runs the command, which has to succeed.
    fn done(&self, arguments: &[&str]) -> &Self {
        let said = self.project.mizzle(arguments);
        assert!(said.ends_with("--- exit 0"), "{said}");
        self
    }

    fn run(&self, sql: &str) {
        self.connect().execute(sql).unwrap();
    }

    /// The first value of a query.
    fn value(&self, sql: &str) -> String {
        self.connect().query(sql).unwrap()[0].text(0).unwrap_or("NULL").to_owned()
    }

    fn connect(&self) -> Connection {
        Connection::open(&Target::parse(self.database.url(), &|_| None).unwrap()).unwrap()
    }

    fn studio(&self, arguments: &[&str]) -> Studio {
        Studio::start(&self.project, arguments)
    }
}
