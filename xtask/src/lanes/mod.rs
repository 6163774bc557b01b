//! `cargo xtask test`: the lanes, in the order in which they find a mistake
//! soonest. CI runs this and nothing else, so a lane that passes here passes
//! there.

mod browser;
mod checks;
mod database;
mod demo;
mod fast;
mod interop;
mod loader;
mod page;

pub(crate) use self::database::local_binaries;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::cargo::{self, APART, Count, Target};
use crate::error::Result;
use crate::system;

/// What to run.
pub(crate) struct Options {
    /// The long campaigns too.
    pub(crate) full: bool,
    /// Names of lanes; none means all.
    pub(crate) only: Vec<String>,
}

/// How one lane ended.
pub(crate) enum Outcome {
    Ran(Count),
    /// What the machine lacks.
    Skipped(String),
}

struct Lane {
    name: &'static str,
    about: &'static str,
    run: fn(&Options) -> Result<Outcome>,
}

const LANES: &[Lane] = &[
    Lane { name: "format", about: "cargo fmt --check", run: checks::format },
    Lane { name: "lint", about: "clippy, every warning an error", run: checks::lint },
    Lane { name: "fast", about: "unit, golden text, transcripts, tidy; no server", run: fast::run },
    Lane { name: "docs", about: "rustdoc, every warning an error", run: checks::docs },
    Lane { name: "deps", about: "cargo-deny: licences, sources, duplicates", run: checks::deps },
    Lane { name: "page", about: "the studio's page: types, tests, size; Node", run: page::run },
    Lane { name: "loader", about: "schemas over several drizzle-orm; Node", run: loader::run },
    Lane { name: "interop", about: "one folder, both tools; Node, Postgres", run: interop::run },
    Lane { name: "database", about: "real servers and the embedded one", run: database::run },
    Lane { name: "browser", about: "the studio in Chromium; Node, Postgres", run: browser::run },
    Lane { name: "demo", about: "the whole story, on release binaries", run: demo::run },
];

/// Prints the lanes.
pub(crate) fn list() {
    for lane in LANES {
        println!("{:<10} {}", lane.name, lane.about);
    }
}

/// Runs the lanes that were asked for and prints what they came to.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if let Some(unknown) = options.only.iter().find(|it| LANES.iter().all(|lane| lane.name != **it))
    {
        return Err(format!("no lane `{unknown}`; `cargo xtask lanes` names them").into());
    }
    let wanted =
        |lane: &&Lane| options.only.is_empty() || options.only.iter().any(|it| it == lane.name);
    let start = Instant::now();
    let mut results = Vec::new();
    for lane in LANES.iter().filter(wanted) {
        eprintln!("\n==> {}: {}", lane.name, lane.about);
        let start = Instant::now();
        // A lane that could not be set up failed; the others still tell something.
        let outcome = (lane.run)(options).unwrap_or_else(|error| {
            eprintln!("error: {error}");
            Outcome::Ran(Count { passed: 0, failed: 1 })
        });
        let line = line(lane.name, &outcome, start.elapsed());
        eprintln!("<== {line}");
        results.push((outcome, line));
    }
    Ok(summarize(&results, start.elapsed()))
}

/// The test targets of the workspace that a manifest lists under this lane.
fn targets(lane: &str) -> Result<Vec<Target>> {
    Ok(cargo::targets()?
        .into_iter()
        .filter(|it| it.lanes.iter().any(|name| name == lane))
        .collect())
}

/// Runs some test targets in one environment. A lane that found none has lost them.
fn test_targets(targets: &[Target], env: &[(String, String)]) -> Result<Count> {
    if targets.is_empty() {
        return Err("no manifest lists a test target under [package.metadata.lanes]".into());
    }
    // The whole workspace, as in the fast lane: with a package of its own, cargo
    // would choose other features for its dependencies and compile them all again.
    let mut arguments = ["--workspace", "--exclude", APART].map(str::to_owned).to_vec();
    for target in targets {
        arguments.extend(["--test".to_owned(), target.name.clone()]);
    }
    cargo::test(&arguments, env)
}

fn variable(name: &str, value: impl Into<std::ffi::OsString>) -> (String, String) {
    (name.to_owned(), value.into().to_string_lossy().into_owned())
}

/// The variables that every lane with a server or Node sees.
fn environment(options: &Options) -> Vec<(String, String)> {
    if options.full { vec![variable("MIZZLE_TEST_FULL", "1")] } else { Vec::new() }
}

fn line(name: &str, outcome: &Outcome, took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match outcome {
        Outcome::Ran(Count { passed, failed }) => {
            format!("{name:<10} {passed:>5} passed {failed:>4} failed {seconds:>8.1} s")
        }
        Outcome::Skipped(why) => format!("{name:<10} skipped: {why}"),
    }
}

fn summarize(results: &[(Outcome, String)], took: Duration) -> ExitCode {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    println!();
    for (outcome, line) in results {
        println!("{line}");
        match outcome {
            Outcome::Ran(count) => {
                passed += count.passed;
                failed += count.failed;
            }
            // Nobody reads the notice on a machine that only looks at the exit code.
            Outcome::Skipped(_) if system::is_ci() => failed += 1,
            Outcome::Skipped(_) => skipped += 1,
        }
    }
    println!("in {:.0} s", took.as_secs_f64());
    if skipped == 0 {
        println!("{passed} passed, {failed} failed");
    } else {
        println!("{passed} passed, {failed} failed, {skipped} skipped");
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
