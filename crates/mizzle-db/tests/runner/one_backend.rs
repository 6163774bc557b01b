//! The embedded Postgres: one backend, whose owner grants the lock of a run.
//! Needs `mizzle-pg`; where it has not been built, this says so.

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::devdb::embedded::{TRY_LOCK, UNLOCK};
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{Options, RunError, migrate, wipe};
use mizzle_db::target::Target;
use mizzle_db::test_support;

use crate::support::{migration, query, target};

const FILES: [&str; 3] = [
    "CREATE TABLE a (x int); INSERT INTO a VALUES (1);",
    "INSERT INTO a VALUES (2);\nCREATE INDEX CONCURRENTLY ax ON a (x);\nINSERT INTO a VALUES (3);",
    "CREATE TYPE e AS ENUM ('a');\n-- mizzle:commit\nALTER TYPE e ADD VALUE 'b';\n\
     CREATE TABLE b (e e DEFAULT 'b');",
];

fn run(target: &Target, migrations: &[Migration], options: &Options) -> Result<usize, RunError> {
    let report = migrate(target, migrations, options, &Cancel::new(), &mut |_| {})?;
    Ok(report.applied.len())
}

#[test]
fn a_history_runs_on_it_as_on_a_server() {
    let Some(engine) = test_support::embedded() else {
        eprintln!("mizzle-pg is not built: nothing of it is tested");
        return;
    };
    let lease = engine.lease().unwrap();
    let target = target(lease.url());
    for line in [Line::V0, Line::V1] {
        let migrations: Vec<Migration> =
            FILES.iter().enumerate().map(|(number, text)| migration(line, number, text)).collect();
        let mut options = Options::new(LedgerPlace::usual(line));
        assert_eq!(run(&target, &migrations, &options).unwrap(), 3);
        assert_eq!(run(&target, &migrations, &options).unwrap(), 0);
        assert_eq!(query(&target, "SELECT x FROM a ORDER BY x"), ["1", "2", "3"]);
        assert_eq!(query(&target, "SELECT to_regclass('drizzle.__mizzle_progress')"), ["NULL"]);

        // A statement that fails leaves the engine as it was, and usable.
        let mut more = migrations.clone();
        more.push(migration(line, 3, "INSERT INTO a VALUES (4);\nSELECT 1/0;"));
        let error = run(&target, &more, &options).unwrap_err();
        assert!(error.to_string().contains(":2:1: division by zero"), "{error}");
        assert_eq!(query(&target, "SELECT count(*) FROM a"), ["3"]);

        // Who holds the owner's lock keeps others away.
        let mut other = Connection::open(&target).unwrap();
        assert!(other.query(TRY_LOCK).unwrap()[0].is_true(0));
        options.lock_wait = Some(std::time::Duration::from_millis(100));
        assert!(matches!(run(&target, &more, &options), Err(RunError::Busy { .. })));
        other.execute(UNLOCK).unwrap();

        wipe(&target, &[], &options, &Cancel::new(), &mut |_| {}).unwrap();
    }
}
