//! Is what a migration touches as desired, and everything else as it was?

use std::collections::BTreeSet;

use mizzle_core::postgres::back::without_renames;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::focus::Focus;
use mizzle_core::postgres::from_catalog::{Fidelity, Named, Omitted};
use mizzle_core::postgres::reworded::{in_order_of, own, reworded, with_roles};
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_core::postgres::touched::Touched;

use super::ground::Ground;
use super::look::{Looked, look};
use super::{Difference, Rehearsal, RehearseError};
use crate::connection::Connection;
use crate::devdb::{DevError, Lease};
use crate::introspect::{self, IntrospectError};
use crate::prelude::Prelude;

/// What came of the comparison.
pub(super) struct Compared {
    pub(super) inherited: Vec<Difference>,
    pub(super) gone: Vec<String>,
}

/// Compares the database behind the migration with the desired state, built from nothing:
/// with as much of it as the migration is about, where that shows that all is right.
pub(super) fn compare(
    rehearsal: &Rehearsal<'_>,
    ground: &Ground,
    before: &Looked,
    after: &Looked,
    prelude: &Prelude,
    empty: &mut dyn FnMut() -> Result<Lease, DevError>,
) -> Result<Compared, RehearseError> {
    if let Some(name) = after.not_renamed(&rehearsal.diff.changes) {
        return Err(RehearseError::Differs(vec![Difference::left(format!("no {name}"))]));
    }
    let mut comparison = Comparison { rehearsal, ground, before, after, prelude, empty };
    // What is not right in part, or cannot be built, is told by the whole.
    let is_right = matches!(comparison.is_right_in_part(), Ok(true));
    let inherited = if is_right { Vec::new() } else { comparison.whole()? };
    let (before, after) = (&before.found.fidelity, &after.found.fidelity);
    let has: BTreeSet<_> = after.unmodelled.iter().collect();
    let gone = before.unmodelled.iter().filter(|thing| !has.contains(thing));
    Ok(Compared {
        inherited,
        gone: gone.map(|thing| format!("{} {}", thing.kind.nouns().0, thing.name)).collect(),
    })
}

/// The two sides of a migration, and what it takes to build what there should be.
struct Comparison<'a> {
    rehearsal: &'a Rehearsal<'a>,
    ground: &'a Ground,
    before: &'a Looked,
    after: &'a Looked,
    prelude: &'a Prelude,
    empty: &'a mut dyn FnMut() -> Result<Lease, DevError>,
}

impl Comparison<'_> {
    /// Is the part of the schema that the migration is about as it would be if it were
    /// built from nothing, and everything else as before? Where that is not so, little is
    /// said; where it is, the whole would be right.
    ///
    /// What is written as it was, and speaks of nothing that is not, a server makes the
    /// same of as before: the state before was built from what is recorded.
    fn is_right_in_part(&mut self) -> Result<bool, RehearseError> {
        let Self { rehearsal, ground, before, after, .. } = *self;
        let focus = Focus::of(rehearsal.recorded, rehearsal.diff).filter(|_| !ground.by_history);
        let Some(focus) = focus else { return Ok(false) };
        let moved = self.differences(&before.found.schema, &after.found.schema)?;
        if !moved.iter().all(|change| focus.has(change)) {
            return Ok(false);
        }
        let built = self.build(&focus.built)?;
        let wanted = focus.in_place(&after.found.schema, &built.found.schema);
        let left = self.differences(&after.found.schema, &wanted)?;
        let known = [&before.found.fidelity, &built.found.fidelity];
        let is_own = |name: &QName, table: &Option<QName>| {
            focus.has_name(name) || table.as_ref().is_some_and(|table| focus.has_name(table))
        };
        let others = before.sequences.iter().filter(|(name, it)| !is_own(name, &it.table));
        let own = built.sequences.iter().filter(|(name, it)| is_own(name, &it.table));
        let is_whole = others.chain(own).all(|(name, counter)| {
            after.sequences.get(name).is_some_and(|has| has.options == counter.options)
        });
        Ok(left.is_empty() && idle(&after.found.fidelity, &known).is_empty() && is_whole)
    }

    /// Compares all of the schema; gives what the state before had otherwise.
    fn whole(&mut self) -> Result<Vec<Difference>, RehearseError> {
        let Self { rehearsal, ground, before, after, .. } = *self;
        let desired = self.build(&rehearsal.diff.result)?;
        let left = self.differences(&after.found.schema, &desired.found.schema)?;
        // A state that was built from the recorded schema has no difference to inherit.
        let inherited = if ground.by_history {
            let recorded = self.build(rehearsal.recorded)?;
            self.differences(&before.found.schema, &recorded.found.schema)?
        } else {
            Vec::new()
        };
        let touched = Touched::by(&rehearsal.diff.changes);
        let missing = left.iter().filter(|change| !inherited.contains(change));
        let beyond =
            inherited.iter().filter(|change| !left.contains(change) && !touched.has(change));
        let mut wrong: Vec<Difference> =
            missing.map(Difference::missing).chain(beyond.map(Difference::beyond)).collect();
        let known = [&before.found.fidelity, &desired.found.fidelity];
        wrong.extend(idle(&after.found.fidelity, &known).into_iter().map(Difference::left));
        // No model of a database says what the sequences of serial columns are called.
        if !ground.by_history {
            let wanted = desired.sequences.iter();
            wrong.extend(wanted.filter_map(|(name, counter)| {
                let place = format!("sequence {}.{}", name.schema, name.name);
                match after.sequences.get(name) {
                    None => Some(Difference::left(format!("no {place}"))),
                    Some(has) if has.options == counter.options => None,
                    Some(has) => Some(Difference::left(format!(
                        "{place} as `{}`, not `{}`",
                        has.options, counter.options
                    ))),
                }
            }));
        }
        if !wrong.is_empty() {
            return Err(RehearseError::Differs(wrong));
        }
        if left.is_empty() {
            return Ok(Vec::new());
        }
        // What is still to do was to do before. It is said as what the history makes.
        let stayed = self.differences(&desired.found.schema, &after.found.schema)?;
        Ok(stayed.iter().map(Difference::inherited).collect())
    }

    fn differences(&self, found: &Schema, wanted: &Schema) -> Result<Vec<Change>, RehearseError> {
        let diff = without_renames(found, wanted, self.rehearsal.line);
        diff.map(|diff| diff.changes).map_err(|error| RehearseError::Compare(error.into()))
    }

    /// Builds a schema in an empty database, and reads it in the words of the server.
    fn build(&mut self, schema: &Schema) -> Result<Looked, RehearseError> {
        let Self { rehearsal, ground, after, prelude, .. } = *self;
        let lease = (self.empty)()?;
        let mut session = Connection::open(lease.target()).map_err(IntrospectError::from)?;
        let ordered = in_order_of(schema, &after.found.schema);
        let mut built = build(rehearsal, &mut session, ground, &ordered, prelude)?;
        let schema = with_roles(&with_linked(schema), &after.found.user);
        built.found.schema = reworded(&schema, &built.found.schema);
        Ok(built)
    }
}

/// What of a schema is built and compared: its own objects, and its policies on tables of
/// others, for which there are stand-ins.
fn with_linked(schema: &Schema) -> Schema {
    Schema { linked_policies: schema.linked_policies.clone(), ..own(schema) }
}

/// Builds a schema in an empty database, and reads it.
fn build(
    rehearsal: &Rehearsal<'_>,
    session: &mut Connection,
    ground: &Ground,
    schema: &Schema,
    prelude: &Prelude,
) -> Result<Looked, RehearseError> {
    let Ground { others, there: before, .. } = ground;
    let mut there = own(schema);
    there.namespaces.retain(|name| !others.namespaces.contains(name));
    // Roles are the server's, and there already.
    there.roles.clear();
    let more = Schema { linked_policies: schema.linked_policies.clone(), ..there.clone() };
    let line = rehearsal.line;
    session
        .block_on(async |session| {
            introspect::build(session, others, line, &Prelude::default()).await?;
            introspect::build(session, &there, line, prelude).await?;
            introspect::build_more(session, &there, &more, line).await
        })
        .map_err(RehearseError::Compare)?;
    look(rehearsal, session, others, before)
}

/// What is there and does nothing, which none of the other states had: policies without row
/// security, indexes and constraints that hold for nobody.
pub(super) fn idle(found: &Fidelity, others: &[&Fidelity]) -> Vec<String> {
    let is_idle = |thing: &&Named<Omitted>| {
        matches!(thing.kind, Omitted::IdlePolicies | Omitted::InvalidIndex | Omitted::NotValid)
    };
    let known = |thing: &Named<Omitted>| others.iter().any(|other| other.omitted.contains(thing));
    let new = found.omitted.iter().filter(is_idle).filter(|thing| !known(thing));
    new.map(|thing| format!("{}: {}", thing.kind.nouns().0, thing.name)).collect()
}
