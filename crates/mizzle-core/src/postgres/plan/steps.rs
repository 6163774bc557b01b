//! Changes as steps, each with what it needs, makes and takes away.

use super::is_concurrent;
use super::objects::Object;
use crate::plan::graph;
use crate::postgres::change::{Change, Part};
use crate::postgres::diff::key_columns;
use crate::postgres::schema::{
    Column, DefaultValue, ForeignKey, IndexKey, Policy, QName, Schema, Table, Type,
};
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
                None => steps.extend(
                    actions(change)
                        .into_iter()
                        .map(|action| describe(&before, position, change, action)),
                ),
            }
        }
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

    fn need_words(&mut self, own: Option<&QName>, sql: &str) {
        self.needs_words.push((own.cloned(), Words::of(sql)));
    }

    fn free_words(&mut self, own: Option<&QName>, sql: &str) {
        self.frees_words.push((own.cloned(), Words::of(sql)));
    }

    /// The target of a foreign key may be a table that stays under another name.
    fn free_target(&mut self, before: &Before<'_>, key: &ForeignKey) {
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

fn actions(change: &Change) -> Vec<Action> {
    if matches!(
        change,
        Change::RecreateColumn { .. } | Change::ReplacePart { .. } | Change::RecreateView { .. }
    ) {
        vec![Action::Remove, Action::Make]
    } else {
        vec![Action::Whole]
    }
}

/// What something was called before its rename.
struct Before<'a> {
    /// Tables, by their old name: the new one.
    tables: BTreeMap<&'a QName, &'a QName>,
    columns: BTreeMap<(&'a QName, &'a str), &'a str>,
    types: BTreeMap<&'a QName, &'a QName>,
}

impl<'a> Before<'a> {
    fn new(changes: &'a [Change]) -> Self {
        let mut before =
            Self { tables: BTreeMap::new(), columns: BTreeMap::new(), types: BTreeMap::new() };
        for change in changes {
            if let Change::RenameColumn { table, from, to } = change {
                before.columns.insert((table, to), from);
            } else if let Change::RenameTable { from, to } = change {
                before.tables.insert(from, to);
            } else if let Change::RenameEnum { from, to } = change {
                before.types.insert(to, from);
            }
        }
        before
    }

    fn column(&self, table: &QName, column: &str) -> Object {
        let name = self.columns.get(&(table, column)).copied().unwrap_or(column);
        Object::Column(table.clone(), name.to_owned())
    }

    fn enum_type(&self, name: &QName) -> Object {
        Object::Type((*self.types.get(name).unwrap_or(&name)).clone())
    }

    /// The name that a column ends up with.
    fn renamed(&self, table: &QName, column: &str) -> String {
        let found =
            self.columns.iter().find(|((owner, _), old)| *owner == table && **old == column);
        found.map_or(column, |((_, new), _)| new).to_owned()
    }

    /// Both names of a column, since what uses it may be older or newer than its rename.
    fn both(&self, table: &QName, column: &str) -> Vec<Object> {
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
            if enum_of(&from.ty) == enum_of(&to.ty) {
                // It goes on using the type, and waits for it.
                from.ty.schema = None;
            }
            take_column(before, &mut step, table, name, &from);
            make_column(&mut step, table, name, to);
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

fn in_namespace(step: &mut Step, name: &QName) {
    step.needs.push(Object::Namespace(name.schema.clone()));
}

fn from_namespace(step: &mut Step, name: &QName) {
    step.frees.push(Object::Namespace(name.schema.clone()));
}

fn make_view(step: &mut Step, name: &QName, definition: Option<&str>) {
    in_namespace(step, name);
    step.need_words(None, definition.unwrap_or_default());
    step.makes.push(Object::Relation(name.clone()));
}

fn take_view(step: &mut Step, name: &QName, definition: Option<&str>) {
    from_namespace(step, name);
    step.free_words(None, definition.unwrap_or_default());
    step.takes.push(Object::Relation(name.clone()));
}

fn make_table(step: &mut Step, name: &QName, table: &Table) {
    in_namespace(step, name);
    step.makes.push(Object::Relation(name.clone()));
    for (column_name, column) in &table.columns {
        make_column(step, name, column_name, column);
    }
    let keys = table.primary_key.iter().cloned().map(Part::PrimaryKey);
    let uniques = table.uniques.iter().cloned().map(Part::Unique);
    let checks = table.checks.iter().cloned().map(Part::Check);
    for part in keys.chain(uniques).chain(checks) {
        make_part(step, name, &part);
    }
}

fn take_table(before: &Before<'_>, step: &mut Step, name: &QName, table: &Table) {
    from_namespace(step, name);
    step.takes.push(Object::Relation(name.clone()));
    for (column_name, column) in &table.columns {
        take_column(before, step, name, column_name, column);
    }
    let keys = table.primary_key.iter().cloned().map(Part::PrimaryKey);
    let parts = keys
        .chain(table.uniques.iter().cloned().map(Part::Unique))
        .chain(table.checks.iter().cloned().map(Part::Check))
        .chain(table.foreign_keys.iter().cloned().map(Part::ForeignKey))
        .chain(table.indexes.iter().cloned().map(Part::Index))
        .chain(table.policies.iter().cloned().map(Part::Policy));
    for part in parts {
        take_part(before, step, name, &part);
    }
}

fn enum_of(ty: &Type) -> Option<QName> {
    ty.schema.as_ref().map(|schema| QName::new(schema, &ty.text))
}

fn make_column(step: &mut Step, table: &QName, name: &str, column: &Column) {
    step.makes.push(Object::Column(table.clone(), name.to_owned()));
    if let Some(owned) = enum_of(&column.ty) {
        if let Some(DefaultValue::Text(label)) = &column.default {
            step.needs.push(Object::Label(owned.clone(), label.clone()));
            // An array's text holds labels in braces.
            for word in label.split(|c: char| "{},\"".contains(c)).filter(|word| !word.is_empty()) {
                step.needs.push(Object::Label(owned.clone(), word.to_owned()));
            }
        }
        step.needs.push(Object::Type(owned));
    }
    if let Some(DefaultValue::Expression(sql)) = &column.default {
        step.need_words(None, sql);
    }
    if let Some(generated) = &column.generated {
        step.need_words(Some(table), &generated.expression);
    }
    if let Some(identity) = &column.identity {
        step.makes.push(Object::Relation(QName::new(&table.schema, &identity.sequence.text)));
    }
}

fn take_column(before: &Before<'_>, step: &mut Step, table: &QName, name: &str, column: &Column) {
    step.takes.push(before.column(table, name));
    if let Some(owned) = enum_of(&column.ty) {
        step.frees.push(before.enum_type(&owned));
        step.frees.push(Object::Type(owned));
    }
    if let Some(DefaultValue::Expression(sql)) = &column.default {
        step.free_words(None, sql);
    }
    if let Some(generated) = &column.generated {
        step.free_words(Some(table), &generated.expression);
    }
    if let Some(identity) = &column.identity {
        step.takes.push(Object::Relation(QName::new(&table.schema, &identity.sequence.text)));
    }
}

/// The names that a part takes: constraints with an index have two.
fn names_of(table: &QName, part: &Part, name: &str) -> Vec<Object> {
    let relation = Object::Relation(QName::new(&table.schema, name));
    let constraint = Object::Constraint(table.clone(), name.to_owned());
    match part {
        Part::PrimaryKey(_) => vec![relation, constraint, Object::PrimaryKey(table.clone())],
        Part::Unique(_) => vec![relation, constraint],
        Part::Check(_) | Part::ForeignKey(_) => vec![constraint],
        Part::Index(_) => vec![relation],
        Part::Policy(_) => vec![Object::Policy(table.clone(), name.to_owned())],
    }
}

/// The columns a part names, and the SQL in it.
fn mentions(part: &Part) -> (Vec<String>, Vec<String>) {
    match part {
        Part::PrimaryKey(key) => (key.columns.clone(), Vec::new()),
        Part::Unique(unique) => (unique.columns.clone(), Vec::new()),
        Part::Check(check) => (Vec::new(), vec![check.expression.clone()]),
        Part::ForeignKey(key) => (key.columns.clone(), Vec::new()),
        Part::Index(index) => {
            let mut columns = Vec::new();
            let mut sql: Vec<String> = index.predicate.iter().cloned().collect();
            for part in &index.columns {
                match &part.key {
                    IndexKey::Column(name) => columns.push(name.clone()),
                    IndexKey::Expression(text) => sql.push(text.clone()),
                }
            }
            (columns, sql)
        }
        Part::Policy(policy) => (
            Vec::new(),
            [&policy.using, &policy.with_check].into_iter().flatten().cloned().collect(),
        ),
    }
}

fn key_of(table: &QName, part: &Part) -> Option<Object> {
    let columns: BTreeSet<String> = key_columns(part)?.into_iter().cloned().collect();
    Some(Object::Key(table.clone(), columns))
}

fn make_part(step: &mut Step, table: &QName, part: &Part) {
    let (columns, sql) = mentions(part);
    step.needs.push(Object::Relation(table.clone()));
    step.needs.extend(columns.into_iter().map(|name| Object::Column(table.clone(), name)));
    for text in sql {
        step.need_words(Some(table), &text);
    }
    if let Part::ForeignKey(key) = part {
        let target = &key.target;
        step.needs.push(Object::Relation(target.clone()));
        step.needs.extend(
            key.target_columns.iter().map(|name| Object::Column(target.clone(), name.clone())),
        );
        step.needs.push(Object::Key(target.clone(), key.target_columns.iter().cloned().collect()));
    }
    if let Part::Policy(policy) = part {
        need_policy(step, table, policy);
    }
    step.makes.extend(names_of(table, part, part.name()));
    step.makes.extend(key_of(table, part));
}

fn take_part(before: &Before<'_>, step: &mut Step, table: &QName, part: &Part) {
    let (columns, sql) = mentions(part);
    for column in &columns {
        step.frees.extend(before.both(table, column));
    }
    for text in sql {
        step.free_words(Some(table), &text);
    }
    if let Part::ForeignKey(key) = part {
        step.free_target(before, key);
    }
    if let Part::Policy(policy) = part {
        free_policy(step, table, policy);
    }
    step.takes.extend(names_of(table, part, part.name()));
    step.takes.extend(key_of(table, part));
}

fn need_policy(step: &mut Step, table: &QName, policy: &Policy) {
    step.needs.push(Object::Relation(table.clone()));
    step.needs.extend(policy.roles.iter().map(|role| Object::Role(role.clone())));
    for sql in [&policy.using, &policy.with_check].into_iter().flatten() {
        step.need_words(Some(table), sql);
    }
}

fn free_policy(step: &mut Step, table: &QName, policy: &Policy) {
    step.frees.extend(policy.roles.iter().map(|role| Object::Role(role.clone())));
    for sql in [&policy.using, &policy.with_check].into_iter().flatten() {
        step.free_words(Some(table), sql);
    }
}

/// Tables that go and reference each other in a circle: for each position, the foreign
/// keys to drop first.
fn splits(changes: &[Change]) -> BTreeMap<usize, Vec<(QName, ForeignKey)>> {
    let dropped: BTreeMap<&QName, (usize, &Table)> = changes
        .iter()
        .enumerate()
        .filter_map(|(position, change)| {
            let Change::DropTable { name, table } = change else { return None };
            Some((name, (position, table.as_ref())))
        })
        .collect();
    let mut edges = BTreeSet::new();
    for (position, table) in dropped.values() {
        for key in &table.foreign_keys {
            if let Some((target, _)) = dropped.get(&key.target) {
                edges.insert((*position, *target));
            }
        }
    }
    let mut splits: BTreeMap<usize, Vec<(QName, ForeignKey)>> = BTreeMap::new();
    for group in graph::cycles(changes.len(), &edges) {
        for (name, (position, table)) in &dropped {
            for key in table.foreign_keys.iter().filter(|key| key.target != **name) {
                let inside = |at: &usize| group.contains(at);
                let target = dropped.get(&key.target).map(|(target, _)| target);
                if inside(position) && target.is_some_and(inside) {
                    splits.entry(*position).or_default().push(((*name).clone(), key.clone()));
                }
            }
        }
    }
    splits
}

/// Something that changes both its schema and its name is moved first, and for a moment
/// has its old name in its new schema. Is that name another's?
fn passes_through(changes: &[Change], result: &Schema, from: &QName, to: &QName) -> bool {
    let between = QName::new(&to.schema, &from.name);
    let taken = |name: &QName| *name == between;
    from.schema != to.schema
        && from.name != to.name
        && (result.tables.contains_key(&between)
            || result.views.contains_key(&between)
            || result.sequences.contains_key(&between)
            || result.enums.contains_key(&between)
            || changes.iter().any(|change| {
                matches!(change,
                    Change::DropTable { name, .. }
                    | Change::DropEnum { name }
                    | Change::DropSequence { name }
                    | Change::DropView { name, .. }
                    | Change::RenameTable { from: name, .. }
                    | Change::RenameEnum { from: name, .. }
                    | Change::RenameSequence { from: name, .. }
                    | Change::RenameView { from: name, .. } if taken(name))
            }))
}

/// Renames that lead in a circle, or pass through a name that is another's: for one of
/// each circle, the name to step aside to.
fn detours(changes: &[Change], result: &Schema) -> BTreeMap<usize, String> {
    let mut renames: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    for (position, change) in changes.iter().enumerate() {
        let (scope, from, to) = if let Change::RenameTable { from, to } = change {
            ("table".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameEnum { from, to } = change {
            ("enum".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameSequence { from, to } = change {
            ("sequence".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameView { from, to, .. } = change {
            ("view".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameColumn { table, from, to } = change {
            (format!("column {table:?}"), from.clone(), to.clone())
        } else if let Change::RenamePart { table, from, to } = change {
            (format!("part {} {}", table.schema, to.noun()), from.clone(), to.name().to_owned())
        } else if let Change::RenameOwnedSequence { table, from, to, .. } = change {
            (format!("owned {}", table.schema), from.clone(), to.clone())
        } else {
            continue;
        };
        renames.insert((scope, from), (position, to));
    }
    let mut detours = BTreeMap::new();
    for (position, change) in changes.iter().enumerate() {
        if let Change::RenameTable { from, to }
        | Change::RenameEnum { from, to }
        | Change::RenameSequence { from, to }
        | Change::RenameView { from, to, .. } = change
            && passes_through(changes, result, from, to)
        {
            detours.insert(position, format!("mizzle_renaming_{position}"));
        }
    }
    for ((scope, start), (position, to)) in &renames {
        let mut next = to;
        let mut members = vec![*position];
        while let Some((member, to)) = renames.get(&(scope.clone(), next.clone())) {
            if next == start {
                break;
            }
            if members.contains(member) {
                break;
            }
            members.push(*member);
            next = to;
        }
        if next == start && !members.iter().any(|member| detours.contains_key(member)) {
            detours.insert(*position, format!("mizzle_renaming_{position}"));
        }
    }
    detours
}
