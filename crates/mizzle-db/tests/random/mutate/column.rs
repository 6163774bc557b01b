//! Edits of columns.

use super::at;
use crate::build;
use crate::design::types::{self, Class, Ty};
use crate::design::{Column, Default, Design, Id, Table};
use crate::random::Random;
use mizzle_core::postgres::schema::IdentityKind;

pub(super) fn columns(design: &mut Design, random: &mut Random) {
    let Some(table) = at(random, design.tables.len()) else { return };
    let count = design.tables[table].columns.len();
    let Some(at) = at(random, count) else { return };
    match random.below(17) {
        0 => {
            let ty = build::ty(design, random);
            let column = build::column(design, random, ty);
            design.tables[table].columns.insert(random.below(count + 1), column);
        }
        1 | 15 => {
            // Often one that something is on.
            let of = &mut design.tables[table];
            let on = of.indexes.first().map(|index| index.parts[0].on.column());
            let on = on.or_else(|| of.uniques.first().map(|key| key.columns[0]));
            let place = of.columns.iter().position(|it| Some(it.id) == on);
            of.columns.remove(place.filter(|_| random.one_in(2)).unwrap_or(at));
        }
        2 => {
            let column = design.tables[table].columns.remove(at);
            design.tables[table].columns.insert(random.below(count), column);
        }
        3 | 4 => {
            let name = build::name(design, random, "col");
            design.tables[table].columns[at].name = name;
        }
        5 => design.tables[table].columns[at].not_null ^= true,
        6 => {
            let ty = design.tables[table].columns[at].ty.clone();
            let default = build::default(design, random, &ty);
            let column = &mut design.tables[table].columns[at];
            column.default =
                if column.default.is_some() && random.one_in(2) { None } else { default };
        }
        7 => identity(design, random, table, at),
        8 => serial(&mut design.tables[table].columns[at]),
        9..=11 => generated(design, random, table),
        _ => retype(design, random, table, at),
    }
}

fn identity(design: &mut Design, random: &mut Random, table: usize, at: usize) {
    let fresh = build::identity(design, random);
    let able = |it: &&mut Column| it.ty.class() == Class::Integer || it.ty.is_serial();
    let all = &mut design.tables[table].columns;
    let has_own = all[at].identity.is_some();
    let other = all.iter_mut().find(able);
    let Some(column) = other.filter(|_| !has_own) else {
        if let Some(identity) = &mut design.tables[table].columns[at].identity {
            match random.below(4) {
                0 => design.tables[table].columns[at].identity = None,
                1 => identity.name = fresh.name,
                2 => {
                    identity.kind = match identity.kind {
                        IdentityKind::Always => IdentityKind::ByDefault,
                        IdentityKind::ByDefault => IdentityKind::Always,
                    };
                }
                _ => identity.options = fresh.options,
            }
        }
        return;
    };
    column.ty = column.ty.stored();
    column.identity = match &column.identity {
        Some(_) if random.one_in(2) => None,
        Some(_) | None => Some(fresh),
    };
}

/// Between serial and the integer that it is.
fn serial(column: &mut Column) {
    let to = match column.ty.base {
        types::Base::Plain("smallint") => "smallserial",
        types::Base::Plain("integer") => "serial",
        types::Base::Plain("bigint") => "bigserial",
        types::Base::Plain(_) | types::Base::Enum(_) => {
            column.ty = column.ty.stored();
            return;
        }
    };
    if !column.ty.is_array() {
        column.identity = None;
        column.default = None;
        column.ty = Ty::plain(to);
    }
}

fn generated(design: &mut Design, random: &mut Random, table: usize) {
    let has = |table: &Table| table.columns.iter().position(|it| it.generated.is_some());
    let table = design.tables.iter().position(|it| has(it).is_some()).unwrap_or(table);
    let found = has(&design.tables[table]);
    let Some(at) = found else { return build::add_generated(design, random, table) };
    let other = build::generated(design, random, table);
    let column = &mut design.tables[table].columns[at];
    column.generated = if random.one_in(2) { None } else { other };
}

/// Another type that the values go into. Those that refer to the column, or that it
/// refers to, follow.
fn retype(design: &mut Design, random: &mut Random, table: usize, at: usize) {
    let column = &design.tables[table].columns[at];
    if column.generated.is_some() {
        return;
    }
    let from = column.ty.clone();
    let tries: Vec<Ty> = (0..12).map(|_| build::ty(design, random)).collect();
    let Some(to) = tries.into_iter().find(|to| *to != from && from.becomes(to)) else { return };
    let mut ids = vec![column.id];
    if random.below(4) > 0 {
        ids = linked_columns(design, column.id);
    }
    let tables = design.tables.iter().flat_map(|it| &it.columns);
    let all: Vec<&Column> = tables.filter(|it| ids.contains(&it.id)).collect();
    if all.iter().any(|it| !it.ty.becomes(&to)) {
        return;
    }
    for column in design.tables.iter_mut().flat_map(|it| &mut it.columns) {
        if ids.contains(&column.id) {
            let to = if column.id == ids[0] { to.clone() } else { to.stored() };
            if to.class() != column.ty.class() || to.is_array() != column.ty.is_array() {
                column.default =
                    column.default.filter(|it| matches!(it, Default::Value(_) | Default::Null));
            }
            column.ty = to;
        }
    }
}

/// The columns that foreign keys join with this one, this one first.
fn linked_columns(design: &Design, id: Id) -> Vec<Id> {
    let mut ids = vec![id];
    let mut at = 0;
    while at < ids.len() {
        let of = ids[at];
        for reference in design.tables.iter().flat_map(|it| &it.references) {
            for (own, far) in reference.columns.iter().zip(&reference.target_columns) {
                for (one, other) in [(own, far), (far, own)] {
                    if *one == of && !ids.contains(other) {
                        ids.push(*other);
                    }
                }
            }
        }
        at += 1;
    }
    ids
}
