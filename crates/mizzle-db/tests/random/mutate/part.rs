//! Edits of what tables have beside columns: keys, checks, references, indexes, policies.

use super::at;
use crate::build;
use crate::design::{Design, Table};
use crate::random::Random;
use mizzle_core::postgres::schema::{Action, PolicyCommand, PolicyKind};

pub(super) fn parts(design: &mut Design, random: &mut Random) {
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

pub(super) fn primary_key(design: &mut Design, random: &mut Random, table: usize) {
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
