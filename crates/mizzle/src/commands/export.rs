//! `mizzle export`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::settings;
use mizzle_app::export::export;
use mizzle_app::project::Overrides;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Export,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    if !args.sql {
        let error = CommandError::usage("usage_error", "`--sql=false` leaves nothing to print");
        return Err(error.hint("SQL is the only form of an export; leave the flag out"));
    }
    let overrides = Overrides { schema: args.schema.clone(), ..Overrides::default() };
    let project = settings::project(global, &args.project, overrides, report)?;
    let exported = export(&project, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    report.outcome(&Outcome::Exported(exported), project.dialect);
    Ok(ExitCode::SUCCESS)
}
