//! `generate` with a development database: every migration runs there before it is
//! written, and so does its way back.
//!
//! `MIZZLE_TEST_ORM_DIR` names the folder with npm's drizzle-orm, one release each.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[cfg(unix)]
mod away;
mod back;
mod engine;
mod failing;
mod handwritten;
mod orm;
mod platforms;
#[path = "../cli/project.rs"]
mod project;
mod seal;
mod story;

use project::Project;

/// A project of drizzle-orm 0.45 with this schema, recorded as its first migration.
fn recorded(exports: &str) -> Project {
    let project = project("0.45", exports);
    let said = project.mizzle(&["generate", "--name", "init"]);
    assert!(said.ends_with("--- exit 0") && said.contains("Rehearsed on"), "{said}");
    project
}

/// A project of a release of drizzle-orm with this schema, and nothing recorded.
fn project(orm: &str, exports: &str) -> Project {
    let project = Project::with_orm(orm, &engine::url("postgres"));
    project.file("drizzle.config.json", r#"{ "dialect": "postgresql", "schema": "schema.ts" }"#);
    write(&project, exports);
    project
}

/// Writes the schema file.
fn write(project: &Project, exports: &str) {
    let text = format!(
        "import {{ sql }} from \"drizzle-orm\";\n\
         import {{ boolean, check, customType, foreignKey, index, integer, pgEnum, pgMaterializedView, pgPolicy, pgRole, pgSchema, \
         pgTable, pgView, primaryKey, serial, text, timestamp, unique, uuid, varchar, vector }} \
         from \"drizzle-orm/pg-core\";\n\n{exports}"
    );
    project.file("schema.ts", &text);
}

/// The transcript of a command, without the version of the server.
fn transcript(project: &Project, arguments: &[&str]) -> String {
    let version = regex::Regex::new("PostgreSQL [0-9][^ ]* ").unwrap();
    version.replace_all(&project.mizzle(arguments), "PostgreSQL [VERSION] ").into_owned()
}

/// A file without the version of the server and without hashes.
fn read(project: &Project, path: &str) -> String {
    let text = project.read(path);
    let version = regex::Regex::new("PostgreSQL [0-9][^ ]* ").unwrap();
    let hash = regex::Regex::new("[0-9a-f]{64}").unwrap();
    let text = version.replace_all(&text, "PostgreSQL [VERSION] ");
    hash.replace_all(&text, "[HASH]").into_owned()
}

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
    // Its snapshot is the one before it: it makes nothing that a schema can say.
    let newest = format!("drizzle/meta/{:04}_snapshot.json", idx - 1);
    let snapshot = project.read(newest);
    let mut snapshot: serde_json::Value = serde_json::from_str(&snapshot).unwrap();
    snapshot["prevId"] = snapshot["id"].clone();
    snapshot["id"] = serde_json::json!(format!("00000000-0000-4000-8000-{idx:012}"));
    let text = serde_json::to_string_pretty(&snapshot).unwrap();
    project.file(format!("drizzle/meta/{idx:04}_snapshot.json"), &text);
}
