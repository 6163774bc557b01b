//! What `generate` says of drift: what of the database is otherwise near what it changes.

use crate::Setting;

const USERS: &str = "export const users = pg.pgTable(\"users\", { id: pg.serial(\"id\").primaryKey(), \
                     email: pg.text(\"email\").notNull()MORE });\n\
                     export const posts = pg.pgTable(\"posts\", { id: pg.serial(\"id\").primaryKey() });\n";

/// What it says of a new column in a database that somebody has changed. The look at the
/// database never holds a result back, so that on a busy machine it may come too late once.
fn said(by_hand: &str, flags: &[&str]) -> String {
    let mut last = String::new();
    for _ in 0..3 {
        let setting = Setting::new("0.45");
        setting.schema(&USERS.replace("MORE", "")).applied("init");
        setting.database.run(by_hand).unwrap();
        setting.schema(&USERS.replace("MORE", ", age: pg.integer(\"age\")"));
        last = setting.mizzle(&[&["generate"][..], flags].concat());
        assert!(last.ends_with("--- exit 0"), "{last}");
        if last.contains("has drifted") {
            break;
        }
    }
    last
}

#[test]
fn it_names_what_is_otherwise_in_what_it_touches() {
    let said = said(
        "ALTER TABLE users ADD COLUMN nick text, ALTER COLUMN email DROP NOT NULL;
         ALTER TABLE posts ADD COLUMN title text",
        &[],
    );
    let wanted = "warning: [TARGET] has drifted in what this migration touches: column users.email \
                  is different, column users.nick is not expected\n  hint: see all of it, and the ways \
                  out, before you apply it: `mizzle drift`\n";
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn it_says_nothing_of_the_rest() {
    let elsewhere = "ALTER TABLE posts ADD COLUMN title text";
    let nick = "ALTER TABLE users ADD COLUMN nick text";
    for (by_hand, flags) in
        [(elsewhere, &[][..]), (nick, &["--no-rehearse"]), (nick, &["--offline"])]
    {
        let said = said(by_hand, flags);
        assert!(!said.contains("has drifted"), "{said}");
    }
}

#[test]
fn what_the_history_does_by_hand_is_no_drift() {
    let setting = Setting::new("0.45");
    setting.schema(&USERS.replace("MORE", "")).done(&["generate", "--name", "init"]);
    setting.by_hand("nick", "ALTER TABLE users ADD COLUMN nick text;\n").done(&["migrate"]);
    setting.schema(&USERS.replace("MORE", ", age: pg.integer(\"age\")"));
    let said = setting.mizzle(&["generate"]);
    assert!(said.contains("✔ Wrote drizzle/0002_add_users_age.sql"), "{said}");
    assert!(!said.contains("has drifted"), "{said}");
}
