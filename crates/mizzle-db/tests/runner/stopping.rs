//! Runs that are asked to stop, that wait too long, or that lose a connection.

use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::lock::RUN;
use mizzle_db::runner::{Event, RunError, Unsettled, migrate};

use crate::support::Project;

/// Waits until a query gives a row.
fn wait_for(project: &Project, sql: &str) {
    let begun = Instant::now();
    while project.query(sql).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{sql}");
        sleep(Duration::from_millis(10));
    }
}

const RUNNING: &str = "SELECT FROM pg_stat_activity WHERE datname = current_database() \
    AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE ";

/// Stops a run once a statement like this is running.
fn stop_in(project: &mut Project, statement: &str) -> RunError {
    let cancel = Cancel::new();
    let (target, migrations, options) =
        (project.target.clone(), project.migrations.clone(), project.options.clone());
    let switch = cancel.clone();
    let run = spawn(move || migrate(&target, &migrations, &options, &switch, &mut |_| {}));
    wait_for(project, &format!("{RUNNING}'{statement}'"));
    cancel.cancel();
    let begun = Instant::now();
    let error = run.join().unwrap().unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(5), "{error}");
    error
}

#[test]
fn a_statement_is_ended_and_its_file_undone() {
    let mut project = Project::with(
        Line::V0,
        &[
            "CREATE TABLE a (x int)",
            "INSERT INTO a VALUES (1); SELECT pg_sleep(60); INSERT INTO a VALUES (2)",
        ],
    );
    let error = stop_in(&mut project, "SELECT pg_sleep%");
    assert_eq!(error.to_string(), "stopped while running 0001_m1");
    assert_eq!(error.applied().len(), 1);
    assert_eq!(project.query("SELECT count(*) FROM a"), ["0"]);
    assert_eq!(project.query("SELECT count(*) FROM drizzle.__drizzle_migrations"), ["1"]);
}

#[test]
fn an_index_build_is_ended_and_leaves_nothing() {
    let mut project = Project::with(
        Line::V0,
        &["CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY ax ON a (x);"],
    );
    let mut old = Connection::open(&project.target).unwrap();
    old.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class").unwrap();
    let error = stop_in(&mut project, "%CREATE INDEX CONCURRENTLY%");
    let RunError::Cancelled { kept_segments, .. } = error else { unreachable!("{error}") };
    assert_eq!(kept_segments, 1);
    assert_eq!(project.query("SELECT count(*) FROM pg_class WHERE relname = 'ax'"), ["0"]);
    old.execute("COMMIT").unwrap();
    assert!(project.migrate().unwrap().applied[0].resumed);
    assert_eq!(project.query("SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);
}

#[test]
fn who_waits_is_told_for_whom_and_gives_up_in_time() {
    let mut project = Project::with(Line::V0, &["SELECT 1"]);
    let mut other = Connection::open(&project.target).unwrap();
    other.execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({RUN})")).unwrap();
    let pid = other.query("SELECT pg_backend_pid()").unwrap();
    let pid = pid[0].text(0).unwrap().to_owned();
    project.options.lock_wait = Some(Duration::from_millis(700));
    let error = project.migrate().unwrap_err();
    let RunError::Busy { holder: Some(holder), .. } = &error else { unreachable!("{error}") };
    assert_eq!(holder.pid, pid);
    assert!(error.to_string().contains("user \"postgres\", mizzle"), "{error}");
    let told = |event: &Event| matches!(event, Event::WaitingForRun { holder: Some(holder), .. } if holder.pid == pid);
    assert!(project.events.iter().any(told));
    // A waiter can be stopped as well.
    project.options.lock_wait = None;
    let cancel = Cancel::new();
    let switch = cancel.clone();
    let asked = spawn(move || {
        sleep(Duration::from_millis(300));
        switch.cancel();
    });
    let ignore = &mut |_| {};
    let error = migrate(&project.target, &project.migrations, &project.options, &cancel, ignore);
    assert!(matches!(error, Err(RunError::Cancelled { migration: None, .. })));
    asked.join().unwrap();
    other.execute("COMMIT").unwrap();
    assert_eq!(project.migrate().unwrap().applied.len(), 1);
}

#[test]
fn nothing_begins_once_the_lock_is_lost() {
    let mut project = Project::with(Line::V0, &["SELECT pg_sleep(0.8)", "CREATE TABLE b ()"]);
    let target = project.target.clone();
    let killer = spawn(move || {
        let mut connection = Connection::open(&target).unwrap();
        let sql = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' \
             AND objid = ({RUN} & 4294967295)::oid AND granted AND database = \
             (SELECT oid FROM pg_database WHERE datname = current_database())"
        );
        while connection.query(&sql).unwrap().is_empty() {
            sleep(Duration::from_millis(10));
        }
    });
    let error = project.migrate().unwrap_err();
    killer.join().unwrap();
    assert!(matches!(error, RunError::LockLost { .. }), "{error}");
    assert!(error.applied().len() < 2);
    assert_eq!(project.query("SELECT to_regclass('b')"), ["NULL"]);
    project.migrate().unwrap();
    assert_eq!(project.query("SELECT to_regclass('b')"), ["b"]);
}

#[test]
fn a_lock_timeout_is_tried_again_and_then_explained() {
    let mut project = Project::with(
        Line::V0,
        &[
            "CREATE TABLE a (x int)",
            "-- mizzle:lock-timeout 100ms\nALTER TABLE a ADD COLUMN y int;",
        ],
    );
    project.options.to = Some("0".into());
    project.migrate().unwrap();
    project.options.to = None;
    let mut other = Connection::open(&project.target).unwrap();
    other.execute("BEGIN; LOCK TABLE a").unwrap();
    project.options.lock_retries = 0;
    let error = project.migrate().unwrap_err();
    assert!(error.to_string().ends_with("(SQLSTATE 55P03)"), "{error}");
    assert!(error.hint().unwrap().contains("mizzle:lock-timeout"));
    project.options.lock_retries = 5;
    let release = spawn(move || {
        sleep(Duration::from_millis(800));
        other.execute("COMMIT").unwrap();
    });
    assert_eq!(project.migrate().unwrap().applied.len(), 1);
    release.join().unwrap();
    assert!(project.events.iter().any(|event| matches!(event, Event::LockRetry { .. })));
}

#[test]
fn what_no_catalog_settles_stops_and_asks() {
    let text = "-- mizzle:no-transaction\nCREATE TABLE a (x int);\n\
                CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN \
                INSERT INTO a VALUES (1); COMMIT; PERFORM pg_sleep(60); END $$;\nCALL p();\n";
    for (answer, rows) in [(Unsettled::Done, "1"), (Unsettled::Again, "2")] {
        let mut project = Project::with(Line::V0, &[text]);
        let (target, migrations, options) =
            (project.target.clone(), project.migrations.clone(), project.options.clone());
        let run =
            spawn(move || migrate(&target, &migrations, &options, &Cancel::new(), &mut |_| {}));
        wait_for(&project, &format!("{RUNNING}'%CALL p()%'"));
        project.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%CALL p()%' \
             AND datname = current_database() AND pid <> pg_backend_pid()",
        );
        assert!(matches!(run.join().unwrap(), Err(RunError::Lost { .. })));
        let error = project.migrate().unwrap_err();
        assert_eq!(
            error.to_string(),
            "drizzle/0000_m0.sql:4:1: an earlier run ended in this statement, and \
             it may have committed parts of its work"
        );
        // The file must not change under it.
        let file = std::mem::take(&mut project.migrations);
        project.add(&format!("{text}SELECT 1;"));
        let error = project.migrate().unwrap_err();
        assert!(
            matches!(error, RunError::ChangedUnfinished { done: 2, segments: 3, .. }),
            "{error}"
        );
        project.migrations = file;
        project
            .execute("CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS 'INSERT INTO a VALUES (2)'");
        project.options.unsettled = answer;
        project.migrate().unwrap();
        assert_eq!(project.query("SELECT count(*) FROM a"), [rows]);
        assert_eq!(project.query("SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);
    }
}
