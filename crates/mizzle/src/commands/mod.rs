//! One file a command: settings resolved, the operation called, its events and its
//! result handed to the report.

mod archive;
mod baseline;
mod check;
mod dev;
mod diff;
mod drift;
mod erd;
mod export;
mod generate;
mod migrate;
mod reset;
mod rollback;
mod seal;
mod status;
mod studio;
mod verify;

use crate::args::{Args, Command};
use crate::error::CommandError;
use crate::report::Report;
use std::process::ExitCode;

/// Runs the command that the arguments name.
pub(crate) fn run(args: Args, report: &mut dyn Report) -> Result<ExitCode, CommandError> {
    let Args { global, command, .. } = args;
    match command {
        Command::Generate(generate) => generate::run(&global, &generate, report),
        Command::Migrate(migrate) => migrate::run(&global, &migrate, report),
        Command::Rollback(rollback) => rollback::run(&global, &rollback, report),
        Command::Status(status) => status::run(&global, &status, report),
        Command::Verify(verify) => verify::run(&global, &verify, report),
        Command::Check(check) => check::run(&global, &check, report),
        Command::Seal(seal) => seal::run(&global, &seal, report),
        Command::Archive(archive) => archive::run(&global, &archive, report),
        Command::Drift(drift) => drift::run(&global, &drift, report),
        Command::Baseline(baseline) => baseline::run(&global, &baseline, report),
        Command::Reset(reset) => reset::run(&global, &reset, report),
        Command::Diff(diff) => diff::run(&global, &diff, report),
        Command::Export(export) => export::run(&global, &export, report),
        Command::Erd(erd) => erd::run(&global, &erd, report),
        Command::Studio(studio) => studio::run(&global, &studio, report),
        Command::Dev(dev) => dev::run(&dev, report),
    }
}
