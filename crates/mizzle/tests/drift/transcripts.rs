//! What `drift` says.

use crate::Setting;
use insta::assert_snapshot;

const USERS: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(),
  email: pg.text(\"email\").notNull().unique(),
  age: pg.integer(\"age\").default(18),
}, (t) => [pg.check(\"adult\", sql`age>=18`)]);
";

/// A project with one migration, applied.
fn applied() -> Setting {
    let setting = Setting::new("0.45");
    setting.schema(USERS).applied("init");
    setting
}

#[test]
fn there_is_none() {
    assert_snapshot!(applied().mizzle(&["drift"]), @r"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0000_init make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    --- exit 0
    ");
}

#[test]
fn each_difference_with_both_sides_and_the_way_back() {
    let setting = applied();
    setting
        .database
        .run(
            "ALTER TABLE users ADD COLUMN nick text, ALTER COLUMN age SET DEFAULT 21,
                 DROP CONSTRAINT adult",
        )
        .unwrap();
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    ~ column users.age is different
      expected: "age" integer DEFAULT 18
      found:    "age" integer DEFAULT 21
      to restore:
        ALTER TABLE "users" ALTER COLUMN "age" SET DEFAULT 18;
      to accept: write it so in the columns of users
        age: integer("age").default(21),

    + column users.nick is not expected
      found:    "nick" text
      to restore:
        ALTER TABLE "users" DROP COLUMN "nick";
          -- data loss: deletes the values of users.nick
      to accept: add in the columns of users
        nick: text("nick"),

    - check adult on users is missing
      expected: ALTER TABLE "users" ADD CONSTRAINT "adult" CHECK (age >= 18);
      to restore:
        ALTER TABLE "users" ADD CONSTRAINT "adult" CHECK (age >= 18);
          -- fails if a row of users breaks adult
          -- reads all of users under its lock
      to accept: take it out of the schema files

    3 differences from the migrations up to 0000_init
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…

    hint: to restore all of it, in an order that runs: `mizzle drift --sql`
    hint: to keep what the database has: `mizzle drift --adopt` writes it into the schema files, then `mizzle baseline` makes the migration for it and records it as applied here
    --- exit 3
    "#);
    assert_snapshot!(setting.mizzle(&["drift", "--sql"]), @r#"
    --- stdout
    ALTER TABLE "users" ALTER COLUMN "age" SET DEFAULT 18;
    ALTER TABLE "users" DROP COLUMN "nick";
    ALTER TABLE "users" ADD CONSTRAINT "adult" CHECK (age >= 18);
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    --- exit 3
    "#);
    assert_snapshot!(setting.mizzle(&["drift", "--output", "json"]), @r#"
    --- stdout
    {"status":"failed","dialect":"postgresql","target":"[TARGET]","compared_with":"0000_init","pending":[],"differences":[{"kind":"different","object":"column users.age","message":"column users.age is different","expected":"\"age\" integer DEFAULT 18","found":"\"age\" integer DEFAULT 21","restore":[{"sql":"ALTER TABLE \"users\" ALTER COLUMN \"age\" SET DEFAULT 18;","findings":[]}],"adopt":{"place":"write it so in the columns of users","typescript":"age: integer(\"age\").default(21),"}},{"kind":"unexpected","object":"column users.nick","message":"column users.nick is not expected","expected":null,"found":"\"nick\" text","restore":[{"sql":"ALTER TABLE \"users\" DROP COLUMN \"nick\";","findings":[{"code":"deletes-data","message":"deletes the values of users.nick","loss":true}]}],"adopt":{"place":"add in the columns of users","typescript":"nick: text(\"nick\"),"}},{"kind":"missing","object":"check adult on users","message":"check adult on users is missing","expected":"ALTER TABLE \"users\" ADD CONSTRAINT \"adult\" CHECK (age >= 18);","found":null,"restore":[{"sql":"ALTER TABLE \"users\" ADD CONSTRAINT \"adult\" CHECK (age >= 18);","findings":[{"code":"may-fail","message":"fails if a row of users breaks adult","loss":false},{"code":"scans-table","message":"reads all of users under its lock","loss":false}]}],"adopt":{"place":"take it out of the schema files","typescript":null}}],"restore":"ALTER TABLE \"users\" ALTER COLUMN \"age\" SET DEFAULT 18;\nALTER TABLE \"users\" DROP COLUMN \"nick\";\nALTER TABLE \"users\" ADD CONSTRAINT \"adult\" CHECK (age >= 18);\n","inherited":[],"unmodelled":[],"left_out":[],"named_otherwise":[],"not_compared":[],"closed":[]}
    --- exit 3
    "#);
}

#[test]
fn pending_migrations_are_none() {
    let setting = applied();
    setting.by_hand("more", "CREATE TABLE more (id integer);\n");
    assert_snapshot!(setting.mizzle(&["drift"]), @r"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0000_init make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    note: 1 migration not applied yet, and not part of the comparison: 0001_more
    --- exit 0
    ");
}

#[test]
fn sql_by_hand_is_part_of_the_history() {
    let setting = applied();
    setting.by_hand("more", "CREATE TABLE more (id integer);\n").done(&["migrate"]);
    assert_snapshot!(setting.mizzle(&["drift"]), @r"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0001_more make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    note: the migrations do something else than their snapshots say, which is no drift: + table more (1 column)
    --- exit 0
    ");
    setting.database.run("DROP TABLE more").unwrap();
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    - table more is missing
      expected: CREATE TABLE "more" (
                	"id" integer
                );
      to restore:
        CREATE TABLE "more" (
        	"id" integer
        );
      to accept: take it out of the schema files

    1 difference from the migrations up to 0001_more
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    note: the migrations do something else than their snapshots say, which is no drift: + table more (1 column)

    hint: to restore all of it, in an order that runs: `mizzle drift --sql`
    hint: to keep what the database has: `mizzle drift --adopt` writes it into the schema files, then `mizzle baseline` makes the migration for it and records it as applied here
    --- exit 3
    "#);
}

#[test]
fn another_name_that_nobody_chose_is_mentioned() {
    let setting = applied();
    setting
        .database
        .run("ALTER TABLE users RENAME CONSTRAINT users_email_unique TO the_emails")
        .unwrap();
    assert_snapshot!(setting.mizzle(&["drift"]), @r"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0000_init make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    note: nobody named these, and they have other names: unique constraint the_emails on users, which the migrations call users_email_unique
    --- exit 0
    ");
}

#[test]
fn no_engine_brings_the_words_together() {
    let setting = Setting::new("0.45");
    setting.schema(&USERS.replace("age>=18", "age>=18 and age<200")).applied("init");
    let setting = Setting {
        project: setting.project.with_env("MIZZLE_DEV_ENGINE", "none"),
        database: setting.database,
    };
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0000_init make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: the development database is turned off: the snapshots are compared as they are, and texts that are written otherwise (defaults, checks, conditions, views) are not compared
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    ✔ Pulling schema from database…
    warning: not compared: check adult on users
    --- exit 0
    "#);
    setting.database.run("ALTER TABLE users DROP COLUMN age").unwrap();
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    - column users.age is missing
      expected: "age" integer DEFAULT 18
      to restore:
        ALTER TABLE "users" ADD COLUMN "age" integer DEFAULT 18;
      to accept: take it out of the schema files

    - check adult on users is missing
      expected: ALTER TABLE "users" ADD CONSTRAINT "adult" CHECK (age>=18 and age<200);
      to restore:
        ALTER TABLE "users" ADD CONSTRAINT "adult" CHECK (age>=18 and age<200);
          -- fails if a row of users breaks adult
          -- reads all of users under its lock
      to accept: take it out of the schema files

    2 differences from the migrations up to 0000_init
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    warning: the development database is turned off: the snapshots are compared as they are, and texts that are written otherwise (defaults, checks, conditions, views) are not compared
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    ✔ Pulling schema from database…

    hint: to restore all of it, in an order that runs: `mizzle drift --sql`
    hint: to keep what the database has: `mizzle drift --adopt` writes it into the schema files, then `mizzle baseline` makes the migration for it and records it as applied here
    --- exit 3
    "#);
}

#[test]
fn a_history_that_does_not_run_is_said() {
    let setting = applied();
    setting.by_hand("more", "CREATE TABLE more (id integer);\n").done(&["migrate"]);
    setting.by_hand("odd", "SELECT 1;\n").done(&["migrate"]);
    let file = setting.project.files().into_iter().find(|file| file.contains("0002_odd.sql"));
    setting.project.file(file.unwrap(), "SELECT * FROM nowhere;\n");
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    + table more is not expected
      found:    CREATE TABLE "more" (
                	"id" integer
                );
      to restore:
        DROP TABLE "more";
          -- data loss: deletes the table more and its rows
      to accept: add in the schema file
        export const more = pgTable("more", {
          id: integer("id"),
        });

    1 difference from the migrations up to 0002_odd
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    warning: drizzle/0002_odd.sql was edited after it was applied
    ✔ Pulling migration state…
    warning: the history cannot be replayed (0002_odd does not run on PostgreSQL [VERSION] at the development URL: drizzle/0002_odd.sql:1:15: relation "nowhere" does not exist (SQLSTATE 42P01)); what only its SQL says, and no snapshot, is not known here and may show as a difference
    ✔ Pulling schema from database…

    hint: to restore all of it, in an order that runs: `mizzle drift --sql`
    hint: to keep what the database has: `mizzle drift --adopt` writes it into the schema files, then `mizzle baseline` makes the migration for it and records it as applied here
    --- exit 3
    "#);
}

#[test]
fn two_ledgers_are_named() {
    let setting = applied();
    setting
        .database
        .run("CREATE TABLE __drizzle_migrations (id serial, hash text, created_at bigint)")
        .unwrap();
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0000_init make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    warning: there is another migrations table, public.__drizzle_migrations, beside "drizzle"."__drizzle_migrations"
      hint: `migrations.schema` and `migrations.table` of the config say which is meant
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    --- exit 0
    "#);
}

#[test]
fn a_database_that_was_never_migrated() {
    let setting = applied();
    setting.database.run("DROP SCHEMA drizzle CASCADE").unwrap();
    assert_snapshot!(setting.mizzle(&["drift"]), @r#"
    --- stdout
    + table users is not expected
      found:    CREATE TABLE "users" (
                	"id" serial PRIMARY KEY NOT NULL,
                	"email" text NOT NULL,
                	"age" integer DEFAULT 18,
                	CONSTRAINT "users_email_unique" UNIQUE("email"),
                	CONSTRAINT "adult" CHECK (age >= 18)
                );
      to restore:
        DROP TABLE "users";
          -- data loss: deletes the table users and its rows
      to accept: add in the schema file
        export const users = pgTable("users", {
          id: serial("id").primaryKey(),
          email: text("email").notNull().unique(),
          age: integer("age").default(18),
        }, (t) => [
          check("adult", sql`age >= 18`),
        ]);

    1 difference from an empty database, since no migration is applied
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    warning: the database has no migrations table "drizzle"."__drizzle_migrations": to the migrations, everything in it is unexpected
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    note: 1 migration not applied yet, and not part of the comparison: 0000_init

    hint: to begin the history with what the database holds: `mizzle baseline`
    hint: if it holds what the migrations make already: `mizzle baseline --at NAME`
    --- exit 3
    "#);
}

#[test]
fn a_user_without_rights_sees_what_can_be_seen() {
    let setting = applied();
    let role = mizzle_db::test_support::unique("drift_reader");
    setting
        .database
        .run(&format!(
            "CREATE ROLE {role} LOGIN; REVOKE ALL ON SCHEMA public FROM PUBLIC;
             GRANT USAGE ON SCHEMA drizzle TO {role};
             GRANT SELECT ON drizzle.__drizzle_migrations TO {role}"
        ))
        .unwrap();
    let url = setting.database.url.replace("postgres@", &format!("{role}@"));
    let said = setting.mizzle(&["drift", "--url", &url]);
    let revoked = setting.database.run("REVOKE ALL ON ALL TABLES IN SCHEMA drizzle FROM PUBLIC");
    let blind =
        setting.database.run(&format!("REVOKE ALL ON ALL TABLES IN SCHEMA drizzle FROM {role}"));
    let unread = setting.mizzle(&["drift", "--url", &url]);
    setting.database.run(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).unwrap();
    revoked.and(blind).unwrap();
    assert_snapshot!(said.replace(&role, "[ROLE]"), @r"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0000_init make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: postgresql://[ROLE]@/[DATABASE]?host=[SOCKET] (the command line)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    note: not looked at: 1 object with grants
    warning: closed to this user: schema public
    --- exit 0
    ");
    assert_snapshot!(unread.replace(&role, "[ROLE]"), @r#"
    --- stdout
    ✔ No drift: the database is what the migrations up to 0000_init make
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: postgresql://[ROLE]@/[DATABASE]?host=[SOCKET] (the command line)
    ✔ Pulling existing migrations…
    warning: user "[ROLE]" has no right to read the migrations table "drizzle"."__drizzle_migrations", so that all migrations are taken for applied
      hint: GRANT SELECT ON "drizzle"."__drizzle_migrations" TO "[ROLE]";
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    note: not looked at: 1 object with grants
    warning: closed to this user: schema public
    --- exit 0
    "#);
}
