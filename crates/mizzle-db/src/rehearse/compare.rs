//! Is what a migration touches as desired, and everything else as it was?

use std::collections::BTreeSet;

use mizzle_core::postgres::back::without_renames;
use mizzle_core::postgres::from_catalog::{Fidelity, Named, Omitted};
use mizzle_core::postgres::reworded::{own, reworded, with_roles};
use mizzle_core::postgres::schema::Schema;
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

/// Compares the database behind the migration with the desired state, built from nothing.
pub(super) fn compare(
    rehearsal: &Rehearsal<'_>,
    ground: &mut Ground,
    before: &Looked,
    after: &Looked,
    prelude: &Prelude,
    empty: &mut dyn FnMut() -> Result<Lease, DevError>,
) -> Result<Compared, RehearseError> {
    let sequences = &after.sequences;
    let (before, after) = (&before.found, &after.found);
    let mut built = |schema: &Schema| {
        let lease = empty()?;
        let mut session = Connection::open(lease.target()).map_err(IntrospectError::from)?;
        let found = build(rehearsal, &mut session, &ground.others, schema, prelude)?;
        let schema = with_roles(&with_linked(schema), &after.user);
        let schema = reworded(&schema, &found.found.schema);
        Ok::<_, RehearseError>((schema, found.found.fidelity, found.sequences))
    };
    let differences = |found: &Schema, wanted: &Schema| {
        let diff = without_renames(found, wanted, rehearsal.line);
        diff.map(|diff| diff.changes).map_err(|error| RehearseError::Compare(error.into()))
    };
    let (desired, fidelity, named) = built(&rehearsal.diff.result)?;
    let left = differences(&after.schema, &desired)?;
    // A state that was built from the recorded schema has no difference to inherit.
    let inherited = if ground.by_history {
        differences(&before.schema, &built(rehearsal.recorded)?.0)?
    } else {
        Vec::new()
    };
    let touched = Touched::by(&rehearsal.diff.changes);
    let missing = left.iter().filter(|change| !inherited.contains(change));
    let beyond = inherited.iter().filter(|change| !left.contains(change) && !touched.has(change));
    let mut wrong: Vec<Difference> =
        missing.map(Difference::missing).chain(beyond.map(Difference::beyond)).collect();
    wrong.extend(idle(&after.fidelity, &[&before.fidelity, &fidelity]));
    // No model of a database says what the sequences of serial columns are called.
    if !ground.by_history {
        let missing = named.difference(sequences);
        wrong.extend(missing.map(|name| Difference::left(format!("no sequence {name}"))));
    }
    if !wrong.is_empty() {
        return Err(RehearseError::Differs(wrong));
    }
    let has: BTreeSet<_> = after.fidelity.unmodelled.iter().collect();
    let gone = before.fidelity.unmodelled.iter().filter(|thing| !has.contains(thing));
    let stayed = inherited.iter().filter(|change| left.contains(change));
    Ok(Compared {
        inherited: stayed.map(Difference::inherited).collect(),
        gone: gone.map(|thing| format!("{} {}", thing.kind.nouns().0, thing.name)).collect(),
    })
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
    others: &Schema,
    schema: &Schema,
    prelude: &Prelude,
) -> Result<Looked, RehearseError> {
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
    look(rehearsal, session, others)
}

/// What is there and does nothing, which neither the state before had nor the desired one:
/// policies without row security, indexes and constraints that hold for nobody.
fn idle(after: &Fidelity, others: &[&Fidelity]) -> Vec<Difference> {
    let is_idle = |thing: &&Named<Omitted>| {
        matches!(thing.kind, Omitted::IdlePolicies | Omitted::InvalidIndex | Omitted::NotValid)
    };
    let known = |thing: &Named<Omitted>| others.iter().any(|other| other.omitted.contains(thing));
    let new = after.omitted.iter().filter(is_idle).filter(|thing| !known(thing));
    new.map(|thing| Difference::left(format!("{}: {}", thing.kind.nouns().0, thing.name))).collect()
}
