//! SQL that drizzle-orm rendered, with its parameters put in: DDL takes none.

use crate::naming::Line;
use crate::postgres::defaults::array::{self, Item};
use crate::postgres::drizzle::{Literal, Sql};
use crate::sql;

/// The text, with each `$n` replaced by its value.
pub(super) fn inline(sql: &Sql) -> String {
    put(&sql.sql, &sql.params)
}

/// The text in which drizzle-kit of that line writes checks and index conditions:
/// 1.0 leaves the table out of column references.
pub(super) fn inline_for(line: Line, sql: &Sql) -> String {
    match (line, &sql.bare) {
        (Line::V1, Some(bare)) => put(bare, &sql.params),
        (Line::V0 | Line::V1, _) => inline(sql),
    }
}

/// The text of an expression in an index, where both lines leave the table out.
pub(super) fn inline_bare(sql: &Sql) -> String {
    put(sql.bare.as_deref().unwrap_or(&sql.sql), &sql.params)
}

fn put(text: &str, params: &[Literal]) -> String {
    if params.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text;
    while let Some(ch) = rest.chars().next() {
        let after = &rest[ch.len_utf8()..];
        match quote {
            Some(open) if ch == open => quote = None,
            Some(_) => {}
            None if matches!(ch, '\'' | '"') => quote = Some(ch),
            None if ch == '$' => {
                let digits =
                    after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let param = after[..digits]
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| params.get(number.checked_sub(1)?));
                if let Some(param) = param {
                    out.push_str(&value(param));
                    rest = &after[digits..];
                    continue;
                }
            }
            None => {}
        }
        out.push(ch);
        rest = after;
    }
    out
}

/// A parameter as SQL, in the form in which drizzle-orm inlines it.
fn value(param: &Literal) -> String {
    match param {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(text) | Literal::Bigint(text) => match text.as_str() {
            "NaN" | "Infinity" | "-Infinity" => sql::Literal(text).to_string(),
            _ => text.clone(),
        },
        Literal::String(text) | Literal::Date(text) => sql::Literal(text).to_string(),
        Literal::Bytes(hex) => sql::Literal(&format!("\\x{hex}")).to_string(),
        Literal::Array(items) => sql::Literal(&array::print(&elements(items))).to_string(),
        Literal::Json(value) => sql::Literal(&value.to_string()).to_string(),
    }
}

fn elements(items: &[Literal]) -> Vec<Item> {
    items
        .iter()
        .map(|item| match item {
            Literal::Null => Item::Null,
            Literal::Boolean(value) => Item::Bare(value.to_string()),
            Literal::Number(text) | Literal::Bigint(text) => Item::Bare(text.clone()),
            Literal::String(text) | Literal::Date(text) => Item::Quoted(text.clone()),
            Literal::Bytes(hex) => Item::Quoted(format!("\\x{hex}")),
            Literal::Array(items) => Item::Array(elements(items)),
            Literal::Json(value) => Item::Quoted(value.to_string()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_put_in_outside_quotes() {
        let sql = Sql {
            sql: r#"a = $1 and b = $10 and c = '$1' and "$2" = $2 and d = $3"#.to_owned(),
            params: vec![
                Literal::String("it's".to_owned()),
                Literal::Number("5".to_owned()),
                Literal::Array(vec![Literal::String("x".to_owned()), Literal::Null]),
            ],
            bare: None,
        };
        assert_eq!(
            inline(&sql),
            r#"a = 'it''s' and b = $10 and c = '$1' and "$2" = 5 and d = '{"x",NULL}'"#
        );
    }
}
