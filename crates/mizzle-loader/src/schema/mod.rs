//! The schema files: which they are, and what drizzle-orm says about their exports.

mod collate;
mod files;
pub(crate) mod glob;

use mizzle_core::naming::{Casing, Line};
use mizzle_core::postgres::drizzle::Extract;
use serde_json::json;
use std::path::{Path, PathBuf};

use crate::options::Result;
use crate::{LoadError, Loader, Resolved, Script, Way, embedded};

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

/// The schema files that the patterns of a config mean, without running any.
///
/// # Errors
/// If a pattern matches no file, or a folder cannot be read.
pub fn files(cwd: &Path, patterns: &[String]) -> Result<Vec<PathBuf>> {
    files::find(cwd, patterns)
}

impl Loader {
    /// Runs the schema files and reports what they export, for Postgres. Exports of
    /// other dialects are counted and left out.
    ///
    /// # Errors
    /// If no file matches, one cannot be run, or it exports what no schema can mean.
    pub fn schema(&self, source: &SchemaSource) -> Result<Extract> {
        const SCRIPT: Script<'_> =
            Script { name: "extract_pg.js", source: include_str!("../../js/extract_pg.js") };
        let files = files::find(&self.options.cwd, &source.patterns)
            .map_err(|error| error.at(self.schema_place.get().cloned()))?;
        let installed = files.iter().any(|file| {
            matches!(self.resolve("drizzle-orm", file, Way::Import), Ok(Resolved::File(_)))
        });
        let bundle = if installed { None } else { embedded::bundle(source.line) };
        self.embed(bundle)?;
        let relative = |file: &std::path::PathBuf| {
            file.strip_prefix(&self.options.cwd).unwrap_or(file).to_string_lossy().into_owned()
        };
        let args = json!({
            "from": files.first(),
            "files": files.iter().map(relative).collect::<Vec<_>>(),
            "casing": source.casing.map(|casing| match casing {
                Casing::Snake => "snake_case",
                Casing::Camel => "camelCase",
            }),
        });
        let json = self.run(&files, SCRIPT, &args)?;
        serde_json::from_str(&json).map_err(|error| {
            LoadError::internal(format!("what the schema exports cannot be read: {error}"))
        })
    }
}
