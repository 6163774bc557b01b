//! A table, its columns, and what they default to.

use super::part::key;
use super::{add_part, name, options, place, set_primary_key};
use crate::design::types::{self, Base, Class, Ty};
use crate::design::{Column, Default, Design, Identity, Table};
use crate::random::Random;
use mizzle_core::postgres::schema::{IdentityKind, SequenceOptions};

pub(crate) fn add_table(design: &mut Design, random: &mut Random) {
    let (id, place) = (design.id(), place(design, random, "table"));
    let mut table = Table {
        id,
        place,
        columns: Vec::new(),
        primary_key: None,
        uniques: Vec::new(),
        checks: Vec::new(),
        references: Vec::new(),
        indexes: Vec::new(),
        policies: Vec::new(),
        rls: random.one_in(6),
    };
    let mut first = column(design, random, Ty::plain("integer"));
    first.name = "id".to_owned();
    match random.below(5) {
        0 => first.ty = Ty::plain("serial"),
        1 => first.ty = Ty::plain("uuid"),
        2 => first.identity = Some(identity(design, random)),
        3 => first.ty = Ty::plain("bigint"),
        _ => {}
    }
    table.columns.push(first);
    for _ in 0..2 + random.below(4) {
        let ty = ty(design, random);
        let column = column(design, random, ty);
        table.columns.push(column);
    }
    if !random.one_in(5) {
        let columns = vec![table.columns[0].id];
        table.primary_key = Some(key(design, random, columns));
    }
    design.tables.push(table);
    let at = design.tables.len() - 1;
    if random.one_in(6) {
        set_primary_key(design, random, at);
    }
    for _ in 0..1 + random.below(5) {
        add_part(design, random, at);
    }
}

/// Any type, enums of the design included.
pub(crate) fn ty(design: &Design, random: &mut Random) -> Ty {
    let mut ty = if !design.enums.is_empty() && random.one_in(4) {
        let id = random.pick(&design.enums).id;
        Ty { base: Base::Enum(id), dimensions: Vec::new() }
    } else if random.one_in(2) {
        Ty::plain(["integer", "text", "bigint", "varchar(60)", "boolean"][random.below(5)])
    } else {
        Ty::plain(random.pick(&types::ALL).0)
    };
    if random.one_in(7) && !ty.is_serial() {
        ty.dimensions = random.pick(&[vec![None], vec![Some(3)], vec![None, None]]).clone();
    }
    ty
}

pub(crate) fn column(design: &mut Design, random: &mut Random, ty: Ty) -> Column {
    let (id, mut name) = (design.id(), name(design, random, "col"));
    if random.one_in(6) {
        name = taken(design, random).unwrap_or(name);
    }
    let often = if ty.class() == Class::Enum { 1 } else { 3 };
    let default = if random.one_in(often) { default(design, random, &ty) } else { None };
    Column { id, name, ty, not_null: random.one_in(3), default, generated: None, identity: None }
}

/// A name that something else has: another table's column, a table or an enum.
fn taken(design: &Design, random: &mut Random) -> Option<String> {
    let columns = design.tables.iter().flat_map(|table| &table.columns);
    let names = columns
        .map(|it| &it.name)
        .chain(design.tables.iter().map(|it| &it.place.name))
        .chain(design.enums.iter().map(|it| &it.place.name));
    let names: Vec<&String> = names.collect();
    (!names.is_empty()).then(|| (*random.pick(&names)).clone())
}

pub(crate) fn default(design: &Design, random: &mut Random, ty: &Ty) -> Option<Default> {
    if ty.is_array() && random.one_in(3) {
        return Some(Default::Empty);
    }
    if random.one_in(8) {
        return Some(Default::Null);
    }
    if ty.class() == Class::Integer && !design.sequences.is_empty() && random.one_in(2) {
        return Some(Default::Next(random.pick(&design.sequences).id));
    }
    if types::has_expression(ty) && random.one_in(4) {
        return Some(Default::Expression);
    }
    match ty.base {
        Base::Enum(id) => {
            let labels = &design.enumeration(id)?.labels;
            Some(Default::Label(random.pick(labels).id))
        }
        Base::Plain(_) => Some(Default::Value(random.below(9))),
    }
}

pub(crate) fn identity(design: &mut Design, random: &mut Random) -> Identity {
    Identity {
        kind: *random.pick(&[IdentityKind::Always, IdentityKind::ByDefault]),
        name: random.one_in(4).then(|| name(design, random, "ids")),
        options: if random.one_in(2) { options(random) } else { SequenceOptions::default() },
    }
}
