//! The page behind a link that holds once.

use crate::server::{Server, Start, secret_in};
use crate::wire::{Answer, Request, send};

fn get(server: &Server, path: &str, host: &str) -> Answer {
    send(server.port, &Request::new("GET", path).header("Host", host))
}

fn enter(server: &Server, token: Option<&str>, secret: Option<&str>) -> Answer {
    let body = token.map_or("{}".to_owned(), |token| format!(r#"{{"token":"{token}"}}"#));
    let request = Request::new("POST", "/api/enter")
        .header("Host", "localhost")
        .header("Content-Type", "application/json")
        .maybe("X-Mizzle-Secret", secret)
        .body(&body);
    send(server.port, &request)
}

fn token(link: &str) -> String {
    link.split_once("/#token=").unwrap().1.to_owned()
}

#[test]
fn the_page_is_given_to_whoever_has_the_link_and_once() {
    let server = Start { token: true, ..Start::default() }.server();
    let door = get(&server, "/", "localhost").text();
    assert!(door.contains("door.js") && secret_in(&door).is_none());
    assert_eq!(enter(&server, None, None).status, 401);
    assert_eq!(enter(&server, Some("0000"), None).status, 401);

    let first = token(&server.links[0]);
    let page = enter(&server, Some(&first), None);
    assert_eq!(page.status, 200);
    let secret = secret_in(&page.text()).unwrap();
    let again = enter(&server, Some(&first), None);
    assert_eq!(again.status, 401);
    assert!(again.text().contains("the newest link"));

    // A tab that is reloaded has the secret still.
    assert_eq!(enter(&server, None, Some(&secret)).status, 200);
    assert_eq!(enter(&server, None, Some("0000")).status, 401);

    let next = loop {
        if let Some(link) = server.renewed.lock().unwrap().first() {
            break token(link);
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert_ne!(next, first);
    assert_eq!(enter(&server, Some(&next), None).status, 200);
}

#[test]
fn there_is_no_way_in_beside_the_door() {
    let server = Start { token: true, ..Start::default() }.server();
    let call = |path: &str| {
        let request = Request::new("POST", path)
            .header("Host", "localhost")
            .header("Content-Type", "application/json")
            .header("Cookie", "mizzle-secret=0")
            .body("{}");
        send(server.port, &request).status
    };
    for path in ["/api/meta", "/api/pulse", "/api/enter/", "/api/nothing"] {
        assert_eq!(call(path), 401, "{path}");
    }
    let foreign = Request::new("POST", "/api/enter")
        .header("Host", "localhost")
        .header("Origin", "http://localhost:1")
        .header("Content-Type", "application/json")
        .body("{}");
    assert_eq!(send(server.port, &foreign).status, 403);
}

#[test]
fn without_a_door_nobody_enters() {
    let server = Start::default().server();
    assert_eq!(enter(&server, Some(""), None).status, 401);
}

#[test]
fn what_others_can_reach_is_behind_a_door() {
    let server = Start { host: Some("0.0.0.0"), ..Start::default() }.server();
    assert!(server.links.iter().all(|link| link.contains("/#token=")), "{:?}", server.links);
    assert!(server.links[0].starts_with("http://localhost:"));
    assert!(secret_in(&get(&server, "/", "localhost").text()).is_none());
    // An address in figures is this machine's; a name may be somebody else's.
    assert_eq!(get(&server, "/", "192.168.0.7").status, 200);
    assert_eq!(get(&server, "/", "evil.example").status, 403);
}
