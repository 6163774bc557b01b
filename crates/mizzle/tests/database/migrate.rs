//! Pending migrations, applied and recorded.

use crate::Setting;
use crate::terminal::Terminal;
use insta::assert_snapshot;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn all_of_them_and_then_none() {
    let setting = Setting::new();
    assert_snapshot!(setting.mizzle(&["migrate"]), @r"
    --- stdout
    ✔ 0000_create_users ([TIME], not rehearsed)
    ✔ 0001_add_users_name ([TIME], not rehearsed)
    ✔ 0002_create_posts ([TIME], not rehearsed)
    ✔ 3 migrations applied ([TIME])
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Created the migrations table
    3 migrations pending
    --- exit 0
    ");
    assert_eq!(setting.recorded(), 3);
    assert_snapshot!(setting.mizzle(&["migrate"]), @r"
    --- stdout
    Nothing to apply, 3 migrations applied before
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    --- exit 0
    ");
    assert_snapshot!(setting.mizzle(&["migrate", "--quiet"]), @r"
    --- stdout
    Nothing to apply, 3 migrations applied before
    --- exit 0
    ");
}

#[test]
fn a_dry_run_changes_nothing() {
    let setting = Setting::new();
    assert_snapshot!(setting.mizzle(&["migrate", "--dry-run", "--to", "0001"]), @r#"
    --- stdout
    The migrations table would be created
    2 migrations would be applied

    -- drizzle/0000_create_users.sql
    CREATE TABLE "users" ("id" serial PRIMARY KEY);

    -- drizzle/0001_add_users_name.sql
    ALTER TABLE "users" ADD COLUMN "name" text;
    1 migration left for later: 0002_create_posts
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    --- exit 0
    "#);
    assert!(setting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'drizzle'").is_empty());
    let said = setting.project.mizzle(&["migrate", "--dry-run", "--output", "json"]);
    assert!(said.contains(r#""status":"ok""#) && said.contains(r#""dry_run":true"#), "{said}");
}

#[test]
fn up_to_one_of_them() {
    let setting = Setting::new();
    assert_snapshot!(setting.mizzle(&["migrate", "--to", "0000"]), @r"
    --- stdout
    ✔ 0000_create_users ([TIME], not rehearsed)
    ✔ 1 migration applied ([TIME])
    2 migrations left for later: 0001_add_users_name, 0002_create_posts
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Created the migrations table
    1 migration pending
    --- exit 0
    ");
    assert_snapshot!(setting.mizzle(&["migrate", "--to", "0009"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: no migration is called "0009"

    hint: near it: 0002_create_posts
    --- exit 1
    "#);
    assert_eq!(setting.recorded(), 1);
}

#[test]
fn as_json() {
    let setting = Setting::new();
    let said = setting.mizzle(&["migrate", "--output", "json"]);
    let times = said
        .split("\"milliseconds\":")
        .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned());
    assert_snapshot!(times.collect::<Vec<_>>().join("\"milliseconds\":"), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","target":"[TARGET]","applied":[{"migration":"0000_create_users","migration_path":"drizzle/0000_create_users.sql","milliseconds":,"statements":1,"resumed":false,"rehearsed":false},{"migration":"0001_add_users_name","migration_path":"drizzle/0001_add_users_name.sql","milliseconds":,"statements":1,"resumed":false,"rehearsed":false},{"migration":"0002_create_posts","migration_path":"drizzle/0002_create_posts.sql","milliseconds":,"statements":2,"resumed":false,"rehearsed":false}],"applied_before":0,"left_out":[]}
    --- exit 0
    "#);
    assert_snapshot!(setting.mizzle(&["migrate", "--output", "json"]), @r#"
    --- stdout
    {"status":"no_changes","dialect":"postgresql","target":"[TARGET]","applied":[],"applied_before":3,"left_out":[]}
    --- exit 0
    "#);
}

#[test]
fn an_edited_file_and_an_unknown_row() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    setting.project.file(
        "drizzle/0001_add_users_name.sql",
        "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n",
    );
    setting.rows(
        "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('abc', 1700000300000)",
    );
    assert_snapshot!(setting.mizzle(&["migrate"]), @r"
    --- stdout
    Nothing to apply, 3 migrations applied before
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    warning: drizzle/0001_add_users_name.sql was edited after it was applied
    warning: the database has a migration that the folder lacks (row 4, created_at 1700000300000)
    --- exit 0
    ");
    assert_snapshot!(setting.mizzle(&["migrate", "--strict"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: drizzle/0001_add_users_name.sql was edited after it was applied; the database has a migration that the folder lacks (row 4, created_at 1700000300000)
      nothing was applied: `--strict` takes this for an error
    --- exit 1
    ");
}

#[test]
fn a_sealed_edit_of_an_applied_file() {
    let setting = Setting::new();
    setting.mizzle(&["seal"]);
    setting.mizzle(&["migrate"]);
    setting.project.file(
        "drizzle/0001_add_users_name.sql",
        "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n",
    );
    let said = setting.mizzle(&["migrate"]);
    assert!(
        said.contains("error: drizzle/0001_add_users_name.sql was edited: mizzle.sum"),
        "{said}"
    );
    assert_snapshot!(setting.mizzle(&["seal"]), @r#"
    --- stdout
    ~ 0001_add_users_name is recorded as it is (not rehearsed)
    ✔ Wrote drizzle/mizzle.sum (3 migrations recorded)
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    warning: 0001_add_users_name is not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    warning: 0001_add_users_name is applied to [TARGET] with another text, which does not change by this
      hint: to change that database as well, make a new migration
    --- exit 0
    "#);
    // What was meant is a difference from the ledger only.
    assert_snapshot!(setting.mizzle(&["migrate"]), @r"
    --- stdout
    Nothing to apply, 3 migrations applied before
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    warning: drizzle/0001_add_users_name.sql was edited after it was applied
    --- exit 0
    ");
    assert!(setting.mizzle(&["migrate", "--strict"]).ends_with("exit 1"));
}

#[test]
fn what_was_rehearsed_is_said() {
    let setting = Setting::new();
    setting.mizzle(&["seal"]);
    let sum = setting.project.read("drizzle/mizzle.sum");
    let words = ["local-15.20", "partial:2", "no"];
    let lines = sum.lines().zip(words);
    let sum =
        lines.map(|(line, word)| line.replace("rehearsed:no", &format!("rehearsed:{word}\n")));
    setting.project.file("drizzle/mizzle.sum", &sum.collect::<String>());
    let said = setting.mizzle(&["migrate", "--to", "1"]);
    assert!(said.contains("✔ 0000_create_users ([TIME], rehearsed on local-15.20)\n"), "{said}");
    assert!(
        said.contains("✔ 0001_add_users_name ([TIME], not rehearsed from statement 2 on)\n"),
        "{said}"
    );
    let said = setting.mizzle(&["reset", "--confirm", &setting.name(), "--output", "json"]);
    assert!(
        said.contains(r#""resumed":false,"rehearsed":true,"rehearsed_on":"local-15.20"}"#),
        "{said}"
    );
    assert_eq!(said.matches(r#""resumed":false,"rehearsed":false}"#).count(), 2, "{said}");
}

#[test]
fn generate_tells_what_is_pending() {
    let setting = Setting::new();
    let said = setting.mizzle(&["generate", "--custom", "--name", "later"]);
    assert!(setting.project.files().contains(&"drizzle/0003_later.sql".to_owned()), "{said}");
    assert!(setting.project.read("drizzle/meta/_journal.json").contains("0003_later"));
    // The look never holds a result back, so that it may come too late to be told.
    if said.contains("✔ Pulling schema from database…") {
        assert!(said.contains("warning: 3 migrations, 0000_create_users to 0002_create_posts, are not applied to [TARGET] yet"), "{said}");
    }
    for flags in [&["generate", "--custom", "--offline"][..], &["generate", "--custom"]] {
        let said = setting.project.with_env("CI", "true").mizzle(flags);
        assert!(!said.contains("from database"), "{said}");
    }
}

#[test]
fn redo_asks_the_database() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    assert_snapshot!(setting.mizzle(&["generate", "--redo"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: 0002_create_posts is applied to [TARGET] and cannot be made again

    hint: make a new one instead: `mizzle generate`
    --- exit 1
    ");
}

#[test]
fn a_second_run_waits_for_the_first() {
    let setting = Setting::new();
    setting.project.file(
        "drizzle/0000_create_users.sql",
        "CREATE TABLE \"users\" (\"id\" serial PRIMARY KEY);\nSELECT pg_sleep(3);\n",
    );
    let mut first = setting
        .project
        .command(&["migrate"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until(|| {
        !setting.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(3)%' AND pid <> pg_backend_pid()").is_empty()
    });
    let said = setting.mizzle(&["migrate"]);
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert!(said.contains("◐ Waiting for another run"), "{said}");
    assert!(
        said.contains("Nothing to apply, 3 migrations applied before") && said.ends_with("exit 0"),
        "{said}"
    );
    assert_eq!(setting.recorded(), 3);
}

#[test]
fn a_run_that_waits_too_long_gives_up() {
    let setting = Setting::new();
    setting.project.file("drizzle/0000_create_users.sql", "SELECT pg_sleep(5);\n");
    let mut first = setting
        .project
        .command(&["migrate"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until(|| {
        !setting.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(5)%' AND pid <> pg_backend_pid()").is_empty()
    });
    let said = setting.mizzle(&["migrate", "--lock-wait", "1"]);
    assert!(
        said.contains("error: waited 1 s for another run") && said.ends_with("exit 1"),
        "{said}"
    );
    first.kill().unwrap();
    first.wait().unwrap();
}

#[test]
fn ctrl_c_stops_where_that_is_safe() {
    let setting = Setting::new();
    setting.project.file(
        "drizzle/0001_add_users_name.sql",
        "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\nSELECT pg_sleep(60);\n",
    );
    let mut terminal = Terminal::start(&setting.project, &["migrate"]);
    terminal.wait_for("Applying 0001_add_users_name…");
    assert!(terminal.raw().contains("\u{1b}["), "{:?}", terminal.raw());
    terminal.interrupt();
    let (screen, code) = terminal.finish();
    assert_eq!(code, Some(1), "{screen}");
    assert!(screen.contains("error: stopped while running 0001_add_users_name"), "{screen}");
    assert!(screen.contains("nothing of 0001_add_users_name is applied"), "{screen}");
    assert!(screen.contains("applied before it, and stays so: 0000_create_users"), "{screen}");
    assert_eq!(setting.recorded(), 1);
    setting.project.file(
        "drizzle/0001_add_users_name.sql",
        "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\n",
    );
    let said = setting.mizzle(&["migrate"]);
    assert!(said.contains("2 migrations applied"), "{said}");
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < deadline, "it never happened");
        std::thread::sleep(Duration::from_millis(20));
    }
}
