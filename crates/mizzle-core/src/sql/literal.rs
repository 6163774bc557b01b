//! Values in SQL. Knows quoting, and nothing of types.

use super::ident::write_quoted;
use std::fmt;

/// A value, printed as a string constant: between single quotes, with the quotes
/// inside doubled and nothing else changed.
///
/// `standard_conforming_strings` is on by default since Postgres 9.1, so that a
/// backslash is an ordinary character; doubling it would store two. A NUL byte
/// cannot occur in a Postgres value and is left out.
///
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal<'a>(pub &'a str);

impl fmt::Display for Literal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_quoted(f, self.0, '\'')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled_and_backslashes_are_not() {
        assert_eq!(Literal("it's").to_string(), "'it''s'");
        assert_eq!(Literal(r"a\b").to_string(), r"'a\b'");
        assert_eq!(Literal("").to_string(), "''");
        assert_eq!(Literal("a\0b").to_string(), "'ab'");
    }
}
