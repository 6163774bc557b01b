//! A scratch project and the command run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use tempfile::TempDir;

/// A folder with a project's files. It goes when the test ends.
pub(crate) struct Project {
    folder: Rc<TempDir>,
    env: Vec<(String, String)>,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::Builder::new().prefix("mizzle-cli-").tempdir().unwrap();
        Self { folder: Rc::new(folder), env: Vec::new() }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        // The temporary folder may be reached through a symbolic link.
        self.folder.path().canonicalize().unwrap()
    }

    /// Writes a file, its folders too.
    pub(crate) fn file(&self, path: impl AsRef<Path>, text: &str) -> &Self {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// The same folder with a variable more.
    pub(crate) fn with_env(&self, name: &str, value: &str) -> Self {
        let mut env = self.env.clone();
        env.push((name.to_owned(), value.to_owned()));
        Self { folder: Rc::clone(&self.folder), env }
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: impl AsRef<Path>) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// All files but those of `node_modules` and `.mizzle`, sorted, as paths from here.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        collect(&self.path(), "", &mut files);
        files.sort();
        files
    }

    /// The command, in this folder, with an environment that says nothing else.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mizzle"));
        command.args(arguments).current_dir(self.path()).env_clear().stdin(Stdio::null());
        for name in ["PATH", "HOME", "TMPDIR", "SystemRoot", "XDG_CACHE_HOME"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        // Whether this machine has a Postgres must not show in a transcript. A test of what
        // needs one names it.
        if !self.env.iter().any(|(name, _)| name.starts_with("MIZZLE_DEV_")) {
            command.env("MIZZLE_DEV_ENGINE", "none");
        }
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the command and gives the transcript: what a test compares.
    pub(crate) fn mizzle(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let mut text = String::new();
        for (name, stream) in [("stdout", output.stdout), ("stderr", output.stderr)] {
            let stream = String::from_utf8(stream).unwrap();
            if !stream.is_empty() {
                text.push_str(&format!("--- {name}\n{}\n", stream.trim_end()));
            }
        }
        let code = output.status.code().map_or("signal".to_owned(), |code| code.to_string());
        text.push_str(&format!("--- exit {code}"));
        self.filter(&text)
    }

    /// Takes out of a transcript what differs from run to run.
    fn filter(&self, text: &str) -> String {
        let text = text.replace(&self.path().display().to_string(), "[DIR]");
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            out.push_str(&without_stamps(&without_times(line)));
        }
        out
    }
}

/// The time in the name of a 1.0 folder becomes `[STAMP]`.
fn without_stamps(line: &str) -> String {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let start = line.match_indices("20").map(|(at, _)| at).find(|at| {
        let rest = &line[*at..];
        digits(rest) == 14 && rest[14..].starts_with('_')
    });
    match start {
        Some(at) => format!("{}[STAMP]{}", &line[..at], &line[at + 14..]),
        None => line.to_owned(),
    }
}

/// `(12 ms, …)` and `(1.24 s, …)` become `([TIME], …)`.
fn without_times(line: &str) -> String {
    let Some(start) = line.find('(') else { return line.to_owned() };
    let rest = &line[start + 1..];
    let number =
        rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    for unit in [" ms", " s"] {
        if number > 0
            && let Some(after) = rest[number..].strip_prefix(unit)
            && after.starts_with([',', ')'])
        {
            return format!("{}([TIME]{after}", &line[..start]);
        }
    }
    line.to_owned()
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name == "node_modules" || name == ".mizzle" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.push(path);
        }
    }
}
