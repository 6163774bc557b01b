//! What a database holds that the model has no word for, each thing with its definition:
//! enough to tell whether two databases of one server are the same in it.
//!
//! `Fidelity` names such things; here is what they are. And since the model itself could
//! overlook something, the server's own text of all that the model does hold comes with
//! it: two databases are called the same only where that is the same as well.

mod objects;
mod properties;
mod texts;

use std::collections::BTreeMap;

use mizzle_core::postgres::catalog::Catalog;
use mizzle_core::postgres::from_catalog::{Introspected, from_catalog};
use mizzle_core::sql::Ident;

use super::queries::{self, Version};
use super::{IntrospectError, Options, read, rows};
use crate::connect::{Session, SessionError, connect};
use crate::connection::{Connection, runtime};
use crate::engine::Engine;
use crate::target::Target;

/// Something in a database: its kind, and its name or what it is on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thing {
    /// `function`, `comment`, …
    pub kind: String,
    /// Its name, or what it is on.
    pub name: String,
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

/// Things with their definitions.
pub type Definitions = BTreeMap<Thing, String>;

/// What a database holds, in the server's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// What the model has no word for.
    pub outside: Definitions,
    /// The text of what the model holds: columns, constraints, indexes, views, ….
    pub texts: Definitions,
    /// Why some of it could not be read.
    pub unreadable: Option<String>,
}

/// A database as a model, with the definitions of what that leaves out.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// The model.
    pub found: Introspected,
    /// The definitions.
    pub described: Described,
    /// The server's version, as it announced it.
    pub version: String,
}

impl Looked {
    /// The server's major version.
    #[must_use]
    pub fn major(&self) -> u32 {
        Engine::of(&self.version, false).major
    }
}

/// Connects, and reads a database as a model with the definitions of what that leaves out.
///
/// # Errors
/// As for [`introspect`](super::introspect).
pub fn look(target: &Target, options: &Options<'_>) -> Result<Looked, IntrospectError> {
    runtime().block_on(async {
        let session = connect(target).await?;
        let catalog = read(&session, options).await?;
        let described = describe(&session, &catalog).await?;
        Ok(Looked {
            found: from_catalog(&catalog, &options.take),
            described,
            version: session.server_version().to_owned(),
        })
    })
}

/// The definitions of functions, triggers, rules, domains and composite types in some
/// schemas, as [`Described::outside`] has them. Everybody may read them.
///
/// # Errors
/// They cannot be read.
pub fn definitions(
    connection: &mut Connection,
    schemas: &dyn Fn(&str) -> bool,
) -> Result<Definitions, IntrospectError> {
    connection.block_on(async |session| objects_of(session, schemas).await)
}

/// The same over a session that is in no transaction.
pub(crate) async fn objects_of(
    session: &Session,
    schemas: &dyn Fn(&str) -> bool,
) -> Result<Definitions, IntrospectError> {
    let failed = |error| IntrospectError::Read { what: "definitions", error };
    let found = session.query(queries::NAMESPACES).await.map_err(failed)?;
    let namespaces = found.iter().map(rows::namespace).filter(|own| schemas(&own.name));
    let mut wanted: Vec<String> = namespaces.map(|own| own.oid.to_string()).collect();
    // No schema has the number 0, and an empty list is no SQL.
    if wanted.is_empty() {
        wanted.push("0".to_owned());
    }
    let (begin, parts) = (queries::begin(None), objects::defined(&wanted.join(", ")));
    let all = std::iter::once(begin.as_str()).chain(parts.iter().map(String::as_str));
    let answers = session.query_all(all.chain(["COMMIT"])).await;
    let mut definitions = Definitions::new();
    for answer in answers {
        match answer {
            Ok(rows) => definitions.extend(rows.iter().map(|row| {
                let text = |column| row.text(column).unwrap_or_default().to_owned();
                (Thing { kind: text(0), name: text(1) }, text(2))
            })),
            Err(error) => {
                // The error that stopped the transaction is the one to report.
                let _ = session.execute("ROLLBACK").await;
                return Err(failed(error));
            }
        }
    }
    Ok(definitions)
}

/// Asks for the definitions in the schemas that the catalog was read of.
async fn describe(session: &Session, catalog: &Catalog) -> Result<Described, IntrospectError> {
    let version = Version(Engine::of(session.server_version(), false).major);
    let wanted = catalog.namespaces.iter().filter(|namespace| namespace.included);
    let wanted: Vec<String> = wanted.map(|namespace| namespace.oid.to_string()).collect();
    let wanted = if wanted.is_empty() { "0".to_owned() } else { wanted.join(", ") };
    let mut outside = objects::queries(&wanted, version);
    outside.extend(properties::queries(&wanted));
    let texts = texts::queries(&wanted);
    let begin = queries::begin(None);
    let all = std::iter::once(begin.as_str())
        .chain(outside.iter().map(String::as_str))
        .chain(texts.iter().map(String::as_str))
        .chain(["COMMIT"]);
    let answers = session.query_all(all).await;
    let mut described = Described::default();
    for (place, answer) in answers.into_iter().enumerate() {
        let rows = match answer {
            Ok(rows) => rows,
            Err(SessionError::Server(error)) => {
                let _ = session.execute("ROLLBACK").await;
                return Ok(Described {
                    unreadable: Some(error.to_string()),
                    ..Described::default()
                });
            }
            Err(error @ (SessionError::Lost(_) | SessionError::Cancelled)) => {
                return Err(IntrospectError::Read { what: "definitions", error });
            }
        };
        let into =
            if place <= outside.len() { &mut described.outside } else { &mut described.texts };
        for row in &rows {
            let text = |column| row.text(column).unwrap_or_default().to_owned();
            into.insert(Thing { kind: text(0), name: text(1) }, text(2));
        }
    }
    Ok(described)
}

/// The name of something in a schema, as messages say it: `public` is left out.
fn named(namespace: &str, name: &str) -> String {
    format!(
        "(SELECT CASE WHEN w.nspname = 'public' THEN '' ELSE w.nspname || '.' END \
         FROM pg_namespace w WHERE w.oid = {namespace}) || {name}"
    )
}

/// The name of a table by its number.
fn table(oid: &str) -> String {
    let name = named("r.relnamespace", "r.relname");
    format!("(SELECT {name} FROM pg_class r WHERE r.oid = {oid})")
}

/// `AND` it did not come with the server, nor with an extension, nor with another object.
fn own(class: &str, oid: &str) -> String {
    format!(
        "{oid} >= {} AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '{class}'::regclass \
         AND x.objid = {oid} AND x.objsubid = 0 AND (x.deptype = 'e' OR (x.deptype = 'i' \
         AND x.classid IN ('pg_proc'::regclass, 'pg_cast'::regclass))))",
        queries::FIRST_OWN
    )
}

/// Privileges as text: who may do what, the owner by that word.
fn privileges(acl: &str, owner: &str) -> String {
    format!(
        "(SELECT string_agg(CASE g.grantee WHEN 0 THEN 'PUBLIC' WHEN {owner} THEN 'the owner' \
         ELSE pg_get_userbyid(g.grantee) END || ' ' || g.privilege_type \
         || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ' ORDER BY 1) \
         FROM (SELECT * FROM aclexplode({acl}) ORDER BY grantee, privilege_type) g)"
    )
}

impl Described {
    /// Statements that make again what a schema may call: extensions, functions and domains.
    /// Some may need what is not there.
    #[must_use]
    pub fn to_statements(&self) -> Vec<String> {
        let statement = |(thing, definition): (&Thing, &String)| match thing.kind.as_str() {
            "extension" => {
                let schema = definition.strip_prefix("schema ").unwrap_or("public");
                let (name, schema) = (Ident(&thing.name), Ident(schema));
                Some(format!("CREATE EXTENSION IF NOT EXISTS {name} SCHEMA {schema}"))
            }
            "function" | "procedure" => Some(definition.clone()),
            "domain" => {
                let (schema, name) = thing.name.split_once('.').unwrap_or(("public", &thing.name));
                Some(format!("CREATE DOMAIN {}.{} AS {definition}", Ident(schema), Ident(name)))
            }
            _ => None,
        };
        self.outside.iter().filter_map(statement).collect()
    }
}
