//! Calls that write: which there are, and what they need beside the secret. And that the page
//! and the server know the same calls.

use crate::server::{Server, Start};
use crate::wire::{Answer, Request, send};
use std::path::Path;

/// Everything that changes a database, with a body that asks for nothing much; `"?"` stands for
/// what a person typed.
const DATABASE: [(&str, &str); 5] = [
    ("edits/apply", r#"{"edits":[],"confirm":"?"}"#),
    (
        "console/run",
        r#"{"id":"1","sql":"select 1","isReadOnly":false,"limit":1,"plan":null,"confirm":"?"}"#,
    ),
    ("apply", r#"{"to":null,"expect":[],"confirm":"?"}"#),
    ("rollback/run", r#"{"to":null,"expect":[],"acceptDataLoss":false,"confirm":"?"}"#),
    ("drift/restore", r#"{"sql":"select 1","acceptDataLoss":false,"confirm":"?"}"#),
];

/// Everything that changes files.
const FILES: [(&str, &str); 2] = [
    ("generate/write", r#"{"name":null,"keepData":false,"answers":[]}"#),
    ("drift/adopt", r#"{"write":true}"#),
];

/// No name of a machine, so that nobody is asked for an answer.
const ELSEWHERE: &str = "postgres://anna:hunter2@db.invalid/shop";

fn call(server: &Server, secret: &str, name: &str, body: &str) -> Answer {
    let request = Request::new("POST", &format!("/api/{name}"))
        .header("Host", "localhost")
        .header("Content-Type", "application/json")
        .header("X-Mizzle-Secret", secret)
        .body(body);
    send(server.port, &request)
}

fn typed(body: &str, name: Option<&str>) -> String {
    body.replace("\"?\"", &name.map_or("null".to_owned(), |name| format!("\"{name}\"")))
}

#[test]
fn a_read_only_studio_writes_nothing() {
    let server = Start { read_only: true, ..Start::default() }.server();
    let secret = server.secret();
    for (name, body) in DATABASE.into_iter().chain(FILES) {
        let answer = call(&server, &secret, name, &typed(body, Some("shop")));
        assert_eq!(answer.status, 403, "{name}: {}", answer.text());
        assert!(answer.text().contains(r#""code":"read_only""#), "{name}: {}", answer.text());
    }
}

#[test]
fn a_database_elsewhere_is_named_before_it_is_written_to() {
    let server = Start { url: ELSEWHERE, ..Start::default() }.server();
    let secret = server.secret();
    let missing = r#""code":"confirmation_missing""#;
    for (name, body) in DATABASE {
        for wrong in [None, Some(""), Some("Shop"), Some("shop "), Some("postgres")] {
            let answer = call(&server, &secret, name, &typed(body, wrong));
            assert_eq!(answer.status, 409, "{name} {wrong:?}: {}", answer.text());
            assert!(answer.text().contains(missing), "{name} {wrong:?}: {}", answer.text());
        }
        let answer = call(&server, &secret, name, &typed(body, Some("shop")));
        assert!(!answer.text().contains(missing), "{name}: {}", answer.text());
        assert!(!answer.text().contains("hunter2"), "{name}: {}", answer.text());
    }
}

#[test]
fn a_database_of_this_machine_is_not_asked_for() {
    let server = Start::default().server();
    let secret = server.secret();
    for (name, body) in DATABASE {
        let answer = call(&server, &secret, name, &typed(body, None));
        assert!(!answer.text().contains("confirmation_missing"), "{name}: {}", answer.text());
    }
}

#[test]
fn the_page_and_the_server_know_the_same_calls() {
    let server = Start::default().server();
    let secret = server.secret();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let calls = std::fs::read_to_string(folder.join("ui/src/api/calls.ts")).unwrap();
    let named: Vec<&str> = calls
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .map(|(name, _)| name.trim_matches('"'))
        .collect();
    for (name, _) in DATABASE.into_iter().chain(FILES) {
        assert!(named.contains(&name), "{name} is not in calls.ts: {named:?}");
    }
    for name in &named {
        // A body that no call takes: it is known, or it is not.
        let answer = call(&server, &secret, name, "[]");
        assert!(![404, 405].contains(&answer.status), "{name}: {}", answer.status);
    }
    let mut routed: Vec<String> = Vec::new();
    for module in ["about", "data", "migrations"] {
        let file = folder.join(format!("src/{module}/mod.rs"));
        let text = std::fs::read_to_string(&file).unwrap();
        routed.extend(
            text.split(".route(\"/")
                .skip(1)
                .filter_map(|rest| Some(rest.split_once('"')?.0.into())),
        );
    }
    for name in &routed {
        assert!(named.contains(&name.as_str()), "{name} is not in calls.ts");
    }
    assert_eq!(routed.len(), named.len());
}
