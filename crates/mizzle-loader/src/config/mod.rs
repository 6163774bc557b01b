//! A `drizzle.config.*` as typed data: every option that drizzle-kit 0.31 or 1.0
//! reads, with what the config left open left open.
//!
//! Defaults that depend on the line of drizzle (0.x or 1.0) are not applied here:
//! which line a project follows is decided from its migrations folder, later.

mod credentials;
mod filter;
mod find;
mod options;
mod outline;
mod read;
mod value;

use std::path::PathBuf;

use mizzle_core::dialect::Dialect;
use mizzle_core::naming::Casing;

use crate::options::Result;
use crate::source::Source;
use crate::unit::source_type;
use crate::{LoadError, Loader, Script};
use outline::Outline;
use value::Js;

pub use credentials::{Credentials, Secret, Ssl, SslMode, Tls};
pub use filter::Filter;
pub use find::has_default;
pub use options::{Driver, IntrospectCasing, MigrationsTable, Prefix, Roles};

/// Which config to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigSource {
    /// `drizzle.config.ts`, `.js` or `.json` of the working directory, in this order.
    Default,
    /// `--config PATH`, relative to the working directory, of any name and extension.
    File(PathBuf),
}

/// A config. Paths in it are as written: relative to the working directory, as
/// drizzle-kit takes them, not to the config's folder.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file it was read from, absolute.
    pub file: PathBuf,
    /// `dialect`, or what an old `driver` such as `"pg"` says.
    pub dialect: Dialect,
    /// `driver`
    pub driver: Option<Driver>,
    /// `schema`: paths, globs or folders; empty where not written.
    pub schema: Vec<String>,
    /// `out`; drizzle-kit's default is [`Config::DEFAULT_OUT`].
    pub out: Option<String>,
    /// `dbCredentials`, or the old `connectionString`.
    pub credentials: Credentials,
    /// `migrations`
    pub migrations: MigrationsTable,
    /// `breakpoints`; drizzle-kit's default is `true`.
    pub breakpoints: Option<bool>,
    /// `tablesFilter`, minimatch globs, `!` negates.
    pub tables_filter: Vec<String>,
    /// `schemaFilter`; `None` means `["public"]` for 0.x and everything for 1.0.
    pub schema_filter: Option<Vec<String>>,
    /// `extensionsFilters`
    pub extensions_filters: Vec<String>,
    /// `casing`, 0.x only.
    pub casing: Option<Casing>,
    /// `introspect.casing`
    pub introspect_casing: Option<IntrospectCasing>,
    /// `entities.roles`
    pub roles: Roles,
    /// `verbose`
    pub verbose: bool,
    /// `strict`
    pub strict: bool,
    /// What is odd in it without being wrong, as sentences to print.
    pub notices: Vec<String>,
}

impl Config {
    /// Where migrations go when `out` is not written.
    pub const DEFAULT_OUT: &'static str = "drizzle";
}

impl Loader {
    /// Runs the config and reads what it gives. What it puts into `process.env` stays
    /// there for the schema.
    ///
    /// # Errors
    /// If there is no config, it cannot be run, or it says what no drizzle-kit accepts.
    pub fn config(&self, source: &ConfigSource) -> Result<Config> {
        const SCRIPT: Script<'_> =
            Script { name: "config.js", source: include_str!("../../js/config.js") };
        let file = find::find(&self.options.cwd, source)?;
        let json = self.run(std::slice::from_ref(&file), SCRIPT, &serde_json::Value::Null)?;
        let value: Js = serde_json::from_str(&json).map_err(|error| {
            LoadError::internal(format!("the config's value cannot be read: {error}"))
        })?;
        // It was just run, so it can be read.
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let is_json = file.extension().is_some_and(|extension| extension == "json");
        let outline = Outline::read(&text, source_type(&file), is_json);
        let source = Source::new(&file, text);
        if let Some(entry) = outline.nearest("schema") {
            // Of several configs the first is the project's.
            let _ = self.schema_place.set(source.place(entry.span.0, entry.span.1));
        }
        read::read(file, &value, &outline, &source)
    }
}
