//! Policies: on tables of the design, and on somebody else's.

use super::{condition, name};
use crate::design::expression::{Expression, Form};
use crate::design::{Condition, Design, Grantee, Policy};
use crate::random::Random;
use mizzle_core::postgres::schema::{PolicyCommand, PolicyKind};

pub(crate) fn add_policy(design: &mut Design, random: &mut Random, at: usize) {
    let using = policy_condition(design, random, at);
    let with_check = policy_condition(design, random, at);
    let policy = policy(design, random, using, with_check);
    design.tables[at].policies.push(policy);
}

fn policy_condition(design: &Design, random: &mut Random, at: usize) -> Option<Condition> {
    match random.below(5) {
        0 => None,
        1 => Some(Condition::Always),
        2 => {
            let other = random.below(design.tables.len());
            let condition = condition(design, random, other)?;
            Some(Condition::Exists(design.tables[other].id, condition))
        }
        _ => condition(design, random, at).map(Condition::Own),
    }
}

fn policy(
    design: &mut Design,
    random: &mut Random,
    using: Option<Condition>,
    with_check: Option<Condition>,
) -> Policy {
    let commands = [
        PolicyCommand::All,
        PolicyCommand::All,
        PolicyCommand::Select,
        PolicyCommand::Insert,
        PolicyCommand::Update,
        PolicyCommand::Delete,
    ];
    Policy {
        name: name(design, random, "policy"),
        kind: *random.pick(&[
            PolicyKind::Permissive,
            PolicyKind::Permissive,
            PolicyKind::Restrictive,
        ]),
        command: *random.pick(&commands),
        roles: grantees(design, random),
        using,
        with_check,
    }
}

pub(crate) fn grantees(design: &Design, random: &mut Random) -> Vec<Grantee> {
    let mut roles: Vec<Grantee> =
        design.roles.iter().filter(|_| random.one_in(2)).map(|it| Grantee::Role(it.id)).collect();
    if random.one_in(4) {
        roles.push(Grantee::CurrentUser);
    }
    if roles.is_empty() { vec![Grantee::Public] } else { roles }
}

/// A policy on the table of somebody else.
pub(crate) fn add_linked(design: &mut Design, random: &mut Random) {
    let expression = |form| Some(Condition::Own(Expression { form, column: 0 }));
    let form = *random.pick(&[Form::Present, Form::Filled]);
    let using = if random.one_in(3) { Some(Condition::Always) } else { expression(form) };
    let policy = policy(design, random, using.clone(), using);
    design.linked.push(policy);
}
