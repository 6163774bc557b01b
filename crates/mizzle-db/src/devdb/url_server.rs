//! A server that the user names: each use gets a database of its own there.

use super::error::DevError;
use super::install::Version;
use super::lease::{Abilities, Engine, Lease, Sessions};
use super::{lent, sql};
use crate::target::Target;

/// A server on which databases can be made and dropped.
#[derive(Debug, Clone)]
pub struct UrlServer {
    url: String,
    target: Target,
    version: Version,
}

impl UrlServer {
    /// Connects once and asks for the version.
    ///
    /// # Errors
    /// The URL is none, or the server cannot be reached.
    pub fn open(url: &str) -> Result<Self, DevError> {
        let env = |name: &str| std::env::var(name).ok();
        let target = Target::parse(url, &env)
            .map_err(|error| DevError::Url { reason: error.to_string() })?;
        let said = sql::version(&target)?;
        let version = Version::parse(&said).ok_or_else(|| DevError::Server {
            label: target.to_string(),
            message: format!("its version `{said}` is not Postgres's"),
        })?;
        Ok(Self { url: url.to_owned(), target, version })
    }

    /// Lends a new, empty database, and drops those that killed processes left
    /// behind. Roles that the work makes stay on the server: they are the
    /// user's, like the server itself.
    ///
    /// # Errors
    /// The role may not create databases, or the server refuses.
    pub fn lease(&self) -> Result<Lease, DevError> {
        let name = lent::make(&self.target, &self.label())?;
        let guard = Box::new(Made { server: self.clone(), name: name.clone() });
        Ok(Lease {
            url: with_database(&self.url, &name),
            target: self.target.with_database(&name),
            abilities: self.abilities(),
            furnished: false,
            _guard: guard,
        })
    }

    /// How it is named to people.
    #[must_use]
    pub fn label(&self) -> String {
        format!("PostgreSQL {} at the development URL", self.version.full)
    }

    /// How to connect to the database that the URL names.
    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    /// What it is and can do.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        Abilities {
            engine: Engine::Url,
            version: self.version.clone(),
            sessions: Sessions::Many,
            statement_timeout: true,
            collations: true,
        }
    }
}

/// Drops a database that was made on the server.
#[derive(Debug)]
struct Made {
    server: UrlServer,
    name: String,
}

impl Drop for Made {
    fn drop(&mut self) {
        lent::end(&self.server.target, &self.name);
    }
}

/// The same URL with another database: the path between the authority and the query.
fn with_database(url: &str, database: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgresql", url));
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, q)| (rest, Some(q)));
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    format!("{scheme}://{authority}/{database}{query}")
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn a_url_can_be_pointed_at_another_database() {
        assert_eq!(
            with_database("postgres://u:p@h:1/a?sslmode=disable", "b"),
            "postgres://u:p@h:1/b?sslmode=disable"
        );
        assert_eq!(with_database("postgresql://h", "b"), "postgresql://h/b");
        assert_eq!(with_database("postgres:///a?host=/tmp", "b"), "postgres:///b?host=/tmp");
    }
}
