//! `--redo`: the newest migration made again.

use crate::project::Project;
use crate::{project, project_of_1_0, schema};
use insta::assert_snapshot;

/// The migrations that `mizzle.sum` records.
fn recorded(project: &Project) -> Vec<String> {
    let sum = project.read("drizzle/mizzle.sum");
    sum.lines().filter_map(|line| line.split(" sql:").next()).map(str::to_owned).collect()
}

#[test]
fn it_takes_the_place_of_the_old_one() {
    let project = project();
    project.mizzle(&["generate"]);
    project.file(
        "db/schema.ts",
        &schema("  email: text(\"email\").notNull(),\n  age: integer(\"age\"),"),
    );
    assert_snapshot!(project.mizzle(&["generate", "--redo", "--offline", "--name", "people"]), @r#"
    --- stdout
    ✔ Removed drizzle/0000_create_users.sql
    ✔ Wrote drizzle/0000_people.sql

    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"email" text NOT NULL,
    	"age" integer
    );
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    + table users (3 columns)
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert_eq!(
        project.files(),
        [
            "db/schema.ts",
            "drizzle.config.ts",
            "drizzle/.gitattributes",
            "drizzle/0000_people.sql",
            "drizzle/meta/0000_snapshot.json",
            "drizzle/meta/_journal.json",
            "drizzle/mizzle.sum",
        ]
    );
    assert_eq!(recorded(&project), ["0000_people"]);
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- exit 0
    ");
}

#[test]
fn an_edited_file_is_not_replaced_in_silence() {
    let project = project();
    project.mizzle(&["generate"]);
    let path = "drizzle/0000_create_users.sql";
    let text = format!("{}\nCREATE INDEX by_hand ON users (email);\n", project.read(path));
    project.file(path, &text);
    assert_snapshot!(project.mizzle(&["generate", "--redo", "--offline"]), @r#"
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
    warning: drizzle/0000_create_users.sql is not as mizzle writes it (edited by hand, or made by drizzle-kit); it is replaced
    ✔ Pulling migration state…
    + table users (2 columns)
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert!(!project.read(path).contains("by_hand"));
    assert!(project.mizzle(&["generate", "--quiet"]).ends_with("exit 0"));
}

#[test]
fn in_a_folder_of_1_0() {
    let project = project_of_1_0();
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", &schema("  age: integer(\"age\"),"));
    project.mizzle(&["generate", "--redo", "--offline", "--name", "people"]);
    let files = project.files();
    assert_eq!(files.len(), 6, "{files:?}");
    assert!(files[3].ends_with("_people/migration.sql"), "{files:?}");
    let recorded = recorded(&project);
    assert!(recorded.len() == 1 && recorded[0].ends_with("_people"), "{recorded:?}");
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- exit 0
    ");
}

#[test]
fn it_goes_where_nothing_is_left_of_it() {
    let project = project();
    project.mizzle(&["generate"]);
    project.file(
        "db/schema.ts",
        &schema("  email: text(\"email\").notNull().unique(),\n  age: integer(\"age\"),"),
    );
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", &schema("  email: text(\"email\").notNull().unique(),"));
    assert_snapshot!(project.mizzle(&["generate", "--redo", "--offline"]), @r"
    --- stdout
    ✔ Removed drizzle/0001_add_users_age.sql
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    --- exit 0
    ");
    assert_eq!(project.files().len(), 7);
    assert_eq!(recorded(&project), ["0000_create_users"]);
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- exit 0
    ");
}

#[test]
fn without_a_database_to_ask_it_is_refused() {
    let project = project();
    assert_snapshot!(project.mizzle(&["generate", "--redo"]), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: there is no migration in `drizzle` to make again

    hint: `mizzle generate` makes the first one
    --- exit 1
    ");
    project.mizzle(&["generate"]);
    assert_snapshot!(project.mizzle(&["generate", "--redo"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: whether 0000_create_users is applied cannot be known: no database is named: `drizzle.config.ts` has no `dbCredentials`

    hint: add `dbCredentials: { url: process.env.DATABASE_URL! }` to it, or give `--url`
    hint: or work in the project's development database: `--dev`, or `target = "dev"` in mizzle.toml
    hint: if no database has it: `mizzle generate --redo --offline`
    --- exit 1
    "#);
    let url = "postgres://postgres@127.0.0.1:1/none";
    assert_snapshot!(project.mizzle(&["generate", "--redo", "--url", url]), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    Target: postgresql://postgres@127.0.0.1:1/none (the command line)
    error: whether 0000_create_users is applied cannot be known: cannot connect to postgresql://postgres@127.0.0.1:1/none: no server is listening there (connection refused)

    hint: start the server, or correct host and port; a server in a container must publish its port
    hint: if no database has it: `mizzle generate --redo --offline`
    --- exit 1
    ");
}

#[test]
fn what_keeps_data_is_as_mizzle_writes_it() {
    let project = project();
    project.file("db/schema.ts", &schema("  age: integer(\"age\"),"));
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", &schema(""));
    let said = project.mizzle(&["generate", "--name", "no_age"]);
    assert!(said.contains("`mizzle generate --redo --keep-data`"), "{said}");
    for flags in [&["--keep-data"][..], &["--keep-data"], &[]] {
        let arguments = ["generate", "--redo", "--offline", "--name", "no_age"];
        let said = project.mizzle(&[&arguments, flags].concat());
        assert!(said.ends_with("--- exit 0"), "{said}");
        assert!(!said.contains("is not as mizzle writes it"), "{said}");
        let hint = "`mizzle generate --redo --keep-data`";
        assert_eq!(said.contains(hint), flags.is_empty(), "{said}");
    }
}
