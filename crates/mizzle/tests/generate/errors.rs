//! Schemas that cannot be meant. Each error has its place, and nothing is written.

use crate::{Project, project, refused, schema};
use insta::assert_snapshot;

#[test]
fn a_syntax_error() {
    assert_snapshot!(refused(&schema("  email: text(\"email\"")), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: Expected `,` or `)` but found `}`
     --> db/schema.ts:6:1
      |
    6 | });
      | ^
    --- exit 1
    ");
}

#[test]
fn an_undefined_name() {
    assert_snapshot!(refused(&schema("  email: txt(\"email\"),")), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: ReferenceError: txt is not defined
     --> db/schema.ts:5:10
      |
    5 |   email: txt("email"),
      |          ^^^
    --- exit 1
    "#);
}

#[test]
fn a_missing_module() {
    let text = schema("  id: plan(),").replace("\n\n", "\nimport { plan } from \"./plan\";\n\n");
    assert_snapshot!(refused(&text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: cannot find module './plan'
     --> db/schema.ts:2:22
      |
    2 | import { plan } from "./plan";
      |                      ^^^^^^^^
    --- exit 1
    "#);
}

#[test]
fn two_tables_of_one_name() {
    let text =
        format!("{}\nexport const people = pgTable(\"users\", {{ id: integer() }});\n", schema(""));
    assert_snapshot!(refused(&text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: two tables are named `users`
     --> db/schema.ts:3:14
      |
    3 | export const users = pgTable("users", {
      |              ^^^^^
      |
     ::: db/schema.ts:8:14
      |
    8 | export const people = pgTable("users", { id: integer() });
      |              ------ already declared here
    --- exit 1
    "#);
}

#[test]
fn two_columns_of_one_name() {
    assert_snapshot!(refused(&schema("  a: text(\"a\"),\n  b: text(\"a\"),")), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: table `users` has two columns named `a`
     --> db/schema.ts:6:3
      |
    6 |   b: text("a"),
      |   ^
      |
     ::: db/schema.ts:5:3
      |
    5 |   a: text("a"),
      |   - already declared here
    --- exit 1
    "#);
}

#[test]
fn a_schema_that_nobody_exports() {
    let text = "import { integer, pgSchema } from \"drizzle-orm/pg-core\";\n\nconst auth = pgSchema(\"auth\");\n\
                export const users = auth.table(\"users\", { id: integer() });\n";
    assert_snapshot!(refused(text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: `auth.users` is in the schema `auth`, which is not exported; export it (`export const auth = pgSchema("auth")`) so that it is created, or create it in a migration of your own (`generate --custom`)
     --> db/schema.ts:4:14
      |
    4 | export const users = auth.table("users", { id: integer() });
      |              ^^^^^
    --- exit 1
    "#);
}

#[test]
fn a_schema_that_the_history_created() {
    let project = project();
    let text = "import { integer, pgSchema } from \"drizzle-orm/pg-core\";\n\nconst auth = pgSchema(\"auth\");\n\
                export const users = auth.table(\"users\", { id: integer() });\n";
    project.file("db/schema.ts", text);
    project.mizzle(&["generate", "--custom", "--name", "auth"]);
    project.file("drizzle/0000_auth.sql", "CREATE SCHEMA auth;");
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_create_users.sql

    CREATE TABLE "auth"."users" (
    	"id" integer
    );
    --- exit 0
    "#);
}

#[test]
fn no_file_matches() {
    assert_snapshot!(project().mizzle(&["generate", "--schema", "src/**/*.ts"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: no schema file matches "src/**/*.ts"

    hint: paths are relative to the working directory, [DIR]
    --- exit 1
    "#);
    let project = project();
    project.file("drizzle.config.ts", "export default { dialect: \"postgresql\" };\n");
    assert_snapshot!(project.mizzle(&["generate"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: `drizzle.config.ts` does not say where the schema is

    hint: add `schema: "./db/schema.ts"` to it, or give `--schema`
    --- exit 1
    "#);
}

#[test]
fn everything_would_be_dropped() {
    let project = project();
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", "export const nothing = 1;\n");
    assert_snapshot!(project.mizzle(&["generate"]), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the schema files export no table, and the migration would drop all that are recorded: users
      nothing was written

    hint: look whether `schema` names the right files: ./db/schema.ts
    hint: if everything is meant to go: `mizzle generate --allow-drop-all`
    --- exit 1
    ");
    assert_eq!(project.files().len(), 7);
    assert_snapshot!(project.mizzle(&["generate", "--allow-drop-all", "--quiet"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_drop_users.sql

    DROP TABLE "users";
    --- exit 0
    "#);
}

#[test]
fn a_schema_of_enums_alone_is_fine() {
    let project = project();
    let text = "import { pgEnum } from \"drizzle-orm/pg-core\";\n\nexport const mood = pgEnum(\"mood\", [\"sad\", \"ok\"]);\n";
    project.file("db/schema.ts", text);
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0000_create_mood_enum.sql

    CREATE TYPE "public"."mood" AS ENUM('sad', 'ok');
    --- exit 0
    "#);
}

/// The same with what a schema may use set low.
fn stopped(schema: &str) -> String {
    let project = project();
    project.file("mizzle.toml", "[loader]\ntimeout = \"3s\"\nmemory = \"64MB\"\n");
    project.file("db/schema.ts", schema);
    let said = project.mizzle(&["generate", "--quiet"]);
    assert_eq!(project.files(), ["db/schema.ts", "drizzle.config.ts", "mizzle.toml"], "{said}");
    said
}

#[test]
fn an_endless_loop() {
    let text = "function slug(text: string) {\n  let found = text;\n  for (;;) {\n    found = text;\n  }\n}\n\n\
                export const first = slug(\"a\");\n";
    assert_snapshot!(stopped(text), @r#"
    --- stderr
    error: the code did not finish within 3 s and was stopped
     --> db/schema.ts:3:3
      |
    3 |   for (;;) {
      |   ^^^
      at db/schema.ts:8:22

    hint: look for a loop that does not end, or for work that belongs into the application
    --- exit 1
    "#);
}

#[test]
fn a_schema_that_eats_memory() {
    let text = "let last: object | undefined;\nfor (;;) {\n  last = { last };\n}\n";
    assert_snapshot!(stopped(text), @"
    --- stderr
    error: the code needs more than 64 MiB of memory and was stopped
     --> db/schema.ts:2:1
      |
    2 | for (;;) {
      | ^^^

    hint: look for a loop that collects without end, or for data that is not the schema's
    --- exit 1
    ");
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let project = project();
    project.mizzle(&["generate"]);
    let left = ["drizzle/.mizzle-a1B2c3.tmp", "drizzle/meta/.mizzle-d4E5f6.tmp"];
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    for path in left {
        project.file(path, "CREATE TA");
        let file = std::fs::File::open(project.path().join(path)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    // Of these, somebody is at work on one.
    let held = std::fs::File::open(project.path().join(left[0])).unwrap();
    held.lock().unwrap();
    project.mizzle(&["generate", "--explain"]);
    assert!(left.iter().all(|path| project.path().join(path).exists()));
    project.mizzle(&["generate"]);
    assert!(project.path().join(left[0]).exists());
    assert!(!project.path().join(left[1]).exists());
    drop(held);
    project.mizzle(&["generate"]);
    assert!(!project.path().join(left[0]).exists());
}

#[test]
fn a_folder_that_cannot_be_written() {
    let project = project();
    project.file("drizzle", "a file in the way");
    let said = project.mizzle(&["generate"]);
    assert_snapshot!(said, @r"
    --- stderr
    ✔ Loaded all config
    error: cannot read `[DIR]/drizzle`: Not a directory (os error 20)
    --- exit 1
    ");
    assert_eq!(project.read("drizzle"), "a file in the way");
}

#[test]
fn orm_is_not_installed() {
    let project = Project::empty();
    project.file("schema.ts", &schema(""));
    let said = project.mizzle(&["generate", "--dialect", "postgresql", "--schema", "schema.ts"]);
    // A build with an embedded copy loads it; one without says what is missing.
    let loaded = said.contains("Wrote drizzle/0000_create_users.sql");
    assert!(loaded || said.contains("install drizzle-orm in the project"), "{said}");
}
