//! What needs neither a server nor Node: unit tests, golden text, transcripts
//! of the command line, and tidy.

use super::{Options, Outcome, environment};
use crate::cargo::{self, APART};
use crate::error::Result;

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let mut arguments: Vec<String> =
        ["--workspace", "--exclude", APART, "--lib", "--bins"].map(str::to_owned).into();
    for target in cargo::targets()? {
        if target.lanes.is_empty() && target.package != APART {
            arguments.extend(["--test".to_owned(), target.name]);
        }
    }
    let tests = cargo::test(&arguments, &environment(options))?;
    Ok(Outcome::Ran(tests + cargo::doc_test()?))
}
