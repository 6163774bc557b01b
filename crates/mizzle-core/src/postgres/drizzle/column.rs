//! Columns and references to them.

use super::{Given, SequenceOptions};
use serde::Deserialize;

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
