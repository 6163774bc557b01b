//! Runs that do not reach their end: what is said, and what holds afterwards.

use crate::Setting;
use insta::assert_snapshot;
use mizzle_db::target::Target;

#[test]
fn a_failing_statement() {
    let setting = Setting::new();
    setting.mizzle(&["migrate", "--to", "0001"]);
    setting.rows("INSERT INTO users (id) VALUES (1)");
    setting.project.file("drizzle/0002_create_posts.sql", "CREATE TABLE posts (id int);\n--> statement-breakpoint\nALTER TABLE users\n  ALTER COLUMN name SET NOT NULL;\n");
    assert_snapshot!(setting.mizzle(&["migrate"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    1 migration pending
    error: column "name" of relation "users" contains null values
     --> drizzle/0002_create_posts.sql:3:1
      |
    3 | ALTER TABLE users
      | ^^^^^^^^^^^^^^^^^
      code: 23502
      statement 2 of 2 in 0002_create_posts failed; nothing of this migration is applied

    hint: the rows that have no value: `SELECT * FROM "users" WHERE "name" IS NULL`
    hint: give them one, or put an UPDATE that does it before this statement in drizzle/0002_create_posts.sql; then run `mizzle migrate` again
    --- exit 1
    "#);
    assert_snapshot!(setting.mizzle(&["migrate", "--output", "json"]), @r#"
    --- stdout
    {"status":"error","dialect":"postgresql","error":{"code":"query_error","message":"column \"name\" of relation \"users\" contains null values","file":"drizzle/0002_create_posts.sql","line":3,"column":1,"sql":"ALTER TABLE users\n  ALTER COLUMN name SET NOT NULL","sqlstate":"23502","notes":["statement 2 of 2 in 0002_create_posts failed; nothing of this migration is applied"],"next":["the rows that have no value: `SELECT * FROM \"users\" WHERE \"name\" IS NULL`","give them one, or put an UPDATE that does it before this statement in drizzle/0002_create_posts.sql; then run `mizzle migrate` again"]}}
    --- exit 1
    "#);
    assert_eq!(setting.recorded(), 2);
    assert!(setting.rows("SELECT 1 FROM pg_class WHERE relname = 'posts'").is_empty());
}

#[test]
fn a_file_that_is_corrected_is_sealed() {
    let setting = Setting::new();
    let third = "drizzle/0002_create_posts.sql";
    setting.project.file(third, "ALTER TABLE users ALTER COLUMN name SET NOT NULL;\n");
    setting.mizzle(&["migrate", "--to", "0001"]);
    setting.mizzle(&["seal"]);
    setting.rows("INSERT INTO users (id) VALUES (1)");
    let said = setting.mizzle(&["migrate"]);
    assert!(said.contains("hint: give them one, or put an UPDATE that does it before this statement in drizzle/0002_create_posts.sql and `mizzle seal` it; then run `mizzle migrate` again"), "{said}");
    setting.project.file(
        third,
        "UPDATE users SET name = '' WHERE name IS NULL;\nALTER TABLE users ALTER COLUMN name SET NOT NULL;\n",
    );
    assert!(setting.mizzle(&["seal", "2"]).ends_with("exit 0"));
    assert!(setting.mizzle(&["migrate"]).ends_with("exit 0"));
    assert_eq!(setting.recorded(), 3);
}

/// What is advised where the statement meets these rows, and the rows that the query in
/// it shows: it is run as it is printed.
fn advice(rows: &str, statement: &str) -> String {
    let setting = Setting::new();
    setting.mizzle(&["migrate", "--to", "0001"]);
    setting.rows("ALTER TABLE users ADD COLUMN age int, ADD COLUMN boss int");
    setting.rows(&format!("INSERT INTO users (id, name, age, boss) VALUES {rows}"));
    setting.project.file("drizzle/0002_create_posts.sql", &format!("{statement};\n"));
    let said = setting.mizzle(&["migrate"]);
    let mut lines: Vec<_> =
        said.lines().filter(|line| line.starts_with("hint:")).map(str::to_owned).collect();
    let query = lines[0].split('`').nth(1).filter(|text| text.starts_with("SELECT"));
    let shown = query.map(|query| setting.rows(query)).unwrap_or_default();
    lines.extend(shown.iter().map(|row| row.join("|")));
    lines.join("\n")
}

#[test]
fn rows_that_are_refused() {
    assert_snapshot!(advice("(1, NULL, 1, 1), (2, 'a', 1, 1)", r#"ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL"#), @r#"
    hint: the rows that have no value: `SELECT * FROM "users" WHERE "name" IS NULL`
    hint: give them one, or put an UPDATE that does it before this statement in drizzle/0002_create_posts.sql; then run `mizzle migrate` again
    1||1|1
    "#);
    assert_snapshot!(advice("(1, 'a', 1, 1)", r#"ALTER TABLE "users" ADD COLUMN "plan" text NOT NULL"#), @"hint: there are rows already: in drizzle/0002_create_posts.sql, add the column without NOT NULL, fill it with an UPDATE, and SET NOT NULL behind that; then run `mizzle migrate` again");
    assert_snapshot!(advice("(1, 'a', 1, 1), (2, 'a', 1, 1), (3, 'b', 1, 1)", r#"ALTER TABLE "users" ADD CONSTRAINT "u" UNIQUE("name")"#), @r#"
    hint: the values that occur more than once: `SELECT "name", count(*) FROM "users" WHERE "name" IS NOT NULL GROUP BY "name" HAVING count(*) > 1`
    hint: leave one row of each, or put an UPDATE or DELETE that does it before this statement in drizzle/0002_create_posts.sql; then run `mizzle migrate` again
    a|2
    "#);
    assert_snapshot!(advice("(1, 'a', 2, 1), (2, 'a', 2, 1), (3, 'b', 1, 1), (4, 'b', 1, 1)", r#"CREATE UNIQUE INDEX "u" ON "users" USING btree ("name") WHERE "age" > 1"#), @r#"
    hint: the values that occur more than once: `SELECT "name", count(*) FROM "users" WHERE ("age" > 1) AND "name" IS NOT NULL GROUP BY "name" HAVING count(*) > 1`
    hint: leave one row of each, or put an UPDATE or DELETE that does it before this statement in drizzle/0002_create_posts.sql; then run `mizzle migrate` again
    a|2
    "#);
    assert_snapshot!(advice("(1, 'a', 1, 1), (2, 'a', 2, 7)", r#"ALTER TABLE "users" ADD CONSTRAINT "f" FOREIGN KEY ("boss") REFERENCES "public"."users"("id")"#), @r#"
    hint: the rows that refer to nothing: `SELECT * FROM "users" t WHERE t."boss" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."users" r WHERE r."id" = t."boss")`
    hint: correct or delete them, or put an UPDATE or DELETE that does it before this statement in drizzle/0002_create_posts.sql; then run `mizzle migrate` again
    2|a|2|7
    "#);
    assert_snapshot!(advice("(1, 'a', 1, 1), (2, 'b', -1, 1)", r#"ALTER TABLE "users" ADD CONSTRAINT "c" CHECK ("age" > 0)"#), @r#"
    hint: the rows that do not meet it: `SELECT * FROM "users" WHERE NOT ("age" > 0)`
    hint: correct them, or put an UPDATE that does it before this statement in drizzle/0002_create_posts.sql; then run `mizzle migrate` again
    2|b|-1|1
    "#);
}

#[test]
fn a_syntax_error_at_the_place_the_server_points_to() {
    let setting = Setting::new();
    setting.project.file(
        "drizzle/0001_add_users_name.sql",
        "-- é\nALTER TABLE \"users\"\n  ADD COLUM \"name\" text;\n",
    );
    assert_snapshot!(setting.mizzle(&["migrate"]), @r#"
    --- stdout
    ✔ 0000_create_users ([TIME], not rehearsed)
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Created the migrations table
    3 migrations pending
    error: syntax error at or near "text"
     --> drizzle/0001_add_users_name.sql:3:20
      |
    3 |   ADD COLUM "name" text;
      |                    ^^^^
      code: 42601
      statement 1 of 1 in 0001_add_users_name failed; nothing of this migration is applied
      applied before it, and stays so: 0000_create_users

    hint: correct what it says and run `mizzle migrate` again
    --- exit 1
    "#);
    assert_eq!(setting.recorded(), 1);
}

#[test]
fn parts_of_a_migration_stay() {
    let setting = Setting::new();
    setting.project.file("drizzle/0001_add_users_name.sql", "ALTER TABLE \"users\" ADD COLUMN \"name\" text;\n-- mizzle:commit\nALTER TABLE \"nobody\" ADD COLUMN \"name\" text;\n");
    assert_snapshot!(setting.mizzle(&["migrate"]), @r#"
    --- stdout
    ✔ 0000_create_users ([TIME], not rehearsed)
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Created the migrations table
    3 migrations pending
    error: relation "nobody" does not exist
     --> drizzle/0001_add_users_name.sql:3:1
      |
    3 | ALTER TABLE "nobody" ADD COLUMN "name" text;
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      code: 42P01
      statement 2 of 2 in 0001_add_users_name failed; 1 of the 2 parts of this migration are applied; the next run goes on with the one that failed
      applied before it, and stays so: 0000_create_users

    hint: correct what it says and run `mizzle migrate` again
    --- exit 1
    "#);
}

#[test]
fn a_file_that_cannot_be_cut() {
    let setting = Setting::new();
    setting.project.file(
        "drizzle/0002_create_posts.sql",
        "CREATE TABLE posts (id int);\nCOMMENT ON TABLE posts IS 'it''s;\n",
    );
    assert_snapshot!(setting.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: this quoted string never ends
     --> drizzle/0002_create_posts.sql:2:27
      |
    2 | COMMENT ON TABLE posts IS 'it''s;
      |                           ^
      nothing of this run was applied
    --- exit 1
    ");
    assert!(setting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'drizzle'").is_empty());
}

#[test]
fn a_database_that_is_not_there() {
    let setting = Setting::new();
    let target = Target::parse(setting.database.url(), &|_| None).unwrap();
    let url = setting.database.url().replace(&target.database, "mizzle_not_there");
    let said = setting.project.mizzle(&["migrate", "--url", &url]);
    assert!(said.contains("database \"mizzle_not_there\" does not exist"), "{said}");
    assert!(said.contains("hint: create it with `createdb mizzle_not_there`"), "{said}");
    assert!(said.ends_with("--- exit 1"), "{said}");
}

#[test]
fn no_right_to_create_the_ledger() {
    let setting = Setting::new();
    let role = mizzle_db::test_support::unique("mizzle_weak");
    setting.rows(&format!("CREATE ROLE {role} LOGIN"));
    let target = Target::parse(setting.database.url(), &|_| None).unwrap();
    let said = setting.mizzle(&[
        "migrate",
        "--host",
        &host(&target),
        "--port",
        &target.port.to_string(),
        "--user",
        &role,
        "--database",
        &target.database,
        "--ssl",
        "false",
    ]);
    assert_snapshot!(said.replace(&role, "[ROLE]").replace(&format!("@{}:{}", host(&target), target.port), "@[HOST]"), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: postgresql://[ROLE]@[HOST]/[DATABASE] (the command line)
    error: user "[ROLE]" has no right to create the schema "drizzle" of the migrations table
      nothing was created, nothing was applied

    hint: an owner of it can run: GRANT CREATE ON DATABASE "[DATABASE]" TO "[ROLE]";
    --- exit 1
    "#);
    assert!(setting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'drizzle'").is_empty());
    setting.rows(&format!("DROP ROLE {role}"));
}

pub(crate) fn host(target: &Target) -> String {
    match &target.host {
        mizzle_db::target::Host::Tcp(host) => host.clone(),
        mizzle_db::target::Host::Socket(folder) => folder.display().to_string(),
    }
}

#[test]
fn what_is_there_already_can_be_adopted() {
    let setting = Setting::new();
    setting.rows("CREATE TABLE users (id int PRIMARY KEY)");
    assert_snapshot!(setting.mizzle(&["migrate"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Created the migrations table
    3 migrations pending
    error: relation "users" already exists
     --> drizzle/0000_create_users.sql:1:1
      |
    1 | CREATE TABLE "users" ("id" serial PRIMARY KEY);
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      code: 42P07
      statement 1 of 1 in 0000_create_users failed; nothing of this migration is applied

    hint: if the database has all that it makes already: `mizzle baseline --at 0000_create_users` compares, and records it as applied
    hint: correct what it says and run `mizzle migrate` again
    --- exit 1
    "#);
}
