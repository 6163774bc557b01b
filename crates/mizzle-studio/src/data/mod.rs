//! Catalog, rows, edits and the console.

use crate::state::State;
use axum::Router;

/// Its calls, under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
}
