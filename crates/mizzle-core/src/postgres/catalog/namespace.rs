//! Schemas.

use super::Oid;

/// `pg_namespace`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Namespace {
    /// Its number.
    pub oid: Oid,
    /// Its name.
    pub name: String,
    /// Was it asked for?
    pub included: bool,
    /// Does an extension own it?
    pub of_extension: bool,
    /// Has the role the right to use what is in it?
    pub usable: bool,
    /// Does it have other privileges than those it is born with?
    pub grants: bool,
}
