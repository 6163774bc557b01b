//! The extractor over several releases of drizzle-orm: what the embedded engine makes
//! of a schema is what the same files give in Node.
//!
//! Needs the npm sets of `xtask/npm/orm-matrix`; `MIZZLE_TEST_ORM_DIR` says where they
//! are installed, else they are installed under `target`.
#![expect(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "tests may stop")]

mod facts;
mod project;
mod torture;

use project::{Project, Release};

/// Loads the schema files both ways and compares everything that comes out.
fn same_in_node(release: Release, schemas: &[&str]) {
    for schema in schemas {
        let project = Project::new(release);
        project.copy_schema(schema);
        let ours = project.extract(false, &["schema.ts"]);
        let theirs = project.extract(true, &["schema.ts"]);
        assert_eq!(ours.orm.version.as_deref(), Some(release.version), "{schema}");
        assert!(!ours.tables.is_empty(), "{schema} of {} gives nothing", release.version);
        project::assert_same(&format!("{schema} of {}", release.version), &ours, &theirs);
    }
}

#[test]
fn v0_30() {
    same_in_node(project::V0_30, &["columns", "constraints", "arrays_0"]);
}

#[test]
fn v0_36() {
    same_in_node(project::V0_36, &["columns", "constraints", "arrays_0", "since_0_36"]);
}

#[test]
fn v0_45() {
    same_in_node(project::V0_45, &["columns", "constraints", "arrays_0", "since_0_36"]);
}

#[test]
fn v1_beta_21() {
    same_in_node(project::BETA_21, &["columns", "constraints", "since_0_36", "since_1_0"]);
}

#[test]
fn v1_rc_5() {
    let schemas = ["columns", "constraints", "since_0_36", "since_1_0", "since_1_0_rc"];
    same_in_node(project::RC_5, &schemas);
}

#[test]
fn the_releases_that_mizzle_carries_are_compiled() {
    for release in [project::V0_45, project::RC_5] {
        assert!(mizzle_loader::embedded::versions().contains(&release.version));
        for file in ["index.js", "table.js", "sql/sql.js", "pg-core/index.js", "pg-core/table.js"] {
            let source = project::file(release, file);
            assert!(mizzle_loader::embedded::is_compiled(&source), "{} {file}", release.version);
            // Somebody may have patched it.
            assert!(!mizzle_loader::embedded::is_compiled(&format!("{source}\n")));
        }
    }
}
