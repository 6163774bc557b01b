//! The lanes that only read the source. Each counts as one test.

use std::process::Command;

use super::{Options, Outcome};
use crate::cargo::{APART, Count, cargo};
use crate::error::Result;
use crate::paths;
use crate::process;
use crate::tools;

pub(super) fn format(_: &Options) -> Result<Outcome> {
    one(cargo().args(["fmt", "--all", "--check"]))
}

/// The embedded Postgres is linted only in the long campaigns: its 370 crates
/// would be compiled once more for one small file.
pub(super) fn lint(options: &Options) -> Result<Outcome> {
    let mut command = cargo();
    command.args(["clippy", "--workspace", "--all-targets"]);
    if !options.full {
        command.args(["--exclude", APART]);
    }
    one(command.args(["--", "-D", "warnings"]))
}

pub(super) fn docs(_: &Options) -> Result<Outcome> {
    let mut command = cargo();
    command.env("RUSTDOCFLAGS", "-D warnings");
    one(command.args(["doc", "--workspace", "--exclude", APART, "--no-deps", "--quiet"]))
}

/// Licences, sources and duplicates, not advisories: those come from a host
/// that many networks cannot reach, and change without any change of ours.
pub(super) fn deps(_: &Options) -> Result<Outcome> {
    let deny = match tools::cargo_deny() {
        Ok(deny) => deny,
        Err(missing) => return Ok(Outcome::Skipped(missing.to_string())),
    };
    let mut command = Command::new(deny);
    command.current_dir(paths::root());
    one(command.args(["--log-level", "error", "check", "bans", "licenses", "sources"]))
}

fn one(command: &mut Command) -> Result<Outcome> {
    process::announce(command);
    let ok = process::watch(command, &mut |_| ())?.success();
    Ok(Outcome::Ran(Count { passed: ok.into(), failed: (!ok).into() }))
}
