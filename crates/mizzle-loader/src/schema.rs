//! Which schema files to load, and for which line of drizzle.

use mizzle_core::naming::{Casing, Line};

/// What `generate` and its siblings ask the loader for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaSource {
    /// Paths, globs and folders, relative to the working directory.
    pub patterns: Vec<String>,
    /// `casing` of the config (0.x): drizzle-orm applies it inside SQL texts.
    pub casing: Option<Casing>,
    /// Which embedded drizzle-orm to use where the project has none installed.
    pub line: Line,
}
