//! `edits/preview` and `edits/apply`.

use super::call::ending;
use crate::api::edits as api;
use crate::api::rows;
use crate::body::Body;
use crate::refusal::{Answer, Refusal, blocking};
use crate::state::State;
use axum::extract;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mizzle_db::browse::{Applied, Assignment, BrowseError, Edit, Value};
use mizzle_db::cancel::Cancel;

pub(super) async fn preview(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::EditsRequest>,
) -> Answer<api::Preview> {
    let edits = edits(request.edits)?;
    ending(state, None, move |browser, cancel| {
        Ok::<_, BrowseError>(api::Preview { statements: browser.preview(&edits, cancel)? })
    })
    .await
}

/// What was begun is brought to its end, whether or not somebody waits for it.
pub(super) async fn apply(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::EditsRequest>,
) -> Answer<api::Applied> {
    state.allow_write(request.confirm.as_deref())?;
    let edits = edits(request.edits)?;
    blocking(move || {
        let applied = state.data.browser.apply(&edits, &Cancel::new())?;
        Ok::<_, BrowseError>(api::Applied::from(applied))
    })
    .await
}

impl From<Applied> for api::Applied {
    fn from(applied: Applied) -> Self {
        let number = |edit: usize| u32::try_from(edit).unwrap_or(u32::MAX);
        match applied {
            Applied::Done { rows, milliseconds } => Self::Done {
                rows: rows.into_iter().map(|row| row.map(rows::Row::from)).collect(),
                milliseconds,
            },
            Applied::Conflict { edit, actual } => {
                Self::Conflict { edit: number(edit), actual: actual.map(rows::Row::from) }
            }
            Applied::Refused { edit, column, error } => {
                Self::Refused { edit: number(edit), column, error: *Refusal::from(error).failure }
            }
        }
    }
}

fn edits(edits: Vec<api::Edit>) -> Result<Vec<Edit>, Refusal> {
    let edits = edits.into_iter().map(|edit| {
        Ok(match edit {
            api::Edit::Update { table, key, set, expect } => Edit::Update {
                table: table.into(),
                key,
                set: assignments(set)?,
                expect: assignments(expect)?,
            },
            api::Edit::Insert { table, set } => {
                Edit::Insert { table: table.into(), set: assignments(set)? }
            }
            api::Edit::Delete { table, key, expect } => {
                Edit::Delete { table: table.into(), key, expect: assignments(expect)? }
            }
        })
    });
    edits.collect()
}

fn assignments(assignments: Vec<api::Assignment>) -> Result<Vec<Assignment>, Refusal> {
    let assignments = assignments.into_iter().map(|api::Assignment { column, value }| {
        let value = match value {
            api::Value::Null => Value::Null,
            api::Value::Default => Value::Default,
            api::Value::Text { text } => Value::Text(text),
            api::Value::Bytes { base64 } => {
                Value::Bytes(STANDARD.decode(base64).map_err(|error| {
                    Refusal::bad(format!("the bytes for column {column} are no base64: {error}"))
                })?)
            }
        };
        Ok(Assignment { column, value })
    });
    assignments.collect()
}
