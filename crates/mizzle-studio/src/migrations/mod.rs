//! The three sides, migrations, verify, drift and the graph of tables.

use crate::state::State;
use axum::Router;

/// Its calls, under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
}
