//! From an error to what the process ends with. The exit codes are a promise to
//! scripts: 0 done, 1 error or usage, 2 decisions missing, 3 the answer is no. A
//! panic ends with 101, and is a bug.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use mizzle_app::{Explanation, Kind};
use mizzle_core::dialect::Dialect;
use mizzle_studio::StudioError;
use std::process::ExitCode;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct CommandError {
    /// What is shown.
    pub(crate) explanation: Box<Explanation>,
    /// The dialect of the project, once it is known.
    pub(crate) dialect: Option<&'static str>,
}

impl CommandError {
    /// A flag or argument that makes no sense.
    pub(crate) fn usage(code: &'static str, message: impl Into<String>) -> Self {
        Explanation::new(code, message).into()
    }

    /// The same with something to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.explanation.hints.push(hint.into());
        self
    }

    /// The same in a project of this dialect.
    pub(crate) fn of(self, dialect: Dialect) -> Self {
        Self { dialect: Some(dialect.as_str()), ..self }
    }

    /// What the process ends with.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.explanation.kind {
            Kind::Failed => 1,
            Kind::DecisionsMissing => 2,
            Kind::AnswerIsNo => 3,
        })
    }
}

impl From<Explanation> for CommandError {
    fn from(explanation: Explanation) -> Self {
        Self { explanation: Box::new(explanation), dialect: None }
    }
}

impl From<StudioError> for CommandError {
    fn from(error: StudioError) -> Self {
        error.explain().into()
    }
}

impl From<mizzle_app::Error> for CommandError {
    fn from(error: mizzle_app::Error) -> Self {
        error.explain().into()
    }
}

/// Commands of drizzle-kit that mizzle does not have.
const ELSEWHERE: [&str; 7] = ["push", "pull", "introspect", "up", "drop", "mcp", "skills"];

/// Says in one sentence what is wrong with a command line that clap refused.
pub(crate) fn from_clap(error: &clap::Error) -> CommandError {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(_) | None => None,
    };
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(word) = context(ContextKind::InvalidSubcommand)
        && let Some(error) = unknown_command(word)
    {
        return error;
    }
    let missing = [
        ErrorKind::MissingRequiredArgument,
        ErrorKind::MissingSubcommand,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
    ];
    let code = if missing.contains(&error.kind()) {
        "missing_required_params_error"
    } else if error.kind() == ErrorKind::ArgumentConflict {
        "ambiguous_params_error"
    } else {
        "usage_error"
    };
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n");
    let first = paragraphs.next().unwrap_or_default();
    let message = first.strip_prefix("error: ").unwrap_or(first).trim();
    let mut error = CommandError::usage(code, message);
    for paragraph in paragraphs {
        let paragraph = paragraph.trim();
        if let Some(tip) = paragraph.strip_prefix("tip: ") {
            error = error.hint(tip);
        } else if !paragraph.is_empty() && !paragraph.starts_with("For more information") {
            error.explanation.notes.push(paragraph.to_owned());
        }
    }
    error.hint("`mizzle --help` lists the commands, `mizzle COMMAND --help` the flags of one")
}

fn unknown_command(word: &str) -> Option<CommandError> {
    if let Some((command, _)) = word.split_once(':')
        && ["generate", "push", "introspect", "up", "check", "drop"].contains(&command)
    {
        let error = CommandError::usage(
            "unknown_command",
            format!(
                "`{word}` is a name from before drizzle-kit 0.21; the dialect stands in the config since then"
            ),
        );
        return Some(if matches!(command, "generate" | "check") {
            error.hint(format!("set `dialect` in drizzle.config.ts and run `mizzle {command}`"))
        } else {
            error.hint(format!(
                "`drizzle-kit {command}` is its name today; mizzle does not have it yet"
            ))
        });
    }
    ELSEWHERE.contains(&word).then(|| {
        CommandError::usage(
            "unsupported_command_error",
            format!(
                "`{word}` is a command of drizzle-kit that this version of mizzle does not have"
            ),
        )
        .hint(format!(
            "`npx drizzle-kit {word}` works beside mizzle: config, folder and ledger are the same"
        ))
    })
}
