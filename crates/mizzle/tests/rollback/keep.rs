//! `generate --keep-data`: what goes is kept, and comes back.

use crate::{FIRST, Setting, with_users};
use insta::assert_snapshot;

impl Setting {
    /// Writes a migration that keeps what it takes away.
    fn keep(&self, name: &str, exports: &str) -> String {
        self.project.file("schema.ts", &crate::schema(exports));
        self.mizzle(&["generate", "--offline", "--keep-data", "--name", name])
    }
}

#[test]
fn a_column_comes_back_with_its_values() {
    let setting = Setting::new("0.45");
    let before = setting.content();
    assert_snapshot!(setting.keep("no_age", &with_users("  name: text(\"name\"),\n")), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_no_age.sql

    CREATE SCHEMA IF NOT EXISTS "mizzle_archive";
    LOCK TABLE "public"."users" IN ACCESS EXCLUSIVE MODE;
    CREATE TABLE "mizzle_archive"."0001_no_age.users.age" AS SELECT "id", "age" AS "mizzle_value", now() AS "mizzle_kept_at" FROM "public"."users";
    ALTER TABLE "users" DROP COLUMN "age";
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    - column users.age
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: column users.age is kept in the archive, as 0001_no_age.users.age
    note: way back: drizzle/down/0001_no_age.sql (lossless by archive)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    setting.migrate();
    assert_eq!(
        setting.rows("SELECT count(*) FROM mizzle_archive.\"0001_no_age.users.age\""),
        ["3"]
    );
    let said = setting.mizzle(&["archive"]);
    assert!(said.contains(" 0001_no_age.users.age | 0001_no_age | 3    |"), "{said}");
    // What comes back needs nobody's consent.
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("✔ 0001_no_age undone"), "{said}");
    assert_eq!((setting.content(), setting.recorded()), (before.clone(), 1));
    assert!(setting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'mizzle_archive'").is_empty());
    setting.migrate();
    let said = setting.mizzle(&["rollback"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    assert_eq!(setting.content(), before);
}

#[test]
fn tables_types_and_labels_come_back() {
    for orm in ["0.45", "rc.5"] {
        let setting = Setting::new(orm);
        let rich = "export const mood = pgEnum(\"mood\", [\"ok\", \"sad\"]);
export const users = pgTable(\"users\", {
  id: serial(\"id\").primaryKey(),
  name: text(\"name\"),
  age: integer(\"age\"),
  share: numeric(\"share\"),
  mood: mood(\"mood\"),
});
export const posts = pgTable(\"posts\", {
  id: serial(\"id\").primaryKey(),
  userId: integer(\"user_id\").references(() => users.id),
});
";
        setting.add("rich", rich);
        setting.migrate();
        setting.execute(
            "UPDATE users SET share = id + 0.5, mood = CASE id WHEN 1 THEN 'sad'::mood WHEN 2 THEN 'ok' END",
        );
        let all = "SELECT id, name, age, share, mood FROM users ORDER BY id";
        let (users, posts) = (setting.rows(all), setting.rows("SELECT * FROM posts ORDER BY id"));
        let poor = "export const mood = pgEnum(\"mood\", [\"ok\"]);
export const users = pgTable(\"users\", {
  id: serial(\"id\").primaryKey(),
  name: text(\"name\"),
  share: integer(\"share\"),
  mood: mood(\"mood\"),
});
";
        let said = setting.keep("poor", poor);
        assert!(said.contains("(lossless by archive)"), "{said}");
        setting.migrate();
        assert_eq!(setting.rows("SELECT mood FROM users ORDER BY id"), ["NULL", "ok", "NULL"]);
        let said = setting.mizzle(&["rollback"]);
        assert!(said.contains("_poor undone"), "{said}");
        assert_eq!(setting.rows(all), users);
        assert_eq!(setting.rows("SELECT * FROM posts ORDER BY id"), posts);
        // Its counter goes on.
        setting.execute("INSERT INTO posts (user_id) VALUES (1)");
        assert_eq!(setting.rows("SELECT max(id) FROM posts"), ["4"]);
        setting.migrate();
    }
}

#[test]
fn what_cannot_be_kept_is_said() {
    let setting = Setting::new("0.45");
    let logs = |columns: &str| {
        format!(
            "{FIRST}export const logs = pgTable(\"logs\", {{ line: text(\"line\"), {columns} }});\n"
        )
    };
    setting.add("logs", &logs("level: integer(\"level\")"));
    assert_snapshot!(setting.keep("no_level", &logs("")), @r#"
    --- stdout
    ✔ Wrote drizzle/0002_no_level.sql

    ALTER TABLE "logs" DROP COLUMN "level";
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    - column logs.level
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    warning: data loss: deletes the values of logs.level
      ALTER TABLE "logs" DROP COLUMN "level";
    warning: column logs.level is not kept: logs has no key that stays, by which its rows could be found again
    note: way back: drizzle/down/0002_no_level.sql (lossy: the values of logs.level)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert_snapshot!(
        setting.mizzle(&["generate", "--redo", "--offline", "--keep-data", "--output", "json"]),
        @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","migration_path":"drizzle/0002_drop_logs_level.sql","migration":"0002_drop_logs_level","replaced":"drizzle/0002_no_level.sql","changes":["- column logs.level"],"statements":[{"sql":"ALTER TABLE \"logs\" DROP COLUMN \"level\";","findings":[{"code":"deletes-data","message":"deletes the values of logs.level","loss":true}]}],"kept":[],"not_kept":[{"what":"column logs.level","why":"logs has no key that stays, by which its rows could be found again"}],"rehearsal":{"rehearsed":"whole","engine":"PostgreSQL [VERSION] (url)","without_rows":[]},"way_back":{"path":"drizzle/down/0002_drop_logs_level.sql","kind":"lossy","lost":["the values of logs.level"],"removes":[]}}
    --- exit 0
    "#
    );
}

#[test]
fn explained_and_not_written() {
    let setting = Setting::new("rc.5");
    setting.project.file("schema.ts", &crate::schema(&with_users("  name: text(\"name\"),\n")));
    assert_snapshot!(
        setting.mizzle(&["generate", "--offline", "--keep-data", "--explain", "--name", "no_age"]),
        @r#"
    --- stdout
    CREATE SCHEMA IF NOT EXISTS "mizzle_archive";
    LOCK TABLE "public"."users" IN ACCESS EXCLUSIVE MODE;
    CREATE TABLE "mizzle_archive"."[STAMP]_no_age.users.age" AS SELECT "id", "age" AS "mizzle_value", now() AS "mizzle_kept_at" FROM "public"."users";
    ALTER TABLE "users" DROP COLUMN "age";
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    - column users.age
    note: column users.age is kept in the archive, as [STAMP]_no_age.users.age
    warning: drizzle-kit's `push` would drop the archive
      hint: put into the config: schemaFilter: ["!mizzle_archive"],
    --- exit 0
    "#
    );
    let said = setting.mizzle(&["generate", "--keep-data", "--custom"]);
    assert!(said.ends_with("--- exit 1"), "{said}");
}

/// Nobody may update a column that is always generated, and yet its values come back.
#[test]
fn what_is_always_generated_comes_back() {
    let setting = Setting::new("0.45");
    let tickets = |number: &str| {
        with_users(&format!(
            "}});\nexport const tickets = pgTable(\"tickets\", {{\n  code: text(\"code\").primaryKey(),\n  \
             number: {number},\n"
        ))
    };
    setting.add("tickets", &tickets("integer(\"number\").generatedAlwaysAsIdentity()"));
    setting.migrate();
    setting.execute("INSERT INTO tickets (code) VALUES ('a'), ('b')");
    let said = setting.keep("small", &tickets("smallint(\"number\").notNull()"));
    assert!(said.contains("way back: drizzle/down/0002_small.sql (lossless by archive)"), "{said}");
    assert!(said.contains("values of tickets.number are kept in the archive"), "{said}");
    setting.migrate();
    let said = setting.mizzle(&["rollback"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    setting.execute("INSERT INTO tickets (code) VALUES ('c')");
    let numbers = "SELECT code, number FROM tickets ORDER BY code";
    assert_eq!(setting.rows(numbers), ["a|1", "b|2", "c|3"]);
}

#[test]
fn an_archive_that_was_dropped() {
    let setting = Setting::new("0.45");
    setting.keep("no_age", &with_users("  name: text(\"name\"),\n"));
    setting.migrate();
    setting.mizzle(&["archive", "drop", "--all"]);
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    error: what 0001_no_age kept was dropped from the archive: 0001_no_age.users.age
      nothing was undone

    hint: to go back anyway, write a migration that does it: `mizzle generate --custom --name undo_0001_no_age`
    --- exit 1
    ");
    assert_eq!(setting.recorded(), 2);
}
