//! How two schemas differ.
//!
//! Works on a copy of the first schema. Whatever is renamed is renamed in the copy
//! as well, so that from then on both sides speak of one thing by one name; what
//! only the copy has goes, what only the second has is new. Nothing is ever assumed
//! to be renamed: what could be is a question, and the answers come with the
//! options.

mod columns;
mod dependents;
mod enums;
mod objects;
mod parts;
mod possible;
mod renames;
mod tables;
mod views;

pub(crate) use columns::same_default;
pub(crate) use dependents::key_columns;
pub(crate) use parts::parts_of;
pub use possible::{Impossible, Other};
pub(crate) use views::same_definition;

use super::change::Change;
use super::schema::{QName, Schema};
use crate::diff::Question;
use crate::diff::rename::Resolved;
use crate::hints::{Answers, Hint};
use crate::naming::Line;
use std::collections::BTreeSet;

/// What a diff needs to know beside the two schemas.
#[derive(Debug, Clone, Copy)]
pub struct DiffOptions<'a> {
    /// Whose naming rules hold.
    pub line: Line,
    /// The decisions given.
    pub answers: &'a Answers,
}

/// How two schemas differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// The edits, in an order that reads well; `plan` makes one that runs.
    pub changes: Vec<Change>,
    /// The schema that the edits lead to: the second one, with recorded names kept
    /// where nobody wrote one. This is what a snapshot records.
    pub result: Schema,
}

impl Diff {
    /// Is there no difference?
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Do the edits drop every recorded table, view and sequence, and create none?
    pub fn drops_everything(&self, from: &Schema) -> bool {
        let had = !(from.tables.is_empty() && from.views.is_empty() && from.sequences.is_empty());
        let left = &self.result;
        had && left.tables.is_empty() && left.views.is_empty() && left.sequences.is_empty()
    }
}

/// Why two schemas have no diff.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// Decisions are missing. Nothing is decided until all are answered, and an
    /// answer can lead to further questions.
    #[error("{} {} missing: {}", .0.len(), decisions(.0.len()), subjects(.0))]
    Undecided(Vec<Question>),
    /// Hints that name something that did not go.
    #[error("the hint {} fits nothing: no {} of that name went", .0, kind_of(.0))]
    WrongHint(Hint),
    /// No sequence of statements leads from one schema to the other: everything in the
    /// second that the server refuses. Never empty.
    #[error("{}", messages(.0))]
    Impossible(Vec<Impossible>),
}

/// What leads from one schema to another.
pub fn diff(from: &Schema, to: &Schema, options: &DiffOptions<'_>) -> Result<Diff, DiffError> {
    diff_anew(from, to, options, &BTreeSet::new())
}

/// The same, where these enums are made anew even if they only get more labels: a label
/// that is added can be used only after a commit.
pub(super) fn diff_anew(
    from: &Schema,
    to: &Schema,
    options: &DiffOptions<'_>,
    anew: &BTreeSet<QName>,
) -> Result<Diff, DiffError> {
    if from == to && options.answers.hints().is_empty() {
        return Ok(Diff { changes: Vec::new(), result: to.clone() });
    }
    let mut comparison = Comparison {
        line: options.line,
        answers: options.answers,
        anew,
        from: from.clone(),
        result: to.clone(),
        to,
        renames: renames::Renames::default(),
        questions: Vec::new(),
        wrong: Vec::new(),
    };
    let early =
        [comparison.namespaces(), comparison.enums(), comparison.sequences(), comparison.roles()];
    let tables = comparison.tables();
    let views = comparison.views();
    let policies = comparison.linked_policies();
    if let Some(hint) = comparison.wrong.into_iter().next() {
        return Err(DiffError::WrongHint(hint));
    }
    if !comparison.questions.is_empty() {
        return Err(DiffError::Undecided(comparison.questions));
    }

    let mut changes = Vec::new();
    let mut late = Vec::new();
    for edits in early {
        changes.extend(edits.first);
        late.splice(0..0, edits.last);
    }
    let mut changes_of_tables = tables.first;
    let mut views_first = views.first;
    views::change_in_place(
        &mut views_first,
        &[&changes, &late, &changes_of_tables, &tables.last, &views.last, &policies],
    );
    dependents::replace(
        &comparison.from,
        to,
        &comparison.renames,
        &mut changes,
        &mut changes_of_tables,
        &mut views_first,
    );
    views::keep_one(&mut views_first);
    changes.extend(changes_of_tables);
    changes.extend(views_first);
    changes.extend(policies);
    changes.extend(views.last);
    changes.extend(tables.last);
    changes.extend(late);
    // What is as it was is not refused, and looking for it takes time in a large schema.
    if !changes.is_empty() {
        let impossible = possible::check(from, &comparison.result, &changes, options.line);
        if !impossible.is_empty() {
            return Err(DiffError::Impossible(impossible));
        }
    }
    Ok(Diff { changes, result: comparison.result })
}

/// Edits of one kind of object: those that belong in front, and drops.
#[derive(Debug, Default)]
struct Edits {
    first: Vec<Change>,
    last: Vec<Change>,
}

/// A comparison under way.
struct Comparison<'a> {
    line: Line,
    answers: &'a Answers,
    /// Enums that are made anew wherever their labels differ.
    anew: &'a BTreeSet<QName>,
    /// The first schema, renames applied; what goes is taken out of it.
    from: Schema,
    to: &'a Schema,
    /// The second schema, recorded names kept.
    result: Schema,
    renames: renames::Renames,
    questions: Vec<Question>,
    wrong: Vec<Hint>,
}

impl Comparison<'_> {
    /// Takes the questions of one round, and returns its renames.
    fn take(&mut self, resolved: Resolved) -> Vec<(usize, usize)> {
        self.questions.extend(resolved.questions);
        self.wrong.extend(resolved.wrong);
        resolved.renamed
    }
}

/// A name as hints spell it.
fn entity(name: &QName) -> Vec<String> {
    vec![name.schema.clone(), name.name.clone()]
}

fn decisions(count: usize) -> &'static str {
    if count == 1 { "decision is" } else { "decisions are" }
}

fn subjects(questions: &[Question]) -> String {
    let subjects: Vec<String> = questions
        .iter()
        .map(|question| format!("{} {}", question.kind.noun(), question.subject()))
        .collect();
    subjects.join(", ")
}

fn messages(impossible: &[Impossible]) -> String {
    impossible.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn kind_of(hint: &Hint) -> &'static str {
    match hint {
        Hint::Rename { kind, .. } | Hint::Create { kind, .. } => kind.noun(),
        Hint::ConfirmDataLoss { kind, .. } => kind.as_str(),
    }
}
