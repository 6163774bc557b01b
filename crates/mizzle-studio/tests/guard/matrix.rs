//! Every combination of what a request says about itself, each with its status.

use crate::server::Start;
use crate::wire::{Client, Request, send};

/// What a web page elsewhere can make of a studio that trusts whoever asks: read the leave to
/// call it, read rows, and delete them.
#[test]
fn the_three_attacks_of_a_foreign_page_are_refused() {
    let server = Start::default().server();
    let foreign = |method: &str, path: &str| {
        Request::new(method, path)
            .header("Host", &format!("localhost:{}", server.port))
            .header("Origin", "https://evil.example")
    };
    for path in ["/", "/api/rows", "/api/console/run"] {
        let preflight = foreign("OPTIONS", path)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type,x-mizzle-secret")
            .header("Access-Control-Request-Private-Network", "true");
        let answer = send(server.port, &preflight);
        assert!(matches!(answer.status, 403 | 405), "{path}: {}", answer.status);
        assert!(!answer.headers.iter().any(|(name, _)| name.starts_with("access-control-")));
    }
    for sql in ["select * from users", "delete from users"] {
        let body = format!(r#"{{"id":"1","sql":"{sql}","isReadOnly":false,"limit":100}}"#);
        for path in ["/", "/api/console/run"] {
            for host in [&format!("localhost:{}", server.port), "evil.example"] {
                let attack = Request::new("POST", path)
                    .header("Host", host)
                    .header("Origin", "https://evil.example")
                    .header("Content-Type", "text/plain")
                    .body(&body);
                let answer = send(server.port, &attack);
                assert!(matches!(answer.status, 403 | 405), "{path} {host}: {}", answer.status);
            }
        }
    }
}

const PATHS: [&str; 4] = ["/", "/plain.css", UNKNOWN_FILE, "/api/pulse"];
/// No file waits there.
const UNKNOWN_FILE: &str = "/download/00000000000000000000000000000000";
const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "OPTIONS", "DELETE"];
const SITES: [Option<&str>; 5] =
    [None, Some("same-origin"), Some("none"), Some("same-site"), Some("cross-site")];
const KINDS: [Option<&str>; 3] = [Some("application/json"), Some("text/plain"), None];

/// What a request says about itself.
struct Said<'a> {
    path: &'a str,
    method: &'a str,
    host: Option<&'a str>,
    origin: Option<&'a str>,
    site: Option<&'a str>,
    kind: Option<&'a str>,
    secret: Option<&'a str>,
}

#[test]
fn every_combination_has_its_status() {
    let server = Start::default().server();
    let (port, secret) = (server.port, server.secret());
    let own = format!("localhost:{port}");
    let figures = format!("[::1]:{port}");
    let rebound = format!("evil.example:{port}");
    let hosts = [Some(own.as_str()), Some(&figures), Some(&rebound), None];
    let own_origin = format!("http://{own}");
    let origins = [
        None,
        Some(own_origin.as_str()),
        Some("null"),
        Some("http://localhost:1"),
        Some("https://evil.example"),
    ];
    let wrong = "0".repeat(secret.len());
    let secrets = [None, Some(wrong.as_str()), Some(secret.as_str())];

    let mut client = Client::to(("127.0.0.1", port));
    let mut count = 0;
    for path in PATHS {
        for method in METHODS {
            for host in hosts {
                for origin in origins {
                    for site in SITES {
                        // The page's files know no bodies and no secret.
                        let (kinds, secrets) = if path.starts_with("/api") {
                            (&KINDS[..], &secrets[..])
                        } else {
                            (&KINDS[..1], &secrets[..1])
                        };
                        for &kind in kinds {
                            for &secret in secrets {
                                let said = Said { path, method, host, origin, site, kind, secret };
                                let answer = client.send(&request(&said));
                                let expected = expected(&said, &own, &figures, &wrong);
                                assert_eq!(answer.status, expected, "{}", describe(&said));
                                assert!(
                                    answer
                                        .headers
                                        .iter()
                                        .all(|(name, _)| !name.starts_with("access-control-"))
                                );
                                assert_eq!(
                                    answer.header("x-content-type-options"),
                                    Some("nosniff")
                                );
                                count += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(count, 3 * 5 * 4 * 5 * 5 + 5 * 4 * 5 * 5 * 3 * 3);
}

fn request(said: &Said<'_>) -> Request {
    let request = Request::new(said.method, said.path)
        .maybe("Host", said.host)
        .maybe("Origin", said.origin)
        .maybe("Sec-Fetch-Site", said.site)
        .maybe("Content-Type", said.kind)
        .maybe("X-Mizzle-Secret", said.secret);
    if matches!(said.method, "GET" | "HEAD") { request } else { request.body("{}") }
}

/// The rules in few words, written a second time.
fn expected(said: &Said<'_>, own: &str, figures: &str, wrong: &str) -> u16 {
    let is_read = matches!(said.method, "GET" | "HEAD");
    if said.host != Some(own) && said.host != Some(figures) {
        return 403;
    }
    if said.path == "/" {
        return if is_read { 200 } else { 405 };
    }
    let is_foreign = matches!(said.site, Some("same-site" | "cross-site"));
    let is_own_origin = match said.origin {
        None => true,
        Some(origin) => said.host == Some(own) && origin == format!("http://{own}"),
    };
    if is_foreign || !is_own_origin {
        return 403;
    }
    if said.path == "/plain.css" {
        return if is_read { 200 } else { 405 };
    }
    if said.path == UNKNOWN_FILE {
        return if said.method == "GET" { 404 } else { 405 };
    }
    match (said.method, said.secret, said.kind) {
        ("POST", None, _) => 401,
        ("POST", Some(secret), _) if secret == wrong => 401,
        ("POST", Some(_), Some("application/json")) => 200,
        ("POST", Some(_), _) => 415,
        _ => 405,
    }
}

fn describe(said: &Said<'_>) -> String {
    let Said { path, method, host, origin, site, kind, secret } = said;
    format!("{method} {path} Host={host:?} Origin={origin:?} Site={site:?} {kind:?} {secret:?}")
}
