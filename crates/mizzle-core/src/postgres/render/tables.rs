//! Whole tables.

use super::column::definition;
use super::parts::{is_server_key, is_server_unique, key_clause, unique_clause};
use super::{Context, Draft, Short};
use crate::naming::Line;
use crate::plan::{Hazard, LockLevel};
use crate::postgres::names;
use crate::postgres::schema::{QName, Table, Unique};
use crate::sql::Ident;

pub(super) fn create(context: &Context<'_>, name: &QName, table: &Table) -> Draft {
    let mut lines = Vec::new();
    let inline_key =
        table.primary_key.as_ref().filter(|key| key.columns.len() == 1 && is_server_key(name, key));
    let inline_uniques: Vec<&Unique> = table
        .uniques
        .iter()
        .filter(|unique| is_inline_unique(context.line, name, unique))
        .collect();
    for (column_name, column) in &table.columns {
        let key = inline_key.is_some_and(|key| key.columns[0] == *column_name);
        let in_key = table
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns.iter().any(|key| key == column_name));
        let mut line = definition(context.line, column_name, column, key, in_key);
        for unique in inline_uniques.iter().filter(|unique| unique.columns[0] == *column_name) {
            line.push_str(" UNIQUE");
            if unique.nulls_not_distinct {
                line.push_str(" NULLS NOT DISTINCT");
            }
        }
        lines.push(line);
    }
    if let Some(key) = &table.primary_key
        && inline_key.is_none()
    {
        let constraint = if key.name.text.len() > names::MAX_BYTES && is_server_key(name, key) {
            String::new()
        } else {
            format!("CONSTRAINT {} ", Ident(&key.name.text))
        };
        lines.push(format!("{constraint}{}", key_clause(key)));
    }
    for unique in &table.uniques {
        if !is_inline_unique(context.line, name, unique) {
            lines.push(format!(
                "CONSTRAINT {} {}",
                Ident(&unique.name.text),
                unique_clause(unique)
            ));
        }
    }
    for check in &table.checks {
        lines.push(format!("CONSTRAINT {} CHECK ({})", Ident(&check.name), check.expression));
    }
    let body: Vec<String> = lines.into_iter().map(|line| format!("\t{line}")).collect();
    let body = if body.is_empty() { String::new() } else { format!("\n{}\n", body.join(",\n")) };
    Draft::new(format!("CREATE TABLE {} ({body});", Short(name)))
}

/// Without CASCADE: a view or foreign key that the model does not know keeps the
/// table from going, instead of going with it.
pub(super) fn drop(context: &Context<'_>, name: &QName) -> Draft {
    let current = QName::new(context.address.namespace(&name.schema), &name.name);
    Draft::on(context, name, LockLevel::AccessExclusive, format!("DROP TABLE {};", Short(&current)))
        .hazard(Hazard::DeletesData { what: format!("the table {name} and its rows") })
}

pub(super) fn rename(context: &Context<'_>, from: &QName, to: &QName) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut current = QName::new(context.address.namespace(&from.schema), &from.name);
    let draft = |sql| {
        Draft::on(context, from, LockLevel::AccessExclusive, sql)
            .hazard(Hazard::BreaksNames { name: from.to_string() })
    };
    if from.schema != to.schema {
        drafts.push(draft(format!(
            "ALTER TABLE {} SET SCHEMA {};",
            Short(&current),
            Ident(&to.schema)
        )));
        current.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        drafts.push(draft(format!(
            "ALTER TABLE {} RENAME TO {};",
            Short(&current),
            Ident(&to.name)
        )));
    }
    drafts
}

pub(super) fn set_rls(context: &Context<'_>, table: &QName, enabled: bool) -> Draft {
    let word = if enabled { "ENABLE" } else { "DISABLE" };
    let what = if enabled {
        format!("rows of {table} are invisible to all but its owner unless a policy shows them")
    } else {
        format!("all rows of {table} become visible to all who may read it")
    };
    let sql = format!("ALTER TABLE {} {word} ROW LEVEL SECURITY;", context.table(table));
    Draft::on(context, table, LockLevel::AccessExclusive, sql).with_rows(
        context,
        table,
        Hazard::ChangesAccess { what },
    )
}

/// drizzle-kit 1.0 leaves the name of a column's `.unique()` to the server; 0.x writes
/// all unique constraints at the end.
fn is_inline_unique(line: Line, table: &QName, unique: &Unique) -> bool {
    match line {
        Line::V0 => false,
        Line::V1 => is_server_unique(table, unique),
    }
}
