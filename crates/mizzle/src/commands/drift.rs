//! `mizzle drift`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, settings};
use mizzle_app::drift::{self, Request};
use mizzle_app::project::Overrides;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Drift,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    interrupt::handle()?;
    let request = Request {
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
    };
    let project = settings::project(global, &args.place.project, Overrides::default(), report)?;
    let drift = drift::drift(&project, &request, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    let code = if drift.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(3) };
    report.outcome(&Outcome::Drift { drift, sql: args.sql }, project.dialect);
    Ok(code)
}
