//! Renames: asked on a terminal, listed where there is none.

use crate::{Project, project, schema};
use insta::assert_snapshot;

const RENAMED: &str = r#"[{"type":"rename","kind":"column","from":["public","users","name"],"to":["public","users","full_name"]}]"#;

/// `name` is gone and `full_name` is there.
fn undecided() -> Project {
    let project = project();
    project.file("db/schema.ts", &schema("  name: text(\"name\"),"));
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", &schema("  fullName: text(\"full_name\"),"));
    project
}

#[test]
fn without_a_terminal_nothing_is_written() {
    let project = undecided();
    assert_snapshot!(project.mizzle(&["generate"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: 1 decision is missing, nothing was written

      Is the column users.full_name new?
      - users.full_name is users.name renamed (same type text, same place, similar name)
        {"type":"rename","kind":"column","from":["public","users","name"],"to":["public","users","full_name"]}
      - users.full_name is new; unless something else is renamed to them, users.name is dropped: the column and its values
        {"type":"create","kind":"column","entity":["public","users","full_name"]}

    hint: answer each, here or in a file for `--hints-file`, for instance:
      mizzle generate --hints '[{"type":"rename","kind":"column","from":["public","users","name"],"to":["public","users","full_name"]}]'
    --- exit 2
    "#);
    assert_eq!(project.files().len(), 7);
}

#[test]
fn as_json() {
    assert_snapshot!(undecided().mizzle(&["generate", "--output", "json"]), @r#"
    --- stdout
    {"status":"missing_hints","dialect":"postgresql","unresolved":[{"type":"rename_or_create","kind":"column","entity":["public","users","full_name"]}],"questions":[{"kind":"column","subject":"users.full_name","choices":[{"hint":{"type":"rename","kind":"column","from":["public","users","name"],"to":["public","users","full_name"]},"means":"users.full_name is users.name renamed (same type text, same place, similar name)"},{"hint":{"type":"create","kind":"column","entity":["public","users","full_name"]},"means":"users.full_name is new; unless something else is renamed to them, users.name is dropped: the column and its values"}]}]}
    --- exit 2
    "#);
}

#[test]
fn a_hint_answers() {
    let project = undecided();
    assert_snapshot!(project.mizzle(&["generate", "--hints", RENAMED]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_rename_users_name_to_full_name.sql

    ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ~ column users.name renamed to full_name
    note: code that says users.name fails from here on
      ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    let project = undecided();
    project.file("hints.json", RENAMED);
    let said = project.mizzle(&["generate", "--hints-file", "hints.json", "--quiet"]);
    assert_snapshot!(said, @r#"
    --- stdout
    ✔ Wrote drizzle/0001_rename_users_name_to_full_name.sql

    ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
    --- exit 0
    "#);
}

#[test]
fn a_hint_that_fits_nothing() {
    let hint = RENAMED.replace("\"name\"", "\"nick\"");
    assert_snapshot!(undecided().mizzle(&["generate", "--hints", &hint]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the hint {"type":"rename","kind":"column","from":["public","users","nick"],"to":["public","users","full_name"]} fits nothing: no column of that name went
      nothing was written
    --- exit 1
    "#);
}

#[cfg(unix)]
mod on_a_terminal {
    use super::{project, schema, undecided};
    use crate::terminal::Terminal;

    #[test]
    fn the_likeliest_answer_is_the_first() {
        let project = undecided();
        let mut terminal = Terminal::start(&project, &["generate"]);
        terminal.wait_for("users.full_name is users.name renamed");
        terminal.type_keys("\r");
        let (screen, code) = terminal.finish();
        assert_eq!(code, Some(0), "{screen}");
        let sql = project.read("drizzle/0001_rename_users_name_to_full_name.sql");
        assert_eq!(
            sql.trim_end(),
            "ALTER TABLE \"users\" RENAME COLUMN \"name\" TO \"full_name\";"
        );
    }

    #[test]
    fn another_answer_can_be_chosen() {
        let project = undecided();
        let mut terminal = Terminal::start(&project, &["generate"]);
        // Down, then Enter.
        terminal.wait_for("users.full_name is new").type_keys("\u{1b}[B\r");
        let (screen, code) = terminal.finish();
        assert_eq!(code, Some(0), "{screen}");
        assert!(screen.contains("ADD COLUMN \"full_name\" text;"), "{screen}");
        assert!(screen.contains("data loss"), "{screen}");
    }

    #[test]
    fn no_answer_writes_nothing() {
        // Escape, Ctrl-C as a key, Ctrl-C as a signal.
        for key in [Some("\u{1b}"), Some("\u{3}"), None] {
            let project = undecided();
            let mut terminal = Terminal::start(&project, &["generate"]);
            terminal.wait_for("users.full_name is new");
            match key {
                Some(key) => {
                    terminal.type_keys(key);
                }
                None => terminal.interrupt(),
            }
            let (screen, code) = terminal.finish();
            assert_eq!(code, Some(1), "{key:?}: {screen}");
            assert_eq!(project.files().len(), 7);
        }
    }

    #[test]
    fn progress_is_redrawn() {
        let project = project();
        project.file("db/schema.ts", &schema("  name: text(\"name\"),"));
        let mut terminal = Terminal::start(&project, &["generate"]);
        terminal.wait_for("Wrote drizzle/0000_create_users.sql");
        assert!(terminal.raw().contains("\u{1b}["), "{:?}", terminal.raw());
        let (screen, code) = terminal.finish();
        assert_eq!(code, Some(0), "{screen}");
        assert!(screen.contains("✔ Loaded all config"), "{screen}");
    }
}
