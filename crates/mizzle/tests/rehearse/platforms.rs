//! Projects that refer to what a platform has, rehearsed without that platform.

use crate::{project, transcript, write};

/// Each schema in turn becomes a migration that was rehearsed, with its way back.
fn steps(orm: &str, steps: &[String]) {
    let project = project(orm, &steps[0]);
    for (number, step) in steps.iter().enumerate() {
        write(&project, step);
        let said = transcript(&project, &["generate", "--name", &format!("step_{number}")]);
        assert!(said.contains("✔ Rehearsed on"), "{said}");
        assert!(said.contains("note: way back"), "{said}");
        assert!(!said.contains("without rows"), "{said}");
    }
}

#[test]
fn supabase() {
    let schema = |columns: &str, policy: &str| {
        format!(
            "const auth = pgSchema('auth');
            const authUsers = auth.table('users', {{ id: uuid().primaryKey() }});
            const authenticated = pgRole('authenticated').existing();
            export const profiles = pgTable('profiles', {{
              id: uuid().primaryKey().references(() => authUsers.id, {{ onDelete: 'cascade' }}),
              name: text().notNull(), {columns}
            }}, (t) => [
              pgPolicy('own', {{ for: 'select', to: authenticated, using: sql`{policy}` }}),
            ]);\n"
        )
    };
    let steps_of = [
        schema("", "(select auth.uid()) = id"),
        schema("avatar: text(),", "(select auth.uid()) = id"),
        schema(
            "avatar: text().notNull(),",
            "(select auth.uid()) = id and auth.role() = 'authenticated'",
        ),
    ];
    steps("0.45", &steps_of);
    steps("rc.5", &steps_of);
}

#[test]
fn neon() {
    let schema = |columns: &str, rule: &str| {
        format!(
            "const anonymous = pgRole('anonymous').existing();
            const neon = pgSchema('neon_auth');
            const synced = neon.table('users_sync', {{ id: text().primaryKey() }});
            export const todos = pgTable('todos', {{
              id: uuid().primaryKey().defaultRandom(),
              owner: text().notNull().default(sql`auth.user_id()`).references(() => synced.id), {columns}
            }}, (t) => [pgPolicy('read', {{ for: 'select', to: anonymous, using: sql`{rule}` }})]);\n"
        )
    };
    let steps_of = [
        schema("", "true"),
        schema("done: boolean().notNull().default(false),", "auth.user_id() = owner"),
    ];
    steps("0.45", &steps_of);
}

#[test]
fn a_table_of_somebody_else() {
    let schema = |columns: &str| {
        format!(
            "const billing = pgSchema('billing');
            const accounts = billing.table('accounts', {{ id: integer().primaryKey() }});
            export const users = pgTable('users', {{
              id: serial().primaryKey(), account: integer().notNull().references(() => accounts.id), {columns}
            }});\n"
        )
    };
    let project = project("0.45", &schema(""));
    for columns in ["", "name: text(),"] {
        write(&project, &schema(columns));
        let said = transcript(&project, &["generate"]);
        assert!(said.contains("✔ Rehearsed on"), "{said}");
    }
}

const COMPANY: &str = "\
-- What the other team's migrations make.
CREATE ROLE mizzle_prelude_reader NOLOGIN;
CREATE SCHEMA billing;
CREATE TYPE billing.plan AS ENUM ('free', 'paid');
CREATE TABLE billing.accounts (id integer PRIMARY KEY, plan billing.plan NOT NULL DEFAULT 'free');
CREATE FUNCTION billing.rank(account integer) RETURNS integer LANGUAGE sql STABLE
  AS 'SELECT CASE plan WHEN ''free'' THEN 1 ELSE 2 END FROM billing.accounts WHERE id = account';
GRANT SELECT ON billing.accounts TO mizzle_prelude_reader;
";

/// A schema that refers to what only a prelude makes: a table, a function, a role.
fn with_a_prelude(columns: &str) -> String {
    format!(
        "const billing = pgSchema('billing');
        const accounts = billing.table('accounts', {{ id: integer().primaryKey() }});
        const reader = pgRole('mizzle_prelude_reader').existing();
        export const users = pgTable('users', {{
          id: serial().primaryKey(), rank: integer().default(sql`billing.rank(1)`),
          account: integer().notNull().references(() => accounts.id), {columns}
        }}, (t) => [
          pgPolicy('own', {{ for: 'select', to: reader, using: sql`billing.rank(account) > 1` }}),
        ]);\n"
    )
}

#[test]
fn what_a_prelude_makes_is_there_and_nobodys() {
    // Roles stay on a server that goes on without us.
    let project = project("0.45", &with_a_prelude("")).with_env("MIZZLE_DEV_ENGINE", "local");
    project.file("company.sql", COMPANY);
    let said = transcript(&project, &["generate", "--name", "init"]);
    assert!(
        said.contains("development database has no") || !said.contains("✔ Rehearsed"),
        "{said}"
    );
    project.file("mizzle.toml", "[rehearsal]\nprelude = \"company.sql\"\n");
    for (number, columns) in ["", "name: text(),", "name: text().notNull(),"].iter().enumerate() {
        write(&project, &with_a_prelude(columns));
        let name = format!("step_{number}");
        let said = transcript(&project, &["generate", "--name", &name]);
        assert!(said.contains("✔ Rehearsed on"), "{said}");
        assert!(said.contains("note: way back") && !said.contains("without rows"), "{said}");
        let sql = project.read(format!("drizzle/{number:04}_{name}.sql"));
        assert!(!sql.contains("billing.plan") && !sql.contains("CREATE SCHEMA"), "{sql}");
    }
    let said = transcript(&project, &["verify", "--ci"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
}

#[test]
fn a_prelude_that_does_not_run_is_told_with_its_place() {
    let project = project("0.45", "export const users = pgTable('users', { id: serial() });\n");
    project.file("mizzle.toml", "[rehearsal]\nprelude = [\"a.sql\", \"sql/b.sql\"]\n");
    project.file("a.sql", "CREATE SCHEMA billing;\n");
    insta::assert_snapshot!(transcript(&project, &["generate"]), @r"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: `rehearsal.prelude` of `mizzle.toml` names `sql/b.sql`, which is not there

    hint: write the path as it is from the folder of `mizzle.toml`
    --- exit 1
    ");
    project.file("sql/b.sql", "CREATE TABLE billing.accounts (\n  id integre PRIMARY KEY\n);\n");
    insta::assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: type "integre" does not exist
     --> sql/b.sql:2:6
      |
    2 |   id integre PRIMARY KEY
      |      ^
      code: 42704
      it ran on the development database, PostgreSQL [VERSION] at the development URL
      it is run first, as `rehearsal.prelude` of `mizzle.toml` says
    --- exit 1
    "#);
    assert!(!project.path().join("drizzle").exists());
    let said = transcript(&project, &["generate", "--no-rehearse"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
}
