//! Indexes.

use super::part::some;
use super::{condition, name};
use crate::design::expression::{Expression, values};
use crate::design::{Column, Design, Id, Index, IndexPart, Method, On};
use crate::random::Random;
use mizzle_core::postgres::schema::Nulls;

pub(crate) fn add_index(design: &mut Design, random: &mut Random, at: usize) {
    let methods = [
        Method::Btree,
        Method::Btree,
        Method::Btree,
        Method::Hash,
        Method::Gin,
        Method::Gist,
        Method::Brin,
    ];
    let mut method = *random.pick(&methods);
    let has_shape = |it: &Column| !it.ty.is_array() && it.ty.indexable(Method::Gist);
    if design.tables[at].columns.iter().any(has_shape) && random.one_in(2) {
        method = Method::Gist;
    }
    let table = &design.tables[at];
    let able = table.columns.iter().filter(|it| it.ty.indexable(method));
    let able: Vec<Id> = able.map(|it| it.id).collect();
    let most = if method == Method::Btree { 3 } else { 1 };
    let mut parts = Vec::new();
    for id in some(random, &able, most) {
        let Some(column) = table.column(id) else { continue };
        let forms = values(&column.ty);
        let on = if method == Method::Btree && !forms.is_empty() && random.one_in(3) {
            On::Expression(Expression { form: *random.pick(&forms), column: id })
        } else {
            On::Column(id)
        };
        let descending = random.one_in(3);
        let usual = if descending { Nulls::First } else { Nulls::Last };
        let nulls = if random.one_in(3) { Nulls::First } else { usual };
        parts.push(IndexPart { on, descending, nulls, opclass: random.one_in(2) });
    }
    if parts.is_empty() {
        return;
    }
    let predicate = if random.one_in(3) { condition(design, random, at) } else { None };
    let index = Index {
        name: random.one_in(2).then(|| name(design, random, "idx")),
        unique: random.one_in(4),
        method,
        parts,
        with: with(method, random),
        predicate,
        concurrently: random.one_in(6),
    };
    design.tables[at].indexes.push(index);
}

pub(crate) fn with(method: Method, random: &mut Random) -> Option<&'static str> {
    random.one_in(3).then_some(match method {
        Method::Btree | Method::Hash | Method::Gist => "70",
        Method::Gin => "off",
        Method::Brin => "16",
    })
}
