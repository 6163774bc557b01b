//! Changes as steps, each with what it needs, makes and takes away.

use super::before::Before;
use super::describe::describe;
use super::detours::{detours, splits};
use super::is_concurrent;
use super::objects::Object;
use super::uses::enum_of;
use crate::postgres::change::Change;
use crate::postgres::schema::{ForeignKey, QName, Schema};
use crate::sql::words::Words;
use std::collections::BTreeSet;

/// What a step does of its change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// All of it.
    Whole,
    /// The first half of what is dropped and made again.
    Remove,
    /// The second half.
    Make,
    /// Drops a foreign key ahead of its table, because tables that go reference each
    /// other in a circle.
    SplitForeignKey(QName, Box<ForeignKey>),
    /// The first half of a rename whose new name another rename must free first.
    StepAside(String),
    /// The second half.
    StepBack(String),
}

/// A step of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// The position of its change.
    pub(crate) change: usize,
    /// What it does of it.
    pub(crate) action: Action,
    /// What must be there, as it is in the end.
    pub(super) needs: Vec<Object>,
    /// SQL whose words must be there, with the table whose columns it names.
    pub(super) needs_words: Vec<(Option<QName>, Words)>,
    /// What is there afterwards.
    pub(super) makes: Vec<Object>,
    /// What it no longer uses afterwards, as it was before.
    pub(super) frees: Vec<Object>,
    /// SQL whose words it no longer uses afterwards.
    pub(super) frees_words: Vec<(Option<QName>, Words)>,
    /// What is gone, or no longer what it was, afterwards.
    pub(super) takes: Vec<Object>,
    /// Names that are free afterwards, because what had them is called otherwise.
    pub(super) vacates: Vec<Object>,
    /// Steps that come before for another reason.
    pub(super) after: Vec<usize>,
    /// Does it add an enum value?
    pub(super) adds_value: bool,
}

/// Every step, in the order in which changes are listed, concurrent index builds last.
///
/// `result` is what the changes lead to; `fresh` names the tables that the changes create.
pub(super) fn steps(changes: &[Change], result: &Schema, fresh: &BTreeSet<QName>) -> Vec<Step> {
    let before = Before::new(changes);
    let splits = splits(changes);
    let detours = detours(changes, result);
    let recreated: BTreeSet<&QName> = changes
        .iter()
        .filter_map(|change| {
            let Change::RecreateEnum { name, .. } = change else { return None };
            Some(name)
        })
        .collect();
    let mut steps = Vec::new();
    for late in [false, true] {
        for (position, change) in changes.iter().enumerate() {
            if is_concurrent(change, fresh) != late {
                continue;
            }
            for (table, key) in splits.get(&position).into_iter().flatten() {
                let action = Action::SplitForeignKey(table.clone(), Box::new(key.clone()));
                let mut step = Step::new(position, action);
                step.takes.push(Object::Constraint(table.clone(), key.name.text.clone()));
                step.free_target(&before, key);
                steps.push(step);
            }
            match detours.get(&position) {
                Some(aside) => detour(&mut steps, &before, position, change, aside),
                None => {
                    for action in actions(change, &recreated) {
                        let mut step = describe(&before, position, change, action);
                        if step.action == Action::Make {
                            // Whatever it was called, it is gone by then.
                            step.after.push(steps.len() - 1);
                        }
                        steps.push(step);
                    }
                }
            }
        }
    }
    for (own, words) in steps.iter_mut().flat_map(|step| &mut step.frees_words) {
        before.add_other_names(own.as_ref(), words);
    }
    // A foreign key that was split off no longer holds its table back.
    for step in steps.iter_mut().filter(|step| step.action == Action::Whole) {
        for (_, key) in splits.get(&step.change).into_iter().flatten() {
            let mut split = Step::new(step.change, Action::Whole);
            split.free_target(&before, key);
            step.frees.retain(|object| !split.frees.contains(object));
        }
    }
    steps
}

impl Step {
    pub(super) fn new(change: usize, action: Action) -> Self {
        Self {
            change,
            action,
            needs: Vec::new(),
            needs_words: Vec::new(),
            makes: Vec::new(),
            frees: Vec::new(),
            frees_words: Vec::new(),
            takes: Vec::new(),
            vacates: Vec::new(),
            after: Vec::new(),
            adds_value: false,
        }
    }

    pub(super) fn need_words(&mut self, own: Option<&QName>, sql: &str) {
        self.needs_words.push((own.cloned(), Words::of(sql)));
    }

    pub(super) fn free_words(&mut self, own: Option<&QName>, sql: &str) {
        self.frees_words.push((own.cloned(), Words::of(sql)));
    }

    /// The target of a foreign key may be a table that stays under another name.
    pub(super) fn free_target(&mut self, before: &Before<'_>, key: &ForeignKey) {
        let renamed = before.tables.get(&key.target).copied();
        for target in std::iter::once(&key.target).chain(renamed) {
            self.frees.push(Object::Relation(target.clone()));
            for column in &key.target_columns {
                self.frees.extend(before.both(target, column));
            }
            let columns = key.target_columns.iter().cloned().collect();
            self.frees.push(Object::Key(target.clone(), columns));
            let columns = key.target_columns.iter().map(|name| before.renamed(target, name));
            self.frees.push(Object::Key(target.clone(), columns.collect()));
        }
    }
}

/// Usually one; what is dropped and made again is two, with other steps in between.
fn actions(change: &Change, recreated: &BTreeSet<&QName>) -> Vec<Action> {
    let passes_text = if let Change::AlterColumn { from, to, .. } = change {
        // From one enum that is made again to another: it waits for the second, and the
        // first waits for it. Two such columns can wait for each other.
        let (old, new) = (enum_of(&from.ty), enum_of(&to.ty));
        let again = |name: &Option<QName>| name.as_ref().is_some_and(|it| recreated.contains(it));
        old != new && again(&old) && again(&new)
    } else {
        false
    };
    if passes_text
        || matches!(
            change,
            Change::RecreateColumn { .. }
                | Change::ReplacePart { .. }
                | Change::RecreateView { .. }
        )
    {
        vec![Action::Remove, Action::Make]
    } else {
        vec![Action::Whole]
    }
}

/// A rename in two steps, so that its old name is free for another.
fn detour(
    steps: &mut Vec<Step>,
    before: &Before<'_>,
    position: usize,
    change: &Change,
    aside: &str,
) {
    let whole = describe(before, position, change, Action::Whole);
    let mut first = whole.clone();
    first.action = Action::StepAside(aside.to_owned());
    first.makes = Vec::new();
    let mut second = whole;
    second.action = Action::StepBack(aside.to_owned());
    second.vacates = Vec::new();
    second.after.push(steps.len());
    steps.push(first);
    steps.push(second);
}
