//! Calls that are under way: each can be ended, by one that takes its place, by a person, by
//! the end of the studio, and, where it only looks, by the page that does not wait any more.

use crate::refusal::{Answer, Refusal, blocking};
use crate::state::State;
use mizzle_db::cancel::Cancel;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Calls that are under way.
#[derive(Debug, Default)]
pub(crate) struct Running(Mutex<Calls>);

#[derive(Debug, Default)]
struct Calls {
    next: u64,
    by_number: BTreeMap<u64, Call>,
}

#[derive(Debug)]
struct Call {
    place: Option<String>,
    cancel: Cancel,
}

/// A call that is under way for as long as this value lives. Dropped before its end, it ends
/// the work: an answer that owns it does so when nobody waits.
pub(crate) struct Token {
    state: State,
    number: u64,
    pub(crate) cancel: Cancel,
}

impl Running {
    /// Begins a call, and ends the one that has the same place.
    pub(crate) fn begin(state: &State, place: Option<String>) -> Token {
        let cancel = Cancel::new();
        let mut calls = state.running.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = &place {
            calls.end(place);
        }
        calls.next += 1;
        let number = calls.next;
        // One that begins behind the end of the studio is not begun.
        if state.cancel.is_cancelled() {
            cancel.cancel();
        }
        calls.by_number.insert(number, Call { place, cancel: cancel.clone() });
        Token { state: state.clone(), number, cancel }
    }

    /// Ends the call at a place. Is there one?
    pub(crate) fn end(&self, place: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).end(place)
    }

    /// Ends everything that is under way, on the server as well.
    pub(crate) fn stop(&self) {
        let calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for call in calls.by_number.values() {
            call.cancel.cancel();
        }
    }
}

impl Calls {
    fn end(&mut self, place: &str) -> bool {
        let mut found = false;
        for call in self.by_number.values().filter(|call| call.place.as_deref() == Some(place)) {
            call.cancel.cancel();
            found = true;
        }
        found
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.cancel.cancel();
        let running = &self.state.running;
        let mut calls = running.0.lock().unwrap_or_else(PoisonError::into_inner);
        calls.by_number.remove(&self.number);
    }
}

/// Runs work on a thread of its own. It ends early where nobody waits for it any more, or
/// where another call takes its place.
pub(crate) async fn ending<T, E>(
    state: State,
    place: Option<String>,
    work: impl FnOnce(&State, &Cancel) -> Result<T, E> + Send + 'static,
) -> Answer<T>
where
    T: Serialize + Send + 'static,
    E: Into<Refusal> + Send + 'static,
{
    let token = Running::begin(&state, place);
    let cancel = token.cancel.clone();
    let answer = blocking(move || work(&state, &cancel)).await;
    drop(token);
    answer
}
