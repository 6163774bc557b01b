//! `seal`: what was edited, or written by hand, runs before it is recorded.

use crate::{Project, read, recorded, transcript, write};
use insta::assert_snapshot;

const USERS: &str = "export const users = pgTable('users', {
  id: serial().primaryKey(),
  email: text().notNull(),
});
";

const ADDED: &str = "drizzle/0001_add_users_age.sql";
const DOWN: &str = "drizzle/down/0001_add_users_age.sql";

/// Two migrations, the second of which adds a column and has a way back.
fn project() -> Project {
    let project = recorded(USERS);
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    assert!(project.mizzle(&["generate"]).ends_with("exit 0"));
    project
}

/// The transcript without the version, also where it stands as `mizzle.sum` has it.
fn said(project: &Project, arguments: &[&str]) -> String {
    let version = regex::Regex::new(r"url-[0-9][0-9.]*").unwrap();
    version.replace_all(&transcript(project, arguments), "url-[VERSION]").into_owned()
}

/// The line of a migration in `mizzle.sum`.
fn line(project: &Project, name: &str) -> String {
    let text = read(project, "drizzle/mizzle.sum");
    text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned()
}

#[test]
fn an_edited_migration_with_its_way_back() {
    let project = project();
    project.file(
        ADDED,
        "ALTER TABLE \"users\" ADD COLUMN \"age\" integer;\nUPDATE \"users\" SET \"age\" = 1;\n",
    );
    assert_snapshot!(said(&project, &["seal"]), @r"
    --- stdout
    ~ 0001_add_users_age is recorded as it is (rehearsed on url-[VERSION])
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    let line = line(&project, "0001_");
    assert!(line.contains(" sql:[HASH] down:[HASH] rehearsed:url-"), "{line}");
    assert!(project.mizzle(&["generate"]).contains("No schema changes"));
}

#[test]
fn what_leads_elsewhere_is_not_recorded() {
    let project = project();
    let before = project.read("drizzle/mizzle.sum");
    project.file(ADDED, "ALTER TABLE \"users\" ADD COLUMN \"age\" bigint;\n");
    assert_snapshot!(said(&project, &["seal"]), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: drizzle/0001_add_users_age.sql does not lead to what the snapshot of 0001_add_users_age says
      still to do afterwards: ~ column users.age: bigint → integer
      nothing was recorded

    hint: correct drizzle/0001_add_users_age.sql; a change of the schema belongs into the schema files as well
    hint: record it all the same: `mizzle seal --no-rehearse 0001_add_users_age`
    --- exit 1
    ");
    project.file(ADDED, "ALTER TABLE \"user\" ADD COLUMN \"age\" integer;\n");
    assert_snapshot!(said(&project, &["seal"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: relation "user" does not exist
     --> drizzle/0001_add_users_age.sql:1:1
      |
    1 | ALTER TABLE "user" ADD COLUMN "age" integer;
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      code: 42P01
      statement 1 of 1 failed in the rehearsal
      nothing was recorded

    hint: correct drizzle/0001_add_users_age.sql; a change of the schema belongs into the schema files as well
    hint: record it all the same: `mizzle seal --no-rehearse 0001_add_users_age`
    --- exit 1
    "#);
    assert_eq!(project.read("drizzle/mizzle.sum"), before);
    assert_snapshot!(said(&project, &["seal", "--no-rehearse", "1"]), @r"
    --- stdout
    ~ 0001_add_users_age is recorded as it is (not rehearsed)
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    warning: drizzle/down/0001_add_users_age.sql is not recorded, so that `mizzle rollback` does not take it: it was proved with what the migration said before
      hint: correct it and seal once more, or remove it
    --- exit 0
    ");
    let line = line(&project, "0001_");
    assert!(line.ends_with(" sql:[HASH] down:- rehearsed:no"), "{line}");
}

#[test]
fn an_edited_way_back_has_to_lead_back() {
    let project = project();
    let whole = project.read(DOWN);
    let head = whole.split("\n\n").next().unwrap();
    project.file(DOWN, &format!("{head}\n\nSELECT 1;\n"));
    let refused = said(&project, &["seal"]);
    assert!(
        refused.contains(&format!("error: {DOWN} does not lead back from 0001_add_users_age: ")),
        "{refused}"
    );
    assert!(refused.ends_with("exit 1"), "{refused}");
    project.file(DOWN, &format!("{whole}SELECT 1;\n"));
    assert_snapshot!(said(&project, &["seal"]), @r"
    --- stdout
    ~ 0001_add_users_age is recorded with its way back as it is (rehearsed on url-[VERSION])
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    // One that is taken away is missed by nobody afterwards; the migration still was rehearsed.
    std::fs::remove_file(project.path().join(DOWN)).unwrap();
    assert_snapshot!(said(&project, &["seal"]), @r"
    --- stdout
    ~ 0001_add_users_age is recorded without a way back (rehearsed on url-[VERSION])
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
}

#[test]
fn sql_by_hand() {
    let project = project();
    project.mizzle(&["generate", "--custom", "--name", "hand"]);
    project.file(
        "drizzle/0002_hand.sql",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';\n",
    );
    assert_snapshot!(said(&project, &["seal"]), @r"
    --- stdout
    + 0002_hand is recorded (rehearsed on url-[VERSION])
    ✔ Wrote drizzle/mizzle.sum (3 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    project.file("drizzle/0002_hand.sql", "CREATE TABLE stray (id int);\n");
    let refused = said(&project, &["seal"]);
    assert!(refused.contains("table stray") && refused.ends_with("exit 1"), "{refused}");
}

#[test]
fn what_was_never_rehearsed_is_once_it_is_named() {
    let project = recorded(USERS);
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    project.mizzle(&["generate", "--no-rehearse"]);
    assert!(line(&project, "0001_").ends_with("rehearsed:no"));
    assert!(project.mizzle(&["seal"]).contains("nothing to seal"));
    assert_snapshot!(said(&project, &["seal", "1"]), @r"
    --- stdout
    ✔ 0001_add_users_age is as it is recorded (rehearsed on url-[VERSION])
    ✔ Wrote drizzle/mizzle.sum (2 migrations recorded)
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    ");
    assert!(project.mizzle(&["seal", "1"]).contains("nothing to seal"));
    // A first file is begun without, and says so.
    std::fs::remove_file(project.path().join("drizzle/mizzle.sum")).unwrap();
    assert!(!project.mizzle(&["seal"]).contains("rehearsed on"));
}
