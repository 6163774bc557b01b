//! Which states are kept from one rehearsal to the next, and how they are told apart.
//!
//! A large schema takes longer to build than all the rest of a rehearsal. What one leads to
//! is what the next one begins with, so that it is kept: the database behind the migration,
//! without its rows. It stands for the schema that is recorded by then because the rehearsal
//! has just shown that the two are the same. Its key says what would be built otherwise;
//! what is in it is read again and compared with what was read when it was kept.

use mizzle_core::postgres::archive;
use mizzle_core::postgres::fingerprint::fingerprint;
use mizzle_core::postgres::others;
use mizzle_core::postgres::reworded::own;
use mizzle_core::postgres::schema::Schema;
use sha2::{Digest, Sha256};

use super::ground::Ground;
use super::look::Looked;
use super::{Rehearsal, is_handwritten, others_of};
use crate::introspect;
use crate::prelude::Prelude;

/// How many tables a schema has whose state is worth to be kept.
const MANY: usize = 100;

/// The key of the state before the migration.
pub(super) fn before(rehearsal: &Rehearsal<'_>) -> Option<String> {
    key(rehearsal, rehearsal.recorded, || rehearsal.prelude())
}

/// The key of the state behind it, where that stands for its schema and for no more.
pub(super) fn after(rehearsal: &Rehearsal<'_>, ground: &Ground) -> Option<String> {
    let up = rehearsal.up;
    if ground.by_history || is_handwritten(up) || !archive::named(&up.text).is_empty() {
        return None;
    }
    let result = &rehearsal.diff.result;
    key(rehearsal, result, || {
        let mut history = rehearsal.history.to_vec();
        history.push(up.clone());
        Prelude::of(&history, history.len(), result)
    })
}

/// What is in a state, in one word.
pub(super) fn known(looked: &Looked) -> String {
    fingerprint(&looked.found.schema)
}

/// What decides what is built: the statements, what is put there before them, and by whom.
/// `None` where that is done quickly, or where there is more to it: SQL by hand, roles, and
/// what somebody else has.
fn key(
    rehearsal: &Rehearsal<'_>,
    schema: &Schema,
    prelude: impl FnOnce() -> Prelude,
) -> Option<String> {
    // Asked first: the rest reads the whole history, and most schemas are small.
    if schema.tables.len() < MANY {
        return None;
    }
    let schemas = rehearsal.schemas();
    let is_own =
        schemas.iter().all(|schema| schema.roles.is_empty() && schema.linked_policies.is_empty())
            && others::roles(&schemas).is_empty()
            && others_of(rehearsal) == Schema::default();
    if !is_own || rehearsal.is_handwritten() {
        return None;
    }
    let mut script = introspect::script(&as_read_again(schema), rehearsal.line).ok()?;
    script.sort_unstable();
    let (version, ledger, prelude) = (env!("CARGO_PKG_VERSION"), rehearsal.ledger, prelude());
    let mut digest = Sha256::new();
    digest.update(format!("{version}\0{ledger:?}\0{prelude:?}\0"));
    for statement in script {
        digest.update(statement);
        digest.update("\0");
    }
    Some(digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
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
