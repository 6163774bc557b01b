//! Schemas loaded over several releases of drizzle-orm, and compared with what
//! Node makes of the same files.

use super::{Options, Outcome, environment, targets, test_targets, variable};
use crate::error::Result;
use crate::npm;
use crate::orm_bundle;
use crate::system;

pub(super) fn run(options: &Options) -> Result<Outcome> {
    if let Err(missing) = system::need("npm", "npm") {
        return Ok(Outcome::Skipped(missing.to_string()));
    }
    orm_bundle::build()?;
    let mut env = environment(options);
    env.push(orm_matrix()?);
    env.push(kits()?);
    env.push(typescript()?);
    Ok(Outcome::Ran(test_targets(&targets("loader")?, &env)?))
}

/// Several releases of drizzle-orm, each in a folder of its own.
pub(super) fn orm_matrix() -> Result<(String, String)> {
    let folder = npm::install_all("orm-matrix", &npm::names_in("orm-matrix")?)?;
    Ok(variable("MIZZLE_TEST_ORM_DIR", folder))
}

/// The real drizzle-kits, each with its drizzle-orm and `pg`.
pub(super) fn kits() -> Result<(String, String)> {
    let folder = npm::install_all("kits", &npm::names_in("kits")?)?;
    Ok(variable("MIZZLE_TEST_KITS_DIR", folder))
}

/// TypeScript, which checks what mizzle writes.
pub(super) fn typescript() -> Result<(String, String)> {
    Ok(variable("MIZZLE_TEST_TSC_DIR", npm::install("parity")?))
}
