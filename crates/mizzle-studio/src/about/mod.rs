//! `meta` and `pulse`: what is open, and whether anything has changed.

use crate::api::meta::{LedgerHolder, Meta, Pulse, Server};
use crate::refusal::{Answer, Refusal, blocking};
use crate::state::State;
use axum::routing::post;
use axum::{Router, extract};
use mizzle_app::mark;
use mizzle_db::about::{self, About, Holder, Mark};
use mizzle_db::cancel::Cancel;
use mizzle_db::connect::{ConnectError, SessionError};
use mizzle_db::connection::Connection;
use mizzle_db::target::{Host, Target};
use std::convert::Infallible;
use std::sync::PoisonError;

/// Its calls, under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new().route("/meta", post(meta)).route("/pulse", post(pulse))
}

async fn meta(extract::State(state): extract::State<State>) -> Answer<Meta> {
    blocking(move || Ok::<_, Refusal>(describe(&state))).await
}

fn describe(state: &State) -> Meta {
    let (server, unreachable) = match look(state, About::read) {
        Ok(about) => (Some(server(state.target(), about)), None),
        Err(error) => (None, Some(*Refusal::from(error).failure)),
    };
    let folder = state.cwd().file_name().unwrap_or(state.cwd().as_os_str());
    Meta {
        version: state.version.to_owned(),
        project: folder.to_string_lossy().into_owned(),
        config: state.files().config.map(|config| config.display().to_string()),
        target: state.target_display().to_owned(),
        server,
        unreachable,
        is_loopback: state.is_loopback(),
        is_read_only: state.is_read_only,
    }
}

fn server(target: &Target, about: About) -> Server {
    let host = match &target.host {
        Host::Tcp(host) if host.contains(':') => format!("[{host}]:{}", target.port),
        Host::Tcp(host) => format!("{host}:{}", target.port),
        Host::Socket(folder) => folder.display().to_string(),
    };
    Server {
        host,
        database: about.database,
        user: about.user,
        version: format!("PostgreSQL {}", about.version),
        time_zone: about.time_zone,
        is_superuser: about.is_superuser,
    }
}

async fn pulse(extract::State(state): extract::State<State>) -> Answer<Pulse> {
    blocking(move || {
        let files = state.files();
        let (database, holder) = database(&state).map(|it| (it.text, it.holder)).unzip();
        Ok::<_, Infallible>(Pulse {
            schema: mark::schema(state.cwd(), files.config.as_deref(), &files.schema),
            folder: mark::folder(&files.folder),
            database,
            holder: holder.flatten().map(|Holder { session, since }| LedgerHolder {
                session,
                since,
                table: files.ledger.qualified(),
            }),
        })
    })
    .await
}

/// The mark of the database; `None` where it does not answer.
fn database(state: &State) -> Option<Mark> {
    let files = state.files();
    look(state, |session| about::mark(session, &files.ledger)).ok()
}

/// The text of the mark that `pulse` gives.
pub(crate) fn database_mark(state: &State) -> Option<String> {
    database(state).map(|mark| mark.text)
}

/// The same, asked on a connection of its own by an operation that the switch may end.
pub(crate) fn database_mark_until(state: &State, cancel: &Cancel) -> Option<String> {
    let mut connection = Connection::open(&state.target().until(Some(cancel.clone()))).ok()?;
    about::mark(&mut connection, &state.files().ledger).ok().map(|mark| mark.text)
}

/// Why the database could not be looked at.
#[derive(Debug, thiserror::Error)]
enum LookError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// Asks the database by the connection that is kept for it, or by a new one where that is gone.
fn look<T>(
    state: &State,
    ask: impl Fn(&mut Connection) -> Result<T, SessionError>,
) -> Result<T, LookError> {
    let mut kept = state.looking.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(connection) = kept.as_mut() {
        match ask(connection) {
            Err(SessionError::Lost(_)) => *kept = None,
            answer => return Ok(answer?),
        }
    }
    let mut connection = Connection::open(state.target())?;
    let answer = ask(&mut connection)?;
    *kept = Some(connection);
    Ok(answer)
}

impl From<LookError> for Refusal {
    fn from(error: LookError) -> Self {
        let explanation =
            mizzle_app::Explanation::new("config_connection_error", error.to_string());
        match error {
            LookError::Connect(error) => match error.hint() {
                Some(hint) => explanation.hint(hint),
                None => explanation,
            },
            LookError::Session(_) => explanation,
        }
        .into()
    }
}

impl From<Infallible> for Refusal {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
