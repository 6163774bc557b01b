//! Builds, tests and measures mizzle: `cargo xtask <command>`.
//!
//! This is the whole build system beside cargo. It may need Node, Python or a
//! network; nothing that `cargo build` does may need xtask.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool that talks to a terminal")]

mod args;
mod cargo;
mod error;
mod lanes;
mod npm;
mod paths;
mod process;
mod server;
mod system;
mod tools;

use std::process::ExitCode;

use crate::args::Args;
use crate::error::Result;

const USAGE: &str = "\
usage: cargo xtask <command>

  test [--lane NAME]... [--full]  everything that CI checks, or only some lanes
  lanes                           names the lanes and what each needs
  npm [NAME]...                   installs the locked npm packages under target/npm
  npm-lock NAME...                writes the lockfile of xtask/npm/NAME anew";

fn main() -> ExitCode {
    match run(Args::from_env()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: Args) -> Result<ExitCode> {
    let Some(command) = args.next_word() else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    match command.as_str() {
        "test" => {
            let options =
                lanes::Options { full: args.flag("--full"), only: args.values("--lane")? };
            args.finish()?;
            lanes::run(&options)
        }
        "lanes" => {
            args.finish()?;
            lanes::list();
            Ok(ExitCode::SUCCESS)
        }
        "npm" => {
            let names = args.rest()?;
            let names = if names.is_empty() { npm::names()? } else { names };
            for name in names {
                println!("{}", npm::install(&name)?.display());
            }
            Ok(ExitCode::SUCCESS)
        }
        "npm-lock" => {
            for name in args.rest()? {
                npm::lock(&name)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("unknown command `{other}`\n\n{USAGE}").into()),
    }
}
