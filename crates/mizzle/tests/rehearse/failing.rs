//! Migrations that do not do what they should: nothing is written.

use crate::{by_hand, recorded, transcript, write};
use insta::assert_snapshot;

const USERS: &str = "export const users = pgTable('users', {
  id: serial().primaryKey(),
  email: text().notNull(),
});
";

#[test]
fn a_statement_fails() {
    let project = recorded(USERS);
    by_hand(
        &project,
        "0001_by_hand",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n\
         --> statement-breakpoint\nCREATE INDEX users_email_index ON users (email);\n",
    );
    write(
        &project,
        &USERS.replace("});", "}, (t) => [index('users_email_index').on(t.email, t.id)]);"),
    );
    let files = project.files();
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: relation "users_email_index" already exists
     --> drizzle/0002_add_users_email_id_index.sql:1:1
      |
    1 | CREATE INDEX "users_email_index" ON "users" USING btree ("email","id");
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      code: 42P07
      statement 1 of 1 failed in the rehearsal
      nothing was written

    hint: see the SQL: `mizzle generate --explain`
    hint: write it all the same: `mizzle generate --no-rehearse`
    --- exit 1
    "#);
    assert_eq!(project.files(), files);
    let said = transcript(&project, &["generate", "--output", "json"]);
    assert!(said.contains("\"code\":\"rehearsal_failed\""), "{said}");
}

#[test]
fn something_else_changes_along() {
    let project = recorded(USERS);
    // Whoever adds a column to a table finds the index on it gone.
    by_hand(
        &project,
        "0001_by_hand",
        "CREATE FUNCTION drops() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN\n\
         DROP INDEX IF EXISTS dead; END $$;\n\
         --> statement-breakpoint\nCREATE INDEX dead ON users (email);\n\
         --> statement-breakpoint\nCREATE EVENT TRIGGER drops ON ddl_command_end\n\
         WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION drops();\n",
    );
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    assert_snapshot!(transcript(&project, &["generate"]), @"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the migration does not lead to what the schema files say
      also done by it: - index dead (email) on users
      nothing was written

    hint: see the SQL: `mizzle generate --explain`
    hint: write it all the same: `mizzle generate --no-rehearse`
    --- exit 1
    ");
}

#[test]
fn the_database_goes_away() {
    let project = recorded(USERS);
    by_hand(
        &project,
        "0001_by_hand",
        "CREATE FUNCTION dies() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN\n\
         PERFORM pg_terminate_backend(pg_backend_pid()); END $$;\n\
         --> statement-breakpoint\nCREATE EVENT TRIGGER dies ON ddl_command_end\n\
         WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION dies();\n",
    );
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    let files = project.files();
    let said = transcript(&project, &["generate"]);
    // The server says why, or is gone before it could.
    let message = "error: the development database went away in the rehearsal: the connection";
    for expected in [message, "while running 0002_add_users_age", "nothing was written"] {
        assert!(said.contains(expected), "{said}");
    }
    assert!(said.ends_with("hint: run it again: `mizzle generate`\n--- exit 1"), "{said}");
    assert_eq!(project.files(), files);
}
