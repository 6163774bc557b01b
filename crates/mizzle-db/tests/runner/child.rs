//! A run in a process of its own, which can be killed.
//!
//! The process is this test program again, asked for the one test below, with
//! its work in the environment. Lines on stdin and stdout set the pace.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::runner::{Options, migrate, plan};

use crate::support::{migration, target};

const URL: &str = "MIZZLE_TEST_CHILD_URL";
const FOLDER: &str = "MIZZLE_TEST_CHILD_FOLDER";
const LINE: &str = "MIZZLE_TEST_CHILD_LINE";

/// A process that has connected and waits to be told to begin.
pub(crate) struct Runner {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    /// How many migrations it saw pending before it began.
    pub(crate) pending: usize,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) applied: Vec<String>,
    pub(crate) millis: u64,
}

impl Runner {
    /// Starts a process for the `NNNN.sql` files of a folder.
    pub(crate) fn start(url: &str, folder: &Path, line: Line) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::runs_what_it_is_told", "--nocapture", "--test-threads=1"])
            .env(URL, url)
            .env(FOLDER, folder)
            .env(
                LINE,
                match line {
                    Line::V0 => "0",
                    Line::V1 => "1",
                },
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut runner = Self { child, stdin, stdout, pending: 0 };
        runner.pending = runner.read("ready").unwrap().parse().unwrap();
        runner
    }

    /// Lets it begin.
    pub(crate) fn go(&mut self) {
        self.stdin.write_all(b"go\n").unwrap();
    }

    /// Waits for its end; it must have succeeded.
    pub(crate) fn finish(mut self) -> Ended {
        let line = self.read("done");
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}");
        let line = line.unwrap();
        let (millis, applied) = line.split_once(' ').unwrap_or((&line, ""));
        let applied = applied.split(',').filter(|name| !name.is_empty());
        Ended { millis: millis.parse().unwrap(), applied: applied.map(str::to_owned).collect() }
    }

    /// Ends it as `kill -9` does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The rest of the next line that begins with the word.
    fn read(&mut self, word: &str) -> Option<String> {
        let mut line = String::new();
        while self.stdout.read_line(&mut line).unwrap() > 0 {
            // The test harness writes in front of it on the same line.
            if let Some((_, rest)) = line.split_once(&format!("child-{word} ")) {
                return Some(rest.trim_end().to_owned());
            }
            line.clear();
        }
        None
    }
}

/// Started as a child: does its work. Otherwise: the same with an empty folder,
/// which must leave an empty database as it is.
#[test]
fn runs_what_it_is_told() {
    let Ok(url) = std::env::var(URL) else {
        let mut project = crate::support::Project::new(Line::V0);
        assert!(project.migrate().unwrap().applied.is_empty());
        assert_eq!(project.query("SELECT to_regnamespace('drizzle')"), ["NULL"]);
        return;
    };
    let line = if std::env::var(LINE).unwrap() == "0" { Line::V0 } else { Line::V1 };
    let mut files: Vec<_> = std::fs::read_dir(std::env::var(FOLDER).unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let migrations: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(number, file)| migration(line, number, &std::fs::read_to_string(file).unwrap()))
        .collect();
    let target = target(&url);
    let options = Options::new(LedgerPlace::usual(line));
    let seen = plan(&target, &migrations, &options).unwrap();
    println!("child-ready {}", seen.pending.len());
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let begun = Instant::now();
    let report = migrate(&target, &migrations, &options, &Cancel::new(), &mut |_| {}).unwrap();
    let applied: Vec<&str> = report.applied.iter().map(|own| own.name.as_str()).collect();
    println!("child-done {} {}", begun.elapsed().as_millis(), applied.join(","));
}
