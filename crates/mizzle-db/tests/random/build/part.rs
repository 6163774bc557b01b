//! What tables have beside columns that stand alone: keys, checks, references, and columns
//! that are generated from others.

use super::{add_index, add_policy, column, name};
use crate::design::expression::{Expression, conditions, values};
use crate::design::types::Ty;
use crate::design::{Check, Column, Design, Id, Key, Method, Reference, Table};
use crate::random::Random;
use mizzle_core::postgres::schema::Action;

pub(super) fn key(design: &mut Design, random: &mut Random, columns: Vec<Id>) -> Key {
    let on_column = columns.len() == 1 && random.one_in(2);
    Key {
        name: random.one_in(3).then(|| name(design, random, "key")),
        on_column,
        columns,
        nulls_not_distinct: false,
    }
}

/// Some of these columns, in any order.
pub(super) fn some(random: &mut Random, of: &[Id], most: usize) -> Vec<Id> {
    let mut left = of.to_vec();
    let mut taken = Vec::new();
    while !left.is_empty() && taken.len() < most && (taken.is_empty() || random.one_in(3)) {
        taken.push(left.remove(random.below(left.len())));
    }
    taken
}

fn with_order(table: &Table) -> Vec<Id> {
    let columns = table.columns.iter().filter(|it| it.ty.indexable(Method::Btree));
    columns.map(|it| it.id).collect()
}

/// Gives a table one more of what tables have.
pub(crate) fn add_part(design: &mut Design, random: &mut Random, at: usize) {
    match random.below(8) {
        0 => add_unique(design, random, at),
        1 => add_check(design, random, at),
        2 | 3 => add_reference(design, random, at),
        4 | 5 => add_index(design, random, at),
        6 => add_policy(design, random, at),
        _ => add_generated(design, random, at),
    }
}

pub(crate) fn set_primary_key(design: &mut Design, random: &mut Random, at: usize) {
    let columns = some(random, &with_order(&design.tables[at]), 3);
    if !columns.is_empty() {
        design.tables[at].primary_key = Some(key(design, random, columns));
    }
}

pub(crate) fn add_unique(design: &mut Design, random: &mut Random, at: usize) {
    let columns = some(random, &with_order(&design.tables[at]), 3);
    if !columns.is_empty() {
        let mut key = key(design, random, columns);
        key.nulls_not_distinct = random.one_in(3);
        design.tables[at].uniques.push(key);
    }
}

pub(crate) fn add_check(design: &mut Design, random: &mut Random, at: usize) {
    let Some(condition) = condition(design, random, at) else { return };
    let name = name(design, random, "check");
    design.tables[at].checks.push(Check { name, condition });
}

/// A condition over a column of a table.
pub(crate) fn condition(design: &Design, random: &mut Random, at: usize) -> Option<Expression> {
    let table = &design.tables[at];
    if table.columns.is_empty() {
        return None;
    }
    let column = random.pick(&table.columns);
    let forms = conditions(design, &column.ty);
    Some(Expression { form: *random.pick(&forms), column: column.id })
}

/// A reference to a key of any table, from columns that are there or new.
pub(crate) fn add_reference(design: &mut Design, random: &mut Random, at: usize) {
    let target = random.pick(&design.tables).clone();
    let keys: Vec<Vec<Id>> = target.keys().collect();
    if keys.is_empty() {
        return;
    }
    let target_columns = random.pick(&keys).clone();
    let mut columns = Vec::new();
    for id in &target_columns {
        let Some(to) = target.column(*id) else { return };
        let ty = to.ty.stored();
        let fits = |it: &&Column| {
            it.ty.stored() == ty && it.generated.is_none() && !columns.contains(&it.id)
        };
        let found = design.tables[at].columns.iter().filter(fits).map(|it| it.id);
        let found: Vec<Id> = found.collect();
        let own = if found.is_empty() || random.one_in(3) {
            let mut column = column(design, random, ty);
            column.default = None;
            let id = column.id;
            design.tables[at].columns.push(column);
            id
        } else {
            *random.pick(&found)
        };
        columns.push(own);
    }
    let actions =
        [Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];
    let reference = Reference {
        name: random.one_in(3).then(|| name(design, random, "fk")),
        columns,
        target: target.id,
        target_columns,
        on_delete: *random.pick(&actions),
        on_update: *random.pick(&actions),
    };
    design.tables[at].references.push(reference);
}

pub(crate) fn add_generated(design: &mut Design, random: &mut Random, at: usize) {
    let Some(generated) = generated(design, random, at) else { return };
    let mut column = column(design, random, Ty::plain("text"));
    column.default = None;
    column.not_null = false;
    column.generated = Some(generated);
    design.tables[at].columns.push(column);
}

/// An expression over a column of a table that a generated column can have.
pub(crate) fn generated(design: &Design, random: &mut Random, at: usize) -> Option<Expression> {
    let table = &design.tables[at];
    let able = table.columns.iter().filter(|it| it.generated.is_none());
    let able: Vec<&Column> = able.filter(|it| !values(&it.ty).is_empty()).collect();
    if able.is_empty() {
        return None;
    }
    let base = *random.pick(&able);
    Some(Expression { form: *random.pick(&values(&base.ty)), column: base.id })
}
