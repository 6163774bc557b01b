//! Keys, checks and foreign keys.

use super::Oid;

/// `pg_constraint`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constraint {
    /// Its number.
    pub oid: Oid,
    /// Whose it is.
    pub relation: Oid,
    /// Its name.
    pub name: String,
    /// `contype`: `p`, `u`, `c`, `f`, `x`, `t`.
    pub kind: char,
    /// Its columns in order.
    pub columns: Vec<i16>,
    /// Its index; for a foreign key that of the target.
    pub index: Oid,
    /// Checks: the condition.
    pub expression: Option<String>,
    /// Foreign keys: what they refer to.
    pub target: Option<Target>,
    /// Can its check wait for the end of a transaction?
    pub deferrable: bool,
    /// Do all rows obey it?
    pub validated: bool,
    /// Do new rows have to obey it? (`false` since 18)
    pub enforced: bool,
    /// Checks: does it stay off the tables that inherit?
    pub no_inherit: bool,
    /// Is it over a period? (since 18)
    pub period: bool,
}

/// What a foreign key refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The table.
    pub relation: Oid,
    /// Its schema's name.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its columns, in the order of the referencing ones.
    pub columns: Vec<i16>,
    /// Their names, where they are not among the catalog's columns.
    pub names: Vec<String>,
    /// `confupdtype`
    pub on_update: char,
    /// `confdeltype`
    pub on_delete: char,
    /// `confmatchtype`: `s` for simple.
    pub matching: char,
    /// Does `ON DELETE SET` name columns? (since 15)
    pub sets_columns: bool,
}
