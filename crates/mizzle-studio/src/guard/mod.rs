//! Who is answered. A web page may send requests to this machine from any browser that is open
//! on it, so each request has to show that it comes from the page that we served: by the name
//! it used for us, by its origin, and by a secret that only that page has.

mod check;
mod door;
mod headers;
mod host;

use crate::error::StudioError;
use crate::listen::{Bound, Listen};
use crate::secret::Secret;
use crate::state::State;
use axum::extract::{self, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeSet;
use tokio::sync::watch;

pub(crate) use door::routes;

/// In front of the names under which files wait that a call has begun. Fetching one is all that a
/// GET does besides giving the page, and it is the name that allows it: a browser that saves a
/// file sends no secret.
pub(crate) const DOWNLOAD: &str = "/download/";

/// The header that carries the secret of the run.
pub(crate) const SECRET_HEADER: &str = "x-mizzle-secret";

/// No request is larger, in bytes: a file that is put into a cell has to go through.
pub(crate) const BODY_LIMIT: usize = 64 << 20;

/// What a request is measured by.
pub(crate) struct Guard {
    /// Names of this studio, in lower case.
    names: BTreeSet<String>,
    /// Those among them that may be behind a proxy with TLS.
    behind_tls: BTreeSet<String>,
    /// Is every address of the machine one of ours? A name of somebody else can lead here, an
    /// address in figures is always that of this machine.
    has_all_addresses: bool,
    /// Given to the page, which sends it back with every call.
    secret: Secret,
    door: Option<door::Door>,
}

impl Guard {
    /// For what is bound. Behind a door where others can reach it.
    pub(crate) fn new(
        listen: &Listen,
        bound: &Bound,
        is_token_needed: bool,
    ) -> Result<Self, StudioError> {
        let lower = |name: &String| name.trim_matches(['[', ']']).to_ascii_lowercase();
        let behind_tls: BTreeSet<String> = listen.allowed_hosts.iter().map(lower).collect();
        let mut names = behind_tls.clone();
        names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
        names.extend(listen.host.iter().map(lower));
        let is_behind_door = is_token_needed || !bound.is_loopback;
        let door = if is_behind_door { Some(door::Door::new()?) } else { None };
        Ok(Self {
            names,
            behind_tls,
            has_all_addresses: bound.is_everywhere,
            secret: Secret::new()?,
            door,
        })
    }

    /// Does the page need a link?
    pub(crate) fn has_door(&self) -> bool {
        self.door.is_some()
    }

    /// The secret, for the page.
    pub(crate) fn secret(&self) -> &str {
        self.secret.reveal()
    }

    /// The token that opens the page, and each that takes its place; `None` without a door.
    pub(crate) fn token(&self) -> Option<watch::Receiver<Secret>> {
        self.door.as_ref().map(door::Door::token)
    }
}

/// Lets a request through or refuses it, and gives every answer its headers.
pub(crate) async fn watch(
    extract::State(state): extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let is_api = check::is_api(request.uri().path());
    let checked = state.guard.check(request.method(), request.uri(), request.headers());
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    headers::put(response.headers_mut(), is_api);
    response
}
