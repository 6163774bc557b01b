//! `cargo xtask build`: the binaries as they are released.

use crate::cargo::{APART, cargo};
use crate::error::Result;
use crate::process;

/// mizzle with everything that it can embed.
pub(crate) fn release() -> Result<()> {
    process::run(cargo().args(["build", "--release", "--package", "mizzle"]))
}

/// The helper program with the embedded Postgres.
pub(crate) fn embedded_postgres() -> Result<()> {
    process::run(cargo().args(["build", "--release", "--package", APART]))
}
