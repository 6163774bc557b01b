//! Somebody else writes into the folder while a migration is made.

use crate::{project, project_of_1_0, schema};
use insta::assert_snapshot;
use std::process::Stdio;
use std::time::Duration;

const COLUMNS: &str = "  email: text(\"email\").notNull().unique(),\n  name: text(\"name\"),";

/// A schema that takes a while to load, so that others can do something meanwhile.
fn slow(columns: &str) -> String {
    let wait = "const until = Date.now() + 3000;\nwhile (Date.now() < until) {}\n";
    schema(columns) + wait
}

#[test]
fn nothing_of_it_is_overwritten() {
    for make in [project, project_of_1_0] {
        let project = make();
        let said = project.mizzle(&["generate", "--name", "init"]);
        assert!(said.ends_with("--- exit 0"), "{said}");
        project.file("db/schema.ts", &slow(COLUMNS));
        let mut command = project.command(&["generate", "--name", "slow"]);
        let slow = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(1000));
        // It does not load the schema.
        let said = project.mizzle(&["generate", "--custom", "--name", "quick"]);
        assert!(said.ends_with("--- exit 0"), "{said}");
        let output = slow.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @"
        ✔ Loaded all config
        ✔ Pulling existing migrations…
        ✔ Pulling migration state…
        error: the migrations folder `drizzle` was changed by somebody else meanwhile
          nothing was written

        hint: run the same command again: it begins with what is there now
        ");
        let files = project.files();
        assert!(files.iter().any(|file| file.contains("_quick")), "{files:?}");
        assert!(!files.iter().any(|file| file.contains("_slow")), "{files:?}");
    }
}
