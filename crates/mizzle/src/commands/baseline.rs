//! `mizzle baseline`

use super::generate::given_hints;
use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, settings};
use mizzle_app::baseline::{self, Done, Request};
use mizzle_app::project::Overrides;
use mizzle_core::hints::Answers;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Baseline,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let answers = Answers::new(given_hints(args.hints.as_deref(), args.hints_file.as_deref())?);
    let request = Request {
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
        name: args.name.clone(),
        no_rehearse: args.no_rehearse,
        at: args.at.clone(),
    };
    let overrides = Overrides { schema: args.schema.clone(), ..Overrides::default() };
    let project = settings::project(global, &args.place.project, overrides, report)?;
    let cancel = interrupt::switch()?;
    let baseline =
        baseline::baseline(&project, &request, &answers, &cancel, &mut |event| report.event(event))
            .map_err(|error| CommandError::from(error).of(project.dialect))?;
    let code = match &baseline.done {
        Done::Adopted(_) => ExitCode::SUCCESS,
        Done::Differs(_) => ExitCode::FAILURE,
        Done::Undecided(_) => ExitCode::from(2),
    };
    let hints = answers.hints().to_vec();
    report.outcome(&Outcome::Baseline { baseline, hints }, project.dialect);
    Ok(code)
}
