//! How long it takes and what it needs, beside `pg_dump`. Only with `MIZZLE_TEST_FULL`.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Database;

/// Tables of eight columns with keys, checks and indexes, each in a reference to the one
/// before.
fn tables(count: usize) -> Database {
    let mut database = Database::with("CREATE TYPE state AS ENUM ('new', 'old')");
    // A text of its own, so that it may commit on the way.
    database.run(&format!(
        "DO $$ BEGIN FOR n IN 0..{count} - 1 LOOP
           EXECUTE format('CREATE TABLE table_%s (
             id serial PRIMARY KEY,
             name varchar(200) NOT NULL DEFAULT ''nobody'',
             mail text UNIQUE,
             state state DEFAULT ''new'',
             data jsonb DEFAULT ''{{}}'',
             amount numeric(10, 2) CHECK (amount > 0),
             parent_id integer REFERENCES table_%s (id) ON DELETE CASCADE,
             created_at timestamptz NOT NULL DEFAULT now())', n, greatest(n - 1, 0));
           EXECUTE format('CREATE INDEX ON table_%s (lower(name))', n);
           EXECUTE format('CREATE INDEX ON table_%s (created_at DESC) WHERE amount > 1', n);
           IF n % 100 = 99 THEN COMMIT; END IF;
         END LOOP; END $$"
    ));
    database
}

fn best_of_three(mut work: impl FnMut()) -> Duration {
    let times = (0..3).map(|_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    });
    times.min().unwrap()
}

/// The most memory that this process has had, in kB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_thousand_tables_take_no_longer_than_a_dump() {
    if std::env::var_os("MIZZLE_TEST_FULL").is_none() {
        return;
    }
    let mut small = tables(100);
    let hundred = best_of_three(|| drop(small.introspect()));
    let mut large = tables(1_000);
    let before = peak();
    let thousand = best_of_three(|| {
        let found = large.introspect();
        assert_eq!(found.fidelity.modelled, 7_001);
        assert!(found.fidelity.is_full(), "{}", found.fidelity);
    });
    let after = peak();
    let program = std::env::var_os("MIZZLE_TEST_PG_DUMP").unwrap_or_else(|| "pg_dump".into());
    let dump = best_of_three(|| {
        let mut command = Command::new(&program);
        command.args(["--schema-only", "--dbname", large.database.url()]).stdout(Stdio::null());
        assert!(command.status().unwrap().success());
    });
    let figures = format!(
        "100 tables {hundred:?}, 1,000 tables {thousand:?}, pg_dump {dump:?}, peak {before:?} to {after:?} kB"
    );
    println!("{figures}");
    assert!(thousand < dump.mul_f64(1.5), "{figures}");
    assert!(thousand < hundred * 12, "{figures}");
    assert!(after.is_none_or(|peak| peak < 80 * 1024), "{figures}");
}
