//! What tables, columns, views and their parts need, make and take away.

use super::before::Before;
use super::objects::Object;
use super::steps::Step;
use crate::postgres::change::Part;
use crate::postgres::diff::key_columns;
use crate::postgres::schema::{Column, DefaultValue, IndexKey, Policy, QName, Table, Type};
use std::collections::BTreeSet;

pub(super) fn in_namespace(step: &mut Step, name: &QName) {
    step.needs.push(Object::Namespace(name.schema.clone()));
}

pub(super) fn from_namespace(step: &mut Step, name: &QName) {
    step.frees.push(Object::Namespace(name.schema.clone()));
}

pub(super) fn make_view(step: &mut Step, name: &QName, definition: Option<&str>) {
    in_namespace(step, name);
    step.need_words(None, definition.unwrap_or_default());
    step.makes.push(Object::Relation(name.clone()));
}

pub(super) fn take_view(step: &mut Step, name: &QName, definition: Option<&str>) {
    from_namespace(step, name);
    step.free_words(None, definition.unwrap_or_default());
    step.takes.push(Object::Relation(name.clone()));
}

pub(super) fn make_table(step: &mut Step, name: &QName, table: &Table) {
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

pub(super) fn take_table(before: &Before<'_>, step: &mut Step, name: &QName, table: &Table) {
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

pub(super) fn enum_of(ty: &Type) -> Option<QName> {
    ty.schema.as_ref().map(|schema| QName::new(schema, &ty.text))
}

pub(super) fn make_column(step: &mut Step, table: &QName, name: &str, column: &Column) {
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

pub(super) fn take_column(
    before: &Before<'_>,
    step: &mut Step,
    table: &QName,
    name: &str,
    column: &Column,
) {
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
pub(super) fn names_of(table: &QName, part: &Part, name: &str) -> Vec<Object> {
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

pub(super) fn make_part(step: &mut Step, table: &QName, part: &Part) {
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

pub(super) fn take_part(before: &Before<'_>, step: &mut Step, table: &QName, part: &Part) {
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

pub(super) fn need_policy(step: &mut Step, table: &QName, policy: &Policy) {
    step.needs.push(Object::Relation(table.clone()));
    step.needs.extend(policy.roles.iter().map(|role| Object::Role(role.clone())));
    for sql in [&policy.using, &policy.with_check].into_iter().flatten() {
        step.need_words(Some(table), sql);
    }
}

pub(super) fn free_policy(step: &mut Step, table: &QName, policy: &Policy) {
    step.frees.extend(policy.roles.iter().map(|role| Object::Role(role.clone())));
    for sql in [&policy.using, &policy.with_check].into_iter().flatten() {
        step.free_words(Some(table), sql);
    }
}
