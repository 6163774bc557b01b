//! `mizzle generate`

use crate::args;
use crate::error::CommandError;
use crate::report::{Outcome, Report};
use crate::{interrupt, prompt, settings};
use mizzle_app::Explanation;
use mizzle_app::generate::{self, Generated, Request};
use mizzle_core::hints::{self, Answers, Hint};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

pub(super) fn run(
    global: &args::Global,
    args: &args::Generate,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    if args.fix_conflicts {
        return Err(refuse_fix_conflicts());
    }
    interrupt::handle()?;
    let mut answers = Answers::new(given_hints(args.hints.as_deref(), args.hints_file.as_deref())?);
    let request = Request {
        name: args.name.clone(),
        custom: args.custom,
        explain: args.explain,
        redo: args.redo,
        offline: args.offline,
        no_rehearse: args.no_rehearse,
        keep_data: args.keep_data,
        allow_drop_all: args.allow_drop_all,
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
    };
    let project =
        settings::project(global, &args.place.project, settings::overrides(args)?, report)?;
    let in_project = |error: mizzle_app::Error| CommandError::from(error).of(project.dialect);
    let mut prepared = generate::prepare(&project, request, &mut |event| report.event(event))
        .map_err(in_project)?;
    loop {
        let generated =
            prepared.finish(&answers, &mut |event| report.event(event)).map_err(in_project)?;
        if let Generated::Undecided(questions) = &generated
            && let Some(question) = questions.first()
            && prompt::is_interactive(global)
        {
            report.pause();
            answers.push(prompt::ask_rename(question)?);
            continue;
        }
        let code = match &generated {
            Generated::Undecided(_) => ExitCode::from(2),
            Generated::NoChanges { .. } | Generated::Written(_) | Generated::Explained(_) => {
                ExitCode::SUCCESS
            }
        };
        let hints = answers.hints().to_vec();
        prepared.tell_look(&mut |event| report.event(event));
        report.outcome(&Outcome::Generated { generated, hints }, project.dialect);
        prepared.end(look_patience(), &mut |event| report.event(event));
        return Ok(code);
    }
}

/// How long the look at the database may hold the prompt back once the result is
/// shown: a moment where somebody reads it, not at all for a script.
fn look_patience() -> Duration {
    if std::io::stderr().is_terminal() { Duration::from_millis(300) } else { Duration::ZERO }
}

/// The answers of `--hints` or `--hints-file`.
pub(super) fn given_hints(
    text: Option<&str>,
    file: Option<&Path>,
) -> Result<Vec<Hint>, CommandError> {
    let (text, from) = match (text, file) {
        (Some(text), _) => (text.to_owned(), "--hints".to_owned()),
        (None, Some(path)) => (read_hints(path)?, path.display().to_string()),
        (None, None) => return Ok(Vec::new()),
    };
    hints::parse(&text)
        .map_err(|error| CommandError::usage("invalid_hints", format!("{from}: {error}")))
}

fn read_hints(path: &Path) -> Result<String, CommandError> {
    mizzle_app::files::read_text(path).map_err(mizzle_app::Error::from)?.ok_or_else(|| {
        CommandError::usage("invalid_hints", format!("there is no file `{}`", path.display()))
    })
}

fn refuse_fix_conflicts() -> CommandError {
    Explanation::new(
        "usage_error",
        "`--fix-conflicts` deletes migrations that other databases may have applied; mizzle does not do that",
    )
    .hint("take the other branch's migrations as they are and make your own again: `mizzle generate --redo`")
    .into()
}
