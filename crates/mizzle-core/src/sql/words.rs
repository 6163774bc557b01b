//! What a piece of SQL mentions: the names and string constants in it.
//!
//! Expressions and view definitions are kept as their authors wrote them. To order
//! statements, and to follow a rename, it is enough to know which words occur; what
//! a word means is for the caller, who knows what exists.

use super::lexer::{Lexer, TokenKind};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// One token, as far as comparing and renaming need to tell them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// A name or keyword: folded to lower case where it is not quoted.
    Word(Cow<'a, str>),
    /// The content of a string constant, escapes resolved where they are standard.
    Text(Cow<'a, str>),
    /// Any other run of characters, such as an operator or a number.
    Other(&'a str),
}

/// The tokens of `sql` with the byte ranges they take, blanks and comments left out.
/// Text that is not closed is one token to its end.
pub fn tokens(sql: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut found = Vec::new();
    for token in Lexer::new(sql) {
        let Ok(token) = token else {
            let from = found.last().map_or(0, |(_, range): &(_, Range<usize>)| range.end);
            found.push((Token::Other(&sql[from..]), from..sql.len()));
            break;
        };
        let text = token.text(sql);
        let read = match token.kind {
            TokenKind::Space
            | TokenKind::LineComment
            | TokenKind::BlockComment
            | TokenKind::Breakpoint => continue,
            TokenKind::Word => Token::Word(lower(text)),
            TokenKind::QuotedName if text.starts_with('"') => Token::Word(unquote(text, '"')),
            TokenKind::String if text.starts_with('\'') => Token::Text(unquote(text, '\'')),
            TokenKind::DollarString => {
                let tag = text[1..].find('$').map_or(0, |end| end + 2);
                Token::Text(Cow::Borrowed(text.get(tag..text.len() - tag).unwrap_or("")))
            }
            TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::Number
            | TokenKind::Semicolon
            | TokenKind::Open
            | TokenKind::Close
            | TokenKind::Comma
            | TokenKind::Dot
            | TokenKind::Backslash
            | TokenKind::Other => Token::Other(text),
        };
        found.push((read, token.start..token.end));
    }
    found
}

/// The names and string constants that a piece of SQL mentions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Names, and keywords that can be one.
    pub names: BTreeSet<String>,
    /// String constants.
    pub texts: BTreeSet<String>,
    /// Does a `*` occur, which may stand for every column?
    pub star: bool,
}

impl Words {
    /// The words of one piece of SQL.
    pub fn of(sql: &str) -> Self {
        let mut words = Self::default();
        words.add(sql);
        words
    }

    /// Adds the words of another piece.
    pub fn add(&mut self, sql: &str) {
        let mut tokens = tokens(sql).into_iter().peekable();
        while let Some((token, range)) = tokens.next() {
            // `count(*)` says nothing of a table or column of that name.
            let is_called =
                matches!(tokens.peek(), Some((Token::Other(next), _)) if next.starts_with('('));
            match token {
                Token::Word(_) if is_called => {}
                Token::Word(word) => {
                    if !is_reserved(&word, &sql[range]) {
                        self.names.insert(word.into_owned());
                    }
                }
                Token::Text(text) => {
                    self.texts.insert(text.into_owned());
                }
                Token::Other(other) => self.star |= other == "*",
            }
        }
    }

    /// Does it mention this name?
    pub fn mentions(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// Are two pieces of SQL the same, blanks, comments and needless quotes aside?
pub fn same(a: &str, b: &str) -> bool {
    a == b
        || tokens(a)
            .into_iter()
            .map(|(token, _)| token)
            .eq(tokens(b).into_iter().map(|(token, _)| token))
}

/// Words that are no name unless they are quoted, sorted. Values such as `current_user`
/// are not among them: what they mean is for the caller.
///
/// <https://www.postgresql.org/docs/current/sql-keywords-appendix.html>
const RESERVED: [&str; 67] = [
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "from",
    "grant",
    "group",
    "having",
    "in",
    "initially",
    "intersect",
    "into",
    "lateral",
    "leading",
    "limit",
    "not",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "placing",
    "primary",
    "references",
    "returning",
    "select",
    "some",
    "symmetric",
    "table",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "using",
    "variadic",
    "when",
    "where",
    "window",
    "with",
];

fn is_reserved(word: &str, written: &str) -> bool {
    !written.starts_with('"') && RESERVED.binary_search(&word).is_ok()
}

/// The SQL with names replaced. `rename` is given each name, and whether a dot
/// follows it (so that it is a table's or schema's); it returns the new name. Functions
/// keep theirs.
pub fn rename(sql: &str, rename: impl Fn(&str, bool) -> Option<String>) -> String {
    let found = tokens(sql);
    let mut text = String::with_capacity(sql.len());
    let mut copied = 0;
    for (position, (token, range)) in found.iter().enumerate() {
        let Token::Word(word) = token else { continue };
        let follows = |text: &str| {
            let next = found.get(position + 1);
            next.is_some_and(|(next, _)| matches!(next, Token::Other(other) if *other == text))
        };
        if follows("(") || is_reserved(word, &sql[range.clone()]) {
            continue;
        }
        let qualifies = follows(".");
        if let Some(new) = rename(word, qualifies) {
            text.push_str(&sql[copied..range.start]);
            text.push_str(&super::Ident(&new).to_string());
            copied = range.end;
        }
    }
    text.push_str(&sql[copied..]);
    text
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

fn unquote(quoted: &str, quote: char) -> Cow<'_, str> {
    let inner = quoted.strip_prefix(quote).unwrap_or(quoted);
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    let doubled: String = [quote, quote].iter().collect();
    if inner.contains(&doubled) {
        Cow::Owned(inner.replace(&doubled, &quote.to_string()))
    } else {
        Cow::Borrowed(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_leave_out_strings_and_comments() {
        let words = Words::of(r#"SELECT "Id", u.name FROM "users" u WHERE x = 'it''s' -- posts"#);
        for name in ["Id", "users", "u", "name", "x"] {
            assert!(words.mentions(name), "{name}");
        }
        assert!(!words.mentions("posts") && !words.mentions("select"));
        assert!(Words::of("select 1 from \"select\"").mentions("select"));
        assert!(words.texts.contains("it's"));
        assert!(!words.star);
        assert!(Words::of("select $$a b$$, $t$c$t$, *").star);
    }

    #[test]
    fn sameness_is_by_token() {
        assert!(same("a  >\n1", "\"a\" > 1 /* x /* y */ */"));
        assert!(!same("a > 1", "a > 2"));
        assert!(!same("'A'", "'a'"));
        assert!(same("", " "));
    }

    #[test]
    fn renames_follow_names_only() {
        let renamed = rename(r#""users"."age" > 21 AND 'age' <> age::text"#, |name, qualifies| {
            match (name, qualifies) {
                ("users", true) => Some("people".to_owned()),
                ("age", false) => Some("years".to_owned()),
                (_, _) => None,
            }
        });
        assert_eq!(renamed, r#""people"."years" > 21 AND 'age' <> "years"::text"#);
        let other = |_: &str, _: bool| Some("x".to_owned());
        assert_eq!(rename(r#"lower("lower") and "and""#, other), r#"lower("x") and "x""#);
    }

    #[test]
    fn reserved_words_are_sorted() {
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn unterminated_text_ends_at_the_end() {
        for sql in ["'a", "\"a", "/* a", "$$a", "$", "a$"] {
            assert_eq!(tokens(sql).last().map(|(_, range)| range.end), Some(sql.len()), "{sql}");
        }
    }
}
