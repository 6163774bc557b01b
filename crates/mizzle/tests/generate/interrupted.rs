//! Ctrl-C while `generate` writes: all files of the migration are there, or none is.

use crate::terminal::Terminal;
use crate::{Project, project, project_of_1_0};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Attempts to hit the moment, which lasts as long as a disk takes.
const ATTEMPTS: u32 = 40;

/// What lies in the project when the key is pressed.
#[derive(Clone, Copy)]
enum Moment {
    /// The first file, not in its place yet.
    Writing,
    /// The first file in its place.
    Moving,
}

/// Enough tables to take a while.
fn tables() -> String {
    let mut text = "import { integer, pgTable } from \"drizzle-orm/pg-core\";\n".to_owned();
    for number in 0..150 {
        text.push_str(&format!(
            "export const t{number} = pgTable(\"t{number}\", {{ a: integer(), b: integer() }});\n"
        ));
    }
    text
}

/// The files in a folder, which may come and go meanwhile.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Is it not in its place yet?
fn is_beside(file: &Path) -> bool {
    file.to_string_lossy().contains("/.mizzle-")
}

/// Presses Ctrl-C at that moment, and gives what is there afterwards, and whether the
/// command was stopped.
fn pressed(make: fn() -> Project, moment: Moment) -> (Vec<PathBuf>, bool) {
    let project = make();
    project.file("db/schema.ts", &tables());
    let out = project.path().join("drizzle");
    let mut terminal = Terminal::start(&project, &["generate"]);
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let files = files(&out);
        let seen = match moment {
            Moment::Writing => !files.is_empty(),
            Moment::Moving => files.iter().any(|file| !is_beside(file)),
        };
        if seen {
            break;
        }
        assert!(Instant::now() < deadline, "nothing was written");
    }
    terminal.interrupt();
    let (said, code) = terminal.finish();
    assert!(matches!(code, Some(0 | 1)), "ended with {code:?}:\n{said}");
    let stopped = code == Some(1);
    let left = files(&out);
    assert!(stopped || !left.is_empty(), "nothing is there, and no error is said:\n{said}");
    assert!(!left.iter().any(|file| is_beside(file)), "left behind: {left:?}");
    // What is there is whole, so that the next run has nothing to do or does it all.
    let again = project.mizzle(&["generate", "--quiet"]);
    let wanted = if left.is_empty() { "Wrote" } else { "No schema changes" };
    assert!(again.contains(wanted), "{left:?} is there, and the next run says:\n{again}");
    (left, stopped)
}

/// Presses until the command was stopped at least once with nothing written.
fn until_stopped(make: fn() -> Project, moment: Moment, whole: usize) {
    for _ in 0..ATTEMPTS {
        let (left, stopped) = pressed(make, moment);
        assert!(left.is_empty() || left.len() == whole, "half of a migration: {left:?}");
        if stopped {
            return;
        }
    }
    panic!("the command was faster each time");
}

#[test]
fn while_files_are_written() {
    until_stopped(project, Moment::Writing, 5);
    until_stopped(project_of_1_0, Moment::Writing, 4);
}

/// Then it is too late to take anything back: the rest is moved too.
#[test]
fn while_files_are_moved() {
    for _ in 0..3 {
        let (left, _) = pressed(project, Moment::Moving);
        assert_eq!(left.len(), 5, "{left:?}");
        let (left, _) = pressed(project_of_1_0, Moment::Moving);
        assert_eq!(left.len(), 4, "{left:?}");
    }
}
