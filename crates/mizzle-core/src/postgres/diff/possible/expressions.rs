//! Expressions that the server refuses where they stand.

use crate::sql::words::{Token, tokens};

/// Has it a SELECT in it? The word is reserved, so that it can be no name.
pub(super) fn has_subquery(sql: &str) -> bool {
    tokens(sql).iter().any(|(token, range)| {
        matches!(token, Token::Word(word) if word == "select")
            && !sql[range.clone()].starts_with('"')
    })
}

/// The first word that stands for another value each time, as an index or a generated
/// column cannot have. Only the server's own functions, which no search path hides.
pub(super) fn is_mutable(sql: &str) -> Option<String> {
    const VALUES: [&str; 8] = [
        "current_timestamp",
        "current_date",
        "current_time",
        "localtime",
        "localtimestamp",
        "current_user",
        "session_user",
        "current_role",
    ];
    const FUNCTIONS: [&str; 5] =
        ["now", "random", "clock_timestamp", "statement_timestamp", "gen_random_uuid"];
    let found = tokens(sql);
    found.iter().enumerate().find_map(|(position, (token, range))| {
        let Token::Word(word) = token else { return None };
        let is_other = |at: Option<usize>, text: &str| {
            let token = at.and_then(|at| found.get(at));
            token.is_some_and(|(token, _)| matches!(token, Token::Other(other) if *other == text))
        };
        if sql[range.clone()].starts_with('"') || is_other(position.checked_sub(1), ".") {
            return None;
        }
        let no_arguments = is_other(Some(position + 1), "(") && is_other(Some(position + 2), ")");
        if VALUES.contains(&word.as_ref()) {
            Some(format!("`{word}`"))
        } else if FUNCTIONS.contains(&word.as_ref()) && no_arguments {
            Some(format!("`{word}()`"))
        } else {
            None
        }
    })
}

/// Is it certain that it refers to the column? A name in quotes that nothing calls, and
/// that is neither a type's nor a collation's.
pub(super) fn names_column(sql: &str, column: &str) -> bool {
    let found = tokens(sql);
    let is = |at: Option<usize>, texts: &[&str]| {
        at.and_then(|at| found.get(at)).is_some_and(|(token, _)| match token {
            Token::Other(text) => texts.contains(text),
            Token::Word(word) => texts.contains(&word.as_ref()),
            Token::Text(_) => false,
        })
    };
    found.iter().enumerate().any(|(position, (token, range))| {
        matches!(token, Token::Word(word) if word == column)
            && sql[range.clone()].starts_with('"')
            && !is(Some(position + 1), &["(", "."])
            && !is(position.checked_sub(1), &["::", ":", "as", "collate"])
            // `"schema"."name"` may be a type's.
            && !is(position.checked_sub(3), &["::", ":", "as", "collate"])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keywords_are_queries() {
        assert!(has_subquery("(SELECT max(a) FROM t)"));
        assert!(!has_subquery(r#"'select' || "select""#));
    }

    #[test]
    fn only_functions_of_the_server_are_mutable() {
        assert_eq!(is_mutable("NOW()").as_deref(), Some("`now()`"));
        assert_eq!(is_mutable("a < current_date").as_deref(), Some("`current_date`"));
        for sql in ["app.now()", r#""now""#, "now(1)", "'now()'", "lower(a)"] {
            assert_eq!(is_mutable(sql), None, "{sql}");
        }
    }

    #[test]
    fn a_column_is_a_quoted_name_in_the_place_of_one() {
        for sql in [r#""a" + 1"#, r#"upper("t"."a")"#] {
            assert!(names_column(sql, "a"), "{sql}");
        }
        for sql in ["a + 1", r#""a"(1)"#, r#"'x'::"a""#, r#"b::"s"."a""#, r#"b collate "a""#] {
            assert!(!names_column(sql, "a"), "{sql}");
        }
    }
}
