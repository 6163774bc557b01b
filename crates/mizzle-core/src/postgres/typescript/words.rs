//! JavaScript's own words: strings, keys, numbers, templates.

/// A string literal.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for ch in text.chars() {
        match ch {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(ch))),
            ch if ch.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(ch))),
            ch => out.push(ch),
        }
    }
    out.push('"');
    out
}

/// The inside of a template literal.
pub(super) fn in_template(text: &str) -> String {
    text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${").replace('\r', "\\r")
}

/// Can it stand as a name?
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = |ch: char| ch.is_ascii_alphabetic() || matches!(ch, '_' | '$');
    chars.next().is_some_and(starts)
        && chars.all(|ch| starts(ch) || ch.is_ascii_digit())
        && !RESERVED.contains(&text)
}

/// A key of an object.
pub(super) fn key(text: &str) -> String {
    // Reserved words are keys like any other.
    if is_identifier(text) || RESERVED.contains(&text) { text.to_owned() } else { quoted(text) }
}

/// A member of an object.
pub(super) fn member(of: &str, text: &str) -> String {
    if is_identifier(text) || RESERVED.contains(&text) {
        format!("{of}.{text}")
    } else {
        format!("{of}[{}]", quoted(text))
    }
}

/// A whole number: as one where JavaScript has it exactly, else as text.
pub(super) fn number_or_text(digits: &str) -> String {
    match digits.parse::<i64>() {
        Ok(number) if number.unsigned_abs() <= MAX_SAFE => number.to_string(),
        Ok(_) | Err(_) => quoted(digits),
    }
}

/// `Number.MAX_SAFE_INTEGER`
pub(super) const MAX_SAFE: u64 = (1 << 53) - 1;

/// Words that no variable can have.
const RESERVED: &[&str] = &[
    "abstract",
    "any",
    "arguments",
    "as",
    "async",
    "await",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "constructor",
    "continue",
    "debugger",
    "declare",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "module",
    "new",
    "null",
    "number",
    "of",
    "package",
    "private",
    "protected",
    "public",
    "require",
    "return",
    "set",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_literal_is_escaped() {
        assert_eq!(quoted("a\"b\\c\n"), r#""a\"b\\c\n""#);
        assert_eq!(in_template("`${a}` \\d $1"), "\\`\\${a}\\` \\\\d $1");
        assert_eq!(key("default"), "default");
        assert_eq!(key("a-b"), "\"a-b\"");
        assert_eq!(member("t", "a b"), "t[\"a b\"]");
        assert_eq!(number_or_text("9223372036854775807"), "\"9223372036854775807\"");
    }
}
