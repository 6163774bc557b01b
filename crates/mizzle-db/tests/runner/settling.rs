//! A run dies around a statement that no transaction protects, and the catalog is left
//! in each state that this can lead to: not begun, half-way, done. The next run must
//! tell them apart, and the statement's work must hold exactly once.

use mizzle_core::naming::Line;
use mizzle_db::connection::Connection;
use mizzle_db::runner::Event;
use mizzle_db::test_support::unique;

use crate::child::Runner;
use crate::proxy::{Proxy, Stall};
use crate::support::Project;

/// A project whose first run has died: the intent of the statement that `marker` is in
/// is recorded, and the statement never reached the server.
fn died_before(marker: &'static str, files: &[&str]) -> Project {
    let mut project = Project::new(Line::V0);
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in files.iter().enumerate() {
        project.add(text);
        std::fs::write(folder.path().join(format!("{number:04}.sql")), text).unwrap();
    }
    let proxy = Proxy::start(&project.target, marker, Stall::Before);
    let mut runner = Runner::start(&proxy.url(&project.target), folder.path(), Line::V0);
    runner.go();
    proxy.wait();
    runner.kill();
    assert_eq!(project.query(OPEN), ["1"], "{marker}");
    project
}

const OPEN: &str = "SELECT count(*) FROM drizzle.__mizzle_progress WHERE NOT done";

/// Runs again; everything is applied, the next run has nothing to do, and nothing of
/// the interruption is left. Gives the names of the indexes that were dropped.
fn settles(project: &mut Project) -> Vec<String> {
    let next = project.migrate();
    assert!(next.is_ok(), "{next:?}");
    assert!(project.migrate().unwrap().applied.is_empty());
    assert_eq!(project.query("SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);
    assert_eq!(project.query("SELECT file FROM marks ORDER BY file"), ["1", "2"]);
    let mut dropped = Vec::new();
    for event in &project.events {
        if let Event::IndexDropped { index } = event {
            dropped.push(index.clone());
        }
    }
    dropped
}

/// A file that marks what runs before and behind the statement.
fn around(statement: &str) -> String {
    format!("INSERT INTO marks VALUES (1);\n{statement};\nINSERT INTO marks VALUES (2);")
}

const BIG: &str = "CREATE TABLE marks (file int);\n\
                   CREATE TABLE big AS SELECT generate_series(1, 100) AS x;\n\
                   CREATE INDEX big_x ON big (x);\n\
                   CREATE INDEX old_ccnew ON big (x);";

/// Makes an index look as a build that died leaves it.
fn invalidate(project: &Project, index: &str) {
    project.execute(&format!(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{index}'::regclass"
    ));
}

fn indexes(project: &Project) -> Vec<String> {
    project.query(
        "SELECT indexrelid::regclass, indisvalid FROM pg_index \
         WHERE indrelid = 'big'::regclass ORDER BY indexrelid::regclass::text",
    )
}

#[test]
fn an_index_rebuild() {
    for statement in ["REINDEX INDEX CONCURRENTLY big_x", "REINDEX TABLE CONCURRENTLY big"] {
        let file = around(statement);
        let mut project = died_before("REINDEX", &[BIG, &file]);
        // The copy that the build began. One of such a name that was there before the
        // run is somebody else's.
        project.execute("CREATE INDEX big_x_ccnew ON big (x)");
        invalidate(&project, "big_x_ccnew");
        let before = project.query("SELECT relfilenode FROM pg_class WHERE relname = 'big_x'");
        assert_eq!(settles(&mut project), ["public.big_x_ccnew"], "{statement}");
        assert_eq!(indexes(&project), ["big_x|t", "old_ccnew|t"], "{statement}");
        let after = project.query("SELECT relfilenode FROM pg_class WHERE relname = 'big_x'");
        assert_ne!(before, after, "{statement}");
    }
}

#[test]
fn an_index_rebuild_that_left_the_old_one() {
    // The copies have changed names: the new one is in use, the old one left to drop.
    let file = around("REINDEX INDEX CONCURRENTLY big_x");
    let mut project = died_before("REINDEX", &[BIG, &file]);
    project.execute("CREATE INDEX new ON big (x)");
    project.execute("ALTER INDEX big_x RENAME TO big_x_ccold");
    project.execute("ALTER INDEX new RENAME TO big_x");
    invalidate(&project, "big_x_ccold");
    settles(&mut project);
    let left: Vec<_> =
        indexes(&project).into_iter().filter(|index| index.ends_with("|t")).collect();
    assert_eq!(left, ["big_x|t", "old_ccnew|t"]);
}

#[test]
fn an_index_drop() {
    let file = around("DROP INDEX CONCURRENTLY big_x");
    // Not begun, half-way, done.
    for state in ["", "invalid", "gone"] {
        let mut project = died_before("DROP INDEX", &[BIG, &file]);
        match state {
            "invalid" => invalidate(&project, "big_x"),
            "gone" => project.execute("DROP INDEX big_x"),
            _ => {}
        }
        settles(&mut project);
        assert_eq!(indexes(&project), ["old_ccnew|t"], "{state}");
    }
    // Done, and another of that name made since: it is not the one to drop.
    let mut project = died_before("DROP INDEX", &[BIG, &file]);
    project.execute("DROP INDEX big_x; CREATE INDEX big_x ON big (x)");
    settles(&mut project);
    assert_eq!(indexes(&project), ["big_x|t", "old_ccnew|t"]);
}

#[test]
fn a_partition_that_is_detached() {
    const PARTS: &str = "CREATE TABLE marks (file int);\n\
                         CREATE TABLE parent (x int) PARTITION BY RANGE (x);\n\
                         CREATE TABLE part PARTITION OF parent FOR VALUES FROM (0) TO (10);";
    const DETACH: &str = "ALTER TABLE parent DETACH PARTITION part CONCURRENTLY";
    let file = around(DETACH);
    let version = Project::new(Line::V0).query("SHOW server_version_num");
    if version[0].parse::<u32>().unwrap() < 140_000 {
        return;
    }
    for state in ["", "pending", "detached"] {
        let mut project = died_before("DETACH PARTITION", &[PARTS, &file]);
        match state {
            "pending" => {
                // The first of its two transactions is done; the second waits for all who
                // may still read the table, and is given up.
                let mut reader = Connection::open(&project.target).unwrap();
                reader.execute("BEGIN; SELECT FROM parent").unwrap();
                let mut detaching = Connection::open(&project.target).unwrap();
                detaching.execute("SET statement_timeout = '300ms'").unwrap();
                detaching.execute(DETACH).unwrap_err();
                let pending = "SELECT inhdetachpending FROM pg_inherits";
                assert_eq!(project.query(pending), ["t"]);
            }
            "detached" => project.execute("ALTER TABLE parent DETACH PARTITION part"),
            _ => {}
        }
        settles(&mut project);
        let left = project.query("SELECT count(*) FROM pg_inherits");
        assert_eq!(left, ["0"], "{state}");
        assert_eq!(project.query("SELECT count(*) FROM part"), ["0"], "{state}");
    }
}

#[test]
fn a_database_that_is_created() {
    for done in [false, true] {
        let name = unique("mizzle_settling");
        let file = around(&format!("CREATE DATABASE {name}"));
        let marks = "CREATE TABLE marks (file int);";
        let mut project = died_before("CREATE DATABASE", &[marks, &file]);
        if done {
            project.execute(&format!("CREATE DATABASE {name}"));
        }
        settles(&mut project);
        let there = format!("SELECT datname FROM pg_database WHERE datname = '{name}'");
        assert_eq!(project.query(&there), [name.as_str()]);
        project.execute(&format!("DROP DATABASE {name}"));
    }
}

#[test]
fn a_database_that_is_dropped() {
    for done in [false, true] {
        let name = unique("mizzle_settling");
        let file = around(&format!("DROP DATABASE {name}"));
        Project::new(Line::V0).execute(&format!("CREATE DATABASE {name}"));
        let marks = "CREATE TABLE marks (file int);";
        let mut project = died_before("DROP DATABASE", &[marks, &file]);
        if done {
            project.execute(&format!("DROP DATABASE {name}"));
        }
        settles(&mut project);
        let there = format!("SELECT datname FROM pg_database WHERE datname = '{name}'");
        assert!(project.query(&there).is_empty());
    }
}

#[test]
fn what_may_run_twice() {
    for statement in ["VACUUM big", "CLUSTER"] {
        let file = around(statement);
        let mut project = died_before(statement, &[BIG, &file]);
        settles(&mut project);
    }
}

#[test]
fn an_enum_value_and_its_use() {
    // No statement of its own here: the commit between the two is what a run dies at.
    let begin = "CREATE TABLE marks (file int);\nCREATE TYPE mood AS ENUM ('ok');";
    let file = "INSERT INTO marks VALUES (1);\nALTER TYPE mood ADD VALUE 'fine';\n\
                INSERT INTO marks SELECT 2 WHERE 'fine'::mood IS NOT NULL;";
    for stall in [Stall::Before, Stall::Behind] {
        let mut project = Project::new(Line::V0);
        let folder = tempfile::tempdir().unwrap();
        for (number, text) in [begin, file].iter().enumerate() {
            project.add(text);
            std::fs::write(folder.path().join(format!("{number:04}.sql")), text).unwrap();
        }
        let proxy = Proxy::start(&project.target, "INSERT INTO marks SELECT 2", stall);
        let mut runner = Runner::start(&proxy.url(&project.target), folder.path(), Line::V0);
        runner.go();
        proxy.wait();
        runner.kill();
        let labels = "SELECT enumlabel FROM pg_enum ORDER BY enumsortorder";
        assert_eq!(project.query(labels), ["ok", "fine"]);
        settles(&mut project);
        assert_eq!(project.query(labels), ["ok", "fine"]);
    }
}
