//! What a Drizzle schema exports, as the loader's extractor reports it: raw values,
//! no decision taken. `from_drizzle` turns it into the model.
//!
//! The shapes here are the contract between the extractor script and Rust. Names
//! that drizzle-orm left open stay `None`; SQL comes as drizzle-orm rendered it,
//! with its parameters apart.

use serde::Deserialize;
use serde_json::Value;

/// Everything that the schema files export, in the order in which drizzle-kit
/// would see it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Extract {
    /// The drizzle-orm that made the objects.
    pub orm: Orm,
    /// The schema files, as paths relative to the working directory. Objects refer to
    /// them by position.
    pub files: Vec<String>,
    /// Exported tables.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Exported enums.
    #[serde(default)]
    pub enums: Vec<Enum>,
    /// Exported schemas.
    #[serde(default)]
    pub schemas: Vec<PgSchema>,
    /// Exported sequences.
    #[serde(default)]
    pub sequences: Vec<Sequence>,
    /// Exported views, plain ones before materialized ones.
    #[serde(default)]
    pub views: Vec<View>,
    /// Exported roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Exported policies (those with `.link(table)`).
    #[serde(default)]
    pub policies: Vec<LinkedPolicy>,
    /// How many tables of other dialects are exported; they are left out.
    #[serde(default)]
    pub other_tables: usize,
}

/// The drizzle-orm in use.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Orm {
    /// The version from its `package.json`, if it could be found.
    pub version: Option<String>,
    /// `compatibilityVersion` of `drizzle-orm/version`.
    pub compatibility: Option<u32>,
    /// Is it the copy inside mizzle?
    #[serde(default)]
    pub embedded: bool,
}

/// Where an exported object was declared.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// Position in [`Extract::files`].
    pub file: usize,
    /// The name it is exported under.
    pub export: String,
}

/// SQL as drizzle-orm rendered it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sql {
    /// The text, with `$1`, `$2`, … where there are parameters.
    pub sql: String,
    /// The parameters.
    #[serde(default)]
    pub params: Vec<Literal>,
    /// The same with column references that leave out the table, where it differs.
    #[serde(default)]
    pub bare: Option<String>,
}

/// A JavaScript value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "t", content = "v", rename_all = "camelCase")]
pub enum Literal {
    /// `null`
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number, as JavaScript prints it (`1e+21`, `NaN`, `Infinity` and `-0` included).
    Number(String),
    /// A bigint, all digits.
    Bigint(String),
    /// A string.
    String(String),
    /// A `Date`: `toISOString()`.
    Date(String),
    /// A `Buffer` or typed array, as lower-case hex.
    Bytes(String),
    /// An array.
    Array(Vec<Literal>),
    /// Any other object, and an array that is the value of a JSON column. Numbers have
    /// all the digits of their source: a bigint inside is a number.
    Json(#[serde(deserialize_with = "json_text")] Value),
}

/// JSON inside JSON, as text: the only form in which a number keeps its digits on the
/// way through a JavaScript engine.
fn json_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let text = String::deserialize(deserializer)?;
    serde_json::from_str(&text).map_err(serde::de::Error::custom)
}

/// A default or generated value: a literal, or SQL.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Given {
    /// A plain value, as the author wrote it.
    Value(Literal),
    /// `` sql`…` ``
    Sql(Sql),
}

/// A table.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Table {
    /// Where it is exported.
    pub source: Source,
    /// Its name in the database.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// `.enableRLS()` or `pgTable.withRLS`.
    #[serde(default)]
    pub rls: bool,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Indexes in order.
    #[serde(default)]
    pub indexes: Vec<Index>,
    /// Foreign keys, those of columns first.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    /// Primary keys of the extras.
    #[serde(default)]
    pub primary_keys: Vec<Key>,
    /// Unique constraints of the extras.
    #[serde(default)]
    pub uniques: Vec<Key>,
    /// Checks.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Policies.
    #[serde(default)]
    pub policies: Vec<Policy>,
}

/// A reference to a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ColumnRef {
    /// Its name, or its key where no name was written.
    pub name: String,
    /// Is `name` the key, to which the config's casing applies? In 1.0 the table's own
    /// builder has applied its casing, and this is `false`.
    #[serde(default)]
    pub key_as_name: bool,
}

/// A column.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Column {
    /// The key in the table object.
    pub key: String,
    /// Its name, or its key where no name was written.
    pub name: String,
    /// Is `name` the key, to which the config's casing applies? In 1.0 the table's own
    /// builder has applied its casing, and this is `false`.
    #[serde(default)]
    pub key_as_name: bool,
    /// `getSQLType()`. An array of 0.x ends in `[]` or `[n]`, one of 1.0 does not.
    #[serde(rename = "type")]
    pub ty: String,
    /// drizzle-orm's class name: `PgText`, `PgTimestamp`, …
    pub kind: String,
    /// The class name of the element where `kind` is an array (0.x).
    #[serde(default)]
    pub element_kind: Option<String>,
    /// `.notNull()` or implied by the builder.
    #[serde(default)]
    pub not_null: bool,
    /// `.primaryKey()`
    #[serde(default)]
    pub primary: bool,
    /// Array dimensions (1.0).
    #[serde(default)]
    pub dimensions: Option<u32>,
    /// The enum, for an enum column or an array of one.
    #[serde(default)]
    pub r#enum: Option<EnumRef>,
    /// `.unique()`
    #[serde(default)]
    pub unique: Option<ColumnUnique>,
    /// `.default(…)`
    #[serde(default)]
    pub default: Option<Given>,
    /// `.$defaultFn(…)` or `.$onUpdate(…)`: nothing in SQL.
    #[serde(default)]
    pub runtime_default: bool,
    /// What the column makes of its default for the driver
    /// (`mapToDriverValue`), where that is not the value itself. A custom type may
    /// make SQL of it. Which built-in types map, and to what, differs between releases.
    #[serde(default)]
    pub default_mapped: Option<Given>,
    /// `.generatedAlwaysAs(…)`
    #[serde(default)]
    pub generated: Option<Given>,
    /// `.generated…AsIdentity(…)`
    #[serde(default)]
    pub identity: Option<Identity>,
}

/// A reference to an enum.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnumRef {
    /// Its name.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
}

/// `.unique()` on a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ColumnUnique {
    /// Its name: in 0.x filled in by drizzle-orm, in 1.0 only where written.
    pub name: Option<String>,
    /// Did the author write the name? `None` where drizzle-orm does not tell.
    #[serde(default)]
    pub explicit: Option<bool>,
    /// `{ nulls: "not distinct" }`
    #[serde(default)]
    pub nulls_not_distinct: bool,
}

/// An identity column.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Identity {
    /// `always` or `byDefault`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sequence's name where written.
    pub name: Option<String>,
    /// Its options.
    #[serde(default)]
    pub options: SequenceOptions,
}

/// Options of a sequence; numbers as text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SequenceOptions {
    /// `increment`
    #[serde(default)]
    pub increment: Option<String>,
    /// `minValue`
    #[serde(default)]
    pub min_value: Option<String>,
    /// `maxValue`
    #[serde(default)]
    pub max_value: Option<String>,
    /// `startWith`
    #[serde(default)]
    pub start_with: Option<String>,
    /// `cache`
    #[serde(default)]
    pub cache: Option<String>,
    /// `cycle`
    #[serde(default)]
    pub cycle: Option<bool>,
}

/// A key over columns: primary key or unique constraint of the extras.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Key {
    /// The name where the author wrote one.
    pub name: Option<String>,
    /// The name that drizzle-orm gives it.
    #[serde(default)]
    pub derived: Option<String>,
    /// Its columns in order.
    pub columns: Vec<ColumnRef>,
    /// `.nullsNotDistinct()`
    #[serde(default)]
    pub nulls_not_distinct: bool,
}

/// A foreign key.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForeignKey {
    /// The name where the author wrote one.
    pub name: Option<String>,
    /// The name that drizzle-orm gives it.
    #[serde(default)]
    pub derived: Option<String>,
    /// The referencing columns.
    pub columns: Vec<ColumnRef>,
    /// The referenced table.
    pub table: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// The referenced columns.
    pub foreign_columns: Vec<ColumnRef>,
    /// `cascade`, `set null`, …
    #[serde(default)]
    pub on_delete: Option<String>,
    /// `cascade`, `set null`, …
    #[serde(default)]
    pub on_update: Option<String>,
}

/// A check.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// Its condition.
    pub value: Sql,
}

/// An index.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Index {
    /// The name where the author wrote one.
    pub name: Option<String>,
    /// `uniqueIndex(…)`
    #[serde(default)]
    pub unique: bool,
    /// `.using(…)`
    #[serde(default)]
    pub method: Option<String>,
    /// What it is on.
    pub columns: Vec<IndexColumn>,
    /// `.with({…})`, in order.
    #[serde(default)]
    pub with: serde_json::Map<String, Value>,
    /// `.where(…)`
    #[serde(default)]
    pub predicate: Option<Sql>,
    /// `.concurrently()`
    #[serde(default)]
    pub concurrently: bool,
    /// `.onOnly(…)`; drizzle-orm sets it for `.using(…)` as well.
    #[serde(default)]
    pub only: bool,
}

/// One part of an index.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IndexColumn {
    /// A column; exactly one of this and `expression` is set.
    #[serde(default)]
    pub column: Option<ColumnRef>,
    /// An expression.
    #[serde(default)]
    pub expression: Option<Sql>,
    /// `asc` or `desc`.
    #[serde(default)]
    pub order: Option<String>,
    /// `first` or `last`.
    #[serde(default)]
    pub nulls: Option<String>,
    /// `.op(…)`
    #[serde(default)]
    pub opclass: Option<String>,
}

/// An enum.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Enum {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// Its labels.
    pub values: Vec<String>,
}

/// A `pgSchema`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PgSchema {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// `.existing()` (1.0).
    #[serde(default)]
    pub existing: bool,
}

/// A `pgSequence`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sequence {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// Its options.
    #[serde(default)]
    pub options: SequenceOptions,
}

/// A `pgRole`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// `.existing()`
    #[serde(default)]
    pub existing: bool,
    /// `createDb`
    #[serde(default)]
    pub create_db: Option<bool>,
    /// `createRole`
    #[serde(default)]
    pub create_role: Option<bool>,
    /// `inherit`
    #[serde(default)]
    pub inherit: Option<bool>,
}

/// A policy of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// `permissive` or `restrictive`.
    #[serde(default)]
    pub r#as: Option<String>,
    /// `all`, `select`, …
    #[serde(default)]
    pub r#for: Option<String>,
    /// Role names, `public`, `current_user`, …; empty where not written.
    #[serde(default)]
    pub to: Vec<String>,
    /// `using`
    #[serde(default)]
    pub using: Option<Sql>,
    /// `withCheck`
    #[serde(default)]
    pub with_check: Option<Sql>,
}

/// An exported policy with `.link(table)`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkedPolicy {
    /// Where it is exported.
    pub source: Source,
    /// The table it is linked to.
    pub table: String,
    /// That table's schema; `None` for the default one.
    pub schema: Option<String>,
    /// The policy.
    pub policy: Policy,
}

/// A view.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct View {
    /// Where it is exported.
    pub source: Source,
    /// Its name.
    pub name: String,
    /// Its schema; `None` for the default one.
    pub schema: Option<String>,
    /// `pgMaterializedView`
    #[serde(default)]
    pub materialized: bool,
    /// `.existing()`
    #[serde(default)]
    pub existing: bool,
    /// The SELECT.
    #[serde(default)]
    pub query: Option<Sql>,
    /// `.with({…})`, in order.
    #[serde(default)]
    pub with: serde_json::Map<String, Value>,
    /// `.withNoData()`
    #[serde(default)]
    pub with_no_data: bool,
    /// `.using(…)`
    #[serde(default)]
    pub using: Option<String>,
    /// `.tablespace(…)`
    #[serde(default)]
    pub tablespace: Option<String>,
    /// Selected columns in order; expressions have only a key.
    #[serde(default)]
    pub columns: Vec<ViewColumn>,
}

/// A column of a view.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ViewColumn {
    /// The key in the selection.
    pub key: String,
    /// The table column behind it, if it is one.
    #[serde(default)]
    pub column: Option<Column>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_digits_and_order() {
        let read: Literal = serde_json::from_str(
            r#"{"t":"json","v":"{\"z\":12345678901234567890123,\"a\":1.10}"}"#,
        )
        .unwrap();
        let Literal::Json(value) = read else {
            panic!("{read:?}");
        };
        assert_eq!(value.to_string(), r#"{"z":12345678901234567890123,"a":1.10}"#);
    }
}
