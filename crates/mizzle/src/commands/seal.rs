//! `mizzle seal`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, settings};
use mizzle_app::project::Overrides;
use mizzle_app::seal::{self, Request};
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Seal,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    interrupt::handle()?;
    let request = Request {
        names: args.migrations.clone(),
        no_rehearse: args.no_rehearse,
        offline: args.offline,
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
    };
    let project = settings::project(global, &args.place.project, Overrides::default(), report)?;
    let sealed = seal::seal(&project, &request, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    report.outcome(&Outcome::Sealed(sealed), project.dialect);
    Ok(ExitCode::SUCCESS)
}
