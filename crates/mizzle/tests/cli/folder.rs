//! Migrations folders in no state to be read, found before any database is asked.

use crate::Project;
use insta::assert_snapshot;

fn project() -> Project {
    let project = Project::empty();
    project.file(
        "drizzle.config.json",
        r#"{ "dialect": "postgresql", "schema": "schema.ts", "dbCredentials": { "url": "postgres://nobody@127.0.0.1:1/none" } }"#,
    );
    project
}

fn journal(entries: &str) -> String {
    format!(
        "{{\n  \"version\": \"7\",\n  \"dialect\": \"postgresql\",\n  \"entries\": [{entries}]\n}}\n"
    )
}

const FIRST: &str = r#"{ "idx": 0, "version": "7", "when": 1700000000000, "tag": "0000_init", "breakpoints": true }"#;

#[test]
fn it_is_missing() {
    assert_snapshot!(project().mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: there is no migrations folder `drizzle`

    hint: make the first migration with `mizzle generate`, or set `out` in the config
    --- exit 1
    ");
}

#[test]
fn the_journal_is_half_merged() {
    let project = project();
    let text = journal(FIRST).replace("  \"entries\"", "<<<<<<< HEAD\n  \"entries\"");
    project.file("drizzle/meta/_journal.json", &text);
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: line 4 is a merge conflict marker; finish the merge (keep one side, or run `generate` again on top of the other branch)
     --> drizzle/meta/_journal.json:4:1
      |
    4 | <<<<<<< HEAD
      | ^
    --- exit 1
    ");
    assert_snapshot!(project.mizzle(&["generate", "--output", "json"]), @r#"
    --- stdout
    {"status":"error","dialect":"postgresql","error":{"code":"check_error","message":"line 4 is a merge conflict marker; finish the merge (keep one side, or run `generate` again on top of the other branch)","file":"drizzle/meta/_journal.json","line":4,"column":1}}
    --- exit 1
    "#);
}

#[test]
fn the_journal_is_no_json() {
    let project = project();
    project.file("drizzle/meta/_journal.json", "{ \"version\": \"7\",\n");
    assert_snapshot!(project.mizzle(&["generate"]), @r"
    --- stderr
    ✔ Loaded all config
    error: this is not the JSON it should be: EOF while parsing a value
     --> drizzle/meta/_journal.json:2:1
      |
    2 |
      | ^

    hint: restore the file from version control
    --- exit 1
    ");
}

#[test]
fn the_snapshot_is_half_merged() {
    let project = project();
    project
        .file("drizzle/meta/_journal.json", &journal(FIRST))
        .file("drizzle/0000_init.sql", "SELECT 1;")
        .file("drizzle/meta/0000_snapshot.json", "{\n=======\n}\n");
    assert_snapshot!(project.mizzle(&["generate", "--custom"]), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: line 2 is a merge conflict marker; finish the merge (keep one side, or run `generate` again on top of the other branch)
     --> drizzle/meta/0000_snapshot.json:2:1
      |
    2 | =======
      | ^
    --- exit 1
    ");
    assert_eq!(
        project.files(),
        [
            "drizzle.config.json",
            "drizzle/0000_init.sql",
            "drizzle/meta/0000_snapshot.json",
            "drizzle/meta/_journal.json"
        ]
    );
}

#[test]
fn the_snapshot_is_no_snapshot() {
    let project = project();
    project
        .file("drizzle/meta/_journal.json", &journal(FIRST))
        .file("drizzle/0000_init.sql", "SELECT 1;")
        .file("drizzle/meta/0000_snapshot.json", "{}\n");
    let custom = ["generate", "--custom", "--offline", "--name", "more"];
    let said = project.mizzle(&custom);
    let missing =
        "warning: drizzle: `meta/0000_snapshot.json` holds no snapshot; it counts as missing";
    assert!(said.contains(missing) && said.ends_with("--- exit 0"), "{said}");
    project.file("drizzle/meta/0000_snapshot.json", "");
    let said = project.mizzle(&custom);
    let broken = "error: this is not the JSON it should be: EOF while parsing a value";
    assert!(said.contains(broken) && said.ends_with("--- exit 1"), "{said}");
}

#[test]
fn a_listed_migration_is_missing() {
    let project = project();
    project.file("drizzle/meta/_journal.json", &journal(FIRST));
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: migration `0000_init` is listed, but `drizzle/0000_init.sql` is missing

    hint: restore the file from version control
    --- exit 1
    ");
}

#[test]
fn a_server_that_is_down() {
    let project = project();
    project
        .file("drizzle/meta/_journal.json", &journal(FIRST))
        .file("drizzle/0000_init.sql", "SELECT 1;");
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    Target: postgresql://nobody@127.0.0.1:1/none (dbCredentials in drizzle.config.json)
    error: cannot connect to postgresql://nobody@127.0.0.1:1/none: no server is listening there (connection refused)

    hint: start the server, or correct host and port; a server in a container must publish its port
    --- exit 1
    ");
    assert_snapshot!(project.mizzle(&["migrate", "--quiet"]), @r"
    --- stderr
    error: cannot connect to postgresql://nobody@127.0.0.1:1/none: no server is listening there (connection refused)

    hint: start the server, or correct host and port; a server in a container must publish its port
    --- exit 1
    ");
}

#[test]
fn a_custom_migration_needs_no_schema() {
    let project = project();
    let said =
        project.mizzle(&["generate", "--custom", "--name", "add_audit_trigger", "--offline"]);
    assert_snapshot!(said, @r"
    --- stdout
    ✔ Wrote drizzle/0000_add_audit_trigger.sql

    -- Write your SQL below; every statement ends with a semicolon.
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…

    hint: put your SQL into drizzle/0000_add_audit_trigger.sql, then record it with `mizzle seal` and apply it with `mizzle migrate`
    --- exit 0
    ");
    assert_eq!(
        project.files(),
        [
            "drizzle.config.json",
            "drizzle/0000_add_audit_trigger.sql",
            "drizzle/meta/0000_snapshot.json",
            "drizzle/meta/_journal.json"
        ]
    );
    assert!(project.read("drizzle/meta/_journal.json").contains("0000_add_audit_trigger"));
    assert_snapshot!(project.mizzle(&["generate", "--redo", "--offline"]), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: 0000_add_audit_trigger was written by hand, and making it again would lose that

    hint: edit it where it is, or remove it first if it is not needed any more
    --- exit 1
    ");
}

#[test]
fn a_name_that_no_file_can_have() {
    assert_snapshot!(project().mizzle(&["generate", "--custom", "--name", "a/b"]), @r"
    --- stderr
    ✔ Loaded all config
    error: `a/b` cannot be the name of a migration: a file name holds no slash
    --- exit 1
    ");
}

#[test]
fn hints_that_are_none() {
    assert_snapshot!(project().mizzle(&["generate", "--hints", "[{}]"]), @r"
    --- stderr
    error: --hints: invalid hint shape at [0].type: expected a string
    --- exit 1
    ");
    assert_snapshot!(project().mizzle(&["generate", "--hints-file", "hints.json"]), @r"
    --- stderr
    error: there is no file `hints.json`
    --- exit 1
    ");
}

#[test]
fn nothing_is_deleted_for_conflicts() {
    assert_snapshot!(project().mizzle(&["generate", "--fix-conflicts"]), @r"
    --- stderr
    error: `--fix-conflicts` deletes migrations that other databases may have applied; mizzle does not do that

    hint: take the other branch's migrations as they are and make your own again: `mizzle generate --redo`
    --- exit 1
    ");
}
