//! Rows changed by hand: shown as SQL first, then all done in one transaction, or none.
//!
//! Each edit has to change exactly one row, which has to be as it was read: an edit carries
//! the values that it was made from, and they are part of its `WHERE`.

mod apply;
mod statement;

use std::collections::BTreeMap;

use mizzle_core::postgres::schema::QName;

use super::run::{PATIENCE, begin_reading};
use super::table::describe;
use super::{BrowseError, Browser, Row, Table};
use crate::cancel::Cancel;
use crate::connect::Session;
use statement::statement;

/// A change of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Changes a row.
    Update {
        /// The table.
        table: QName,
        /// The row.
        key: Vec<String>,
        /// What changes.
        set: Vec<Assignment>,
        /// What the row has to hold still.
        expect: Vec<Assignment>,
    },
    /// Adds a row; columns that are not named take their default.
    Insert {
        /// The table.
        table: QName,
        /// Its values.
        set: Vec<Assignment>,
    },
    /// Takes a row away.
    Delete {
        /// The table.
        table: QName,
        /// The row.
        key: Vec<String>,
        /// What the row has to hold still.
        expect: Vec<Assignment>,
    },
}

/// A value for a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The column.
    pub column: String,
    /// The value.
    pub value: Value,
}

/// What a cell is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL
    Null,
    /// The column's default.
    Default,
    /// A text that the server casts to the column's type.
    Text(String),
    /// The bytes of a `bytea`.
    Bytes(Vec<u8>),
}

/// What became of edits.
#[derive(Debug)]
pub enum Applied {
    /// All are done: the rows as they are, `None` behind a delete.
    Done {
        /// One entry an edit.
        rows: Vec<Option<Row>>,
        /// How long it took.
        milliseconds: f64,
    },
    /// Nothing was changed: a row is not as it was read.
    Conflict {
        /// Which edit, from 0.
        edit: usize,
        /// The row as it is; `None` where it is gone.
        actual: Option<Row>,
    },
    /// Nothing was changed: the server refused an edit.
    Refused {
        /// Which edit, from 0.
        edit: usize,
        /// The column that it is about, where that is known.
        column: Option<String>,
        /// Why.
        error: BrowseError,
    },
}

impl Edit {
    fn table(&self) -> &QName {
        match self {
            Self::Update { table, .. }
            | Self::Insert { table, .. }
            | Self::Delete { table, .. } => table,
        }
    }
}

impl Browser {
    /// The statements that edits come to, with `BEGIN` and `COMMIT` around them.
    ///
    /// # Errors
    /// A table, a column or a key that is not there, or a table that nobody can change.
    pub fn preview(&self, edits: &[Edit], cancel: &Cancel) -> Result<Vec<String>, BrowseError> {
        self.read(cancel, async |session| {
            session.execute(&begin_reading(Some(PATIENCE))).await?;
            let tables = tables(session, edits).await?;
            session.execute("COMMIT").await?;
            let mut statements = vec!["BEGIN;".to_owned()];
            for edit in edits {
                statements.push(format!("{};", statement(edit, of(&tables, edit)?)?.sql));
            }
            statements.push("COMMIT;".to_owned());
            Ok(statements)
        })
    }
}

/// How the tables are made that edits are of.
async fn tables(session: &Session, edits: &[Edit]) -> Result<BTreeMap<QName, Table>, BrowseError> {
    let mut tables = BTreeMap::new();
    for edit in edits {
        if !tables.contains_key(edit.table()) {
            let table = describe(session, edit.table()).await?;
            tables.insert(edit.table().clone(), table);
        }
    }
    Ok(tables)
}

fn of<'a>(tables: &'a BTreeMap<QName, Table>, edit: &Edit) -> Result<&'a Table, BrowseError> {
    let table = tables.get(edit.table());
    table.ok_or_else(|| BrowseError::UnknownRelation(edit.table().clone()))
}
