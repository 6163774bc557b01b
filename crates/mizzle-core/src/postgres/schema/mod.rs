//! The model of one Postgres database: what all three sides (the schema file,
//! the migrations folder, a live database) are turned into before they are
//! compared.
//!
//! The model knows nothing of files or of Drizzle. It is not serializable on
//! purpose: snapshot files, JSON output and the extractor's data are types of
//! their own, converted by hand, so that a change here never changes a file
//! format unnoticed.
//!
//! Every schema name is explicit: `public` is written out. Maps keep the order
//! in which the source listed its objects, since that order decides the order
//! of statements.

mod column;
mod constraint;
mod enums;
mod index;
mod name;
mod object;
mod policy;
mod role;
mod sequence;
mod table;
mod view;

pub use column::{Column, DefaultValue, Generated, Identity, IdentityKind, Type};
pub use constraint::{Action, Check, Declared, ForeignKey, PrimaryKey, Unique};
pub use enums::Enum;
pub use index::{Index, IndexColumn, IndexKey, Nulls};
pub use name::{Name, PUBLIC, QName};
pub use object::Object;
pub use policy::{LinkedPolicy, Policy, PolicyCommand, PolicyKind};
pub use role::{Privilege, Role};
pub use sequence::{Sequence, SequenceOptions};
pub use table::Table;
pub use view::{View, ViewColumn};

use indexmap::IndexMap;
use std::collections::BTreeSet;

/// One database, as far as the model goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// Schemas that the project owns. `public` is always there and never listed.
    pub namespaces: Vec<String>,
    /// Enum types.
    pub enums: IndexMap<QName, Enum>,
    /// Sequences that stand alone (not those of serial or identity columns).
    pub sequences: IndexMap<QName, Sequence>,
    /// Roles that the project owns.
    pub roles: IndexMap<String, Role>,
    /// Tables.
    pub tables: IndexMap<QName, Table>,
    /// Views, plain and materialized, plain ones first.
    pub views: IndexMap<QName, View>,
    /// Policies on tables that the project does not own.
    pub linked_policies: Vec<LinkedPolicy>,
    /// Privileges recorded in a v8 snapshot; no schema file can declare them.
    pub privileges: Vec<Privilege>,
}

impl Schema {
    /// Every schema that must exist for this one to: those that the project owns,
    /// and those that its tables, enums, sequences and views lie in. Sorted, without
    /// `public`.
    pub fn inhabited_namespaces(&self) -> BTreeSet<&str> {
        self.namespaces
            .iter()
            .map(String::as_str)
            .chain(self.enums.keys().map(|name| name.schema.as_str()))
            .chain(self.sequences.keys().map(|name| name.schema.as_str()))
            .chain(self.tables.keys().map(|name| name.schema.as_str()))
            .chain(self.views.keys().map(|name| name.schema.as_str()))
            .filter(|&schema| schema != PUBLIC)
            .collect()
    }
}
