//! Statements typed by hand.

use super::{Database, said};
use mizzle_db::browse::{Cancel, Cell, Console, Outcome, PlanKind, ResultColumn, StatementResult};
use std::time::{Duration, Instant};

fn plan(database: &Database, sql: &str, is_read_only: bool, kind: PlanKind) -> StatementResult {
    let console = Console { sql: sql.to_owned(), is_read_only, limit: 100, plan: Some(kind) };
    database.browser.console(&console, &Cancel::new()).unwrap().remove(0)
}

#[test]
fn several_statements_have_several_results() {
    let database = Database::with(
        "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id integer PRIMARY KEY, m mood,
           n numeric(5,2)); INSERT INTO t VALUES (1, 'a', 1)",
    );
    for is_read_only in [true, false] {
        let sql = "-- é😀\nSELECT *, '' AS \"a b\", NULL FROM t; SELECT ';' ; VALUES (1), (2)";
        let results = database.console(sql, is_read_only);
        let all: Vec<String> = results.iter().map(said).collect();
        assert_eq!(all, ["1|a|1.00||NULL", ";", "1\n2"]);
        assert_eq!(results[1].sql, "SELECT ';'");
        let offset = usize::try_from(results[1].offset).unwrap();
        let units: Vec<u16> = sql.encode_utf16().skip(offset).take(10).collect();
        assert_eq!(String::from_utf16(&units).unwrap(), "SELECT ';'");
        let Outcome::Rows(rows) = &results[0].outcome else { panic!("no rows") };
        let columns: Vec<(&str, &str)> = rows
            .columns
            .iter()
            .map(|ResultColumn { name, sql_type }| (name.as_str(), sql_type.as_str()))
            .collect();
        assert_eq!(
            columns,
            [
                ("id", "integer"),
                ("m", "mood"),
                ("n", "numeric(5,2)"),
                ("a b", "text"),
                ("?column?", "text")
            ]
        );
    }
}

#[test]
fn nothing_stays_prepared_for_whoever_has_the_backend_next() {
    let database = Database::with(
        "CREATE TYPE mood AS ENUM ('a'); CREATE TYPE pair AS (a mood, b integer);
         CREATE TABLE t (m mood, p pair, o pair[])",
    );
    let results = database.console(
        "PREPARE mine AS SELECT 1; SELECT * FROM t; SELECT o, m FROM t;
         SELECT string_agg(name, ' ') FROM pg_prepared_statements; EXECUTE mine",
        false,
    );
    let all: Vec<String> = results.iter().map(said).collect();
    assert_eq!(all, ["PREPARE", "", "", "mine", "1"]);
}

#[test]
fn the_first_failure_is_the_last_result_and_has_its_place() {
    let database = Database::with("SELECT 1");
    for is_read_only in [true, false] {
        let results =
            database.console("SELECT 1; SELECT '😀é', nope FROM x; SELECT 2", is_read_only);
        assert_eq!(results.len(), 2);
        let Outcome::Failed(failure) = &results[1].outcome else { panic!("it did not fail") };
        assert!(failure.error.to_string().contains("\"x\" does not exist"), "{}", failure.error);
        let place = usize::try_from(failure.position.unwrap()).unwrap();
        let units: Vec<u16> = results[1].sql.encode_utf16().skip(place).collect();
        assert_eq!(String::from_utf16(&units).unwrap(), "x");

        // At run time as well, where the server knows a place.
        let results = database.console("SELECT 1/0", is_read_only);
        assert!(said(&results[0]).contains("division by zero"));
        let results = database.console("COPY (SELECT 1) TO STDOUT", is_read_only);
        assert!(said(&results[0]).contains("export the table"), "{}", said(&results[0]));
        let results = database.console("SELECT 'never ends", is_read_only);
        assert!(said(&results[0]).contains("never ends"));
    }
    assert!(database.console(" -- nothing\n;", true).is_empty());
}

#[test]
fn writing_is_what_a_console_does() {
    let mut database = Database::with("CREATE TABLE t (id integer PRIMARY KEY, v text)");
    let results = database.console(
        "INSERT INTO t SELECT generate_series(1, 3) RETURNING id;
         UPDATE t SET v = 'x'; DELETE FROM t WHERE id = 3; CREATE INDEX CONCURRENTLY i ON t (v);
         VACUUM t; DO $$ BEGIN RAISE NOTICE 'hello'; END $$; SET work_mem = '8MB'; SHOW work_mem;
         COMMENT ON TABLE t IS 'c'",
        false,
    );
    let all: Vec<String> = results.iter().map(said).collect();
    assert_eq!(
        all,
        [
            "1\n2\n3",
            "UPDATE 3",
            "DELETE 1",
            "CREATE INDEX",
            "VACUUM",
            "DO",
            "SET",
            "8MB",
            "COMMENT"
        ]
    );
    assert_eq!(results[5].notices, ["NOTICE: hello"]);
    // Each was its own transaction: what went before a failure stays.
    database.console("UPDATE t SET v = 'y'; SELECT nope", false);
    assert_eq!(database.one("SELECT string_agg(v, '' ORDER BY id) FROM t").as_deref(), Some("yy"));
    // Nothing of the session is left to the next.
    assert_ne!(said(&database.console("SHOW work_mem", false)[0]), "8MB");
}

#[test]
fn begin_is_the_persons_own() {
    let mut database = Database::with("CREATE TABLE t (id integer)");
    let count = "SELECT count(*) FROM t";
    database.console("BEGIN; INSERT INTO t VALUES (1); COMMIT", false);
    assert_eq!(database.one(count).as_deref(), Some("1"));
    database.console("BEGIN; INSERT INTO t VALUES (2); ROLLBACK", false);
    assert_eq!(database.one(count).as_deref(), Some("1"));
    let results =
        database.console("BEGIN; INSERT INTO t VALUES (3); SELECT count(*) FROM t", false);
    assert_eq!(said(&results[2]), "2");
    assert!(results[2].notices[0].contains("rolled back"), "{:?}", results[2].notices);
    assert_eq!(database.one(count).as_deref(), Some("1"));
    database.console("BEGIN; INSERT INTO t VALUES (4); SELECT nope; COMMIT", false);
    assert_eq!(database.one(count).as_deref(), Some("1"));
}

#[test]
fn more_rows_than_wanted_are_not_kept() {
    let mut database = Database::with("CREATE TABLE t (id integer)");
    for is_read_only in [true, false] {
        let sql = "SELECT i, repeat('x', 5000), decode(repeat('ff', 3000), 'hex') \
                   FROM generate_series(1, 1000) i";
        let results = database.console(sql, is_read_only);
        let Outcome::Rows(rows) = &results[0].outcome else { panic!("no rows") };
        assert!(rows.rows.len() == 100 && rows.has_more);
        assert!(matches!(&rows.rows[0][1], Cell::Cut { bytes: 5000, .. }));
        assert!(
            matches!(&rows.rows[0][2], Cell::Cut { bytes: 3000, cut } if cut.starts_with("\\xff"))
        );
    }
    // What writes is done whole.
    database.console("INSERT INTO t SELECT generate_series(1, 1000) RETURNING id", false);
    assert_eq!(database.one("SELECT count(*) FROM t").as_deref(), Some("1000"));
}

#[test]
fn a_query_that_is_cancelled_ends_on_the_server() {
    let mut database = Database::with("CREATE TABLE t (id integer)");
    for is_read_only in [true, false] {
        let (cancel, browser) = (Cancel::new(), &database.browser);
        let console = Console {
            sql: "SELECT 1; SELECT pg_sleep(60); SELECT 2".to_owned(),
            is_read_only,
            limit: 10,
            plan: None,
        };
        let started = Instant::now();
        let results = std::thread::scope(|scope| {
            let call = scope.spawn(|| browser.console(&console, &cancel));
            std::thread::sleep(Duration::from_millis(700));
            cancel.cancel();
            call.join().unwrap().unwrap()
        });
        assert!(started.elapsed() < Duration::from_secs(10));
        let all: Vec<String> = results.iter().map(said).collect();
        assert_eq!(all, ["1", "cancelled"]);
        let running = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                       AND state = 'active' AND pid <> pg_backend_pid()";
        assert_eq!(database.one(running).as_deref(), Some("0"));
    }
}

#[test]
fn plans_are_estimated_and_measured() {
    let mut database = Database::with(
        "CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 50)",
    );
    for is_read_only in [true, false] {
        let estimated =
            plan(&database, "SELECT * FROM t WHERE id = 1", is_read_only, PlanKind::Estimated);
        let Outcome::Plan { json, text } = &estimated.outcome else { panic!("{estimated:?}") };
        assert!(json.contains("\"Plan\"") && text.contains("rows="), "{text}");
        assert!(!text.contains("actual"), "{text}");
        let measured =
            plan(&database, "SELECT * FROM t ORDER BY id DESC", is_read_only, PlanKind::Measured);
        assert!(said(&measured).contains("actual time="), "{}", said(&measured));
        assert!(said(&measured).contains("Execution Time:"), "{}", said(&measured));
        let failed = plan(&database, "SELECT nope FROM t", is_read_only, PlanKind::Estimated);
        let Outcome::Failed(failure) = failed.outcome else { panic!("it did not fail") };
        assert_eq!(failure.position, Some(7));
    }
    // A statement that writes is measured where writing is on, and rolled back.
    let measured = plan(&database, "DELETE FROM t", false, PlanKind::Measured);
    assert!(said(&measured).contains("Delete"), "{}", said(&measured));
    assert_eq!(database.one("SELECT count(*) FROM t").as_deref(), Some("50"));
    let refused = plan(&database, "DELETE FROM t", true, PlanKind::Measured);
    assert!(said(&refused).contains("switch writing on"), "{}", said(&refused));
    let estimated = plan(&database, "DELETE FROM t", true, PlanKind::Estimated);
    assert!(said(&estimated).contains("Delete"), "{}", said(&estimated));
    assert_eq!(database.one("SELECT count(*) FROM t").as_deref(), Some("50"));
}
