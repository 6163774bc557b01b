//! Roles.

/// `pg_roles`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// `CREATEDB`
    pub create_db: bool,
    /// `CREATEROLE`
    pub create_role: bool,
    /// `INHERIT`
    pub inherit: bool,
    /// Does it have any other attribute than those it is born with?
    pub others: bool,
}
