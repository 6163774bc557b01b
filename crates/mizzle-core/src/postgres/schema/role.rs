//! Roles, and the privileges that old snapshots record.

use super::QName;

/// A role. `None` means that nothing is said, not that it is off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// `SUPERUSER`
    pub superuser: Option<bool>,
    /// `CREATEDB`
    pub create_db: Option<bool>,
    /// `CREATEROLE`
    pub create_role: Option<bool>,
    /// `INHERIT`
    pub inherit: Option<bool>,
    /// `LOGIN`
    pub can_login: Option<bool>,
    /// `REPLICATION`
    pub replication: Option<bool>,
    /// `BYPASSRLS`
    pub bypass_rls: Option<bool>,
    /// `CONNECTION LIMIT`
    pub connection_limit: Option<i64>,
    /// `PASSWORD`, as recorded
    pub password: Option<String>,
    /// `VALID UNTIL`
    pub valid_until: Option<String>,
}

/// A granted privilege, carried through from a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privilege {
    /// Who gave it.
    pub grantor: String,
    /// Who has it.
    pub grantee: String,
    /// On which table.
    pub table: QName,
    /// `SELECT`, `INSERT`, …
    pub kind: String,
    /// `WITH GRANT OPTION`
    pub grantable: bool,
}
