//! The databases a Drizzle config can name. This enum is the only list of them.

use std::fmt;

/// A `dialect` of `drizzle.config.*`.
///
/// All dialects that drizzle-kit 0.31 or 1.0 accepts are listed, so that every
/// config loads; [`Dialect::is_supported`] says for which of them mizzle has a
/// model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// `postgresql`
    Postgres,
    /// `mysql`
    Mysql,
    /// `sqlite`
    Sqlite,
    /// `turso`
    Turso,
    /// `singlestore`
    SingleStore,
    /// `gel`, drizzle-kit 0.31 only
    Gel,
    /// `mssql`, drizzle-kit 1.0 only
    Mssql,
    /// `cockroach`, drizzle-kit 1.0 only
    Cockroach,
    /// `duckdb`, drizzle-kit 1.0 only
    DuckDb,
}

impl Dialect {
    /// Every dialect, in the order in which messages list them.
    pub const ALL: [Self; 9] = [
        Self::Postgres,
        Self::Mysql,
        Self::Sqlite,
        Self::Turso,
        Self::SingleStore,
        Self::Gel,
        Self::Mssql,
        Self::Cockroach,
        Self::DuckDb,
    ];

    /// The word used in a config and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Mysql => "mysql",
            Self::Sqlite => "sqlite",
            Self::Turso => "turso",
            Self::SingleStore => "singlestore",
            Self::Gel => "gel",
            Self::Mssql => "mssql",
            Self::Cockroach => "cockroach",
            Self::DuckDb => "duckdb",
        }
    }

    /// The dialect that a config names, or `None` for an unknown word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.as_str() == word)
    }

    /// Does mizzle have a model, a diff and a renderer for it?
    pub fn is_supported(self) -> bool {
        match self {
            Self::Postgres => true,
            Self::Mysql
            | Self::Sqlite
            | Self::Turso
            | Self::SingleStore
            | Self::Gel
            | Self::Mssql
            | Self::Cockroach
            | Self::DuckDb => false,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for dialect in Dialect::ALL {
            assert_eq!(Dialect::parse(dialect.as_str()), Some(dialect));
        }
        assert_eq!(Dialect::parse("postgres"), None);
    }
}
