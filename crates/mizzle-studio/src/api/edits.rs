//! Staged edits: looked at as SQL, then applied in one transaction or not at all.

use super::catalog::Relation;
use super::rows::Row;
use serde::{Deserialize, Serialize};

/// Body of `edits/preview` and `edits/apply`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct EditsRequest {
    /// In the order in which they run.
    pub(crate) edits: Vec<Edit>,
    /// The database's name, typed by a person: needed where it is not on this machine.
    pub(crate) confirm: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum Edit {
    /// Changes one row.
    Update {
        table: Relation,
        key: Vec<String>,
        set: Vec<Assignment>,
        /// The changed columns as they were read; the row is left alone where one is otherwise.
        expect: Vec<Assignment>,
    },
    /// Adds a row; columns that are not named take their default.
    Insert { table: Relation, set: Vec<Assignment> },
    /// Takes a row away.
    Delete {
        table: Relation,
        key: Vec<String>,
        /// All columns as they were read whole.
        expect: Vec<Assignment>,
    },
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Assignment {
    pub(crate) column: String,
    pub(crate) value: Value,
}

/// What a cell is set to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum Value {
    Null,
    Default,
    /// The server casts it to the column's type.
    Text {
        text: String,
    },
    /// Of a `bytea`, in base64.
    Bytes {
        base64: String,
    },
}

/// Answer of `edits/preview`: one statement an edit, with its values in it, and BEGIN and
/// COMMIT around them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preview {
    pub(crate) statements: Vec<String>,
}

/// Answer of `edits/apply`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub(crate) enum Applied {
    /// All are done; one entry an edit, `null` behind a delete.
    Done { rows: Vec<Option<Row>>, milliseconds: f64 },
    /// Nothing was changed: a row is not as it was read.
    Conflict {
        /// Which edit, from 0.
        edit: u32,
        /// The row as it is; `None` where it is gone.
        actual: Option<Row>,
    },
    /// Nothing was changed: the server refused an edit.
    Refused {
        edit: u32,
        /// Where the server names one.
        column: Option<String>,
        error: super::meta::Failure,
    },
}
