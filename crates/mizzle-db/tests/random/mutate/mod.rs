//! Random edits of a design: what an author may do to a schema from one migration to
//! the next. Each is a step with a seed of its own, so that one can be left out and the
//! others stay what they are.

use crate::build;
use crate::design::types::{self, Class, Ty};
use crate::design::{Column, Default, Design, Id, Table};
use crate::random::Random;
use crate::repair::repair;
use crate::views;
use mizzle_core::postgres::schema::{Action, IdentityKind, PolicyCommand, PolicyKind};

/// One step of making a design or of changing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Something appears in the schema before.
    Build(u64),
    /// Something changes on the way to the schema after.
    Change(u64),
}

/// Applies steps in order.
pub(crate) fn apply(design: &mut Design, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Build(seed) => appear(design, &mut Random::new(*seed)),
            Step::Change(seed) => change(design, &mut Random::new(*seed)),
        }
        repair(design);
    }
}

fn appear(design: &mut Design, random: &mut Random) {
    match random.below(12) {
        0 => build::add_namespace(design, random),
        1 | 2 => build::add_enum(design, random),
        3 => build::add_sequence(design, random),
        4 => build::add_role(design, random),
        5 if random.one_in(3) => build::add_linked(design, random),
        5..=7 => views::add_view(design, random),
        _ => build::add_table(design, random),
    }
}

fn change(design: &mut Design, random: &mut Random) {
    match random.below(36) {
        0 | 1 => namespaces(design, random),
        2 | 3 | 33 => enums(design, random),
        34 => roles(design, random),
        35 => {
            let table = at(random, design.tables.len());
            table.into_iter().for_each(|table| primary_key(design, random, table));
        }
        4 | 5 | 32 => sequences(design, random),
        6 => roles(design, random),
        7..=11 => change_views(design, random),
        12 => linked(design, random),
        13 => appear(design, random),
        14 | 15 => tables(design, random),
        16..=21 => columns(design, random),
        _ => parts(design, random),
    }
}

/// A place in a list, if there is one.
fn at(random: &mut Random, length: usize) -> Option<usize> {
    (length > 0).then(|| random.below(length))
}

fn namespaces(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.namespaces.len()) else {
        return build::add_namespace(design, random);
    };
    match random.below(3) {
        0 => {
            let name = build::name(design, random, "space");
            design.namespaces[at].name = name;
        }
        1 => {
            let gone = Some(design.namespaces.remove(at).id);
            if random.one_in(2) {
                // With everything in it; else that moves to `public`.
                design.enums.retain(|it| it.place.namespace != gone);
                design.sequences.retain(|it| it.place.namespace != gone);
                design.tables.retain(|it| it.place.namespace != gone);
                design.views.retain(|it| it.place.namespace != gone);
            }
        }
        _ => build::add_namespace(design, random),
    }
}

fn enums(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.enums.len()) else { return build::add_enum(design, random) };
    let mut at = at;
    let columns = design.tables.iter().flat_map(|it| &it.columns);
    let mut used = columns.filter_map(|it| match it.ty.base {
        types::Base::Enum(id) => Some(id),
        types::Base::Plain(_) => None,
    });
    if let Some(id) = used.next()
        && random.one_in(2)
    {
        at = design.enums.iter().position(|it| it.id == id).unwrap_or(at);
    }
    let count = design.enums[at].labels.len();
    match random.below(10) {
        0 => design.enums[at].place.name = build::name(design, random, "mood"),
        1 => design.enums[at].place.namespace = build::namespace(design, random),
        2 => drop(design.enums.remove(at)),
        3 | 4 => {
            let label = build::label(design, random, None);
            design.enums[at].labels.insert(random.below(count + 1), label);
        }
        5 | 6 if count > 1 => drop(design.enums[at].labels.remove(random.below(count))),
        7 | 8 => {
            let label = build::label(design, random, None);
            design.enums[at].labels[random.below(count)].name = label.name;
        }
        _ => {
            let label = design.enums[at].labels.remove(random.below(count));
            design.enums[at].labels.insert(random.below(count), label);
        }
    }
}

fn sequences(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.sequences.len()) else {
        return build::add_sequence(design, random);
    };
    match random.below(6) {
        0 => design.sequences[at].place.name = build::name(design, random, "counter"),
        1 => design.sequences[at].place.namespace = build::namespace(design, random),
        2 | 3 => drop(design.sequences.remove(at)),
        _ => design.sequences[at].options = build::options(random),
    }
}

fn roles(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.roles.len()) else { return build::add_role(design, random) };
    match random.below(4) {
        0 => design.roles[at].name = build::role_name(design),
        1 => drop(design.roles.remove(at)),
        _ => design.roles[at].role = build::role(random),
    }
}

fn linked(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.linked.len()) else {
        return build::add_linked(design, random);
    };
    build::add_linked(design, random);
    let other = design.linked.pop();
    match random.below(3) {
        0 => drop(design.linked.remove(at)),
        _ => {
            let name = design.linked[at].name.clone();
            design.linked[at] = crate::design::Policy { name, ..other.unwrap() };
        }
    }
}

fn change_views(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.views.len()) else { return views::add_view(design, random) };
    match random.below(14) {
        0 | 9 => design.views[at].place.name = build::name(design, random, "view"),
        1 => design.views[at].place.namespace = build::namespace(design, random),
        2 => drop(design.views.remove(at)),
        3 | 11..=13 => {
            let view = &design.views[at];
            design.views[at].with = views::view_option(view, random);
        }
        4 => design.views[at].materialized ^= true,
        5 | 6 | 10 => {
            // More columns behind the others: what a view can take in place.
            let mut view = design.views[at].clone();
            let known: Vec<Id> = view.items.iter().map(|item| item.of).collect();
            for of in views::columns_of(design, view.from) {
                if !known.contains(&of) {
                    let id = design.id();
                    view.items.push(crate::design::Item { id, of, alias: None });
                }
            }
            design.views[at] = view;
        }
        _ => {
            let mut view = design.views[at].clone();
            view.counts = random.one_in(4);
            views::select(design, random, &mut view);
            design.views[at] = view;
        }
    }
}

fn tables(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.tables.len()) else { return build::add_table(design, random) };
    match random.below(6) {
        0 => build::add_table(design, random),
        1 => drop(design.tables.remove(at)),
        2 | 3 => design.tables[at].place.name = build::name(design, random, "table"),
        4 => design.tables[at].place.namespace = build::namespace(design, random),
        _ => design.tables[at].rls ^= true,
    }
}

fn columns(design: &mut Design, random: &mut Random) {
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

fn parts(design: &mut Design, random: &mut Random) {
    let Some(mut table) = at(random, design.tables.len()) else { return };
    // One that has something of the kind is changed more often than one that has not.
    let has = |table: &Table, kind| match kind {
        1 | 2 => !table.uniques.is_empty(),
        3 | 4 => !table.checks.is_empty(),
        5 => !table.references.is_empty(),
        6..=8 => !table.indexes.is_empty(),
        9 => !table.policies.is_empty(),
        _ => true,
    };
    let kind = random.below(11);
    if let Some(other) = design.tables.iter().position(|table| has(table, kind))
        && random.one_in(2)
    {
        table = other;
    }
    match kind {
        0 => primary_key(design, random, table),
        1 | 2 => uniques(design, random, table),
        3 | 4 => checks(design, random, table),
        5 => references(design, random, table),
        6..=8 => indexes(design, random, table),
        9 => policies(design, random, table),
        _ => build::add_part(design, random, table),
    }
}

fn primary_key(design: &mut Design, random: &mut Random, table: usize) {
    let fresh = build::name(design, random, "key");
    match &mut design.tables[table].primary_key {
        Some(key) if random.one_in(3) => key.name = key.name.is_none().then_some(fresh),
        Some(_) if random.one_in(3) => design.tables[table].primary_key = None,
        Some(_) | None => build::set_primary_key(design, random, table),
    }
}

fn uniques(design: &mut Design, random: &mut Random, table: usize) {
    let fresh = build::name(design, random, "key");
    if let [first, second, ..] = design.tables[table].uniques.as_mut_slice()
        && random.one_in(4)
    {
        return std::mem::swap(&mut first.name, &mut second.name);
    }
    let Some(at) = at(random, design.tables[table].uniques.len()) else {
        return build::add_unique(design, random, table);
    };
    let all = &mut design.tables[table].uniques;
    match random.below(5) {
        0 => drop(all.remove(at)),
        1 => all[at].name = all[at].name.is_none().then_some(fresh),
        2 | 3 => all[at].nulls_not_distinct ^= true,
        _ => all[at].on_column = !all[at].on_column && all[at].columns.len() == 1,
    }
}

fn checks(design: &mut Design, random: &mut Random, table: usize) {
    let fresh = build::name(design, random, "check");
    let condition = build::condition(design, random, table);
    if let [first, second, ..] = design.tables[table].checks.as_mut_slice()
        && random.one_in(3)
    {
        return std::mem::swap(&mut first.name, &mut second.name);
    }
    let Some(at) = at(random, design.tables[table].checks.len()) else {
        return build::add_check(design, random, table);
    };
    let all = &mut design.tables[table].checks;
    match random.below(5) {
        0 => drop(all.remove(at)),
        1 | 2 => all[at].name = fresh,
        _ => {
            if let Some(condition) = condition {
                all[at].condition = condition;
            }
        }
    }
}

fn references(design: &mut Design, random: &mut Random, table: usize) {
    let fresh = build::name(design, random, "fk");
    let Some(at) = at(random, design.tables[table].references.len()) else {
        return build::add_reference(design, random, table);
    };
    let all = &mut design.tables[table].references;
    let action = *random.pick(&[Action::NoAction, Action::Cascade, Action::SetNull]);
    match random.below(4) {
        0 => drop(all.remove(at)),
        1 => all[at].name = all[at].name.is_none().then_some(fresh),
        2 => all[at].on_delete = action,
        _ => all[at].on_update = action,
    }
}

fn indexes(design: &mut Design, random: &mut Random, table: usize) {
    let fresh = build::name(design, random, "idx");
    let condition = build::condition(design, random, table);
    if let [first, second, ..] = design.tables[table].indexes.as_mut_slice()
        && random.one_in(4)
    {
        return std::mem::swap(&mut first.name, &mut second.name);
    }
    let Some(at) = at(random, design.tables[table].indexes.len()) else {
        return build::add_index(design, random, table);
    };
    let all = &mut design.tables[table].indexes;
    let index = &mut all[at];
    match random.below(7) {
        0 => drop(all.remove(at)),
        1 => index.name = index.name.is_none().then_some(fresh),
        2 => index.unique ^= true,
        3 => index.parts[0].descending ^= true,
        4 => index.parts[0].opclass ^= true,
        5 => index.with = build::with(index.method, random),
        _ => index.predicate = condition.filter(|_| index.predicate.is_none()),
    }
}

fn policies(design: &mut Design, random: &mut Random, table: usize) {
    let Some(at) = at(random, design.tables[table].policies.len()) else {
        return build::add_policy(design, random, table);
    };
    let fresh = build::name(design, random, "policy");
    let grantees = build::grantees(design, random);
    build::add_policy(design, random, table);
    let table: &mut Table = &mut design.tables[table];
    let Some(other) = table.policies.pop() else { return };
    let policy = &mut table.policies[at];
    match random.below(8) {
        0 | 7 => drop(table.policies.remove(at)),
        1 => policy.name = fresh,
        2 | 6 => policy.roles = grantees,
        3 => {
            policy.kind = match policy.kind {
                PolicyKind::Permissive => PolicyKind::Restrictive,
                PolicyKind::Restrictive => PolicyKind::Permissive,
            };
        }
        4 if random.one_in(2) => {
            policy.command = *random.pick(&[PolicyCommand::All, PolicyCommand::Select])
        }
        _ => (policy.using, policy.with_check) = (other.using, other.with_check),
    }
}
