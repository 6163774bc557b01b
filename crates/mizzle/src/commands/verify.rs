//! `mizzle verify`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, settings};
use mizzle_app::environment::Environment;
use mizzle_app::project::Overrides;
use mizzle_app::verify::staged::{Staged, staged};
use mizzle_app::verify::{self, Request, Scope};
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Verify,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    interrupt::handle()?;
    let place = &args.place;
    let scope = match (args.ci, args.staged) {
        (_, true) => Scope::Staged,
        (true, false) => Scope::WithoutTarget,
        (false, false) => Scope::All,
    };
    let request = Request {
        target: settings::target(&place.target)?,
        dev: settings::dev(&place.dev_database),
        scope,
        strict: args.strict,
    };
    let mut environment = settings::environment(report)?;
    // The copy is there until the end.
    let copy = match scope {
        Scope::Staged => Some(staged(&environment.cwd).map_err(mizzle_app::Error::from)?),
        Scope::All | Scope::WithoutTarget => None,
    };
    if let Some(Staged::Copy { cwd, .. }) = &copy {
        environment = Environment { cwd: cwd.clone(), ..environment };
    }
    let overrides = settings::project_overrides(&place.project, Overrides::default())?;
    let project = settings::project_of(environment, global, overrides, report)?;
    let verified = verify::verify(&project, &request, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    let code = if verified.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(3) };
    report.outcome(&Outcome::Verified(verified), project.dialect);
    Ok(code)
}
