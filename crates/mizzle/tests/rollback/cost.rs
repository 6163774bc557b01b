//! What going back costs, counted in the database, and who has to accept it.

use crate::{FIRST, Setting, with_users};
use insta::assert_snapshot;

const NICK: &str = "  name: text(\"name\"),\n  age: integer(\"age\"),\n  nick: text(\"nick\"),\n";

fn with_nicks() -> Setting {
    let setting = Setting::new("0.45");
    setting.add("nick", &with_users(NICK));
    setting.migrate();
    setting.execute("UPDATE users SET nick = 'x' WHERE id < 3");
    setting
}

#[test]
fn values_written_since_are_counted_and_have_to_be_accepted() {
    let setting = with_nicks();
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    error: undoing 0001_nick loses data
      what 0001_nick added goes: column users.nick, 2 values
      nothing was undone

    hint: if that may go: `mizzle rollback --accept-data-loss`
    --- exit 2
    ");
    assert_snapshot!(setting.mizzle(&["rollback", "--steps", "1", "--output", "json"]), @r#"
    --- stdout
    {"status":"missing_hints","dialect":"postgresql","error":{"code":"data_loss","message":"undoing 0001_nick loses data","notes":["what 0001_nick added goes: column users.nick, 2 values","nothing was undone"],"next":["if that may go: `mizzle rollback --steps 1 --accept-data-loss`"]}}
    --- exit 2
    "#);
    assert_snapshot!(setting.mizzle(&["rollback", "--dry-run"]), @r#"
    --- stdout
    1 migration would be undone
      what 0001_nick added goes: column users.nick, 2 values

    -- drizzle/down/0001_nick.sql
    -- Certified way back from 0001_nick: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Before: sha256 [HASH]
    -- After: sha256 [HASH]
    -- Removes: the values of users.nick

    ALTER TABLE "users" DROP COLUMN "nick";
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    --- exit 0
    "#);
    assert_eq!(setting.rows("SELECT count(nick) FROM users"), ["2"]);
    let said = setting.mizzle(&["rollback", "--accept-data-loss"]);
    assert!(said.contains("✔ 0001_nick undone"), "{said}");
    assert_eq!(setting.recorded(), 1);
}

#[cfg(unix)]
#[test]
fn asked_on_a_terminal() {
    use crate::terminal::Terminal;
    let setting = with_nicks();
    for (answer, code, left) in [("n", 1, 2), ("y", 0, 1)] {
        let mut terminal = Terminal::start(&setting.project, &["rollback"]);
        terminal.wait_for("Go on?").type_keys(answer);
        let (screen, ended) = terminal.finish();
        assert!(
            screen.contains("what 0001_nick added goes: column users.nick, 2 values"),
            "{screen}"
        );
        assert_eq!((ended, setting.recorded()), (Some(code), left), "{screen}");
    }
}

#[test]
fn what_a_default_filled_is_none() {
    let setting = Setting::new("0.45");
    let before = setting.content();
    let columns = "  name: text(\"name\"),\n  age: integer(\"age\"),\n  active: boolean(\"active\").notNull().default(true),\n";
    setting.add("active", &with_users(columns));
    setting.migrate();
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("✔ 0001_active undone"), "{said}");
    assert_eq!(setting.content(), before);
}

#[test]
fn rows_of_a_new_table_are() {
    let setting = Setting::new("0.45");
    let more = format!(
        "{FIRST}export const tags = pgTable(\"tags\", {{ id: serial(\"id\").primaryKey() }});\n"
    );
    setting.add("tags", &more);
    setting.migrate();
    setting.execute("INSERT INTO tags DEFAULT VALUES");
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("what 0001_tags added goes: table tags, 1 row"), "{said}");
    assert!(said.ends_with("--- exit 2"), "{said}");
}

#[test]
fn values_that_the_old_type_cannot_hold() {
    let setting = Setting::new("0.45");
    let columns = "  name: text(\"name\"),\n  age: numeric(\"age\"),\n";
    setting.add("age", &with_users(columns));
    setting.migrate();
    setting.execute("UPDATE users SET age = 7.5 WHERE id = 3");
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("what of users.age does not fit integer, 1 value"), "{said}");
    setting.execute("UPDATE users SET age = 8 WHERE id = 3");
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("✔ 0001_age undone"), "{said}");
    assert_eq!(setting.rows("SELECT age FROM users ORDER BY id"), ["36", "NULL", "8"]);
}

#[test]
fn what_the_server_would_refuse_is_found_first() {
    let setting = Setting::new("0.45");
    let mood = |labels: &str| {
        format!(
            "export const mood = pgEnum(\"mood\", [{labels}]);\n{}",
            with_users(
                "  name: text(\"name\"),\n  age: integer(\"age\"),\n  mood: mood(\"mood\"),\n"
            )
        )
    };
    setting.add("mood", &mood("\"ok\""));
    setting.add("sad", &mood("\"ok\", \"sad\""));
    setting.migrate();
    setting.execute("UPDATE users SET mood = 'sad' WHERE id = 1");
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    error: rows hold what there is no place for on the way back from 0002_sad
      'sad' in users.mood, 1 row
      nothing was undone

    hint: change or delete these rows, then roll back again
    --- exit 1
    ");
    setting.execute("UPDATE users SET mood = 'ok' WHERE id = 1");
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("✔ 0002_sad undone"), "{said}");
    assert_eq!(setting.rows("SELECT mood FROM users WHERE id = 1"), ["ok"]);
}

#[test]
fn what_a_migration_destroyed_is_told_each_time() {
    let setting = Setting::new("0.45");
    setting.add("no_age", &with_users("  name: text(\"name\"),\n"));
    setting.migrate();
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    error: undoing 0001_no_age loses data
      0001_no_age destroyed what does not come back: the values of users.age
      nothing was undone

    hint: if that may go: `mizzle rollback --accept-data-loss`
    --- exit 2
    ");
    let said = setting.mizzle(&["rollback", "--accept-data-loss"]);
    assert!(said.contains("✔ 0001_no_age undone"), "{said}");
    assert_eq!(setting.rows("SELECT count(*), count(age) FROM users"), ["3|0"]);
}
