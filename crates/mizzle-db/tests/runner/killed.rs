//! `kill -9` at every kind of moment. Whatever a run was doing, the next one
//! finds out what holds and goes on: everything exactly once.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use mizzle_core::naming::Line;
use mizzle_db::connection::Connection;
use mizzle_db::runner::Event;

use crate::child::Runner;
use crate::proxy::{Proxy, Stall};
use crate::support::Project;

/// A moment at which a run dies: the message at which the wire stalls.
struct Moment {
    phase: Phase,
    text: &'static str,
    stall: Stall,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Preparing,
    InStatement,
    BeforeRecord,
    InCommit,
    InIndexBuild,
    AroundIndexBuild,
}

const RECORD: &str = r#"INSERT INTO "drizzle"."__drizzle_migrations""#;

/// Ten moments of the files below.
const MOMENTS: [Moment; 10] = [
    Moment { phase: Phase::Preparing, text: "CREATE SCHEMA \"drizzle\"", stall: Stall::Behind },
    Moment { phase: Phase::InStatement, text: "INSERT INTO marks SELECT 1", stall: Stall::Behind },
    // The first of a file so large that its statements are sent one by one.
    Moment { phase: Phase::InStatement, text: "INSERT INTO marks SELECT 4", stall: Stall::Behind },
    Moment { phase: Phase::BeforeRecord, text: RECORD, stall: Stall::Before },
    Moment { phase: Phase::BeforeRecord, text: "SELECT 20", stall: Stall::Before },
    Moment { phase: Phase::InCommit, text: RECORD, stall: Stall::Behind },
    Moment { phase: Phase::InIndexBuild, text: "INDEX CONCURRENTLY big_x", stall: Stall::Behind },
    Moment { phase: Phase::InIndexBuild, text: "INDEX CONCURRENTLY big_x", stall: Stall::Behind },
    Moment {
        phase: Phase::AroundIndexBuild,
        text: "INDEX CONCURRENTLY big_x",
        stall: Stall::Before,
    },
    Moment { phase: Phase::AroundIndexBuild, text: "SELECT EXISTS", stall: Stall::Before },
];

/// Marks count how often a file ran; the trigger makes each commit slow enough
/// to die in.
fn files() -> Vec<String> {
    let large: String = (0..40).map(|row| format!("SELECT '{row:02000}';\n")).collect();
    vec![
        "CREATE TABLE marks (file int);\n\
         CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN PERFORM pg_sleep(0.05); RETURN NULL; END $$;\n\
         CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON marks DEFERRABLE INITIALLY DEFERRED \
         FOR EACH ROW EXECUTE FUNCTION slow();\n\
         INSERT INTO marks VALUES (0);"
            .to_owned(),
        "INSERT INTO marks SELECT 1 FROM pg_sleep(0.1);".to_owned(),
        "CREATE TABLE big AS SELECT generate_series(1, 500) AS x;\n\
         INSERT INTO marks VALUES (2);\n\
         CREATE INDEX CONCURRENTLY big_x ON big (x);\n\
         INSERT INTO marks SELECT 20;"
            .to_owned(),
        "ALTER TABLE marks ADD COLUMN more int;".to_owned(),
        format!("INSERT INTO marks SELECT 4;\n{large}"),
    ]
}

/// Kills a run at the moment, then runs again, and again.
fn kill_at(line: Line, moment: &Moment, round: usize) {
    let files = files();
    let mut project = Project::new(line);
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in files.iter().enumerate() {
        project.add(text);
        std::fs::write(folder.path().join(format!("{number:04}.sql")), text).unwrap();
    }
    // A run that has done a part already makes the record of a later file the
    // one to die at.
    let before = match moment.phase {
        Phase::Preparing => 0,
        Phase::InStatement | Phase::BeforeRecord | Phase::InCommit => round % 2,
        Phase::InIndexBuild | Phase::AroundIndexBuild => 2,
    };
    if before > 0 {
        project.options.to = Some(project.migrations[before - 1].name.clone());
        project.migrate().unwrap();
        project.options.to = None;
    }
    let proxy = Proxy::start(&project.target, moment.text, moment.stall);
    let mut runner = Runner::start(&proxy.url(&project.target), folder.path(), line);
    // An index build waits for every transaction that is older than itself.
    let old = (moment.phase == Phase::InIndexBuild).then(|| hold_back(&project));
    runner.go();
    proxy.wait();
    if moment.phase == Phase::InCommit {
        // Into the commit, which the trigger makes last a while.
        std::thread::sleep(Duration::from_millis(10 * u64::try_from(round % 8).unwrap()));
    }
    if old.is_some() {
        wait_for_build(&project);
    }
    runner.kill();

    // The build goes on in the server. In every second round it is still at it
    // when the next run begins.
    let release = old.map(|old| {
        if round.is_multiple_of(2) {
            drop(old);
            None
        } else {
            Some(std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(900));
                drop(old);
            }))
        }
    });
    let next = project.migrate();
    assert!(next.is_ok(), "{:?} {}: {next:?}", moment.phase, moment.text);
    if let Some(Some(release)) = release {
        release.join().unwrap();
        let waited = |event: &Event| matches!(event, Event::WaitingForBackend { .. });
        assert!(project.events.iter().any(waited), "{:?}", project.events);
    }
    assert!(project.migrate().unwrap().applied.is_empty());

    let context = format!("{line:?} {:?} {} round {round}", moment.phase, moment.text);
    let marks = project.query("SELECT file FROM marks ORDER BY file");
    assert_eq!(marks, ["0", "1", "2", "4", "20"], "{context}");
    let rows = project.query("SELECT created_at FROM drizzle.__drizzle_migrations ORDER BY id");
    let wanted = project.migrations.iter().map(|own| own.created_at.to_string());
    assert_eq!(rows, wanted.collect::<Vec<_>>(), "{context}");
    let indexes = project.query(
        "SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'big'::regclass",
    );
    assert_eq!(indexes, ["big_x|t"], "{context}");
    assert_eq!(project.query("SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);
}

/// A transaction with a snapshot, until it is dropped.
fn hold_back(project: &Project) -> Connection {
    let mut connection = Connection::open(&project.target).unwrap();
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class").unwrap();
    connection
}

/// Waits until the server builds the index, and waits for somebody itself: the message may have
/// reached it and not been read yet.
fn wait_for_build(project: &Project) {
    let building = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                    AND pid <> pg_backend_pid() AND query LIKE '%INDEX CONCURRENTLY big_x%' \
                    AND wait_event_type = 'Lock'";
    let deadline = Instant::now() + Duration::from_secs(30);
    while project.query(building) != ["1"] {
        assert!(Instant::now() < deadline, "no index is built");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Fifty kills on the ledger of a line.
fn fifty(line: Line) {
    let mut counts: BTreeMap<Phase, usize> = BTreeMap::new();
    for round in 0..5 {
        for moment in &MOMENTS {
            kill_at(line, moment, round);
            *counts.entry(moment.phase).or_default() += 1;
        }
    }
    assert_eq!(counts.values().sum::<usize>(), 50);
    assert!(counts.len() == 6 && counts.values().all(|count| *count >= 5), "{counts:?}");
}

#[test]
fn fifty_times_on_the_ledger_of_0() {
    fifty(Line::V0);
}

#[test]
fn fifty_times_on_the_ledger_of_1() {
    fifty(Line::V1);
}
