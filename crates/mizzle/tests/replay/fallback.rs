//! Where not all can be replayed, what is known counts, and that is said.

use crate::{USERS, by_hand, project, schema, transcript, without_engine};
use insta::assert_snapshot;

const AGE: &str = "ALTER TABLE users ADD COLUMN age int;";

fn with_age() -> String {
    schema(&USERS.replace("});", "  age: integer(\"age\"),\n});"))
}

#[test]
fn there_is_no_development_database() {
    let project = project("0.45");
    by_hand(&project, "0001_age", AGE);
    project.file("schema.ts", &with_age());
    assert_snapshot!(transcript(&without_engine(&project), &["generate", "--explain"]), @r#"
    --- stdout
    ALTER TABLE "users" ADD COLUMN "age" integer;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: 0001_age has no snapshot and cannot be replayed, since the development database is turned off; what it changes is not known here, and the new migration may repeat it
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    + column users.age integer
    --- exit 0
    "#);
}

#[test]
fn a_statement_fails_behind_what_is_known() {
    let project = project("0.45");
    by_hand(&project, "0001_age", AGE);
    by_hand(&project, "0002_more", "SELECT 1;\nALTER TABLE nowhere\n  ADD COLUMN a int;");
    project.file("schema.ts", &with_age());
    assert_snapshot!(transcript(&project, &["generate", "--explain"]), @r#"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: 0002_more has no snapshot and does not run on the development database, PostgreSQL [VERSION] at the development URL (drizzle/0002_more.sql:2:1: relation "nowhere" does not exist (SQLSTATE 42P01)); what it changes, and what those behind it do, is not known here, and the new migration may repeat it
      hint: read the SQL before you apply it
    --- exit 0
    "#);
}

#[test]
fn a_file_is_missing() {
    let project = project("0.45");
    by_hand(&project, "0001_lost", "SELECT 1;");
    by_hand(&project, "0002_age", AGE);
    std::fs::remove_file(project.path().join("drizzle/0001_lost.sql")).unwrap();
    project.file("schema.ts", &with_age());
    assert_snapshot!(transcript(&project, &["generate", "--explain"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: 0001_lost has no snapshot, and drizzle/0001_lost.sql is missing; what it changes is not known here
      hint: restore the file from version control
    ✔ Replaying migrations without a snapshot…
    --- exit 0
    ");
}

#[test]
fn a_file_is_no_text() {
    let project = project("0.45");
    by_hand(&project, "0001_age", "");
    std::fs::write(project.path().join("drizzle/0001_age.sql"), [0xff, 0xfe, 0x00]).unwrap();
    assert_snapshot!(transcript(&project, &["generate", "--explain"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: 0001_age has no snapshot and cannot be read (drizzle/0001_age.sql: the file begins as UTF-16 and is broken off or damaged: save it as UTF-8); what it changes is not known here, and the new migration may repeat it
      hint: read the SQL before you apply it
    --- exit 0
    ");
}

#[test]
fn the_schema_cannot_be_built_there() {
    let project = project("0.45");
    by_hand(&project, "0001_age", "ALTER TABLE users ADD COLUMN age int CHECK (age>1);");
    let users = USERS.replace(
        "});",
        "  age: integer(\"age\"),\n}, (t) => [check(\"users_age_check\", sql`no_such(age)`)]);",
    );
    project.file("schema.ts", &schema(&users));
    assert_snapshot!(transcript(&project, &["generate", "--explain"]), @r#"
    --- stdout
    ALTER TABLE "users" DROP CONSTRAINT "users_age_check";
    ALTER TABLE "users" ADD CONSTRAINT "users_age_check" CHECK (no_such(age));
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    warning: the schema files cannot be compared with what the migrations made (the schema cannot be built there: function no_such(integer) does not exist (SQLSTATE 42883)), so that the same in other words may show as a change
      hint: read the SQL before you apply it
    ~ check users_age_check on users made again as declared
    note: fails if a row of users breaks users_age_check; reads all of users under its lock
      ALTER TABLE "users" ADD CONSTRAINT "users_age_check" CHECK (no_such(age));
    --- exit 0
    "#);
}
