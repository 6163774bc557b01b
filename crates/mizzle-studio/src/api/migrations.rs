//! The three sides, the migrations between them, and what can be done with those.

use super::catalog::{ColumnNotice, Relation};
use super::meta::Failure;
use serde::{Deserialize, Serialize};

/// Answer of `sides`: how desired, recorded and actual stand to each other.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sides {
    pub(crate) desired: Side,
    pub(crate) recorded: Side,
    pub(crate) actual: Side,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Side {
    pub(crate) state: SideState,
    /// A few words: `14 migrations`, `1 change not generated`, `2 pending`, `drifted (2)`.
    pub(crate) text: String,
    /// Where it could not be read.
    pub(crate) error: Option<Failure>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum SideState {
    InStep,
    /// Something is to be done: generated or applied.
    Ahead,
    Drifted,
    /// It could not be read.
    Broken,
    /// Nobody has looked (there is no development database to compare on, …).
    Unknown,
}

/// Answer of `timeline`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Timeline {
    pub(crate) folder: String,
    /// The newest first.
    pub(crate) migrations: Vec<Entry>,
    /// Why the ledger could not be read; the files are shown all the same.
    pub(crate) ledger_error: Option<Failure>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) state: EntryState,
    /// In UTC.
    pub(crate) applied_at: Option<String>,
    /// `postgres 15.14`; `no`; `partly, 3 statements`.
    pub(crate) rehearsed: Option<String>,
    pub(crate) way_back: WayBack,
    pub(crate) findings: Vec<Finding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum EntryState {
    Applied,
    Pending,
    Unfinished,
    /// The ledger has it, the folder does not.
    WithoutFile,
    Gone,
    /// The ledger could not be read.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum WayBack {
    None,
    Uncertified,
    Unrecorded,
    Lossless,
    LosslessByArchive,
    Lossy,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) message: String,
    /// Is it something to settle?
    pub(crate) counts: bool,
}

/// Body of `migration`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct MigrationRequest {
    pub(crate) name: String,
}

/// Answer of `migration`: one of the timeline, in full.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Migration {
    pub(crate) entry: Entry,
    pub(crate) file: Option<String>,
    pub(crate) segments: Vec<Segment>,
    /// Why the file cannot be run.
    pub(crate) unreadable: Option<Failure>,
    /// The file's text, comments and all.
    pub(crate) sql: Option<String>,
    pub(crate) down: Option<String>,
    /// What the way back does not bring back.
    pub(crate) lost: Vec<String>,
    /// What it changes, by object: between its snapshot and the one before.
    pub(crate) changes: Vec<ObjectChange>,
    /// Why there are no changes to show.
    pub(crate) changes_note: Option<String>,
    pub(crate) sha256: Option<String>,
    /// The ledger's hash, where it has one.
    pub(crate) ledger_hash: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ObjectChange {
    pub(crate) kind: ChangeKind,
    /// `table users`, `column users.age`.
    pub(crate) object: String,
    /// As DDL.
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChangeKind {
    Added,
    Removed,
    Changed,
}

/// What rolls back together.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Segment {
    pub(crate) is_transaction: bool,
    pub(crate) statements: Vec<Statement>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Statement {
    pub(crate) sql: String,
    /// From 1, in the file.
    pub(crate) line: u32,
    /// Is it what mizzle plans, so that all of the following is known of it? Of SQL that
    /// somebody else wrote nothing is guessed.
    pub(crate) is_planned: bool,
    /// The tables that it works on, with their size in the target.
    pub(crate) tables: Vec<TableSize>,
    pub(crate) hazards: Vec<Hazard>,
    /// The locks that it takes on tables that others may be using.
    pub(crate) locks: Vec<Lock>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Lock {
    pub(crate) table: String,
    /// `ACCESS EXCLUSIVE`
    pub(crate) level: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct TableSize {
    pub(crate) name: String,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub(crate) rows: Option<u64>,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub(crate) bytes: Option<u64>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Hazard {
    pub(crate) code: String,
    pub(crate) message: String,
    /// Is something lost?
    pub(crate) is_loss: bool,
}

/// Answer of `pending`: what *apply* would run.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pending {
    pub(crate) migrations: Vec<PendingMigration>,
    /// Would the ledger be created or upgraded first?
    pub(crate) ledger: Option<String>,
    /// Tables that they would make and that are there, without a ledger: see `baseline`.
    pub(crate) there: Vec<String>,
    /// The GRANT that is missing.
    pub(crate) missing_right: Option<String>,
    /// Edited files and rows of the ledger that no file claims.
    pub(crate) warnings: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct PendingMigration {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) rehearsed: Option<String>,
    pub(crate) segments: Vec<Segment>,
    /// Segments that an earlier run has applied.
    pub(crate) done_segments: u32,
    /// What is lost, in words, with row counts where they are known.
    pub(crate) lost: Vec<String>,
    /// What is not known of it.
    pub(crate) notes: Vec<String>,
}

/// Body of `generate/plan` and `generate/write`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct GenerateRequest {
    pub(crate) name: Option<String>,
    pub(crate) keep_data: bool,
    /// One for each question that was asked.
    pub(crate) answers: Vec<GenerateAnswer>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct GenerateAnswer {
    /// Of [`Question::id`].
    pub(crate) question: String,
    /// Of [`Choice::id`].
    pub(crate) choice: String,
}

/// Answer of `generate/plan`, and last line of `generate/write`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum Generated {
    /// The schema is what is recorded.
    Nothing,
    /// Something has to be decided first.
    Questions { questions: Vec<Question> },
    /// What would be written.
    Planned {
        name: String,
        sql: String,
        changes: Vec<ObjectChange>,
        findings: Vec<Finding>,
        is_lossy: bool,
    },
    /// What was.
    Written {
        name: String,
        file: String,
        sql: String,
        rehearsed: Option<String>,
        way_back: WayBack,
        lost: Vec<String>,
        findings: Vec<Finding>,
    },
}

/// Created, or renamed from one that is gone?
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Question {
    pub(crate) id: String,
    /// `Is column users.full_name created, or renamed?`
    pub(crate) text: String,
    /// The most likely first.
    pub(crate) choices: Vec<Choice>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) text: String,
    /// Why it is likely.
    pub(crate) reason: Option<String>,
    /// What is dropped with it.
    pub(crate) loss: Option<String>,
}

/// Body of `apply`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplyRequest {
    /// Stop behind this one.
    pub(crate) to: Option<String>,
    /// The names that the person has seen, in order: others are not applied.
    pub(crate) expect: Vec<String>,
    pub(crate) confirm: Option<String>,
    /// What `run/stop` calls this run.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub(crate) id: Option<String>,
}

/// Last line of `apply`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppliedMigrations {
    pub(crate) migrations: Vec<Ran>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ran {
    pub(crate) name: String,
    pub(crate) milliseconds: f64,
}

/// Body of `rollback/plan` and `rollback/run`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RollbackRequest {
    /// All behind this one; `None` is the newest alone.
    pub(crate) to: Option<String>,
    /// The names that the person has seen, in order: others are not undone.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub(crate) expect: Option<Vec<String>>,
    pub(crate) accept_data_loss: bool,
    pub(crate) confirm: Option<String>,
    /// See [`ApplyRequest::id`].
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub(crate) id: Option<String>,
}

/// Answer of `rollback/plan`, and last line of `rollback/run`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RolledBack {
    /// The last one first.
    pub(crate) steps: Vec<RollbackStep>,
    pub(crate) is_done: bool,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RollbackStep {
    pub(crate) name: String,
    pub(crate) sql: String,
    pub(crate) way_back: WayBack,
    /// What goes or does not come back, a sentence each, with row counts.
    pub(crate) costs: Vec<String>,
}

/// Body of `rehearse`; last line is [`Rehearsal`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RehearseRequest {
    /// A pending migration.
    pub(crate) name: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rehearsal {
    /// `None` where there is nothing to run it on.
    pub(crate) engine: Option<String>,
    /// Could anything be found out? If not, `notes` say why.
    pub(crate) is_known: bool,
    /// Did it come to what it should?
    pub(crate) is_proved: bool,
    /// What was found: statement, object, expected and found.
    pub(crate) findings: Vec<Finding>,
    pub(crate) notes: Vec<String>,
}

/// Answer of `words`: what the schema files say of columns. The page joins it to `table`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Words {
    pub(crate) columns: Vec<ColumnWords>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ColumnWords {
    pub(crate) table: Relation,
    pub(crate) column: String,
    /// `createdAt: timestamp("created_at").notNull()`
    pub(crate) text: String,
}

/// Answer of `notices`: what pending migrations do to columns that are there.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notices {
    pub(crate) notices: Vec<TableNotice>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct TableNotice {
    pub(crate) table: Relation,
    /// `None` for every column of the table.
    pub(crate) column: Option<String>,
    pub(crate) notice: ColumnNotice,
}
