//! A `drizzle.config.*` as typed data: every option that drizzle-kit 0.31 or 1.0
//! reads, with what the config left open left open.
//!
//! Defaults that depend on the line of drizzle (0.x or 1.0) are not applied here:
//! which line a project follows is decided from its migrations folder, later.

mod credentials;

use std::path::PathBuf;

use mizzle_core::dialect::Dialect;
use mizzle_core::naming::Casing;

pub use credentials::{Credentials, Secret, Ssl, SslMode, Tls};

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

/// `driver`: a way to reach the database that its URL does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Driver {
    /// `aws-data-api` (Postgres)
    AwsDataApi,
    /// `pglite` (Postgres)
    PgLite,
    /// `dsql` (Postgres; drizzle-kit 1.0.0-rc.5)
    Dsql,
    /// `d1-http` (SQLite)
    D1Http,
    /// `expo` (SQLite)
    Expo,
    /// `durable-sqlite` (SQLite)
    DurableSqlite,
    /// `sqlite-cloud` (SQLite; drizzle-kit 1.0)
    SqliteCloud,
}

impl Driver {
    /// Every driver, in the order in which messages list them.
    pub const ALL: [Self; 7] = [
        Self::AwsDataApi,
        Self::PgLite,
        Self::Dsql,
        Self::D1Http,
        Self::Expo,
        Self::DurableSqlite,
        Self::SqliteCloud,
    ];

    /// The word used in a config and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwsDataApi => "aws-data-api",
            Self::PgLite => "pglite",
            Self::Dsql => "dsql",
            Self::D1Http => "d1-http",
            Self::Expo => "expo",
            Self::DurableSqlite => "durable-sqlite",
            Self::SqliteCloud => "sqlite-cloud",
        }
    }

    /// The driver that a config names, or `None` for an unknown word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|driver| driver.as_str() == word)
    }

    /// The dialect whose databases it reaches.
    pub fn dialect(self) -> Dialect {
        match self {
            Self::AwsDataApi | Self::PgLite | Self::Dsql => Dialect::Postgres,
            Self::D1Http | Self::Expo | Self::DurableSqlite | Self::SqliteCloud => Dialect::Sqlite,
        }
    }
}

/// `migrations`: where applied migrations are recorded, and how files are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MigrationsTable {
    /// `table`; drizzle-orm's default is `__drizzle_migrations`.
    pub table: Option<String>,
    /// `schema` (Postgres); drizzle-orm's default is `drizzle`.
    pub schema: Option<String>,
    /// `prefix`, 0.x only; the default is `index`.
    pub prefix: Option<Prefix>,
}

/// How migration files are numbered in the 0.x layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// `0000_`
    Index,
    /// `20261125101008_` (UTC)
    Timestamp,
    /// The same as [`Prefix::Timestamp`], by the word that Supabase users write.
    Supabase,
    /// `1764065408_`
    Unix,
    /// `_`
    None,
}

impl Prefix {
    /// Every prefix, in the order in which messages list them.
    pub const ALL: [Self; 5] =
        [Self::Index, Self::Timestamp, Self::Supabase, Self::Unix, Self::None];

    /// The word used in a config and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Timestamp => "timestamp",
            Self::Supabase => "supabase",
            Self::Unix => "unix",
            Self::None => "none",
        }
    }

    /// The prefix that a config names, or `None` for an unknown word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|prefix| prefix.as_str() == word)
    }
}

/// `introspect.casing`: keys in the TypeScript that `pull` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntrospectCasing {
    /// `camel`, the default.
    Camel,
    /// `preserve`
    Preserve,
}

/// `entities.roles`: whether, and which, roles are managed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Roles {
    /// `false`, or not written.
    #[default]
    Ignored,
    /// `true`
    Managed,
    /// `{ provider, include, exclude }`
    Filtered {
        /// Whose built-in roles are left out: `supabase`, `neon`, or another word.
        provider: Option<String>,
        /// Only these.
        include: Vec<String>,
        /// Not these.
        exclude: Vec<String>,
    },
}
