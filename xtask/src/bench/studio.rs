//! The studio: how soon it answers, what it holds in memory, and how soon it has the rows of a
//! table that nobody could load whole. drizzle-kit has nothing to compare it with, since its page
//! comes from elsewhere, so these are promised in milliseconds and bytes.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::case::Case;
use super::contender::{Contender, Layout};
use super::goals::{self, Goal};
use super::project::Project;
use super::schema::Change;
use crate::error::Result;
use crate::server::Server;

/// What it is called where cases are chosen.
pub(crate) const LABEL: &str = "`studio`";

/// Tables of the schema that is open.
const TABLES: usize = 100;

/// A table of ten million rows, and one of 250 MB in 250 rows.
const LARGE: &str = "\
    CREATE TABLE large_rows (id bigint PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL);
    INSERT INTO large_rows SELECT i, 'row ' || i, now() FROM generate_series(1, 10000000) AS i;
    CREATE TABLE large_cells (id integer PRIMARY KEY, data bytea NOT NULL);
    ALTER TABLE large_cells ALTER data SET STORAGE EXTERNAL;
    INSERT INTO large_cells
        SELECT i, decode(repeat(md5(i::text), 65536), 'hex') FROM generate_series(1, 250) AS i;
    ANALYZE large_rows, large_cells;";

/// Measures it and says how the promises stand.
pub(crate) fn measure(server: &Server, runs: usize) -> Result<Vec<Goal>> {
    let case = Case::Generate { tables: TABLES, change: Change::None, credentials: true };
    let project = Project::new(Contender::Mizzle(Layout::V0), case, server)?;
    project.sql(&project.url(), LARGE)?;
    let mut starts = Vec::new();
    for round in 0..=runs {
        let (_studio, took) = Studio::start(&project)?;
        // The first round reads everything into the page cache.
        if round > 0 {
            starts.push(took);
        }
    }
    starts.sort();
    let start = starts[starts.len() / 2];

    let (studio, _) = Studio::start(&project)?;
    let secret = studio.secret()?;
    for call in ["meta", "catalog", "pulse"] {
        studio.call(call, "{}", &secret)?;
    }
    studio.open("accounts_0000", &secret)?;
    let resident = studio.memory("VmRSS")?;
    let rows = studio.open("large_rows", &secret)?;
    drop(studio);

    let (studio, _) = Studio::start(&project)?;
    let secret = studio.secret()?;
    studio.open("accounts_0000", &secret)?;
    let before = studio.memory("VmRSS")?;
    studio.open("large_cells", &secret)?;
    let cells = studio.memory("VmHWM")?.saturating_sub(before);

    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    Ok(vec![
        goals::at_most("`studio`: milliseconds until it answers", milliseconds(start), 100.0),
        goals::at_most(
            &format!("`studio`: MB resident, a table of {TABLES} open"),
            megabytes(resident),
            40.0,
        ),
        goals::at_most(
            "`studio`: milliseconds for the first rows of 10 million",
            milliseconds(rows),
            200.0,
        ),
        goals::at_most("`studio`: MB that 250 MB of bytea cost", megabytes(cells), 50.0),
    ])
}

/// A running studio; it ends when this is dropped.
struct Studio {
    child: Child,
    port: u16,
}

impl Studio {
    /// Starts one, and says how long it took until it answered with its page.
    fn start(project: &Project<'_>) -> Result<(Self, Duration)> {
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|it| it.local_addr());
        let port = port.map_err(|error| format!("no free port on loopback: {error}"))?.port();
        let mut command = Contender::Mizzle(Layout::V0).command("studio", project.folder());
        command.args(["--no-open", "--port", &port.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let begun = Instant::now();
        let child = command.spawn().map_err(|error| format!("cannot run mizzle: {error}"))?;
        let studio = Self { child, port };
        while studio.ask("GET / HTTP/1.1\r\n", "").is_err() {
            if begun.elapsed() > Duration::from_secs(20) {
                return Err("the studio does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok((studio, begun.elapsed()))
    }

    /// What the page sends back with every call.
    fn secret(&self) -> Result<String> {
        let page = self.ask("GET / HTTP/1.1\r\n", "")?;
        let (_, rest) = page
            .split_once("name=\"mizzle-secret\" content=\"")
            .ok_or_else(|| "the page has no secret".to_owned())?;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    }

    fn call(&self, name: &str, body: &str, secret: &str) -> Result<String> {
        let head = format!(
            "POST /api/{name} HTTP/1.1\r\nContent-Type: application/json\r\n\
             X-Mizzle-Secret: {secret}\r\nContent-Length: {}\r\n",
            body.len()
        );
        self.ask(&head, body).map_err(|error| format!("{name}: {error}").into())
    }

    /// What the page asks for when a table is opened; how long its first rows took.
    fn open(&self, table: &str, secret: &str) -> Result<Duration> {
        let table = format!(r#"{{"schema":"public","name":"{table}"}}"#);
        self.call("table", &table, secret)?;
        let begun = Instant::now();
        let rows = format!(
            r#"{{"table":{table},"filters":[],"sort":[],"limit":250,"offset":0,"slot":null}}"#
        );
        self.call("rows", &rows, secret)?;
        let took = begun.elapsed();
        let count = format!(r#"{{"table":{table},"filters":[],"isExact":false,"slot":null}}"#);
        self.call("count", &count, secret)?;
        Ok(took)
    }

    /// One request on a connection of its own; the whole answer, if it is a good one.
    fn ask(&self, head: &str, body: &str) -> Result<String> {
        let failed = |error: std::io::Error| error.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).map_err(failed)?;
        let request = format!("{head}Host: localhost\r\nConnection: close\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).map_err(failed)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(failed)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        if answer.starts_with("HTTP/1.1 200") {
            return Ok(answer);
        }
        Err(answer.lines().last().unwrap_or("no answer").to_owned().into())
    }

    /// A figure of the kernel about the process, in bytes.
    fn memory(&self, name: &str) -> Result<u64> {
        let file = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let number = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
        Ok(number.ok_or_else(|| format!("{file} has no {name}"))? * 1024)
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
