//! What is pending for the columns that are there, and the rows in its way.

use super::Request;
use super::pending::patiently;
use crate::destination;
use crate::error::Error;
use crate::event::Events;
use crate::folder::OnDisk;
use crate::project::Project;
use crate::rollback::states::Folder;
use mizzle_core::naming::Line;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::notices::notices;
use mizzle_core::postgres::schema::QName;
use mizzle_db::connection::Connection;
use mizzle_db::runner::{self, Options, RunError};
use mizzle_db::sizes::nulls_sql;

/// What a pending migration does to a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnNotice {
    /// The migration.
    pub migration: String,
    /// The column's table, as it is called today.
    pub table: QName,
    /// The column, as it is called today; `None` for all of the table's.
    pub column: Option<String>,
    /// What happens to it: `becomes NOT NULL`.
    pub text: String,
    /// Are rows in the way in which it is NULL?
    pub refuses_null: bool,
    /// How many of them there are; `None` where nobody knows.
    pub nulls: Option<u64>,
}

/// What is pending for columns.
pub fn column_notices(
    project: &Project,
    request: &Request,
    events: Events<'_>,
) -> Result<Vec<ColumnNotice>, Error> {
    let disk = OnDisk::read(project, Line::V0)?;
    if disk.folder.migrations.is_empty() {
        return Ok(Vec::new());
    }
    let migrations = disk.migrations()?;
    let opened = destination::open(project, &request.target, &request.dev, events)?;
    let options = Options::new(destination::ledger(project, disk.folder.layout.line()));
    let mut connection = Connection::open(&opened.target).map_err(RunError::from)?;
    let plan = runner::plan_with(&mut connection, &migrations, &options)?;
    let states = Folder { project, dev: &request.dev, disk: &disk };
    let mut steps: Vec<Vec<Change>> = Vec::new();
    for one in &plan.pending {
        let between = states.between(one.index, &migrations[one.index].text, events)?;
        steps.push(between.map(|between| between.forward).unwrap_or_default());
    }
    let steps: Vec<&[Change]> = steps.iter().map(Vec::as_slice).collect();
    let mut all = Vec::new();
    for (pending, found) in plan.pending.iter().zip(notices(&steps)) {
        let migration = &migrations[pending.index].name;
        for one in found {
            let nulls = match &one.column {
                Some(column) if one.refuses_null => {
                    patiently(&mut connection, &nulls_sql(&one.table, column)).ok()
                }
                Some(_) | None => None,
            };
            all.push(ColumnNotice {
                migration: migration.clone(),
                table: one.table,
                column: one.column,
                text: one.text,
                refuses_null: one.refuses_null,
                nulls,
            });
        }
    }
    Ok(all)
}
