//! Applying, recording, resuming and refusing, one process at a time.

use mizzle_core::naming::Line;
use mizzle_db::runner::{Event, RunError, Warning, plan};

use crate::support::Project;

const LEDGER: &str = "SELECT hash, created_at FROM drizzle.__drizzle_migrations ORDER BY id";

#[test]
fn each_file_is_applied_once_and_recorded() {
    for line in [Line::V0, Line::V1] {
        let mut project = Project::with(
            line,
            &[
                "CREATE TABLE a (x int);\n--> statement-breakpoint\nINSERT INTO a VALUES (1);",
                "-- nothing\n",
                "INSERT INTO a VALUES (2)",
            ],
        );
        let report = project.migrate().unwrap();
        assert_eq!(report.applied.len(), 3);
        assert_eq!(project.query("SELECT x FROM a ORDER BY x"), ["1", "2"]);
        let rows = project.query(LEDGER);
        let wanted = project.migrations.iter();
        let wanted = wanted.map(|own| format!("{}|{}", own.hashes.exact, own.created_at));
        assert_eq!(rows, wanted.collect::<Vec<_>>());
        let report = project.migrate().unwrap();
        assert_eq!((report.applied.len(), report.applied_before), (0, 3));
        assert_eq!(project.query("SELECT x FROM a ORDER BY x"), ["1", "2"]);
    }
}

#[test]
fn a_file_of_several_segments_leaves_no_trace_of_its_progress() {
    let mut project = Project::with(
        Line::V0,
        &[
            "CREATE TABLE a (x int); INSERT INTO a VALUES (1);\n\
         CREATE INDEX CONCURRENTLY ax ON a (x);\n\
         CREATE TYPE e AS ENUM ('a');",
            "ALTER TYPE e ADD VALUE 'b';\n\
         CREATE TABLE b (e e DEFAULT 'b');\nINSERT INTO b DEFAULT VALUES;",
            "VACUUM a;",
            "CREATE UNIQUE INDEX CONCURRENTLY ON a (x);",
        ],
    );
    project.migrate().unwrap();
    assert_eq!(project.query("SELECT e FROM b"), ["b"]);
    assert_eq!(
        project.query(
            "SELECT indexrelid::regclass, indisvalid FROM pg_index i \
                       WHERE indrelid = 'a'::regclass ORDER BY 1"
        ),
        ["ax|t", "a_x_idx|t"]
    );
    assert_eq!(project.query("SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);
    assert_eq!(project.query(LEDGER).len(), 4);
}

#[test]
fn an_error_is_found_in_the_file_and_undoes_its_file_only() {
    let mut project = Project::with(
        Line::V0,
        &[
            "CREATE TABLE a (x int);",
            "INSERT INTO a VALUES (1);\n\n-- é\nINSERT INTO a\n  SELECT 'é', y FROM a;\nSELECT 3",
            "INSERT INTO a VALUES (3);",
        ],
    );
    let error = project.migrate().unwrap_err();
    assert_eq!(error.applied().len(), 1);
    let RunError::Failed { failure, .. } = &error else { panic!("{error}") };
    assert_eq!(
        error.to_string(),
        "drizzle/0001_m1.sql:5:15: column \"y\" does not exist (SQLSTATE 42703)"
    );
    assert_eq!((failure.number, failure.count, failure.exact), (2, 3, true));
    assert_eq!(failure.line_text, "  SELECT 'é', y FROM a;");
    assert_eq!(failure.state(), "nothing of this migration is applied");
    assert_eq!(project.query("SELECT count(*) FROM a"), ["0"]);
    assert_eq!(project.query(LEDGER).len(), 1);
    assert_eq!(
        project.query(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = \
                       (SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        ["0"]
    );
}

#[test]
fn a_large_file_gives_the_same_places() {
    let rows: String = (0..3000).map(|row| format!("INSERT INTO a VALUES ({row});\n")).collect();
    let mut project = Project::with(Line::V0, &["CREATE TABLE a (x int);"]);
    project.add(&format!("{rows}INSERT INTO a VALUES (z);"));
    let error = project.migrate().unwrap_err();
    assert_eq!(
        error.to_string(),
        "drizzle/0001_m1.sql:3001:23: column \"z\" does not exist (SQLSTATE 42703)"
    );
    assert_eq!(project.query("SELECT count(*) FROM a"), ["0"]);
}

#[test]
fn each_statement_of_several_is_told_when_it_begins() {
    let told = |files: &[&str]| -> Vec<String> {
        let mut project = Project::with(Line::V0, files);
        let _ = project.migrate();
        let statement = |event: Event| {
            let Event::Statement { name, number, count } = event else { return None };
            Some(format!("{name} {number}/{count}"))
        };
        project.events.into_iter().filter_map(statement).collect()
    };
    let segments = "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\n\
                    CREATE INDEX CONCURRENTLY ax ON a (x);\n\
                    INSERT INTO a VALUES (z);\nSELECT 1;";
    assert_eq!(
        told(&["CREATE TABLE a (x int);", segments]),
        ["0001_m1 1/5", "0001_m1 2/5", "0001_m1 3/5", "0001_m1 4/5"]
    );
    // One that is too large to be sent at once.
    let large = format!("SELECT 1;\nSELECT {} 2;", " ".repeat(70_000));
    assert_eq!(told(&[&large]), ["0000_m0 1/2", "0000_m0 2/2"]);
}

#[test]
fn a_failed_index_build_is_removed_and_the_next_run_goes_on() {
    let mut project = Project::with(
        Line::V1,
        &["CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1);\n\
         CREATE UNIQUE INDEX CONCURRENTLY ax ON a (x);\nINSERT INTO a VALUES (2);"],
    );
    let error = project.migrate().unwrap_err();
    let RunError::Failed { failure, .. } = &error else { panic!("{error}") };
    assert_eq!((failure.server.code.as_str(), failure.kept_segments), ("23505", 1));
    assert!(project.events.contains(&Event::IndexDropped { index: "public.ax".into() }));
    assert_eq!(project.query("SELECT count(*) FROM pg_class WHERE relname = 'ax'"), ["0"]);
    project.execute("DELETE FROM a WHERE ctid = '(0,1)'");
    let report = project.migrate().unwrap();
    assert!(report.applied[0].resumed);
    assert_eq!(project.query("SELECT x FROM a ORDER BY x"), ["1", "2"]);
    assert_eq!(project.query("SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);
}

#[test]
fn a_late_branch_runs_and_an_edited_file_does_not() {
    let mut project = Project::with(
        Line::V0,
        &["CREATE TABLE a (x int)", "INSERT INTO a VALUES (1)", "SELECT 3"],
    );
    let late = project.migrations.remove(1);
    project.migrate().unwrap();
    project.migrations.insert(1, late);
    let report = project.migrate().unwrap();
    assert_eq!(report.applied.len(), 1);
    assert_eq!(project.query("SELECT x FROM a"), ["1"]);

    project.migrations[1] = crate::support::migration(Line::V0, 1, "INSERT INTO a VALUES (100)");
    project.migrations.pop();
    let report = project.migrate().unwrap();
    let texts: Vec<String> = report.warnings.iter().map(Warning::to_string).collect();
    assert_eq!(
        texts,
        [
            "drizzle/0001_m1.sql was edited after it was applied",
            "the database has a migration that the folder lacks (row 2, created_at 1700000002000)",
        ]
    );
    assert_eq!(project.query("SELECT x FROM a"), ["1"]);
    project.options.strict = true;
    assert!(matches!(project.migrate(), Err(RunError::Strict { .. })));
}

#[test]
fn to_stops_behind_the_one_that_is_named() {
    let mut project = Project::with(Line::V0, &["SELECT 1", "SELECT 2", "SELECT 3"]);
    project.options.to = Some("1".into());
    let report = project.migrate().unwrap();
    assert_eq!(report.applied.len(), 2);
    assert_eq!(report.left_out, ["0002_m2"]);
    project.options.to = Some("0007".into());
    assert!(matches!(project.migrate(), Err(RunError::UnknownTarget { .. })));
}

#[test]
fn a_plan_changes_nothing() {
    let mut project = Project::with(Line::V0, &["SELECT 1", "VACUUM"]);
    let seen = plan(&project.target, &project.migrations, &project.options).unwrap();
    assert_eq!(seen.pending.len(), 2);
    assert_eq!(project.query("SELECT to_regnamespace('drizzle')"), ["NULL"]);
    project.migrate().unwrap();
    let seen = plan(&project.target, &project.migrations, &project.options).unwrap();
    assert_eq!((seen.pending.len(), seen.applied), (0, 2));
}

#[test]
fn what_a_file_sets_ends_with_it() {
    let mut project = Project::with(
        Line::V0,
        &[
            "SELECT pg_catalog.set_config('search_path', '', false);\n\
         CREATE TABLE public.a (x int); SET ROLE pg_monitor; SET work_mem = '1MB'",
            "INSERT INTO a SELECT count(*) FROM pg_settings WHERE name = 'work_mem' AND setting = '1024';\n\
         CREATE TABLE b AS SELECT current_user::text AS u",
            // Settings live through a migration's segments, its record included.
            "CREATE SCHEMA s; SET search_path TO s;\nCREATE TABLE c (x int);\n\
         CREATE INDEX CONCURRENTLY cx ON c (x);\nCREATE TABLE d (x int);",
        ],
    );
    project.migrate().unwrap();
    assert_eq!(project.query("SELECT x FROM a"), ["0"]);
    assert_eq!(project.query("SELECT u = current_user FROM b"), ["t"]);
    assert_eq!(project.query("SELECT to_regclass('s.d') IS NOT NULL"), ["t"]);
}

#[test]
fn a_deferred_constraint_fails_at_the_commit() {
    let mut project = Project::with(
        Line::V0,
        &[
            "CREATE TABLE a (x int UNIQUE DEFERRABLE INITIALLY DEFERRED);",
            "INSERT INTO a VALUES (1); INSERT INTO a VALUES (1);",
        ],
    );
    let error = project.migrate().unwrap_err();
    assert!(error.to_string().starts_with("drizzle/0001_m1.sql: at its commit: duplicate key"));
    assert_eq!(project.query("SELECT count(*) FROM a"), ["0"]);
    assert_eq!(project.query(LEDGER).len(), 1);
}
