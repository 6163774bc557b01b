//! The definitions of what the model has no word for.

use mizzle_db::connection::Connection;
use mizzle_db::introspect::{Described, Options, look};
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;

fn described(sql: &str) -> Described {
    let database = TestDatabase::new();
    let target = Target::parse(database.url(), &|_| None).unwrap();
    Connection::open(&target).unwrap().execute(sql).unwrap();
    look(&target, &Options::DATABASE).unwrap().described
}

#[test]
fn an_empty_database_has_nothing() {
    assert_eq!(described("SELECT 1"), Described::default());
}

#[test]
fn what_a_plain_table_has_is_all_in_the_model() {
    let found = described(
        "CREATE TABLE t (id serial PRIMARY KEY, n bigint GENERATED ALWAYS AS IDENTITY,
           a text UNIQUE CHECK (a <> ''));
         CREATE INDEX ON t (a);
         CREATE SEQUENCE s;
         CREATE TYPE e AS ENUM ('x');
         CREATE VIEW v AS SELECT a FROM t",
    );
    assert_eq!(found.outside, std::collections::BTreeMap::new());
    assert_eq!(found.unreadable, None);
    let texts: Vec<String> =
        found.texts.iter().map(|(thing, text)| format!("{thing}: {text}")).collect();
    assert!(texts.contains(&"constraint t_a_check on t: CHECK ((a <> ''::text))".to_owned()));
    assert!(texts.contains(&"enum e: 'x'".to_owned()), "{texts:#?}");
}

#[test]
fn definitions_can_be_made_again() {
    let found = described(
        "CREATE SCHEMA app;
         CREATE DOMAIN app.email AS text CHECK (VALUE LIKE '%@%');
         CREATE FUNCTION twice(x int) RETURNS int LANGUAGE sql AS 'SELECT x * 2'",
    );
    assert_eq!(found.unreadable, None);
    let again = format!("CREATE SCHEMA app; {}", found.to_statements().join("; "));
    assert_eq!(described(&again).outside, found.outside);
    assert_eq!(found.outside.len(), 2);
}
