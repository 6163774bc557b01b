//! The copies of drizzle-orm inside mizzle, for projects that have none installed.
//!
//! `cargo xtask build` makes them from the npm package; the build script takes in those
//! that are there. Without them mizzle works wherever drizzle-orm is installed.

use std::borrow::Cow;
use std::sync::Arc;

use mizzle_core::naming::Line;

use crate::Embedded;
use crate::engine::bytecode;

// `BUNDLES: &[(&str, &[(&str, &str)])]`: version, and specifier and source of each
// module; the newest version last.
include!(concat!(env!("OUT_DIR"), "/bundles.rs"));

/// The copy for a line, if this build has one.
pub(crate) fn bundle(line: Line) -> Option<Arc<Embedded>> {
    let (version, modules) = BUNDLES.iter().rev().find(|(version, _)| line_of(version) == line)?;
    let modules = modules.iter().map(|(name, source)| ((*name).to_owned(), Cow::Borrowed(*source)));
    Some(Arc::new(Embedded { version: (*version).to_owned(), modules: modules.collect() }))
}

/// The versions of the copies in this build, for `doctor` and `--version`.
pub fn versions() -> Vec<&'static str> {
    BUNDLES.iter().map(|(version, _)| *version).collect()
}

/// Was a module with this source compiled when mizzle was?
pub fn is_compiled(source: &str) -> bool {
    bytecode::is_known(source)
}

fn line_of(version: &str) -> Line {
    if version.starts_with("0.") { Line::V0 } else { Line::V1 }
}
