//! `generate` in folders whose newest migrations have no snapshot: they are replayed on a
//! development database, here one of the test server's.
//!
//! `MIZZLE_TEST_ORM_DIR` names the folder with npm's drizzle-orm, one release each.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod behind;
mod fallback;
#[path = "../rehearse/orm.rs"]
mod orm;
#[path = "../cli/project.rs"]
mod project;
mod whole;

use mizzle_db::test_support::server;
use project::Project;

/// A project of a release of drizzle-orm, with a first migration that has a snapshot.
fn project(orm: &str) -> Project {
    let project = Project::with_orm(orm, server());
    project.file("drizzle.config.json", r#"{ "dialect": "postgresql", "schema": "schema.ts" }"#);
    project.file("schema.ts", &schema(USERS));
    let said = project.mizzle(&["generate", "--name", "init"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    project
}

/// A schema file with these exports.
fn schema(exports: &str) -> String {
    format!(
        "import {{ sql }} from \"drizzle-orm\";\n\
         import {{ check, index, integer, pgPolicy, pgTable, pgView, serial, text, timestamp, uuid }} \
         from \"drizzle-orm/pg-core\";\n\n{exports}"
    )
}

/// The table that the first migration creates.
const USERS: &str = "export const users = pgTable(\"users\", {
  id: serial(\"id\").primaryKey(),
  email: text(\"email\").notNull().unique(),
});
";

/// Adds a migration by hand to a folder of 0.x, as people do: a file and a line in the
/// journal.
fn by_hand(project: &Project, tag: &str, sql: &str) {
    let mut journal: serde_json::Value =
        serde_json::from_str(&project.read("drizzle/meta/_journal.json")).unwrap();
    let entries = journal["entries"].as_array_mut().unwrap();
    let idx = entries.len();
    let when = entries.last().unwrap()["when"].as_i64().unwrap() + 60_000;
    entries.push(serde_json::json!({
        "idx": idx, "version": "7", "when": when, "tag": tag, "breakpoints": true
    }));
    project.file("drizzle/meta/_journal.json", &serde_json::to_string_pretty(&journal).unwrap());
    project.file(format!("drizzle/{tag}.sql"), sql);
}

/// The transcript of a command, without the version of the server.
fn transcript(project: &Project, arguments: &[&str]) -> String {
    let version = regex::Regex::new("PostgreSQL [0-9][^ ]* ").unwrap();
    version.replace_all(&project.mizzle(arguments), "PostgreSQL [VERSION] ").into_owned()
}

/// The same without any development database.
fn without_engine(project: &Project) -> Project {
    project.with_env("MIZZLE_DEV_ENGINE", "none")
}
