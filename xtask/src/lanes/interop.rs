//! mizzle and the real drizzle-kit on one folder and one database, in turn:
//! what one of them wrote, the other must find complete.

use super::{Options, Outcome, database, environment, loader, targets, test_targets, variable};
use crate::error::Result;
use crate::server::{Durability, Server};
use crate::system;

pub(super) fn run(options: &Options) -> Result<Outcome> {
    if let Err(missing) = system::need("npm", "npm") {
        return Ok(Outcome::Skipped(missing.to_string()));
    }
    let bin = match database::local_binaries() {
        Ok(bin) => bin,
        Err(missing) => return Ok(Outcome::Skipped(missing.to_string())),
    };
    let server = Server::start(&bin, Durability::None)?;
    let mut env = environment(options);
    env.push(loader::kits()?);
    env.push(variable("MIZZLE_TEST_PG_URL", server.url("postgres")));
    Ok(Outcome::Ran(test_targets(&targets("interop")?, &env)?))
}
