//! Sequences.

use super::Oid;

/// `pg_sequence`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Its number.
    pub oid: Oid,
    /// Its schema.
    pub namespace: Oid,
    /// Its name.
    pub name: String,
    /// Its type: `bigint`.
    pub type_text: String,
    /// `seqstart`
    pub start: String,
    /// `seqincrement`
    pub increment: String,
    /// `seqmin`
    pub min: String,
    /// `seqmax`
    pub max: String,
    /// `seqcache`
    pub cache: String,
    /// `seqcycle`
    pub cycle: bool,
    /// The column that it goes with.
    pub owner_column: Option<OwnerColumn>,
    /// `relpersistence`
    pub persistence: char,
    /// Who owns it.
    pub owner: String,
    /// Has anybody but the owner privileges on it?
    pub grants: bool,
}

/// The column that a sequence goes with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnerColumn {
    /// Its table.
    pub relation: Oid,
    /// Its number there.
    pub number: i16,
    /// Is it an identity column, rather than one that `OWNED BY` names?
    pub identity: bool,
}
