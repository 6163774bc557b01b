//! A run of migrations that did not reach its end, explained: the statement and its
//! place, the server's words, what was and was not applied, and what to do next.

use crate::error::{Explanation, Kind, Place, SqlFailure};
use crate::{rollback, rows};
use mizzle_core::sql::lexer::BREAKPOINT;
use mizzle_db::migration::FileError;
use mizzle_db::runner::{Failure, RunError};
use std::path::PathBuf;

/// `dev`: was it on the project's development database? `sealed`: does an edited file have
/// to be sealed?
pub(crate) fn explain(error: &RunError, dev: bool, sealed: bool) -> Explanation {
    let mut explanation = match error {
        RunError::Connect(error) => {
            Explanation::new("config_connection_error", error.to_string())
        }
        RunError::File(FileError::Script { file, error }) => {
            let place = Place {
                file: PathBuf::from(file),
                line: error.position.line,
                column: error.position.column,
                text: error.line_text.clone(),
                len: 1,
            };
            Explanation::new("migration_file_error", error.to_string())
                .at(Some(place))
                .note("nothing of this run was applied")
        }
        RunError::File(error @ FileError::Decode { .. }) => {
            Explanation::new("migration_file_error", error.to_string())
                .note("nothing of this run was applied")
        }
        RunError::Right(right) if right.to_look => {
            Explanation::new("missing_right_error", error.to_string())
        }
        RunError::Right(_) => Explanation::new("missing_right_error", error.to_string())
            .note("nothing was created, nothing was applied"),
        RunError::Busy { .. } => Explanation::new("lock_error", error.to_string())
            .note("nothing was applied by this run"),
        RunError::UnknownTarget { .. } | RunError::AmbiguousTarget { .. } => {
            Explanation::new("usage_error", error.to_string())
        }
        RunError::Strict { .. } => Explanation::new("check_error", error.to_string())
            .note("nothing was applied: `--strict` takes this for an error"),
        RunError::Failed { failure, .. } => failed(failure, dev, sealed),
        RunError::Lost { .. } | RunError::LockLost { .. } => {
            Explanation::new("database_driver_error", error.to_string())
        }
        RunError::Cancelled { migration, kept_segments, .. } => {
            let explanation = Explanation::new("aborted", error.to_string());
            match (migration, kept_segments) {
                (Some(name), 0) => {
                    explanation.note(format!("nothing of {name} is applied: it was rolled back"))
                }
                (Some(name), kept) => explanation.note(format!(
                    "{kept} parts of {name} are applied and stay so; the next run goes on behind them"
                )),
                (None, _) => explanation,
            }
        }
        RunError::NotLoopback(_) => Explanation::new("usage_error", error.to_string()),
        RunError::OneConnection => Explanation::new("database_driver_error", error.to_string()),
        RunError::Unsettled(_) => Explanation {
            kind: Kind::DecisionsMissing,
            ..Explanation::new("unsettled_statement", error.to_string())
                .hint("look whether the statement took effect, then run `mizzle migrate --unsettled done` or `mizzle migrate --unsettled again`")
        },
        RunError::ChangedUnfinished { .. } => Explanation::new("check_error", error.to_string()),
        RunError::Otherwise { .. } => Explanation::new("changed_meanwhile", error.to_string())
            .note("nothing was applied"),
        RunError::Rollback(refusal) => rollback::refused(refusal),
        RunError::Server { error: cause, .. } => {
            let mut explanation = Explanation::new("query_error", error.to_string());
            explanation.sql = cause.server().map(|server| SqlFailure {
                code: Some(server.code.clone()),
                detail: server.detail.clone(),
                hint: server.hint.clone(),
                context: server.context.clone(),
                statement: None,
            });
            explanation
        }
    };
    explanation.applied = error.applied().iter().map(|applied| applied.name.clone()).collect();
    if let Some(note) = applied_before(&explanation.applied) {
        explanation = explanation.note(note);
    }
    match error.hint() {
        Some(hint) => explanation.hint(hint),
        None => explanation,
    }
}

fn failed(failure: &Failure, dev: bool, sealed: bool) -> Explanation {
    let server = &failure.server;
    let place = failure.position.map(|position| Place {
        file: PathBuf::from(&failure.file),
        line: position.line,
        column: position.column,
        text: failure.line_text.clone(),
        len: length(failure, &failure.line_text, position.column),
    });
    let mut explanation = Explanation::new("query_error", &server.message).at(place);
    explanation.sql = Some(SqlFailure {
        code: Some(server.code.clone()),
        detail: server.detail.clone(),
        hint: server.hint.clone(),
        context: server.context.clone(),
        statement: (!failure.statement.is_empty()).then(|| failure.statement.clone()),
    });
    let which = if failure.statement.is_empty() {
        format!("{} failed at its commit", failure.file)
    } else {
        format!("statement {} of {} in {} failed", failure.number, failure.count, failure.migration)
    };
    explanation = explanation.note(format!("{which}; {}", failure.state()));
    let hints = rows::hints(failure, dev, sealed);
    if is_there(failure) {
        explanation = explanation.hint(format!(
            "if the database has all that it makes already: `mizzle baseline --at {}` compares, \
             and records it as applied",
            failure.migration
        ));
    }
    if hints.is_empty() {
        return explanation.hint(if sealed {
            "correct what it says (a file that you edit needs a `mizzle seal`) and run \
             `mizzle migrate` again"
        } else {
            "correct what it says and run `mizzle migrate` again"
        });
    }
    hints.into_iter().fold(explanation, Explanation::hint)
}

/// Does the migration begin to make what is there?
fn is_there(failure: &Failure) -> bool {
    // Duplicate table, column, object, schema, function.
    let is_duplicate =
        matches!(failure.server.code.as_str(), "42P07" | "42701" | "42710" | "42P06" | "42723");
    is_duplicate && failure.kept_segments == 0
}

/// How much of the line the caret underlines: the word that the server points to, or
/// the whole statement as far as the line goes.
fn length(failure: &Failure, line: &str, column: u32) -> u32 {
    let rest: Vec<char> = line.chars().skip(column.saturating_sub(1) as usize).collect();
    let length = if failure.exact {
        rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').count()
    } else {
        let rest: String = rest.iter().collect();
        rest.split(BREAKPOINT).next().unwrap_or_default().trim_end().chars().count()
    };
    u32::try_from(length.max(1)).unwrap_or(1)
}

fn applied_before(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!("applied before it, and stays so: {one}")),
        many => Some(format!("applied before it, and stay so: {}", many.join(", "))),
    }
}
