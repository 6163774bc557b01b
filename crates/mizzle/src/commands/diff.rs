//! `mizzle diff`

use super::generate::given_hints;
use crate::args;
use crate::error::CommandError;
use crate::report::{DiffFormat, Outcome, Report};
use crate::{prompt, settings};
use mizzle_app::diff::{self, Context, Proof, Request, needs_project};
use mizzle_app::project::Overrides;
use mizzle_core::dialect::Dialect;
use mizzle_core::hints::Answers;
use mizzle_loader::config::has_default;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Diff,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let mut answers = Answers::new(given_hints(args.hints.as_deref(), args.hints_file.as_deref())?);
    let request = Request {
        from: args.from.clone(),
        to: args.to.clone(),
        prove: args.prove,
        dev: settings::dev(&args.dev_database),
    };
    let environment = settings::environment(report)?;
    let words = [request.from.as_str(), request.to.as_str()];
    let has_config = global.config.is_some() || has_default(&environment.cwd);
    let project = if global.config.is_some() || needs_project(&words, &environment.cwd) {
        let casing = args.casing.as_deref().map(settings::casing).transpose()?;
        // Without a config there is nothing that it would have to say.
        let dialect = (!has_config).then_some(Dialect::Postgres);
        let overrides = Overrides { casing, dialect, ..Overrides::default() };
        Some(settings::project_of(environment.clone(), global, overrides, report)?)
    } else {
        None
    };
    let context = Context { environment: &environment, project: project.as_ref() };
    let prepared = diff::prepare(&context, &request, &mut |event| report.event(event))?;
    loop {
        let outcome = prepared.finish(&answers, &mut |event| report.event(event))?;
        if let diff::Outcome::Undecided(questions) = &outcome
            && let Some(question) = questions.first()
            && prompt::is_interactive(global)
        {
            report.pause();
            answers.push(prompt::ask_rename(question)?);
            continue;
        }
        let code = match &outcome {
            diff::Outcome::Undecided(_) => 2,
            diff::Outcome::Compared(compared) => match &compared.proof {
                Some(Proof::Short { .. } | Proof::Refused { .. }) => 1,
                Some(Proof::Reached { .. }) | None if compared.is_equal() => 0,
                Some(Proof::Reached { .. }) | None => {
                    if args.exit_code {
                        3
                    } else {
                        0
                    }
                }
            },
        };
        let hints = answers.hints().to_vec();
        let format = match args.format {
            args::DiffFormat::Sql | args::DiffFormat::Json => DiffFormat::Sql,
            args::DiffFormat::Summary => DiffFormat::Summary,
        };
        let asked = args.exit_code;
        report.outcome(&Outcome::Diff { outcome, hints, format, asked }, Dialect::Postgres);
        return Ok(ExitCode::from(code));
    }
}
