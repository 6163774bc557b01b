//! Changes as steps, each with what it needs, makes and takes away.

use super::detours::{detours, splits};
use super::is_concurrent;
use super::objects::Object;
use super::uses::{
    enum_of, free_policy, from_namespace, in_namespace, make_column, make_part, make_table,
    make_view, names_of, need_policy, take_column, take_part, take_table, take_view,
};
use crate::postgres::change::Change;
use crate::postgres::names;
use crate::postgres::schema::{ForeignKey, QName, Schema};
use crate::sql::words::Words;
use std::collections::{BTreeMap, BTreeSet};

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
    fn new(change: usize, action: Action) -> Self {
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

/// What something was called before its rename.
pub(super) struct Before<'a> {
    /// Tables, by their old name: the new one.
    tables: BTreeMap<&'a QName, &'a QName>,
    columns: BTreeMap<(&'a QName, &'a str), &'a str>,
    types: BTreeMap<&'a QName, &'a QName>,
    /// Labels that are added or got their name, by their enum.
    labels: BTreeMap<&'a QName, Vec<&'a String>>,
}

impl<'a> Before<'a> {
    fn new(changes: &'a [Change]) -> Self {
        let mut before = Self {
            tables: BTreeMap::new(),
            columns: BTreeMap::new(),
            types: BTreeMap::new(),
            labels: BTreeMap::new(),
        };
        for change in changes {
            if let Change::RenameColumn { table, from, to } = change {
                before.columns.insert((table, to), from);
            } else if let Change::RenameTable { from, to } = change {
                before.tables.insert(from, to);
            } else if let Change::RenameEnum { from, to } = change {
                before.types.insert(to, from);
            } else if let Change::AddEnumValue { name, value, .. }
            | Change::RenameEnumValue { name, to: value, .. } = change
            {
                before.labels.entry(name).or_default().push(value);
            }
        }
        before
    }

    pub(super) fn column(&self, table: &QName, column: &str) -> Object {
        let name = self.columns.get(&(table, column)).copied().unwrap_or(column);
        Object::Column(table.clone(), name.to_owned())
    }

    /// SQL that is used no longer speaks of columns as they are called in the end, what is
    /// taken as it was called before. With tables it is the other way round.
    fn add_other_names(&self, own: Option<&QName>, words: &mut Words) {
        let renamed = self.tables.iter().filter(|(old, _)| words.mentions(&old.name));
        let new: Vec<String> = renamed.map(|(_, new)| new.name.clone()).collect();
        words.names.extend(new);
        let means = |table: &QName, new: &str| {
            (own == Some(table) || words.mentions(&table.name)) && words.mentions(new)
        };
        let renamed = self.columns.iter().filter(|((table, new), _)| means(table, new));
        let old: Vec<String> = renamed.map(|(_, old)| (*old).to_owned()).collect();
        words.names.extend(old);
    }

    pub(super) fn enum_type(&self, name: &QName) -> Object {
        Object::Type((*self.types.get(name).unwrap_or(&name)).clone())
    }

    /// The name that a column ends up with.
    fn renamed(&self, table: &QName, column: &str) -> String {
        let found =
            self.columns.iter().find(|((owner, _), old)| *owner == table && **old == column);
        found.map_or(column, |((_, new), _)| new).to_owned()
    }

    /// Both names of a column, since what uses it may be older or newer than its rename.
    pub(super) fn both(&self, table: &QName, column: &str) -> Vec<Object> {
        let given = Object::Column(table.clone(), column.to_owned());
        let new = Object::Column(table.clone(), self.renamed(table, column));
        let mut names = vec![self.column(table, column)];
        for name in [given, new] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
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

fn describe(before: &Before<'_>, position: usize, change: &Change, action: Action) -> Step {
    let remove = action != Action::Make;
    let make = action != Action::Remove;
    let mut step = Step::new(position, action);
    match change {
        Change::CreateNamespace { name } => step.makes.push(Object::Namespace(name.clone())),
        Change::DropNamespace { name } => step.takes.push(Object::Namespace(name.clone())),
        Change::RenameNamespace { from, to } => {
            step.vacates.push(Object::Namespace(from.clone()));
            step.makes.push(Object::Namespace(to.clone()));
        }
        Change::CreateEnum { name, .. } => {
            in_namespace(&mut step, name);
            step.makes.push(Object::Type(name.clone()));
        }
        Change::DropEnum { name } => {
            from_namespace(&mut step, name);
            step.takes.push(Object::Type(name.clone()));
        }
        Change::RenameEnum { from, to } => {
            from_namespace(&mut step, from);
            in_namespace(&mut step, to);
            step.vacates.push(Object::Type(from.clone()));
            step.makes.push(Object::Type(to.clone()));
        }
        Change::AddEnumValue { name, value, before } => {
            step.adds_value = true;
            step.needs
                .extend(before.iter().map(|label| Object::Label(name.clone(), label.clone())));
            step.makes.push(Object::Label(name.clone(), value.clone()));
        }
        Change::RenameEnumValue { name, from, to } => {
            step.takes.push(Object::OldLabels(name.clone()));
            step.vacates.push(Object::Label(name.clone(), from.clone()));
            step.makes.push(Object::Label(name.clone(), to.clone()));
        }
        Change::RecreateEnum { name, from, to, uses } => {
            step.needs.push(Object::Type(name.clone()));
            step.needs.extend(from.iter().map(|label| Object::Label(name.clone(), label.clone())));
            step.takes.push(before.enum_type(name));
            step.makes.push(Object::Type(name.clone()));
            step.makes.extend(to.iter().map(|label| Object::Label(name.clone(), label.clone())));
            for used in uses {
                step.needs.push(Object::RenamedColumn(used.table.clone(), used.column.clone()));
                step.takes.push(before.column(&used.table, &used.column));
                step.makes.push(Object::Column(used.table.clone(), used.column.clone()));
            }
        }
        Change::CreateSequence { name, .. } => {
            in_namespace(&mut step, name);
            step.makes.push(Object::Relation(name.clone()));
        }
        Change::DropSequence { name } => {
            from_namespace(&mut step, name);
            step.takes.push(Object::Relation(name.clone()));
        }
        Change::RenameSequence { from, to } | Change::RenameView { from, to, .. } => {
            from_namespace(&mut step, from);
            in_namespace(&mut step, to);
            step.vacates.push(Object::Relation(from.clone()));
            step.makes.push(Object::Relation(to.clone()));
        }
        Change::AlterSequence { name, .. } => step.needs.push(Object::Relation(name.clone())),
        Change::CreateRole { name, .. } => step.makes.push(Object::Role(name.clone())),
        Change::DropRole { name } => step.takes.push(Object::Role(name.clone())),
        Change::RenameRole { from, to } => {
            step.vacates.push(Object::Role(from.clone()));
            step.makes.push(Object::Role(to.clone()));
        }
        Change::AlterRole { name, .. } => step.needs.push(Object::Role(name.clone())),
        Change::CreateTable { name, table } => make_table(&mut step, name, table),
        Change::DropTable { name, table } => take_table(before, &mut step, name, table),
        Change::RenameTable { from, to } => {
            from_namespace(&mut step, from);
            in_namespace(&mut step, to);
            step.vacates.push(Object::Relation(from.clone()));
            step.makes.push(Object::Relation(to.clone()));
        }
        Change::SetRls { table, .. } => step.needs.push(Object::Relation(table.clone())),
        Change::AddColumn { table, name, column } => make_column(&mut step, table, name, column),
        Change::DropColumn { table, name, column, parts } => {
            take_column(before, &mut step, table, name, column);
            for part in parts {
                take_part(before, &mut step, table, part);
            }
        }
        Change::RenameColumn { table, from, to } => {
            step.vacates.push(Object::Column(table.clone(), from.clone()));
            step.makes.push(Object::Column(table.clone(), to.clone()));
            step.makes.push(Object::RenamedColumn(table.clone(), to.clone()));
        }
        Change::AlterColumn { table, name, from, to } => {
            let mut from = from.clone();
            let becomes = enum_of(&to.ty);
            if enum_of(&from.ty) == becomes {
                // It goes on using the type, and waits for it.
                from.ty.schema = None;
            } else if let Some(name) = &becomes {
                // Its values may be any label.
                let labels = before.labels.get(name).into_iter().flatten();
                step.needs.extend(labels.map(|it| Object::Label(name.clone(), (*it).clone())));
            }
            if remove {
                // Values take the labels along that they have. As what becomes an enum waits
                // for its new labels, the way back from there gives each value its text again.
                step.frees.extend(enum_of(&from.ty).map(Object::OldLabels));
                take_column(before, &mut step, table, name, &from);
            }
            if make {
                make_column(&mut step, table, name, to);
                if to.ty.is_serial() && !from.ty.is_serial() {
                    let sequence = names::server_sequence(&table.name, name);
                    step.makes.push(Object::Relation(QName::new(&table.schema, sequence)));
                }
            }
            step.needs.push(Object::RenamedColumn(table.clone(), name.clone()));
        }
        Change::RecreateColumn { table, name, from, to } => {
            if remove {
                take_column(before, &mut step, table, name, from);
                step.needs.push(Object::RenamedColumn(table.clone(), name.clone()));
            }
            if make {
                make_column(&mut step, table, name, to);
            }
        }
        Change::RenameOwnedSequence { table, from, to, .. } => {
            step.vacates.push(Object::Relation(QName::new(&table.schema, from)));
            step.makes.push(Object::Relation(QName::new(&table.schema, to)));
        }
        Change::AddPart { table, part } => make_part(&mut step, table, part),
        Change::DropPart { table, part } => take_part(before, &mut step, table, part),
        Change::ReplacePart { table, from, to, .. } => {
            if remove {
                take_part(before, &mut step, table, from);
            }
            if make {
                make_part(&mut step, table, to);
            }
        }
        Change::RenamePart { table, from, to } => {
            step.vacates.extend(names_of(table, to, from));
            step.makes.extend(names_of(table, to, to.name()));
        }
        Change::AlterPolicy { table, from, to } => {
            free_policy(&mut step, table, from);
            need_policy(&mut step, table, to);
        }
        Change::CreateView { name, view } => {
            make_view(&mut step, name, view.definition.as_deref());
        }
        Change::DropView { name, view } => {
            take_view(&mut step, name, view.definition.as_deref());
        }
        Change::ReplaceView { name, from, to } => {
            make_view(&mut step, name, to.definition.as_deref());
            step.free_words(None, from.definition.as_deref().unwrap_or_default());
        }
        Change::RecreateView { name, from, to, .. } => {
            if remove {
                take_view(&mut step, name, from.definition.as_deref());
            }
            if make {
                make_view(&mut step, name, to.definition.as_deref());
            }
        }
    }
    step
}
