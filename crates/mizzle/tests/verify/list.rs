//! The acceptance list.

use crate::{Setting, USERS};
use insta::assert_snapshot;

#[test]
fn all_holds() {
    let setting = Setting::new();
    assert_snapshot!(setting.mizzle(&["verify"]), @"
    --- stdout
    ✔ the schema loads
    ✔ a migration exists for it
    ✔ the migrations are as they were generated
    ✔ the history runs on an empty database, and leads to the schema
    ✔ everything is applied
    ✔ the database is what the migrations make
    ✔ the newest migration has a way back
        it is lossless
    ✔ schema and migrations are committed together
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    ✔ Pulling existing migrations…
    ✔ Pulling schema from database…
    --- exit 0
    ");
}

#[test]
fn without_a_target() {
    let setting = Setting::new();
    assert_snapshot!(setting.mizzle(&["verify", "--ci"]), @"
    --- stdout
    ✔ the schema loads
    ✔ a migration exists for it
    ✔ the migrations are as they were generated
    ✔ the history runs on an empty database, and leads to the schema
    ○ everything is applied: skipped, `--ci` asks no target
    ○ the database is what the migrations make: skipped, `--ci` asks no target
    ✔ the newest migration has a way back
        it is lossless
    ✔ schema and migrations are committed together
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    --- exit 0
    ");
    let bare = setting.project.with_env("MIZZLE_DEV_URL", "").with_env("MIZZLE_DEV_ENGINE", "none");
    let said = bare.mizzle(&["verify", "--ci"]);
    assert!(said.contains("the history runs on an empty database, and leads to the schema: skipped, the development database is turned off"), "{said}");
    assert!(said.ends_with("--- exit 0"), "{said}");
}

#[test]
fn each_step_that_is_missing() {
    let setting = Setting::new();
    setting.write(&USERS.replace("email:", "age: integer(),\n  email:"));
    assert_snapshot!(setting.mizzle(&["verify"]), @"
    --- stdout
    ✔ the schema loads
    ✗ a migration exists for it
        + column users.age integer
    ✔ the migrations are as they were generated
    ✔ the history runs on an empty database, and leads to the schema
    ✔ everything is applied
    ✔ the database is what the migrations make
    ✔ the newest migration has a way back
        it is lossless
    ✗ schema and migrations are committed together
        db/schema.ts is changed and not committed
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    ✔ Pulling existing migrations…
    ✔ Pulling schema from database…
    error: 2 of these do not hold

    hint: write the migration with `mizzle generate`
    hint: commit schema and migrations in one commit
    --- exit 3
    ");
    setting.must(&["generate"]);
    assert_snapshot!(setting.mizzle(&["verify"]), @"
    --- stdout
    ✔ the schema loads
    ✔ a migration exists for it
    ✔ the migrations are as they were generated
    ✔ the history runs on an empty database, and leads to the schema
    ✗ everything is applied
        0001_add_users_age is not applied
    ✔ the database is what the migrations make
    ✔ the newest migration has a way back
        it is lossless
    ✗ schema and migrations are committed together
        db/schema.ts is changed and not committed
        drizzle/meta/_journal.json is changed and not committed
        drizzle/mizzle.sum is changed and not committed
        drizzle/0001_add_users_age.sql is not in git
        drizzle/down/0001_add_users_age.sql is not in git
        drizzle/meta/0001_snapshot.json is not in git
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    error: 2 of these do not hold

    hint: see where each stands: `mizzle status`
    hint: apply what is pending: `mizzle migrate`
    hint: commit schema and migrations in one commit
    --- exit 3
    ");
    setting.must(&["migrate"]);
    setting.commit();
    let said = setting.mizzle(&["verify"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
}

#[test]
fn what_goes_wrong() {
    let setting = Setting::new();
    setting.write("export const users = pgTable('users', { id: nothing() });\n");
    let path = "drizzle/0000_init.sql";
    let text = setting.project.read(path).replace("text", "varchar");
    setting.project.file(path, &text);
    setting.execute("CREATE INDEX by_hand ON users (email)");
    assert_snapshot!(setting.mizzle(&["verify"]), @"
    --- stdout
    ✗ the schema loads
        db/schema.ts:3:45: ReferenceError: nothing is not defined
    ○ a migration exists for it: skipped, a migration was edited
    ✗ the migrations are as they were generated
        drizzle/0000_init.sql was edited: mizzle.sum records another text, from line 3 on
    ✔ the history runs on an empty database, and leads to the schema
        1 difference is inherited: the history makes something else than its snapshots say
        ~ column users.email: text → character varying
    ✗ everything is applied
        drizzle/0000_init.sql was edited after it was applied
        drizzle/0000_init.sql was edited: mizzle.sum records another text, from line 3 on
    ○ the database is what the migrations make: skipped, a migration was edited
    ✔ the newest migration has a way back
        it is lossless
    ✗ schema and migrations are committed together
        db/schema.ts is changed and not committed
        drizzle/0000_init.sql is changed and not committed
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Replaying migrations…
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    ✔ Pulling existing migrations…
    error: 4 of these do not hold

    hint: restore what was there from version control
    hint: or, if that is meant: `mizzle seal`
    hint: see where each stands: `mizzle status`
    hint: apply what is pending: `mizzle migrate`
    hint: commit schema and migrations in one commit
    --- exit 3
    ");
    assert_snapshot!(setting.mizzle(&["verify", "--ci", "--output", "json"]), @r#"
    --- stdout
    {"status":"failed","dialect":"postgresql","checks":[{"check":"schema","claim":"the schema loads","answer":"failed","milliseconds":0,"why":["db/schema.ts:3:45: ReferenceError: nothing is not defined"],"next":[]},{"check":"migration","claim":"a migration exists for it","answer":"skipped","milliseconds":0,"why":["a migration was edited"]},{"check":"unedited","claim":"the migrations are as they were generated","answer":"failed","milliseconds":0,"why":["drizzle/0000_init.sql was edited: mizzle.sum records another text, from line 3 on"],"next":["restore what was there from version control","or, if that is meant: `mizzle seal`"]},{"check":"replays","claim":"the history runs on an empty database, and leads to the schema","answer":"passed","milliseconds":0,"notes":["1 difference is inherited: the history makes something else than its snapshots say","~ column users.email: text → character varying"]},{"check":"applied","claim":"everything is applied","answer":"skipped","milliseconds":0,"why":["`--ci` asks no target"]},{"check":"database","claim":"the database is what the migrations make","answer":"skipped","milliseconds":0,"why":["`--ci` asks no target"]},{"check":"way_back","claim":"the newest migration has a way back","answer":"passed","milliseconds":0,"notes":["it is lossless"]},{"check":"committed","claim":"schema and migrations are committed together","answer":"failed","milliseconds":0,"why":["db/schema.ts is changed and not committed","drizzle/0000_init.sql is changed and not committed"],"next":["commit schema and migrations in one commit"]}]}
    --- exit 3
    "#);
}

#[test]
fn a_history_that_does_not_run() {
    let setting = Setting::new();
    let journal = setting.project.read("drizzle/meta/_journal.json");
    let mut journal: serde_json::Value = serde_json::from_str(&journal).unwrap();
    let entries = journal["entries"].as_array_mut().unwrap();
    entries.push(serde_json::json!({
        "idx": 1, "version": "7", "when": 1_900_000_000_000_i64, "tag": "0001_by_hand",
        "breakpoints": true
    }));
    let text = serde_json::to_string_pretty(&journal).unwrap();
    setting.project.file("drizzle/meta/_journal.json", &text);
    setting.project.file("drizzle/0001_by_hand.sql", "ALTER TABLE nowhere ADD COLUMN a int;\n");
    assert_snapshot!(setting.mizzle(&["verify", "--ci"]), @r#"
    --- stdout
    ✔ the schema loads
    ✔ a migration exists for it
    ✔ the migrations are as they were generated
        0001_by_hand was not rehearsed
    ✗ the history runs on an empty database, and leads to the schema
        the history cannot be replayed (0001_by_hand does not run on PostgreSQL [VERSION] at the development URL: drizzle/0001_by_hand.sql:1:1: relation "nowhere" does not exist (SQLSTATE 42P01)); what only its SQL says, and no snapshot, is not known here and may show as a difference
    ○ everything is applied: skipped, `--ci` asks no target
    ○ the database is what the migrations make: skipped, `--ci` asks no target
    ○ the newest migration has a way back: skipped, 0001_by_hand has none
    ✗ schema and migrations are committed together
        drizzle/meta/_journal.json is changed and not committed
        drizzle/0001_by_hand.sql is not in git
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: 0001_by_hand has no snapshot and does not run on the development database, PostgreSQL [VERSION] at the development URL (drizzle/0001_by_hand.sql:1:1: relation "nowhere" does not exist (SQLSTATE 42P01)); what it changes, and what those behind it do, is not known here, and the new migration may repeat it
      hint: read the SQL before you apply it
    error: 2 of these do not hold

    hint: make the migrations run on an empty database: a new one, or a deployment from nothing, needs that
    hint: commit schema and migrations in one commit
    --- exit 3
    "#);
}

#[test]
fn where_there_is_no_target() {
    let setting = Setting::new();
    setting.project.file(".env", "");
    let said = setting.mizzle(&["verify"]);
    assert!(said.contains("everything is applied: skipped, no target:"), "{said}");
    assert!(said.ends_with("--- exit 0"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_an_answer() {
    let setting = Setting::new();
    let file = setting.project.path().join("drizzle/0000_init.sql");
    std::fs::remove_file(file).unwrap();
    assert_snapshot!(setting.mizzle(&["verify", "--ci"]), @"
    --- stdout
    ✔ the schema loads
    ○ a migration exists for it: skipped, a migration was edited
    ✗ the migrations are as they were generated
        drizzle/0000_init.sql is missing: mizzle.sum records it
    ✗ the history runs on an empty database, and leads to the schema
        migration `0000_init` is listed, but `drizzle/0000_init.sql` is missing
    ○ everything is applied: skipped, `--ci` asks no target
    ○ the database is what the migrations make: skipped, `--ci` asks no target
    ✔ the newest migration has a way back
        it is lossless
    ✗ schema and migrations are committed together
        drizzle/0000_init.sql is changed and not committed
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 3 of these do not hold

    hint: restore what was there from version control
    hint: or, if that is meant: `mizzle seal`
    hint: restore the file from version control
    hint: commit schema and migrations in one commit
    --- exit 3
    ");
}
