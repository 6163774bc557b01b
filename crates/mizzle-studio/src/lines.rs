//! Calls that take long: what happens on the way as lines, and the result or the error as
//! the last one.

use crate::api::meta::Line;
use crate::refusal::Refusal;
use crate::running::Token;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use mizzle_app::event::Warning;
use mizzle_app::{Error, Event, Stage};
use mizzle_db::cancel::Cancel;
use mizzle_db::lock::Holder;
use mizzle_db::runner::Event as Run;
use serde::Serialize;
use std::convert::Infallible;
use tokio::sync::mpsc::{self, UnboundedSender};

/// Runs an operation that changes something, on a thread of its own, and answers with its
/// events as they come. It goes on when nobody reads any more: what was begun is brought to
/// its end, or to the next safe place where somebody sets the switch.
pub(crate) fn lines<T, E>(
    token: Token,
    work: impl FnOnce(&Cancel, &mut dyn FnMut(Event)) -> Result<T, E> + Send + 'static,
) -> Response
where
    T: Serialize + Send + 'static,
    E: Into<Refusal> + Send + 'static,
{
    // The token is dropped at the end of the work, and not with the answer.
    answer(None, move |events| work(&token.cancel, events), |_| None)
}

/// The same for one that looks, and writes at most at its end: it is stopped where nobody
/// reads any more.
pub(crate) fn lines_until<T, E>(
    token: Token,
    work: impl FnOnce(&Cancel, &mut dyn FnMut(Event)) -> Result<T, E> + Send + 'static,
) -> Response
where
    T: Serialize + Send + 'static,
    E: Into<Refusal> + Send + 'static,
{
    partial_lines_until(token, work, |_| None)
}

/// The same where the result grows: `partial` makes what is known so far out of an event that
/// has a part of it.
pub(crate) fn partial_lines_until<T, E>(
    token: Token,
    work: impl FnOnce(&Cancel, &mut dyn FnMut(Event)) -> Result<T, E> + Send + 'static,
    partial: impl FnMut(&Event) -> Option<T> + Send + 'static,
) -> Response
where
    T: Serialize + Send + 'static,
    E: Into<Refusal> + Send + 'static,
{
    let cancel = token.cancel.clone();
    let work = move |events: &mut dyn FnMut(Event)| {
        work(&cancel, events).map_err(|error| {
            // What it was in the middle of is no answer.
            if cancel.is_cancelled() { Error::Stopped.into() } else { error.into() }
        })
    };
    answer(Some(token), work, partial)
}

fn answer<T, E>(
    token: Option<Token>,
    work: impl FnOnce(&mut dyn FnMut(Event)) -> Result<T, E> + Send + 'static,
    mut partial: impl FnMut(&Event) -> Option<T> + Send + 'static,
) -> Response
where
    T: Serialize + Send + 'static,
    E: Into<Refusal> + Send + 'static,
{
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::task::spawn_blocking(move || {
        let result = work(&mut |event| {
            let part = partial(&event).map(|value| Line::Partial { value });
            if let Some(line) = part.or_else(|| line::<T>(event)) {
                send(&sender, &line);
            }
        });
        send(
            &sender,
            &match result {
                Ok(value) => Line::Result { value },
                Err(error) => Line::Failed { error: *error.into().failure },
            },
        );
    });
    // The token is dropped with the answer, at its end and where nobody takes it.
    let lines = futures_util::stream::unfold((receiver, token), async |(mut receiver, token)| {
        let line: Bytes = receiver.recv().await?;
        Some((Ok::<_, Infallible>(line), (receiver, token)))
    });
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

fn send<T: Serialize>(sender: &UnboundedSender<Bytes>, line: &Line<T>) {
    // A line that has no JSON form cannot be: keys are texts, and numbers are finite.
    if let Ok(mut line) = serde_json::to_vec(line) {
        line.push(b'\n');
        // Nobody has to listen.
        let _ = sender.send(line.into());
    }
}

fn line<T>(event: Event) -> Option<Line<T>> {
    let progress = |text: &str, done| Some(Line::Progress { text: text.to_owned(), done });
    match event {
        Event::Started(stage) => progress(words(stage), false),
        Event::Finished(stage) => progress(words(stage), true),
        Event::Abandoned(stage) => {
            Some(Line::Warning { text: format!("{}: not waited for", words(stage)) })
        }
        Event::Warning(Warning { message, hint: None }) => Some(Line::Warning { text: message }),
        Event::Warning(Warning { message, hint: Some(hint) }) => {
            Some(Line::Warning { text: format!("{message}; {hint}") })
        }
        Event::Notice { severity, message } => {
            progress(&format!("{}: {message}", severity.to_lowercase()), true)
        }
        Event::Run(run) => run_line(run),
        Event::Applied { applied, .. } => progress(&format!("Applied {}", applied.name), true),
        // Sent as a part of the result.
        Event::Checked(_) => None,
        // Known to whoever started the studio.
        Event::EnvLoaded { .. } | Event::Target { .. } => None,
    }
}

fn run_line<T>(event: Run) -> Option<Line<T>> {
    let progress = |text: String, done| Some(Line::Progress { text, done });
    let named = |holder: Option<Holder>| holder.map(|it| format!(": {it}")).unwrap_or_default();
    match event {
        Run::WaitingForRun { holder, waited } => progress(
            format!("Waiting for another run, {} s so far{}", waited.as_secs(), named(holder)),
            false,
        ),
        Run::WaitingForBackend { holder, waited } => progress(
            format!(
                "Waiting for the server to end what a run left behind, {} s so far{}",
                waited.as_secs(),
                named(holder)
            ),
            false,
        ),
        Run::LedgerCreated => progress("Created the migrations table".to_owned(), true),
        Run::LedgerUpgraded => {
            progress("Gave the migrations table the columns of drizzle 1.0".to_owned(), true)
        }
        Run::Planned(_) => None,
        Run::Begun { name, done_segments: 0, .. } => progress(format!("Applying {name}"), false),
        Run::Begun { name, done_segments, segments } => progress(
            format!("Resuming {name}: {done_segments} of {segments} parts are applied"),
            false,
        ),
        Run::Statement { name, number, count } => {
            progress(format!("{name}: statement {number} of {count}"), false)
        }
        Run::IndexDropped { index } => {
            progress(format!("Dropped the unusable index {index} of an earlier run"), true)
        }
        Run::Notice(notice) => {
            progress(format!("{}: {}", notice.severity.to_lowercase(), notice.message), true)
        }
        Run::LockRetry { name, attempt, .. } => Some(Line::Warning {
            text: format!(
                "{name} waited too long for a lock and was rolled back; try {} follows",
                attempt + 1
            ),
        }),
        Run::Applied(applied) => progress(format!("Applied {}", applied.name), true),
        Run::Undoing { name } => progress(format!("Undoing {name}"), false),
        Run::Undone(undone) => progress(format!("Undone {}", undone.name), true),
        Run::AlreadyApplied { name } => {
            progress(format!("{name} was applied in the meantime"), true)
        }
    }
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Config => "Loading the config",
        Stage::Schema => "Loading the schema",
        Stage::Migrations => "Reading the migrations",
        Stage::State => "Reading the recorded state",
        Stage::Replay => "Replaying migrations without a snapshot",
        Stage::History => "Replaying all migrations",
        Stage::Database => "Reading the database",
        Stage::DevDatabase => "Starting the development database",
        Stage::Counting => "Counting what would go",
        Stage::Rehearsal => "Rehearsing the migration",
        Stage::Reset => "Dropping everything",
        Stage::Side => "Building both sides",
        Stage::Proof => "Proving the SQL",
    }
}
