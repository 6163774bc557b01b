//! `cargo xtask build`: the binaries as they are released.

use std::path::PathBuf;

use crate::cargo::{APART, cargo};
use crate::error::Result;
use crate::orm_bundle;
use crate::paths;
use crate::process;
use crate::studio;
use crate::system;

/// mizzle with everything that it can embed.
pub(crate) fn release() -> Result<()> {
    match system::need("npm", "npm") {
        Ok(_) => {
            orm_bundle::build()?;
            studio::build()?;
        }
        Err(missing) => {
            eprintln!("{missing}: built without a drizzle-orm of its own, and without the studio");
        }
    }
    process::run(cargo().args(["build", "--release", "--package", "mizzle"]))
}

/// The helper program with the embedded Postgres: the one that `MIZZLE_PG`
/// names, else built. In release, since its engine takes minutes to start without
/// optimisation.
pub(crate) fn embedded_postgres() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("MIZZLE_PG") {
        return Ok(PathBuf::from(named));
    }
    process::run(cargo().args(["build", "--release", "--package", APART]))?;
    Ok(program(APART))
}

/// mizzle as tests build it, with the studio's page in it.
pub(crate) fn debug() -> Result<PathBuf> {
    orm_bundle::build()?;
    studio::build()?;
    process::run(cargo().args(["build", "--workspace", "--exclude", APART, "--bins"]))?;
    Ok(paths::target().join("debug").join(format!("mizzle{}", std::env::consts::EXE_SUFFIX)))
}

/// The built mizzle.
pub(crate) fn mizzle() -> PathBuf {
    program("mizzle")
}

fn program(name: &str) -> PathBuf {
    paths::target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
