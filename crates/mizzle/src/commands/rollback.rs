//! `mizzle rollback`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, prompt, settings};
use mizzle_app::Explanation;
use mizzle_app::project::Overrides;
use mizzle_app::rollback::{self, Request, Which};
use std::process::ExitCode;
use std::time::Duration;

pub(super) fn run(
    global: &args::Global,
    args: &args::Rollback,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let request = Request {
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
        which: match (&args.to, &args.to_common) {
            (Some(name), _) => Which::To(name.clone()),
            (None, Some(branch)) => Which::ToCommon(branch.clone()),
            (None, None) => Which::Steps(args.steps.map_or(1, |steps| steps as usize)),
        },
        lock_wait: args.lock_wait.map(Duration::from_secs),
    };
    let project = settings::project(global, &args.place.project, Overrides::default(), report)?;
    let in_project = |error: mizzle_app::Error| CommandError::from(error).of(project.dialect);
    let prepared = rollback::prepare(&project, &request, &mut |event| report.event(event))
        .map_err(in_project)?;
    if args.dry_run {
        report.outcome(&Outcome::RolledBack(prepared.planned()), project.dialect);
        return Ok(ExitCode::SUCCESS);
    }
    let costs = prepared.costs();
    if !costs.is_empty() && !args.accept_data_loss {
        if !prompt::is_interactive(global) {
            return Err(in_project(prepared.unaccepted(&accepting(args))));
        }
        report.pause();
        report.cost(&costs);
        if !prompt::ask_loss("This is gone for good. Go on?")? {
            return Err(Explanation::new("aborted", "nothing was undone").into());
        }
    }
    let cancel = interrupt::switch()?;
    let done = prepared.run(&cancel, &mut |event| report.event(event)).map_err(in_project)?;
    report.outcome(&Outcome::RolledBack(done), project.dialect);
    Ok(ExitCode::SUCCESS)
}

/// The command that says yes.
fn accepting(args: &args::Rollback) -> String {
    let which = match (&args.steps, &args.to, &args.to_common) {
        (Some(steps), _, _) => format!(" --steps {steps}"),
        (None, Some(name), _) => format!(" --to {name}"),
        (None, None, Some(branch)) => format!(" --to-common {branch}"),
        (None, None, None) => String::new(),
    };
    format!("mizzle rollback{which} --accept-data-loss")
}
