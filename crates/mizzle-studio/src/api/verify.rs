//! The acceptance list, and drift.

use super::migrations::{ChangeKind, GenerateAnswer, Question};
use serde::{Deserialize, Serialize};

/// Last line of `verify`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Verified {
    pub(crate) is_clean: bool,
    pub(crate) checks: Vec<Check>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Check {
    pub(crate) code: String,
    pub(crate) claim: String,
    pub(crate) answer: Answer,
    pub(crate) milliseconds: f64,
    /// Notes, reasons, or why nobody knows.
    pub(crate) lines: Vec<String>,
    pub(crate) hints: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum Answer {
    Pass,
    Fail,
    Skipped,
}

/// Last line of `drift`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Drift {
    /// The newest migration that is applied.
    pub(crate) applied: Option<String>,
    pub(crate) pending: Vec<String>,
    pub(crate) findings: Vec<DriftFinding>,
    /// The SQL that takes all of it back.
    pub(crate) restore: String,
    /// What no schema can say and is no drift.
    pub(crate) unmodelled: Vec<String>,
    pub(crate) inherited: Vec<String>,
    pub(crate) not_compared: Vec<String>,
    pub(crate) closed: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct DriftFinding {
    /// `removed` is missing in the database, `added` is there and should not be.
    pub(crate) kind: ChangeKind,
    pub(crate) object: String,
    pub(crate) sentence: String,
    pub(crate) expected: Option<String>,
    pub(crate) found: Option<String>,
    pub(crate) restore: Vec<String>,
    /// Does restoring lose data?
    pub(crate) is_loss: bool,
    /// What is lost.
    pub(crate) losses: Vec<String>,
    /// Where in the schema files to keep it instead, and the lines.
    pub(crate) adopt_where: Option<String>,
    pub(crate) adopt_text: Option<String>,
}

/// Body of `drift/restore`: runs the statements that take findings back, in one transaction.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RestoreRequest {
    /// The SQL that the person has seen: [`Drift::restore`] or that of one finding. Anything
    /// else is refused.
    pub(crate) sql: String,
    pub(crate) accept_data_loss: bool,
    pub(crate) confirm: Option<String>,
}

/// Answer of `drift/restore`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Restored {
    pub(crate) milliseconds: f64,
}

/// Answer of `drift/adopt` with `write: false`, and of the same with `true`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Adopted {
    pub(crate) files: Vec<AdoptedFile>,
    pub(crate) is_written: bool,
    pub(crate) notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdoptedFile {
    pub(crate) file: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdoptRequest {
    pub(crate) write: bool,
    /// [`AdoptedFile::after`] of the files that the person has seen, in order: others are not
    /// written.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub(crate) expect: Option<Vec<String>>,
}

/// Body of `baseline`: records migrations as applied where the database is what they make.
/// Nothing of them is run.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct BaselineRequest {
    /// Those up to this one, which are there. `None` writes the one that is missing: for what
    /// the schema files and the database say and the folder does not.
    pub(crate) at: Option<String>,
    /// One for each question that was asked.
    pub(crate) answers: Vec<GenerateAnswer>,
    /// See [`super::edits::EditsRequest::confirm`].
    pub(crate) confirm: Option<String>,
}

/// Last line of `baseline`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum Baseline {
    Adopted {
        /// What was written.
        file: Option<String>,
        /// Names of the migrations that are recorded now.
        recorded: Vec<String>,
        notes: Vec<String>,
    },
    /// The database is something else: nothing was written or recorded.
    Differs { differences: Vec<String> },
    /// Something has to be decided first.
    Questions { questions: Vec<Question> },
}
