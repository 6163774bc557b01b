//! What a database holds, by name.

use serde::{Deserialize, Serialize};

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Relation {
    pub(crate) schema: String,
    pub(crate) name: String,
}

/// Answer of `catalog`: what the sidebar shows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Catalog {
    /// By name, `public` first.
    pub(crate) schemas: Vec<Schema>,
    /// Schemas in which the role may use nothing.
    pub(crate) closed: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Schema {
    pub(crate) name: String,
    pub(crate) relations: Vec<RelationEntry>,
    pub(crate) enums: Vec<Enum>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct RelationEntry {
    pub(crate) name: String,
    pub(crate) kind: RelationKind,
    /// The server's estimate; `None` where it has none.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub(crate) rows: Option<u64>,
    /// With indexes and large values, in bytes.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub(crate) bytes: Option<u64>,
    /// May the role read it?
    pub(crate) is_readable: bool,
    /// The table that it is a partition of.
    pub(crate) partition_of: Option<Relation>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum RelationKind {
    Table,
    PartitionedTable,
    ForeignTable,
    View,
    MaterializedView,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
}

/// Answer of `table` ([`Relation`]): all that the grid needs before it asks for rows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Table {
    pub(crate) schema: String,
    pub(crate) name: String,
    pub(crate) kind: RelationKind,
    pub(crate) columns: Vec<Column>,
    /// How a row is told from others.
    pub(crate) identity: Identity,
    /// Why no row can be changed; `None` where one can.
    pub(crate) read_only: Option<String>,
    /// Foreign keys of other tables that point here.
    pub(crate) referenced_by: Vec<Reference>,
    /// Foreign keys of this table.
    pub(crate) references: Vec<Reference>,
}

/// How a row is told from others.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum Identity {
    /// By the primary key, or by a unique key without NULL.
    Key {
        /// Its columns, in the key's order.
        columns: Vec<String>,
    },
    /// Not at all.
    None {
        /// Why not.
        why: String,
    },
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Column {
    pub(crate) name: String,
    /// As the server prints it: `numeric(10,2)`, `text[]`.
    pub(crate) sql_type: String,
    /// Which editor it gets.
    pub(crate) kind: ColumnKind,
    pub(crate) is_nullable: bool,
    /// The default's text.
    pub(crate) default: Option<String>,
    /// `GENERATED ALWAYS AS (…)`: nobody writes it.
    pub(crate) generated: Option<String>,
    /// `GENERATED … AS IDENTITY`.
    pub(crate) identity: Option<IdentityKind>,
    pub(crate) is_primary_key: bool,
    /// The labels of an enum, or of an array's enum.
    pub(crate) enum_values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum IdentityKind {
    Always,
    ByDefault,
}

/// What kind of value a column holds, which decides the editor, the filters and the alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum ColumnKind {
    Integer,
    Number,
    Boolean,
    Text,
    Uuid,
    Enum,
    Json,
    Array,
    Date,
    Time,
    Timestamp,
    Interval,
    Bytes,
    Other,
}

/// `becomes NOT NULL in 0014`, and the rows that are in its way.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ColumnNotice {
    pub(crate) migration: String,
    pub(crate) text: String,
    /// Rows that stand against it, where a filter can show them.
    pub(crate) filter: Option<super::rows::Filter>,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub(crate) rows: Option<u64>,
}

/// A foreign key.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    pub(crate) name: String,
    /// The table that has it.
    pub(crate) from: Relation,
    pub(crate) columns: Vec<String>,
    /// The table that it points to.
    pub(crate) to: Relation,
    pub(crate) to_columns: Vec<String>,
    pub(crate) on_delete: String,
    pub(crate) on_update: String,
}
