//! Where git still has what was recorded: the changed line, merges, hooks.

use super::{SECOND, sealed};
use crate::Project;
use insta::assert_snapshot;
use std::process::Command;

fn git(project: &Project, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
    command.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"]);
    let output = command.args(arguments).current_dir(project.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A sealed folder, committed.
fn committed() -> Project {
    let project = sealed();
    git(&project, &["init", "--quiet"]);
    git(&project, &["add", "drizzle"]);
    git(&project, &["commit", "--quiet", "--message", "migrations"]);
    project
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
