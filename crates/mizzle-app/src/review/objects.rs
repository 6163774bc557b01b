//! What a diff changes, by object, each with both sides as DDL.

use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::difference::{Kind, differences};
use mizzle_core::postgres::schema::Schema;

/// An object that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectChange {
    /// How.
    pub kind: ChangeKind,
    /// What it is: `column users.age`.
    pub object: String,
    /// What it was, as DDL.
    pub before: Option<String>,
    /// What it becomes.
    pub after: Option<String>,
}

/// How an object changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It appears.
    Added,
    /// It goes.
    Removed,
    /// It becomes something else.
    Changed,
}

/// The objects that a diff changes.
pub(crate) fn objects(from: &Schema, diff: &Diff, line: Line) -> Vec<ObjectChange> {
    let changes = differences(from, &diff.result, diff, line).into_iter().map(|one| {
        let object = match &one.called {
            Some(called) => format!("{} (was {called})", one.name),
            None => one.name,
        };
        let kind = match one.kind {
            Kind::Missing => ChangeKind::Added,
            Kind::Unexpected => ChangeKind::Removed,
            Kind::Different => ChangeKind::Changed,
        };
        ObjectChange { kind, object, before: one.found, after: one.expected }
    });
    changes.collect()
}
