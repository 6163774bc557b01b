//! Lists in SQL. Knows separators, and nothing of what it separates.

use super::ident::Ident;
use std::fmt;

/// Items printed one after the other with a separator between them.
#[derive(Debug, Clone)]
pub struct Separated<'a, T> {
    items: Vec<T>,
    separator: &'a str,
}

impl<'a, T> Separated<'a, T> {
    /// The items with `separator` between them.
    pub fn new(items: impl IntoIterator<Item = T>, separator: &'a str) -> Self {
        Self { items: items.into_iter().collect(), separator }
    }
}

impl<T: fmt::Display> fmt::Display for Separated<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, item) in self.items.iter().enumerate() {
            if position > 0 {
                f.write_str(self.separator)?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

/// Quoted names with commas between them, without blanks: `"a","b"`.
pub fn idents<'a>(names: impl IntoIterator<Item = &'a String>) -> Separated<'static, Ident<'a>> {
    Separated::new(names.into_iter().map(|name| Ident(name)), ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_separated() {
        let names = ["a".to_owned(), "b\"c".to_owned()];
        assert_eq!(idents(&names).to_string(), r#""a","b""c""#);
        assert_eq!(Separated::new([1, 2, 3], ", ").to_string(), "1, 2, 3");
    }
}
