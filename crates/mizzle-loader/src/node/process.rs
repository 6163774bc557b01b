//! The Node process: started, spoken with line by line, ended at its deadline.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Instant;

use serde::Serialize;

use crate::options::{Options, Result, Stream};
use crate::{LoadError, LoadErrorKind};

const MAIN: &str = include_str!("../../js/external/main.mjs");
const HOOKS: &str = include_str!("../../js/external/hooks.mjs");
const COMPILER: &str = include_str!("../../js/runtime/compiler.js");

pub(super) struct Process {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<(Stream, String)>,
    /// What stands before our own lines on its standard output.
    token: String,
    deadline: Instant,
    /// What the job runs, for messages.
    files: String,
    /// The last lines of its standard error, should it end by itself.
    last: Vec<String>,
}

impl Process {
    pub(super) fn start(options: &Options) -> Result<Self> {
        let token = token()?;
        let code = format!(
            "const HOOKS={},COMPILER={},TOKEN={};\n{MAIN}",
            quote(HOOKS),
            quote(COMPILER),
            quote(&token)
        );
        let mut child = Command::new("node")
            .arg("--enable-source-maps")
            .arg("--no-warnings")
            .arg(format!("--max-old-space-size={}", options.limits.memory >> 20))
            .args(["--input-type=module", "--eval", &code])
            .current_dir(&options.cwd)
            .env_clear()
            .envs(&options.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                if error.kind() != ErrorKind::NotFound {
                    return LoadError::internal(format!("`node` cannot be started: {error}"));
                }
                LoadError::new(LoadErrorKind::NotFound, "`node` is not on the PATH").hint(
                    "install Node 20.6 or newer, or leave out `--loader node`: mizzle needs no \
                     Node by itself",
                )
            })?;
        let (sender, lines) = channel();
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(LoadError::internal("`node` was started without its pipes"));
        };
        pump(Stream::Out, stdout, sender.clone());
        pump(Stream::Err, stderr, sender);
        let (deadline, files, last) = (Instant::now(), String::new(), Vec::new());
        Ok(Self { child, stdin, lines, token, deadline, files, last })
    }

    /// Hands over a job; its time starts now.
    pub(super) fn begin(&mut self, job: &impl Serialize) -> Result<()> {
        self.last.clear();
        self.send(job)
    }

    /// Until when the job must be done, and what it runs.
    pub(super) fn deadline(&mut self, options: &Options, files: String) {
        self.files = files;
        self.deadline = Instant::now() + options.limits.time;
    }

    pub(super) fn send(&mut self, message: &impl Serialize) -> Result<()> {
        let mut line = serde_json::to_string(message)
            .map_err(|error| LoadError::internal(format!("a message to Node: {error}")))?;
        line.push('\n');
        // A process that is gone is noticed, and explained, when its answer is awaited.
        match self.stdin.write_all(line.as_bytes()).and_then(|()| self.stdin.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(LoadError::internal(format!("`node` cannot be written to: {error}"))),
        }
    }

    /// The next message for us; what the user's code prints goes to the console.
    pub(super) fn next(&mut self, options: &Options) -> Result<String> {
        loop {
            let left = self.deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok((Stream::Out, line)) => match line.split_once(&self.token) {
                    Some((before, message)) => {
                        if !before.is_empty() {
                            (options.console)(Stream::Out, before);
                        }
                        return Ok(message.to_owned());
                    }
                    None if line.is_empty() => {}
                    None => (options.console)(Stream::Out, &line),
                },
                Ok((Stream::Err, line)) => {
                    (options.console)(Stream::Err, &line);
                    self.last.push(line);
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.end();
                    let (files, limit) = (&self.files, options.limits.time.as_secs_f64());
                    return Err(LoadError::new(
                        LoadErrorKind::Timeout,
                        format!("the code of {files} did not finish within {limit} s"),
                    ));
                }
                Err(RecvTimeoutError::Disconnected) => return Err(self.gone()),
            }
        }
    }

    /// Why a process that answers no more is gone.
    fn gone(&mut self) -> LoadError {
        let status =
            self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        let said = self.last.join("\n");
        if said.contains("heap out of memory") {
            let message = format!("the code of {} used more memory than it may", self.files);
            return LoadError::new(LoadErrorKind::Memory, message);
        }
        if said.contains("does not provide an export named 'register'")
            || said.contains("bad option")
        {
            return LoadError::new(
                LoadErrorKind::NotFound,
                "the project's Node is too old for `--loader node`",
            )
            .hint("it takes Node 20.6 or newer; without `--loader node` mizzle needs none");
        }
        let error =
            LoadError::new(LoadErrorKind::Thrown, format!("the code ended Node itself ({status})"));
        match self.last.iter().rev().find(|line| !line.trim().is_empty()) {
            Some(line) => error.hint(format!("the last it said: {line}")),
            None => error,
        }
    }

    fn end(&mut self) {
        // It may have ended in between; either way it is gone after this.
        if self.child.kill().is_ok() {
            drop(self.child.wait());
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

fn pump(stream: Stream, from: impl Read + Send + 'static, to: Sender<(Stream, String)>) {
    std::thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line).is_ok_and(|size| size > 0) {
            let text = String::from_utf8_lossy(&line);
            if to.send((stream, text.trim_end_matches(['\r', '\n']).to_owned())).is_err() {
                return;
            }
            line.clear();
        }
    });
}

fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn token() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| LoadError::internal(format!("no random bytes: {error}")))?;
    Ok(format!("mizzle-{:032x} ", u128::from_le_bytes(bytes)))
}
