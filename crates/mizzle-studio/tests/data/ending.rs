//! Calls that end before their time end on the server as well.

use super::{Answer, Studio};
use serde_json::{Value, json};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

const SLOW: &str = "
CREATE VIEW slow AS SELECT pg_sleep(120)::text AS v;
CREATE TABLE t (id integer PRIMARY KEY)";

fn rows(name: &str, slot: &str) -> Value {
    json!({ "table": { "schema": "public", "name": name }, "filters": [], "sort": [],
            "limit": 10, "offset": 0, "slot": slot })
}

/// Waits until so many statements run.
pub(crate) fn until(studio: &mut Studio, count: &str) {
    let started = Instant::now();
    while studio.running() != count {
        assert!(started.elapsed() < Duration::from_secs(10), "there are not {count} running");
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_call_takes_the_place_of_the_one_before() {
    let mut studio = Studio::with(SLOW);
    let first = studio.send("rows", &rows("slow", "grid"));
    let other = studio.send("rows", &rows("slow", "another"));
    until(&mut studio, "2");
    assert_eq!(studio.ask("rows", &rows("t", "grid")).status, 200);
    let answer = Answer::read(first);
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("\"code\":\"cancelled\""), "{}", answer.text());
    until(&mut studio, "1");
    drop(other);
    until(&mut studio, "0");
}

#[test]
fn a_page_that_is_closed_leaves_nothing_running() {
    let mut studio = Studio::with(SLOW);
    let console = json!({ "id": "1", "sql": "SELECT pg_sleep(120)", "isReadOnly": true,
                          "limit": 10, "plan": null, "confirm": null });
    let export = json!({ "table": { "schema": "public", "name": "slow" }, "filters": [],
                         "sort": [], "keys": [], "format": "csv" });
    for (call, body) in
        [("rows", &rows("slow", "grid")), ("console/run", &console), ("export", &export)]
    {
        let stream = studio.send(call, body);
        until(&mut studio, "1");
        drop(stream);
        until(&mut studio, "0");
    }
}

#[test]
fn a_query_of_the_console_is_cancelled_by_name() {
    let mut studio = Studio::with(SLOW);
    let console = |id: &str| {
        json!({ "id": id, "sql": "SELECT 1; SELECT pg_sleep(120)", "isReadOnly": true,
                "limit": 10, "plan": null, "confirm": null })
    };
    let stream = studio.send("console/run", &console("a"));
    until(&mut studio, "1");
    let cancel = |studio: &Studio, id: &str| studio.json("console/cancel", &json!({ "id": id }));
    assert_eq!(cancel(&studio, "b"), json!({ "wasRunning": false }));
    assert_eq!(cancel(&studio, "a"), json!({ "wasRunning": true }));
    let answer: Value = serde_json::from_slice(&Answer::read(stream).body).unwrap();
    assert_eq!(answer["results"][0]["outcome"]["type"], "rows");
    assert_eq!(answer["results"][1]["outcome"]["type"], "cancelled");
    until(&mut studio, "0");
}

#[test]
fn the_end_of_the_studio_waits_for_no_query() {
    let mut studio = Studio::with(SLOW);
    let stream = studio.send("rows", &rows("slow", "grid"));
    until(&mut studio, "1");
    let started = Instant::now();
    scope(|scope| {
        scope.spawn(|| Answer::read(stream));
        studio.server.end().unwrap();
    });
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    until(&mut studio, "0");
}

#[test]
fn a_file_that_nobody_reads_is_not_made() {
    let mut studio = Studio::with(
        "CREATE TABLE large (v text);
         INSERT INTO large SELECT repeat(md5(i::text), 100) FROM generate_series(1, 20000) i",
    );
    let export = json!({ "table": { "schema": "public", "name": "large" }, "filters": [],
                         "sort": [], "keys": [], "format": "sql" });
    let stream = studio.send("export", &export);
    // The server waits for a reader who never reads, and ends when that is gone.
    sleep(Duration::from_millis(500));
    until(&mut studio, "1");
    drop(stream);
    until(&mut studio, "0");
    let file = studio.ask("export", &export).text();
    assert_eq!(file.matches("INSERT INTO").count(), 200);
}
