//! What *apply* would run, and what that and the schema files say of the columns that are there.

use super::convert::segment;
use super::request;
use crate::api::catalog::{ColumnNotice, Relation};
use crate::api::migrations::{ColumnWords, Notices, Pending, PendingMigration, TableNotice, Words};
use crate::api::rows::{Filter, Operator};
use crate::refusal::Answer;
use crate::running::ending;
use crate::state::State;
use axum::extract;
use mizzle_app::{Error, Event, review};
use mizzle_db::runner::LedgerState;

pub(super) async fn pending(extract::State(state): extract::State<State>) -> Answer<Pending> {
    ending(state, None, move |state, cancel| {
        let project = state.project_until(cancel, &mut |_| {})?;
        let mut warnings = Vec::new();
        let preview = review::pending(&project, &request(state), &mut |event| {
            if let Event::Warning(warning) = event {
                warnings.push(warning.message);
            }
        })?;
        let review::Preview { pending, sizes, ledger, there, missing_right } = preview;
        let migrations = pending.into_iter().map(|one| {
            let unknown = "no snapshot says what it changes, so that nothing is known of what it \
                           takes away";
            PendingMigration {
                name: one.name,
                file: one.file,
                rehearsed: one.rehearsed.map(|rehearsed| rehearsed.to_string()),
                segments: one.segments.into_iter().map(|one| segment(one, &sizes)).collect(),
                done_segments: u32::try_from(one.done_segments).unwrap_or(u32::MAX),
                lost: one
                    .taken
                    .iter()
                    .filter(|taken| taken.is_missed())
                    .map(ToString::to_string)
                    .collect(),
                notes: if one.is_known { Vec::new() } else { vec![unknown.to_owned()] },
            }
        });
        Ok::<_, Error>(Pending {
            migrations: migrations.collect(),
            ledger: match ledger {
                LedgerState::Missing => Some("the migrations table is created first".to_owned()),
                LedgerState::NeedsUpgrade => Some(
                    "the migrations table is given the columns of drizzle 1.0 first".to_owned(),
                ),
                LedgerState::Present => None,
            },
            there: there.iter().map(ToString::to_string).collect(),
            missing_right,
            warnings,
        })
    })
    .await
}

pub(super) async fn notices(extract::State(state): extract::State<State>) -> Answer<Notices> {
    ending(state, None, move |state, cancel| {
        let project = state.project_until(cancel, &mut |_| {})?;
        let found = review::column_notices(&project, &request(state), &mut |_| {})?;
        Ok::<_, Error>(Notices { notices: found.into_iter().map(notice).collect() })
    })
    .await
}

pub(super) async fn words(extract::State(state): extract::State<State>) -> Answer<Words> {
    ending(state, None, move |state, cancel| {
        let project = state.project_until(cancel, &mut |_| {})?;
        let words = review::column_words(&project, &mut |_| {})?.into_iter();
        let words = words.map(|one| ColumnWords {
            table: Relation { schema: one.table.schema, name: one.table.name },
            column: one.column,
            text: one.text,
        });
        Ok::<_, Error>(Words { columns: words.collect() })
    })
    .await
}

fn notice(one: review::ColumnNotice) -> TableNotice {
    let filter = one.column.clone().filter(|_| one.refuses_null).map(|column| Filter {
        column,
        operator: Operator::IsNull,
        values: Vec::new(),
    });
    TableNotice {
        table: Relation { schema: one.table.schema, name: one.table.name },
        column: one.column,
        notice: ColumnNotice { migration: one.migration, text: one.text, filter, rows: one.nulls },
    }
}
