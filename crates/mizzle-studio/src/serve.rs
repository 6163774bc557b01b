//! The server: what listens, what it answers with, and how it ends.

use crate::error::StudioError;
use crate::guard::{self, Guard};
use crate::listen::{self, Bound, Listen};
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::state::{Options, State};
use crate::{about, data, migrations, page};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::get;
use mizzle_app::event::Events;
use mizzle_app::project::Project;
use mizzle_db::cancel::Cancel;
use std::convert::Infallible;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long calls that are under way may take when the studio ends.
const PATIENCE: Duration = Duration::from_secs(5);

/// A studio that listens, and answers once it is served.
pub struct Studio {
    bound: Bound,
    listen: Listen,
    // Dropped last: the state holds a session with a runtime of its own.
    state: State,
    runtime: Runtime,
}

impl Studio {
    /// Opens the target of the project and listens.
    ///
    /// # Errors
    /// If no target is named, or the port is taken.
    pub fn open(
        options: Options,
        project: &Project,
        events: Events<'_>,
    ) -> Result<Self, StudioError> {
        let listen = options.listen.clone();
        let bound = listen::bind(&listen)?;
        let guard = Guard::new(&listen, &bound, options.is_token_needed)?;
        let state = State::open(options, project, guard, events)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| StudioError::System(error.to_string()))?;
        Ok(Self { bound, listen, state, runtime })
    }

    /// Links that open it, the best first. Where the page needs a token, each holds once.
    pub fn links(&self) -> Vec<String> {
        links(&self.addresses(), self.state.guard.token())
    }

    fn addresses(&self) -> Vec<String> {
        let names = listen::names(&self.listen, &self.bound);
        names.into_iter().map(|name| format!("http://{name}")).collect()
    }

    /// Can others than this machine reach it?
    pub fn is_open_to_others(&self) -> bool {
        !self.bound.is_loopback
    }

    /// The database, as it is shown.
    pub fn target(&self) -> &str {
        self.state.target_display()
    }

    /// Answers until the switch is set, then ends what is under way and closes connections.
    /// `renewed` gets the links that hold after one was used.
    ///
    /// # Errors
    /// If the operating system takes a listener away.
    pub fn serve(
        self,
        cancel: &Cancel,
        renewed: &mut dyn FnMut(&[String]),
    ) -> Result<(), StudioError> {
        let addresses = self.addresses();
        let Self { bound, state, runtime, .. } = self;
        let ended = runtime.block_on(async {
            tokio::select! {
                ended = run(bound, &state, cancel) => ended,
                never = renew(&addresses, &state, renewed) => match never {},
            }
        });
        runtime.shutdown_timeout(PATIENCE);
        drop(state);
        ended.map_err(|error| StudioError::System(error.to_string()))
    }
}

/// The links for these addresses.
fn links(addresses: &[String], token: Option<watch::Receiver<Secret>>) -> Vec<String> {
    let end = token.map(|token| format!("/#token={}", token.borrow().reveal())).unwrap_or_default();
    addresses.iter().map(|address| format!("{address}{end}")).collect()
}

/// Tells of each token that takes the place of one that was used.
async fn renew(
    addresses: &[String],
    state: &State,
    renewed: &mut dyn FnMut(&[String]),
) -> Infallible {
    if let Some(mut token) = state.guard.token() {
        while token.changed().await.is_ok() {
            renewed(&links(addresses, Some(token.clone())));
        }
    }
    std::future::pending().await
}

async fn run(bound: Bound, state: &State, cancel: &Cancel) -> std::io::Result<()> {
    let router = router(state.clone());
    let mut servers = JoinSet::new();
    for listener in bound.listeners {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (router, cancel) = (router.clone(), cancel.clone());
        servers.spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(async move { cancel.wait().await })
                .await
        });
    }
    cancel.wait().await;
    state.cancel.cancel();
    state.running.stop();
    state.data.stop();
    // A connection that is kept open for nothing is closed at once; one that waits for a run
    // gets the end of it.
    let _ = tokio::time::timeout(PATIENCE, servers.join_all()).await;
    Ok(())
}

fn router(state: State) -> Router {
    let calls = Router::new()
        .merge(about::routes())
        .merge(data::routes())
        .merge(migrations::routes())
        .fallback(async || Refusal::new(StatusCode::NOT_FOUND, "bad_request", "no such call"));
    Router::new()
        .route("/", get(page::page))
        .merge(guard::routes())
        .merge(data::downloads())
        .nest("/api", calls)
        .fallback(page::file)
        .layer(DefaultBodyLimit::max(guard::BODY_LIMIT))
        .layer(axum::middleware::from_fn_with_state(state.clone(), guard::watch))
        .with_state(state)
}
