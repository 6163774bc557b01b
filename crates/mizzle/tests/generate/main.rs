//! `generate` in projects with a real drizzle-orm: what it writes, what it says, and
//! what it refuses.
//!
//! `MIZZLE_TEST_KITS_DIR` names the folder with npm's drizzle-kits, each with its
//! drizzle-orm (`cargo xtask test --lane loader` installs them).
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod check;
mod diff;
mod erd;
mod errors;
#[cfg(unix)]
mod interrupted;
mod meanwhile;
#[path = "../cli/project.rs"]
mod project;
mod questions;
mod redo;
mod refused;
mod story;
mod sum;
#[cfg(unix)]
mod terminal;

use project::Project;
use std::path::PathBuf;

/// A project of the 0.x line: its config, a schema with one table, drizzle-orm 0.45.
fn project() -> Project {
    with_kit("0.31")
}

/// A project of the 1.0 line.
fn project_of_1_0() -> Project {
    with_kit("rc.5")
}

fn with_kit(kit: &str) -> Project {
    let kits = std::env::var_os("MIZZLE_TEST_KITS_DIR").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/npm/kits")),
        PathBuf::from,
    );
    let modules = kits.join(kit).join("node_modules");
    assert!(
        modules.is_dir(),
        "no drizzle-kit {kit} in {}: run `cargo xtask npm kits/{kit}`",
        kits.display()
    );
    let project = Project::empty();
    std::os::unix::fs::symlink(&modules, project.path().join("node_modules")).unwrap();
    project.file("drizzle.config.ts", CONFIG);
    project.file("db/schema.ts", &schema("  email: text(\"email\").notNull().unique(),"));
    project
}

const CONFIG: &str = r#"import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema.ts",
});
"#;

/// A schema with the table `users` and these columns in it.
fn schema(columns: &str) -> String {
    format!(
        "import {{ integer, pgTable, serial, text }} from \"drizzle-orm/pg-core\";\n\n\
         export const users = pgTable(\"users\", {{\n  id: serial(\"id\").primaryKey(),\n{columns}\n}});\n"
    )
}

/// What `generate` says about a schema, checked to have written nothing.
fn refused(schema: &str) -> String {
    let project = project();
    project.file("db/schema.ts", schema);
    let said = project.mizzle(&["generate"]);
    assert_eq!(project.files(), ["db/schema.ts", "drizzle.config.ts"], "{said}");
    said
}
