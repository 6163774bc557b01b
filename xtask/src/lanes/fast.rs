//! What needs no server: unit tests, golden text, transcripts of the command
//! line, and tidy. Schemas of the golden cases are loaded with a drizzle-orm from
//! npm, by mizzle and not by Node.

use super::{Options, Outcome, environment, loader};
use crate::cargo::{self, APART};
use crate::error::Result;
use crate::system;

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let mut arguments: Vec<String> =
        ["--workspace", "--exclude", APART, "--lib", "--bins"].map(str::to_owned).into();
    for target in cargo::targets()? {
        if target.lanes.is_empty() && target.package != APART {
            arguments.extend(["--test".to_owned(), target.name]);
        }
    }
    let mut env = environment(options);
    match system::need("npm", "npm") {
        Ok(_) => env.push(loader::orm_matrix()?),
        // What loads a schema then uses the copy that was built in, if one was.
        Err(missing) => eprintln!("without drizzle-orm from npm: {missing}"),
    }
    let tests = cargo::test(&arguments, &env)?;
    Ok(Outcome::Ran(tests + cargo::doc_test()?))
}
