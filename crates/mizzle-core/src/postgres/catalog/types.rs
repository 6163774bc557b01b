//! Types.

use super::Oid;

/// `pg_type`: an enum (`e`), domain (`d`), composite type (`c`), range (`r`) or base
/// type (`b`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Type {
    /// Its number.
    pub oid: Oid,
    /// Its schema.
    pub namespace: Oid,
    /// Its name.
    pub name: String,
    /// `typtype`
    pub kind: char,
    /// Enums: the labels in order.
    pub labels: Vec<String>,
    /// Who owns it.
    pub owner: String,
    /// Does it have other privileges than those it is born with?
    pub grants: bool,
}
