//! `check`: what is wrong in the migrations folder, without any database.

use crate::Project;
use insta::assert_snapshot;

const CONFIG: &str = r#"{ "dialect": "postgresql", "out": "drizzle" }"#;

const FIRST: &str = "drizzle/meta/0000_snapshot.json";
const SECOND: &str = "drizzle/meta/0001_snapshot.json";

fn journal(second: &str) -> String {
    format!(
        "{{\n  \"version\": \"7\",\n  \"dialect\": \"postgresql\",\n  \"entries\": [\n    \
         {{ \"idx\": 0, \"version\": \"7\", \"when\": 1700000000000, \"tag\": \"0000_init\", \"breakpoints\": true }},\n    \
         {{ \"idx\": 1, \"version\": \"7\", \"when\": {second}, \"tag\": \"0001_names\", \"breakpoints\": true }}\n  ]\n}}\n"
    )
}

fn snapshot(id: &str, parent: &str) -> String {
    format!(
        "{{\n  \"id\": \"{id}\",\n  \"prevId\": \"{parent}\",\n  \"version\": \"7\",\n  \
         \"dialect\": \"postgresql\",\n  \"tables\": {{}},\n  \"enums\": {{}},\n  \"schemas\": {{}},\n  \
         \"_meta\": {{ \"schemas\": {{}}, \"tables\": {{}}, \"columns\": {{}} }}\n}}\n"
    )
}

const ORIGIN: &str = "00000000-0000-0000-0000-000000000000";

/// Two migrations, each with its snapshot.
fn project() -> Project {
    let project = Project::empty();
    project
        .file("drizzle.config.json", CONFIG)
        .file("drizzle/meta/_journal.json", &journal("1700000100000"))
        .file("drizzle/0000_init.sql", "CREATE TABLE \"a\" (\"id\" serial PRIMARY KEY);\n")
        .file("drizzle/0001_names.sql", "ALTER TABLE \"a\" ADD COLUMN \"name\" text;\n")
        .file(FIRST, &snapshot("aaaa", ORIGIN))
        .file(SECOND, &snapshot("bbbb", "aaaa"));
    project
}

#[test]
fn a_folder_in_order() {
    assert_snapshot!(project().mizzle(&["check"]), @"
    --- stdout
    ✔ 2 migrations in drizzle, nothing is wrong
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    assert_snapshot!(project().mizzle(&["check", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","migrations":2}
    --- exit 0
    "#);
}

#[test]
fn flags_are_enough() {
    let project = project();
    std::fs::remove_file(project.path().join("drizzle.config.json")).unwrap();
    let flags = ["check", "--dialect", "postgresql", "--out", "./drizzle", "--quiet"];
    assert_snapshot!(project.mizzle(&flags), @"
    --- stdout
    ✔ 2 migrations in drizzle, nothing is wrong
    --- exit 0
    ");
}

#[test]
fn two_branches_in_one_folder() {
    let project = project();
    project.file(SECOND, &snapshot("bbbb", ORIGIN));
    assert_snapshot!(project.mizzle(&["check"]), @r#"
    --- stdout
    error: the snapshots of `0000_init` and `0001_names` both follow nothing known
     --> drizzle/meta/0001_snapshot.json:3:3
      |
    3 |   "prevId": "00000000-0000-0000-0000-000000000000",
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      each was made without what the other does, so that no snapshot records both; drizzle-kit refuses the folder
      hint: make `0001_names` again on top of the other, where no database has applied it: `mizzle generate --redo`
      hint: or, where both are applied: set `prevId` in `meta/0001_snapshot.json` to "aaaa"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 1 thing in drizzle to put right
    --- exit 1
    "#);
    assert_snapshot!(project.mizzle(&["check", "--output", "json"]), @r#"
    --- stdout
    {"status":"error","dialect":"postgresql","error":{"code":"check_error","kind":"conflicts","message":"the snapshots of `0000_init` and `0001_names` both follow nothing known","file":"drizzle/meta/0001_snapshot.json","line":3,"column":3,"notes":["each was made without what the other does, so that no snapshot records both; drizzle-kit refuses the folder"],"next":["make `0001_names` again on top of the other, where no database has applied it: `mizzle generate --redo`","or, where both are applied: set `prevId` in `meta/0001_snapshot.json` to \"aaaa\""],"snapshot":"drizzle/meta/0001_snapshot.json"}}
    --- exit 1
    "#);
}

#[test]
fn what_drizzle_kit_accepts_is_a_warning() {
    let project = project();
    project
        .file("drizzle/meta/_journal.json", &journal("1600000000000"))
        .file("drizzle/old.sql", "SELECT 1;\n");
    std::fs::remove_file(project.path().join(SECOND)).unwrap();
    assert_snapshot!(project.mizzle(&["check"]), @r#"
    --- stdout
    warning: migration `0001_names` is not later than `0000_init` before it; drizzle-orm 0.x never runs it where `0000_init` has been run already (mizzle does)
     --> drizzle/meta/_journal.json:6:5
      |
    6 |     { "idx": 1, "version": "7", "when": 1600000000000, "tag": "0001_names", "breakpoints": true }
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: where no database has applied `0001_names`, give it a later `when` in `meta/_journal.json`; otherwise apply it with `mizzle migrate`

    warning: migration `0001_names` has no snapshot
      mizzle replays what none has recorded; drizzle-kit compares with the newest snapshot that is there

    warning: `old.sql` is not in the journal, so that it is never run
      hint: remove `old.sql`, or give it an entry in `meta/_journal.json`

    ✔ 2 migrations in drizzle, 3 warnings
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    "#);
    assert_snapshot!(project.mizzle(&["check", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","migrations":2,"warnings":[{"kind":"order","message":"migration `0001_names` is not later than `0000_init` before it; drizzle-orm 0.x never runs it where `0000_init` has been run already (mizzle does)","file":"drizzle/meta/_journal.json","line":6,"column":5,"next":["where no database has applied `0001_names`, give it a later `when` in `meta/_journal.json`; otherwise apply it with `mizzle migrate`"]},{"kind":"snapshots","message":"migration `0001_names` has no snapshot","notes":["mizzle replays what none has recorded; drizzle-kit compares with the newest snapshot that is there"]},{"kind":"journal","message":"`old.sql` is not in the journal, so that it is never run","next":["remove `old.sql`, or give it an entry in `meta/_journal.json`"],"file":"drizzle/old.sql"}]}
    --- exit 0
    "#);
}

#[test]
fn a_snapshot_that_is_cut_off() {
    let project = project();
    project.file(SECOND, "{ \"version\": \"7\",");
    assert_snapshot!(project.mizzle(&["check"]), @r#"
    --- stdout
    error: this is not the JSON it should be: EOF while parsing a value
     --> drizzle/meta/0001_snapshot.json:1:17
      |
    1 | { "version": "7",
      |                 ^
      hint: restore the file from version control
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 1 thing in drizzle to put right
    --- exit 1
    "#);
    project.file(SECOND, &snapshot("bbbb", "aaaa").replace("\"7\"", "\"12\""));
    assert_snapshot!(project.mizzle(&["check", "--output", "json"]), @r#"
    --- stdout
    {"status":"error","dialect":"postgresql","error":{"code":"check_error","kind":"unsupported","message":"drizzle: `meta/0001_snapshot.json`: snapshot version 12 is newer than this mizzle knows; update mizzle","file":"drizzle/meta/0001_snapshot.json","snapshot":"drizzle/meta/0001_snapshot.json"}}
    --- exit 1
    "#);
}

#[test]
fn a_merge_of_the_journal_that_is_not_finished() {
    let project = project();
    let text = journal("1700000100000").replacen("    {", "<<<<<<< HEAD\n    {", 1);
    project.file("drizzle/meta/_journal.json", &text);
    assert_snapshot!(project.mizzle(&["check"]), @"
    --- stdout
    error: line 5 is a merge conflict marker; finish the merge (keep one side, or run `generate` again on top of the other branch)
     --> drizzle/meta/_journal.json:5:1
      |
    5 | <<<<<<< HEAD
      | ^
    --- stderr
    ✔ Loaded all config
    error: 1 thing in drizzle to put right
    --- exit 1
    ");
}

#[test]
fn files_that_no_run_gets_past() {
    let project = project();
    project.file("drizzle/0001_names.sql", "SELECT 1;\nINSERT INTO \"a\" VALUES ('open);\n");
    std::fs::remove_file(project.path().join("drizzle/0000_init.sql")).unwrap();
    assert_snapshot!(project.mizzle(&["check"]), @r#"
    --- stdout
    error: migration `0000_init` is listed, but `0000_init.sql` is missing
     --> drizzle/meta/_journal.json:5:5
      |
    5 |     { "idx": 0, "version": "7", "when": 1700000000000, "tag": "0000_init", "breakpoints": true },
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `migrate` stops at it, and so does migrate() of drizzle-orm
      hint: restore the file from version control

    error: this quoted string never ends
     --> drizzle/0001_names.sql:2:25
      |
    2 | INSERT INTO "a" VALUES ('open);
      |                         ^
      `migrate` stops at it before anything is run
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 2 things in drizzle to put right
    --- exit 1
    "#);
}

#[test]
fn a_way_back_that_cannot_be_gone() {
    let project = project();
    project.file("drizzle/down/0001_names.sql", "DELETE FROM \"a\" WHERE \"b\" = $x$open;\n");
    assert_snapshot!(project.mizzle(&["check"]), @r#"
    --- stdout
    error: this dollar-quoted string never ends
     --> drizzle/down/0001_names.sql:1:29
      |
    1 | DELETE FROM "a" WHERE "b" = $x$open;
      |                             ^
      `rollback` stops at it before anything is run
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 1 thing in drizzle to put right
    --- exit 1
    "#);
    std::fs::write(project.path().join("drizzle/down/0001_names.sql"), b"-- caf\xe9\n").unwrap();
    assert_snapshot!(project.mizzle(&["check"]), @"
    --- stdout
    error: drizzle/down/0001_names.sql: line 1 is not UTF-8: save the file as UTF-8
      `rollback` stops at it before anything is run
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 1 thing in drizzle to put right
    --- exit 1
    ");
}

#[test]
fn what_mizzle_sum_records() {
    let project = project();
    let said = project.mizzle(&["seal"]);
    assert!(said.ends_with("exit 0"), "{said}");
    assert!(project.mizzle(&["check"]).ends_with("exit 0"));
    project.file("drizzle/0001_names.sql", "ALTER TABLE \"a\" ADD COLUMN \"nick\" text;\n");
    assert_snapshot!(project.mizzle(&["check"]), @"
    --- stdout
    error: drizzle/0001_names.sql was edited: mizzle.sum records another text
      `generate`, `migrate` and `reset` stop at it
      hint: restore what was there from version control
      hint: or, if that is meant: `mizzle seal 0001_names`
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 1 thing in drizzle to put right
    --- exit 1
    ");
}

#[test]
fn a_way_back_that_is_gone() {
    let project = project();
    project.file("drizzle/down/0001_names.sql", "ALTER TABLE \"a\" DROP COLUMN \"name\";\n");
    project.mizzle(&["seal"]);
    std::fs::remove_file(project.path().join("drizzle/down/0001_names.sql")).unwrap();
    let said = project.mizzle(&["check"]);
    assert!(
        said.contains("drizzle/down/0001_names.sql is missing: mizzle.sum records it"),
        "{said}"
    );
    assert!(said.ends_with("exit 1"), "{said}");
}

#[test]
fn there_is_no_folder() {
    let project = Project::empty();
    project.file("drizzle.config.json", CONFIG);
    assert_snapshot!(project.mizzle(&["check"]), @"
    --- stdout
    warning: there is no migrations folder `drizzle`
      hint: make the first migration with `mizzle generate`, or set `out` in the config

    ✔ 0 migrations in drizzle, 1 warning
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
}

/// The question is about the folder; a schema that is named is part of it.
#[test]
fn a_schema_that_does_not_load() {
    let project = project();
    project.file("schema.ts", "export const a = ;\n");
    assert_snapshot!(project.mizzle(&["check", "--schema", "schema.ts"]), @"
    --- stdout
    error: the schema was not compared with the migrations: schema.ts:1:18: Unexpected token
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 1 thing in drizzle to put right
    --- exit 1
    ");
    project.file(
        "drizzle.config.json",
        r#"{ "dialect": "postgresql", "out": "drizzle", "schema": "schema.ts" }"#,
    );
    assert_snapshot!(project.mizzle(&["check", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","migrations":2,"warnings":[{"kind":"not_compared","message":"the schema was not compared with the migrations: schema.ts:1:18: Unexpected token"}]}
    --- exit 0
    "#);
}

#[test]
fn names_from_before_0_21() {
    assert_snapshot!(project().mizzle(&["check:pg"]), @"
    --- stderr
    error: `check:pg` is a name from before drizzle-kit 0.21; the dialect stands in the config since then

    hint: set `dialect` in drizzle.config.ts and run `mizzle check`
    --- exit 1
    ");
}
