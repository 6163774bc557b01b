//! The copies of drizzle-orm inside mizzle, for projects that have none installed.
//!
//! `cargo xtask build` makes them from the npm package; `build.rs` takes in those that
//! are there. Without them mizzle works wherever drizzle-orm is installed.

use std::collections::BTreeMap;
use std::sync::Arc;

use mizzle_core::naming::Line;
use serde::Deserialize;

use crate::Embedded;

// `BUNDLES: &[(&str, &str)]`, version and JSON text, newest last.
include!(concat!(env!("OUT_DIR"), "/bundles.rs"));

/// A bundle as `xtask/npm/orm/bundle.mjs` writes it.
#[derive(Deserialize)]
struct Bundle {
    version: String,
    modules: BTreeMap<String, String>,
}

/// The copy for a line, if this build has one.
pub(crate) fn bundle(line: Line) -> Option<Arc<Embedded>> {
    let (_, text) = BUNDLES.iter().rev().find(|(version, _)| line_of(version) == line)?;
    let Bundle { version, modules } = serde_json::from_str(text).ok()?;
    Some(Arc::new(Embedded { version, modules }))
}

/// The versions of the copies in this build, for `doctor` and `--version`.
pub fn versions() -> Vec<&'static str> {
    BUNDLES.iter().map(|(version, _)| *version).collect()
}

fn line_of(version: &str) -> Line {
    if version.starts_with("0.") { Line::V0 } else { Line::V1 }
}
