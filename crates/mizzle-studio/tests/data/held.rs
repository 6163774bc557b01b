//! A ledger that another session has locked: the page is told, and nothing waits for it.

use super::Studio;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const LEDGER: &str = "
CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text, created_at bigint)";

#[test]
fn a_locked_ledger_is_named_and_not_waited_for() {
    let mut studio = Studio::with(LEDGER);
    let before = studio.json("pulse", &json!({}));
    assert_eq!(before["holder"], Value::Null);

    studio
        .connection
        .execute("BEGIN; LOCK TABLE drizzle.__drizzle_migrations; SET application_name = 'holder'")
        .unwrap();
    let process = studio.one("SELECT pg_backend_pid()");
    let began = studio.one("SELECT extract(epoch FROM now())::bigint");
    let started = Instant::now();
    let held = studio.json("pulse", &json!({}));
    let holder = &held["holder"];
    assert_eq!(holder["table"], "\"drizzle\".\"__drizzle_migrations\"");
    let session = holder["session"].as_str().unwrap();
    assert!(session.starts_with(&format!("process {process}, role ")), "{session}");
    assert!(session.ends_with(", holder"), "{session}");
    let since = holder["since"].as_str().unwrap();
    let same = format!("SELECT extract(epoch FROM '{since}'::timestamptz)::bigint - {began}");
    assert!(["-1", "0", "1"].contains(&studio.one(&same).as_str()), "{since}");
    // The database answers, and `meta`, which shares the connection, does so too.
    assert!(held["database"].is_string());
    assert!(studio.json("meta", &json!({}))["unreachable"].is_null());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());

    studio.connection.execute("ROLLBACK").unwrap();
    assert_eq!(studio.json("pulse", &json!({})), before);
}
