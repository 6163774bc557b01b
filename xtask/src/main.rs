//! Builds, tests and measures mizzle: `cargo xtask <command>`.
//!
//! This is the whole build system beside cargo. It may need Node, Python or a
//! network; nothing that `cargo build` does may need xtask.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool that talks to a terminal")]

mod args;
mod bench;
mod build;
mod cargo;
mod demo;
mod error;
mod lanes;
mod npm;
mod orm_bundle;
mod parity;
mod paths;
mod process;
mod server;
mod studio;
mod system;
mod tools;

use std::process::ExitCode;

use crate::args::Args;
use crate::error::Result;

const USAGE: &str = "\
usage: cargo xtask <command>

  test [--lane NAME]... [--full]  everything that CI checks, or only some lanes
  lanes                           names the lanes and what each needs
  build                           the release binaries, mizzle and mizzle-pg
  demo [--engine local|embedded] [--no-build]
                                  the whole story on a scratch project
  bench [--runs N] [--only TEXT]... [--check] [--no-build]
                                  mizzle beside drizzle-kit, as Markdown; --check fails
                                  when a promise is missed
  parity --checkout DIR [--only TEXT]
                                  drizzle-kit's own Postgres tests, from a checkout of
                                  drizzle-orm's 1.0 line (branch rc5)
  postgres [RELEASE]              a throw-away server until Enter; RELEASE is one of npm's
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
        "build" => {
            args.finish()?;
            build::release()?;
            build::embedded_postgres()?;
            Ok(ExitCode::SUCCESS)
        }
        "demo" => {
            let engine = args.values("--engine")?.pop();
            let no_build = args.flag("--no-build");
            args.finish()?;
            demo::run(engine.as_deref().map(demo::Engine::parse).transpose()?, no_build)
        }
        "bench" => {
            let options = bench::Options {
                runs: args.number("--runs")?.unwrap_or(10),
                only: args.values("--only")?,
                check: args.flag("--check"),
                no_build: args.flag("--no-build"),
            };
            args.finish()?;
            bench::run(&options)
        }
        "parity" => {
            let checkout = args.values("--checkout")?.pop();
            let only = args.values("--only")?.pop();
            args.finish()?;
            let Some(checkout) = checkout else {
                return Err("`parity` needs `--checkout DIR`, a checkout of drizzle-orm".into());
            };
            // Cargo runs tests elsewhere.
            let checkout = std::fs::canonicalize(&checkout)
                .map_err(|error| format!("cannot read {checkout}: {error}"))?;
            parity::run(&parity::Options { checkout, only })
        }
        "postgres" => {
            let release = args.next_word();
            args.finish()?;
            serve(release.as_deref())
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

/// A server for working on the tests of the database lane.
fn serve(release: Option<&str>) -> Result<ExitCode> {
    let bin = match release {
        Some(release) => server::in_npm(&npm::install(&format!("postgres/{release}"))?)?,
        None => lanes::local_binaries()?,
    };
    let server = server::Server::start(&bin, server::Durability::None)?;
    println!("{}", server.url("postgres"));
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}
