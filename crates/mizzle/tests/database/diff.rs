//! `diff` between SQL files, folders, snapshots and databases.

use super::Setting;
use super::project::Project;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::{TestDatabase, server};

const USERS: &str = "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);\n";

fn project() -> Project {
    let project = Project::empty().with_env("MIZZLE_DEV_URL", server());
    project.file("a.sql", USERS);
    project.file(
        "b.sql",
        &format!("{USERS}ALTER TABLE users ADD COLUMN age integer DEFAULT 18;\nCREATE INDEX users_email ON users (email);\n"),
    );
    project
}

/// The transcript of a comparison, without the version of the server.
fn diff(project: &Project, from: &str, to: &str, flags: &[&str]) -> String {
    let said = project.mizzle(&[&["diff", "--from", from, "--to", to], flags].concat());
    let version = regex::Regex::new("PostgreSQL [0-9][^:]* at the development URL").unwrap();
    version.replace_all(&said, "[ENGINE]").into_owned()
}

#[test]
fn sql_leads_from_one_file_to_another() {
    let project = project();
    insta::assert_snapshot!(diff(&project, "a.sql", "b.sql", &["--prove", "--exit-code"]), @r#"
    --- stdout
    ALTER TABLE "users" ADD COLUMN "age" integer DEFAULT 18;
    CREATE INDEX "users_email" ON "users" ("email");
    --- stderr
    + column users.age integer default 18
    + index users_email (email) on users
    note: writes to users wait for the index
      CREATE INDEX "users_email" ON "users" ("email");
    ✔ Proved on [ENGINE]: it leads to b.sql
    --- exit 3
    "#);
    insta::assert_snapshot!(diff(&project, "b.sql", "b.sql", &["--exit-code"]), @r"
    --- stderr
    No difference between b.sql and b.sql
    --- exit 0
    ");
    insta::assert_snapshot!(diff(&project, "b.sql", "empty", &["--format", "summary"]), @r"
    --- stdout
    - table users
    --- exit 0
    ");
}

#[test]
fn what_is_outside_of_the_model_is_never_called_equal() {
    let project = project();
    let function = "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n";
    project.file("c.sql", &format!("{USERS}{function}COMMENT ON TABLE users IS 'people';\n"));
    insta::assert_snapshot!(diff(&project, "a.sql", "c.sql", &["--exit-code"]), @r"
    --- stderr
    warning: a.sql and c.sql differ in what mizzle has no model of, which no SQL here changes:
    + comment on table public.users
    + function one()
      hint: `--format json` has the definitions of both sides
    --- exit 3
    ");
    insta::assert_snapshot!(diff(&project, "c.sql", "a.sql", &["--prove"]), @r"
    --- stderr
    warning: c.sql and a.sql differ in what mizzle has no model of, which no SQL here changes:
    - comment on table public.users
    - function one()
      hint: `--format json` has the definitions of both sides
    error: the SQL runs on [ENGINE] and does not lead all the way to a.sql; what is left:
    - comment on table public.users
    - function one()
    --- exit 1
    ");
    let json = diff(&project, "a.sql", "c.sql", &["--format", "json", "--exit-code"]);
    assert!(json.contains(r#""status":"failed""#) && json.ends_with("exit 3"), "{json}");
    assert!(
        json.contains(r#"{"object":"comment on table public.users","from":null,"to":"people"}"#),
        "{json}"
    );
}

#[test]
fn a_rename_is_asked() {
    let project = project();
    project.file("d.sql", "CREATE TABLE users (id integer PRIMARY KEY, mail text NOT NULL);\n");
    insta::assert_snapshot!(diff(&project, "a.sql", "d.sql", &[]), @r#"
    --- stderr
    error: 1 decision is missing, nothing was written

      Is the column users.mail new?
      - users.mail is users.email renamed (same type text, same place, similar name)
        {"type":"rename","kind":"column","from":["public","users","email"],"to":["public","users","mail"]}
      - users.mail is new; unless something else is renamed to them, users.email is dropped: the column and its values
        {"type":"create","kind":"column","entity":["public","users","mail"]}

    hint: answer each, here or in a file for `--hints-file`, for instance:
      mizzle diff --from … --to … --hints '[{"type":"rename","kind":"column","from":["public","users","email"],"to":["public","users","mail"]}]'
    --- exit 2
    "#);
    let hint = r#"[{"type":"rename","kind":"column","from":["public","users","email"],"to":["public","users","mail"]}]"#;
    insta::assert_snapshot!(diff(&project, "a.sql", "d.sql", &["--hints", hint, "--prove"]), @r#"
    --- stdout
    ALTER TABLE "users" RENAME COLUMN "email" TO "mail";
    --- stderr
    ~ column users.email renamed to mail
    note: code that says users.email fails from here on
      ALTER TABLE "users" RENAME COLUMN "email" TO "mail";
    ✔ Proved on [ENGINE]: it leads to d.sql
    --- exit 0
    "#);
}

#[test]
fn sql_that_does_not_run_is_shown() {
    let project = project();
    project.file("e.sql", "CREATE TABLE a (id integer);\n\nALTER TABLE b ADD COLUMN x text;\n");
    insta::assert_snapshot!(diff(&project, "empty", "e.sql", &[]), @r#"
    --- stderr
    error: relation "b" does not exist
     --> e.sql:3:1
      |
    3 | ALTER TABLE b ADD COLUMN x text;
      | ^
      code: 42P01
      it ran on the development database, [ENGINE]
    --- exit 1
    "#);
    insta::assert_snapshot!(diff(&project, "empty", "nothing.sql", &[]), @r"
    --- stderr
    error: `nothing.sql` cannot be compared: there is no such file or folder

    hint: a side is a schema file, a migrations folder (`drizzle`, `drizzle@0003_name`), a snapshot, a `.sql` file or a folder of them, a `postgres://` URL, or `empty`
    --- exit 1
    ");
    insta::assert_snapshot!(diff(&project, "empty", "mysql://root:secret@localhost/a", &[]), @r"
    --- stderr
    error: `mysql://…` cannot be compared: only Postgres databases can be compared

    hint: a side is a schema file, a migrations folder (`drizzle`, `drizzle@0003_name`), a snapshot, a `.sql` file or a folder of them, a `postgres://` URL, or `empty`
    --- exit 1
    ");
    let none = project.with_env("MIZZLE_DEV_ENGINE", "none");
    insta::assert_snapshot!(diff(&none, "empty", "a.sql", &[]), @r#"
    --- stderr
    error: these two cannot be compared without a development database: the development database is turned off

    hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    --- exit 1
    "#);
}

#[test]
fn a_folder_counts_as_far_as_a_migration_and_a_database_as_it_is() {
    let setting = Setting::new();
    let project = setting.project.with_env("MIZZLE_DEV_URL", server());
    insta::assert_snapshot!(diff(&project, "drizzle@0000", "drizzle@0001_add_users_name", &[]), @r#"
    --- stdout
    ALTER TABLE "users" ADD COLUMN "name" text;
    --- stderr
    ✔ Loaded env from .env
    + column users.name text
    --- exit 0
    "#);
    insta::assert_snapshot!(diff(&project, "drizzle@0007", "drizzle", &[]), @r"
    --- stderr
    ✔ Loaded env from .env
    error: `drizzle` has no migration `0007`

    hint: it has 0000_create_users, 0001_add_users_name, 0002_create_posts
    --- exit 1
    ");
    let database = TestDatabase::new();
    let target = Target::parse(database.url(), &|_| None).unwrap();
    Connection::open(&target)
        .unwrap()
        .execute("CREATE TABLE users (id serial PRIMARY KEY, name text, stray integer)")
        .unwrap();
    let said = diff(&project, database.url(), "drizzle@0001", &["--prove"]);
    insta::assert_snapshot!(said.replace(&target.to_string(), "[TARGET]"), @r#"
    --- stdout
    ALTER TABLE "users" DROP COLUMN "stray";
    --- stderr
    ✔ Loaded env from .env
    Target: [TARGET] (--from)
    ✔ Pulling schema from database…
    - column users.stray
    warning: data loss: deletes the values of users.stray
      ALTER TABLE "users" DROP COLUMN "stray";
    ✔ Proved on [ENGINE]: it leads to drizzle@0001
    --- exit 0
    "#);
    // Two databases of one server need nothing else.
    let none = project.with_env("MIZZLE_DEV_ENGINE", "none");
    let said = diff(&none, database.url(), "empty", &["--format", "summary"]);
    insta::assert_snapshot!(said.replace(&target.to_string(), "[TARGET]"), @r"
    --- stdout
    - table users
    --- stderr
    ✔ Loaded env from .env
    Target: [TARGET] (--from)
    ✔ Pulling schema from database…
    --- exit 0
    ");
}

#[test]
fn a_dump_is_read() {
    let project = project();
    project.file(
        "dump.sql",
        "\\restrict x1\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\
         CREATE SCHEMA public;\nCREATE TABLE public.users (id integer NOT NULL, email text NOT NULL);\n\
         ALTER TABLE public.users OWNER TO nobody_has_made;\n\
         ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n\\unrestrict x1\n",
    );
    insta::assert_snapshot!(diff(&project, "a.sql", "dump.sql", &[]), @r"
    --- stderr
    warning: a.sql and dump.sql differ in what mizzle has no model of, which no SQL here changes:
    + owner of relation users
      hint: `--format json` has the definitions of both sides
    --- exit 0
    ");
}
