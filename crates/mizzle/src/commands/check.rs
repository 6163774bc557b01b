//! `mizzle check`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::settings;
use mizzle_app::check::{self, Request};
use mizzle_app::project::Overrides;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Check,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let overrides = Overrides { schema: args.schema.clone(), ..Overrides::default() };
    let project = settings::project(global, &args.project, overrides, report)?;
    let request = Request { ignore_conflicts: args.ignore_conflicts };
    let checked = check::check(&project, request, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    // drizzle-kit's word for it, and not 3 as elsewhere.
    let code = if checked.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    report.outcome(&Outcome::Checked(checked), project.dialect);
    Ok(code)
}
