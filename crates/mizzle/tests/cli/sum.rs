//! `mizzle.sum`: begun by `seal`, checked before anything is done, with the changed line
//! where git still has what was recorded.

use crate::Project;
use insta::assert_snapshot;
use std::process::Command;

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

fn git(project: &Project, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
    command.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"]);
    let output = command.args(arguments).current_dir(project.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The same, committed.
fn committed() -> Project {
    let project = sealed();
    git(&project, &["init", "--quiet"]);
    git(&project, &["add", "drizzle"]);
    git(&project, &["commit", "--quiet", "--message", "migrations"]);
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
fn git_tells_the_line() {
    let project = committed();
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    assert_snapshot!(project.mizzle(&["migrate"]), @r#"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: drizzle/0001_add_users_name.sql was edited: mizzle.sum records another text
     --> drizzle/0001_add_users_name.sql:1:34
      |
    1 | ALTER TABLE "users" ADD COLUMN "nick" text;
      |                                  ^^^^^^^^^^
      in HEAD this line is: ALTER TABLE "users" ADD COLUMN "name" text;
      nothing was applied

    hint: take it back: `git restore --source HEAD drizzle/0001_add_users_name.sql`
    hint: or, if that is meant: `mizzle seal 0001_add_users_name`
    --- exit 1
    "#);
    // The edit was committed, so that an older commit has what was recorded.
    git(&project, &["commit", "--quiet", "--all", "--message", "edit"]);
    let said = project.mizzle(&["migrate"]);
    assert!(said.contains("--> drizzle/0001_add_users_name.sql:1:34"), "{said}");
    let restore = said.lines().find_map(|line| line.split_once("`git restore --source ")).unwrap();
    let (revision, _) = restore.1.split_once(' ').unwrap();
    git(&project, &["restore", "--source", revision, SECOND]);
    let said = project.mizzle(&["generate", "--custom", "--offline"]);
    assert!(said.ends_with("exit 0"), "{said}");
}

#[test]
fn several_files_at_once() {
    let project = committed();
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\nSELECT 1;\n");
    std::fs::remove_file(project.path().join("drizzle/0000_create_users.sql")).unwrap();
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: drizzle/0000_create_users.sql is missing: mizzle.sum records it
    error: drizzle/0001_add_users_name.sql was edited: mizzle.sum records another text
     --> drizzle/0001_add_users_name.sql:2:1
      |
    2 | SELECT 1;
      | ^^^^^^^^^
      in HEAD the file ends before this line
      nothing was applied

    hint: take it back: `git restore --source HEAD drizzle/0000_create_users.sql drizzle/0001_add_users_name.sql`
    hint: or, if that is meant: `mizzle seal 0000_create_users 0001_add_users_name`
    --- exit 1
    ");
}

#[test]
fn a_shallow_clone_knows_no_line() {
    let project = committed();
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    git(&project, &["commit", "--quiet", "--all", "--message", "edit"]);
    let clone = Project::empty();
    let url = format!("file://{}", project.path().display());
    git(&clone, &["clone", "--quiet", "--depth=1", &url, "."]);
    clone.file("drizzle.config.json", &project.read("drizzle.config.json"));
    let said = clone.mizzle(&["migrate"]);
    assert!(said.contains(&format!("error: {SECOND} was edited")), "{said}");
    let hint = "hint: restore what was there from version control; this clone is shallow, so \
                that git does not have it: `git fetch --unshallow`";
    assert!(said.contains(hint), "{said}");
    // Nor does a machine without git.
    let said = committed_edit().with_env("PATH", "").mizzle(&["migrate"]);
    assert!(said.contains("hint: restore what was there from version control\n"), "{said}");
}

fn committed_edit() -> Project {
    let project = committed();
    project.file(SECOND, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    project
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
fn a_merge_needs_nobody() {
    let project = committed();
    let line = |name: &str| {
        let sum = project.read("drizzle/mizzle.sum");
        sum.lines().next().unwrap().replace("0000_create_users", name)
    };
    let sum = project.read("drizzle/mizzle.sum");
    for (branch, name) in [("one", "0002_one"), ("two", "0002_two")] {
        git(&project, &["switch", "--quiet", "--create", branch, "HEAD"]);
        project.file("drizzle/mizzle.sum", &format!("{sum}{}\n", line(name)));
        git(&project, &["commit", "--quiet", "--all", "--message", branch]);
        git(&project, &["switch", "--quiet", "--detach", "HEAD^"]);
    }
    git(&project, &["switch", "--quiet", "one"]);
    git(&project, &["merge", "--quiet", "two", "--message", "both"]);
    let merged = project.read("drizzle/mizzle.sum");
    assert!(merged.contains("0002_one") && merged.contains("0002_two"), "{merged}");
    // One that was merged without the attribute, or written by something else.
    project.file(
        "drizzle/mizzle.sum",
        &format!("<<<<<<< HEAD\n{sum}=======\n{sum}>>>>>>> two\nhello\n"),
    );
    let said = project.mizzle(&["generate", "--custom", "--offline"]);
    assert_snapshot!(said, @r"
    --- stdout
    ✔ Wrote drizzle/0002_custom.sql

    -- Write your SQL below; every statement ends with a semicolon.
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    warning: line 8 of drizzle/mizzle.sum says nothing known: hello
      hint: remove it, unless a newer mizzle wrote it
    ✔ Pulling migration state…

    hint: put your SQL into drizzle/0002_custom.sql, then record it with `mizzle seal` and apply it with `mizzle migrate`
    --- exit 0
    ");
    assert_eq!(project.read("drizzle/mizzle.sum"), format!("{sum}hello\n"));
    assert!(project.mizzle(&["seal"]).contains("nothing to seal"));
    project.file("drizzle/mizzle.sum", &format!("<<<<<<< HEAD\n{sum}=======\n>>>>>>> two\n"));
    assert!(project.mizzle(&["seal"]).contains("✔ Put drizzle/mizzle.sum in order"));
    assert_eq!(project.read("drizzle/mizzle.sum"), sum);
}

#[cfg(unix)]
#[test]
fn in_a_hook_of_a_worktree() {
    let project = Project::empty();
    git(&project, &["init", "--quiet"]);
    let inside = sealed();
    for file in inside.files() {
        project.file(format!("my app/{file}"), &inside.read(&file));
    }
    git(&project, &["add", "my app"]);
    git(&project, &["commit", "--quiet", "--message", "migrations"]);
    let hook = format!("#!/bin/sh\ncd 'my app' && {} migrate\n", env!("CARGO_BIN_EXE_mizzle"));
    project.file(".git/hooks/pre-commit", &hook);
    let hook = project.path().join(".git/hooks/pre-commit");
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    git(&project, &["worktree", "add", "--quiet", "--detach", "other"]);
    let second = format!("other/my app/{SECOND}");
    project.file(second, "ALTER TABLE \"users\" ADD COLUMN \"nick\" text;\n");
    let commit = ["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--all"];
    let output = Command::new("git")
        .args(commit)
        .args(["--quiet", "--message", "edit"])
        .current_dir(project.path().join("other"))
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("in HEAD this line is: "), "{said}");
    assert!(
        said.contains(
            "hint: take it back: `git restore --source HEAD drizzle/0001_add_users_name.sql`"
        ),
        "{said}"
    );
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
