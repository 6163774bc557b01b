//! Column defaults in rows: SQL text without casts.
//!
//! drizzle-kit 1.0 doubles the backslashes of text, quotes only some types, and
//! drops the casts at the end of an expression. As in v7 files, a text that would
//! not come out again as it stands is read as an expression.

use super::values;
use crate::postgres::defaults::array::{self, Item};
use crate::postgres::defaults::trim_casts;
use crate::postgres::schema::{DefaultValue, Type};
use crate::postgres::types::Family;

/// The text that drizzle-kit 1.0 has for a default.
pub(in super::super) fn spell(ty: &Type, default: &DefaultValue) -> String {
    match default {
        DefaultValue::Null => "null".to_owned(),
        DefaultValue::Bool(value) => value.to_string(),
        DefaultValue::Number(text) if ty.family() == Family::Numeric && !ty.is_array() => {
            format!("'{text}'")
        }
        DefaultValue::Number(text) => text.clone(),
        DefaultValue::Text(text) if ty.is_array() => match array::parse(text) {
            Some(items) => spell_array(ty, &items),
            None => spell_text(ty.family(), text),
        },
        DefaultValue::Text(text) => spell_text(ty.family(), text),
        DefaultValue::Expression(text) => trim_casts(text).to_owned(),
    }
}

/// The default that a text stands for.
pub(super) fn read(ty: &Type, text: &str) -> DefaultValue {
    literal(ty, text)
        .filter(|default| spell(ty, default) == text)
        .unwrap_or_else(|| DefaultValue::Expression(expression(ty, text)))
}

fn literal(ty: &Type, text: &str) -> Option<DefaultValue> {
    let family = ty.family();
    if let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        let halved = inner.replace("''", "'");
        let plain =
            if doubles_backslashes(family, ty) { halved.replace("\\\\", "\\") } else { halved };
        let readable = !ty.is_array() || array::parse(&plain).is_some();
        return readable.then_some(DefaultValue::Text(plain));
    }
    match text {
        "null" => Some(DefaultValue::Null),
        "true" => Some(DefaultValue::Bool(true)),
        "false" => Some(DefaultValue::Bool(false)),
        "NaN" | "Infinity" | "-Infinity" if family == Family::Float => {
            Some(DefaultValue::Text(text.to_owned()))
        }
        _ if !ty.is_array() && text.parse::<serde_json::Number>().is_ok() => {
            Some(DefaultValue::Number(text.to_owned()))
        }
        // What JavaScript prints for an array without elements.
        "" if ty.is_array() && family == Family::Other => Some(DefaultValue::Text("{}".to_owned())),
        _ if family == Family::Bytea && ty.is_array() && !is_sql(text) => {
            Some(DefaultValue::Text(from_buffers(ty, text)))
        }
        // The bytes of a Buffer, as text.
        _ if family == Family::Bytea && !ty.is_array() && !text.contains(['(', '\'', ':']) => {
            Some(DefaultValue::Text(format!("\\x{}", hex(text))))
        }
        "" => Some(DefaultValue::Text(String::new())),
        // The text of a custom type's value, and what JavaScript prints for an array of them.
        _ if family == Family::Other && values::is_value(text) => {
            Some(DefaultValue::Text(if ty.is_array() {
                array_of(ty, text)
            } else {
                text.to_owned()
            }))
        }
        _ => None,
    }
}

/// The array of these elements.
fn array_of(ty: &Type, text: &str) -> String {
    let items = text.split(',').map(|item| Item::Quoted(item.to_owned())).collect();
    let items = (1..ty.dimensions.len()).fold(items, |items, _| vec![Item::Array(items)]);
    array::print(&items)
}

/// The server cannot tell the type of `ARRAY[]` alone, so it gets its cast back.
fn expression(ty: &Type, text: &str) -> String {
    let is_array = text.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("array["));
    if is_array && ty.is_array() && ty.schema.is_none() {
        format!("{text}::{}[]", ty.text)
    } else {
        text.to_owned()
    }
}

fn doubles_backslashes(family: Family, ty: &Type) -> bool {
    family == Family::Text && !ty.is_array()
}

fn spell_text(family: Family, text: &str) -> String {
    match family {
        Family::Text => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''")),
        Family::Owned | Family::Json if text.is_empty() => String::new(),
        Family::Owned => format!("'{}'", text.replace('\'', "''")),
        Family::Json => format!("'{}'", double_in_values(text)),
        Family::Integer | Family::Float | Family::Boolean | Family::Serial | Family::Other => {
            text.to_owned()
        }
        Family::Bytea => match text.strip_prefix("\\x").and_then(unhex) {
            Some(raw) if !raw.contains(['(', '\'', ':']) => raw,
            Some(_) | None => format!("'{text}'"),
        },
        Family::Numeric
        | Family::Date
        | Family::Time
        | Family::TimeTz
        | Family::Timestamp
        | Family::TimestampTz
        | Family::Interval
        | Family::Uuid
        | Family::Network
        | Family::Bit
        | Family::Point
        | Family::Line
        | Family::Geometry
        | Family::Vector
        | Family::SparseVector => format!("'{}'", text.replace('\'', "''")),
    }
}

fn spell_array(ty: &Type, items: &[Item]) -> String {
    let family = ty.family();
    match family {
        Family::Geometry => geometry_array(items),
        // A custom type's array is what JavaScript prints for one.
        Family::Other => flat(items).join(","),
        Family::Bytea => buffers(ty, items),
        Family::Json => {
            let quoted: Vec<String> = flat(items)
                .iter()
                .map(|text| format!("\"{}\"", text.replace('"', "\\\"").replace('\'', "''")))
                .collect();
            format!("'{{{}}}'", quoted.join(","))
        }
        Family::Integer
        | Family::Numeric
        | Family::Float
        | Family::Boolean
        | Family::Text
        | Family::Date
        | Family::Time
        | Family::TimeTz
        | Family::Timestamp
        | Family::TimestampTz
        | Family::Interval
        | Family::Uuid
        | Family::Network
        | Family::Bit
        | Family::Point
        | Family::Line
        | Family::Vector
        | Family::SparseVector
        | Family::Serial
        | Family::Owned => format!("'{}'", nested(family, items)),
    }
}

fn nested(family: Family, items: &[Item]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| match item {
            Item::Array(items) => nested(family, items),
            Item::Null => "null".to_owned(),
            Item::Bare(text) | Item::Quoted(text) => element(family, text),
        })
        .collect();
    format!("{{{}}}", items.join(","))
}

fn element(family: Family, text: &str) -> String {
    match family {
        Family::Text | Family::Owned => {
            let special =
                text.contains(['\\', '"', ',']) || (text.is_empty() && family == Family::Text);
            let escaped = text.replace('\'', "''").replace('\\', "\\\\").replace('"', "\\\"");
            if special { format!("\"{escaped}\"") } else { escaped }
        }
        Family::Boolean => match text {
            "true" => "t".to_owned(),
            "false" => "f".to_owned(),
            other => other.to_owned(),
        },
        Family::Timestamp
        | Family::TimestampTz
        | Family::Interval
        | Family::Point
        | Family::Line
        | Family::Vector
        | Family::SparseVector => format!("\"{text}\""),
        Family::Integer
        | Family::Numeric
        | Family::Float
        | Family::Json
        | Family::Date
        | Family::Time
        | Family::TimeTz
        | Family::Uuid
        | Family::Network
        | Family::Bit
        | Family::Bytea
        | Family::Geometry
        | Family::Serial
        | Family::Other => text.to_owned(),
    }
}

fn geometry_array(items: &[Item]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| match item {
            Item::Array(items) => geometry_array(items),
            Item::Null => "null".to_owned(),
            Item::Bare(text) | Item::Quoted(text) => format!("'{text}'"),
        })
        .collect();
    format!("ARRAY[{}]", items.join(","))
}

/// JSON text with the quotes doubled in its strings, but not in its keys, where the
/// kit forgets them.
fn double_in_values(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let mut escaped = false;
        let end = from[1..]
            .find(|ch| {
                let closes = ch == '"' && !escaped;
                escaped = ch == '\\' && !escaped;
                closes
            })
            .map_or(from.len(), |end| end + 2);
        let (string, after) = from.split_at(end);
        if after.trim_start().starts_with(':') {
            out.push_str(string);
        } else {
            out.push_str(&string.replace('\'', "''"));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What JavaScript prints for an array of buffers, where they can be told from that; else
/// the literal, which the kit reads as well.
fn buffers(ty: &Type, items: &[Item]) -> String {
    let text = array::print(items);
    let raw: Option<Vec<String>> =
        flat(items).iter().map(|item| item.strip_prefix("\\x").and_then(unhex)).collect();
    match raw.map(|raw| raw.join(",")) {
        Some(raw) if !is_sql(&raw) && from_buffers(ty, &raw) == text => raw,
        Some(_) | None => format!("'{}'", text.replace('\'', "''")),
    }
}

fn from_buffers(ty: &Type, text: &str) -> String {
    let buffers = text.split(',').filter(|_| !text.is_empty());
    let mut items: Vec<Item> =
        buffers.map(|buffer| Item::Quoted(format!("\\x{}", hex(buffer)))).collect();
    for _ in 1..ty.dimensions.len() {
        items = vec![Item::Array(items)];
    }
    array::print(&items)
}

/// Could it be SQL, for all that is known of an array of buffers?
fn is_sql(text: &str) -> bool {
    text.contains(['(', '\'', ':', '[']) || matches!(text, "null" | "true" | "false")
}

/// The elements at the bottom, however deep.
fn flat(items: &[Item]) -> Vec<String> {
    items
        .iter()
        .flat_map(|item| match item {
            Item::Array(items) => flat(items),
            Item::Null => vec!["null".to_owned()],
            Item::Bare(text) | Item::Quoted(text) => vec![text.clone()],
        })
        .collect()
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// The text whose bytes are written in hexadecimal, if they are text.
fn unhex(hex: &str) -> Option<String> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|ch| ch.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let bytes = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn round_trip(ty: &str, text: &str, expected: DefaultValue) {
        let ty = Type::parse(ty);
        let default = read(&ty, text);
        assert_eq!(default, expected);
        assert_eq!(spell(&ty, &default), text);
    }

    fn text(value: &str) -> DefaultValue {
        DefaultValue::Text(value.to_owned())
    }

    fn expression(value: &str) -> DefaultValue {
        DefaultValue::Expression(value.to_owned())
    }

    #[test]
    fn what_the_kit_writes_comes_back() {
        round_trip("text", r"'it''s a \\'", text(r"it's a \"));
        round_trip("numeric", "'1.50'", text("1.50"));
        round_trip("integer", "5", DefaultValue::Number("5".into()));
        round_trip("real", "NaN", text("NaN"));
        round_trip("boolean", "null", DefaultValue::Null);
        round_trip("jsonb", r#"'{"a":"x''y\\"}'"#, text(r#"{"a":"x'y\\"}"#));
        round_trip("jsonb", r#"'{"k''":"v''\"''"}'"#, expression(r#"'{"k''":"v''\"''"}'"#));
        round_trip("bytea", "ab", text("\\x6162"));
        round_trip("bytea[]", "", text("{}"));
        round_trip("bytea[]", "ab,c", text(r#"{"\\x6162","\\x63"}"#));
        round_trip("bytea[][]", "\u{8}", text(r#"{{"\\x08"}}"#));
        round_trip("citext", "", text(""));
        round_trip("citext", "it's new", text("it's new"));
        round_trip("ltree", "top.first", text("top.first"));
        round_trip("citext[]", "a,b c", text(r#"{"a","b c"}"#));
        round_trip("text[]", r#"'{a,b c,it''s,"q\"q","",x}'"#, text(r#"{a,b c,it's,"q\"q","",x}"#));
        round_trip("boolean[]", "'{t,f}'", text("{t,f}"));
        round_trip(
            "timestamp[]",
            r#"'{"1970-01-01 00:00:00.000"}'"#,
            text(r#"{"1970-01-01 00:00:00.000"}"#),
        );
        round_trip("timestamp", "now()", expression("now()"));
    }

    /// The kit joins buffers by commas, and takes no notice of what is lost.
    #[test]
    fn buffers_that_no_text_tells_are_a_literal() {
        for bytes in [
            r#"{"\\xff"}"#,
            r#"{"\\x612c62"}"#,
            r#"{"\\x61",NULL}"#,
            r#"{"\\x"}"#,
            r#"{"\\x6e756c6c"}"#,
            r#"{{"\\x61"},{"\\x62"}}"#,
        ] {
            let ty = if bytes.starts_with("{{") { "bytea[][]" } else { "bytea[]" };
            round_trip(ty, &format!("'{bytes}'"), text(bytes));
        }
    }

    #[test]
    fn what_would_not_come_back_stays_as_it_is() {
        round_trip("integer", "'5'", expression("'5'"));
        round_trip("citext", "'a'", expression("'a'"));
        round_trip("citext", "current_user", expression("current_user"));
        round_trip("citext[]", "ARRAY['a']", expression("ARRAY['a']::citext[]"));
        round_trip("text[]", "'{{x}}y'", expression("'{{x}}y'"));
        round_trip("text[]", "ARRAY[]", expression("ARRAY[]::text[]"));
    }
}
