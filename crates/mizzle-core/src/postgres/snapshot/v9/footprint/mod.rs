//! What a migration touches, written so that drizzle-kit 1.0 can tell whether two
//! branches get in each other's way.
//!
//! A footprint belongs to a statement. It names nodes: `s` for what something is,
//! `n` for its name, `e` for its being there, then the kind and the dotted path;
//! `rel`, `type` and `con` are the name spaces that several kinds share. Two
//! branches conflict where one writes what the other reads or writes.

mod in_schema;
mod in_table;
mod nodes;
mod statements;

pub(super) use nodes::told;

use super::super::Rename;
use super::super::rows::{Row, Store};
use crate::json::Object;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// One statement's footprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Footprint {
    pub(super) statement: &'static str,
    pub(super) target: Vec<String>,
    pub(super) writes: Vec<String>,
    pub(super) reads: Option<Vec<String>>,
    pub(super) shared_writes: Option<Vec<String>>,
    pub(super) hash: Option<String>,
}

/// The footprints of everything that lies between two states. `renamed` is the first
/// with the renames applied.
pub(in super::super) fn of(renamed: &Store, to: &Store, renames: &[Rename]) -> Vec<Footprint> {
    statements::Statements { renamed, to, renames }.footprints()
}

impl Footprint {
    fn new(statement: &'static str, target: &[&str]) -> Self {
        let target = target.iter().map(|&part| part.to_owned()).collect();
        Self { statement, target, ..Self::default() }
    }

    fn writes(mut self, nodes: Vec<String>) -> Self {
        self.writes.extend(nodes);
        self
    }

    fn reads(mut self, nodes: Vec<String>) -> Self {
        self.reads.get_or_insert_default().extend(nodes);
        self
    }

    fn shares(mut self, nodes: Vec<String>) -> Self {
        self.shared_writes.get_or_insert_default().extend(nodes);
        self
    }

    /// Marks a statement that may be run twice: the same change on two branches is no
    /// conflict. Told by what the row becomes.
    fn same_by(mut self, row: &Row) -> Self {
        let mut fields: Vec<_> = row.iter().collect();
        fields.sort_by_key(|(field, _)| field.as_str());
        let mut hasher = Sha256::new();
        hasher.update(self.statement);
        for (field, value) in fields {
            hasher.update(format!("\n{field}={value}"));
        }
        let digest = hasher.finalize();
        self.hash = Some(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect());
        self
    }
}

/// The schema and name of something that lies in a schema.
fn path(row: &Row) -> (&str, &str) {
    (nodes::field(row, "schema"), nodes::field(row, "name"))
}

impl From<Footprint> for Value {
    fn from(footprint: Footprint) -> Self {
        Object::default()
            .put("statementType", footprint.statement)
            .put("statementTarget", footprint.target)
            .put("writes", footprint.writes)
            .maybe("reads", footprint.reads)
            .maybe("sharedWrites", footprint.shared_writes)
            .maybe("sqlHash", footprint.hash)
            .into()
    }
}
