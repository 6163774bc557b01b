//! What changes the database: *apply* and *roll back*.

use super::changed;
use super::convert::{milliseconds, way_back};
use crate::api::console::{CancelRequest, Ended};
use crate::api::migrations::{
    AppliedMigrations, ApplyRequest, Ran, RollbackRequest, RollbackStep, RolledBack,
};
use crate::body::Body;
use crate::lines::{lines, lines_until};
use crate::refusal::{Answer, Refusal};
use crate::running::Running;
use crate::state::State;
use axum::response::{IntoResponse, Response};
use axum::{Json, extract};
use mizzle_app::Error;
use mizzle_app::migrate::{self, Done};
use mizzle_app::project::Project;
use mizzle_app::rollback::{self, Which};
use mizzle_db::cancel::Cancel;
use mizzle_db::runner::Unsettled;
use std::time::Duration;

/// How long to wait for another run. Whoever waits is a person.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) async fn apply(
    extract::State(state): extract::State<State>,
    Body(body): Body<ApplyRequest>,
) -> Response {
    if let Err(refusal) = state.allow_write(body.confirm.as_deref()) {
        return refusal.into_response();
    }
    lines(Running::begin(&state, body.id.as_deref().map(place)), move |cancel, events| {
        let project = state.project(events)?;
        let request = migrate::Request {
            target: state.target_flags(),
            dev: state.dev_flags(),
            dry_run: false,
            to: body.to,
            expect: Some(body.expect),
            strict: false,
            lock_wait: Some(PATIENCE),
            unsettled: Unsettled::Stop,
        };
        let migrated = migrate::migrate(&project, &request, cancel, events)?;
        let applied = match migrated.done {
            Done::Applied(report) => report.applied,
            Done::Planned(_) => Vec::new(),
        };
        let ran = applied
            .into_iter()
            .map(|one| Ran { name: one.name, milliseconds: milliseconds(one.elapsed) });
        Ok::<_, Error>(AppliedMigrations { migrations: ran.collect() })
    })
}

pub(super) async fn rollback_plan(
    extract::State(state): extract::State<State>,
    Body(body): Body<RollbackRequest>,
) -> Response {
    lines_until(Running::begin(&state, None), move |cancel, events| {
        let project = state.project_until(cancel, events)?;
        let prepared = rollback::prepare(&project, &request(&state, &body), events)?;
        Ok::<_, Error>(RolledBack { steps: steps(prepared.steps()), is_done: false })
    })
}

pub(super) async fn rollback_run(
    extract::State(state): extract::State<State>,
    Body(body): Body<RollbackRequest>,
) -> Response {
    if let Err(refusal) = state.allow_write(body.confirm.as_deref()) {
        return refusal.into_response();
    }
    lines(Running::begin(&state, body.id.as_deref().map(place)), move |cancel, events| {
        let project = state.project(events)?;
        roll_back(&state, &project, &body, cancel, events)
    })
}

/// Stops a run as Ctrl-C stops it: where that is safe. What it came to is said by the run itself.
pub(super) async fn stop(
    extract::State(state): extract::State<State>,
    Body(body): Body<CancelRequest>,
) -> Answer<Ended> {
    Ok(Json(Ended { was_running: state.running.end(&place(&body.id)) }))
}

fn place(id: &str) -> String {
    format!("run {id}")
}

fn roll_back(
    state: &State,
    project: &Project,
    body: &RollbackRequest,
    cancel: &Cancel,
    events: mizzle_app::Events<'_>,
) -> Result<RolledBack, Refusal> {
    let prepared = rollback::prepare(project, &request(state, body), events)?;
    let names = prepared.steps().iter().map(|step| &step.migration);
    if body.expect.as_ref().is_some_and(|expect| !expect.iter().eq(names)) {
        return Err(changed("what would be undone has changed", "nothing was undone"));
    }
    if !prepared.costs().is_empty() && !body.accept_data_loss {
        let command = match &body.to {
            Some(to) => format!("mizzle rollback --to {to} --accept-data-loss"),
            None => "mizzle rollback --accept-data-loss".to_owned(),
        };
        return Err(prepared.unaccepted(&command).into());
    }
    let rolled_back = prepared.run(cancel, events)?;
    Ok(RolledBack { steps: steps(&rolled_back.steps), is_done: true })
}

fn request(state: &State, body: &RollbackRequest) -> rollback::Request {
    rollback::Request {
        target: state.target_flags(),
        dev: state.dev_flags(),
        which: match &body.to {
            Some(to) => Which::To(to.clone()),
            None => Which::Steps(1),
        },
        lock_wait: Some(PATIENCE),
    }
}

fn steps(steps: &[rollback::Step]) -> Vec<RollbackStep> {
    let step = |step: &rollback::Step| RollbackStep {
        name: step.migration.clone(),
        sql: step.sql.clone(),
        way_back: way_back(step.kind),
        costs: step.costs(),
    };
    steps.iter().map(step).collect()
}
