//! Where every migration stands, by files, ledger and `mizzle.sum` together.

use crate::{JOURNAL, Setting};
use insta::assert_snapshot;
use mizzle_core::folder::down::{Certificate, Kind};
use mizzle_db::target::Target;

const SECOND: &str = "drizzle/0001_add_users_name.sql";

impl Setting {
    /// What `status` says, without the times.
    fn status(&self, flags: &[&str]) -> String {
        let said = self.mizzle(&[&["status"], flags].concat());
        let time = regex::Regex::new(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d").unwrap();
        time.replace_all(&said, "2026-01-31 12:00:00").into_owned()
    }
}

#[test]
fn nothing_is_applied_yet() {
    let setting = Setting::new();
    assert_snapshot!(setting.status(&[]), @r"
    --- stdout
      migration            state
    ○ 0000_create_users    pending
    ○ 0001_add_users_name  pending
    ○ 0002_create_posts    pending

    3 migrations: 3 pending
    note: the database has no migrations table yet
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…

    hint: apply what is pending with `mizzle migrate`
    --- exit 0
    ");
    assert_snapshot!(setting.status(&["--check"]), @r"
    --- stdout
      migration            state
    ○ 0000_create_users    pending
    ○ 0001_add_users_name  pending
    ○ 0002_create_posts    pending

    3 migrations: 3 pending
    note: the database has no migrations table yet
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…

    hint: apply what is pending with `mizzle migrate`
    error: not everything is applied and clean
    --- exit 3
    ");
    assert!(setting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'drizzle'").is_empty());
}

#[test]
fn some_and_all_of_them() {
    let setting = Setting::new();
    setting.mizzle(&["seal"]);
    setting.mizzle(&["migrate", "--to", "1"]);
    assert_snapshot!(setting.status(&[]), @r"
    --- stdout
      migration            state    rehearsed
    ✔ 0000_create_users    applied  no
    ✔ 0001_add_users_name  applied  no
    ○ 0002_create_posts    pending  no

    3 migrations: 2 applied, 1 pending
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…

    hint: apply what is pending with `mizzle migrate`
    --- exit 0
    ");
    assert!(setting.status(&["--check"]).ends_with("exit 3"));
    setting.mizzle(&["migrate"]);
    assert_snapshot!(setting.status(&["--check"]), @r"
    --- stdout
      migration            state    rehearsed
    ✔ 0000_create_users    applied  no
    ✔ 0001_add_users_name  applied  no
    ✔ 0002_create_posts    applied  no

    3 migrations: 3 applied
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    --- exit 0
    ");
    assert_snapshot!(setting.status(&["--check", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","target":"[TARGET]","clean":true,"sum":true,"ledger":"present","migrations":[{"migration":"0000_create_users","migration_path":"drizzle/0000_create_users.sql","state":"applied","applied_at":null,"rehearsed":"no","way_back":null,"findings":[]},{"migration":"0001_add_users_name","migration_path":"drizzle/0001_add_users_name.sql","state":"applied","applied_at":null,"rehearsed":"no","way_back":null,"findings":[]},{"migration":"0002_create_posts","migration_path":"drizzle/0002_create_posts.sql","state":"applied","applied_at":null,"rehearsed":"no","way_back":null,"findings":[]}]}
    --- exit 0
    "#);
    setting.mizzle(&["generate", "--custom", "--offline"]);
    let said = setting.status(&[]);
    assert!(said.contains("note: 0003_custom has no statement yet\n"), "{said}");
    setting.mizzle(&["migrate"]);
    // Without anything to compare with, applied is all that is asked for.
    std::fs::remove_file(setting.project.path().join("drizzle/mizzle.sum")).unwrap();
    assert!(setting.status(&["--check"]).ends_with("exit 0"));
}

#[test]
fn what_is_wrong_is_said_of_each() {
    let setting = Setting::new();
    setting.mizzle(&["seal"]);
    setting.mizzle(&["migrate"]);
    setting.project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    std::fs::remove_file(setting.project.path().join("drizzle/0002_create_posts.sql")).unwrap();
    setting.rows(
        "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('abc', 1700000300000)",
    );
    assert_snapshot!(setting.status(&["--check"]), @"
    --- stdout
      migration                        state             rehearsed
    ✔ 0000_create_users                applied           no
    ✗ 0001_add_users_name              applied
    ✗ 0002_create_posts                applied
    ✗ row 4, created_at 1700000300000  applied, no file

    4 migrations: 3 applied, 1 without a file, 3 to settle
    warning: drizzle/0001_add_users_name.sql was edited after it was applied
    warning: drizzle/0001_add_users_name.sql was edited: mizzle.sum records another text
    warning: drizzle/0002_create_posts.sql is listed, but its file is missing
    warning: the database has row 4, created_at 1700000300000, and the folder does not
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…

    hint: restore files that were edited or are missing from version control, or, if that is meant: `mizzle seal`
    hint: take files that are missing from the branch that has them; where they were squashed, and `mizzle drift` finds nothing, delete their rows from the migrations table
    error: not everything is applied and clean
    --- exit 3
    ");
    // An intended edit differs from the ledger only; a file that the journal forgets is gone.
    setting.mizzle(&["seal", "1"]);
    let (first, _) = JOURNAL.split_once(",\n  { \"idx\": 2").unwrap();
    setting.project.file("drizzle/meta/_journal.json", &format!("{first}\n] }}"));
    assert_snapshot!(setting.status(&["--check", "--output", "json"]), @r#"
    --- stdout
    {"status":"failed","dialect":"postgresql","target":"[TARGET]","clean":false,"sum":true,"ledger":"present","migrations":[{"migration":"0000_create_users","migration_path":"drizzle/0000_create_users.sql","state":"applied","applied_at":null,"rehearsed":"no","way_back":null,"findings":[]},{"migration":"0001_add_users_name","migration_path":"drizzle/0001_add_users_name.sql","state":"applied","applied_at":null,"rehearsed":"no","way_back":null,"findings":[{"code":"edited_after_apply","message":"drizzle/0001_add_users_name.sql was edited after it was applied","counts":true}]},{"migration":"row 3, created_at 1700000200000","migration_path":null,"state":"without_file","applied_at":null,"rehearsed":null,"way_back":null,"findings":[{"code":"no_file","message":"the database has row 3, created_at 1700000200000, and the folder does not","counts":true}]},{"migration":"row 4, created_at 1700000300000","migration_path":null,"state":"without_file","applied_at":null,"rehearsed":null,"way_back":null,"findings":[{"code":"no_file","message":"the database has row 4, created_at 1700000300000, and the folder does not","counts":true}]},{"migration":"0002_create_posts","migration_path":null,"state":"removed","applied_at":null,"rehearsed":null,"way_back":null,"findings":[{"code":"removed","message":"drizzle/0002_create_posts.sql is missing: mizzle.sum records it","counts":true}]}]}
    --- exit 3
    "#);
}

#[test]
fn out_of_order() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    setting.rows("DELETE FROM drizzle.__drizzle_migrations WHERE id = 2");
    setting.rows("ALTER TABLE users DROP COLUMN name");
    assert_snapshot!(setting.status(&[]), @r"
    --- stdout
      migration            state
    ✔ 0000_create_users    applied
    ○ 0001_add_users_name  pending
    ✔ 0002_create_posts    applied

    3 migrations: 2 applied, 1 pending
    note: 0001_add_users_name comes before 0002_create_posts, which is applied: mizzle runs it, drizzle-orm 0.x never does
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…

    hint: apply what is pending with `mizzle migrate`
    --- exit 0
    ");
    setting.mizzle(&["migrate"]);
    assert_snapshot!(setting.status(&["--check"]), @r"
    --- stdout
      migration            state
    ✔ 0000_create_users    applied
    ✔ 0001_add_users_name  applied
    ✔ 0002_create_posts    applied

    3 migrations: 3 applied
    note: 0001_add_users_name was applied after 0002_create_posts
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    --- exit 0
    ");
}

#[test]
fn a_migration_in_parts() {
    let setting = Setting::new();
    setting.project.file(
        SECOND,
        "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\n-- mizzle:commit\nSELECT 1/0;\n",
    );
    setting.mizzle(&["migrate"]);
    assert_snapshot!(setting.status(&["--check"]), @r"
    --- stdout
      migration            state
    ✔ 0000_create_users    applied
    ◐ 0001_add_users_name  1 of 2 parts applied
    ○ 0002_create_posts    pending

    3 migrations: 1 applied, 1 pending, 1 unfinished
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…

    hint: apply what is pending with `mizzle migrate`
    error: not everything is applied and clean
    --- exit 3
    ");
    assert!(setting.status(&["--output", "json"]).contains(r#""done_parts":1,"#));
    setting.project.file(SECOND, "SELECT 1;\n");
    let said = setting.status(&[]);
    assert!(said.contains("warning: drizzle/0001_add_users_name.sql was changed while its migration is unfinished\n"), "{said}");
}

#[test]
fn a_folder_of_1_0_with_ways_back() {
    let setting = Setting::new();
    for path in setting.project.files().iter().filter(|path| path.starts_with("drizzle/")) {
        std::fs::remove_file(setting.project.path().join(path)).unwrap();
    }
    let (a, b, c) = ("20260101000000_a", "20260102000000_b", "20260103000000_c");
    for tag in [a, b, c] {
        setting.project.file(format!("drizzle/{tag}/migration.sql"), "SELECT 1;\n");
    }
    let certificate = Certificate {
        migration: a.to_owned(),
        kind: Kind::Lossless,
        proved_on: "PostgreSQL 15.20 (local)".to_owned(),
        before: "ab".to_owned(),
        after: "cd".to_owned(),
        lost: Vec::new(),
        removes: Vec::new(),
        without_rows: Vec::new(),
    };
    setting.project.file(format!("drizzle/{a}/down.sql"), &format!("{certificate}\nSELECT 2;\n"));
    setting.project.file(format!("drizzle/{b}/down.sql"), "SELECT 2;\n");
    setting.project.file(format!("drizzle/{c}/down.sql"), "SELECT 2;\n");
    setting.mizzle(&["seal", "--no-rehearse", a, b]);
    let sum = setting.project.read("drizzle/mizzle.sum");
    setting
        .project
        .file("drizzle/mizzle.sum", &sum.replace("rehearsed:no", "rehearsed:local-15.20"));
    setting.mizzle(&["migrate"]);
    assert_snapshot!(setting.status(&["--check"]), @r"
    --- stdout
      migration         state    applied at (UTC)     rehearsed    way back
    ✔ [STAMP]_a  applied  2026-01-31 12:00:00  local-15.20  lossless
    ✔ [STAMP]_b  applied  2026-01-31 12:00:00  local-15.20  not certified
    ✔ [STAMP]_c  applied  2026-01-31 12:00:00               not recorded

    3 migrations: 3 applied
    note: drizzle/mizzle.sum says nothing of [STAMP]_c
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    --- exit 0
    ");
    setting.project.file(format!("drizzle/{a}/down.sql"), &format!("{certificate}\nSELECT 3;\n"));
    let said = setting.status(&["--check"]);
    assert!(said.contains("down.sql was edited: mizzle.sum records another text\n"), "{said}");
    assert!(said.ends_with("exit 3"), "{said}");
}

#[test]
fn who_may_only_read() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    let role = mizzle_db::test_support::unique("mizzle_reader");
    setting.rows(&format!("CREATE ROLE {role} LOGIN"));
    setting.rows(&format!("GRANT USAGE ON SCHEMA drizzle TO {role}"));
    let target = Target::parse(setting.database.url(), &|_| None).unwrap();
    let (host, port) = (crate::errors::host(&target), target.port.to_string());
    let server = [
        "--host",
        &host,
        "--port",
        &port,
        "--user",
        &role,
        "--database",
        &target.database,
        "--ssl",
        "false",
    ];
    let check = || setting.mizzle(&[&["status", "--check"][..], &server].concat());
    let refused = check();
    setting.rows(&format!("GRANT SELECT ON drizzle.__drizzle_migrations TO {role}"));
    let said = check();
    setting.rows(&format!("DROP OWNED BY {role}"));
    setting.rows(&format!("DROP ROLE {role}"));
    assert!(said.ends_with("exit 0"), "{said}");
    let denied = format!("error: user \"{role}\" has no right to read the migrations table ");
    assert!(refused.contains(&denied) && refused.ends_with("exit 1"), "{refused}");
}

#[test]
fn no_database_is_named() {
    let setting = Setting::new();
    setting.project.file(".env", "");
    let said = setting.mizzle(&["status"]);
    assert!(said.contains("DATABASE_URL") && said.ends_with("exit 1"), "{said}");
}

#[test]
fn a_second_migrations_table_is_named() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    setting.rows("CREATE TABLE public.__drizzle_migrations AS TABLE drizzle.__drizzle_migrations");
    setting.rows("DROP SCHEMA drizzle CASCADE");
    assert_snapshot!(setting.status(&[]), @r#"
    --- stdout
      migration            state
    ○ 0000_create_users    pending
    ○ 0001_add_users_name  pending
    ○ 0002_create_posts    pending

    3 migrations: 3 pending
    note: the database has no migrations table yet
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    warning: there is another migrations table, public.__drizzle_migrations, beside "drizzle"."__drizzle_migrations"
      hint: `migrations.schema` and `migrations.table` of the config say which is meant

    hint: apply what is pending with `mizzle migrate`
    --- exit 0
    "#);
}

#[test]
fn who_may_not_read_the_ledger_is_told_what_lets_them() {
    let setting = Setting::new();
    setting.mizzle(&["migrate"]);
    let role = mizzle_db::test_support::unique("looker");
    setting.rows(&format!("CREATE ROLE {role} LOGIN"));
    let (before, rest) = setting.database.url().split_once("://").unwrap();
    let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
    let url = format!("{before}://{role}@{rest}");
    let said = setting.status(&["--url", &url]);
    let undone = setting.mizzle(&["rollback", "--url", &url]);
    setting.rows(&format!("DROP ROLE {role}"));
    let table = "\"drizzle\".\"__drizzle_migrations\"";
    let expected = format!(
        "error: user \"{role}\" has no right to read the migrations table {table}\n\n\
         hint: an owner of it can run: GRANT USAGE ON SCHEMA \"drizzle\" TO \"{role}\"; \
         GRANT SELECT ON {table} TO \"{role}\";\n--- exit 1"
    );
    assert!(said.ends_with(&expected), "{said}");
    assert!(undone.contains("  nothing was undone\n"), "{undone}");
}
