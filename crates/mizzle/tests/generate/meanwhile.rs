//! Somebody else writes into the folder while a migration is made.

use crate::{Project, project, project_of_1_0, schema};
use insta::{allow_duplicates, assert_snapshot};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const COLUMNS: &str = "  email: text(\"email\").notNull().unique(),\n  name: text(\"name\"),";

/// A schema that takes a while to load, so that others can do something meanwhile.
fn slow(columns: &str) -> String {
    let wait = "const until = Date.now() + 4000;\nwhile (Date.now() < until) {}\n";
    schema(columns) + wait
}

/// A command that is still loading its schema when another one writes, and what it says.
fn overtaken(project: &Project) {
    let said = project.mizzle(&["generate", "--name", "init"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    project.file("db/schema.ts", &slow(COLUMNS));
    let mut command = project.command(&["generate", "--name", "slow"]);
    let mut slow = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(slow.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut told: Vec<String> = Vec::new();
    while !told.last().is_some_and(|line| line.contains("existing migrations")) {
        told.push(lines.next().unwrap());
    }
    // It does not load the schema.
    let said = project.mizzle(&["generate", "--custom", "--name", "quick"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    told.extend(lines);
    assert_eq!(slow.wait().unwrap().code(), Some(1));
    let files = project.files();
    assert!(files.iter().any(|file| file.contains("_quick")), "{files:?}");
    assert!(!files.iter().any(|file| file.contains("_slow")), "{files:?}");
    allow_duplicates! {
        assert_snapshot!(told.join("\n"), @"
        ✔ Loaded all config
        ✔ Pulling existing migrations…
        ✔ Pulling migration state…
        error: the migrations folder `drizzle` was changed by somebody else meanwhile
          nothing was written

        hint: run the same command again: it begins with what is there now
        ");
    }
}

#[test]
fn nothing_of_a_0_x_folder_is_overwritten() {
    overtaken(&project());
}

#[test]
fn nothing_of_a_1_0_folder_is_overwritten() {
    overtaken(&project_of_1_0());
}
