//! Emptying a development database and replaying its history.

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::runner::{RunError, wipe};

use crate::support::{Project, target};

const HISTORY: &str = r#"
CREATE SCHEMA "Shop";
CREATE TYPE "Shop".size AS ENUM ('s', 'm');
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE FUNCTION twice(x positive) RETURNS int LANGUAGE sql AS 'SELECT 2 * x';
CREATE TABLE "Shop"."Items" (id serial PRIMARY KEY, size "Shop".size, n positive DEFAULT 1);
CREATE TABLE public.parts (id int, item int REFERENCES "Shop"."Items") PARTITION BY LIST (id);
CREATE TABLE public.part_one PARTITION OF public.parts FOR VALUES IN (1);
CREATE VIEW items AS SELECT *, twice(n) FROM "Shop"."Items";
CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM items;
CREATE SEQUENCE numbers;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE OPERATOR <+> (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl);
CREATE PUBLICATION changes FOR TABLE public.part_one;
CREATE EXTENSION hstore;
CREATE TABLE public.tagged (tags hstore);
INSERT INTO "Shop"."Items" DEFAULT VALUES;
"#;

#[test]
fn a_history_can_be_replayed_after_it() {
    let mut project = Project::with(Line::V1, &[HISTORY, "SELECT 1"]);
    let extensions = ["hstore".to_owned()];
    for _ in 0..2 {
        let report = project.migrate().unwrap();
        assert_eq!(report.applied.len(), 2);
        let options = &project.options;
        let wiped =
            wipe(&project.target, &extensions, options, &Cancel::new(), &mut |_| {}).unwrap();
        assert!(wiped.dropped > 10 && wiped.kept.is_empty());
        // Nothing is left that a new database does not have.
        assert_eq!(
            project
                .query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY nspname"),
            ["information_schema", "public"]
        );
        for catalog in ["pg_class", "pg_proc", "pg_type", "pg_operator", "pg_ts_config"] {
            let column = match catalog {
                "pg_ts_config" => "cfgnamespace",
                "pg_operator" => "oprnamespace",
                "pg_proc" => "pronamespace",
                "pg_class" => "relnamespace",
                _ => "typnamespace",
            };
            let left = project.query(&format!(
                "SELECT count(*) FROM {catalog} WHERE {column} = 'public'::regnamespace"
            ));
            let names = project.query(
                "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace",
            );
            assert_eq!(left, ["0"], "{catalog} {names:?}");
        }
    }
}

#[test]
fn what_another_role_owns_stays() {
    let project = Project::new(Line::V0);
    let role = mizzle_db::test_support::unique("owner");
    let mut admin = Connection::open(&project.target).unwrap();
    admin
        .execute(&format!(
            "CREATE ROLE {role} LOGIN; CREATE SCHEMA auth; CREATE TABLE auth.users (id int); \
             CREATE TABLE public.theirs (id int); GRANT CREATE ON SCHEMA public TO {role}; \
             GRANT CREATE ON DATABASE {} TO {role}",
            project.target.database
        ))
        .unwrap();
    let mut theirs = project.target.clone();
    theirs.user.clone_from(&role);
    let mut connection = Connection::open(&theirs).unwrap();
    connection.execute("CREATE TABLE public.mine (id int); CREATE SCHEMA mine").unwrap();
    let wiped = wipe(&theirs, &[], &project.options, &Cancel::new(), &mut |_| {}).unwrap();
    assert_eq!(wiped.kept, ["auth"]);
    assert_eq!(
        project.query(
            "SELECT relname FROM pg_class WHERE relname IN ('users', 'theirs', 'mine') ORDER BY 1"
        ),
        ["theirs", "users"]
    );
    drop(connection);
    admin.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).unwrap();
}

#[test]
fn a_server_elsewhere_is_refused_before_it_is_asked() {
    let project = Project::new(Line::V0);
    let elsewhere = target("postgres://me:secret@db.example.com/shop");
    let error = wipe(&elsewhere, &[], &project.options, &Cancel::new(), &mut |_| {}).unwrap_err();
    assert!(matches!(error, RunError::NotLoopback(_)));
    assert!(!error.to_string().contains("secret"));
}
