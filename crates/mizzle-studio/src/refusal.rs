//! Errors as answers, and operations that wait on threads of their own.

use crate::api::meta::{Failure, Place};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mizzle_app::{Explanation, Kind};
use serde::Serialize;

/// What a handler answers where it cannot do what was asked.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) failure: Box<Failure>,
}

/// What a handler answers.
pub(crate) type Answer<T> = Result<Json<T>, Refusal>;

/// Runs what waits (operations of `mizzle-app`, files, sessions) on a thread for that, and
/// answers with what came of it.
pub(crate) async fn blocking<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Answer<T>
where
    T: Serialize + Send + 'static,
    E: Into<Refusal> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(value)) => Ok(Json(value)),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(Refusal::internal("an operation ended in the middle")),
    }
}

impl Refusal {
    /// A request that makes no sense.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    /// A defect of ours.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", message)
    }

    /// One sentence and its code.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::of(status, Explanation::new(code, message))
    }

    /// All that is known.
    pub(crate) fn of(status: StatusCode, explanation: Explanation) -> Self {
        Self { status, failure: Box::new(explanation.into()) }
    }
}

impl From<Explanation> for Refusal {
    fn from(explanation: Explanation) -> Self {
        let status = match (explanation.kind, explanation.code) {
            (Kind::Failed, "internal_error") => StatusCode::INTERNAL_SERVER_ERROR,
            (Kind::Failed, "config_connection_error" | "database_driver_error") => {
                StatusCode::BAD_GATEWAY
            }
            (Kind::Failed, _) => StatusCode::UNPROCESSABLE_ENTITY,
            (Kind::DecisionsMissing | Kind::AnswerIsNo, _) => StatusCode::CONFLICT,
        };
        Self::of(status, explanation)
    }
}

impl From<mizzle_app::Error> for Refusal {
    fn from(error: mizzle_app::Error) -> Self {
        error.explain().into()
    }
}

impl From<Explanation> for Failure {
    fn from(explanation: Explanation) -> Self {
        let Explanation { code, message, place, sql, mut notes, hints, more, .. } = explanation;
        if let Some(sql) = sql {
            notes.extend(sql.detail);
            notes.extend(sql.hint);
            notes.extend(sql.context);
        }
        notes.extend(more.into_iter().map(|more| more.message));
        Self { code: code.to_owned(), message, notes, hints, place: place.map(Place::from) }
    }
}

impl From<mizzle_app::Place> for Place {
    fn from(place: mizzle_app::Place) -> Self {
        Self {
            file: place.file.display().to_string(),
            line: place.line,
            column: place.column,
            source: place.text.lines().next().map(str::to_owned),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(*self.failure)).into_response()
    }
}
