//! The bare text of a default: SQL, or the value of a custom type, which drizzle-kit 1.0
//! writes without quotes.

use crate::sql::lexer::{Lexer, TokenKind};

/// Is it surely no SQL? A default names no column, so that a word that is none of SQL's own
/// is none of an expression; and some characters never stand outside quotes. Text in which a
/// constant, a call or a cast could be seen is left to be SQL.
pub(super) fn is_value(text: &str) -> bool {
    let mut found = false;
    for token in Lexer::new(text) {
        let Ok(token) = token else { return true };
        match token.kind {
            TokenKind::String | TokenKind::DollarString | TokenKind::Open | TokenKind::Close => {
                return false;
            }
            TokenKind::Word => found |= !is_sql(token.text(text)),
            TokenKind::QuotedName | TokenKind::Semicolon | TokenKind::Backslash => found = true,
            TokenKind::Other => found |= matches!(token.text(text), "{" | "}"),
            TokenKind::Space
            | TokenKind::LineComment
            | TokenKind::BlockComment
            | TokenKind::Breakpoint
            | TokenKind::Number
            | TokenKind::Comma
            | TokenKind::Dot => {}
        }
    }
    found && !text.contains("::")
}

/// Words of an expression that names nothing, calls nothing and has no constant in quotes.
fn is_sql(word: &str) -> bool {
    const WORDS: [&str; 32] = [
        "and",
        "at",
        "between",
        "case",
        "current_catalog",
        "current_date",
        "current_role",
        "current_schema",
        "current_time",
        "current_timestamp",
        "current_user",
        "distinct",
        "else",
        "end",
        "false",
        "from",
        "is",
        "local",
        "localtime",
        "localtimestamp",
        "not",
        "null",
        "or",
        "session_user",
        "symmetric",
        "system_user",
        "then",
        "time",
        "true",
        "unknown",
        "user",
        "when",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_from_sql() {
        for value in
            ["abc", "a b", "top.first", "it's", "#fff", "{a,b}", "{}", "a;b", "C:\\x", "1 mile"]
        {
            assert!(is_value(value), "{value}");
        }
        for sql in [
            "now()",
            "'a'",
            "'a'::citext",
            "1 + 2",
            "CURRENT_DATE",
            "current_date + 1",
            "not true",
            "case when true then 1 else 2 end",
            "interval '1 day'",
            "ARRAY['a']",
            "$$a$$",
            "nextval('s')",
            "1::money",
        ] {
            assert!(!is_value(sql), "{sql}");
        }
    }
}
