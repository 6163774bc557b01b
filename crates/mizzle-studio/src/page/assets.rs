//! The files of the page by their paths: from the binary, or in debug builds from the folder
//! that `MIZZLE_STUDIO_DIR` names, so that a change of the page needs no build of ours.

use axum::body::Bytes;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file of the page.
pub(super) struct Asset {
    pub(super) bytes: Bytes,
    pub(super) content_type: &'static str,
    /// Stands for its content; `None` where that may change.
    pub(super) etag: Option<&'static str>,
}

/// A file of the binary.
struct Embedded {
    path: &'static str,
    content_type: &'static str,
    etag: &'static str,
    bytes: &'static [u8],
}

/// The file with this path.
pub(super) fn find(path: &str) -> Option<Asset> {
    #[cfg(debug_assertions)]
    if let Some(folder) = std::env::var_os("MIZZLE_STUDIO_DIR") {
        return on_disk(std::path::Path::new(&folder), path);
    }
    let file = EMBEDDED.iter().find(|file| file.path == path)?;
    Some(Asset {
        bytes: Bytes::from_static(file.bytes),
        content_type: file.content_type,
        etag: Some(file.etag),
    })
}

#[cfg(debug_assertions)]
fn on_disk(folder: &std::path::Path, path: &str) -> Option<Asset> {
    use std::path::{Component, Path};
    let path = Path::new(path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let bytes = std::fs::read(folder.join(path)).ok()?;
    let end = path.extension().unwrap_or_default().to_str().unwrap_or_default();
    Some(Asset { bytes: bytes.into(), content_type: content_type(end), etag: None })
}
