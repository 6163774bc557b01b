//! What introspection reads from the system catalogs of a server, version by version
//! the same: names, numbers, the catalogs' own letters, and expressions in the
//! server's words.
//!
//! The contract between the queries of `mizzle-db` and [`super::from_catalog`], which
//! decides what it all means. Plain data, so that it can be written by hand in a test.
//! A letter is the one that the manual lists for the catalog's column.
//!
//! <https://www.postgresql.org/docs/current/catalogs.html>

mod column;
mod constraint;
mod index;
mod namespace;
mod other;
mod policy;
mod relation;
mod role;
mod sequence;
mod types;

pub use column::{BaseType, Column};
pub use constraint::{Constraint, Target};
pub use index::{Index, OperatorClass};
pub use namespace::Namespace;
pub use other::{Comment, Commented, Other};
pub use policy::Policy;
pub use relation::{Parent, Relation};
pub use role::Role;
pub use sequence::{OwnerColumn, Sequence};
pub use types::Type;

/// A row's number in its catalog.
pub type Oid = u32;

/// Everything that is read of one database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// The role that reads: `CURRENT_USER`.
    pub user: String,
    /// All schemas but the system's, whether they were asked for or not.
    pub namespaces: Vec<Namespace>,
    /// Tables, views and foreign tables of the schemas that were asked for.
    pub relations: Vec<Relation>,
    /// Their columns, partitions' left out, in any order.
    pub columns: Vec<Column>,
    /// Their constraints, those of `NOT NULL` left out.
    pub constraints: Vec<Constraint>,
    /// Their indexes, those of constraints included.
    pub indexes: Vec<Index>,
    /// All operator classes that indexes can have.
    pub operator_classes: Vec<OperatorClass>,
    /// Sequences, those of columns included.
    pub sequences: Vec<Sequence>,
    /// Types, but not those that come with tables and arrays.
    pub types: Vec<Type>,
    /// Row security policies of all schemas.
    pub policies: Vec<Policy>,
    /// Roles, where they were asked for.
    pub roles: Vec<Role>,
    /// Which table inherits from which, partitions included.
    pub parents: Vec<Parent>,
    /// What has a comment.
    pub comments: Vec<Comment>,
    /// Objects of which no more than their name is read.
    pub others: Vec<Other>,
    /// Catalogs that the role may not read; what they hold is missing here.
    pub unreadable: Vec<String>,
}
