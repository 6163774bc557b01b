//! The server's expressions as the model keeps them: without what the server puts
//! around them, and defaults as values where they are literals.

use crate::postgres::defaults::string_constant;
use crate::postgres::schema::{DefaultValue, Type};
use crate::postgres::types::{Family, family, split_modifier};
use crate::sql::lexer::{Lexer, TokenKind};
use crate::sql::words::{Token, tokens};

/// An expression without the parentheses around all of it: `((a > 1))` → `a > 1`.
pub(super) fn bare(sql: &str) -> &str {
    let mut text = sql.trim();
    while let Some(inner) = unwrapped(text) {
        text = inner;
    }
    text
}

/// What is within the first parenthesis, if it is closed by the last.
fn unwrapped(sql: &str) -> Option<&str> {
    let inner = sql.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_usize;
    for token in Lexer::new(inner) {
        match token.ok()?.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.checked_sub(1)?,
            TokenKind::Space
            | TokenKind::LineComment
            | TokenKind::BlockComment
            | TokenKind::Breakpoint
            | TokenKind::Word
            | TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::DollarString
            | TokenKind::Number
            | TokenKind::Semicolon
            | TokenKind::Comma
            | TokenKind::Dot
            | TokenKind::Backslash
            | TokenKind::Other => {}
        }
    }
    (depth == 0).then(|| inner.trim())
}

/// The SELECT of a view without the blanks and semicolon around it.
pub(super) fn select(definition: &str) -> String {
    definition.trim().trim_end_matches(';').trim_end().to_owned()
}

/// `key=value` as two words.
pub(super) fn option(text: &str) -> (String, String) {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    (key.to_owned(), value.to_owned())
}

/// The sequence in `nextval('public.users_id_seq'::regclass)`: its schema and name.
pub(super) fn next_of(sql: &str) -> Option<(String, String)> {
    let inner = sql.strip_prefix("nextval(")?.strip_suffix("::regclass)")?;
    qualified(&string_constant(inner)?)
}

/// A qualified name taken apart. The search path is empty, so that the server
/// qualifies every name that is not its own.
fn qualified(name: &str) -> Option<(String, String)> {
    let found = tokens(name);
    match found.as_slice() {
        [(Token::Word(schema), _), (Token::Other("."), _), (Token::Word(name), _)] => {
            Some((schema.clone().into_owned(), name.clone().into_owned()))
        }
        _ => None,
    }
}

/// What follows the schema in the text of a type: `public.vector(3)` → `vector(3)`.
pub(super) fn without_schema(type_text: &str) -> &str {
    let found = tokens(type_text);
    match found.as_slice() {
        [(Token::Word(_), _), (Token::Other("."), dot), ..] => &type_text[dot.end..],
        _ => type_text,
    }
}

/// A default that the server printed, for a column of this type; `printed` is the
/// type as the server prints it.
///
/// `'x'::text` on a text column is the value `x`. Whatever is no literal of the
/// column's own type stays an expression, word for word.
pub(super) fn default(sql: &str, ty: &Type, printed: &str) -> DefaultValue {
    literal(bare(sql), ty, printed).unwrap_or_else(|| DefaultValue::Expression(sql.to_owned()))
}

fn literal(sql: &str, ty: &Type, printed: &str) -> Option<DefaultValue> {
    let (value, cast) = match Lexer::new(sql).next()?.ok()? {
        token if token.kind == TokenKind::String => {
            (token.text(sql), sql[token.end..].strip_prefix("::"))
        }
        _ => match sql.split_once("::") {
            Some((value, cast)) => (value, Some(cast)),
            None => (sql, None),
        },
    };
    if cast.is_none() && value != sql {
        return None;
    }
    let own = cast.is_none_or(|cast| same_type(cast, printed));
    if value.eq_ignore_ascii_case("null") {
        return own.then_some(DefaultValue::Null);
    }
    if matches!(value, "true" | "false") && cast.is_none() {
        return Some(DefaultValue::Bool(value == "true"));
    }
    let array = ty.is_array();
    let number =
        |text: &str| (!array && is_decimal(text)).then(|| DefaultValue::Number(text.into()));
    let Some(text) = string_constant(value.strip_prefix('B').unwrap_or(value)) else {
        return if cast.is_none() { number(value) } else { None };
    };
    let family = ty.family();
    // The server keeps a number as it was written, and hides how it is converted.
    if is_number(family) && (own || cast.is_some_and(|cast| is_number(self::family(cast)))) {
        return Some(number(&text).unwrap_or(DefaultValue::Text(text)));
    }
    let plain_text = family == Family::Text && !array && cast == Some("text");
    (own || plain_text).then_some(DefaultValue::Text(text))
}

fn is_number(family: Family) -> bool {
    matches!(family, Family::Integer | Family::Numeric | Family::Float)
}

/// Does a cast name the column's type? The server leaves out the modifier there.
fn same_type(cast: &str, printed: &str) -> bool {
    let (cast, printed) = (element(cast), element(printed));
    cast == printed
        // Fields belong to the modifier: `interval day to second`.
        || (cast == ("interval".to_owned(), false) && printed.0.starts_with("interval "))
}

/// The type of one element without its modifier, and whether it is an array.
fn element(text: &str) -> (String, bool) {
    let (text, array) = match text.strip_suffix("[]") {
        Some(element) => (element, true),
        None => (text, false),
    };
    let base = match split_modifier(text).0.as_str() {
        // In an expression these stand for the type without a length.
        "character" => "bpchar".to_owned(),
        "bit" => "\"bit\"".to_owned(),
        other => other.to_owned(),
    };
    (base, array)
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits
            .bytes()
            .all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'e' | b'E' | b'+' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, printed: &str, expected: DefaultValue) {
        let ty = match printed.strip_prefix("public.") {
            Some(name) => Type { schema: Some("public".into()), ..Type::parse(name) },
            None => Type::parse(printed),
        };
        assert_eq!(default(sql, &ty, printed), expected, "{sql} on {printed}");
    }

    fn text(value: &str) -> DefaultValue {
        DefaultValue::Text(value.to_owned())
    }

    fn number(value: &str) -> DefaultValue {
        DefaultValue::Number(value.to_owned())
    }

    #[test]
    fn literals_of_the_own_type_are_values() {
        check("'it''s'::text", "text", text("it's"));
        check("'x'::character varying", "character varying(20)", text("x"));
        check("'x'::text", "character varying(20)", text("x"));
        check("'x'::bpchar", "character(5)", text("x"));
        check("B'101'::\"bit\"", "bit(3)", text("101"));
        check("'{}'::jsonb", "jsonb", text("{}"));
        check("'{}'::text[]", "text[]", text("{}"));
        check("'{a,b}'::character varying[]", "character varying(3)[]", text("{a,b}"));
        check("'a::b'::public.mood", "public.mood", text("a::b"));
        check("'{a}'::public.mood[]", "public.mood[]", text("{a}"));
        check(
            "'2020-01-01 00:00:00'::timestamp without time zone",
            "timestamp(3) without time zone",
            text("2020-01-01 00:00:00"),
        );
        check("'1 day'::interval", "interval day to second", text("1 day"));
        check("true", "boolean", DefaultValue::Bool(true));
        check("NULL::character varying", "character varying(9)", DefaultValue::Null);
    }

    #[test]
    fn numbers_are_numbers_however_they_are_converted() {
        check("5", "smallint", number("5"));
        check("'-5'::integer", "smallint", number("-5"));
        check("(-5)", "integer", number("-5"));
        check("'-1.5'::numeric", "double precision", number("-1.5"));
        check("'9223372036854775807'::bigint", "bigint", number("9223372036854775807"));
        check("'NaN'::double precision", "double precision", text("NaN"));
    }

    #[test]
    fn all_else_is_an_expression() {
        for (sql, printed) in [
            ("now()", "timestamp with time zone"),
            ("'2020-01-01'::date", "timestamp without time zone"),
            ("('a'::text || 'b'::text)", "text"),
            ("ARRAY['a'::text]", "text[]"),
            ("'x'::text", "public.email"),
            ("5", "text[]"),
            ("CURRENT_TIMESTAMP", "timestamp with time zone"),
            ("(1 + 2)", "integer"),
            ("'1'::text", "integer"),
        ] {
            check(sql, printed, DefaultValue::Expression(sql.to_owned()));
        }
    }

    #[test]
    fn parentheses_around_all_are_dropped() {
        assert_eq!(bare("((a > 1))"), "a > 1");
        assert_eq!(bare("((a) > (b))"), "(a) > (b)");
        assert_eq!(bare("(a) > (b)"), "(a) > (b)");
        assert_eq!(bare("(a = ')')"), "a = ')'");
        assert_eq!(bare("()"), "");
    }

    #[test]
    fn names_are_taken_apart() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(next_of("nextval('public.a_id_seq'::regclass)"), pair("public", "a_id_seq"));
        assert_eq!(next_of("nextval('\"A b\".\"x''y.z\"'::regclass)"), pair("A b", "x'y.z"));
        assert_eq!(next_of("(nextval('public.a'::regclass) + 1)"), None);
        assert_eq!(without_schema("public.vector(3)"), "vector(3)");
        assert_eq!(without_schema("\"Odd.Schema\".\"T\""), "\"T\"");
        assert_eq!(
            without_schema("timestamp(3) without time zone"),
            "timestamp(3) without time zone"
        );
    }
}
