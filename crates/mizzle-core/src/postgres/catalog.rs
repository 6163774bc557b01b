//! What introspection reads from the system catalogs of a server, version by version
//! the same: names, numbers, the catalogs' own letters, and expressions in the
//! server's words.
//!
//! The contract between the queries of `mizzle-db` and [`super::from_catalog`], which
//! decides what it all means. Plain data, so that it can be written by hand in a test.
//! A letter is the one that the manual lists for the catalog's column.
//!
//! <https://www.postgresql.org/docs/current/catalogs.html>

/// A row's number in its catalog.
pub type Oid = u32;

/// Everything that is read of one database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// The role that reads: `CURRENT_USER`.
    pub user: String,
    /// All schemas but the system's, whether they were asked for or not.
    pub namespaces: Vec<Namespace>,
    /// Tables, views and foreign tables of the schemas that were asked for.
    pub relations: Vec<Relation>,
    /// Their columns, partitions' left out, in any order.
    pub columns: Vec<Column>,
    /// Their constraints, those of `NOT NULL` left out.
    pub constraints: Vec<Constraint>,
    /// Their indexes, those of constraints included.
    pub indexes: Vec<Index>,
    /// All operator classes that indexes can have.
    pub operator_classes: Vec<OperatorClass>,
    /// Sequences, those of columns included.
    pub sequences: Vec<Sequence>,
    /// Types, but not those that come with tables and arrays.
    pub types: Vec<Type>,
    /// Row security policies of all schemas.
    pub policies: Vec<Policy>,
    /// Roles, where they were asked for.
    pub roles: Vec<Role>,
    /// Which table inherits from which, partitions included.
    pub parents: Vec<Parent>,
    /// What has a comment.
    pub comments: Vec<Comment>,
    /// Objects of which no more than their name is read.
    pub others: Vec<Other>,
    /// Catalogs that the role may not read; what they hold is missing here.
    pub unreadable: Vec<String>,
}

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

/// `pg_attribute`: a column of a table or view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Whose it is.
    pub relation: Oid,
    /// `attnum`, from 1.
    pub number: i16,
    /// Its name.
    pub name: String,
    /// Its type, as `format_type` prints it.
    pub type_text: String,
    /// The type's number.
    pub type_oid: Oid,
    /// The type of one element, where it is none of the server's own.
    pub base: Option<BaseType>,
    /// `attndims`, which is no more than a hint.
    pub dimensions: u16,
    /// Is it `NOT NULL`?
    pub not_null: bool,
    /// `attidentity`: `a`, `d`, or blank.
    pub identity: char,
    /// `attgenerated`: `s`, `v`, or blank.
    pub generated: char,
    /// The default, or what it is generated as.
    pub default: Option<String>,
    /// The number of its collation.
    pub collation: Oid,
    /// The collation's name, where it is not that of the type.
    pub own_collation: Option<String>,
    /// `attstorage`, where it is not that of the type.
    pub own_storage: Option<char>,
    /// `attcompression`, where one was chosen.
    pub compression: Option<char>,
    /// `attstattarget`, where one was chosen.
    pub statistics: Option<i32>,
    /// `attoptions`
    pub options: Vec<String>,
    /// Does it have privileges of its own?
    pub grants: bool,
}

/// A type that did not come with the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseType {
    /// Its schema's name.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `typtype`: `e` for an enum.
    pub kind: char,
    /// Does an extension own it?
    pub of_extension: bool,
}

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

/// `pg_inherits`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parent {
    /// The table that inherits.
    pub child: Oid,
    /// The table that it inherits from, for messages.
    pub parent: String,
}

/// `pg_description`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// What kind of thing it is on.
    pub on: Commented,
    /// The thing's number.
    pub oid: Oid,
    /// The number of the column, 0 for the whole.
    pub column: i16,
}

/// What can have a comment that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commented {
    /// A schema.
    Namespace,
    /// A table, view, index or sequence, or a column of one.
    Relation,
    /// A constraint.
    Constraint,
    /// A type.
    Type,
    /// A policy.
    Policy,
}

/// An object of which no more than its name is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// What it is.
    pub kind: super::from_catalog::Unmodelled,
    /// Its schema, where it lies in one.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// The table that it belongs to, where it belongs to one.
    pub relation: Option<Oid>,
}
