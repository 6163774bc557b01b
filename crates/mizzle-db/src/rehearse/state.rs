//! Which states are kept from one rehearsal to the next, and how they are told apart.
//!
//! A large schema takes longer to build than all the rest of a rehearsal. What one leads to
//! is what the next one begins with, so that it is kept: the database behind the migration,
//! without its rows. It stands for the schema that is recorded by then because the rehearsal
//! has just shown that the two are the same, or for the history because that has run there.
//! Its key says what would be built otherwise; what is in it is read again and compared with
//! what was read when it was kept.
//!
//! A history that leaves rows is run anew each time: nothing tells them from those that the
//! rehearsal has put there.

use std::collections::BTreeSet;

use mizzle_core::postgres::archive;
use mizzle_core::postgres::others;
use mizzle_core::postgres::reworded::own;
use mizzle_core::postgres::schema::Schema;
use sha2::{Digest, Sha256};

use super::ground::Ground;
use super::look::Looked;
use super::{Rehearsal, is_handwritten, is_stood_in_for};
use crate::introspect;
use crate::migration::Migration;
use crate::prelude::Prelude;

/// How many tables a schema has whose state is worth to be kept.
const MANY: usize = 100;

/// Is a schema worth to be kept?
pub(super) fn is_large(schema: &Schema) -> bool {
    schema.tables.len() >= MANY
}

/// The key of the state before the migration.
pub(super) fn before(rehearsal: &Rehearsal<'_>) -> Option<String> {
    let Rehearsal { recorded, history, .. } = *rehearsal;
    // Asked first: the rest reads the whole history, and most schemas are small.
    if !is_large(recorded) {
        return None;
    }
    // What only the schema behind the migration refers to was not put there.
    let outside = Outside::of(&[recorded]).filter(|own| own.is_all_of(rehearsal))?;
    let by_history = rehearsal.is_handwritten();
    let prelude = prelude(history, by_history, &rehearsal.diff.result);
    State { schema: recorded, outside, prelude, history: by_history.then_some(history) }
        .key(rehearsal)
}

/// The key of the state behind it, where that stands for its schema, or for the history with
/// the migration, and for no more.
pub(super) fn after(rehearsal: &Rehearsal<'_>, ground: &Ground) -> Option<String> {
    let Rehearsal { up, history, .. } = *rehearsal;
    let (result, by_history) = (&rehearsal.diff.result, ground.by_history);
    if !is_large(result)
        || ground.is_seeded
        || is_handwritten(up)
        || !archive::named(&up.text).is_empty()
        || by_history != rehearsal.is_handwritten()
    {
        return None;
    }
    let outside = Outside::of(&[result]).filter(|own| own.is_all_of(rehearsal))?;
    let next: Vec<Migration> = history.iter().chain([up]).cloned().collect();
    let prelude = [history, &next].map(|history| prelude(history, by_history, result));
    let [was, prelude] = prelude;
    if was != prelude {
        return None;
    }
    let history = by_history.then_some(next.as_slice());
    State { schema: result, outside, prelude, history }.key(rehearsal)
}

/// What is in place before the state is built: by the history, or from its schema.
fn prelude(history: &[Migration], by_history: bool, desired: &Schema) -> Prelude {
    let earlier = if by_history { 0 } else { history.len() };
    Prelude::of(history, earlier, desired)
}

/// What a schema refers to and does not have. There are stand-ins for it.
#[derive(Debug, PartialEq, Eq)]
struct Outside {
    tables: String,
    roles: BTreeSet<String>,
}

impl Outside {
    /// `None` where there is more to it: roles of the project, and its policies on tables of
    /// others.
    fn of(schemas: &[&Schema]) -> Option<Self> {
        let is_plain =
            |schema: &&Schema| schema.roles.is_empty() && schema.linked_policies.is_empty();
        schemas.iter().all(is_plain).then(|| Self {
            tables: format!("{:?}", others::tables(schemas, &is_stood_in_for)),
            roles: others::roles(schemas),
        })
    }

    /// Does the rehearsal need no more than this?
    fn is_all_of(&self, rehearsal: &Rehearsal<'_>) -> bool {
        Self::of(&rehearsal.schemas()).is_some_and(|all| all == *self)
    }
}

/// What decides what is built, and by whom.
struct State<'a> {
    schema: &'a Schema,
    outside: Outside,
    prelude: Prelude,
    /// The migrations that make it, where they say more than the schema.
    history: Option<&'a [Migration]>,
}

/// What is in a state, in one word.
pub(super) fn known(looked: &Looked) -> String {
    hex(&Sha256::digest(format!("{:?}", looked.found.schema)))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

impl State<'_> {
    fn key(&self, rehearsal: &Rehearsal<'_>) -> Option<String> {
        let Self { schema, outside, prelude, history } = self;
        let (version, line, ledger) = (env!("CARGO_PKG_VERSION"), rehearsal.line, rehearsal.ledger);
        let mut digest = Sha256::new();
        digest.update(format!("{version}\0{line:?}\0{ledger:?}\0{outside:?}\0{prelude:?}\0"));
        match history {
            Some(history) => {
                for Migration { name, created_at, text, .. } in *history {
                    digest.update(format!("{name}\0{created_at}\0{}\0{text}", text.len()));
                }
            }
            None => {
                let mut script = introspect::script(&as_read_again(schema), line).ok()?;
                script.sort_unstable();
                for statement in script {
                    digest.update(format!("{statement}\0"));
                }
            }
        }
        Some(hex(&digest.finalize()))
    }
}

/// The schema without what the next one to read its snapshot may find otherwise: where a column
/// stands, and blanks in types, neither of which makes another database.
fn as_read_again(schema: &Schema) -> Schema {
    let mut schema = own(schema);
    for table in schema.tables.values_mut() {
        table.columns.sort_unstable_keys();
        table.columns.values_mut().for_each(|column| column.ty.normalize());
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use mizzle_core::naming::Line;
    use mizzle_core::postgres::schema::{Column, QName, Table, Type};

    fn script(columns: &[(&str, &str)]) -> Vec<String> {
        let mut table = Table::default();
        for (name, ty) in columns {
            table.columns.insert((*name).to_owned(), Column::of(Type::parse(ty)));
        }
        let mut schema = Schema::default();
        schema.tables.insert(QName::public("prices"), table);
        introspect::script(&as_read_again(&schema), Line::V1).unwrap()
    }

    #[test]
    fn a_state_is_known_again_by_what_a_snapshot_keeps() {
        let written = script(&[("net", "numeric(12, 2)"), ("id", "integer")]);
        let read = script(&[("id", "integer"), ("net", "numeric(12,2)")]);
        assert_eq!(written, read);
        let other = script(&[("id", "integer"), ("net", "numeric(12,3)")]);
        assert_ne!(written, other);
    }
}
