//! `mizzle dev`, `dev url`, `dev sql`, `dev stop`

use crate::args::{self, DevCommand};
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::settings;
use mizzle_app::dev;
use mizzle_app::environment::Environment;
use mizzle_core::dialect::Dialect;
use std::process::{Command, ExitCode};

pub(super) fn run(args: &args::Dev, report: &mut dyn Report) -> Result<ExitCode, CommandError> {
    let environment = settings::environment(report)?;
    let options = |flags: &args::DevDatabase| dev::options(&environment, &settings::dev(flags));
    let none = args::DevDatabase::default();
    let outcome = match &args.command {
        None => {
            let options = options(&args.dev_database)?;
            let command = background(&args.dev_database, &environment)?;
            Outcome::DevStarted(dev::start(command, &options, &mut |event| report.event(event))?)
        }
        Some(DevCommand::Url) => Outcome::DevUrl(dev::status(&options(&none)?)?.url),
        Some(DevCommand::Sql { sql, dev_database }) => {
            let options = options(dev_database)?;
            Outcome::Rows(dev::sql(sql, &options, &mut |event| report.event(event))?)
        }
        Some(DevCommand::Stop) => Outcome::DevStopped(dev::stop(&options(&none)?)?),
        Some(DevCommand::Serve { dev_database }) => {
            dev::serve(&options(dev_database)?)?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    report.outcome(&outcome, Dialect::Postgres);
    Ok(ExitCode::SUCCESS)
}

/// The command that becomes the background process: this program again.
pub(super) fn background(
    flags: &args::DevDatabase,
    environment: &Environment,
) -> Result<Command, CommandError> {
    let program = std::env::current_exe().map_err(|error| {
        CommandError::usage("internal_error", format!("mizzle cannot find itself: {error}"))
    })?;
    let mut command = Command::new(program);
    // Quiet: what it says is kept for when it fails.
    command.args(["--quiet", "dev", "serve"]).current_dir(&environment.cwd);
    // A URL may hold a password, which a command line would show to everybody.
    for (name, value) in
        [("MIZZLE_DEV_URL", &flags.dev_url), ("MIZZLE_DEV_ENGINE", &flags.dev_engine)]
    {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    Ok(command)
}
