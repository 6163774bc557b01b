//! `mizzle reset`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, prompt, settings};
use mizzle_app::project::Overrides;
use mizzle_app::reset;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Reset,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let target = settings::target(&args.place.target)?;
    let dev = settings::dev(&args.place.dev_database);
    let project = settings::project(global, &args.place.project, Overrides::default(), report)?;
    let in_project = |error: mizzle_app::Error| CommandError::from(error).of(project.dialect);
    let prepared = reset::prepare(&project, &target, &dev, &mut |event| report.event(event))
        .map_err(in_project)?;
    let confirmed = match &args.confirm {
        Some(name) => name.clone(),
        None if prompt::is_interactive(global) => {
            report.pause();
            prompt::ask_database_name(&format!(
                "This drops everything in the database {}. Its name, to go on",
                prepared.database()
            ))?
        }
        None => return Err(in_project(prepared.unconfirmed())),
    };
    let cancel = interrupt::switch()?;
    let done =
        prepared.run(&confirmed, &cancel, &mut |event| report.event(event)).map_err(in_project)?;
    report.outcome(&Outcome::Reset(done), project.dialect);
    Ok(ExitCode::SUCCESS)
}
