//! `--token`: the page is given to whoever has the link that is printed in the terminal, once.
//! The link's secret stands behind `#`, where no server, proxy or log sees it; a cookie has no
//! part in it, since a browser gives those of this machine to every port.

use super::{Guard, SECRET_HEADER, check};
use crate::body::Body;
use crate::error::StudioError;
use crate::page;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::state::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use axum::{Router, extract};
use mizzle_app::Explanation;
use serde::Deserialize;
use tokio::sync::watch;

/// What the page is behind.
pub(super) struct Door {
    token: watch::Sender<Secret>,
}

impl Door {
    pub(super) fn new() -> Result<Self, StudioError> {
        Ok(Self { token: watch::Sender::new(Secret::new()?) })
    }

    pub(super) fn token(&self) -> watch::Receiver<Secret> {
        self.token.subscribe()
    }

    /// Takes the token, which does for this once; another one takes its place.
    fn take(&self, given: &str) -> Result<bool, Refusal> {
        let next = Secret::new().map_err(|error| Refusal::internal(error.to_string()))?;
        Ok(self.token.send_if_modified(|token| {
            let is_right = token.is(given.as_bytes());
            if is_right {
                *token = next;
            }
            is_right
        }))
    }
}

/// The call by which the page is entered.
pub(crate) fn routes() -> Router<State> {
    Router::new().route(check::ENTER, post(enter))
}

#[derive(Deserialize)]
struct Ticket {
    token: Option<String>,
}

/// Gives the page to whoever has the token, or the secret of the run from before a reload.
async fn enter(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    Body(ticket): Body<Ticket>,
) -> Result<Response, Refusal> {
    if has_secret(&state.guard, &headers) || has_token(&state.guard, &ticket)? {
        return Ok(page::whole(&state));
    }
    let explanation = Explanation::new(
        "token_missing",
        "this studio opens by the link that the terminal shows, and a link opens it once",
    );
    Err(Refusal::of(
        StatusCode::UNAUTHORIZED,
        explanation.hint("open the newest link in the terminal in which `mizzle studio` runs"),
    ))
}

fn has_secret(guard: &Guard, headers: &HeaderMap) -> bool {
    headers.get(SECRET_HEADER).is_some_and(|given| guard.secret.is(given.as_bytes()))
}

fn has_token(guard: &Guard, ticket: &Ticket) -> Result<bool, Refusal> {
    match (&guard.door, &ticket.token) {
        (Some(door), Some(token)) => door.take(token),
        (Some(_), None) | (None, _) => Ok(false),
    }
}
