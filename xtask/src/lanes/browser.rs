//! The studio in Debian's Chromium: the built binary, a server of its own, and tests that do
//! what a person does. They are in `crates/mizzle-studio/browser`.

use std::path::PathBuf;
use std::process::Command;

use super::{Options, Outcome, database, environment, loader, variable};
use crate::build;
use crate::cargo::Count;
use crate::error::Result;
use crate::npm;
use crate::paths;
use crate::process;
use crate::server::{Durability, Server};
use crate::system;

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let chromium = match tools() {
        Ok(chromium) => chromium,
        Err(missing) => return Ok(Outcome::Skipped(missing.to_string())),
    };
    let bin = match database::local_binaries() {
        Ok(bin) => bin,
        Err(missing) => return Ok(Outcome::Skipped(missing.to_string())),
    };
    let mizzle = match std::env::var_os("MIZZLE_TEST_BIN") {
        Some(named) => PathBuf::from(named),
        None => build::debug()?,
    };
    let tests = paths::root().join("crates/mizzle-studio/browser");
    npm::install_in(&tests)?;
    let server = Server::start(&bin, Durability::None)?;
    let mut env = environment(options);
    env.push(loader::orm_matrix()?);
    env.push(variable("MIZZLE_TEST_PG_URL", server.url("postgres")));
    env.push(variable("MIZZLE_TEST_BIN", mizzle));
    env.push(variable("MIZZLE_TEST_CHROMIUM", chromium));
    env.push(variable("MIZZLE_TEST_OUTPUT", paths::target().join("browser")));
    let mut command = Command::new("node");
    command.args(["node_modules/@playwright/test/cli.js", "test"]).current_dir(&tests).envs(env);
    let mut count = Count::default();
    process::announce(&command);
    let status = process::watch(&mut command, &mut |line| {
        let found = read(line).unwrap_or_default();
        count.passed += found.passed;
        count.failed += found.failed;
    })?;
    // Tests that were not found, or a harness that broke, count none.
    if !status.success() && count.failed == 0 {
        count.failed = 1;
    }
    Ok(Outcome::Ran(count))
}

fn tools() -> Result<PathBuf> {
    system::need("npm", "npm")?;
    system::need("chromium", "chromium")
}

/// `  3 passed (4.2s)`, `  1 failed`
fn read(line: &str) -> Option<Count> {
    let mut words = line.split_whitespace();
    let number = words.next()?.parse().ok()?;
    match words.next()? {
        "passed" => Some(Count { passed: number, failed: 0 }),
        // A test that fails at first and then does not is one that fails.
        "failed" | "flaky" | "interrupted" | "did" => Some(Count { passed: 0, failed: number }),
        _ => None,
    }
}
