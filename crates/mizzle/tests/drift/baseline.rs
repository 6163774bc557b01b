//! `baseline`: what is there is adopted, or refused with what differs.

use crate::Setting;
use insta::assert_snapshot;

const USERS: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(),
  email: pg.text(\"email\").notNull().unique(),
  age: pg.integer(\"age\").default(18),
}, (t) => [pg.check(\"adult\", sql`age>=18`)]);
";

const MADE: &str = "\
CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, age integer DEFAULT 18,
    CONSTRAINT adult CHECK (age >= 18));
INSERT INTO users (email) VALUES ('a'), ('b');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()";

/// A database that somebody else has made.
fn made(orm: &str) -> Setting {
    let setting = Setting::new(orm);
    setting.schema(USERS);
    setting.database.run(MADE).unwrap();
    setting
}

#[test]
fn a_database_becomes_the_first_migration() {
    for orm in ["0.45", "rc.5"] {
        let setting = made(orm);
        let said = setting.mizzle(&["baseline", "--name", "init"]);
        if orm == "0.45" {
            assert_snapshot!(said, @r"
            --- stdout
            ✔ Wrote drizzle/0000_init.sql
            ✔ 1 migration recorded as applied, nothing of it was run: 0000_init
            ✔ 2 objects that no schema file can say are listed in mizzle.baseline
            --- stderr
            ✔ Loaded env from .env
            ✔ Loaded all config
            Target: [TARGET] (dbCredentials in drizzle.config.ts)
            ✔ Pulling existing migrations…
            ✔ Pulling migration state…
            ✔ Pulling schema from database…
            ✔ Created the migrations table

            hint: commit the migrations folder; other databases like this one are adopted with `mizzle baseline --at NAME`
            --- exit 0
            ");
        }
        assert!(said.ends_with("--- exit 0"), "{said}");
        assert_eq!(setting.database.rows("SELECT * FROM users").len(), 2);
        assert_eq!(setting.database.rows("SELECT 1 FROM drizzle.__drizzle_migrations").len(), 1);
        // Nothing is left to do for anybody.
        for (command, answer) in [
            (["migrate"], "Nothing to apply, 1 migration applied before"),
            (["generate"], "No schema changes, nothing to migrate"),
            (["drift"], "No drift"),
        ] {
            let said = setting.mizzle(&command);
            assert!(said.contains(answer) && said.ends_with("--- exit 0"), "{said}");
        }
        assert!(
            setting
                .project
                .read("drizzle/mizzle.baseline")
                .ends_with("\nfunction touch()\ntrigger touched on users\n")
        );
        // The history makes the same in an empty database.
        let empty = crate::Database::new();
        let said = setting.mizzle(&["migrate", "--url", &empty.url]);
        assert!(said.ends_with("--- exit 0"), "{said}");
        assert_eq!(
            empty.rows("SELECT conname FROM pg_constraint WHERE conname LIKE 'users_email%'"),
            setting
                .database
                .rows("SELECT conname FROM pg_constraint WHERE conname LIKE 'users_email%'")
        );
    }
}

#[test]
fn what_comes_after_a_baseline_is_drift() {
    let setting = made("0.45");
    setting.done(&["baseline"]);
    setting
        .database
        .run("CREATE FUNCTION sneaky() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        .unwrap();
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    + function sneaky() is not expected: it came after the baseline
      to restore:
        DROP FUNCTION "sneaky"();

    1 difference from the migrations up to 0000_create_users
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    note: no schema file can say these, and they are no drift: function touch(), trigger touched on users

    hint: to restore all of it, in an order that runs: `mizzle drift --sql`
    hint: to keep what the database has: `mizzle drift --adopt` writes it into the schema files, then `mizzle baseline` makes the migration for it and records it as applied here
    --- exit 3
    "#);
    setting.database.run("DROP TRIGGER touched ON users").unwrap();
    let said = setting.mizzle(&["drift"]);
    assert!(
        said.contains("- trigger touched on users is missing, which the baseline counted"),
        "{said}"
    );
    // Counted anew, it is right.
    setting.done(&["baseline"]);
    setting.done(&["drift"]);
}

#[test]
fn a_difference_is_refused_and_nothing_is_written() {
    let setting = made("0.45");
    setting
        .database
        .run("ALTER TABLE users ADD COLUMN nick text, ALTER COLUMN age DROP DEFAULT")
        .unwrap();
    assert_snapshot!(setting.mizzle(&["baseline"]), @r#"
    --- stdout
    ~ column users.age is different
      expected: "age" integer DEFAULT 18
      found:    "age" integer
      to make it so:
        ALTER TABLE "users" ALTER COLUMN "age" SET DEFAULT 18;
      to accept: write it so in the columns of users
        age: integer("age"),

    + column users.nick is not expected
      found:    "nick" text
      to make it so:
        ALTER TABLE "users" DROP COLUMN "nick";
          -- data loss: deletes the values of users.nick
      to accept: add in the columns of users
        nick: text("nick"),
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    error: the database is not what it should be adopted as: 2 differences, nothing was written or recorded

    hint: bring the database or the schema files to what they should be, and run it again
    hint: what another program keeps in this database, `tablesFilter` and `schemaFilter` of the config leave out
    --- exit 1
    "#);
    let said = setting.mizzle(&["baseline", "--output", "json"]);
    assert!(said.contains("\"status\":\"error\"") && said.contains("column users.nick"), "{said}");
    assert!(!setting.project.path().join("drizzle").exists());
    assert!(
        setting.database.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'drizzle'").is_empty()
    );
}

#[test]
fn what_drifted_is_adopted_by_the_next_migration() {
    let setting = Setting::new("0.45");
    setting.schema(USERS).applied("init");
    setting.database.run("ALTER TABLE users ADD COLUMN nick text").unwrap();
    setting.schema(&USERS.replace("}, (t)", "  nick: pg.text(\"nick\"),\n}, (t)"));
    assert_snapshot!(setting.mizzle(&["baseline"]), @r"
    --- stdout
    ✔ Wrote drizzle/0001_add_users_nick.sql
    ✔ 1 migration recorded as applied, nothing of it was run: 0001_add_users_nick
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Pulling schema from database…

    hint: commit the migrations folder; other databases like this one are adopted with `mizzle baseline --at NAME`
    --- exit 0
    ");
    setting.done(&["drift"]);
}

#[test]
fn names_of_another_rule_are_listed_with_their_renames() {
    let setting = made("0.45");
    setting.database.run("ALTER TABLE users RENAME CONSTRAINT users_email_key TO emails").unwrap();
    assert_snapshot!(setting.mizzle(&["baseline", "--name", "init"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0000_init.sql
    ✔ 1 migration recorded as applied, nothing of it was run: 0000_init
    ✔ 2 objects that no schema file can say are listed in mizzle.baseline
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    ✔ Created the migrations table
    warning: nobody named these, and they have other names: unique constraint emails on users, which the migrations call users_email_unique
      hint: to give them these names:
        ALTER TABLE "users" RENAME CONSTRAINT "emails" TO "users_email_unique";

    hint: commit the migrations folder; other databases like this one are adopted with `mizzle baseline --at NAME`
    --- exit 0
    "#);
}

#[test]
fn migrations_that_are_there_are_recorded() {
    let setting = Setting::new("0.45");
    setting.schema(USERS).done(&["generate", "--name", "init"]);
    setting.schema(&USERS.replace("}, (t)", "  nick: pg.text(\"nick\"),\n}, (t)"));
    setting.done(&["generate", "--name", "nick"]);
    setting.database.run(MADE).unwrap();
    assert_snapshot!(setting.mizzle(&["baseline"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: 2 migrations are not applied: 0000_init, 0001_nick
      nothing was written or recorded

    hint: if the database lacks what they do: `mizzle migrate`
    hint: if it has that already: `mizzle baseline --at 0001_nick`
    --- exit 1
    ");
    assert_snapshot!(setting.mizzle(&["baseline", "--at", "1"]), @r#"
    --- stdout
    - column users.nick is missing
      expected: "nick" text
      to make it so:
        ALTER TABLE "users" ADD COLUMN "nick" text;
      to accept: take it out of the schema files
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    error: the database is not what it should be adopted as: 1 difference, nothing was written or recorded

    hint: bring the database or the schema files to what they should be, and run it again
    hint: what another program keeps in this database, `tablesFilter` and `schemaFilter` of the config leave out
    --- exit 1
    "#);
    assert_snapshot!(setting.mizzle(&["baseline", "--at", "0000_init"]), @r"
    --- stdout
    ✔ 1 migration recorded as applied, nothing of it was run: 0000_init
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    ✔ Created the migrations table
    warning: nobody named these, and they have other names: unique constraint users_email_key on users, which the migrations call users_email_unique
    --- exit 0
    ");
    assert_snapshot!(setting.mizzle(&["baseline", "--at", "0"]), @r"
    --- stdout
    Nothing to record: the database is what the migrations make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    warning: nobody named these, and they have other names: unique constraint users_email_key on users, which the migrations call users_email_unique
    --- exit 0
    ");
    let said = setting.mizzle(&["migrate"]);
    assert!(said.contains("1 migration applied"), "{said}");
}

#[test]
fn files_are_taken_away_where_the_ledger_refuses() {
    let setting = made("0.45");
    setting.database.run("CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL CHECK (hash = ''), created_at bigint)").unwrap();
    setting.project.file("drizzle/README.md", "kept\n");
    let said = setting.mizzle(&["baseline"]);
    assert!(said.ends_with("--- exit 1"), "{said}");
    let left: Vec<String> =
        setting.project.files().into_iter().filter(|file| file.starts_with("drizzle/")).collect();
    assert_eq!(left, ["drizzle/README.md"]);
}
