//! Histories with SQL by hand: they are replayed, so that what no schema can say is there.

use crate::{by_hand, recorded, transcript, write};

const USERS: &str = "export const users = pgTable('users', {
  id: serial().primaryKey(),
  email: text().notNull(),
});
";

fn rehearsed(by: &str, after: &str) -> String {
    let project = recorded(USERS);
    by_hand(&project, "0001_by_hand", by);
    write(&project, after);
    let said = transcript(&project, &["generate"]);
    assert!(said.contains("✔ Rehearsed on"), "{said}");
    said
}

#[test]
fn a_default_calls_a_function_of_the_history() {
    rehearsed(
        "CREATE FUNCTION short_id() RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT 'x' $$;",
        &USERS.replace("email:", "slug: text().default(sql`short_id()`),\n  email:"),
    );
}

#[test]
fn a_trigger_of_the_history_is_there() {
    rehearsed(
        "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n\
         --> statement-breakpoint\n\
         CREATE TRIGGER stamp BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION stamp();",
        &USERS.replace("email:", "age: integer(),\n  email:"),
    );
}

#[test]
fn a_trigger_goes_with_its_table() {
    let project = recorded(&format!("{USERS}{POSTS}"));
    by_hand(
        &project,
        "0001_by_hand",
        "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n\
         --> statement-breakpoint\n\
         CREATE TRIGGER stamp BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION stamp();",
    );
    write(&project, POSTS);
    let said = transcript(&project, &["generate"]);
    assert!(said.contains("takes along what no schema file can say: trigger"), "{said}");
    assert!(said.contains("no way back is written: it does not lead back: - trigger"), "{said}");
}

const POSTS: &str = "export const posts = pgTable('posts', { id: serial().primaryKey() });\n";

#[test]
fn a_history_that_does_not_replay_is_no_hindrance() {
    let said = rehearsed(
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n\
         --> statement-breakpoint\nALTER TABLE nowhere ADD COLUMN a int;",
        &USERS.replace("email:", "age: integer(),\n  email:"),
    );
    assert!(said.contains("0001_by_hand"), "{said}");
}
