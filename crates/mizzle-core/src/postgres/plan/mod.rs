//! The order in which changes are carried out, and what commits together.
//!
//! Each change becomes one or two steps. Each step says what it needs, what it makes
//! and what it takes away; the order follows from that alone, and from the order of
//! the changes where that leaves a choice.

mod address;
mod before;
mod describe;
mod detours;
mod objects;
mod steps;
mod uses;

pub(super) use address::Address;
pub(super) use steps::{Action, Step};

use super::change::{Change, Part};
use super::diff::Diff;
use super::render::{Context, Draft, render};
use super::schema::QName;
use crate::naming::Line;
use crate::plan::{Plan, Segment, Statement, graph};
use objects::Edges;
use std::collections::BTreeSet;

/// What carries out a diff.
pub fn plan(diff: &Diff, line: Line) -> Plan {
    plan_with(diff, line, &|_, _, _| Vec::new())
}

/// A moment of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// Right before the first statement of a change.
    Before,
    /// Right behind its last one.
    After,
}

/// Statements to put in front of a change and behind it, under the names of that moment.
pub(super) type Extra<'a> = dyn Fn(usize, Moment, &Context<'_>) -> Vec<Draft> + 'a;

/// What carries out a diff, with more besides.
pub(super) fn plan_with(diff: &Diff, line: Line, extra: &Extra<'_>) -> Plan {
    let changes = &diff.changes;
    let fresh: BTreeSet<QName> = changes
        .iter()
        .filter_map(|change| {
            let Change::CreateTable { name, .. } = change else { return None };
            Some(name.clone())
        })
        .collect();
    let steps = steps::steps(changes, &diff.result, &fresh);
    let edges = objects::edges(&steps);
    let order = graph::order(steps.len(), &edges.all);
    let mut address = Address::new(changes);
    let mut drafts = Vec::with_capacity(steps.len());
    let mut left = vec![0_usize; changes.len()];
    for step in &steps {
        left[step.change] += 1;
    }
    let mut begun = vec![false; changes.len()];
    for position in order {
        let step = &steps[position];
        let change = &changes[step.change];
        let context = Context { line, address: &address, fresh: &fresh };
        let mut own = if begun[step.change] {
            Vec::new()
        } else {
            extra(step.change, Moment::Before, &context)
        };
        begun[step.change] = true;
        own.extend(render(&context, change, step));
        left[step.change] -= 1;
        if left[step.change] == 0 {
            own.extend(extra(step.change, Moment::After, &context));
        }
        drafts.push((position, own));
        address.follow(change, &step.action);
    }
    segments(&steps, &edges, drafts)
}

/// Groups statements into what commits together: all of them, except for those that
/// the server refuses inside a transaction, and with a commit between a new enum value
/// and its first use.
fn segments(steps: &[Step], edges: &Edges, drafts: Vec<(usize, Vec<Draft>)>) -> Plan {
    // As little as possible is committed early: what comes before the last new value
    // that is used later.
    let commit_after = drafts
        .iter()
        .rposition(|(position, _)| edges.labels.iter().any(|(label, _)| label == position));
    let mut plan = Plan::default();
    let mut open = Vec::new();
    let mut uncommitted: Vec<usize> = Vec::new();
    for (place, (position, drafts)) in drafts.into_iter().enumerate() {
        if uncommitted.iter().any(|label| edges.labels.contains(&(*label, position))) {
            close(&mut plan, &mut open);
            uncommitted.clear();
        }
        uncommitted.push(position);
        for Draft { sql, hazards, locks, alone } in drafts {
            let statement = Statement { sql, change: steps[position].change, hazards, locks };
            if alone {
                close(&mut plan, &mut open);
                uncommitted.clear();
                plan.segments.push(Segment::Alone(statement));
            } else {
                open.push(statement);
            }
        }
        if commit_after == Some(place) {
            close(&mut plan, &mut open);
            uncommitted.clear();
        }
    }
    close(&mut plan, &mut open);
    plan
}

fn close(plan: &mut Plan, open: &mut Vec<Statement>) {
    if !open.is_empty() {
        plan.segments.push(Segment::Transaction(std::mem::take(open)));
    }
}

/// An index that is built concurrently commits what comes before it, so that it comes
/// last unless something needs it.
fn is_concurrent(change: &Change, fresh: &BTreeSet<QName>) -> bool {
    let (Change::AddPart { table, part } | Change::ReplacePart { table, to: part, .. }) = change
    else {
        return false;
    };
    !fresh.contains(table) && matches!(part, Part::Index(index) if index.concurrently)
}
