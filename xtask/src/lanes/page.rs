//! The studio's page without a browser: its types, its own tests, its size.

use super::{Options, Outcome};
use crate::cargo::Count;
use crate::error::Result;
use crate::studio;
use crate::system;

pub(super) fn run(_: &Options) -> Result<Outcome> {
    if let Err(missing) = system::need("npm", "npm") {
        return Ok(Outcome::Skipped(missing.to_string()));
    }
    let mut count = Count::default();
    for result in [studio::build().map(|_| ()), studio::test()] {
        match result {
            Ok(()) => count.passed += 1,
            Err(error) => {
                eprintln!("error: {error}");
                count.failed += 1;
            }
        }
    }
    Ok(Outcome::Ran(count))
}
