//! A studio in a process of its own, and the calls that a page makes.

use super::project::Project;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

/// Answers until it is dropped.
pub(crate) struct Studio {
    process: Child,
    port: u16,
    secret: String,
}

impl Studio {
    pub(crate) fn start(project: &Project, arguments: &[&str]) -> Self {
        let first = ["studio", "--port", "0", "--no-open", "--output", "json"];
        let mut command = project.command(&[&first, arguments].concat());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let said: Value = serde_json::from_str(&said).unwrap();
        let url = said["urls"][0].as_str().unwrap_or_else(|| panic!("{said}"));
        let port = url.rsplit(':').next().unwrap().parse().unwrap();
        let page = exchange(port, &format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n"), "").1;
        let (_, rest) = page.split_once("name=\"mizzle-secret\" content=\"").unwrap();
        let secret = rest.split_once('"').unwrap().0.to_owned();
        Self { process, port, secret }
    }

    /// What a call answers, and with which status.
    pub(crate) fn ask(&self, call: &str, body: &Value) -> (u16, Value) {
        let (status, text) = self.post(call, body);
        (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
    }

    /// What a call answers that succeeds.
    pub(crate) fn get(&self, call: &str, body: &Value) -> Value {
        let (status, value) = self.ask(call, body);
        assert_eq!(status, 200, "{call}: {value}");
        value
    }

    /// The lines of a call that takes long.
    pub(crate) fn lines(&self, call: &str, body: &Value) -> Vec<Value> {
        let (status, text) = self.post(call, body);
        assert_eq!(status, 200, "{call}: {text}");
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The value in the last of the lines.
    pub(crate) fn result(&self, call: &str, body: &Value) -> Value {
        let lines = self.lines(call, body);
        let last = lines.last().unwrap();
        assert_eq!(last["type"], "result", "{last}");
        last["value"].clone()
    }

    /// The error in the last of the lines.
    pub(crate) fn failure(&self, call: &str, body: &Value) -> Value {
        let lines = self.lines(call, body);
        let last = lines.last().unwrap();
        assert_eq!(last["type"], "failed", "{last}");
        last["error"].clone()
    }

    /// Begins a call and reads no answer: who drops the connection waits for it no more.
    pub(crate) fn begin(&self, call: &str, body: &Value) -> TcpStream {
        send(self.port, &self.head(call), &body.to_string())
    }

    /// The number of its process, which names the databases that it makes.
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Ctrl-C, and the exit code that follows.
    #[cfg(unix)]
    pub(crate) fn interrupt(mut self) -> Option<i32> {
        let process = i32::try_from(self.process.id()).unwrap();
        // SAFETY: a signal to our own child, which is not waited for yet.
        assert_eq!(unsafe { libc::kill(process, libc::SIGINT) }, 0);
        self.process.wait().unwrap().code()
    }

    fn post(&self, call: &str, body: &Value) -> (u16, String) {
        exchange(self.port, &self.head(call), &body.to_string())
    }

    fn head(&self, call: &str) -> String {
        let Self { port, secret, .. } = self;
        format!(
            "POST /api/{call} HTTP/1.1\r\nHost: localhost:{port}\r\n\
             Origin: http://localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/json\r\nX-Mizzle-Secret: {secret}\r\n"
        )
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends a request on a connection of its own.
fn send(port: u16, head: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
    let length = body.len();
    let text = format!("{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

/// Sends one and reads to the end.
fn exchange(port: u16, head: &str, body: &str) -> (u16, String) {
    let mut stream = send(port, head, body);
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    (status, if is_chunked { joined(body) } else { body.to_owned() })
}

/// A body without the lengths of its chunks.
fn joined(mut body: &str) -> String {
    let mut text = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        text.push_str(&rest[..length]);
        body = rest[length..].strip_prefix("\r\n").unwrap_or_default();
    }
    text
}
