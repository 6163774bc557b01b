//! One file a command: settings resolved, the operation called, its events and its
//! result handed to the report.

use crate::args::Args;
use crate::error::CommandError;
use crate::report::Report;
use std::process::ExitCode;

/// Runs the command that the arguments name.
pub(crate) fn run(args: Args, report: &mut dyn Report) -> Result<ExitCode, CommandError> {
    Ok(ExitCode::SUCCESS)
}
