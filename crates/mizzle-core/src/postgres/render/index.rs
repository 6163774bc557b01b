//! `CREATE INDEX`: what is indexed, as the server takes it.

use super::parts::may_fail;
use super::{Context, Draft};
use crate::naming::Line;
use crate::plan::{Hazard, LockLevel};
use crate::postgres::schema::{Index, IndexColumn, IndexKey, Nulls, QName};
use crate::sql::{Ident, Separated};

/// A table that nobody uses yet needs no concurrent build, which would force a commit
/// before and after it.
pub(super) fn create_index(context: &Context<'_>, table: &QName, index: &Index) -> Draft {
    let fresh = context.fresh.contains(table);
    let concurrently = index.concurrently && !fresh;
    let method = match context.line {
        Line::V0 => format!(" USING {}", index.method),
        Line::V1 if index.method == "btree" => String::new(),
        Line::V1 => format!(" USING {}", index.method),
    };
    let with = if index.with.is_empty() {
        String::new()
    } else {
        let pairs = index.with.iter().map(|(key, value)| format!("{key}={value}"));
        format!(" WITH ({})", Separated::new(pairs, ", "))
    };
    let predicate =
        index.predicate.as_ref().map_or(String::new(), |predicate| format!(" WHERE {predicate}"));
    let sql = format!(
        "CREATE {}INDEX {}{} ON {}{method} ({}){with}{predicate};",
        if index.unique { "UNIQUE " } else { "" },
        if concurrently { "CONCURRENTLY " } else { "" },
        Ident(&index.name.text),
        context.table(table),
        Separated::new(index.columns.iter().map(index_column), ",")
    );
    let level = if concurrently { LockLevel::ShareUpdateExclusive } else { LockLevel::Share };
    let mut draft = Draft::on(context, table, level, sql);
    draft.alone = concurrently;
    if index.unique {
        let on = format!("if two rows of {table} have the same {}", keys(index));
        draft = draft.with_rows(context, table, may_fail(on));
    }
    if !concurrently {
        draft = draft.with_rows(context, table, Hazard::BuildsIndex { table: table.to_string() });
    }
    draft
}

fn keys(index: &Index) -> String {
    let keys: Vec<&str> = index
        .columns
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) => name.as_str(),
            IndexKey::Expression(sql) => sql.as_str(),
        })
        .collect();
    keys.join(", ")
}

fn index_column(part: &IndexColumn) -> String {
    let key = match &part.key {
        IndexKey::Column(name) => Ident(name).to_string(),
        IndexKey::Expression(sql) => {
            // `desc(t.column)` and sql`… desc` bring their order along, which is no part
            // of the expression.
            let (expression, order) = words_of_order(sql);
            let expression = expression.trim();
            if stands_alone(expression) || (!order.is_empty() && is_name(expression)) {
                format!("{expression}{order}")
            } else {
                format!("({expression}){order}")
            }
        }
    };
    let opclass = part.opclass.as_ref().map_or(String::new(), |opclass| format!(" {opclass}"));
    let order = match (part.descending, part.nulls) {
        (false, Nulls::Last) => "",
        (false, Nulls::First) => " NULLS FIRST",
        (true, Nulls::First) => " DESC NULLS FIRST",
        (true, Nulls::Last) => " DESC NULLS LAST",
    };
    format!("{key}{opclass}{order}")
}

/// Cuts `ASC`, `DESC`, `NULLS FIRST` and `NULLS LAST` off the end of an index's expression.
fn words_of_order(sql: &str) -> (&str, String) {
    use crate::sql::words::{Token, tokens};
    let found = tokens(sql);
    let is = |from_end: usize, words: &[&str]| {
        // A quoted name is no keyword.
        found.len().checked_sub(from_end).and_then(|at| found.get(at)).is_some_and(
            |(token, range)| {
                matches!(token, Token::Word(word) if words.contains(&word.as_ref()))
                    && !sql[range.clone()].starts_with('"')
            },
        )
    };
    let nulls = if is(1, &["first", "last"]) && is(2, &["nulls"]) { 2 } else { 0 };
    let order = nulls + usize::from(is(nulls + 1, &["asc", "desc"]));
    // A name alone is a column, whatever it is called.
    if order == 0 || order >= found.len() {
        return (sql, String::new());
    }
    let words: Vec<&str> =
        found[found.len() - order..].iter().map(|(_, range)| &sql[range.clone()]).collect();
    let end = found[found.len() - order].1.start;
    (&sql[..end], format!(" {}", Separated::new(words, " ")))
}

/// Is it nothing but a column's name?
fn is_name(sql: &str) -> bool {
    use crate::sql::words::{Token, tokens};
    matches!(tokens(sql).as_slice(), [(Token::Word(_), _)])
}

/// An index takes a function call as it is, and any other expression in parentheses
/// only.
fn stands_alone(sql: &str) -> bool {
    use crate::sql::words::{Token, tokens};
    let found = tokens(sql);
    let mut depth = 0_usize;
    let closes_at = found.iter().position(|(token, _)| {
        match token {
            Token::Other("(") => depth += 1,
            Token::Other(")") => {
                depth = depth.saturating_sub(1);
                return depth == 0;
            }
            Token::Other(_) | Token::Word(_) | Token::Text(_) => {}
        }
        false
    });
    let is_whole = closes_at.is_some_and(|at| at + 1 == found.len());
    match found.first() {
        Some((Token::Other("("), _)) => is_whole,
        Some((Token::Word(word), _)) => {
            // `lower("a")`, `pg_catalog.lower("a")`; not `a + f(b)`, nor a special form.
            let special =
                ["case", "cast", "not", "array", "row", "exists"].contains(&word.as_ref());
            let named = found
                .iter()
                .take_while(|(token, _)| matches!(token, Token::Word(_) | Token::Other(".")))
                .count();
            let opens = matches!(found.get(named), Some((Token::Other("("), _)));
            let one_name = named == 1 || (named == 3 && matches!(found[1].0, Token::Other(".")));
            is_whole && opens && one_name && !special
        }
        Some((Token::Other(_) | Token::Text(_), _)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_no_part_of_an_expression() {
        let cut = |sql| {
            let (expression, order) = words_of_order(sql);
            format!("{}|{order}", expression.trim())
        };
        assert_eq!(cut("\"a\" desc"), "\"a\"| desc");
        assert_eq!(cut("lower(a) DESC  nulls last"), "lower(a)| DESC nulls last");
        assert_eq!(cut("a + b nulls first"), "a + b| nulls first");
        assert_eq!(cut("\"desc\""), "\"desc\"|");
        assert_eq!(cut("a || \"desc\""), "a || \"desc\"|");
        assert_eq!(cut("(a desc)"), "(a desc)|");
    }

    #[test]
    fn only_a_call_stands_without_parentheses() {
        for alone in ["lower(\"a\")", "(a + b)", "pg_catalog.lower(a)", "f(g(x), 'y')"] {
            assert!(stands_alone(alone), "{alone}");
        }
        for other in
            ["a + f(b)", "f(a) + g(b)", "a", "(a) + (b)", "f(a)::text", "case when (a) end", "'x'"]
        {
            assert!(!stands_alone(other), "{other}");
        }
    }
}
