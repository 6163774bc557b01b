//! The text of a Postgres array value: `{1,2}`, `{{"a","b c"},{NULL,"\""}}`.
//!
//! Knows the quoting rules of array input and output, and nothing of element types.
//! Which elements were quoted is kept: drizzle-kit 0.x quotes what was a string in
//! JavaScript, and a snapshot must say so again.
//!
//! <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>

use std::fmt::Write;

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `NULL`
    Null,
    /// An element without quotes.
    Bare(String),
    /// An element in quotes; the value, unescaped.
    Quoted(String),
    /// A nested array.
    Array(Vec<Item>),
}

/// Takes an array's text apart. `None` where it is not one.
pub fn parse(text: &str) -> Option<Vec<Item>> {
    let mut input = Input { rest: text.trim() };
    let items = input.array()?;
    input.rest.is_empty().then_some(items)
}

/// The text of an array. Quotes what must be quoted, and what was. An array of empty
/// arrays is an empty one: servers before 17 read no `{{}}`.
pub fn print(items: &[Item]) -> String {
    if items.iter().all(is_empty) {
        return "{}".to_owned();
    }
    let mut out = String::new();
    print_into(&mut out, items);
    out
}

fn print_into(out: &mut String, items: &[Item]) {
    out.push('{');
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        match item {
            Item::Null => out.push_str("NULL"),
            Item::Bare(text) if !needs_quotes(text) => out.push_str(text),
            Item::Bare(text) | Item::Quoted(text) => print_quoted(out, text),
            Item::Array(items) => print_into(out, items),
        }
    }
    out.push('}');
}

fn is_empty(item: &Item) -> bool {
    matches!(item, Item::Array(items) if items.iter().all(is_empty))
}

fn print_quoted(out: &mut String, text: &str) {
    out.push('"');
    for ch in text.chars() {
        if matches!(ch, '"' | '\\') {
            out.push('\\');
        }
        // Writing to a String cannot fail.
        let _ = out.write_char(ch);
    }
    out.push('"');
}

/// Would array input read the bare text as something else?
fn needs_quotes(text: &str) -> bool {
    text.is_empty()
        || text.eq_ignore_ascii_case("null")
        || text.trim() != text
        || text.contains(['{', '}', ',', '"', '\\'])
}

struct Input<'a> {
    rest: &'a str,
}

impl Input<'_> {
    fn array(&mut self) -> Option<Vec<Item>> {
        self.token('{')?;
        let mut items = Vec::new();
        if self.token('}').is_some() {
            return Some(items);
        }
        loop {
            items.push(self.item()?);
            if self.token('}').is_some() {
                return Some(items);
            }
            self.token(',')?;
        }
    }

    /// Takes one character of punctuation and the blanks around it.
    fn token(&mut self, token: char) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(token)?;
        Some(())
    }

    fn item(&mut self) -> Option<Item> {
        self.rest = self.rest.trim_start();
        match self.rest.chars().next()? {
            '{' => self.array().map(Item::Array),
            '"' => {
                self.rest = &self.rest[1..];
                self.quoted().map(Item::Quoted)
            }
            _ => self.bare(),
        }
    }

    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.rest.chars();
        loop {
            match chars.next()? {
                '\\' => text.push(chars.next()?),
                '"' => {
                    self.rest = chars.as_str();
                    return Some(text);
                }
                ch => text.push(ch),
            }
        }
    }

    fn bare(&mut self) -> Option<Item> {
        let mut text = String::new();
        let mut escaped = false;
        let mut chars = self.rest.chars();
        loop {
            let before = chars.as_str();
            match chars.next()? {
                '\\' => {
                    escaped = true;
                    text.push(chars.next()?);
                }
                ',' | '}' => {
                    self.rest = before;
                    break;
                }
                '{' | '"' => return None,
                ch => text.push(ch),
            }
        }
        let text = text.trim_end();
        if text.is_empty() {
            None
        } else if !escaped && text.eq_ignore_ascii_case("null") {
            Some(Item::Null)
        } else {
            Some(Item::Bare(text.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        for text in [
            "{}",
            "{1,2}",
            r#"{a,"b c",NULL,"null","","{x}","q\"q","back\\s"}"#,
            r#"{{"a","b"},{"c","d"}}"#,
            "{a b,c}",
        ] {
            assert_eq!(print(&parse(text).expect(text)), text);
        }
    }

    #[test]
    fn blanks_around_elements_do_not_count() {
        assert_eq!(print(&parse("{ a , \"b\" }").unwrap()), "{a,\"b\"}");
    }

    #[test]
    fn an_array_of_nothing_is_empty() {
        for text in ["{}", "{{}}", "{{},{}}", "{{{}}}"] {
            assert_eq!(print(&parse(text).unwrap()), "{}", "{text}");
        }
    }

    #[test]
    fn what_the_server_refuses_is_no_array() {
        for text in ["", "a", "{a", "{a,}", "{a\"b}", "{a}b", "{a{b}}"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
