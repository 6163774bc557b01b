//! Migrations that are recorded without being run.

use std::time::Duration;

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::runner::{Options, Recording, RunError};

use crate::support::Project;

const ROWS: &str = "SELECT hash, created_at FROM drizzle.__drizzle_migrations ORDER BY id";

fn record(project: &Project, wanted: &[usize]) -> Result<Vec<String>, RunError> {
    let cancel = Cancel::new();
    let recording = Recording::begin(&project.target, &project.options, &cancel, &mut |_| ())?;
    recording.record(&project.migrations, wanted, &mut |_| ())
}

#[test]
fn a_record_is_the_one_that_a_run_writes() {
    for line in [Line::V0, Line::V1] {
        let files = ["CREATE TABLE a (id int)", "CREATE TABLE b (id int)"];
        let mut ran = Project::with(line, &files);
        ran.migrate().unwrap();
        let mut project = Project::with(line, &files);
        let names: Vec<String> =
            project.migrations.iter().map(|migration| migration.name.clone()).collect();
        assert_eq!(record(&project, &[0, 1]).unwrap(), names);
        assert_eq!(project.query(ROWS), ran.query(ROWS));
        assert!(project.query("SELECT 1 FROM pg_class WHERE relname IN ('a', 'b')").is_empty());
        // A second time there is nothing to record, and nothing to run.
        assert_eq!(record(&project, &[0, 1]).unwrap(), Vec::<String>::new());
        assert_eq!(project.migrate().unwrap().applied, []);
    }
}

#[test]
fn only_those_that_are_wanted_are_recorded() {
    let mut project = Project::with(Line::V0, &["SELECT 1", "CREATE TABLE b (id int)"]);
    record(&project, &[0]).unwrap();
    assert_eq!(project.query(ROWS).len(), 1);
    assert_eq!(project.migrate().unwrap().applied.len(), 1);
}

#[test]
fn nobody_else_is_at_it_meanwhile() {
    let project = Project::with(Line::V0, &["SELECT 1"]);
    let cancel = Cancel::new();
    let first = Recording::begin(&project.target, &project.options, &cancel, &mut |_| ()).unwrap();
    let hasty = Options { lock_wait: Some(Duration::from_millis(100)), ..project.options.clone() };
    let second = Recording::begin(&project.target, &hasty, &cancel, &mut |_| ());
    assert!(matches!(second, Err(RunError::Busy { .. })));
    first.release();
    let third = Recording::begin(&project.target, &hasty, &cancel, &mut |_| ()).unwrap();
    third.release();
}

#[test]
fn a_ledger_that_refuses_keeps_nothing() {
    let project = Project::with(Line::V0, &["SELECT 1", "SELECT 2"]);
    let refused = &project.migrations[1].hashes.exact;
    project.execute(&format!(
        "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY,
         hash text NOT NULL CHECK (hash <> '{refused}'), created_at bigint)"
    ));
    assert!(matches!(record(&project, &[0, 1]), Err(RunError::Server { .. })));
    assert_eq!(project.query(ROWS), Vec::<String>::new());
}
