//! What is said and written where all is well.

use crate::{by_hand, project, read, recorded, transcript, write};
use insta::assert_snapshot;

const USERS: &str = "export const users = pgTable('users', {
  id: serial().primaryKey(),
  email: text().notNull().unique(),
});
";

#[test]
fn a_new_column() {
    let project = recorded(USERS);
    write(&project, &USERS.replace("email:", "newField: text('new_field'),\n  email:"));
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_add_users_new_field.sql

    ALTER TABLE "users" ADD COLUMN "new_field" text;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    + column users.new_field text
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: way back: drizzle/down/0001_add_users_new_field.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert_snapshot!(read(&project, "drizzle/down/0001_add_users_new_field.sql"), @r#"
    -- Certified way back from 0001_add_users_new_field: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Before: sha256 [HASH]
    -- After: sha256 [HASH]
    -- Removes: the values of users.new_field

    ALTER TABLE "users" DROP COLUMN "new_field";
    "#);
    assert_snapshot!(transcript(&project, &["generate"]), @"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    --- exit 0
    ");
}

/// A new column is the last one of a table that is there, and stands elsewhere in one that
/// is built from the schema. What `*` means in a view is no fault of the migration.
#[test]
fn a_view_of_all_columns_over_a_new_one_in_between() {
    let all = |columns: &str| {
        format!(
            "export const users = pgTable('users', {{ id: serial().primaryKey(), {columns} }});
export const all = pgView('all_users', {{ id: integer() }}).as(sql`select * from users`);
"
        )
    };
    let project = recorded(&all("email: text()"));
    write(&project, &all("age: integer(), email: text()"));
    let said = transcript(&project, &["generate", "--name", "next"]);
    assert!(said.ends_with("--- exit 0") && said.contains("✔ Rehearsed on"), "{said}");
    assert!(project.files().iter().any(|path| path == "drizzle/0001_next.sql"), "{said}");
}

/// drizzle-kit 0.x writes the elements of an array into its snapshot as they are. What is
/// recorded is what the schema says, and can be built.
#[test]
fn a_recorded_array_that_the_kit_does_not_escape() {
    let with = |more: &str| {
        format!(
            "export const users = pgTable('users', {{ id: serial().primaryKey(), \
             words: text().array().default(['say \"so\"', 'back\\\\slash']){more} }});\n"
        )
    };
    let project = recorded(&with(""));
    write(&project, &with(", age: integer()"));
    let said = transcript(&project, &["generate", "--name", "next"]);
    assert!(said.ends_with("--- exit 0") && said.contains("✔ Rehearsed on"), "{said}");
    assert_eq!(
        project.read("drizzle/0001_next.sql").trim_end(),
        r#"ALTER TABLE "users" ADD COLUMN "age" integer;"#
    );
}

#[test]
fn in_a_folder_of_1_0() {
    let project = project("rc.5", USERS);
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
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
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: way back: drizzle/[STAMP]_create_users/down.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    let files = project.files();
    assert!(files.iter().any(|path| path.ends_with("_create_users/down.sql")), "{files:?}");
}

#[test]
fn as_json() {
    let project = recorded(USERS);
    write(&project, &USERS.replace("email: text().notNull().unique(),", "age: integer(),"));
    let said = transcript(
        &project,
        &[
            "generate",
            "--output",
            "json",
            "--hints",
            r#"[{"type":"create","kind":"column","entity":["public","users","age"]}]"#,
        ],
    );
    assert_snapshot!(said, @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","migration_path":"drizzle/0001_add_users_age_and_drop_users_email.sql","migration":"0001_add_users_age_and_drop_users_email","changes":["+ column users.age integer","- column users.email, with unique constraint users_email_unique (email)"],"statements":[{"sql":"ALTER TABLE \"users\" ADD COLUMN \"age\" integer;","findings":[]},{"sql":"ALTER TABLE \"users\" DROP COLUMN \"email\";","findings":[{"code":"deletes-data","message":"deletes the values of users.email","loss":true}]}],"rehearsal":{"rehearsed":"whole","engine":"PostgreSQL [VERSION] (url)","without_rows":[]},"way_back":{"path":null,"why":"the statements that lead back fail: column \"email\" of relation \"users\" contains null values"}}
    --- exit 0
    "#);
}

#[test]
fn without_a_rehearsal() {
    let project = recorded(USERS);
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    assert_snapshot!(transcript(&project, &["generate", "--no-rehearse"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_add_users_age.sql

    ALTER TABLE "users" ADD COLUMN "age" integer;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    + column users.age integer
    warning: not rehearsed: `--no-rehearse` was given

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert!(!project.files().iter().any(|path| path.contains("down/0001")));
}

#[test]
fn made_again_with_its_way_back() {
    let project = recorded(USERS);
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    transcript(&project, &["generate"]);
    write(&project, &USERS.replace("email:", "size: integer(),\n  email:"));
    let said = transcript(&project, &["generate", "--redo", "--offline"]);
    assert!(said.contains("✔ Wrote drizzle/0001_add_users_size.sql"), "{said}");
    let downs: Vec<String> =
        project.files().into_iter().filter(|path| path.contains("down/0001")).collect();
    assert_eq!(downs, ["drizzle/down/0001_add_users_size.sql"]);
}

#[test]
fn what_rows_forbid_is_rehearsed_without_them() {
    let project = recorded(USERS);
    write(&project, &USERS.replace("email:", "age: integer().notNull(),\n  email:"));
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_add_users_age.sql

    ALTER TABLE "users" ADD COLUMN "age" integer NOT NULL;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    + column users.age integer NOT NULL
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: fails if users has rows: age is required and has no default
      ALTER TABLE "users" ADD COLUMN "age" integer NOT NULL;
    warning: users was rehearsed without rows: the migration cannot run on rows: column "age" of relation "users" contains null values
    note: way back: drizzle/down/0001_add_users_age.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
}

/// One table that cannot have rows does not take them from the others.
#[test]
fn only_what_rows_forbid_is_rehearsed_without_them() {
    let others = "export const posts = pgTable('posts', { id: serial().primaryKey(), \
                  author: integer().notNull().references(() => users.id) });\n\
                  export const logs = pgTable('logs', { id: serial().primaryKey(), text: text() });\n";
    let before = format!("{USERS}{others}");
    let project = recorded(&before);
    let after = before.replace("email:", "age: integer().notNull(),\n  email:");
    write(&project, &after.replace("text: text()", "text: varchar({ length: 9 }), at: text()"));
    let said = transcript(&project, &["generate", "--name", "next"]);
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("without rows")).collect();
    assert_eq!(
        lines,
        [
            "note: posts was rehearsed without rows: its rows refer to users, which has to be empty",
            "warning: users was rehearsed without rows: the migration cannot run on rows: \
             column \"age\" of relation \"users\" contains null values",
        ]
    );
    let head = read(&project, "drizzle/down/0001_next.sql");
    let lines: Vec<&str> = head.lines().filter(|line| line.contains("Without rows")).collect();
    assert_eq!(lines, ["-- Without rows: posts", "-- Without rows: users"]);
}

#[test]
fn what_the_history_made_otherwise_is_inherited() {
    let project = recorded(USERS);
    by_hand(
        &project,
        "0001_by_hand",
        "CREATE INDEX by_hand ON users (email);\n\
         --> statement-breakpoint\nSELECT 1;\n",
    );
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0002_add_users_age.sql

    ALTER TABLE "users" ADD COLUMN "age" integer;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: the history makes 1 thing otherwise than its snapshots say, and that stayed so: `+ index by_hand (email) on users`
      hint: see them all, and the ways to settle them: `mizzle verify`
    note: drizzle/mizzle.sum did not know 0001_by_hand and records it as it is, not rehearsed
    + column users.age integer
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: way back: drizzle/down/0002_add_users_age.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
}
