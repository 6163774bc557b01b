//! The help of every command is a page of the documentation, and the page is fresh.

use crate::Project;
use std::path::Path;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["generate"],
    &["migrate"],
    &["rollback"],
    &["status"],
    &["verify"],
    &["check"],
    &["seal"],
    &["archive"],
    &["archive", "drop"],
    &["drift"],
    &["baseline"],
    &["reset"],
    &["diff"],
    &["export"],
    &["erd"],
    &["studio"],
    &["dev"],
    &["dev", "url"],
    &["dev", "sql"],
    &["dev", "stop"],
];

const INTRODUCTION: &str = "\
# Command line

The help of every command, as `mizzle COMMAND --help` prints it. A test writes this
page: `UPDATE_EXPECT=1 cargo test -p mizzle --test cli help`.

Exit codes: 0 done · 1 error, usage included · 2 decisions are missing · 3 the answer
is no; `check` says it with 1, as drizzle-kit does. 101 is a bug in mizzle.
";

#[test]
fn the_reference_is_fresh() {
    let project = Project::empty();
    let mut page = INTRODUCTION.to_owned();
    for words in COMMANDS {
        let output = project.command(words).arg("--help").output().unwrap();
        assert!(output.status.success());
        let title = [&["mizzle"], *words].concat().join(" ");
        let help = String::from_utf8(output.stdout).unwrap();
        let help: Vec<_> = help.lines().map(str::trim_end).collect();
        page.push_str(&format!("\n## {title}\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/cli.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == page, "docs/reference/cli.md is stale: run with UPDATE_EXPECT=1");
}
