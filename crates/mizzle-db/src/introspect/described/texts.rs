//! The server's own text of what the model holds. Whatever the model makes of it, two
//! databases in which it differs are not the same.

use super::{named, own, table};

/// Queries of kind, name and text.
pub(super) fn queries(wanted: &str) -> Vec<String> {
    let name = named("c.relnamespace", "c.relname");
    let own = own("pg_class", "c.oid");
    let tables = format!("c.relkind IN ('r', 'p') AND c.relnamespace IN ({wanted}) AND {own}");
    let (of_constraint, of_index, of_policy) =
        (table("k.conrelid"), table("i.indrelid"), table("p.polrelid"));
    let ty = named("t.typnamespace", "t.typname");
    vec![
        format!(
            "SELECT 'table', {name}, CASE WHEN c.relrowsecurity THEN 'row security' ELSE '' END \
             FROM pg_class c WHERE {tables}"
        ),
        format!(
            "SELECT 'column', {name} || '.' || a.attname, concat_ws(' ', \
             format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END, \
             NULLIF(a.attidentity, ''), NULLIF(a.attgenerated, ''), \
             pg_get_expr(d.adbin, d.adrelid)) \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
             WHERE a.attnum > 0 AND NOT a.attisdropped AND {tables}"
        ),
        format!(
            "SELECT 'constraint', k.conname || ' on ' || {of_constraint}, \
             pg_get_constraintdef(k.oid) FROM pg_constraint k \
             JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype <> 'n' AND {tables}"
        ),
        format!(
            "SELECT 'index', x.relname || ' on ' || {of_index}, pg_get_indexdef(i.indexrelid) \
             FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid \
             JOIN pg_class c ON c.oid = i.indrelid WHERE {tables}"
        ),
        format!(
            "SELECT 'policy', p.polname || ' on ' || {of_policy}, concat_ws(' ', \
             p.polpermissive, p.polcmd, (SELECT string_agg(CASE r WHEN 0 THEN 'public' \
             ELSE pg_get_userbyid(r) END, ', ' ORDER BY pg_get_userbyid(r)) FROM unnest(p.polroles) r), \
             'USING ' || pg_get_expr(p.polqual, p.polrelid), \
             'CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid)) \
             FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE {tables}"
        ),
        format!(
            "SELECT 'view', {name}, concat_ws(' ', c.relkind, array_to_string(c.reloptions, ', '), \
             CASE WHEN NOT c.relispopulated THEN 'empty' END, pg_get_viewdef(c.oid)) \
             FROM pg_class c WHERE c.relkind IN ('v', 'm') AND c.relnamespace IN ({wanted}) \
             AND {own}"
        ),
        format!(
            "SELECT 'sequence', {name}, concat_ws(' ', s.seqstart, s.seqincrement, s.seqmin, \
             s.seqmax, s.seqcache, s.seqcycle) FROM pg_class c \
             JOIN pg_sequence s ON s.seqrelid = c.oid WHERE c.relnamespace IN ({wanted}) AND {own}"
        ),
        format!(
            "SELECT 'enum', {ty}, (SELECT string_agg(quote_literal(e.enumlabel), ', ' \
             ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) \
             FROM pg_type t WHERE t.typtype = 'e' AND t.typnamespace IN ({wanted}) AND {}",
            super::own("pg_type", "t.oid")
        ),
        format!(
            "SELECT 'schema', n.nspname, '' FROM pg_namespace n WHERE n.nspname <> 'public' \
             AND n.oid IN ({wanted})"
        ),
    ]
}
