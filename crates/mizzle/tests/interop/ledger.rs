//! The ledger: whichever of mizzle, drizzle-kit and an application's own
//! `migrate()` applies a migration, the other two have nothing left to do.

use crate::project::{Kit, Project, SCHEMAS, Tool};

/// Who applies migrations.
#[derive(Debug, Clone, Copy)]
enum Migrator {
    Mizzle,
    Kit,
    Runtime,
}

const ALL: [Migrator; 3] = [Migrator::Mizzle, Migrator::Kit, Migrator::Runtime];

/// What an application does when it starts.
const RUNTIME: &str = r#"
import pg from "pg";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await migrate(drizzle({ client }), { migrationsFolder: "./drizzle" });
await client.end();
"#;

impl Migrator {
    fn migrate(self, project: &Project) {
        match self {
            Self::Mizzle => project.must(Tool::Mizzle, &["migrate"]),
            Self::Kit => project.must(Tool::Kit, &["migrate"]),
            Self::Runtime => project.node(RUNTIME),
        };
    }
}

/// Each applies one migration; after each, the others change nothing.
fn in_turn(kit: Kit, order: [Migrator; 3]) {
    let project = Project::new(kit);
    for (point, migrator) in (0..SCHEMAS.len()).zip(order) {
        project.edit(point);
        project.must(Tool::Kit, &["generate"]);
        migrator.migrate(&project);
        let ledger = rows(&project);
        assert_eq!(
            ledger.as_array().map(Vec::len),
            Some(point + 1),
            "{migrator:?} records one row a migration: {ledger}"
        );
        for other in ALL {
            // Applying anything twice would fail on tables that exist.
            other.migrate(&project);
            assert_eq!(rows(&project), ledger, "{other:?} after {migrator:?} changed the ledger");
        }
    }
}

/// A database without a history is adopted; then nobody has anything to do, and the next
/// migration is applied by any of them.
fn adopted(kit: Kit, next: Migrator) {
    let project = Project::new(kit);
    project.edit(0);
    project.must(Tool::Mizzle, &["generate"]);
    Migrator::Kit.migrate(&project);
    project.query("drop schema drizzle cascade");
    std::fs::remove_dir_all(project.path().join("drizzle")).unwrap();
    project.must(Tool::Mizzle, &["baseline"]);
    let ledger = rows(&project);
    assert_eq!(ledger.as_array().map(Vec::len), Some(1), "{ledger}");
    for migrator in ALL {
        migrator.migrate(&project);
        assert_eq!(rows(&project), ledger, "{migrator:?} changed the ledger");
    }
    project.edit(1);
    project.must(Tool::Kit, &["generate"]);
    next.migrate(&project);
    assert_eq!(rows(&project).as_array().map(Vec::len), Some(2));
    project.must(Tool::Mizzle, &["drift"]);
}

fn rows(project: &Project) -> serde_json::Value {
    project.query("select * from drizzle.__drizzle_migrations order by id")
}

#[test]
fn mizzle_then_kit_then_runtime_0_x() {
    in_turn(Kit::V0, [Migrator::Mizzle, Migrator::Kit, Migrator::Runtime]);
}

#[test]
fn runtime_then_mizzle_then_kit_0_x() {
    in_turn(Kit::V0, [Migrator::Runtime, Migrator::Mizzle, Migrator::Kit]);
}

#[test]
fn kit_then_runtime_then_mizzle_0_x() {
    in_turn(Kit::V0, [Migrator::Kit, Migrator::Runtime, Migrator::Mizzle]);
}

#[test]
fn mizzle_then_kit_then_runtime_1_0() {
    in_turn(Kit::Rc5, [Migrator::Mizzle, Migrator::Kit, Migrator::Runtime]);
}

#[test]
fn runtime_then_mizzle_then_kit_1_0() {
    in_turn(Kit::Rc5, [Migrator::Runtime, Migrator::Mizzle, Migrator::Kit]);
}

#[test]
fn kit_then_runtime_then_mizzle_1_0() {
    in_turn(Kit::Rc5, [Migrator::Kit, Migrator::Runtime, Migrator::Mizzle]);
}

#[test]
fn a_baseline_is_the_first_migration_to_everybody_0_x() {
    adopted(Kit::V0, Migrator::Runtime);
}

#[test]
fn a_baseline_is_the_first_migration_to_everybody_1_0() {
    adopted(Kit::Rc5, Migrator::Kit);
}
