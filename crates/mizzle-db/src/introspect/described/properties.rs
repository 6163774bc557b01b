//! What the model leaves out of objects that it knows: comments, privileges, owners, and
//! the many properties of tables, columns, constraints, indexes and sequences.

use super::super::queries::FIRST_OWN;
use super::{named, own, privileges, table};

/// Queries of kind, name and definition.
pub(super) fn queries(wanted: &str) -> Vec<String> {
    let mut queries = vec![
        relations(wanted),
        partitions(wanted),
        columns(wanted),
        constraints(wanted),
        indexes(wanted),
        sequences(wanted),
        comments(wanted),
    ];
    queries.extend(grants(wanted));
    queries.extend(owners(wanted));
    queries
}

/// The columns of something that the model does not know, with all that they have.
pub(super) fn columns_of(oid: &str) -> String {
    format!(
        "(SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, \
         a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END, (SELECT pg_get_expr(d.adbin, \
         d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum), \
         a.attfdwoptions), ', ' ORDER BY a.attname) FROM pg_attribute a \
         WHERE a.attrelid = {oid} AND a.attnum > 0 AND NOT a.attisdropped)"
    )
}

fn relations(wanted: &str) -> String {
    let name = named("c.relnamespace", "c.relname");
    let own = own("pg_class", "c.oid");
    format!(
        "SELECT v.kind, {name}, v.definition FROM pg_class c, LATERAL (VALUES \
         ('persistence of', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' END), \
         ('replica identity of', CASE WHEN c.relkind NOT IN ('r', 'p', 'm') THEN NULL \
            WHEN c.relreplident = 'n' THEN 'NOTHING' WHEN c.relreplident = 'f' THEN 'FULL' \
            WHEN c.relreplident = 'i' THEN (SELECT i.indexrelid::regclass::text FROM pg_index i \
            WHERE i.indrelid = c.oid AND i.indisreplident) END), \
         ('storage parameters of', CASE WHEN c.relkind IN ('r', 'p') THEN NULLIF(concat_ws(', ', \
            array_to_string(c.reloptions, ', '), (SELECT 'toast: ' || \
            array_to_string(o.reloptions, ', ') FROM pg_class o WHERE o.oid = c.reltoastrelid \
            AND o.reloptions IS NOT NULL)), '') END), \
         ('tablespace of', CASE WHEN c.relkind IN ('r', 'p') THEN (SELECT s.spcname \
            FROM pg_tablespace s WHERE s.oid = c.reltablespace) END), \
         ('access method of', CASE WHEN c.relkind IN ('r', 'p') THEN (SELECT m.amname FROM pg_am m \
            WHERE m.oid = c.relam AND m.amname <> 'heap') END), \
         ('forced row security of', CASE WHEN c.relforcerowsecurity THEN 'FORCE' END), \
         ('policies without row security of', CASE WHEN NOT c.relrowsecurity AND EXISTS (SELECT \
            FROM pg_policy p WHERE p.polrelid = c.oid) THEN 'off' END), \
         ('type of', CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END), \
         ('partitioning of', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END), \
         ('inheritance of', CASE WHEN NOT c.relispartition THEN (SELECT string_agg( \
            h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno) FROM pg_inherits h \
            WHERE h.inhrelid = c.oid) END)) v (kind, definition) \
         WHERE v.definition IS NOT NULL AND c.relkind IN ('r', 'p', 'm', 'v', 'f') \
         AND c.relnamespace IN ({wanted}) AND {own}"
    )
}

fn partitions(wanted: &str) -> String {
    let name = named("c.relnamespace", "c.relname");
    let parent = table("h.inhparent");
    format!(
        "SELECT 'partition', {name}, concat_ws(' ', {parent}, pg_get_expr(c.relpartbound, c.oid), \
         {}, (SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' \
         ORDER BY k.conname) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'), \
         (SELECT string_agg(pg_get_indexdef(i.indexrelid), ', ' ORDER BY i.indexrelid::regclass::text) \
         FROM pg_index i WHERE i.indrelid = c.oid)) \
         FROM pg_class c JOIN pg_inherits h ON h.inhrelid = c.oid \
         WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND c.relnamespace IN ({wanted})",
        columns_of("c.oid")
    )
}

fn columns(wanted: &str) -> String {
    let name = named("c.relnamespace", "c.relname");
    let own = own("pg_class", "c.oid");
    format!(
        "SELECT 'column', {name} || '.' || a.attname, concat_ws(', ', \
         CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0 \
            THEN 'COLLATE ' || a.attcollation::regcollation END, \
         CASE WHEN a.attstorage <> t.typstorage AND c.relkind IN ('r', 'p') \
            THEN 'storage ' || a.attstorage::text END, \
         'compression ' || NULLIF(to_jsonb(a) ->> 'attcompression', ''), \
         'statistics ' || NULLIF(a.attstattarget, -1), \
         (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions) o \
            WHERE o NOT LIKE 'pg_attver=%'), \
         CASE WHEN a.attgenerated = 'v' THEN 'VIRTUAL ' || pg_get_expr(d.adbin, d.adrelid) END, \
         CASE WHEN c.relkind IN ('v', 'm') THEN 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END, \
         CASE WHEN a.attinhcount > 0 AND a.attislocal AND NOT c.relispartition \
            THEN 'inherited and its own' END) \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
         JOIN pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped \
         AND c.relnamespace IN ({wanted}) AND {own} AND ( \
           (a.attcollation <> t.typcollation AND a.attcollation <> 0) \
           OR (a.attstorage <> t.typstorage AND c.relkind IN ('r', 'p')) \
           OR NULLIF(to_jsonb(a) ->> 'attcompression', '') IS NOT NULL \
           OR NULLIF(a.attstattarget, -1) IS NOT NULL \
           OR EXISTS (SELECT FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg_attver=%') \
           OR a.attgenerated = 'v' OR (c.relkind IN ('v', 'm') AND d.oid IS NOT NULL) \
           OR (a.attinhcount > 0 AND a.attislocal AND NOT c.relispartition))"
    )
}

/// Constraints that say more than the model can.
fn constraints(wanted: &str) -> String {
    let table = table("k.conrelid");
    format!(
        "SELECT CASE k.contype WHEN 'x' THEN 'exclusion constraint' ELSE 'constraint' END, \
         k.conname || ' on ' || {table}, pg_get_constraintdef(k.oid) \
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
         WHERE c.relnamespace IN ({wanted}) AND k.conparentid = 0 AND k.contype <> 't' AND ( \
           k.contype = 'x' OR k.condeferrable OR NOT k.convalidated OR k.confmatchtype = 'f' \
           OR (k.contype IN ('c', 'n') AND k.connoinherit) \
           OR to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL \
           OR to_jsonb(k) ->> 'conperiod' = 'true' OR to_jsonb(k) ->> 'conenforced' = 'false')"
    )
}

/// Indexes that say more than the model can, and those of materialized views.
fn indexes(wanted: &str) -> String {
    let table = table("i.indrelid");
    format!(
        "SELECT 'index', c.relname || ' on ' || {table}, concat_ws(', ', \
         pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'invalid' END, \
         CASE WHEN i.indisclustered THEN 'clustered' END, (SELECT 'tablespace ' || s.spcname \
         FROM pg_tablespace s WHERE s.oid = c.reltablespace), (SELECT string_agg(a.attnum \
         || ' statistics ' || a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a \
         WHERE a.attrelid = c.oid AND NULLIF(a.attstattarget, -1) IS NOT NULL)) \
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
         JOIN pg_class r ON r.oid = i.indrelid \
         WHERE c.relnamespace IN ({wanted}) AND r.relkind IN ('r', 'p', 'm') \
         AND NOT r.relispartition AND NOT EXISTS (SELECT FROM pg_constraint k \
           WHERE k.conindid = i.indexrelid AND k.contype = 'x') AND ( \
           r.relkind = 'm' OR i.indnkeyatts <> i.indnatts OR NOT i.indisvalid OR i.indisclustered \
           OR c.reltablespace <> 0 OR pg_get_indexdef(i.indexrelid) LIKE '% COLLATE %' \
           OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid \
             AND (NULLIF(a.attstattarget, -1) IS NOT NULL OR EXISTS (SELECT \
             FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg_attver=%'))))"
    )
}

/// Sequences that are neither what `CREATE SEQUENCE` makes without a word about the type
/// nor what `serial` makes; an identity's options are in the model.
fn sequences(wanted: &str) -> String {
    let name = named("c.relnamespace", "c.relname");
    let own = own("pg_class", "c.oid");
    format!(
        "SELECT 'sequence', {name}, concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, \
         s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, c.relpersistence, \
         'of ' || t.relname || '.' || a.attname) \
         FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid \
         LEFT JOIN pg_depend x ON x.classid = 'pg_class'::regclass AND x.objid = c.oid \
           AND x.refclassid = 'pg_class'::regclass AND x.refobjsubid > 0 \
           AND x.deptype IN ('a', 'i') \
         LEFT JOIN pg_class t ON t.oid = x.refobjid \
         LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.refobjsubid \
         LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum \
         WHERE c.relkind = 'S' AND c.relnamespace IN ({wanted}) AND {own} \
         AND x.deptype IS DISTINCT FROM 'i' AND CASE WHEN t.oid IS NULL \
           THEN s.seqtypid <> 'bigint'::regtype OR c.relpersistence <> 'p' \
           ELSE NOT (s.seqtypid = a.atttypid AND s.seqstart = 1 AND s.seqincrement = 1 \
             AND s.seqmin = 1 AND s.seqcache = 1 AND NOT s.seqcycle AND a.attnotnull \
             AND s.seqmax = CASE a.atttypid WHEN 'smallint'::regtype THEN 32767 \
               WHEN 'integer'::regtype THEN 2147483647 ELSE 9223372036854775807 END \
             AND (c.relname = t.relname || '_' || a.attname || '_seq' \
               OR octet_length(t.relname || a.attname) > 58) \
             AND c.relnamespace = t.relnamespace \
             AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%') END"
    )
}

fn comments(wanted: &str) -> String {
    format!(
        "SELECT 'comment on', i.type || ' ' || i.identity, d.description \
         FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i \
         WHERE (d.objoid >= {FIRST_OWN} OR (d.classoid = 'pg_namespace'::regclass \
           AND d.description <> 'standard public schema')) \
         AND d.classoid <> 'pg_extension'::regclass \
         AND (d.classoid <> 'pg_namespace'::regclass OR d.objoid IN ({wanted})) \
         AND (i.schema IS NULL OR i.schema IN (SELECT n.nspname FROM pg_namespace n \
           WHERE n.oid IN ({wanted}))) \
         AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = d.classoid \
           AND x.objid = d.objoid AND x.deptype = 'e')"
    )
}

/// Privileges that are not those that the server gives by itself.
fn grants(wanted: &str) -> Vec<String> {
    let one = |noun: &str, name: &str, acl: &str, owner: &str, kind: &str, from: &str| {
        let usual = format!("acldefault({kind}, {owner})");
        let (found, usual) = (privileges(acl, owner), privileges(&usual, owner));
        format!(
            "SELECT 'privileges on', '{noun} ' || {name}, COALESCE({found}, 'none') FROM {from} \
             AND {acl} IS NOT NULL AND {found} IS DISTINCT FROM {usual}"
        )
    };
    let relation = named("c.relnamespace", "c.relname");
    let function = named(
        "p.pronamespace",
        "p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'",
    );
    let ty = named("t.typnamespace", "t.typname");
    vec![
        one(
            "relation",
            &relation,
            "c.relacl",
            "c.relowner",
            "CASE c.relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r'::\"char\" END",
            &format!(
                "pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') \
                 AND c.relnamespace IN ({wanted}) AND {}",
                own("pg_class", "c.oid")
            ),
        ),
        one(
            "column",
            &format!("{relation} || '.' || a.attname"),
            "a.attacl",
            "c.relowner",
            "'c'",
            &format!(
                "pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace IN ({wanted}) \
                 AND a.attnum > 0 AND {}",
                own("pg_class", "c.oid")
            ),
        ),
        one(
            "routine",
            &function,
            "p.proacl",
            "p.proowner",
            "'f'",
            &format!(
                "pg_proc p WHERE p.pronamespace IN ({wanted}) AND {}",
                own("pg_proc", "p.oid")
            ),
        ),
        one(
            "type",
            &ty,
            "t.typacl",
            "t.typowner",
            "'T'",
            &format!(
                "pg_type t WHERE t.typnamespace IN ({wanted}) AND {}",
                own("pg_type", "t.oid")
            ),
        ),
        one(
            "schema",
            "n.nspname",
            "n.nspacl",
            "n.nspowner",
            "'n'",
            &format!(
                "pg_namespace n WHERE n.oid IN ({wanted}) AND n.nspacl IS DISTINCT FROM (SELECT \
                 p.initprivs FROM pg_init_privs p WHERE p.classoid = 'pg_namespace'::regclass \
                 AND p.objoid = n.oid)"
            ),
        ),
        one(
            "foreign server",
            "s.srvname",
            "s.srvacl",
            "s.srvowner",
            "'S'",
            "pg_foreign_server s WHERE true",
        ),
        one(
            "foreign-data wrapper",
            "w.fdwname",
            "w.fdwacl",
            "w.fdwowner",
            "'F'",
            "pg_foreign_data_wrapper w WHERE true",
        ),
    ]
}

/// Owners other than whoever reads.
fn owners(wanted: &str) -> Vec<String> {
    let one = |noun: &str, name: &str, owner: &str, from: &str| {
        format!(
            "SELECT 'owner of', '{noun} ' || {name}, pg_get_userbyid({owner}) FROM {from} \
             AND pg_get_userbyid({owner}) <> current_user"
        )
    };
    vec![
        one(
            "relation",
            &named("c.relnamespace", "c.relname"),
            "c.relowner",
            &format!(
                "pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') \
                 AND c.relnamespace IN ({wanted}) AND {}",
                own("pg_class", "c.oid")
            ),
        ),
        one(
            "routine",
            &named(
                "p.pronamespace",
                "p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'",
            ),
            "p.proowner",
            &format!(
                "pg_proc p WHERE p.pronamespace IN ({wanted}) AND {}",
                own("pg_proc", "p.oid")
            ),
        ),
        one(
            "type",
            &named("t.typnamespace", "t.typname"),
            "t.typowner",
            &format!(
                "pg_type t WHERE t.typtype IN ('d', 'e', 'r') AND t.typnamespace IN ({wanted}) \
                 AND {}",
                own("pg_type", "t.oid")
            ),
        ),
        one(
            "schema",
            "n.nspname",
            "n.nspowner",
            &format!("pg_namespace n WHERE n.nspname <> 'public' AND n.oid IN ({wanted})"),
        ),
    ]
}
