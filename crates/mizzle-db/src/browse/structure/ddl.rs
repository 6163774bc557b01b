//! The SQL that makes a table or view, and the queries for what belongs to one.

use std::fmt::Write;

use mizzle_core::naming::Line;
use mizzle_core::postgres::definition::definition;
use mizzle_core::postgres::schema::{Object, QName, Schema};
use mizzle_core::sql::Ident;

use crate::browse::{RelationKind, Structure, Table};
use crate::connect::Row;

/// The statements that make a table or view of a schema, and the enums that it uses. `None`
/// where the model has no word for what it is.
pub(super) fn statements(schema: &Schema, table: &Table, line: Line) -> Option<String> {
    let name = &table.name;
    if matches!(table.kind, RelationKind::PartitionedTable | RelationKind::ForeignTable) {
        return None;
    }
    if schema.views.contains_key(name) {
        return definition(schema, &Object::View(name.clone()), line);
    }
    let table = schema.tables.get(name)?;
    let mut enums: Vec<QName> = Vec::new();
    for column in table.columns.values() {
        let owned = column.ty.schema.as_ref().map(|schema| QName::new(schema, &column.ty.text));
        enums.extend(owned.filter(|name| !enums.contains(name)));
    }
    let enums = enums.into_iter().filter_map(|name| definition(schema, &Object::Enum(name), line));
    let mut statements: Vec<String> = enums.collect();
    statements.push(definition(schema, &Object::Table(name.clone()), line)?);
    Some(statements.join("\n"))
}

/// The statements for what the model has no word for.
pub(super) fn in_the_servers_words(
    table: &Table,
    structure: &Structure,
    about: Option<&Row>,
) -> String {
    let what = match table.kind {
        RelationKind::ForeignTable => "FOREIGN TABLE",
        RelationKind::Table
        | RelationKind::PartitionedTable
        | RelationKind::View
        | RelationKind::MaterializedView => "TABLE",
    };
    let columns = table.columns.iter().map(|column| {
        let mut text = format!("\t{} {}", Ident(&column.name), column.sql_type);
        if let Some(expression) = &column.generated {
            let _ = write!(text, " GENERATED ALWAYS AS ({expression}) STORED");
        }
        if let Some(default) = &column.default {
            let _ = write!(text, " DEFAULT {default}");
        }
        if !column.is_nullable {
            text.push_str(" NOT NULL");
        }
        text
    });
    let constraints = structure.constraints.iter();
    let constraints =
        constraints.map(|part| format!("\tCONSTRAINT {} {}", Ident(&part.name), part.definition));
    let lines = columns.chain(constraints).collect::<Vec<_>>().join(",\n");
    let tail = about.and_then(|row| row.text(1)).unwrap_or_default();
    let mut ddl = format!("CREATE {what} {} (\n{lines}\n){tail};", table.sql());
    // The index of a constraint comes with it.
    let is_own = |name: &String| structure.constraints.iter().all(|part| part.name != *name);
    for index in structure.indexes.iter().filter(|part| is_own(&part.name)) {
        let _ = write!(ddl, "\n{};", index.definition);
    }
    ddl
}

/// Indexes, constraints, policies, triggers and rules, and what stands behind the columns.
pub(super) fn queries(oid: u32) -> [String; 5] {
    [
        format!(
            "SELECT c.relname, am.amname || CASE WHEN i.indisprimary THEN ', primary key'
    WHEN i.indisunique THEN ', unique' ELSE '' END
    || CASE WHEN i.indisvalid THEN '' ELSE ', invalid' END,
  pg_catalog.pg_get_indexdef(c.oid), pg_catalog.pg_relation_size(c.oid)
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE i.indrelid = {oid} ORDER BY i.indisprimary DESC, c.relname"
        ),
        format!(
            "SELECT k.conname, CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique'
    WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' WHEN 'f' THEN 'foreign key'
    ELSE k.contype::text END || CASE WHEN k.convalidated THEN '' ELSE ', not validated' END,
  pg_catalog.pg_get_constraintdef(k.oid), NULL
FROM pg_catalog.pg_constraint k WHERE k.conrelid = {oid} AND k.contype IN ('p', 'u', 'c', 'x', 'f')
ORDER BY pg_catalog.array_position(ARRAY['p', 'u', 'c', 'x', 'f'], k.contype::text), k.conname"
        ),
        format!(
            "SELECT p.polname, CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
  'FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
    WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
  || ' TO ' || (SELECT pg_catalog.string_agg(CASE WHEN r.role = 0 THEN 'public'
    ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r.role)) END, ', ')
    FROM pg_catalog.unnest(p.polroles) r (role))
  || COALESCE(' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', '')
  || COALESCE(' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''),
  NULL
FROM pg_catalog.pg_policy p WHERE p.polrelid = {oid} ORDER BY p.polname"
        ),
        format!(
            "SELECT t.tgname, 'trigger' || CASE WHEN t.tgenabled = 'D' THEN ', disabled' ELSE '' END,
  pg_catalog.pg_get_triggerdef(t.oid, true), NULL
FROM pg_catalog.pg_trigger t WHERE t.tgrelid = {oid} AND NOT t.tgisinternal
UNION ALL SELECT r.rulename, 'rule', pg_catalog.pg_get_ruledef(r.oid, true), NULL
FROM pg_catalog.pg_rewrite r WHERE r.ev_class = {oid} AND r.rulename <> '_RETURN'
ORDER BY 2 DESC, 1"
        ),
        format!(
            "SELECT c.relrowsecurity, CASE
    WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid)
    WHEN c.relkind = 'f' THEN (SELECT ' SERVER ' || pg_catalog.quote_ident(s.srvname)
      FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_foreign_server s
        ON s.oid = f.ftserver WHERE f.ftrelid = c.oid) END
FROM pg_catalog.pg_class c WHERE c.oid = {oid}"
        ),
    ]
}
