//! The queries, set-wise: a handful for a database of any size, whatever its version.
//!
//! Each function names the columns of its query in the order in which `rows` reads
//! them. Functions of the server that work row by row (`pg_get_expr`) are called only
//! where there is something to print. Every catalog is the system's own, since the
//! search path holds nothing else. `NAMESPACES` stands for the numbers of the schemas
//! that are wanted.
//!
//! <https://www.postgresql.org/docs/current/catalogs.html>

use std::time::Duration;

/// Opens the transaction that all is read in. `lock_timeout` is how long to wait for
/// somebody's lock.
pub(super) fn begin(lock_timeout: Option<Duration>) -> String {
    let patience = lock_timeout.map_or(String::new(), |patience| {
        format!(";\nSET LOCAL lock_timeout = {}", patience.as_millis().max(1))
    });
    format!("{BEGIN}{patience}")
}

/// Sets what decides how the server prints. Only for this transaction: a pooler gives the
/// session to others after it.
///
/// Each setting changes the text of constants or names in expressions; `jit` only costs
/// time on queries that are not worth compiling.
const BEGIN: &str = "\
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL quote_all_identifiers = off;
SET LOCAL standard_conforming_strings = on;
SET LOCAL datestyle = 'ISO, MDY';
SET LOCAL intervalstyle = postgres;
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = hex;
SET LOCAL xmloption = content;
SET LOCAL lc_monetary = 'C';
SET LOCAL jit = off";

/// Who reads.
pub(super) const USER: &str = "SELECT current_user";

/// Every schema but the system's own.
pub(super) const NAMESPACES: &str = "\
SELECT n.oid, n.nspname,
  EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass
          AND d.objid = n.oid AND d.deptype = 'e'),
  has_schema_privilege(n.oid, 'USAGE'),
  n.nspacl IS DISTINCT FROM (SELECT p.initprivs FROM pg_init_privs p
          WHERE p.classoid = 'pg_namespace'::regclass AND p.objoid = n.oid)
FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/// One of the queries that are sent together.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// The text.
    pub(super) sql: String,
    /// The catalogs that it reads and that introspection can do without.
    pub(super) optional: Vec<&'static str>,
}

impl Query {
    fn new(sql: String) -> Self {
        Self { sql, optional: Vec::new() }
    }
}

/// What a version lacks is written as what it stands for there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version(pub(super) u32);

impl Version {
    pub(super) fn since(self, major: u32, sql: &'static str, before: &'static str) -> &'static str {
        if self.0 >= major { sql } else { before }
    }
}

/// `AND` no extension owns the row of `alias` in the catalog `class`.
fn not_of_extension(class: &str, oid: &str) -> String {
    format!(
        "AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '{class}'::regclass \
         AND x.objid = {oid} AND x.deptype = 'e')"
    )
}

/// Has somebody other than the owner privileges?
fn grants(acl: &str, owner: &str) -> String {
    format!(
        "{acl} IS NOT NULL AND EXISTS (SELECT FROM aclexplode({acl}) a WHERE a.grantee <> {owner})"
    )
}

pub(super) fn relations(namespaces: &str) -> Query {
    let not_of_extension = not_of_extension("pg_class", "c.oid");
    let grants = grants("c.relacl", "c.relowner");
    Query::new(format!(
        "SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence,
  c.relrowsecurity, c.relforcerowsecurity, c.relispartition, c.relispopulated,
  c.relreplident, c.reloftype <> 0, c.reloptions, am.amname, ts.spcname,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
  pg_get_userbyid(c.relowner), {grants}
FROM pg_class c
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace IN ({namespaces})
  {not_of_extension}"
    ))
}

/// The first number of an object that did not come with the server.
pub(super) const FIRST_OWN: u32 = 16384;

pub(super) fn columns(namespaces: &str, version: Version) -> Query {
    let compression = version.since(14, "NULLIF(a.attcompression, '')", "NULL");
    // NULL since 17 where nobody chose one, -1 before.
    let statistics = "NULLIF(a.attstattarget, -1)";
    Query::new(format!(
        "SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
  a.atttypid, n.nspname, b.typname, b.typtype,
  CASE WHEN b.oid IS NOT NULL THEN EXISTS (SELECT FROM pg_depend x
    WHERE x.classid = 'pg_type'::regclass AND x.objid = b.oid AND x.deptype = 'e') END,
  a.attndims, a.attnotnull, a.attidentity, a.attgenerated,
  CASE WHEN a.atthasdef THEN pg_get_expr(d.adbin, d.adrelid) END,
  a.attcollation,
  CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0
    THEN (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation) END,
  CASE WHEN a.attstorage <> t.typstorage AND c.relkind IN ('r', 'p')
    THEN a.attstorage END,
  {compression}, {statistics}, a.attoptions, a.attacl IS NOT NULL
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
LEFT JOIN pg_type b ON b.oid = COALESCE(e.oid, t.oid) AND b.oid >= {FIRST_OWN}
LEFT JOIN pg_namespace n ON n.oid = b.typnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
  AND c.relnamespace IN ({namespaces}) AND a.attnum > 0 AND NOT a.attisdropped"
    ))
}

pub(super) fn constraints(namespaces: &str, version: Version) -> Query {
    let sets_columns = version.since(15, "k.confdelsetcols IS NOT NULL", "false");
    let enforced = version.since(18, "k.conenforced", "true");
    let period = version.since(18, "k.conperiod", "false");
    Query::new(format!(
        "SELECT k.oid, k.conrelid, k.conname, k.contype, k.conkey, k.conindid,
  CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
  k.condeferrable, k.convalidated, {enforced}, k.connoinherit, {period},
  NULLIF(k.confrelid, 0), n.nspname, f.relname, k.confkey,
  CASE WHEN f.oid IS NOT NULL AND (f.relispartition OR f.relnamespace NOT IN ({namespaces}))
    THEN ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
      ORDER BY u.place) END,
  k.confupdtype, k.confdeltype, k.confmatchtype, {sets_columns}
FROM pg_class c
JOIN pg_constraint k ON k.conrelid = c.oid
LEFT JOIN pg_class f ON f.oid = k.confrelid
LEFT JOIN pg_namespace n ON n.oid = f.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relnamespace IN ({namespaces}) AND k.contype <> 'n' AND k.conparentid = 0"
    ))
}

pub(super) fn indexes(namespaces: &str, version: Version) -> Query {
    let nulls = version.since(15, "i.indnullsnotdistinct", "false");
    Query::new(format!(
        "SELECT i.indexrelid, i.indrelid, c.relname, am.amname, i.indisunique, {nulls},
  i.indisvalid, i.indisclustered, i.indnkeyatts, i.indkey, i.indoption, i.indclass,
  i.indcollation,
  CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(
    SELECT pg_get_indexdef(i.indexrelid, u.place, false)
    FROM generate_series(1, i.indnkeyatts::int) u (place)
    WHERE i.indkey[u.place - 1] = 0 ORDER BY u.place) END,
  CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END,
  c.reloptions,
  am.amname NOT IN ('btree', 'hash') AND EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = i.indexrelid AND EXISTS (
      SELECT FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg_attver=%')),
  ts.spcname
FROM pg_class t
JOIN pg_index i ON i.indrelid = t.oid
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
WHERE t.relkind IN ('r', 'p', 'm') AND NOT t.relispartition
  AND t.relnamespace IN ({namespaces})"
    ))
}

pub(super) fn operator_classes() -> Query {
    Query::new(
        "SELECT o.oid, o.opcname, o.opcmethod, o.opcintype, o.opcdefault FROM pg_opclass o"
            .to_owned(),
    )
}

pub(super) fn sequences(namespaces: &str) -> Query {
    let not_of_extension = not_of_extension("pg_class", "c.oid");
    let grants = grants("c.relacl", "c.relowner");
    Query::new(format!(
        "SELECT c.oid, c.relnamespace, c.relname, format_type(s.seqtypid, NULL), s.seqstart,
  s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
  d.refobjid, d.refobjsubid, d.deptype = 'i', c.relpersistence,
  pg_get_userbyid(c.relowner), {grants}
FROM pg_class c
JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
  AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
WHERE c.relkind = 'S' AND c.relnamespace IN ({namespaces})
  {not_of_extension}"
    ))
}

/// Types of tables' rows and of arrays come and go with what they are of.
pub(super) fn types(namespaces: &str) -> Query {
    let not_of_extension = not_of_extension("pg_type", "t.oid");
    // A type is born with USAGE for everybody, which no list says.
    Query::new(format!(
        "SELECT t.oid, t.typnamespace, t.typname, t.typtype,
  CASE WHEN t.typtype = 'e' THEN ARRAY(SELECT e.enumlabel FROM pg_enum e
    WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END,
  pg_get_userbyid(t.typowner), t.typacl IS NOT NULL
FROM pg_type t
LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typnamespace IN ({namespaces}) AND t.typtype IN ('e', 'd', 'c', 'r', 'b')
  AND t.typcategory <> 'A' AND (t.typrelid = 0 OR c.relkind = 'c') AND t.typisdefined
  {not_of_extension}"
    ))
}

/// Of all schemas: a schema file can have policies on tables of schemas that are not
/// wanted otherwise.
pub(super) fn policies() -> Query {
    Query::new(
        "SELECT p.oid, p.polrelid, n.nspname, c.relname, p.polname, p.polcmd, p.polpermissive,
  ARRAY(SELECT CASE WHEN r.role = 0 THEN 'public' ELSE pg_get_userbyid(r.role) END
    FROM unnest(p.polroles) r (role)),
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace"
            .to_owned(),
    )
}

/// Never `pg_authid`, which only superusers may read.
pub(super) fn roles() -> Query {
    Query::new(
        "SELECT r.rolname, r.rolcreatedb, r.rolcreaterole, r.rolinherit,
  r.rolsuper OR r.rolcanlogin OR r.rolreplication OR r.rolbypassrls
    OR r.rolconnlimit <> -1 OR r.rolvaliduntil IS NOT NULL OR r.rolconfig IS NOT NULL
FROM pg_roles r WHERE r.rolname !~ '^pg_'"
            .to_owned(),
    )
}

pub(super) fn parents(namespaces: &str) -> Query {
    Query::new(format!(
        "SELECT h.inhrelid, h.inhparent::regclass
FROM pg_inherits h
JOIN pg_class c ON c.oid = h.inhrelid
WHERE c.relkind IN ('r', 'p', 'f') AND c.relnamespace IN ({namespaces})"
    ))
}

/// The first column is the place in [`super::rows::COMMENTED`].
pub(super) fn comments() -> Query {
    Query {
        sql: format!(
            "SELECT k.place - 1, d.objoid, d.objsubid
FROM pg_description d
JOIN unnest(ARRAY['pg_namespace'::regclass, 'pg_class'::regclass, 'pg_constraint'::regclass,
  'pg_type'::regclass, 'pg_policy'::regclass]) WITH ORDINALITY k (class, place)
  ON k.class = d.classoid
WHERE d.objoid >= {FIRST_OWN}
  OR (d.classoid = 'pg_namespace'::regclass AND d.description <> 'standard public schema')"
        ),
        optional: vec!["pg_description"],
    }
}
