//! Views, plain and materialized.

use super::Column;
use indexmap::IndexMap;

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

impl View {
    /// The table access method, the server's default where none is given.
    pub fn method(&self) -> &str {
        self.using.as_deref().unwrap_or("heap")
    }

    /// The tablespace, the server's default where none is given.
    pub fn stored_in(&self) -> &str {
        self.tablespace.as_deref().unwrap_or("pg_default")
    }
}
