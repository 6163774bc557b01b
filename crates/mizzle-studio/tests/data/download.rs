//! Files that a call begins and the browser fetches: once, by who was told where, and by GET alone.

use super::ending::until;
use super::wire::{Client, Request};
use super::{Answer, Studio};
use serde_json::{Value, json};
use std::io::Read;
use std::time::{Duration, Instant};

const TABLE: &str = "
CREATE TABLE \"odd/ table\" (id integer PRIMARY KEY, v text);
INSERT INTO \"odd/ table\" VALUES (1, '=1+1'), (2, NULL);
CREATE TABLE large (id integer PRIMARY KEY, v text);
INSERT INTO large SELECT i, repeat(md5(i::text), 100) FROM generate_series(1, 20000) i";

fn of(name: &str, format: &str) -> Value {
    json!({ "table": { "schema": "public", "name": name }, "filters": [], "sort": [],
            "keys": [], "format": format })
}

fn path(studio: &Studio, name: &str) -> String {
    let answer = studio.json("export/file", &of(name, "csv"));
    answer["path"].as_str().unwrap().to_owned()
}

/// What a browser asks that saves the file.
fn asked(studio: &Studio, method: &str, path: &str) -> Request {
    Request::new(method, path).header("Host", &format!("localhost:{}", studio.server.port))
}

fn client(studio: &Studio) -> Client {
    Client::to(("127.0.0.1", studio.server.port))
}

#[test]
fn a_file_is_fetched_once_and_by_its_name_alone() {
    let studio = Studio::with(TABLE);
    let path = path(&studio, "odd/ table");
    let (prefix, ticket) = path.rsplit_once('/').unwrap();
    assert_eq!((prefix, ticket.len()), ("/download", 64));
    let mut client = client(&studio);
    let saved = asked(&studio, "GET", &path).header("Sec-Fetch-Site", "same-origin");
    let answer = client.send(&saved);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text(), "id,v\r\n1,'=1+1\r\n2,\r\n");
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"export.csv\"; filename*=UTF-8''odd%2F%20table.csv")
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    // Neither a second time nor under another name.
    let other = asked(&studio, "GET", "/download/");
    for request in [&saved, &other, &asked(&studio, "GET", &path[..path.len() - 1])] {
        let answer = client.send(request);
        assert_eq!(answer.status, 404, "{}", answer.text());
    }
}

/// Whoever may not have the file does not use it up either.
#[test]
fn strangers_neither_get_a_file_nor_use_it_up() {
    let studio = Studio::with(TABLE);
    let path = path(&studio, "odd/ table");
    let own = format!("localhost:{}", studio.server.port);
    let refused = |method: &str, host: &str, name: &str, value: &str, status: u16| {
        let request = Request::new(method, &path).header("Host", host).header(name, value);
        let answer = client(&studio).send(&request);
        assert_eq!(answer.status, status, "{method} {host} {name}: {value}");
        assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-")));
    };
    refused("GET", "evil.example", "Sec-Fetch-Site", "same-origin", 403);
    refused("GET", &own, "Sec-Fetch-Site", "cross-site", 403);
    refused("GET", &own, "Sec-Fetch-Site", "same-site", 403);
    refused("GET", &own, "Origin", "https://evil.example", 403);
    refused("GET", &own, "Origin", "http://localhost:1", 403);
    refused("GET", &own, "Origin", "null", 403);
    for method in ["HEAD", "POST", "OPTIONS", "DELETE"] {
        refused(method, &own, "Sec-Fetch-Site", "same-origin", 405);
    }
    assert_eq!(client(&studio).send(&asked(&studio, "GET", &path)).status, 200);
}

#[test]
fn nothing_is_begun_without_the_secret() {
    let mut studio = Studio::with(TABLE);
    let body = of("large", "csv").to_string();
    for (method, kind) in [("GET", "application/json"), ("POST", "application/json")] {
        for call in ["export", "export/file"] {
            let request = asked(&studio, method, &format!("/api/{call}"));
            let answer = client(&studio).send(&request.header("Content-Type", kind).body(&body));
            assert!(matches!(answer.status, 401 | 405), "{method} {call}: {}", answer.status);
        }
    }
    until(&mut studio, "0");
}

#[test]
fn what_cannot_begin_is_told_at_once() {
    let studio = Studio::with("CREATE VIEW v AS SELECT 1 / (random() * 0)::integer AS n");
    let answer = studio.ask("export/file", &of("v", "json"));
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("division by zero"), "{}", answer.text());
    assert_eq!(studio.ask("export/file", &of("none", "json")).status, 404);
}

#[test]
fn a_download_that_is_cancelled_ends_on_the_server() {
    let mut studio = Studio::with(TABLE);
    let path = path(&studio, "large");
    until(&mut studio, "1");
    let mut stream = studio.get(&path);
    let mut some = [0; 100_000];
    stream.read_exact(&mut some).unwrap();
    until(&mut studio, "1");
    drop(stream);
    until(&mut studio, "0");
}

/// Each file that waits has a session on the server, so there are few, and none stays.
#[test]
fn few_files_wait_and_none_outlives_the_studio() {
    let mut studio = Studio::with(TABLE);
    let paths: Vec<String> = (0..6).map(|_| path(&studio, "large")).collect();
    until(&mut studio, "4");
    let status = |path: &str| client(&studio).send(&asked(&studio, "HEAD", path)).status;
    assert_eq!(status(&paths[0]), 405);
    assert_eq!(Answer::read(studio.get(&paths[1])).status, 404);
    let file = Answer::read(studio.get(&paths[5]));
    assert_eq!((file.status, file.text().lines().count()), (200, 20_001));
    let _stalled = studio.get(&paths[4]);
    let started = Instant::now();
    studio.server.end().unwrap();
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    until(&mut studio, "0");
}
