//! Ways to break a plan.

use mizzle_core::plan::{Plan, Segment, Statement};
use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::Ident;

/// What is written in place of what.
const REPLACED: [(&str, &str); 22] = [
    (" NOT NULL", ""),
    ("SET NOT NULL", "DROP NOT NULL"),
    ("ON DELETE CASCADE", "ON DELETE RESTRICT"),
    ("ON DELETE cascade", "ON DELETE restrict"),
    ("ON DELETE SET NULL", "ON DELETE CASCADE"),
    ("ON DELETE set null", "ON DELETE cascade"),
    ("ON DELETE no action", "ON DELETE cascade"),
    ("CREATE UNIQUE INDEX", "CREATE INDEX"),
    (" DESC", ""),
    (" USING \"", " USING NULL::text || \""),
    (" integer", " bigint"),
    (" text", " varchar(500)"),
    (" boolean", " smallint"),
    ("(60)", "(61)"),
    ("AS PERMISSIVE", "AS RESTRICTIVE"),
    ("FOR SELECT", "FOR UPDATE"),
    ("INCREMENT BY 1", "INCREMENT BY 2"),
    ("CACHE 1", "CACHE 5"),
    ("fillfactor=70", "fillfactor=71"),
    (" is not null", " is null"),
    ("DROP DEFAULT", "SET DEFAULT NULL::text"),
    ("BY DEFAULT AS IDENTITY", "ALWAYS AS IDENTITY"),
];

/// A broken plan, and how it was broken.
pub(crate) struct Mutant {
    pub(crate) how: String,
    pub(crate) plan: Plan,
}

/// A plan broken in all known ways; `tables` are those that have rows when it ends.
pub(crate) fn mutants(plan: &Plan, tables: &[QName]) -> Vec<Mutant> {
    let count = plan.statements().count();
    let mut all = Vec::new();
    for at in 0..count {
        all.push(changed(plan, format!("without statement {}", at + 1), |statements| {
            statements.remove(at);
        }));
        if at + 1 < count {
            all.push(changed(plan, format!("statement {} later", at + 1), |statements| {
                statements.swap(at, at + 1);
            }));
        }
        for (from, to) in REPLACED {
            let sql = plan.statements().nth(at).map(|statement| statement.sql.clone());
            let Some(sql) = sql.filter(|sql| sql.contains(from)) else { continue };
            let how = format!("statement {}: `{from}` → `{to}`", at + 1);
            all.push(changed(plan, how, |statements| {
                statements[at].sql = sql.replacen(from, to, 1);
            }));
        }
    }
    for table in tables {
        let table = format!("{}.{}", Ident(&table.schema), Ident(&table.name));
        let sql = format!("DELETE FROM {table} WHERE ctid = (SELECT ctid FROM {table} LIMIT 1);");
        all.push(changed(plan, format!("a row of {table} lost"), |statements| {
            let change = statements.last().map_or(0, |last| last.change);
            statements.push(Statement { sql, change, hazards: Vec::new(), locks: Vec::new() });
        }));
    }
    all
}

/// The plan with its statements changed. What commits together stays so, as far as there
/// are statements.
fn changed(plan: &Plan, how: String, change: impl FnOnce(&mut Vec<Statement>)) -> Mutant {
    let mut statements: Vec<Statement> = plan.statements().cloned().collect();
    change(&mut statements);
    let whole = match plan.segments.as_slice() {
        [] | [Segment::Transaction(_)] => true,
        [Segment::Alone(_)] | [_, _, ..] => false,
    };
    let segments = if whole {
        vec![Segment::Transaction(statements)]
    } else {
        // Each by itself, which every statement allows.
        statements.into_iter().map(|one| Segment::Transaction(vec![one])).collect()
    };
    Mutant { how, plan: Plan { segments } }
}
