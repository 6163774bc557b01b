//! Two small pages that need no build: the door, and what stands in for a studio that was not
//! built.

use super::assets::Asset;
use axum::body::Bytes;

/// Asks for the page with the token of the link.
pub(super) const DOOR: &str = include_str!("door.html");

/// Says how to get the studio.
pub(super) const ABSENT: &str = include_str!("absent.html");

/// Their files.
pub(super) fn file(path: &str) -> Option<Asset> {
    let (text, content_type) = match path {
        "door.js" => (include_str!("door.js"), "text/javascript; charset=utf-8"),
        "plain.css" => (include_str!("plain.css"), "text/css; charset=utf-8"),
        _ => return None,
    };
    Some(Asset { bytes: Bytes::from_static(text.as_bytes()), content_type, etag: None })
}
