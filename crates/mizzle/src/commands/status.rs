//! `mizzle status`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::settings;
use mizzle_app::project::Overrides;
use mizzle_app::status::{self, Request};
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Status,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let request = Request {
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
    };
    let project = settings::project(global, &args.place.project, Overrides::default(), report)?;
    let status = status::status(&project, &request, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    let is_no = args.check && !status.is_clean();
    report.outcome(&Outcome::Status { status, check: args.check }, project.dialect);
    Ok(if is_no { ExitCode::from(3) } else { ExitCode::SUCCESS })
}
