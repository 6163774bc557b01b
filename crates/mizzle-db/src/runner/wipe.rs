//! Empties a development database, so that its migrations can be replayed.
//!
//! Drops what the role owns and no extension brought: the ledger first, so that
//! a half-emptied database is never taken for a migrated one, then tables in
//! batches (one transaction can hold only so many locks), then the rest. Roles,
//! extensions and what other roles own stay.

use mizzle_core::sql::Ident;

use super::options::Options;
use super::{Event, RunError, doing};
use crate::cancel::Cancel;
use crate::connect::{Session, SessionError, connect};
use crate::connection::runtime;
use crate::engine::Engine;
use crate::target::Target;

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wiped {
    /// Objects that were dropped, schemas included, not counting what went with them.
    pub dropped: usize,
    /// Schemas that were left, since another role owns them.
    pub kept: Vec<String>,
}

/// Drops everything the role owns in the database.
///
/// `extensions` are those that the migrations create themselves; they go too,
/// since `CREATE EXTENSION` fails where one exists. Refuses a server that is
/// not on this machine.
pub fn wipe(
    target: &Target,
    extensions: &[String],
    options: &Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<Wiped, RunError> {
    if !target.is_loopback() {
        return Err(RunError::NotLoopback(target.to_string()));
    }
    runtime().block_on(async {
        let work = connect(target).await?;
        let engine = Engine::of(work.server_version(), work.one_backend());
        let lock = super::lock(target, &work, &engine, options, cancel, events).await?;
        let wiped = empty(&work, extensions, options, cancel).await;
        lock.release(&work).await;
        wiped
    })
}

async fn empty(
    work: &Session,
    extensions: &[String],
    options: &Options,
    cancel: &Cancel,
) -> Result<Wiped, RunError> {
    let mut wiped = Wiped::default();
    let ledger = format!("DROP TABLE IF EXISTS {} CASCADE", options.ledger.qualified());
    let extensions = extensions
        .iter()
        .map(|extension| format!("DROP EXTENSION IF EXISTS {} CASCADE", Ident(extension)));
    for sql in std::iter::once(ledger).chain(extensions) {
        drop(work, &sql).await?;
    }
    for query in [TABLES, ROUTINES, TYPES, OTHERS, SCHEMAS] {
        let found = doing("listing what is there", work.query(query).await)?;
        let words: Vec<(&str, &str)> =
            found.iter().filter_map(|row| Some((row.text(0)?, row.text(1)?))).collect();
        for batch in words.chunk_by(|one, other| one.0 == other.0) {
            let size = if BATCHED.contains(&batch[0].0) { BATCH } else { 1 };
            for some in batch.chunks(size) {
                if cancel.is_cancelled() {
                    return Err(RunError::Cancelled {
                        migration: None,
                        kept_segments: 0,
                        applied: Vec::new(),
                    });
                }
                let names: Vec<&str> = some.iter().map(|(_, name)| *name).collect();
                let cascade = if some[0].0 == "EVENT TRIGGER" { "" } else { " CASCADE" };
                drop(work, &format!("DROP {} IF EXISTS {}{cascade}", some[0].0, names.join(", ")))
                    .await?;
                wiped.dropped += some.len();
            }
        }
    }
    let kept = doing("listing what is left", work.query(KEPT).await)?;
    wiped.kept = kept.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect();
    Ok(wiped)
}

async fn drop(work: &Session, sql: &str) -> Result<(), RunError> {
    match work.execute(sql).await {
        // Something dropped earlier took it along, in a way IF EXISTS does not see.
        Err(SessionError::Server(error)) if GONE.contains(&error.code.as_str()) => Ok(()),
        result => doing("dropping what is there", result),
    }
}

/// Undefined schema, object, table, function.
const GONE: [&str; 4] = ["3F000", "42704", "42P01", "42883"];

/// Kinds of which one statement can drop many.
const BATCHED: [&str; 5] = ["TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "SEQUENCE"];
const BATCH: usize = 50;

/// Tables and what is like them, outside of the server's own schemas.
const TABLES: &str = "
SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
    WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind,
    pg_catalog.format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid
        AND d.classid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
        AND d.deptype IN ('e', 'a', 'i'))
ORDER BY c.relkind = 'S', 1, c.oid";

/// Functions, procedures and aggregates.
const ROUTINES: &str = "
SELECT 'ROUTINE', pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,
    pg_catalog.pg_get_function_identity_arguments(p.oid))
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = p.oid
        AND d.classid = 'pg_catalog.pg_proc'::regclass AND d.deptype IN ('e', 'i'))
ORDER BY p.oid";

/// Enums, domains, ranges and composite types of their own.
const TYPES: &str = "
SELECT 'TYPE', pg_catalog.format('%I.%I', n.nspname, t.typname)
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
    AND pg_catalog.pg_has_role(t.typowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = t.oid
        AND d.classid = 'pg_catalog.pg_type'::regclass AND d.deptype IN ('e', 'i'))
ORDER BY t.oid";

/// What is left in schemas that stay, and what is in none.
const OTHERS: &str = "
SELECT o.kind, o.name FROM (
    SELECT 'TEXT SEARCH CONFIGURATION' AS kind, c.oid, 'pg_catalog.pg_ts_config'::regclass AS class,
        pg_catalog.format('%I.%I', n.nspname, c.cfgname) AS name, c.cfgowner AS owner
    FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
    WHERE n.nspname <> 'pg_catalog'
    UNION ALL SELECT 'TEXT SEARCH DICTIONARY', c.oid, 'pg_catalog.pg_ts_dict'::regclass,
        pg_catalog.format('%I.%I', n.nspname, c.dictname), c.dictowner
    FROM pg_catalog.pg_ts_dict c JOIN pg_catalog.pg_namespace n ON n.oid = c.dictnamespace
    WHERE n.nspname <> 'pg_catalog'
    UNION ALL SELECT 'COLLATION', c.oid, 'pg_catalog.pg_collation'::regclass,
        pg_catalog.format('%I.%I', n.nspname, c.collname), c.collowner
    FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
    WHERE n.nspname <> 'pg_catalog'
    UNION ALL SELECT 'OPERATOR', c.oid, 'pg_catalog.pg_operator'::regclass,
        pg_catalog.format('%I.%s (%s, %s)', n.nspname, c.oprname,
            CASE c.oprleft WHEN 0 THEN 'NONE' ELSE pg_catalog.format_type(c.oprleft, NULL) END,
            CASE c.oprright WHEN 0 THEN 'NONE' ELSE pg_catalog.format_type(c.oprright, NULL) END),
        c.oprowner
    FROM pg_catalog.pg_operator c JOIN pg_catalog.pg_namespace n ON n.oid = c.oprnamespace
    WHERE n.nspname <> 'pg_catalog'
    UNION ALL SELECT 'EVENT TRIGGER', c.oid, 'pg_catalog.pg_event_trigger'::regclass,
        pg_catalog.format('%I', c.evtname), c.evtowner FROM pg_catalog.pg_event_trigger c
    UNION ALL SELECT 'PUBLICATION', c.oid, 'pg_catalog.pg_publication'::regclass,
        pg_catalog.format('%I', c.pubname), c.pubowner FROM pg_catalog.pg_publication c
    UNION ALL SELECT 'SERVER', c.oid, 'pg_catalog.pg_foreign_server'::regclass,
        pg_catalog.format('%I', c.srvname), c.srvowner FROM pg_catalog.pg_foreign_server c
) o
WHERE pg_catalog.pg_has_role(o.owner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = o.oid
        AND d.classid = o.class AND d.deptype = 'e')
ORDER BY o.kind, o.oid";

/// Schemas that hold no extension. `public` stays, with the rights it has.
const SCHEMAS: &str = "
SELECT 'SCHEMA', pg_catalog.format('%I', n.nspname) FROM pg_catalog.pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
    AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extnamespace = n.oid)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = n.oid
        AND d.classid = 'pg_catalog.pg_namespace'::regclass AND d.deptype = 'e')
ORDER BY n.oid";

/// Schemas of other roles.
const KEPT: &str = "
SELECT n.nspname FROM pg_catalog.pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
    AND NOT pg_catalog.pg_has_role(n.nspowner, 'USAGE') ORDER BY n.nspname";
