//! The three sides, migrations, verify, drift and the graph of tables: requests in,
//! operations of `mizzle_app` called, answers out.

mod baseline;
mod convert;
mod drift;
mod erd;
mod generate;
mod pending;
mod rehearse;
mod run;
mod sides;
mod timeline;
mod verify;

use crate::refusal::Refusal;
use crate::state::State;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use mizzle_app::Explanation;
use mizzle_app::review::Request;
use std::sync::{Mutex, PoisonError};

/// What the calls share.
#[derive(Debug, Default)]
pub(crate) struct Migrations {
    drifted: Mutex<Option<Drifted>>,
}

/// What the last comparison of the database came to, and of what.
#[derive(Debug, Clone)]
struct Drifted {
    folder: String,
    database: String,
    findings: usize,
}

impl Migrations {
    fn remember(&self, drifted: Option<Drifted>) {
        *self.drifted.lock().unwrap_or_else(PoisonError::into_inner) = drifted;
    }

    fn remembered(&self) -> Option<Drifted> {
        self.drifted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Its calls, under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/sides", post(sides::sides))
        .route("/timeline", post(timeline::timeline))
        .route("/migration", post(timeline::migration))
        .route("/pending", post(pending::pending))
        .route("/notices", post(pending::notices))
        .route("/words", post(pending::words))
        .route("/generate/plan", post(generate::plan))
        .route("/generate/write", post(generate::write))
        .route("/rehearse", post(rehearse::rehearse))
        .route("/apply", post(run::apply))
        .route("/rollback/plan", post(run::rollback_plan))
        .route("/rollback/run", post(run::rollback_run))
        .route("/run/stop", post(run::stop))
        .route("/verify", post(verify::verify))
        .route("/drift", post(drift::drift))
        .route("/drift/restore", post(drift::restore))
        .route("/drift/adopt", post(drift::adopt))
        .route("/baseline", post(baseline::baseline))
        .route("/erd", post(erd::erd))
        .route("/erd/svg", post(erd::svg))
}

/// What would be done is not what somebody has seen.
fn changed(message: &str, note: &str) -> Refusal {
    let explanation = Explanation::new("changed_meanwhile", message);
    Refusal::of(StatusCode::CONFLICT, explanation.note(note).hint("look at it again"))
}

/// The database and the development database, as operations take them.
fn request(state: &State) -> Request {
    Request { target: state.target_flags(), dev: state.dev_flags() }
}
