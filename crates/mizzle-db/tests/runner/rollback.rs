//! Undoing: the last ones first, each wholly or not at all, with its row of the ledger.

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{Applied, Event, Refusal, RunError, Undo, rollback, standing};
use mizzle_db::test_support;

use crate::support::{Project, migration};

/// Three migrations with rows, and the files that lead back.
const FILES: [&str; 3] = [
    "CREATE TABLE a (id int PRIMARY KEY, x text);\nINSERT INTO a VALUES (1, 'é'), (2, NULL);",
    "ALTER TABLE a ADD COLUMN y int;\nUPDATE a SET y = 7;",
    "ALTER TABLE a RENAME COLUMN x TO z;\nCREATE TABLE b (id int);",
];
const DOWNS: [&str; 3] = [
    "DROP TABLE a;",
    "-- back\nSET search_path TO public;\nALTER TABLE a DROP COLUMN y;\n",
    "DROP TABLE b;\n--> statement-breakpoint\nALTER TABLE a RENAME COLUMN z TO x;",
];

fn down(of: &Migration, text: &str) -> Migration {
    let file = of.file.replace("drizzle/", "drizzle/down/");
    Migration::read(of.name.clone(), of.created_at, file, text.as_bytes()).unwrap()
}

/// Undoes the migrations with these numbers, in this order.
fn undo(project: &mut Project, numbers: &[usize]) -> Result<Vec<Applied>, RunError> {
    let back = |index: usize| down(&project.migrations[index], DOWNS[index]);
    let undo: Vec<Undo> =
        numbers.iter().map(|index| Undo { index: *index, down: back(*index) }).collect();
    undo_all(project, &undo)
}

fn undo_all(project: &mut Project, undo: &[Undo]) -> Result<Vec<Applied>, RunError> {
    let events = &mut project.events;
    let mut record = |event| events.push(event);
    let (target, migrations) = (&project.target, &project.migrations);
    rollback(target, migrations, undo, &project.options, &Cancel::new(), &mut record)
}

fn recorded(project: &Project) -> usize {
    project.query("SELECT id FROM drizzle.__drizzle_migrations").len()
}

fn refusal(error: RunError) -> Refusal {
    let RunError::Rollback(refusal) = error else { unreachable!("{error}") };
    *refusal
}

#[test]
fn each_is_undone_with_its_row_and_can_be_applied_again() {
    for line in [Line::V0, Line::V1] {
        let mut project = Project::with(line, &FILES);
        project.migrate().unwrap();
        let before = project.query("SELECT id, z FROM a ORDER BY id");
        let undone = undo(&mut project, &[2]).unwrap();
        assert_eq!((undone.len(), undone[0].statements), (1, 2));
        assert_eq!(recorded(&project), 2);
        assert_eq!(project.query("SELECT id, x FROM a ORDER BY id"), before);
        assert_eq!(project.query("SELECT to_regclass('b')"), ["NULL"]);
        assert_eq!(project.migrate().unwrap().applied.len(), 1);
        assert_eq!(project.query("SELECT id, z FROM a ORDER BY id"), before);

        assert_eq!(undo(&mut project, &[2, 1, 0]).unwrap().len(), 3);
        assert_eq!(
            (recorded(&project), project.query("SELECT to_regclass('a')")),
            (0, vec!["NULL".to_owned()])
        );
        let told: Vec<&str> = project
            .events
            .iter()
            .filter_map(|event| {
                let Event::Undone(undone) = event else { return None };
                Some(undone.name.as_str())
            })
            .collect();
        let names: Vec<&str> =
            [2, 2, 1, 0].iter().map(|at: &usize| project.migrations[*at].name.as_str()).collect();
        assert_eq!(told, names);
        assert_eq!(project.migrate().unwrap().applied.len(), 3);
    }
}

#[test]
fn a_statement_that_fails_leaves_the_migration_applied() {
    let mut project = Project::with(Line::V0, &FILES);
    project.migrate().unwrap();
    let text = "-- down\nDROP TABLE b;\nALTER TABLE a\n  DROP COLUMN no;\n";
    let first = Undo { index: 2, down: down(&project.migrations[2], text) };
    let error = undo_all(&mut project, &[first]).unwrap_err();
    let RunError::Failed { failure, .. } = &error else { panic!("{error}") };
    assert_eq!(
        error.to_string(),
        "drizzle/down/0002_m2.sql:3:1: column \"no\" of relation \"a\" does not exist (SQLSTATE 42703)"
    );
    assert_eq!((failure.number, failure.count, failure.kept_segments), (2, 2, 0));
    assert_eq!(failure.statement, "ALTER TABLE a\n  DROP COLUMN no");
    assert_eq!(project.query("SELECT to_regclass('b')"), ["b"]);
    assert_eq!(recorded(&project), 3);

    // What was undone before it stays undone.
    let undone = [
        Undo { index: 2, down: down(&project.migrations[2], DOWNS[2]) },
        Undo { index: 1, down: down(&project.migrations[1], "SELECT 1/0;") },
    ];
    let error = undo_all(&mut project, &undone).unwrap_err();
    assert_eq!(error.applied().len(), 1);
    assert_eq!(recorded(&project), 2);
}

#[test]
fn only_what_was_applied_last_is_undone() {
    let mut project = Project::with(Line::V0, &FILES);
    project.migrate().unwrap();
    let names: Vec<String> = project.migrations.iter().map(|one| one.name.clone()).collect();
    assert_eq!(
        refusal(undo(&mut project, &[1]).unwrap_err()),
        Refusal::OutOfOrder { name: names[1].clone(), later: vec![names[2].clone()] }
    );
    // Another branch's migration, of which there is no file here.
    project.execute(
        "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('abc', 1800000000000)",
    );
    assert_eq!(
        refusal(undo(&mut project, &[2]).unwrap_err()).to_string(),
        "0002_m2 cannot be undone alone: row 4, created_at 1800000000000 was applied after it"
    );
    project.execute("DELETE FROM drizzle.__drizzle_migrations WHERE hash = 'abc'");
    undo(&mut project, &[2]).unwrap();
    assert_eq!(
        refusal(undo(&mut project, &[2]).unwrap_err()),
        Refusal::NotApplied { name: names[2].clone() }
    );
    // A late branch was applied last, whatever its number says.
    project.migrations.insert(1, migration(Line::V0, 9, "CREATE TABLE late (id int);"));
    project.migrate().unwrap();
    let order: Vec<Option<usize>> =
        standing(&project.target, &project.migrations, &project.options)
            .unwrap()
            .applied
            .iter()
            .map(|row| row.migration)
            .collect();
    assert_eq!(order, [Some(0), Some(2), Some(1), Some(3)]);
}

#[test]
fn an_edited_file_and_an_unfinished_migration_are_refused() {
    let mut project = Project::with(Line::V0, &FILES);
    project.migrate().unwrap();
    let kept = project.migrations[2].clone();
    project.migrations[2] = migration(Line::V0, 2, "CREATE TABLE b (id bigint);");
    let edited = Refusal::Edited { name: kept.name.clone(), file: kept.file.clone() };
    assert_eq!(refusal(undo(&mut project, &[2]).unwrap_err()), edited);
    project.migrations[2] = kept;
    project.add("CREATE TABLE c (id int);\n-- mizzle:commit\nSELECT 1/0;");
    project.migrate().unwrap_err();
    assert_eq!(
        refusal(undo(&mut project, &[2]).unwrap_err()).to_string(),
        "0003_m3 is applied in part: 1 of its 2 parts are done"
    );
    assert_eq!(recorded(&project), 3);
}

#[test]
fn a_way_back_is_one_transaction() {
    let mut project = Project::with(Line::V0, &FILES);
    project.migrate().unwrap();
    let text = "DROP TABLE b;\nCREATE INDEX CONCURRENTLY ax ON a (z);";
    let undo = Undo { index: 2, down: down(&project.migrations[2], text) };
    let said = refusal(undo_all(&mut project, &[undo]).unwrap_err());
    assert_eq!(said, Refusal::NotWhole { file: "drizzle/down/0002_m2.sql".to_owned() });
    assert_eq!(project.query("SELECT to_regclass('b')"), ["b"]);
}

#[test]
fn one_run_at_a_time() {
    let mut project = Project::with(Line::V0, &FILES);
    project.migrate().unwrap();
    let mut other = Connection::open(&project.target).unwrap();
    let lock = format!("BEGIN; SELECT pg_advisory_xact_lock({})", mizzle_db::lock::RUN);
    other.execute(&lock).unwrap();
    project.options.lock_wait = Some(std::time::Duration::from_millis(100));
    assert!(matches!(undo(&mut project, &[2]), Err(RunError::Busy { .. })));
    other.execute("ROLLBACK").unwrap();
    undo(&mut project, &[2]).unwrap();
    assert_eq!(recorded(&project), 2);
}

#[test]
fn a_caller_that_wants_to_stop_loses_nothing() {
    let mut project = Project::with(Line::V0, &FILES);
    project.migrate().unwrap();
    let text = "DROP TABLE b;\nSELECT pg_sleep(60);";
    let undo = [Undo { index: 2, down: down(&project.migrations[2], text) }];
    let cancel = Cancel::new();
    let switch = cancel.clone();
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        switch.cancel();
    });
    let (target, migrations) = (&project.target, &project.migrations);
    let error =
        rollback(target, migrations, &undo, &project.options, &cancel, &mut |_| {}).unwrap_err();
    assert!(matches!(error, RunError::Cancelled { .. }), "{error}");
    assert_eq!(
        (project.query("SELECT to_regclass('b')"), recorded(&project)),
        (vec!["b".to_owned()], 3)
    );
}

#[test]
fn a_role_that_may_not_remove_rows_is_told_so() {
    let mut project = Project::with(Line::V0, &FILES);
    project.migrate().unwrap();
    let role = test_support::unique("mizzle_undo");
    project.execute(&format!(
        "CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA drizzle TO {role};\n\
         GRANT SELECT, INSERT ON drizzle.__drizzle_migrations TO {role};\n\
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA drizzle TO {role};"
    ));
    let owner = project.target.clone();
    project.target.user = role.clone();
    let error = undo(&mut project, &[2]).unwrap_err();
    project.target = owner;
    project.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    assert_eq!(
        error.hint().unwrap(),
        format!(
            "an owner of it can run: GRANT DELETE ON \"drizzle\".\"__drizzle_migrations\" TO \"{role}\";"
        )
    );
    assert_eq!(recorded(&project), 3);
}

#[test]
fn on_an_engine_with_one_backend() {
    let Some(engine) = test_support::embedded() else {
        eprintln!("mizzle-pg is not built: nothing of it is tested");
        return;
    };
    let lease = engine.lease().unwrap();
    let mut project = Project::with(Line::V0, &FILES);
    project.target = crate::support::target(lease.url());
    project.migrate().unwrap();
    assert_eq!(undo(&mut project, &[2, 1]).unwrap().len(), 2);
    assert_eq!(project.query("SELECT id, x FROM a ORDER BY id"), ["1|é", "2|NULL"]);
    assert_eq!(recorded(&project), 1);
}
