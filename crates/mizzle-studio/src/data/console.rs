//! `console/run` and `console/cancel`.

use super::call::ending;
use crate::api::console as api;
use crate::api::meta::Failure;
use crate::body::Body;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use axum::{Json, extract};
use mizzle_db::browse::{self, BrowseError, Console, Outcome, PlanKind};

pub(super) async fn run(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::ConsoleRequest>,
) -> Answer<api::ConsoleAnswer> {
    if !request.is_read_only {
        state.allow_write(request.confirm.as_deref())?;
    }
    let console = Console {
        sql: request.sql,
        is_read_only: request.is_read_only,
        limit: request.limit,
        plan: request.plan.map(|kind| match kind {
            api::PlanKind::Estimated => PlanKind::Estimated,
            api::PlanKind::Measured => PlanKind::Measured,
        }),
    };
    ending(state, Some(place(&request.id)), move |browser, cancel| {
        let results = browser.console(&console, cancel)?;
        Ok::<_, BrowseError>(api::ConsoleAnswer {
            results: results.into_iter().map(api::StatementResult::from).collect(),
        })
    })
    .await
}

pub(super) async fn cancel(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::CancelRequest>,
) -> Answer<api::Ended> {
    Ok(Json(api::Ended { was_running: state.running.end(&place(&request.id)) }))
}

fn place(id: &str) -> String {
    format!("console {id}")
}

impl From<browse::StatementResult> for api::StatementResult {
    fn from(result: browse::StatementResult) -> Self {
        Self {
            sql: result.sql,
            offset: result.offset,
            milliseconds: result.milliseconds,
            notices: result.notices,
            outcome: match result.outcome {
                Outcome::Rows(found) => {
                    let columns = found.columns.into_iter();
                    let columns = columns
                        .map(|it| api::ResultColumn { name: it.name, sql_type: it.sql_type });
                    let rows = found.rows.into_iter();
                    api::StatementOutcome::Rows {
                        columns: columns.collect(),
                        rows: rows.map(|row| row.into_iter().map(Into::into).collect()).collect(),
                        has_more: found.has_more,
                    }
                }
                Outcome::Done(tag) => api::StatementOutcome::Done { tag },
                Outcome::Plan { json, text } => api::StatementOutcome::Plan { json, text },
                Outcome::Failed(failure) => api::StatementOutcome::Failed {
                    error: failed(failure.error),
                    position: failure.position,
                },
                Outcome::Cancelled => api::StatementOutcome::Cancelled,
            },
        }
    }
}

fn failed(error: BrowseError) -> Failure {
    *Refusal::from(error).failure
}
