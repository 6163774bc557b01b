//! The model of one Postgres database: what all three sides (the schema file,
//! the migrations folder, a live database) are turned into before they are
//! compared.
//!
//! The model knows nothing of files or of Drizzle. It is not serializable on
//! purpose: snapshot files, JSON output and the extractor's data are types of
//! their own, converted by hand, so that a change here never changes a file
//! format unnoticed.
//!
//! Every schema name is explicit: `public` is written out. Maps keep the order
//! in which the source listed its objects, since that order decides the order
//! of statements.

use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::fmt;

/// The schema that Postgres uses where none is named.
pub const PUBLIC: &str = "public";

/// The name of an object that lives in a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName {
    /// The schema, `public` included.
    pub schema: String,
    /// The object's own name.
    pub name: String,
}

impl QName {
    /// A name in a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: schema.into(), name: name.into() }
    }

    /// A name in `public`.
    pub fn public(name: impl Into<String>) -> Self {
        Self::new(PUBLIC, name)
    }

    /// Is it in `public`?
    pub fn is_public(&self) -> bool {
        self.schema == PUBLIC
    }
}

/// For messages: `users`, `auth.users`. SQL is written by `render` alone.
impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_public() {
            f.write_str(&self.name)
        } else {
            write!(f, "{}.{}", self.schema, self.name)
        }
    }
}

/// One database, as far as the model goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// Schemas that the project owns. `public` is always there and never listed.
    pub namespaces: Vec<String>,
    /// Enum types.
    pub enums: IndexMap<QName, Enum>,
    /// Sequences that stand alone (not those of serial or identity columns).
    pub sequences: IndexMap<QName, Sequence>,
    /// Roles that the project owns.
    pub roles: IndexMap<String, Role>,
    /// Tables.
    pub tables: IndexMap<QName, Table>,
    /// Views, plain and materialized, plain ones first.
    pub views: IndexMap<QName, View>,
    /// Policies on tables that the project does not own.
    pub linked_policies: Vec<LinkedPolicy>,
    /// Privileges recorded in a v8 snapshot; no schema file can declare them.
    pub privileges: Vec<Privilege>,
}

impl Schema {
    /// Every schema that must exist for this one to: those that the project owns,
    /// and those that its tables, enums, sequences and views lie in. Sorted, without
    /// `public`.
    pub fn inhabited_namespaces(&self) -> BTreeSet<&str> {
        self.namespaces
            .iter()
            .map(String::as_str)
            .chain(self.enums.keys().map(|name| name.schema.as_str()))
            .chain(self.sequences.keys().map(|name| name.schema.as_str()))
            .chain(self.tables.keys().map(|name| name.schema.as_str()))
            .chain(self.views.keys().map(|name| name.schema.as_str()))
            .filter(|&schema| schema != PUBLIC)
            .collect()
    }
}

impl Table {
    /// Is row-level security on, by hand or because it has policies?
    pub fn row_security(&self) -> bool {
        self.rls_enabled || !self.policies.is_empty()
    }
}

/// The name of a constraint or index, with its origin.
///
/// A name that nobody wrote follows a rule, and the two lines of drizzle-kit
/// have different rules. Objects with such a name are compared by content, and
/// keep the name they have in the database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The name, never cut: the server cuts at 63 bytes, `names` knows how.
    pub text: String,
    /// Did the author of the schema write it?
    pub explicit: bool,
}

impl Name {
    /// A name that the author wrote.
    pub fn explicit(text: impl Into<String>) -> Self {
        Self { text: text.into(), explicit: true }
    }

    /// A name that follows from a rule.
    pub fn derived(text: impl Into<String>) -> Self {
        Self { text: text.into(), explicit: false }
    }
}

/// `CREATE TYPE … AS ENUM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Labels in sort order.
    pub values: Vec<String>,
}

/// A table with everything that belongs to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Columns in order of declaration; the key is the column's name.
    pub columns: IndexMap<String, Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints, in order of declaration.
    pub uniques: Vec<Unique>,
    /// Check constraints, in order of declaration.
    pub checks: Vec<Check>,
    /// Foreign keys, in order of declaration.
    pub foreign_keys: Vec<ForeignKey>,
    /// Indexes, in order of declaration; those of constraints are not listed.
    pub indexes: Vec<Index>,
    /// Row-level security policies, in order of declaration.
    pub policies: Vec<Policy>,
    /// Is row-level security switched on by hand? (Policies switch it on too.)
    pub rls_enabled: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its type.
    pub ty: Type,
    /// `NOT NULL`, written or implied by a primary key, serial or identity.
    pub not_null: bool,
    /// Is `not_null` more than what a primary key of the extras implies? 0.x
    /// snapshots record only this; to the database it is the same.
    pub not_null_written: bool,
    /// `DEFAULT`. A run-time default (`$defaultFn`) is none.
    pub default: Option<DefaultValue>,
    /// `GENERATED ALWAYS AS (…) STORED`.
    pub generated: Option<Generated>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
}

/// A column's type.
///
/// The text is kept as its author wrote it (`numeric(10, 2)`), because snapshot
/// files hold it that way; `types` compares two of them by meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// The type of one element, without array brackets. For an enum of the
    /// project: its bare name.
    pub text: String,
    /// Set when the type is an enum (or another type the project owns): its schema.
    pub schema: Option<String>,
    /// One entry for each array dimension, outermost first; the size where one was
    /// written. Postgres ignores sizes.
    pub dimensions: Vec<Option<u32>>,
}

/// The value that a column takes when an INSERT does not name it.
///
/// Literals are kept as values, not as SQL, so that quoting is decided once, by
/// `render`, and two spellings of one value compare equal.
#[derive(Debug, Clone, PartialEq)]
pub enum DefaultValue {
    /// `true`, `false`
    Bool(bool),
    /// A number as its exact decimal text.
    Number(String),
    /// The value of a quoted literal, without quotes or escapes: text, dates, json
    /// text, array text such as `{a,b}`, enum labels, bytea as `\x…`.
    Text(String),
    /// `NULL`, written out.
    Null,
    /// SQL that is not a literal, as written.
    Expression(String),
}

/// A generated column. Postgres stores them; virtual ones came with version 18 and
/// Drizzle cannot declare them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The expression, without the outer parentheses.
    pub expression: String,
}

/// `GENERATED ALWAYS | BY DEFAULT AS IDENTITY (…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Which of the two forms.
    pub kind: IdentityKind,
    /// The sequence's name, in the schema of its table.
    pub sequence: Name,
    /// What the sequence was given.
    pub options: SequenceOptions,
}

/// Whether an INSERT may give a value of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityKind {
    /// `ALWAYS`
    Always,
    /// `BY DEFAULT`
    ByDefault,
}

/// Options of a sequence, as exact decimal text. `None` means the server's default
/// for the sequence's type and direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SequenceOptions {
    /// `INCREMENT BY`
    pub increment: Option<String>,
    /// `MINVALUE`
    pub min: Option<String>,
    /// `MAXVALUE`
    pub max: Option<String>,
    /// `START WITH`
    pub start: Option<String>,
    /// `CACHE`
    pub cache: Option<String>,
    /// `CYCLE`
    pub cycle: bool,
}

/// A sequence that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// What it was given.
    pub options: SequenceOptions,
}

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

/// Where a constraint was declared.
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

/// An index that no constraint owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// The index's name, in the schema of its table.
    pub name: Name,
    /// `UNIQUE`
    pub unique: bool,
    /// The access method, `btree` where none is written.
    pub method: String,
    /// What it is on, in order.
    pub columns: Vec<IndexColumn>,
    /// Storage parameters in order.
    pub with: IndexMap<String, String>,
    /// The condition of a partial index, without `WHERE`.
    pub predicate: Option<String>,
    /// Should it be built with `CONCURRENTLY`? A wish about the build, not a property
    /// of the index: never a difference.
    pub concurrently: bool,
}

/// One part of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexColumn {
    /// A column or an expression.
    pub key: IndexKey,
    /// `DESC`
    pub descending: bool,
    /// Where NULLs sort.
    pub nulls: Nulls,
    /// The operator class, where one is written.
    pub opclass: Option<String>,
}

/// What one part of an index is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexKey {
    /// A column of the table, by name.
    Column(String),
    /// An expression, as written, without the parentheses around it.
    Expression(String),
}

/// Where NULLs sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nulls {
    /// `NULLS FIRST`, the server's default for `DESC`
    First,
    /// `NULLS LAST`, the server's default for `ASC`
    Last,
}

/// A row-level security policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its name, in its table.
    pub name: String,
    /// `AS PERMISSIVE` or `AS RESTRICTIVE`.
    pub kind: PolicyKind,
    /// `FOR …`
    pub command: PolicyCommand,
    /// `TO …`: role names, `public`, `current_user` and the like, in order.
    pub roles: Vec<String>,
    /// `USING (…)`, without the parentheses.
    pub using: Option<String>,
    /// `WITH CHECK (…)`, without the parentheses.
    pub with_check: Option<String>,
}

/// A policy on a table that the project does not own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedPolicy {
    /// That table.
    pub table: QName,
    /// The policy.
    pub policy: Policy,
}

/// How policies combine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    /// Joined by OR
    #[default]
    Permissive,
    /// Joined by AND
    Restrictive,
}

impl PolicyKind {
    /// The keyword.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Permissive => "PERMISSIVE",
            Self::Restrictive => "RESTRICTIVE",
        }
    }
}

/// The statements a policy covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyCommand {
    /// `ALL`
    #[default]
    All,
    /// `SELECT`
    Select,
    /// `INSERT`
    Insert,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
}

impl PolicyCommand {
    /// The keyword.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }

    /// The command of a keyword in any case; every other word is `ALL`.
    pub fn parse(word: &str) -> Self {
        [Self::Select, Self::Insert, Self::Update, Self::Delete]
            .into_iter()
            .find(|command| command.as_sql().eq_ignore_ascii_case(word))
            .unwrap_or_default()
    }
}

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

/// A view.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The SELECT, as written. `None` for an existing view.
    pub definition: Option<String>,
    /// Is it a materialized view?
    pub materialized: bool,
    /// Declared with `.existing()`: somebody else creates it; never compared.
    pub existing: bool,
    /// `WITH (…)` options by their SQL names, in order.
    pub with: IndexMap<String, String>,
    /// Materialized only: `WITH NO DATA`.
    pub with_no_data: bool,
    /// Materialized only: the table access method.
    pub using: Option<String>,
    /// Materialized only: the tablespace.
    pub tablespace: Option<String>,
    /// The output columns as far as the source knows them, in order. Old snapshots
    /// record them; the diff does not look at them.
    pub columns: IndexMap<String, ViewColumn>,
}

/// A column of a view that is a column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewColumn {
    /// That column.
    pub column: Column,
    /// Is it declared with `.primaryKey()`?
    pub primary: bool,
}
