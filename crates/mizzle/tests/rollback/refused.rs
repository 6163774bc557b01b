//! What is refused, and what to do then.

use crate::{Setting, with_users};
use insta::assert_snapshot;

const NICK: &str = "  name: text(\"name\"),\n  age: integer(\"age\"),\n  nick: text(\"nick\"),\n";
const NO_NICK: &str = "ALTER TABLE \"users\" DROP COLUMN \"nick\";\n";

fn with_nick() -> Setting {
    let setting = Setting::new("0.45");
    setting.add("nick", &with_users(NICK));
    setting.migrate();
    setting
}

#[test]
fn a_migration_by_hand_has_none() {
    let setting = with_nick();
    let said = setting.mizzle(&["generate", "--custom", "--name", "fill"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    setting.project.file("drizzle/0002_fill.sql", "UPDATE users SET nick = name;\n");
    setting.mizzle(&["seal", "--offline"]);
    setting.migrate();
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: 0002_fill has no way back: there is no `drizzle/down/0002_fill.sql`
      nothing was undone

    hint: to go back anyway, write a migration that does it: `mizzle generate --custom --name undo_0002_fill`
    --- exit 1
    ");
    assert_eq!(setting.recorded(), 3);
}

#[test]
fn a_way_back_that_is_missing_or_edited() {
    let setting = with_nick();
    let down = "drizzle/down/0001_nick.sql";
    let text = setting.project.read(down);
    setting.project.file(down, &text.replace("DROP COLUMN", "DROP COLUMN IF EXISTS"));
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: drizzle/down/0001_nick.sql was edited: mizzle.sum records another text
      nothing was undone

    hint: restore what was there from version control
    hint: or, if that is meant: `mizzle seal 0001_nick`
    --- exit 1
    ");
    std::fs::remove_file(setting.project.path().join(down)).unwrap();
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: drizzle/down/0001_nick.sql is missing: mizzle.sum records it
      nothing was undone

    hint: restore what was there from version control
    hint: or, if that is meant: `mizzle seal 0001_nick`
    --- exit 1
    ");
    assert_eq!(setting.recorded(), 2);
}

#[test]
fn one_by_hand() {
    let setting = with_nick();
    // A folder that has no mizzle.sum: the head of the file is all there is.
    std::fs::remove_file(setting.project.path().join("drizzle/mizzle.sum")).unwrap();
    let first = setting.project.read("drizzle/down/0000_first.sql");
    setting.project.file("drizzle/down/0001_nick.sql", NO_NICK);
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: drizzle/down/0001_nick.sql is not certified: it was written or edited by hand, or by another tool
      nothing was undone

    hint: restore the file from version control
    hint: to go back anyway, write a migration that does it: `mizzle generate --custom --name undo_0001_nick`
    --- exit 1
    ");
    setting.project.file("drizzle/down/0001_nick.sql", &first);
    let said = setting.mizzle(&["rollback"]);
    assert!(
        said.contains(
            "drizzle/down/0001_nick.sql leads back from 0000_first, and not from 0001_nick"
        ),
        "{said}"
    );
    assert_eq!(setting.recorded(), 2);
}

#[test]
fn one_that_nothing_is_recorded_of() {
    let setting = with_nick();
    let down = "drizzle/down/0001_nick.sql";
    let text = setting.project.read(down);
    std::fs::remove_file(setting.project.path().join(down)).unwrap();
    setting.mizzle(&["seal", "--offline"]);
    setting.project.file(down, &text);
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: mizzle.sum does not record drizzle/down/0001_nick.sql: it was put there by hand
      nothing was undone

    hint: if it is the one that was proved, record it: `mizzle seal`
    hint: to go back anyway, write a migration that does it: `mizzle generate --custom --name undo_0001_nick`
    --- exit 1
    ");
    assert_eq!(setting.recorded(), 2);
}

#[test]
fn an_edited_migration() {
    let setting = with_nick();
    setting.project.file("drizzle/0001_nick.sql", "ALTER TABLE users ADD COLUMN nick varchar;\n");
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("drizzle/0001_nick.sql was edited"), "{said}");
    assert!(said.ends_with("--- exit 1"), "{said}");
    assert_eq!(setting.recorded(), 2);
}

#[test]
fn a_database_that_was_changed_by_hand() {
    let setting = with_nick();
    // Not what the migration touched.
    setting.execute("CREATE INDEX by_name ON posts (user_id); CREATE TABLE stray (id int)");
    setting.execute("ALTER TABLE users ALTER COLUMN nick SET DEFAULT 'x'");
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    ✔ Replaying migrations…
    error: what 0001_nick touched was changed since in [TARGET], so that the way back may not lead back
      to be as it was, the database would have to change:
        ~ column users.nick: default dropped
      nothing was undone

    hint: `mizzle drift` shows each difference and the SQL that takes it back
    --- exit 1
    ");
    assert_eq!(setting.recorded(), 2);
    setting.execute("ALTER TABLE users ALTER COLUMN nick DROP DEFAULT");
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("✔ 0001_nick undone"), "{said}");
}

#[test]
fn a_statement_that_fails() {
    let setting = with_nick();
    // What somebody else made hangs on what goes.
    setting.execute("CREATE VIEW nicks AS SELECT nick FROM users");
    assert_snapshot!(setting.mizzle(&["rollback"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    error: cannot drop column nick of table users because other objects depend on it
     --> drizzle/down/0001_nick.sql:7:1
      |
    7 | ALTER TABLE "users" DROP COLUMN "nick";
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      code: 2BP01
      detail: view nicks depends on column nick of table users
      server's hint: Use DROP ... CASCADE to drop the dependent objects too.
      statement 1 of 1 in drizzle/down/0001_nick.sql failed; 0001_nick is applied as before

    hint: settle what it says, then run `mizzle rollback` again
    --- exit 1
    "#);
    assert_eq!(
        (setting.recorded(), setting.rows("SELECT count(nick) FROM users")),
        (2, vec!["0".to_owned()])
    );
}

#[test]
fn a_row_without_a_file() {
    let setting = with_nick();
    setting.execute(
        "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('abc', 9999999999999)",
    );
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: what was applied last has no file in this folder: row 3, created_at 9999999999999
      nothing was undone

    hint: check out the branch that has it and roll back there
    --- exit 1
    ");
}

#[test]
fn a_command_line_that_makes_no_sense() {
    let setting = Setting::new("0.45");
    let said = setting.mizzle(&["rollback", "--steps", "0"]);
    assert!(said.ends_with("--- exit 1"), "{said}");
    let said = setting.mizzle(&["rollback", "--steps", "1", "--to", "x"]);
    assert!(said.ends_with("--- exit 1"), "{said}");
    let said = setting.mizzle(&["rollback", "--to", "0007"]);
    assert!(said.contains("no migration is called \"0007\""), "{said}");
}
