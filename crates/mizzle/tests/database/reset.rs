//! `reset` drops everything, so that it asks, and it asks for the database's name.

use crate::Setting;
use crate::terminal::Terminal;
use insta::assert_snapshot;
use mizzle_db::target::Target;

#[test]
fn the_history_is_applied_again() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    setting.rows("CREATE TABLE stray (id int)");
    let target = Target::parse(setting.database.url(), &|_| None).unwrap();
    assert_snapshot!(setting.mizzle(&["reset", "--confirm", &target.database]), @r"
    --- stdout
    ✔ 0000_create_users ([TIME], not rehearsed)
    ✔ 0001_add_users_name ([TIME], not rehearsed)
    ✔ 0002_create_posts ([TIME], not rehearsed)
    ✔ 3 migrations applied ([TIME])
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Dropped everything
    ✔ Created the migrations table
    3 migrations pending
    --- exit 0
    ");
    assert_eq!(setting.recorded(), 3);
    assert!(setting.rows("SELECT 1 FROM pg_class WHERE relname = 'stray'").is_empty());
}

#[test]
fn nobody_confirmed() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    assert_snapshot!(setting.mizzle(&["reset"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: reset drops everything in the database `[DATABASE]`, which nobody confirmed

    hint: say so with `mizzle reset --confirm [DATABASE]`
    --- exit 2
    ");
    assert_snapshot!(setting.mizzle(&["reset", "--confirm", "production"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: the database is called `[DATABASE]`, not `production`; nothing was dropped
    --- exit 1
    ");
    assert_snapshot!(setting.mizzle(&["reset", "--output", "json"]), @r#"
    --- stdout
    {"status":"missing_hints","dialect":"postgresql","error":{"code":"usage_error","message":"reset drops everything in the database `[DATABASE]`, which nobody confirmed","next":["say so with `mizzle reset --confirm [DATABASE]`"]}}
    --- exit 2
    "#);
    assert_eq!(setting.recorded(), 3);
}

#[test]
fn a_server_elsewhere_is_refused() {
    let setting = Setting::new();
    assert_snapshot!(
        setting.mizzle(&["reset", "--url", "postgres://app:hunter2@db.example.com/app", "--confirm", "app"]),
        @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: postgresql://app@db.example.com:5432/app (the command line)
    error: postgresql://app@db.example.com:5432/app is not on this machine: only a development database can be reset

    hint: name a database on this machine with `--url`, or use `--dev`
    --- exit 1
    "
    );
}

#[test]
fn a_file_that_cannot_be_run_is_found_first() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    setting.project.file("drizzle/0002_create_posts.sql", "SELECT 'open;\n");
    let target = Target::parse(setting.database.url(), &|_| None).unwrap();
    let said = setting.mizzle(&["reset", "--confirm", &target.database]);
    assert!(said.contains("drizzle/0002_create_posts.sql:1:8"), "{said}");
    assert_eq!(setting.recorded(), 3);
}

#[test]
fn asked_on_a_terminal() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    let target = Target::parse(setting.database.url(), &|_| None).unwrap();
    for (answer, code) in [("no", 1), (target.database.as_str(), 0)] {
        let mut terminal = Terminal::start(&setting.project, &["reset"]);
        terminal.wait_for("Its name, to go on").type_keys(&format!("{answer}\r"));
        let (screen, ended) = terminal.finish();
        assert_eq!(ended, Some(code), "{screen}");
    }
    assert_eq!(setting.recorded(), 3);
}
