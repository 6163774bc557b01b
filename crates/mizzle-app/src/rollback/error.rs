//! Why nothing, or not all, was undone, and what to do about it.

use super::Step;
use crate::error::{Explanation, Kind};
use crate::run;
use mizzle_db::runner::{Refusal, RunError};

/// Why migrations were not undone.
#[derive(Debug, thiserror::Error)]
pub enum RollbackError {
    /// There are not so many.
    #[error("{steps} migrations cannot be undone: {applied} {} applied", are(*applied))]
    TooMany {
        /// How many were to be undone.
        steps: usize,
        /// How many are applied.
        applied: usize,
    },
    /// What was applied last has no file here.
    #[error("what was applied last has no file in this folder: {name}")]
    NoFile {
        /// Words for the row.
        name: String,
    },
    /// The one that is to stay is not applied.
    #[error("{name} is not applied, so that there is no way back to it")]
    NotThere {
        /// The migration.
        name: String,
    },
    /// The other branch cannot be read.
    #[error("what the branch {branch} has is not known: {why}")]
    NoBranch {
        /// The branch.
        branch: String,
        /// Why not.
        why: String,
    },
    /// There is no way back.
    #[error("{migration} has no way back: there is no `{expected}`")]
    NoWayBack {
        /// The migration.
        migration: String,
        /// Where it would lie.
        expected: String,
    },
    /// Somebody else wrote the file.
    #[error("{file} is not certified: it was written or edited by hand, or by another tool")]
    NotCertified {
        /// The migration.
        migration: String,
        /// The file.
        file: String,
    },
    /// Nothing is recorded of it.
    #[error("mizzle.sum does not record {file}: it was put there by hand")]
    Unrecorded {
        /// The migration.
        migration: String,
        /// The file.
        file: String,
    },
    /// It leads back from another migration.
    #[error("{file} leads back from {of}, and not from {migration}")]
    OfAnother {
        /// The migration.
        migration: String,
        /// The file.
        file: String,
        /// The one that it leads back from.
        of: String,
    },
    /// The database is not as the migration left it.
    #[error(
        "what {migrations} touched was changed since in {target}, so that the way back may not lead back"
    )]
    Drifted {
        /// The migrations.
        migrations: String,
        /// The database.
        target: String,
        /// What would make it as it was, a line each.
        differences: Vec<String>,
    },
    /// What the migration kept is not there any more.
    #[error("what {migration} kept was dropped from the archive: {}", tables.join(", "))]
    ArchiveGone {
        /// The migration.
        migration: String,
        /// The tables that are missing.
        tables: Vec<String>,
    },
    /// Rows stand in the way.
    #[error("rows hold what there is no place for on the way back from {migration}")]
    InTheWay {
        /// The migration.
        migration: String,
        /// What the rows hold, a line each.
        rows: Vec<String>,
    },
    /// Nobody said that data may go.
    #[error("{}", unaccepted(steps))]
    Unaccepted {
        /// What would be undone.
        steps: Vec<Step>,
        /// The command that accepts it.
        command: String,
    },
    /// A run of it stopped.
    #[error("{error}")]
    Run {
        /// Why.
        error: Box<RunError>,
        /// Was it on the development database?
        dev: bool,
    },
}

impl RollbackError {
    pub(crate) fn explain(&self) -> Explanation {
        let of = |code| Explanation::new(code, self.to_string());
        match self {
            Self::TooMany { applied, .. } => of("usage_error")
                .hint(format!("`mizzle rollback --steps {applied}` undoes all of them")),
            Self::NoFile { .. } => of("rollback_error")
                .note(NOTHING)
                .hint("check out the branch that has it and roll back there"),
            Self::NotThere { .. } => {
                of("usage_error").hint("`mizzle status` shows what is applied")
            }
            Self::NoBranch { .. } => of("usage_error")
                .note(NOTHING)
                .hint("name the last migration that stays instead: `mizzle rollback --to NAME`"),
            Self::NoWayBack { migration, .. } => {
                by_hand(of("rollback_error").note(NOTHING), migration)
            }
            Self::Unrecorded { migration, .. } => by_hand(
                of("rollback_error")
                    .note(NOTHING)
                    .hint("if it is the one that was proved, record it: `mizzle seal`"),
                migration,
            ),
            Self::NotCertified { migration, .. } | Self::OfAnother { migration, .. } => by_hand(
                of("rollback_error").note(NOTHING).hint("restore the file from version control"),
                migration,
            ),
            Self::Drifted { differences, .. } => {
                let whole = of("drift").note("to be as it was, the database would have to change:");
                let shown = differences.iter().take(SHOWN);
                let whole = shown.fold(whole, |whole, line| whole.note(format!("  {line}")));
                match differences.len().saturating_sub(SHOWN) {
                    0 => whole,
                    more => whole.note(format!("  and {more} more")),
                }
                .note(NOTHING)
                .hint("`mizzle drift` shows each difference and the SQL that takes it back")
            }
            Self::ArchiveGone { migration, .. } => {
                by_hand(of("rollback_error").note(NOTHING), migration)
            }
            Self::InTheWay { rows, .. } => rows
                .iter()
                .fold(of("rollback_error"), |whole, line| whole.note(line))
                .note(NOTHING)
                .hint("change or delete these rows, then roll back again"),
            Self::Unaccepted { steps, command } => {
                let whole = Explanation { kind: Kind::DecisionsMissing, ..of("data_loss") };
                lines(steps)
                    .into_iter()
                    .fold(whole, Explanation::note)
                    .note(NOTHING)
                    .hint(format!("if that may go: `{command}`"))
            }
            Self::Run { error, dev } => stopped(error, *dev),
        }
    }
}

const NOTHING: &str = "nothing was undone";
/// How many differences a message shows.
const SHOWN: usize = 20;

/// What going back costs, a line each.
pub(super) fn lines(steps: &[Step]) -> Vec<String> {
    steps.iter().flat_map(Step::costs).collect()
}

fn by_hand(explanation: Explanation, migration: &str) -> Explanation {
    explanation.hint(format!(
        "to go back anyway, write a migration that does it: `mizzle generate --custom --name \
         undo_{migration}`"
    ))
}

fn unaccepted(steps: &[Step]) -> String {
    let names: Vec<&str> = steps
        .iter()
        .filter(|step| !step.costs().is_empty())
        .map(|step| step.migration.as_str())
        .collect();
    format!("undoing {} loses data", names.join(" and "))
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// A run that did not reach its end, in the words of going back.
fn stopped(error: &RunError, dev: bool) -> Explanation {
    let mut whole = run::explain(error, dev, false);
    let undone: Vec<String> = std::mem::take(&mut whole.applied).into_iter().collect();
    match error {
        RunError::Failed { failure, .. } => {
            whole.notes = vec![format!(
                "statement {} of {} in {} failed; {} is applied as before",
                failure.number, failure.count, failure.file, failure.migration
            )];
            if failure.statement.is_empty() {
                whole.notes = vec![format!(
                    "{} failed at its commit; {} is applied as before",
                    failure.file, failure.migration
                )];
            }
            whole.hints = vec!["settle what it says, then run `mizzle rollback` again".to_owned()];
        }
        RunError::Cancelled { migration, .. } => {
            let kept = migration
                .as_ref()
                .map(|name| format!("{name} is applied as before: going back was rolled back"));
            whole.notes = kept.into_iter().collect();
        }
        RunError::Lost { .. } | RunError::LockLost { .. } => {
            whole.notes.clear();
            whole.hints = vec![
                "run `mizzle rollback --dry-run`: what was under way is either undone with its \
                 record, or applied as before"
                    .to_owned(),
            ];
        }
        RunError::Right(_) => whole.notes = vec![NOTHING.to_owned()],
        RunError::Connect(_)
        | RunError::File(_)
        | RunError::Busy { .. }
        | RunError::UnknownTarget { .. }
        | RunError::AmbiguousTarget { .. }
        | RunError::Strict { .. }
        | RunError::NotLoopback(_)
        | RunError::OneConnection
        | RunError::Unsettled(_)
        | RunError::ChangedUnfinished { .. }
        | RunError::Otherwise { .. }
        | RunError::Rollback(_)
        | RunError::Server { .. } => {}
    }
    match undone.as_slice() {
        [] => whole,
        [one] => whole.note(format!("undone before it, and stays so: {one}")),
        many => whole.note(format!("undone before it, and stay so: {}", many.join(", "))),
    }
}

/// A refusal of the runner.
pub(crate) fn refused(refusal: &Refusal) -> Explanation {
    let whole = Explanation::new("rollback_error", refusal.to_string()).note(NOTHING);
    match refusal {
        Refusal::NotApplied { .. } => whole.hint("`mizzle status` shows what is applied"),
        Refusal::OutOfOrder { later, .. } => {
            let all = later.len() + 1;
            whole.hint(format!(
                "undo them together: `mizzle rollback --steps {all}`, on a branch that has the \
                 files of all of them"
            ))
        }
        Refusal::Edited { .. } => {
            whole.hint("restore the file as it was when it was applied, from version control")
        }
        Refusal::Unfinished(_) => whole.hint("finish it with `mizzle migrate`, then roll back"),
        Refusal::NotWhole { .. } => whole.hint("restore the file from version control"),
    }
}
