//! Names in SQL. Knows quoting, and nothing of what a name stands for.

use std::fmt;

/// A name, printed between double quotes with the quotes inside doubled.
///
/// Every name is quoted, reserved word or not: the schema's spelling is the
/// database's spelling, upper case included. A NUL byte cannot occur in a
/// Postgres name and is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident<'a>(pub &'a str);

impl fmt::Display for Ident<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_quoted(f, self.0, '"')
    }
}

/// Writes `text` between `quote`s, with each `quote` inside doubled.
pub(super) fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str, quote: char) -> fmt::Result {
    use fmt::Write;
    f.write_char(quote)?;
    for c in text.chars().filter(|c| *c != '\0') {
        if c == quote {
            f.write_char(quote)?;
        }
        f.write_char(c)?;
    }
    f.write_char(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_inside_are_doubled() {
        assert_eq!(Ident("order").to_string(), r#""order""#);
        assert_eq!(Ident(r#"a"b"#).to_string(), r#""a""b""#);
        assert_eq!(Ident("ä b").to_string(), r#""ä b""#);
        assert_eq!(Ident("a\0b").to_string(), r#""ab""#);
    }
}
