//! What is read, what is left out, and by whom.

use super::Database;
use mizzle_core::postgres::from_catalog::FromCatalog;
use mizzle_core::postgres::schema::QName;
use mizzle_db::connection::Connection;
use mizzle_db::introspect::{Options, introspect, introspect_with};
use mizzle_db::test_support::unique;

const TWO_SCHEMAS: &str = "
CREATE SCHEMA app;
CREATE TABLE app.users (id integer PRIMARY KEY, home integer);
CREATE TABLE app.other (id integer);
CREATE TABLE towns (id integer PRIMARY KEY);
ALTER TABLE app.users ADD CONSTRAINT lives FOREIGN KEY (home) REFERENCES towns (id);
CREATE TYPE kind AS ENUM ('a');
ALTER TABLE app.users ADD COLUMN kind kind;
ALTER TABLE towns ENABLE ROW LEVEL SECURITY;
CREATE POLICY ours ON towns USING (true);
CREATE POLICY theirs ON towns USING (true)";

#[test]
fn only_what_is_wanted_is_read() {
    let mut database = Database::with(TWO_SCHEMAS);
    let options = Options {
        schemas: &|name| name == "app",
        roles: false,
        lock_timeout: None,
        take: FromCatalog {
            tables: &|name| name.name != "other",
            linked_policies: &|table, policy| table.name == "towns" && policy == "ours",
            ..FromCatalog::ALL
        },
    };
    let found = introspect_with(&mut database.connection, &options).unwrap();
    let schema = found.schema;
    assert_eq!(schema.namespaces, ["app"]);
    assert_eq!(schema.enums.len(), 0);
    assert_eq!(schema.tables.len(), 1);
    let users = &schema.tables[&QName::new("app", "users")];
    assert_eq!(users.foreign_keys[0].target, QName::public("towns"));
    assert_eq!(users.foreign_keys[0].target_columns, ["id"]);
    assert_eq!(users.columns["kind"].ty.schema.as_deref(), Some("public"));
    assert_eq!(schema.linked_policies.len(), 1);
    // The schema, the table, its two constraints, and the policy.
    assert_eq!(found.fidelity.to_string(), "modelled 5 of 5 objects");
}

#[test]
fn an_empty_database_is_an_empty_schema() {
    let mut database = Database::with("");
    let options = Options { schemas: &|_| false, ..Options::DATABASE };
    for options in [options, Options::DATABASE] {
        let found = introspect_with(&mut database.connection, &options).unwrap();
        assert_eq!(found.schema, Default::default());
        assert_eq!(found.fidelity.to_string(), "modelled 0 of 0 objects");
    }
}

#[test]
fn a_role_without_rights_reads_what_is_left() {
    let mut database = Database::with(TWO_SCHEMAS);
    let role = unique("mizzle_reader");
    database.run(&format!(
        "CREATE ROLE {role} LOGIN CREATEDB;
         REVOKE ALL ON pg_catalog.pg_proc, pg_catalog.pg_description FROM PUBLIC"
    ));
    let mut target = database.target();
    target.user.clone_from(&role);
    let options = Options {
        roles: true,
        take: FromCatalog { roles: &|name| name == role, ..FromCatalog::ALL },
        ..Options::DATABASE
    };
    let found = introspect(&target, &options);
    database.run(&format!("DROP ROLE {role}"));
    let found = found.unwrap();
    assert_eq!(found.fidelity.unreadable, ["pg_description", "pg_proc"]);
    assert_eq!(found.fidelity.unusable, ["app"]);
    assert_eq!(found.schema.tables.len(), 3);
    assert_eq!(found.schema.roles[&role].create_db, Some(true));
}

#[test]
fn nothing_is_left_in_the_session() {
    let mut database = Database::with("SET search_path = app; SET timezone = 'Europe/Oslo'");
    database.introspect();
    let rows = database
        .connection
        .query("SELECT current_setting('search_path'), current_setting('timezone')")
        .unwrap();
    assert_eq!((rows[0].text(0), rows[0].text(1)), (Some("app"), Some("Europe/Oslo")));
    // And an error leaves no transaction behind.
    let hidden = "REVOKE ALL ON pg_catalog.pg_class FROM PUBLIC";
    let role = unique("mizzle_blind");
    database.run(&format!("{hidden}; CREATE ROLE {role} LOGIN"));
    let mut target = database.target();
    target.user.clone_from(&role);
    let mut connection = Connection::open(&target).unwrap();
    let error = introspect_with(&mut connection, &Options::DATABASE).unwrap_err().to_string();
    let after = connection.query("SELECT 1");
    drop(connection);
    database.run(&format!("DROP ROLE {role}"));
    assert!(error.contains("pg_class"), "{error}");
    assert_eq!(after.unwrap().len(), 1);
}

#[test]
fn a_table_that_is_being_changed_is_not_waited_for_longer_than_allowed() {
    let mut database =
        Database::with("CREATE TABLE t (id integer); CREATE VIEW v AS SELECT * FROM t");
    let mut other = Connection::open(&database.target()).unwrap();
    other.execute("BEGIN").unwrap();
    other.execute("LOCK TABLE v IN ACCESS EXCLUSIVE MODE").unwrap();
    let patience = Some(std::time::Duration::from_millis(50));
    let options = Options { lock_timeout: patience, ..Options::DATABASE };
    let error = introspect_with(&mut database.connection, &options).unwrap_err();
    assert!(error.to_string().contains("lock timeout"), "{error}");
    other.execute("ROLLBACK").unwrap();
    introspect_with(&mut database.connection, &options).unwrap();
}
