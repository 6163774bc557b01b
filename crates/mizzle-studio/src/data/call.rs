//! Work on the database, which ends where nobody waits for it any more.

use crate::refusal::{Answer, Refusal};
use crate::running;
use crate::state::State;
use mizzle_db::browse::Browser;
use mizzle_db::cancel::Cancel;
use serde::Serialize;

/// As [`running::ending`], with the database that is looked at.
pub(super) async fn ending<T, E>(
    state: State,
    place: Option<String>,
    work: impl FnOnce(&Browser, &Cancel) -> Result<T, E> + Send + 'static,
) -> Answer<T>
where
    T: Serialize + Send + 'static,
    E: Into<Refusal> + Send + 'static,
{
    running::ending(state, place, move |state, cancel| work(&state.data.browser, cancel)).await
}
