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
    let secret =
        format!("<head><meta name=\"mizzle-secret\" content=\"{}\">", state.guard.secret());
    Html(text.replacen("<head>", &secret, 1)).into_response()
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use axum::http::HeaderValue;

    #[test]
    fn a_file_that_the_browser_has_is_not_sent_again() {
        let asset =
            |etag| Asset { bytes: Bytes::from_static(b"1"), content_type: "text/css", etag };
        let asked = |etag, known: &'static str| {
            let headers = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(known))]);
            answer(asset(etag), &headers)
        };
        let etag = Some("\"a\"");
        for known in ["\"a\"", "W/\"a\"", "\"b\", \"a\""] {
            let kept = asked(etag, known);
            assert_eq!(kept.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(kept.headers()[ETAG], "\"a\"");
            assert_eq!(kept.headers()[CACHE_CONTROL], "no-cache");
        }
        for (etag, known) in [(etag, "\"b\""), (etag, ""), (None, "\"a\"")] {
            assert_eq!(asked(etag, known).status(), StatusCode::OK, "{known}");
        }
    }
}
