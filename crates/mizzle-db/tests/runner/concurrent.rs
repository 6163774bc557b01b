//! Several processes at once: each migration is applied once, by one of them,
//! and all of them succeed.

use mizzle_core::naming::Line;

use crate::child::Runner;
use crate::support::Project;

/// Every file leaves a mark that a second run would double.
const FILES: [&str; 4] = [
    "CREATE TABLE marks (file int); INSERT INTO marks VALUES (0);",
    // Slow enough for all the others to arrive.
    "INSERT INTO marks SELECT 1 FROM pg_sleep(0.25);",
    "CREATE TABLE big AS SELECT generate_series(1, 2000) AS x;\n\
     INSERT INTO marks VALUES (2);\n\
     CREATE INDEX CONCURRENTLY big_x ON big (x);\n\
     INSERT INTO marks VALUES (20);",
    "ALTER TABLE marks ADD COLUMN more int; INSERT INTO marks VALUES (3);",
];

fn at_once(processes: usize, line: Line) {
    let project = Project::new(line);
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in FILES.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number:04}.sql")), text).unwrap();
    }
    let mut runners: Vec<Runner> =
        (0..processes).map(|_| Runner::start(&project.url(), folder.path(), line)).collect();
    // All of them see everything pending, and none has begun.
    assert!(runners.iter().all(|runner| runner.pending == FILES.len()));
    runners.iter_mut().for_each(Runner::go);
    let ended: Vec<_> = runners.into_iter().map(Runner::finish).collect();

    let workers: Vec<_> = ended.iter().filter(|end| !end.applied.is_empty()).collect();
    assert_eq!(workers.len(), 1, "{ended:?}");
    assert_eq!(workers[0].applied.len(), FILES.len());
    // The others were there all the while: they waited out the slow statement.
    assert!(ended.iter().all(|end| end.millis >= 250), "{ended:?}");
    assert_eq!(project.query("SELECT file FROM marks ORDER BY file"), ["0", "1", "2", "3", "20"]);
    assert_eq!(
        project.query("SELECT count(*) FROM drizzle.__drizzle_migrations"),
        [FILES.len().to_string()]
    );
    assert_eq!(
        project.query(
            "SELECT indexrelid::regclass, indisvalid FROM pg_index \
                       WHERE indrelid = 'big'::regclass"
        ),
        ["big_x|t"]
    );
    assert_eq!(project.query("SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);
}

#[test]
fn two_at_once_twenty_times() {
    for round in 0..20 {
        at_once(2, if round % 2 == 0 { Line::V0 } else { Line::V1 });
    }
}

#[test]
fn four_at_once_twenty_times() {
    for round in 0..20 {
        at_once(4, if round % 2 == 0 { Line::V1 } else { Line::V0 });
    }
}
