//! Primary keys, unique constraints, checks and foreign keys.

use super::{Name, QName};

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrimaryKey {
    /// The constraint's name.
    pub name: Name,
    /// Its columns in order.
    pub columns: Vec<String>,
    /// Where the schema declares it. Both lines of drizzle-kit record the two forms
    /// differently; to the database they are the same.
    pub declared: Declared,
}

/// Where a constraint was declared. A database does not know: what is on one column is
/// taken to be declared there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Declared {
    /// On the column: `.primaryKey()`, `.unique()`.
    OnColumn,
    /// In the table's extras: `primaryKey({ columns })`, `unique().on(…)`.
    OnTable,
}

/// A unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unique {
    /// The constraint's name.
    pub name: Name,
    /// Its columns in order.
    pub columns: Vec<String>,
    /// `NULLS NOT DISTINCT` (Postgres 15+).
    pub nulls_not_distinct: bool,
    /// Where the schema declares it.
    pub declared: Declared,
}

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name; Drizzle requires one.
    pub name: String,
    /// The condition, without the outer parentheses.
    pub expression: String,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: Name,
    /// The referencing columns in order.
    pub columns: Vec<String>,
    /// The referenced table, which another project may own.
    pub target: QName,
    /// The referenced columns, in the order of `columns`.
    pub target_columns: Vec<String>,
    /// `ON DELETE`
    pub on_delete: Action,
    /// `ON UPDATE`
    pub on_update: Action,
}

/// What a foreign key does when the referenced row goes or changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// `NO ACTION`, the server's default
    #[default]
    NoAction,
    /// `RESTRICT`
    Restrict,
    /// `CASCADE`
    Cascade,
    /// `SET NULL`
    SetNull,
    /// `SET DEFAULT`
    SetDefault,
}
