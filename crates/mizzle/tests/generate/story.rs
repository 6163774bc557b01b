//! The usual way: a schema grows, and each step is one migration.

use crate::{project, project_of_1_0, schema};
use insta::assert_snapshot;

#[test]
fn the_first_migration_and_the_next() {
    let project = project();
    assert_snapshot!(project.mizzle(&["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0000_create_users.sql

    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"email" text NOT NULL,
    	CONSTRAINT "users_email_unique" UNIQUE("email")
    );
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    + table users (2 columns)
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert_snapshot!(project.mizzle(&["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    --- exit 0
    ");
    project.file(
        "db/schema.ts",
        &schema("  email: text(\"email\").notNull().unique(),\n  newField: text(\"new_field\"),"),
    );
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_add_users_new_field.sql

    ALTER TABLE "users" ADD COLUMN "new_field" text;
    --- exit 0
    "#);
    assert_eq!(
        project.files(),
        [
            "db/schema.ts",
            "drizzle.config.ts",
            "drizzle/.gitattributes",
            "drizzle/0000_create_users.sql",
            "drizzle/0001_add_users_new_field.sql",
            "drizzle/meta/0000_snapshot.json",
            "drizzle/meta/0001_snapshot.json",
            "drizzle/meta/_journal.json",
            "drizzle/mizzle.sum",
        ]
    );
}

#[test]
fn a_folder_of_1_0() {
    let project = project_of_1_0();
    let said = project.mizzle(&["generate"]);
    assert_snapshot!(said, @r#"
    --- stdout
    ✔ Wrote drizzle/[STAMP]_create_users/migration.sql

    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY,
    	"email" text NOT NULL UNIQUE
    );
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    + table users (2 columns)
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert_snapshot!(project.mizzle(&["generate", "--output", "json"]), @r#"
    --- stdout
    {"status":"no_changes","dialect":"postgresql"}
    --- exit 0
    "#);
    let files = project.files();
    let migration = files.iter().find(|file| file.ends_with("migration.sql")).unwrap();
    assert!(migration.ends_with("_create_users/migration.sql"), "{migration}");
    assert!(files.iter().any(|file| file.ends_with("_create_users/snapshot.json")));
    assert!(!files.iter().any(|file| file.contains("meta")));
}

#[test]
fn as_json() {
    let project = project();
    assert_snapshot!(project.mizzle(&["generate", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","migration_path":"drizzle/0000_create_users.sql","migration":"0000_create_users","changes":["+ table users (2 columns)"],"statements":[{"sql":"CREATE TABLE \"users\" (\n\t\"id\" serial PRIMARY KEY NOT NULL,\n\t\"email\" text NOT NULL,\n\tCONSTRAINT \"users_email_unique\" UNIQUE(\"email\")\n);","findings":[]}],"rehearsal":{"rehearsed":"no","why":"the development database is turned off"},"way_back":{"path":null,"why":"a way back is written once it was taken"}}
    --- exit 0
    "#);
    assert_snapshot!(project.mizzle(&["generate", "--output", "json"]), @r#"
    --- stdout
    {"status":"no_changes","dialect":"postgresql"}
    --- exit 0
    "#);
    project.file("db/schema.ts", &schema(""));
    assert_snapshot!(project.mizzle(&["generate", "--output", "json", "--explain"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","changes":["- column users.email, with unique constraint users_email_unique (email)"],"statements":[{"sql":"ALTER TABLE \"users\" DROP COLUMN \"email\";","findings":[{"code":"deletes-data","message":"deletes the values of users.email","loss":true}]}],"hints":[]}
    --- exit 0
    "#);
    assert_eq!(project.files().len(), 7);
}

#[test]
fn names_and_prefixes_can_be_chosen() {
    let project = project();
    let said = project.mizzle(&[
        "generate",
        "--name",
        "accounts",
        "--prefix",
        "none",
        "--breakpoints=false",
    ]);
    assert!(said.contains("Wrote drizzle/_accounts.sql"), "{said}");
    assert!(project.read("drizzle/meta/_journal.json").contains("\"breakpoints\": false"));
    project.file("db/schema.ts", &schema("  name: text(\"name\"),"));
    let said = project.mizzle(&["generate", "--prefix", "unix", "--hints", CREATE_NAME]);
    let file =
        project.files().into_iter().find(|file| file.contains("name") && file.ends_with(".sql"));
    assert!(file.is_some(), "{said}");
}

const CREATE_NAME: &str =
    r#"[{"type":"create","kind":"column","entity":["public","users","name"]}]"#;

#[test]
fn flags_in_place_of_a_config() {
    let project = project();
    std::fs::remove_file(project.path().join("drizzle.config.ts")).unwrap();
    let said = project.mizzle(&[
        "generate",
        "--dialect",
        "postgresql",
        "--schema",
        "db/schema.ts",
        "--out",
        "migrations",
    ]);
    assert_snapshot!(said, @r#"
    --- stdout
    ✔ Wrote migrations/0000_create_users.sql

    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"email" text NOT NULL,
    	CONSTRAINT "users_email_unique" UNIQUE("email")
    );
    --- stderr
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    + table users (2 columns)
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
}

#[test]
fn losses_are_written_and_named() {
    let project = project();
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", &schema(""));
    assert_snapshot!(project.mizzle(&["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_drop_users_email.sql

    ALTER TABLE "users" DROP COLUMN "email";
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    - column users.email, with unique constraint users_email_unique (email)
    warning: data loss: deletes the values of users.email
      ALTER TABLE "users" DROP COLUMN "email";
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    hint: keep what goes for the way back: `mizzle generate --redo --keep-data`
    --- exit 0
    "#);
}

#[test]
fn a_required_column_is_a_warning() {
    let project = project();
    project.file("db/schema.ts", &schema("  age: integer(\"age\"),"));
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", &schema("  age: integer(\"age\").notNull(),"));
    assert_snapshot!(project.mizzle(&["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_make_users_age_required.sql

    ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ~ column users.age: NOT NULL
    note: fails while users.age is NULL anywhere; reads all of users under its lock
      ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL;
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let project = project();
    let explain = ["generate", "--explain"];
    assert!(!project.mizzle(&explain).contains('\u{1b}'));
    let forced = project.with_env("CLICOLOR_FORCE", "1").mizzle(&explain);
    assert!(forced.contains("\u{1b}[1m\u{1b}[34mCREATE\u{1b}[0m"), "{forced:?}");
    let plain = project.with_env("CLICOLOR_FORCE", "1").with_env("NO_COLOR", "1").mizzle(&explain);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
}

#[test]
fn the_projects_own_node_says_the_same() {
    let project = project();
    let embedded = project.mizzle(&["generate", "--explain"]);
    assert_eq!(project.mizzle(&["generate", "--explain", "--loader", "node"]), embedded);
}
