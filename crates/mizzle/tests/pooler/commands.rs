//! `migrate`, `status` and `rollback`.

use super::{Setting, connect};
use std::process::Stdio;

const USERS: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(),
  name: pg.text(\"name\"),
});\n";

const WITH_AGE: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(),
  name: pg.text(\"name\"),
  age: pg.integer(\"age\"),
}, (t) => [pg.index(\"users_age\").on(t.age).concurrently()]);\n";

/// With a part that runs outside of any transaction, and settings that a migration leaves.
#[test]
fn a_project_goes_forward_and_back() {
    let setting = Setting::new();
    setting.schema(USERS);
    setting.done(&["generate", "--name", "first"]);
    let file = "drizzle/0000_first.sql";
    let sql = setting.project.read(file);
    let left = "--> statement-breakpoint\nSET search_path TO pg_catalog;\n\
                --> statement-breakpoint\nSET work_mem = '1MB';\n";
    setting.project.file(file, &format!("{sql}{left}"));
    setting.done(&["seal", "--no-rehearse"]);
    assert!(setting.done(&["migrate"]).contains("1 migration applied"));
    setting.run("INSERT INTO users (name) VALUES ('Ada'), ('Grace')");
    setting.schema(WITH_AGE);
    setting.done(&["generate", "--name", "age"]);
    assert!(setting.project.read("drizzle/0001_age.sql").contains("CONCURRENTLY"));
    let said = setting.project.mizzle(&["status", "--check"]);
    assert!(said.contains("0001_age") && said.ends_with("--- exit 3"), "{said}");
    setting.done(&["migrate"]);
    setting.done(&["status", "--check"]);
    let index = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('users_age')";
    assert_eq!(setting.values(index), ["t"]);
    setting.expect_clean_backends();

    let said = setting.done(&["rollback"]);
    assert!(said.contains("0001_age undone"), "{said}");
    assert_eq!(setting.values("SELECT name FROM users ORDER BY id"), ["Ada", "Grace"]);
    assert!(setting.values(index).is_empty());
    assert!(setting.project.mizzle(&["status", "--check"]).ends_with("--- exit 3"));
    setting.done(&["migrate"]);
    setting.done(&["drift"]);
    setting.expect_clean_backends();
}

/// The lock of a run is that of an open transaction, which keeps its backend.
#[test]
fn of_runs_at_once_one_applies() {
    let setting = Setting::new();
    setting.schema(USERS);
    setting.done(&["generate", "--name", "first"]);
    let children: Vec<_> = (0..2)
        .map(|_| {
            let mut command = setting.project.command(&["migrate"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(setting.values("SELECT count(*) FROM drizzle.__drizzle_migrations"), ["1"]);
    setting.expect_clean_backends();
}

/// A test of the test: what is left on a backend is found there, whoever asks.
#[test]
fn a_lock_of_a_session_stays_behind() {
    let setting = Setting::new();
    let name = setting.values("SELECT current_database()").remove(0);
    let url = setting.bouncer.url(&name);
    connect(&url).execute("SELECT pg_advisory_lock(7)").unwrap();
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        setting.expect_clean_backends();
    }));
    let said = *found.unwrap_err().downcast::<String>().unwrap();
    assert!(said.contains("advisory lock 7"), "{said}");
}
