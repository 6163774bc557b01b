//! Looking at rows and changing them over a socket, as the page does.
#![expect(clippy::unwrap_used, reason = "a test stops at what is wrong")]

mod download;
mod ending;
mod held;
#[path = "../guard/server.rs"]
#[expect(dead_code, reason = "the tests of the guard use all of it")]
mod server;
mod story;
#[path = "../guard/wire.rs"]
#[expect(dead_code, reason = "the tests of the guard use all of it")]
mod wire;

use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;
use serde_json::Value;
use server::{Server, Start};
use std::io::{Read, Write};
use std::net::TcpStream;

/// A studio on a database of its own, with a session on that.
struct Studio {
    secret: String,
    connection: Connection,
    server: Server,
    // Dropped last.
    _database: TestDatabase,
}

/// An answer: its status, its head and its body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Studio {
    fn with(sql: &str) -> Self {
        Self::started(sql, false)
    }

    fn started(sql: &str, is_read_only: bool) -> Self {
        let database = TestDatabase::new();
        let target = Target::parse(database.url(), &|_| None).unwrap();
        let mut connection = Connection::open(&target).unwrap();
        connection.execute(sql).unwrap();
        let server =
            Start { url: database.url(), read_only: is_read_only, ..Start::default() }.server();
        Self { secret: server.secret(), connection, server, _database: database }
    }

    fn send(&self, call: &str, body: &Value) -> TcpStream {
        let (port, secret, body) = (self.server.port, &self.secret, body.to_string());
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request = format!(
            "POST /api/{call} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nX-Mizzle-Secret: {secret}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// Asks for a file, as a browser that saves it.
    fn get(&self, path: &str) -> TcpStream {
        let port = self.server.port;
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn ask(&self, call: &str, body: &Value) -> Answer {
        Answer::read(self.send(call, body))
    }

    fn json(&self, call: &str, body: &Value) -> Value {
        let answer = self.ask(call, body);
        assert_eq!(answer.status, 200, "{call}: {}", answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// The first cell of a query, as somebody else sees it.
    fn one(&mut self, sql: &str) -> String {
        let rows = self.connection.query(sql).unwrap();
        rows[0].text(0).unwrap_or("NULL").to_owned()
    }

    /// How many statements of ours are running on the server.
    fn running(&mut self) -> String {
        self.one(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
             AND state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
        )
    }
}

impl Answer {
    fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = &bytes[end + 4..];
        let is_chunked = head.contains("transfer-encoding: chunked");
        let body = if is_chunked { joined(body) } else { body.to_vec() };
        Self { status, head, body }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The bytes of a chunked body.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            break;
        }
        whole.extend(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
    whole
}
