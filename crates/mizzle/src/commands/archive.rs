//! `mizzle archive`, `archive drop`

use crate::args::{self, ArchiveCommand};
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, settings};
use mizzle_app::archive::{self, What};
use mizzle_app::project::Overrides;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Archive,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let place = match &args.command {
        None => &args.place,
        Some(ArchiveCommand::Drop { place, .. }) => place,
    };
    let target = settings::target(&place.target)?;
    let dev = settings::dev(&place.dev_database);
    let project = settings::project(global, &place.project, Overrides::default(), report)?;
    let in_project = |error: mizzle_app::Error| CommandError::from(error).of(project.dialect);
    let outcome = match &args.command {
        None => archive::list(&project, &target, &dev, &mut |event| report.event(event))
            .map(Outcome::Archive)
            .map_err(in_project)?,
        Some(ArchiveCommand::Drop { names, all, .. }) => {
            let what = if *all { What::All } else { What::Named(names.clone()) };
            let cancel = interrupt::switch()?;
            archive::drop(&project, &target, &dev, &what, &cancel, &mut |event| {
                report.event(event);
            })
            .map(Outcome::ArchiveDropped)
            .map_err(in_project)?
        }
    };
    report.outcome(&outcome, project.dialect);
    Ok(ExitCode::SUCCESS)
}
