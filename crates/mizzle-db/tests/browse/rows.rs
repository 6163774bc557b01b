//! Pages of rows, filters, counts, and calls that are cancelled or lose their server.

use super::{Database, by, filter, lines, page};
use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{BrowseError, Browser, Cancel, Cell, Count, Operator, Page};
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use std::time::{Duration, Instant};

const PEOPLE: &str = "
CREATE TABLE people (id integer PRIMARY KEY, name text, age integer, data json, place point,
  flag boolean, tags text[], at timestamptz);
INSERT INTO people VALUES
  (1, 'Ann', 30, '{\"a\":1}', '(1,2)', true, '{a}', '2024-01-01 00:00+00'),
  (2, 'bob', NULL, NULL, '(1,2)', false, '{a,b}', NULL),
  (3, '50%_\\', 7, '{\"a\":1}', NULL, NULL, NULL, 'infinity'),
  (4, 'ANNA', 30, 'null', '(0,0)', true, '{}', '2024-01-01 00:00+00')";

#[test]
fn filters_are_the_servers() {
    let database = Database::with(PEOPLE);
    let found = |column: &str, operator, values: &[&str]| {
        let filters = vec![filter(column, operator, values)];
        let rows = database.rows(&Page { filters, ..page("people") });
        rows.rows.iter().map(|row| row.key[0].clone()).collect::<Vec<_>>().join(",")
    };
    use Operator as Is;
    assert_eq!(found("age", Is::Equals, &["30"]), "1,4");
    assert_eq!(found("age", Is::Equals, &["030"]), "1,4");
    assert_eq!(found("age", Is::NotEquals, &["30"]), "3");
    assert_eq!(found("age", Is::Less, &["30"]), "3");
    assert_eq!(found("age", Is::AtMost, &["30"]), "1,3,4");
    assert_eq!(found("age", Is::Greater, &["7"]), "1,4");
    assert_eq!(found("age", Is::AtLeast, &["7"]), "1,3,4");
    assert_eq!(found("age", Is::IsNull, &[]), "2");
    assert_eq!(found("age", Is::IsNotNull, &[]), "1,3,4");
    assert_eq!(found("age", Is::In, &["7", "30"]), "1,3,4");
    assert_eq!(found("age", Is::In, &[]), "");
    assert_eq!(found("age", Is::Contains, &["0"]), "1,4");
    assert_eq!(found("name", Is::Contains, &["ann"]), "1,4");
    assert_eq!(found("name", Is::Contains, &["%_\\"]), "3");
    assert_eq!(found("name", Is::StartsWith, &["An"]), "1");
    assert_eq!(found("name", Is::Like, &["A%"]), "1,4");
    assert_eq!(found("name", Is::Equals, &["' OR true --"]), "");
    assert_eq!(found("data", Is::Equals, &["{\"a\":1}"]), "1,3");
    assert_eq!(found("data", Is::Equals, &["null"]), "4");
    assert_eq!(found("data", Is::IsNull, &[]), "2");
    assert_eq!(found("place", Is::In, &["(1,2)", "(5,5)"]), "1,2");
    assert_eq!(found("flag", Is::Equals, &["yes"]), "1,4");
    assert_eq!(found("tags", Is::Equals, &["{\"a\",\"b\"}"]), "2");
    assert_eq!(found("at", Is::Equals, &["2024-01-01 01:00+01"]), "1,4");
    assert_eq!(found("at", Is::Equals, &["infinity"]), "3");

    let refused = |column: &str, operator, values: &[&str]| {
        let filters = vec![filter(column, operator, values)];
        database.browser.rows(&Page { filters, ..page("people") }, &Cancel::new()).unwrap_err()
    };
    assert_eq!(
        refused("age", Is::Equals, &["old"]).to_string(),
        "invalid input syntax for type integer: \"old\" (SQLSTATE 22P02)"
    );
    assert!(matches!(refused("age", Is::Equals, &[]), BrowseError::Filter(_)));
    assert!(matches!(refused("place", Is::Less, &["(1,2)"]), BrowseError::Filter(_)));
    assert!(matches!(refused("gone", Is::IsNull, &[]), BrowseError::UnknownColumn { .. }));
    // The session that met the error works on.
    assert_eq!(found("age", Is::Equals, &["7"]), "3");
}

#[test]
fn pages_follow_each_other() {
    let database = Database::with(PEOPLE);
    let sorted =
        |sort, limit, offset| database.rows(&Page { sort, limit, offset, ..page("people") });
    let first = sorted(vec![by("age", false)], 2, 0);
    let second = sorted(vec![by("age", false)], 2, 2);
    let keys = |rows: &mizzle_db::browse::Rows| {
        rows.rows.iter().map(|row| row.key.join("")).collect::<Vec<_>>().join(",")
    };
    assert_eq!((keys(&first), first.has_more), ("3,1".to_owned(), true));
    assert_eq!((keys(&second), second.has_more), ("4,2".to_owned(), false));
    assert_eq!(keys(&sorted(vec![by("age", true), by("id", true)], 10, 0)), "2,4,1,3");
    // Even what has no order has one here.
    assert_eq!(keys(&sorted(vec![by("place", false)], 10, 0)), "4,1,2,3");
    assert_eq!(sorted(Vec::new(), 0, 0).rows.len(), 0);
    assert_eq!(sorted(Vec::new(), 10, 1_000_000).rows.len(), 0);
}

#[test]
fn a_table_may_have_all_the_columns_that_it_can() {
    let columns: Vec<String> = (1..1600).map(|number| format!("c{number} text")).collect();
    let database = Database::with(&format!(
        "CREATE TABLE t (id integer PRIMARY KEY, {}); INSERT INTO t (id, c1599) \
         VALUES (1, repeat('x', 5000))",
        columns.join(", ")
    ));
    let rows = database.table("t");
    assert_eq!((rows.columns.len(), rows.rows[0].cells.len()), (1600, 1600));
    assert!(matches!(rows.rows[0].cells[1599], Cell::Cut { bytes: 5000, .. }));
}

#[test]
fn rows_without_a_key_keep_their_order() {
    let database = Database::with(
        "CREATE TABLE t (a integer, b integer);
         INSERT INTO t SELECT i % 3, i FROM generate_series(1, 9000) i",
    );
    let mut seen = Vec::new();
    for offset in (0..9000).step_by(1000) {
        let sort = vec![by("a", false)];
        let rows = database.rows(&Page { sort, limit: 1000, offset, ..page("t") });
        seen.extend(rows.rows.iter().map(|row| super::text(&row.cells[1]).to_owned()));
    }
    assert_eq!(seen.len(), 9000);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 9000, "a row was shown twice");
}

#[test]
fn counts_are_exact_where_that_is_quick() {
    let mut database = Database::with(
        "CREATE TABLE fresh (id integer); CREATE TABLE large (id integer);
         ALTER TABLE large SET (autovacuum_enabled = off);
         CREATE VIEW v AS SELECT * FROM fresh;
         CREATE TABLE parts (id integer) PARTITION BY RANGE (id);
         CREATE TABLE parts_1 PARTITION OF parts DEFAULT; INSERT INTO parts VALUES (1), (2);
         INSERT INTO large SELECT generate_series(1, 200000)",
    );
    let count = |database: &Database, name: &str, filters: &[_], is_exact| {
        database.browser.count(&QName::public(name), filters, is_exact, &Cancel::new()).unwrap()
    };
    let exact = |rows| Count { rows: Some(rows), is_exact: true };
    assert_eq!(count(&database, "fresh", &[], false), exact(0));
    assert_eq!(count(&database, "v", &[], false), exact(0));
    assert_eq!(count(&database, "parts", &[], false), exact(2));
    // Never analysed and small.
    assert_eq!(count(&database, "large", &[], false), exact(200_000));
    database.run("ANALYZE large");
    let estimate = count(&database, "large", &[], false);
    assert!(!estimate.is_exact && estimate.rows.unwrap().abs_diff(200_000) < 2000, "{estimate:?}");
    assert_eq!(count(&database, "large", &[], true), exact(200_000));
    let few = filter("id", Operator::Less, &["11"]);
    assert_eq!(count(&database, "large", &[few], false), exact(10));
}

/// Only counting has to be quick: what a table is made of may take longer, on a busy machine.
#[test]
fn a_count_waits_for_what_it_has_to_know() {
    let mut database = Database::with("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
    database.run("BEGIN; LOCK TABLE pg_catalog.pg_attrdef IN ACCESS EXCLUSIVE MODE");
    let Database { browser, connection, .. } = &mut database;
    std::thread::scope(|scope| {
        let count = scope.spawn(|| browser.count(&QName::public("t"), &[], false, &Cancel::new()));
        std::thread::sleep(Duration::from_millis(2500));
        connection.execute("COMMIT").unwrap();
        assert_eq!(count.join().unwrap().unwrap(), Count { rows: Some(1), is_exact: true });
    });
}

#[test]
fn a_call_that_is_cancelled_ends_on_the_server() {
    let mut database = Database::with(
        "CREATE TABLE t (id integer PRIMARY KEY);
         CREATE VIEW slow AS SELECT pg_sleep(60)::text AS v, 'mizzle slow' AS marker",
    );
    let (browser, cancel) = (&database.browser, Cancel::new());
    let started = Instant::now();
    std::thread::scope(|scope| {
        let call = scope.spawn(|| browser.rows(&page("slow"), &cancel));
        std::thread::sleep(Duration::from_millis(500));
        cancel.cancel();
        assert!(matches!(call.join().unwrap(), Err(BrowseError::Cancelled)));
    });
    assert!(started.elapsed() < Duration::from_secs(10));
    let running = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                   AND state = 'active' AND pid <> pg_backend_pid()";
    assert_eq!(database.one(running).as_deref(), Some("0"));
    // One that is cancelled before it begins does nothing.
    assert!(database.browser.rows(&page("t"), &cancel).is_err());
    assert_eq!(lines(&database.table("t")), Vec::<String>::new());
}

#[test]
fn a_server_that_went_and_came_back_is_found_again() {
    let mut database = Database::with("CREATE TABLE t (id integer PRIMARY KEY)");
    database.table("t");
    let ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_eq!(database.one(ended).as_deref(), Some("1"), "a session is kept");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(database.table("t").columns, ["id"]);
}

#[test]
fn a_server_that_is_not_there_is_told_of() {
    let target = Target::parse("postgres://nobody@127.0.0.1:1/x", &|_| None).unwrap();
    let error = Browser::new(target).rows(&page("t"), &Cancel::new()).unwrap_err();
    assert!(matches!(error, BrowseError::Connect(_)), "{error}");
}

#[test]
fn nothing_is_left_in_a_session() {
    let database = Database::with("CREATE TABLE t (id integer PRIMARY KEY, v bytea)");
    let settings = "SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings \
                    WHERE source = 'session'";
    database.table("t");
    let mut other = Connection::open(database.browser.target()).unwrap();
    assert!(other.query(settings).is_ok());
    // The kept session is the only one of ours beside this; it is idle, in no transaction.
    let rows = other
        .query(
            "SELECT state FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() AND query LIKE '%COMMIT%'",
        )
        .unwrap();
    assert!(rows.iter().all(|row| row.text(0) == Some("idle")));
}
