//! `mizzle migrate`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, settings};
use mizzle_app::migrate::{self, Request};
use mizzle_app::project::Overrides;
use mizzle_db::runner::Unsettled;
use std::process::ExitCode;
use std::time::Duration;

pub(super) fn run(
    global: &args::Global,
    args: &args::Migrate,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let request = Request {
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
        dry_run: args.dry_run,
        to: args.to.clone(),
        expect: None,
        strict: args.strict,
        lock_wait: args.lock_wait.map(Duration::from_secs),
        unsettled: match args.unsettled {
            None => Unsettled::Stop,
            Some(args::Unsettled::Done) => Unsettled::Done,
            Some(args::Unsettled::Again) => Unsettled::Again,
        },
    };
    let project = settings::project(global, &args.place.project, Overrides::default(), report)?;
    let cancel = interrupt::switch()?;
    let migrated = migrate::migrate(&project, &request, &cancel, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    report.outcome(&Outcome::Migrated(migrated), project.dialect);
    Ok(ExitCode::SUCCESS)
}
