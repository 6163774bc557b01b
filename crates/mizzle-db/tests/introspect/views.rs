//! Views that change where they are: the server's object stays, and what is read of it
//! afterwards is what was wanted.

use crate::Database;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{DiffOptions, diff};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::{QName, Schema, View};
use mizzle_db::test_support::unique;

const START: &str = "
    CREATE TABLE t (id integer, name text);
    INSERT INTO t VALUES (1, 'a');
    CREATE MATERIALIZED VIEW stored AS SELECT id FROM t;
    CREATE VIEW plain WITH (security_barrier = true, check_option = local) AS SELECT id FROM t;
    CREATE VIEW above AS SELECT id FROM plain;
    CREATE VIEW beside AS SELECT id FROM stored;
    CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
";

/// Changes a view, and gives the statements of it. The view must stay what it is.
fn change(database: &mut Database, name: &str, to: impl FnOnce(&mut View)) -> Vec<String> {
    let oid = format!("SELECT '{name}'::regclass::oid::text");
    let before = database.connection.query(&oid).unwrap()[0].text(0).map(str::to_owned);
    let from = database.introspect().schema;
    let mut wanted = from.clone();
    to(wanted.views.get_mut(&QName::public(name)).unwrap());
    let sql = statements(&from, &wanted);
    for statement in &sql {
        database.run(statement);
    }
    let after = database.connection.query(&oid).unwrap()[0].text(0).map(str::to_owned);
    assert_eq!(before, after, "the view is another: {sql:?}");
    let left = statements(&database.introspect().schema, &wanted);
    assert_eq!(left, [] as [&str; 0], "not what was wanted after {sql:?}");
    sql
}

fn statements(from: &Schema, to: &Schema) -> Vec<String> {
    let answers = Answers::default();
    let found = diff(from, to, &DiffOptions { line: Line::V1, answers: &answers }).unwrap();
    plan(&found, Line::V1).statements().map(|statement| statement.sql.clone()).collect()
}

fn set(view: &mut View, option: &str, value: &str) {
    view.with.insert(option.to_owned(), value.to_owned());
}

#[test]
fn options_change_by_alter() {
    let mut database = Database::with(START);
    assert_eq!(
        change(&mut database, "plain", |view| {
            view.with.shift_remove("security_barrier");
            set(view, "check_option", "cascaded");
        }),
        [
            "ALTER VIEW \"plain\" SET (check_option = cascaded);",
            "ALTER VIEW \"plain\" RESET (security_barrier);"
        ]
    );
    assert_eq!(
        change(&mut database, "stored", |view| {
            set(view, "fillfactor", "80");
            set(view, "autovacuum_enabled", "false");
        }),
        ["ALTER MATERIALIZED VIEW \"stored\" SET (fillfactor = 80, autovacuum_enabled = false);"]
    );
    assert_eq!(
        change(&mut database, "stored", |view| view.with.clear()),
        ["ALTER MATERIALIZED VIEW \"stored\" RESET (fillfactor, autovacuum_enabled);"]
    );
}

#[test]
fn the_access_method_changes_by_alter() {
    let mut database = Database::with(START);
    if database.major() < 15 {
        // Older servers change that of no view.
        return;
    }
    let other = |view: &mut View| view.using = Some("other".to_owned());
    assert_eq!(
        change(&mut database, "stored", other),
        ["ALTER MATERIALIZED VIEW \"stored\" SET ACCESS METHOD \"other\";"]
    );
    assert_eq!(
        change(&mut database, "stored", |view| view.using = None),
        ["ALTER MATERIALIZED VIEW \"stored\" SET ACCESS METHOD \"heap\";"]
    );
    assert!(
        statements(&database.introspect().schema, &{
            let mut same = database.introspect().schema;
            let stored = same.views.get_mut(&QName::public("stored")).unwrap();
            stored.using = Some("heap".to_owned());
            stored.tablespace = Some("pg_default".to_owned());
            same
        })
        .is_empty()
    );
}

#[test]
fn the_tablespace_changes_by_alter() {
    let mut database = Database::with(START);
    if database.major() < 15 {
        // A tablespace needs a folder on the server then.
        return;
    }
    // Tablespaces belong to the whole server.
    let name = unique("mizzle");
    database.run("SET allow_in_place_tablespaces = on");
    database.run(&format!("CREATE TABLESPACE {name} LOCATION ''"));
    let there = change(&mut database, "stored", |view| view.tablespace = Some(name.clone()));
    let back = change(&mut database, "stored", |view| view.tablespace = None);
    database.run(&format!("DROP TABLESPACE {name}"));
    assert_eq!(there, [format!("ALTER MATERIALIZED VIEW \"stored\" SET TABLESPACE \"{name}\";")]);
    assert_eq!(back, ["ALTER MATERIALIZED VIEW \"stored\" SET TABLESPACE \"pg_default\";"]);
}

/// A definition that cannot change in place takes the views on top of it along, and
/// nothing else.
#[test]
fn what_cannot_change_is_made_again() {
    let mut database = Database::with(START);
    let from = database.introspect().schema;
    let mut wanted = from.clone();
    let plain = wanted.views.get_mut(&QName::public("plain")).unwrap();
    plain.definition = Some("SELECT name AS id FROM t".to_owned());
    let sql = statements(&from, &wanted);
    let dropped: Vec<&String> = sql.iter().filter(|sql| sql.starts_with("DROP")).collect();
    assert_eq!(dropped, ["DROP VIEW \"above\";", "DROP VIEW \"plain\";"]);
    for statement in &sql {
        database.run(statement);
    }
    assert_eq!(database.introspect().schema.views.len(), 4);
}
