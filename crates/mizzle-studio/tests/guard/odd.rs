//! Requests that no table has a row for.

use crate::server::{Start, UNREACHABLE};
use crate::wire::{Answer, Client, Request, send};
use mizzle_studio::StudioError;
use std::net::TcpListener;

#[test]
fn names_of_others_are_refused_however_they_are_written() {
    let server = Start { allowed_hosts: &["studio.example"], ..Start::default() }.server();
    let port = server.port;
    let status = |host: &str| send(port, &Request::new("GET", "/").header("Host", host)).status;
    for host in [
        "localhost",
        "LOCALHOST:1",
        "127.0.0.1",
        "[::1]:80",
        "studio.example",
        "Studio.Example:443",
    ] {
        assert_eq!(status(host), 200, "{host}");
    }
    for host in [
        "localhost.evil.example",
        "evil.example",
        "127.0.0.1.evil.example",
        "192.168.0.7",
        "0.0.0.0",
        "127.0.0.2",
        "[::ffff:127.0.0.1]",
        "localhost@evil.example",
        "evil.example#localhost",
        "localhost.",
        "localhost:80:80",
        "[::1",
        "",
    ] {
        assert!(matches!(status(host), 400 | 403), "{host}");
    }
    let twice = Request::new("GET", "/").header("Host", "localhost").header("Host", "evil.example");
    assert!(matches!(send(port, &twice).status, 400 | 403));
    let absolute = Request::new("GET", "http://evil.example/").header("Host", "localhost");
    assert_eq!(send(port, &absolute).status, 403);
    let refused = send(port, &Request::new("GET", "/").header("Host", "evil.example"));
    assert!(refused.text().contains("--allowed-host"));
}

#[test]
fn an_origin_with_tls_is_ours_behind_a_proxy_only() {
    let server = Start { allowed_hosts: &["studio.example"], ..Start::default() }.server();
    let secret = server.secret();
    let status = |host: &str, origin: &str| {
        let request = Request::new("POST", "/api/pulse")
            .header("Host", host)
            .header("Origin", origin)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("X-Mizzle-Secret", &secret)
            .body("{}");
        send(server.port, &request).status
    };
    assert_eq!(status("studio.example", "https://studio.example"), 200);
    assert_eq!(status("studio.example", "http://studio.example"), 200);
    assert_eq!(status("localhost", "https://localhost"), 403);
    assert_eq!(status("localhost", "http://studio.example"), 403);
    assert_eq!(status("localhost", "http://localhost/"), 403);
    assert_eq!(status("localhost", "http://localhost http://localhost"), 403);
}

#[test]
fn the_page_is_no_part_of_another_page() {
    let server = Start::default().server();
    let status = |path: &str, site: &str, dest: &str| {
        let request = Request::new("GET", path)
            .header("Host", "localhost")
            .header("Sec-Fetch-Site", site)
            .header("Sec-Fetch-Dest", dest);
        send(server.port, &request).status
    };
    assert_eq!(status("/", "cross-site", "document"), 200);
    assert_eq!(status("/", "none", "document"), 200);
    assert_eq!(status("/", "same-origin", "empty"), 200);
    for dest in ["iframe", "script", "image", "empty", "object", "embed"] {
        assert_eq!(status("/", "cross-site", dest), 403, "{dest}");
        assert_eq!(status("/", "same-site", dest), 403, "{dest}");
    }
    assert_eq!(status("/plain.css", "cross-site", "style"), 403);
    assert_eq!(status("/plain.css", "same-origin", "style"), 200);
}

#[test]
fn what_browsers_are_told() {
    let server = Start::default().server();
    let get =
        |path: &str| send(server.port, &Request::new("GET", path).header("Host", "localhost"));
    for path in ["/", "/plain.css", "/nothing", "/api/meta"] {
        let answer = get(path);
        let policy = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self';",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert_eq!(get("/nothing").status, 404);
    assert_eq!(get("/../Cargo.toml").status, 404);
    assert_eq!(get("/index.html").status, 404);
}

#[test]
fn bodies_are_objects_of_a_size() {
    let server = Start::default().server();
    let secret = server.secret();
    let call = |path: &str| {
        Request::new("POST", path)
            .header("Host", "localhost")
            .header("Content-Type", "application/json")
            .header("X-Mizzle-Secret", &secret)
    };
    let huge = call("/api/pulse").header("Content-Length", &(65_u64 << 20).to_string());
    assert_eq!(send(server.port, &huge).status, 413);
    assert_eq!(send(server.port, &call("/api/nothing").body("{}")).status, 404);
    for kind in
        ["application/jsonp", "application/x-www-form-urlencoded", "multipart/form-data", "json"]
    {
        let request = Request::new("POST", "/api/pulse")
            .header("Host", "localhost")
            .header("Content-Type", kind)
            .header("X-Mizzle-Secret", &secret)
            .body("{}");
        assert_eq!(send(server.port, &request).status, 415, "{kind}");
    }
    let twice = call("/api/pulse").header("X-Mizzle-Secret", "0").body("{}");
    assert_eq!(send(server.port, &twice).status, 403);
}

#[test]
fn a_password_shows_nowhere() {
    let server = Start::default().server();
    let secret = server.secret();
    let call = |path: &str| {
        let request = Request::new("POST", path)
            .header("Host", "localhost")
            .header("Content-Type", "application/json")
            .header("X-Mizzle-Secret", &secret)
            .body("{}");
        send(server.port, &request)
    };
    let page = send(server.port, &Request::new("GET", "/").header("Host", "localhost"));
    let calls = ["meta", "pulse", "catalog", "sides", "timeline", "pending", "verify", "drift"];
    let answers = calls.map(|name| call(&format!("/api/{name}")));
    let holds = |answer: &Answer| answer.text().contains("hunter2");
    assert!(UNREACHABLE.contains("hunter2") && !holds(&page) && !answers.iter().any(holds));
    let meta = answers[0].text();
    assert!(meta.contains(r#""target":"postgresql://anna@127.0.0.1:9/shop""#), "{meta}");
    assert!(
        meta.contains(r#""server":null"#) && meta.contains("config_connection_error"),
        "{meta}"
    );
}

#[test]
fn each_run_has_its_own_secret() {
    let (one, two) = (Start::default().server(), Start::default().server());
    assert_ne!(one.secret(), two.secret());
    assert_eq!(one.secret().len(), 64);
}

#[test]
fn both_families_of_this_machine_are_answered() {
    let server = Start::default().server();
    assert_eq!(server.links, [format!("http://localhost:{}", server.port)]);
    // A machine may have no IPv6; then nothing listens there, and the rest works.
    if TcpListener::bind(("::1", 0)).is_ok() {
        let mut client = Client::to(("::1", server.port));
        assert_eq!(client.send(&Request::new("GET", "/").header("Host", "[::1]")).status, 200);
    }
}

#[test]
fn a_taken_port_is_said_with_one_that_is_free() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let error = Start { port, ..Start::default() }.studio(&folder).err().unwrap();
    let StudioError::Taken { port: said, free: Some(free) } = error else { panic!("{error}") };
    assert!(said == port && free > port);
    let hint = StudioError::Taken { port, free: Some(free) }.explain().hints.join("");
    assert!(hint.contains(&format!("--port {free}")), "{hint}");
}

#[test]
fn it_ends_although_connections_are_open() {
    let mut server = Start::default().server();
    let mut client = Client::to(("127.0.0.1", server.port));
    client.send(&Request::new("GET", "/").header("Host", "localhost"));
    let begun = std::time::Instant::now();
    server.end().unwrap();
    assert!(begun.elapsed() < std::time::Duration::from_secs(4), "{:?}", begun.elapsed());
}
