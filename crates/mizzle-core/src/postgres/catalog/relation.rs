//! Tables and views, and what a table inherits from.

use super::Oid;

/// `pg_class`: a table (`r`), partitioned table (`p`), view (`v`), materialized view
/// (`m`) or foreign table (`f`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// Its number.
    pub oid: Oid,
    /// Its schema.
    pub namespace: Oid,
    /// Its name.
    pub name: String,
    /// `relkind`
    pub kind: char,
    /// `relpersistence`: `p`, or `u` where it is not logged.
    pub persistence: char,
    /// Is row security on?
    pub row_security: bool,
    /// Does it bind the owner too?
    pub forced_row_security: bool,
    /// Is it a partition?
    pub partition: bool,
    /// Materialized views: has it been filled?
    pub populated: bool,
    /// `relreplident`: `d` where nobody chose one.
    pub replica_identity: char,
    /// Was it made `OF` a type?
    pub of_type: bool,
    /// Storage parameters and view options: `key=value`.
    pub options: Vec<String>,
    /// The access method; `None` for views.
    pub method: Option<String>,
    /// The tablespace, where it is not the database's own.
    pub tablespace: Option<String>,
    /// Views: the SELECT.
    pub definition: Option<String>,
    /// Partitioned tables: `RANGE (at)`.
    pub partition_key: Option<String>,
    /// Who owns it.
    pub owner: String,
    /// Has anybody but the owner privileges on it?
    pub grants: bool,
}

/// `pg_inherits`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parent {
    /// The table that inherits.
    pub child: Oid,
    /// The table that it inherits from, for messages.
    pub parent: String,
}
