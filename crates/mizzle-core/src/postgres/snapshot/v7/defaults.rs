//! Column defaults in v7 files: the JavaScript value where drizzle-kit 0.x kept it,
//! else the text that it puts behind `DEFAULT`.
//!
//! Its escaping is incomplete: quotes inside json and arrays are not doubled,
//! quotes inside array elements not escaped. A text that would not come out again
//! as it stands is read as an expression, so that nothing changes on the way.

use crate::postgres::defaults::array::{self, Item};
use crate::postgres::schema::{DefaultValue, Type};
use crate::postgres::types::Family;
use crate::sql;
use serde_json::{Number, Value};

/// The value that drizzle-kit 0.31 has for a default.
pub fn spell(ty: &Type, default: &DefaultValue) -> Value {
    match default {
        DefaultValue::Null => Value::Null,
        DefaultValue::Bool(value) => Value::Bool(*value),
        DefaultValue::Number(text) => number(text),
        DefaultValue::Expression(text) => Value::String(text.clone()),
        DefaultValue::Text(text) => spell_text(ty, text),
    }
}

/// The default that a value in a file stands for.
pub(super) fn read(ty: &Type, value: &Value) -> DefaultValue {
    match value {
        Value::Null => DefaultValue::Null,
        Value::Bool(value) => DefaultValue::Bool(*value),
        Value::Number(number) => DefaultValue::Number(number.to_string()),
        Value::String(text) => read_text(ty, text),
        Value::Array(_) | Value::Object(_) => match shape(ty.family(), value) {
            Some(text) => DefaultValue::Text(text),
            None => DefaultValue::Text(value.to_string()),
        },
    }
}

/// A number stays one where JavaScript reads the same back; a longer one is text,
/// which stands in the statement all the same.
fn number(text: &str) -> Value {
    let exact = text.parse::<i64>().is_ok_and(|value| value.unsigned_abs() < (1 << 53));
    let fraction = text.contains(['.', 'e', 'E']);
    match text.parse::<Number>() {
        Ok(number) if exact || fraction => Value::Number(number),
        Ok(_) | Err(_) => Value::String(text.to_owned()),
    }
}

fn spell_text(ty: &Type, text: &str) -> Value {
    if ty.is_array() {
        return Value::String(match array::parse(text) {
            Some(items) => format!("'{}'", spell_array(ty.family(), &items)),
            None => sql::Literal(text).to_string(),
        });
    }
    let family = ty.family();
    match family {
        Family::Json => Value::String(format!("'{text}'::{}", ty.text.to_lowercase())),
        Family::Point | Family::Line | Family::Geometry | Family::Vector => {
            tuple(text).unwrap_or_else(|| Value::String(sql::Literal(text).to_string()))
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
        | Family::Bytea
        | Family::SparseVector
        | Family::Serial
        | Family::Owned
        | Family::Other => Value::String(sql::Literal(text).to_string()),
    }
}

/// What was a string in JavaScript stands in quotes, its own quotes bare; only JSON
/// has them escaped.
fn spell_array(family: Family, items: &[Item]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| match item {
            Item::Null => "\"null\"".to_owned(),
            Item::Bare(text) => text.clone(),
            Item::Quoted(text) if family == Family::Json => {
                format!("\"{}\"", text.replace('"', "\\\""))
            }
            Item::Quoted(text) => format!("\"{text}\""),
            Item::Array(items) => spell_array(family, items),
        })
        .collect();
    format!("{{{}}}", items.join(","))
}

fn read_text(ty: &Type, text: &str) -> DefaultValue {
    let is_spelled = |default: &DefaultValue| spell(ty, default) == Value::String(text.to_owned());
    let value = if ty.family() == Family::Json && !ty.is_array() {
        text.strip_suffix(&format!("::{}", ty.text.to_lowercase())).and_then(constant)
    } else {
        constant(text)
    };
    let plain = || {
        let value = value.filter(|value| !ty.is_array() || array::parse(value).is_some())?;
        Some(DefaultValue::Text(value)).filter(is_spelled)
    };
    bare_array(ty, text)
        .filter(is_spelled)
        .or_else(plain)
        .unwrap_or_else(|| DefaultValue::Expression(text.to_owned()))
}

/// The array that the kit had, from the text that it made of it: to a server that may be
/// another one, or none.
fn bare_array(ty: &Type, text: &str) -> Option<DefaultValue> {
    if !ty.is_array() {
        return None;
    }
    let inner = constant(text)?;
    let (items, rest) = bare_items(ty.family(), inner.strip_prefix('{')?)?;
    rest.is_empty().then(|| DefaultValue::Text(array::print(&items)))
}

/// The elements up to the brace that closes them, and what is behind it.
fn bare_items(family: Family, text: &str) -> Option<(Vec<Item>, &str)> {
    let (mut items, mut rest) = (Vec::new(), text);
    loop {
        let item;
        if let Some(nested) = rest.strip_prefix('{') {
            let found;
            (found, rest) = bare_items(family, nested)?;
            item = Item::Array(found);
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let end = quoted.match_indices('"').map(|(at, _)| at).find(|at| {
                let is_escaped = family == Family::Json && quoted[..*at].ends_with('\\');
                quoted[at + 1..].starts_with([',', '}']) && !is_escaped
            })?;
            rest = &quoted[end + 1..];
            item = match &quoted[..end] {
                "null" if !matches!(family, Family::Text | Family::Owned) => Item::Null,
                json if family == Family::Json => Item::Quoted(json.replace("\\\"", "\"")),
                text => Item::Quoted(text.to_owned()),
            };
        } else {
            let end = rest.find([',', '}'])?;
            item = Item::Bare(rest[..end].to_owned());
            rest = &rest[end..];
        }
        items.push(item);
        match rest.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Some((items, rest.strip_prefix('}')?)),
        }
    }
}

/// The text between quotes, with doubled quotes halved where all are doubled.
fn constant(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let halved = inner.replace("''", "'");
    let all_doubled = inner.matches('\'').count() == 2 * halved.matches('\'').count();
    Some(if all_doubled { halved } else { inner.to_owned() })
}

/// `(1,2)`, `{1,2,3}`, `[1,2,3]`, `POINT(1 2)` as the array that JavaScript had.
fn tuple(text: &str) -> Option<Value> {
    let start = text.rfind(['(', '{', '['])? + 1;
    let inner = text.get(start..)?.strip_suffix([')', '}', ']'])?;
    let numbers: Option<Vec<Value>> = inner
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<Number>().ok().map(Value::Number))
        .collect();
    numbers.map(Value::Array)
}

/// The text of a geometric value that was kept as an array or object.
fn shape(family: Family, value: &Value) -> Option<String> {
    let numbers: Vec<String> = match value {
        Value::Array(items) => items.iter().map(Value::to_string).collect(),
        Value::Object(fields) => fields.values().map(Value::to_string).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    if family == Family::Point {
        Some(format!("({})", numbers.join(",")))
    } else if family == Family::Line {
        Some(format!("{{{}}}", numbers.join(",")))
    } else if family == Family::Vector {
        Some(format!("[{}]", numbers.join(",")))
    } else if family == Family::Geometry {
        Some(format!("POINT({})", numbers.join(" ")))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn round_trip(ty: &str, value: Value, expected: DefaultValue) {
        let ty = Type::parse(ty);
        let default = read(&ty, &value);
        assert_eq!(default, expected);
        assert_eq!(spell(&ty, &default), value);
    }

    fn text(value: &str) -> DefaultValue {
        DefaultValue::Text(value.to_owned())
    }

    #[test]
    fn what_the_kit_writes_comes_back() {
        round_trip("text", "'it''s'".into(), text("it's"));
        round_trip("text", "''".into(), text(""));
        round_trip("integer", 5.into(), DefaultValue::Number("5".into()));
        round_trip("boolean", Value::Null, DefaultValue::Null);
        round_trip("jsonb", r#"'{"a":1}'::jsonb"#.into(), text(r#"{"a":1}"#));
        round_trip("jsonb", r#"'{"a":"x'y"}'::jsonb"#.into(), text(r#"{"a":"x'y"}"#));
        round_trip("text[]", r#"'{"a","b c"}'"#.into(), text(r#"{"a","b c"}"#));
        round_trip("jsonb[]", r#"'{"{\"a\":1}"}'"#.into(), text(r#"{"{\"a\":1}"}"#));
        round_trip("text[]", r#"'{"it's"}'"#.into(), text(r#"{"it's"}"#));
        round_trip("integer[]", r#"'{1,"null"}'"#.into(), text("{1,NULL}"));
        round_trip("point", serde_json::json!([1, 2.5]), text("(1,2.5)"));
        round_trip("text", "now()".into(), DefaultValue::Expression("now()".into()));
    }

    /// The kit escapes nothing, so that a server reads another array, or none: that of the
    /// schema file is meant.
    #[test]
    fn an_array_is_what_the_kit_had() {
        round_trip("text[]", r#"'{"q"q","a\b"}'"#.into(), text(r#"{"q\"q","a\\b"}"#));
        round_trip("bytea[]", r#"'{"\x08"}'"#.into(), text(r#"{"\\x08"}"#));
        round_trip(
            "bytea[][]",
            r#"'{{"\x08"},{"\x09"}}'"#.into(),
            text(r#"{{"\\x08"},{"\\x09"}}"#),
        );
        let json = r#"{"{\"a\":\"x\\\\y\"}"}"#;
        round_trip("jsonb[]", r#"'{"{\"a\":\"x\\y\"}"}'"#.into(), text(json));
    }

    #[test]
    fn what_would_not_come_back_stays_as_it_is() {
        for (ty, value) in [
            ("jsonb", "'{}'"),
            ("jsonb", r#"'{"a":"x''y"}'::jsonb"#),
            ("text[]", "'{\"q\"q}'"),
            ("text", "'q'::text"),
        ] {
            round_trip(ty, value.into(), DefaultValue::Expression(value.to_owned()));
        }
    }

    #[test]
    fn numbers_that_javascript_cannot_hold_are_text() {
        let ty = Type::parse("bigint");
        let default = DefaultValue::Number("9223372036854775807".into());
        assert_eq!(spell(&ty, &default), Value::from("9223372036854775807"));
    }
}
