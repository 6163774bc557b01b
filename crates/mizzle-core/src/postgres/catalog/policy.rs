//! Row security policies.

use super::Oid;

/// `pg_policy`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Its number.
    pub oid: Oid,
    /// The table.
    pub relation: Oid,
    /// The table's schema, by name.
    pub namespace: String,
    /// The table's name.
    pub table: String,
    /// Its name.
    pub name: String,
    /// `polcmd`: `r`, `a`, `w`, `d`, `*`.
    pub command: char,
    /// Is it permissive, rather than restrictive?
    pub permissive: bool,
    /// The roles it is for; `public` for all.
    pub roles: Vec<String>,
    /// `USING`
    pub using: Option<String>,
    /// `WITH CHECK`
    pub with_check: Option<String>,
}
