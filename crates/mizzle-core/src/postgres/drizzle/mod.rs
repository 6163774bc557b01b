//! What a Drizzle schema exports, as the loader's extractor reports it: raw values,
//! no decision taken. `from_drizzle` turns it into the model.
//!
//! The shapes here are the contract between the extractor script and Rust. Names
//! that drizzle-orm left open stay `None`; SQL comes as drizzle-orm rendered it,
//! with its parameters apart.

mod column;
mod constraint;
mod enums;
mod index;
mod namespace;
mod policy;
mod role;
mod sequence;
mod table;
mod value;
mod view;

pub use column::{Column, ColumnRef, ColumnUnique, EnumRef, Identity};
pub use constraint::{Check, ForeignKey, Key};
pub use enums::Enum;
pub use index::{Index, IndexColumn};
pub use namespace::PgSchema;
pub use policy::{LinkedPolicy, Policy};
pub use role::Role;
pub use sequence::{Sequence, SequenceOptions};
pub use table::Table;
pub use value::{Given, Literal, Sql};
pub use view::{View, ViewColumn};

use serde::Deserialize;

/// Everything that the schema files export, in the order in which drizzle-kit
/// would see it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Extract {
    /// The drizzle-orm that made the objects.
    pub orm: Orm,
    /// The schema files, as paths relative to the working directory. Objects refer to
    /// them by position.
    pub files: Vec<String>,
    /// Exported tables.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Exported enums.
    #[serde(default)]
    pub enums: Vec<Enum>,
    /// Exported schemas.
    #[serde(default)]
    pub schemas: Vec<PgSchema>,
    /// Exported sequences.
    #[serde(default)]
    pub sequences: Vec<Sequence>,
    /// Exported views, plain ones before materialized ones.
    #[serde(default)]
    pub views: Vec<View>,
    /// Exported roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Exported policies (those with `.link(table)`).
    #[serde(default)]
    pub policies: Vec<LinkedPolicy>,
    /// How many tables of other dialects are exported; they are left out.
    #[serde(default)]
    pub other_tables: usize,
}

/// The drizzle-orm in use.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Orm {
    /// The version from its `package.json`, if it could be found.
    pub version: Option<String>,
    /// `compatibilityVersion` of `drizzle-orm/version`.
    pub compatibility: Option<u32>,
    /// Is it the copy inside mizzle?
    #[serde(default)]
    pub embedded: bool,
}

/// Where an exported object was declared.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// Position in [`Extract::files`].
    pub file: usize,
    /// The name it is exported under.
    pub export: String,
}
