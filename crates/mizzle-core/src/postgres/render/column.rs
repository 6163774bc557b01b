//! Columns: their definition, and adding, dropping and renaming them.

use super::cast::element;
use super::defaults::default_sql;
use super::sequence::identity;
use super::{Context, Draft};
use crate::naming::Line;
use crate::plan::{Hazard, LockLevel};
use crate::postgres::schema::{Column, DefaultValue, QName};
use crate::sql::Ident;
use crate::sql::words::{Token, tokens};

/// `"c" type[ PRIMARY KEY][ DEFAULT x][ GENERATED …][ NOT NULL][ IDENTITY]`.
///
/// `key` says that the column is written as the primary key, `in_key` that it is part
/// of one. 1.0 leaves NOT NULL out where something else implies it.
pub(super) fn definition(
    line: Line,
    name: &str,
    column: &Column,
    key: bool,
    in_key: bool,
) -> String {
    let mut text = format!("{} {}", Ident(name), element(&column.ty));
    if key {
        text.push_str(" PRIMARY KEY");
    }
    if let Some(default) = &column.default {
        text.push_str(" DEFAULT ");
        text.push_str(&default_sql(line, &column.ty, default));
    }
    if let Some(generated) = &column.generated {
        text.push_str(&format!(" GENERATED ALWAYS AS ({}) STORED", generated.expression));
    }
    let implied = column.identity.is_some()
        || match line {
            Line::V0 => false,
            Line::V1 => in_key || column.ty.is_serial(),
        };
    if column.not_null && !implied {
        text.push_str(" NOT NULL");
    }
    if let Some(given) = &column.identity {
        text.push(' ');
        text.push_str(&identity(&column.ty, given));
    }
    text
}

pub(super) fn add(context: &Context<'_>, table: &QName, name: &str, column: &Column) -> Draft {
    let sql = format!(
        "ALTER TABLE {} ADD COLUMN {};",
        context.table(table),
        definition(context.line, name, column, false, false)
    );
    let mut draft = Draft::on(context, table, LockLevel::AccessExclusive, sql);
    let fills = column.default.as_ref().is_some_and(|default| *default != DefaultValue::Null)
        || column.generated.is_some()
        || column.identity.is_some()
        || column.ty.is_serial();
    if column.not_null && !fills {
        draft = draft.with_rows(
            context,
            table,
            Hazard::MayFail {
                on: format!("if {table} has rows: {name} is required and has no default"),
            },
        );
    }
    let computed = column.generated.is_some()
        || column.identity.is_some()
        || column.ty.is_serial()
        || column.default.as_ref().is_some_and(is_volatile);
    if computed {
        draft = draft.with_rows(context, table, Hazard::RewritesTable { table: table.to_string() });
    }
    draft
}

pub(super) fn drop(context: &Context<'_>, table: &QName, name: &str, column: &Column) -> Draft {
    let sql = format!("ALTER TABLE {} DROP COLUMN {};", context.table(table), Ident(name));
    let draft = Draft::on(context, table, LockLevel::AccessExclusive, sql);
    if column.generated.is_some() {
        draft
    } else {
        draft.hazard(Hazard::DeletesData { what: format!("the values of {table}.{name}") })
    }
}

pub(super) fn rename(context: &Context<'_>, table: &QName, from: &str, to: &str) -> Draft {
    let sql = format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {};",
        context.table(table),
        Ident(from),
        Ident(to)
    );
    Draft::on(context, table, LockLevel::AccessExclusive, sql)
        .hazard(Hazard::BreaksNames { name: format!("{table}.{from}") })
}

/// May the default differ from row to row, so that adding the column writes them all?
/// Functions that are known to be the same for a whole statement are named; any other
/// may differ.
pub(super) fn is_volatile(default: &DefaultValue) -> bool {
    let DefaultValue::Expression(sql) = default else { return false };
    const STABLE: [&str; 7] = [
        "now",
        "transaction_timestamp",
        "statement_timestamp",
        "current_setting",
        "to_timestamp",
        "timezone",
        "date_trunc",
    ];
    let found = tokens(sql);
    let calls = found.windows(2).filter_map(|pair| match pair {
        [(Token::Word(name), _), (Token::Other(next), _)] if next.starts_with('(') => Some(name),
        [..] => None,
    });
    calls.into_iter().any(|name| {
        !STABLE.contains(&name.as_ref())
            && !name.starts_with("current_")
            && name != "localtimestamp"
    })
}
