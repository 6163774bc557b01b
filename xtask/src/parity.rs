//! `cargo xtask parity`: mizzle beside drizzle-kit's own Postgres tests, which are taken
//! out of a checkout of drizzle-orm that the caller names. They belong to their authors
//! and stay under `target`.
//!
//! What is compared, and which differences are wanted, is for the test target `parity`
//! of `mizzle-app`; here is only what it needs.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::cargo::{self, APART};
use crate::error::Result;
use crate::lanes;
use crate::npm;
use crate::paths;
use crate::process;
use crate::server::{Durability, Server};
use crate::system;
use crate::tools;

/// What to compare.
pub(crate) struct Options {
    /// The checkout.
    pub(crate) checkout: PathBuf,
    /// A part of the names of tests.
    pub(crate) only: Option<String>,
}

/// Extracts the tests and runs them.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let tests = tests_of(&options.checkout)?;
    let node = system::need("node", "nodejs")?;
    let set = npm::install("parity")?;
    // Inside the set, so that the schemas find its drizzle-orm as in any project.
    let cases = set.join("cases");
    let script = paths::npm_manifests().join("parity/extract.mjs");
    process::run(Command::new(node).arg(script).arg(&set).arg(tests).arg(&cases))?;

    let server = Server::start(&lanes::local_binaries()?, Durability::None)?;
    let mut command = cargo::cargo();
    // The whole workspace, as in the lanes: with a package of its own, cargo would choose
    // other features for its dependencies and compile them all again.
    command.args(["test", "--workspace", "--exclude", APART, "--test", "parity", "--"]);
    command.args(&options.only);
    command.env("MIZZLE_PARITY_CASES", &cases);
    command.env("MIZZLE_TEST_PG_URL", server.url("postgres"));
    command.env("MIZZLE_TEST_PG_DUMP", tools::pg_dump()?);
    process::run(&mut command)?;
    Ok(ExitCode::SUCCESS)
}

/// The folder of Postgres tests in a checkout of the 1.0 line.
fn tests_of(checkout: &Path) -> Result<PathBuf> {
    let tests = checkout.join("drizzle-kit/tests/postgres");
    if tests.join("mocks.ts").is_file() {
        return Ok(tests);
    }
    Err(format!(
        "{} is no checkout of drizzle-orm's 1.0 line (branch `rc5`): it has no \
         drizzle-kit/tests/postgres",
        checkout.display()
    )
    .into())
}

#[cfg(test)]
mod tests {
    use super::tests_of;

    #[test]
    fn another_folder_is_no_checkout() {
        let folder = tempfile::tempdir().unwrap();
        assert!(tests_of(folder.path()).is_err());
        let tests = folder.path().join("drizzle-kit/tests/postgres");
        std::fs::create_dir_all(&tests).unwrap();
        std::fs::write(tests.join("mocks.ts"), "").unwrap();
        assert_eq!(tests_of(folder.path()).unwrap(), tests);
    }
}
