//! `mizzle drift`, `drift --adopt`

use crate::args;
use crate::error::CommandError;
use crate::report::{Adopting, Outcome, Report};
use crate::{interrupt, prompt, settings};
use mizzle_app::adopt;
use mizzle_app::drift::{self, Request};
use mizzle_app::project::{Overrides, Project};
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
    if args.adopt {
        return adopt(global, args, &project, &request, report);
    }
    let drift = drift::drift(&project, &request, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    let code = if drift.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(3) };
    report.outcome(&Outcome::Drift { drift, sql: args.sql }, project.dialect);
    Ok(code)
}

/// Shows what would be written, asks, and writes it.
fn adopt(
    global: &args::Global,
    args: &args::Drift,
    project: &Project,
    request: &Request,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let in_project = |error: mizzle_app::Error| CommandError::from(error).of(project.dialect);
    let adoption = adopt::adopt(project, request, &mut |event| report.event(event));
    let adoption = adoption.map_err(in_project)?;
    let is_whole = adoption.unplaced.is_empty();
    let has_files = !adoption.files.is_empty();
    let asks = has_files && !args.yes && prompt::is_interactive(global);
    let mut stage = Adopting::Written;
    if asks {
        stage = Adopting::Shown;
    } else if has_files && !args.yes {
        stage = Adopting::Unanswered;
    } else if has_files {
        adoption.write().map_err(in_project)?;
    }
    let is_unanswered = stage == Adopting::Unanswered;
    let outcome = Outcome::Adoption { adoption, stage };
    report.outcome(&outcome, project.dialect);
    if is_unanswered {
        return Ok(ExitCode::from(2));
    }
    if asks {
        report.pause();
        if !prompt::ask_yes("Write this into the schema files?")? {
            return Ok(ExitCode::from(3));
        }
        if let Outcome::Adoption { adoption, .. } = outcome {
            adoption.write().map_err(in_project)?;
            let stage = Adopting::Confirmed;
            report.outcome(&Outcome::Adoption { adoption, stage }, project.dialect);
        }
    }
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(3) })
}
