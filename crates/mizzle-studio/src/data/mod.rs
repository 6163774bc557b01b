//! Catalog, rows, edits and the console: requests in, calls of `mizzle_db::browse`, answers.

mod call;
mod catalog;
mod console;
mod edits;
mod error;
mod export;
mod rows;
mod stream;

use crate::state::State;
use axum::Router;
use axum::routing::post;
use mizzle_db::browse::Browser;
use mizzle_db::target::Target;

/// What the calls share.
#[derive(Debug)]
pub(crate) struct Data {
    browser: Browser,
    downloads: export::Downloads,
}

impl Data {
    /// For a database. Connects once something is asked for.
    pub(crate) fn new(target: Target) -> Self {
        Self { browser: Browser::new(target), downloads: export::Downloads::default() }
    }

    /// Ends the files that nobody has fetched.
    pub(crate) fn stop(&self) {
        self.downloads.stop();
    }
}

/// Where the files are fetched that its calls begin.
pub(crate) use export::routes as downloads;

/// Its calls, under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/catalog", post(catalog::catalog))
        .route("/table", post(catalog::table))
        .route("/structure", post(catalog::structure))
        .route("/rows", post(rows::rows))
        .route("/count", post(rows::count))
        .route("/cell", post(rows::cell))
        .route("/export", post(export::export))
        .route("/export/file", post(export::export_file))
        .route("/edits/preview", post(edits::preview))
        .route("/edits/apply", post(edits::apply))
        .route("/console/run", post(console::run))
        .route("/console/cancel", post(console::cancel))
}
