//! Indexes, and the operator classes that they can have.

use super::Oid;

/// `pg_index`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// Its number in `pg_class`.
    pub oid: Oid,
    /// The table.
    pub relation: Oid,
    /// Its name.
    pub name: String,
    /// The access method.
    pub method: String,
    /// `UNIQUE`
    pub unique: bool,
    /// `NULLS NOT DISTINCT` (since 15)
    pub nulls_not_distinct: bool,
    /// Is it complete?
    pub valid: bool,
    /// Was the table clustered by it?
    pub clustered: bool,
    /// How many of its columns are keys; the others are included.
    pub keys: usize,
    /// All its columns, 0 for an expression.
    pub columns: Vec<i16>,
    /// Of each key, `indoption`: 1 for `DESC`, 2 for `NULLS FIRST`.
    pub order: Vec<i16>,
    /// Of each key, the number of its operator class.
    pub classes: Vec<Oid>,
    /// Of each key, the number of its collation.
    pub collations: Vec<Oid>,
    /// The expressions in order, as `pg_get_indexdef` prints each.
    pub expressions: Vec<String>,
    /// The condition of a partial index.
    pub predicate: Option<String>,
    /// Storage parameters: `key=value`.
    pub options: Vec<String>,
    /// Was an operator class given parameters?
    pub class_options: bool,
    /// The tablespace, where it is not the database's own.
    pub tablespace: Option<String>,
}

/// `pg_opclass`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperatorClass {
    /// Its number.
    pub oid: Oid,
    /// Its name.
    pub name: String,
    /// The access method's number.
    pub method: Oid,
    /// The type that it is for.
    pub type_oid: Oid,
    /// Is it taken where none is written?
    pub default: bool,
}
