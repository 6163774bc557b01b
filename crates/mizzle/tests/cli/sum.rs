//! `mizzle.sum`: begun by `seal`, checked before anything is done.

mod git;

use crate::Project;
use insta::assert_snapshot;

const JOURNAL: &str = r#"{ "version": "7", "dialect": "postgresql", "entries": [
  { "idx": 0, "version": "7", "when": 1700000000000, "tag": "0000_create_users", "breakpoints": true },
  { "idx": 1, "version": "7", "when": 1700000100000, "tag": "0001_add_users_name", "breakpoints": true }
] }"#;

const SECOND: &str = "drizzle/0001_add_users_name.sql";

/// Two migrations, and a database that nobody can reach.
fn project() -> Project {
    let project = Project::empty();
    project
        .file(
            "drizzle.config.json",
            r#"{ "dialect": "postgresql", "schema": "schema.ts", "dbCredentials": { "url": "postgres://nobody@127.0.0.1:1/none" } }"#,
        )
        .file("drizzle/meta/_journal.json", JOURNAL)
        .file("drizzle/0000_create_users.sql", "CREATE TABLE \"users\" (\"id\" serial PRIMARY KEY);\n")
        .file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\n");
    project
}

fn sealed() -> Project {
    let project = project();
    let said = project.mizzle(&["seal"]);
    assert!(said.ends_with("exit 0"), "{said}");
    project
}

#[test]
fn a_folder_gets_its_first() {
    let project = project();
    assert_snapshot!(project.mizzle(&["seal"]), @r"
    --- stdout
    + 0000_create_users is recorded (not rehearsed)
    + 0001_add_users_name is recorded (not rehearsed)
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    assert_snapshot!(project.read("drizzle/mizzle.sum"), @r"
    0000_create_users sql:5f0afb57384b7ea6074fe65c8b67b5a93e21b8ae3d12cd69828c7db8926f870a down:- rehearsed:no
    0001_add_users_name sql:9d87e8cae6573933acf07f4726db125b9cd84645656a9e9a592f1269af8f7d91 down:- rehearsed:no
    ");
    assert_eq!(project.read("drizzle/.gitattributes"), "mizzle.sum merge=union\n");
    assert_snapshot!(project.mizzle(&["seal"]), @r"
    --- stdout
    drizzle/mizzle.sum records what is there, nothing to seal
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    assert_snapshot!(project.mizzle(&["seal", "--output", "json"]), @r#"
    --- stdout
    {"status":"no_changes","dialect":"postgresql","sum_path":"drizzle/mizzle.sum","sealed":[],"recorded":2}
    --- exit 0
    "#);
}

#[test]
fn an_edited_file_stops_everything() {
    let project = sealed();
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: drizzle/0001_add_users_name.sql was edited: mizzle.sum records another text
      nothing was applied

    hint: restore what was there from version control
    hint: or, if that is meant: `mizzle seal 0001_add_users_name`
    --- exit 1
    ");
    for command in [&["generate", "--custom"][..], &["generate", "--explain"], &["reset"]] {
        let said = project.mizzle(command);
        assert!(said.contains(&format!("error: {SECOND} was edited")), "{said}");
        assert!(said.ends_with("exit 1"), "{said}");
    }
    assert_snapshot!(project.mizzle(&["migrate", "--output", "json"]), @r#"
    --- stdout
    {"status":"error","dialect":"postgresql","error":{"code":"edited_migration","message":"drizzle/0001_add_users_name.sql was edited: mizzle.sum records another text","notes":["nothing was applied"],"next":["restore what was there from version control","or, if that is meant: `mizzle seal 0001_add_users_name`"]}}
    --- exit 1
    "#);
    // CRLF is no edit.
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\r\n");
    let said = project.mizzle(&["generate", "--custom", "--offline"]);
    assert!(said.ends_with("exit 0"), "{said}");
}

#[test]
fn an_intended_edit_is_sealed() {
    let project = sealed();
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    project.file("drizzle/0000_create_users.sql", "SELECT 1;\n");
    assert_snapshot!(project.mizzle(&["seal", "1", "--offline"]), @r#"
    --- stdout
    ~ 0001_add_users_name is recorded as it is (not rehearsed)
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    warning: 0001_add_users_name is not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    --- exit 0
    "#);
    assert_snapshot!(project.mizzle(&["seal", "000", "--offline"]), @r#"
    --- stdout
    ~ 0000_create_users is recorded as it is (not rehearsed)
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    warning: 0000_create_users is not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    --- exit 0
    "#);
    assert_snapshot!(project.mizzle(&["seal", "x"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: no migration is called "x"

    hint: near it: 0001_add_users_name
    --- exit 1
    "#);
    assert_snapshot!(project.mizzle(&["seal", "--output", "json"]), @r#"
    --- stdout
    {"status":"no_changes","dialect":"postgresql","sum_path":"drizzle/mizzle.sum","sealed":[],"recorded":2}
    --- exit 0
    "#);
    let said = project.mizzle(&["generate", "--custom", "--offline"]);
    assert!(said.ends_with("exit 0"), "{said}");
}

#[test]
fn a_removed_and_a_renamed_migration() {
    let project = sealed();
    project.file("drizzle/meta/_journal.json", &JOURNAL.replace("0001_add", "0002_add"));
    std::fs::rename(
        project.path().join(SECOND),
        project.path().join("drizzle/0002_add_users_name.sql"),
    )
    .unwrap();
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: drizzle/0001_add_users_name.sql is missing: mizzle.sum records it
      0002_add_users_name has the same statements: was it renamed?
      nothing was applied

    hint: restore what was there from version control
    hint: or, if that is meant: `mizzle seal 0001_add_users_name`
    --- exit 1
    ");
    assert_snapshot!(project.mizzle(&["seal"]), @r#"
    --- stdout
    + 0002_add_users_name is recorded (not rehearsed)
    - 0001_add_users_name is forgotten
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    warning: 0002_add_users_name is not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    --- exit 0
    "#);
    assert!(!project.read("drizzle/mizzle.sum").contains("0001_"));
    // What was rehearsed under the old name was the same text.
    let sum = project.read("drizzle/mizzle.sum");
    project.file("drizzle/mizzle.sum", &sum.replace("rehearsed:no", "rehearsed:local-15.20"));
    project.file("drizzle/meta/_journal.json", JOURNAL);
    std::fs::rename(
        project.path().join("drizzle/0002_add_users_name.sql"),
        project.path().join(SECOND),
    )
    .unwrap();
    let said = project.mizzle(&["seal"]);
    assert!(
        said.contains("+ 0001_add_users_name is recorded (rehearsed on local-15.20)"),
        "{said}"
    );
}

#[test]
fn way_back_files_count_too() {
    let project = project();
    let down = "drizzle/down/0001_add_users_name.sql";
    project.file(down, "ALTER TABLE \"users\" DROP COLUMN \"name\";\n");
    project.mizzle(&["seal"]);
    project.file(down, "DROP TABLE \"users\";\n");
    let said = project.mizzle(&["migrate"]);
    assert!(
        said.contains(&format!("error: {down} was edited: mizzle.sum records another text")),
        "{said}"
    );
    std::fs::remove_file(project.path().join(down)).unwrap();
    let said = project.mizzle(&["migrate"]);
    assert!(said.contains(&format!("error: {down} is missing: mizzle.sum records it")), "{said}");
    assert_snapshot!(project.mizzle(&["seal", "--offline"]), @r"
    --- stdout
    ~ 0001_add_users_name is recorded without a way back (not rehearsed)
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    // One that came later stops nobody.
    project.file(down, "ALTER TABLE \"users\" DROP COLUMN \"name\";\n");
    assert!(project.mizzle(&["generate", "--custom", "--offline"]).ends_with("exit 0"));
    assert!(project.read("drizzle/mizzle.sum").lines().nth(1).unwrap().contains("down:-"));
    project.mizzle(&["seal", "--no-rehearse"]);
    assert!(!project.read("drizzle/mizzle.sum").lines().nth(1).unwrap().contains("down:-"));
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    assert_snapshot!(project.mizzle(&["seal", "--offline"]), @r#"
    --- stdout
    ~ 0001_add_users_name is recorded as it is (not rehearsed)
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    warning: 0001_add_users_name is not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    warning: drizzle/down/0001_add_users_name.sql is not recorded, so that `mizzle rollback` does not take it: it was proved with what the migration said before
      hint: correct it and seal once more, or remove it
    --- exit 0
    "#);
}

#[test]
fn a_migration_by_hand_is_recorded_once_it_is_written() {
    let project = sealed();
    project.mizzle(&["generate", "--custom", "--offline", "--name", "hand"]);
    project.mizzle(&["generate", "--custom", "--offline", "--name", "other"]);
    assert!(!project.read("drizzle/mizzle.sum").contains("hand"));
    let hand = "drizzle/0002_hand.sql";
    project.file(hand, "CREATE EXTENSION citext;\n");
    let said = project.mizzle(&["migrate"]);
    assert!(said.contains("warning: drizzle/mizzle.sum says nothing of 0002_hand\n"), "{said}");
    assert!(!said.contains("other"), "{said}");
    assert_snapshot!(project.mizzle(&["generate", "--custom", "--offline", "--name", "third"]), @r"
    --- stdout
    ✔ Wrote drizzle/0004_third.sql

    -- Write your SQL below; every statement ends with a semicolon.
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    note: drizzle/mizzle.sum did not know 0002_hand and records it as it is, not rehearsed

    hint: put your SQL into drizzle/0004_third.sql, then record it with `mizzle seal` and apply it with `mizzle migrate`
    --- exit 0
    ");
    let sum = project.read("drizzle/mizzle.sum");
    assert!(sum.contains("0002_hand") && !sum.contains("other") && !sum.contains("third"), "{sum}");
    project.file(hand, "CREATE EXTENSION ltree;\n");
    assert!(project.mizzle(&["migrate"]).contains("error: drizzle/0002_hand.sql was edited"));
}

#[test]
fn without_one_nobody_says_a_word() {
    let project = project();
    project.file(SECOND, "SELECT 1;\n");
    assert!(!project.mizzle(&["migrate"]).contains("mizzle.sum"));
    assert!(!project.path().join("drizzle/mizzle.sum").exists());
    // The first migration that is written begins one for all of them.
    let said = project.mizzle(&["generate", "--custom", "--offline"]);
    assert!(said.contains("note: drizzle/mizzle.sum is new and records the 2 migrations that were there as they are, not rehearsed\n"), "{said}");
    assert_eq!(project.read("drizzle/mizzle.sum").lines().count(), 2);
}

#[test]
fn a_formatter_was_at_all_of_them() {
    let project = Project::empty();
    project.file("drizzle.config.json", &self::project().read("drizzle.config.json"));
    let mut entries = Vec::new();
    for number in 0..14 {
        let tag = format!("{number:04}_it is {number}");
        project.file(format!("drizzle/{tag}.sql"), "select 1;\n");
        entries.push(format!(r#"{{ "idx": {number}, "when": {number}, "tag": "{tag}" }}"#));
    }
    let journal = format!(r#"{{ "dialect": "postgresql", "entries": [{}] }}"#, entries.join(","));
    project.file("drizzle/meta/_journal.json", &journal);
    project.mizzle(&["seal"]);
    for file in project.files().iter().filter(|file| file.ends_with("2.sql")) {
        project.file(file, "SELECT 1;\n");
    }
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: drizzle/0002_it is 2.sql was edited: mizzle.sum records another text
    error: drizzle/0012_it is 12.sql was edited: mizzle.sum records another text
      nothing was applied

    hint: restore what was there from version control
    hint: or, if that is meant: `mizzle seal '0002_it is 2' '0012_it is 12'`
    --- exit 1
    ");
    for file in project.files().iter().filter(|file| file.ends_with(".sql")) {
        project.file(file, "SELECT 1;\n");
    }
    let said = project.mizzle(&["migrate"]);
    assert_eq!(said.matches("was edited").count(), 10, "{said}");
    assert!(
        said.contains("  4 more files are not what mizzle.sum records\n  nothing was applied\n"),
        "{said}"
    );
    assert!(said.contains("`mizzle seal`\n"), "{said}");
}
