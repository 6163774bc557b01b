//! The options of a config that are one of some words, or a few of them.

use mizzle_core::dialect::Dialect;

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
