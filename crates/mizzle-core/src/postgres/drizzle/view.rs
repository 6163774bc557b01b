//! Views, plain and materialized.

use super::{Column, Source, Sql};
use serde::Deserialize;
use serde_json::Value;

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
