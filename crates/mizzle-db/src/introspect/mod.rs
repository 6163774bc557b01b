//! Reads what a database holds, from its catalogs.
//!
//! One transaction, two round trips: which schemas there are, and everything in those
//! that are wanted, a fixed number of queries sent at once. What the rows mean is
//! decided in core ([`from_catalog`]); nothing is written, set beyond the transaction,
//! or left in the session.

mod build;
mod described;
mod error;
mod others;
mod queries;
mod rows;
mod words;

use std::collections::BTreeSet;
use std::time::Duration;

use mizzle_core::postgres::archive::is_archive;
use mizzle_core::postgres::catalog::{Catalog, Namespace};
use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected, from_catalog};

use self::queries::{Query, Version};
use crate::connect::{Row, Session, SessionError, connect};
use crate::connection::{Connection, runtime};
use crate::engine::Engine;
use crate::target::Target;

pub(crate) use build::{build, build_more, script};
pub(crate) use described::objects_of;
pub use described::{Definitions, Described, Looked, Thing, definitions, look};
pub use error::IntrospectError;
pub use words::{CompareError, Compared, compare, in_words_of, read_back};

/// The oldest version whose catalogs these queries know.
const OLDEST: u32 = 13;

/// What to read.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Is it a schema to look into? Nothing is read of the others but their names.
    pub schemas: &'a dyn Fn(&str) -> bool,
    /// Read the server's roles as well?
    pub roles: bool,
    /// How long to wait for a table that somebody else is changing; for ever where
    /// nothing is said, as `pg_dump` does.
    pub lock_timeout: Option<Duration>,
    /// What to take of what was read.
    pub take: FromCatalog<'a>,
}

impl Options<'_> {
    /// All that one database holds; roles are the server's.
    pub const DATABASE: Options<'static> =
        Options { schemas: &|_| true, roles: false, lock_timeout: None, take: FromCatalog::ALL };
}

/// Connects, and reads a database as a model.
///
/// # Errors
/// The server cannot be reached, is too old, or refuses to show the catalogs without
/// which nothing can be said.
pub fn introspect(target: &Target, options: &Options<'_>) -> Result<Introspected, IntrospectError> {
    Ok(scan(target, options)?.found)
}

/// What was found, on which version.
struct Scanned {
    found: Introspected,
    major: u32,
}

fn scan(target: &Target, options: &Options<'_>) -> Result<Scanned, IntrospectError> {
    let (catalog, major) = runtime().block_on(async {
        let session = connect(target).await?;
        let major = Engine::of(session.server_version(), false).major;
        Ok::<_, IntrospectError>((read(&session, options).await?, major))
    })?;
    Ok(Scanned { found: from_catalog(&catalog, &options.take), major })
}

/// Reads a database as a model over a session that is open and in no transaction.
///
/// # Errors
/// As for [`introspect`].
pub fn introspect_with(
    connection: &mut Connection,
    options: &Options<'_>,
) -> Result<Introspected, IntrospectError> {
    let catalog = connection.block_on(async |session| read(session, options).await)?;
    Ok(from_catalog(&catalog, &options.take))
}

/// Reads the catalogs. Those that the role may not read and that are not essential are
/// left out, and named.
pub(crate) async fn read(
    session: &Session,
    options: &Options<'_>,
) -> Result<Catalog, IntrospectError> {
    let version = Engine::of(session.server_version(), false).major;
    if version < OLDEST && version > 0 {
        return Err(IntrospectError::TooOld { found: session.server_version().to_owned() });
    }
    let mut left_out = BTreeSet::new();
    let mut tries = TRIES;
    loop {
        let attempt = read_without(session, options, Version(version), &left_out).await;
        let Err((error, optional)) = attempt else { return attempt.map_err(|(error, _)| error) };
        let IntrospectError::Read { error: SessionError::Server(refused), .. } = &error else {
            return Err(error);
        };
        tries -= 1;
        if refused.code == INTERNAL_ERROR && tries > 0 {
            continue;
        }
        if refused.code != INSUFFICIENT_PRIVILEGE || optional.is_empty() {
            return Err(error);
        }
        let closed = unreadable(session, &optional).await?;
        if closed.is_subset(&left_out) {
            return Err(error);
        }
        left_out.extend(closed);
    }
}

const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// The functions that print definitions do not read from the transaction's snapshot. What
/// was dropped since then they cannot find, and say so with this.
const INTERNAL_ERROR: &str = "XX000";

/// How often to read, where objects vanish meanwhile.
const TRIES: u32 = 5;

/// Which of these catalogs the role may not read.
async fn unreadable(
    session: &Session,
    catalogs: &[&'static str],
) -> Result<BTreeSet<String>, IntrospectError> {
    let names: BTreeSet<&str> = catalogs.iter().copied().collect();
    let tests: Vec<String> = names
        .iter()
        .map(|name| format!("has_any_column_privilege('pg_catalog.{name}', 'SELECT')"))
        .collect();
    let rows = session
        .query(&format!("SELECT {}", tests.join(", ")))
        .await
        .map_err(|error| IntrospectError::Read { what: "rights on the catalogs", error })?;
    let Some(row) = rows.first() else { return Ok(BTreeSet::new()) };
    let closed = names.iter().enumerate().filter(|(place, _)| !row.is_true(*place));
    Ok(closed.map(|(_, name)| (*name).to_owned()).collect())
}

/// An error, and the catalogs that can be left out of the query that had it.
type Refused = (IntrospectError, Vec<&'static str>);

async fn read_without(
    session: &Session,
    options: &Options<'_>,
    version: Version,
    left_out: &BTreeSet<String>,
) -> Result<Catalog, Refused> {
    let result = read_in_transaction(session, options, version, left_out).await;
    if result.is_err() {
        // The error that stopped the transaction is the one to report.
        let _ = session.execute("ROLLBACK").await;
    }
    result
}

async fn read_in_transaction(
    session: &Session,
    options: &Options<'_>,
    version: Version,
    left_out: &BTreeSet<String>,
) -> Result<Catalog, Refused> {
    let failed = |what, error| (IntrospectError::Read { what, error }, Vec::new());
    let begin = queries::begin(options.lock_timeout);
    let first = session.query_all([&begin, queries::USER, queries::NAMESPACES]).await;
    let mut answers = first
        .into_iter()
        .zip(["settings", "user", "schemas"])
        .map(|(answer, what)| answer.map_err(|error| failed(what, error)));
    let mut next = || answers.next().unwrap_or_else(|| Ok(Vec::new()));
    let (_, user, found) = (next()?, next()?, next()?);
    let mut catalog = Catalog {
        user: user.first().and_then(|row| row.text(0)).unwrap_or_default().to_owned(),
        unreadable: left_out.iter().cloned().collect(),
        ..Catalog::default()
    };
    catalog.namespaces = found
        .iter()
        .map(rows::namespace)
        // What mizzle keeps there is nobody's, and no difference to anything.
        .filter(|namespace| !is_archive(&namespace.name))
        .map(|namespace| Namespace { included: (options.schemas)(&namespace.name), ..namespace })
        .collect();
    let wanted: Vec<String> = catalog
        .namespaces
        .iter()
        .filter(|namespace| namespace.included)
        .map(|namespace| namespace.oid.to_string())
        .collect();
    // No schema has the number 0, and an empty list is no SQL.
    let wanted = if wanted.is_empty() { "0".to_owned() } else { wanted.join(", ") };

    let parts = parts(&wanted, version, options.roles, left_out);
    let texts = parts.iter().map(|part| part.query.sql.as_str()).chain(["COMMIT"]);
    let mut answers = session.query_all(texts).await.into_iter();
    for (part, answer) in parts.into_iter().zip(answers.by_ref()) {
        match answer {
            Ok(found) => (part.store)(&mut catalog, &found),
            Err(error) => {
                let error = IntrospectError::Read { what: part.what, error };
                return Err((error, part.query.optional));
            }
        }
    }
    answers.try_for_each(|answer| answer.map(drop)).map_err(|error| failed("end", error))?;
    Ok(catalog)
}

/// One query, and where its rows go.
struct Part {
    what: &'static str,
    query: Query,
    store: fn(&mut Catalog, &[Row]),
}

fn parts(wanted: &str, version: Version, roles: bool, left_out: &BTreeSet<String>) -> Vec<Part> {
    let mut parts = vec![
        Part {
            what: "tables",
            query: queries::relations(wanted),
            store: |catalog, found| catalog.relations = found.iter().map(rows::relation).collect(),
        },
        Part {
            what: "columns",
            query: queries::columns(wanted, version),
            store: |catalog, found| catalog.columns = found.iter().map(rows::column).collect(),
        },
        Part {
            what: "constraints",
            query: queries::constraints(wanted, version),
            store: |catalog, found| {
                catalog.constraints = found.iter().map(rows::constraint).collect();
            },
        },
        Part {
            what: "indexes",
            query: queries::indexes(wanted, version),
            store: |catalog, found| catalog.indexes = found.iter().map(rows::index).collect(),
        },
        Part {
            what: "operator classes",
            query: queries::operator_classes(),
            store: |catalog, found| {
                catalog.operator_classes = found.iter().map(rows::operator_class).collect();
            },
        },
        Part {
            what: "sequences",
            query: queries::sequences(wanted),
            store: |catalog, found| catalog.sequences = found.iter().map(rows::sequence).collect(),
        },
        Part {
            what: "types",
            query: queries::types(wanted),
            store: |catalog, found| catalog.types = found.iter().map(rows::ty).collect(),
        },
        Part {
            what: "policies",
            query: queries::policies(),
            store: |catalog, found| catalog.policies = found.iter().map(rows::policy).collect(),
        },
        Part {
            what: "inheritance",
            query: queries::parents(wanted),
            store: |catalog, found| catalog.parents = found.iter().map(rows::parent).collect(),
        },
        Part {
            what: "other objects",
            query: others::others(wanted, left_out),
            store: |catalog, found| {
                catalog.others =
                    found.iter().filter_map(|row| rows::other(row, &catalog.namespaces)).collect();
            },
        },
    ];
    if !left_out.contains("pg_description") {
        parts.push(Part {
            what: "comments",
            query: queries::comments(),
            store: |catalog, found| {
                catalog.comments = found.iter().filter_map(rows::comment).collect();
            },
        });
    }
    if roles {
        parts.push(Part {
            what: "roles",
            query: queries::roles(),
            store: |catalog, found| catalog.roles = found.iter().map(rows::role).collect(),
        });
    }
    parts
}
