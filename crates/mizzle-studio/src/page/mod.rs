//! The page and its files: what was built into the binary, or a page that says how to get it.

mod assets;
mod plain;

use crate::state::State;
use assets::Asset;
use axum::body::Body;
use axum::extract;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};

/// The page: whole, or the door where it is given to nobody without a link.
pub(crate) async fn page(extract::State(state): extract::State<State>) -> Response {
    if state.guard.has_door() { Html(plain::DOOR).into_response() } else { whole(&state) }
}

/// The page with the secret of the run in it, which it sends back with every call.
pub(crate) fn whole(state: &State) -> Response {
    let index = assets::find("index.html");
    let text =
        index.as_ref().map_or(plain::ABSENT.into(), |index| String::from_utf8_lossy(&index.bytes));
    let metas = format!(
        "<head><meta name=\"mizzle-secret\" content=\"{}\"><meta name=\"mizzle-nonce\" content=\"{}\">",
        state.guard.secret(),
        state.guard.nonce()
    );
    Html(text.replacen("<head>", &metas, 1)).into_response()
}

/// A file of the page.
pub(crate) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let found = plain::file(path).or_else(|| assets::find(path));
    match found {
        // It is served with the secret in it, and otherwise is no page.
        Some(_) if path == "index.html" => StatusCode::NOT_FOUND.into_response(),
        Some(asset) => answer(asset, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Files keep their names from release to release, so a browser has to ask whether it has the
/// right one.
fn answer(asset: Asset, headers: &HeaderMap) -> Response {
    let Some(etag) = asset.etag else {
        return ([(CONTENT_TYPE, asset.content_type)], Body::from(asset.bytes)).into_response();
    };
    let is_known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim().trim_start_matches("W/") == etag);
    let kept = [(CACHE_CONTROL, "no-cache"), (ETAG, etag)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(CONTENT_TYPE, asset.content_type)], Body::from(asset.bytes)).into_response()
}
