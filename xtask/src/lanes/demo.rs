//! The demonstration, which checks each of its steps: twice on a private
//! cluster, since it promises to work again, and once on the embedded Postgres.

use super::{Options, Outcome};
use crate::cargo::Count;
use crate::demo::{self, Engine};
use crate::error::Result;
use crate::server;

pub(super) fn run(_: &Options) -> Result<Outcome> {
    let mut engines = vec![Engine::Embedded];
    if server::find().is_some() {
        engines.extend([Engine::Local, Engine::Local]);
    }
    let mut count = Count::default();
    for engine in engines {
        match demo::run(Some(engine), false) {
            Ok(_) => count.passed += 1,
            Err(error) => {
                eprintln!("error: {error}");
                count.failed += 1;
            }
        }
    }
    Ok(Outcome::Ran(count))
}
