//! The default that a JavaScript value given to `.default(…)` stands for.
//!
//! The value is the truth; what drizzle-kit writes for it into a snapshot (and
//! where it garbles it) is the business of the snapshot modules. The two lines
//! disagree on the meaning in a few places, which are all decided here: a string
//! on a `jsonb` column is JSON text in 0.x and a JSON string in 1.0, and 1.0 adds
//! the time zone that a literal lacks.

use super::array::{self, Item};
use crate::naming::Line;
use crate::postgres::drizzle::Literal;
use crate::postgres::schema::{DefaultValue, Type};
use crate::postgres::types::{Family, split_modifier};
use crate::sql;
use serde_json::Value;

/// What there is to know about the value and its column.
#[derive(Debug, Clone, Copy)]
pub struct Built<'a> {
    /// The line, which decides the meaning of some values.
    pub line: Line,
    /// The column's type.
    pub ty: &'a Type,
    /// The value as written, or what a custom type makes of it for the driver.
    pub value: &'a Literal,
}

/// The default that a value stands for.
pub fn from_literal(built: &Built<'_>) -> DefaultValue {
    let Built { line, ty, value } = *built;
    let family = ty.family();
    if ty.is_array()
        && let Some(items) = elements(value)
    {
        let items = items_from(built, family, &items, ty.dimensions.len());
        return DefaultValue::Text(array::print(&items));
    }
    // In 0.x the text of a string goes into the statement as it is: `.default("[]")`
    // on a jsonb column is an empty array, not a string.
    if family == Family::Json
        && line == Line::V0
        && !ty.is_array()
        && let Literal::String(text) = value
    {
        return DefaultValue::Expression(sql::Literal(text).to_string());
    }
    match scalar(line, family, &ty.text, value) {
        Scalar::Null => DefaultValue::Null,
        Scalar::Boolean(value) => DefaultValue::Bool(value),
        Scalar::Number(text) if family == Family::Numeric && line == Line::V1 => {
            DefaultValue::Text(text)
        }
        Scalar::Number(text) => DefaultValue::Number(text),
        Scalar::Text(text) => DefaultValue::Text(text),
    }
}

/// The elements of a JavaScript array, which on a JSON column came as JSON.
fn elements(value: &Literal) -> Option<Vec<Literal>> {
    match value {
        Literal::Array(items) => Some(items.clone()),
        Literal::Json(Value::Array(items)) => Some(items.iter().map(from_json).collect()),
        Literal::Null
        | Literal::Boolean(_)
        | Literal::Number(_)
        | Literal::Bigint(_)
        | Literal::String(_)
        | Literal::Date(_)
        | Literal::Bytes(_)
        | Literal::Json(_) => None,
    }
}

fn from_json(value: &Value) -> Literal {
    match value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Boolean(*value),
        Value::Number(number) => Literal::Number(number.to_string()),
        Value::String(text) => Literal::String(text.clone()),
        Value::Array(_) | Value::Object(_) => Literal::Json(value.clone()),
    }
}

/// A value of one element.
enum Scalar {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
}

fn scalar(line: Line, family: Family, ty: &str, value: &Literal) -> Scalar {
    if family == Family::Json {
        return Scalar::Text(json(value).to_string());
    }
    match value {
        Literal::Null => Scalar::Null,
        Literal::Boolean(value) => Scalar::Boolean(*value),
        Literal::Number(text) | Literal::Bigint(text) => match text.as_str() {
            "NaN" | "Infinity" | "-Infinity" => Scalar::Text(text.clone()),
            _ => Scalar::Number(text.clone()),
        },
        Literal::String(text) => string(line, family, text),
        Literal::Date(iso) => Scalar::Text(date(line, family, ty, iso)),
        Literal::Bytes(hex) => Scalar::Text(format!("\\x{hex}")),
        Literal::Array(items) => Scalar::Text(tuple(family, ty, &numbers(items), value)),
        Literal::Json(object) => Scalar::Text(match object_numbers(family, object) {
            Some(numbers) => tuple(family, ty, &numbers, value),
            None => object.to_string(),
        }),
    }
}

fn string(line: Line, family: Family, text: &str) -> Scalar {
    match (line, family) {
        (Line::V1, Family::TimeTz | Family::TimestampTz) if !has_time_zone(text) => {
            Scalar::Text(format!("{text}+00"))
        }
        (Line::V1, Family::Integer | Family::Float) if is_number(text) => {
            Scalar::Number(text.to_owned())
        }
        (Line::V0 | Line::V1, _) => Scalar::Text(text.to_owned()),
    }
}

/// A `Date` in the column's type. drizzle-kit 0.x writes the plain `timestamp` its
/// own way and every other type with a time as ISO 8601.
fn date(line: Line, family: Family, ty: &str, iso: &str) -> String {
    let spaced = || iso.replacen('T', " ", 1);
    match (line, family) {
        (_, Family::Date) => iso.split('T').next().unwrap_or(iso).to_owned(),
        (Line::V0, Family::Timestamp) if !ty.eq_ignore_ascii_case("timestamp") => iso.to_owned(),
        (_, Family::Timestamp) => spaced().trim_end_matches('Z').to_owned(),
        (Line::V1, Family::TimestampTz) => spaced().replace('Z', "+00"),
        (Line::V0 | Line::V1, _) => iso.to_owned(),
    }
}

/// The text of a geometric or vector value.
fn tuple(family: Family, ty: &str, numbers: &[String], value: &Literal) -> String {
    if family == Family::Point {
        format!("({})", numbers.join(","))
    } else if family == Family::Line {
        format!("{{{}}}", numbers.join(","))
    } else if family == Family::Vector {
        format!("[{}]", numbers.join(","))
    } else if family == Family::Geometry {
        let srid = split_modifier(ty)
            .1
            .and_then(|modifier| modifier.split_once(',').map(|(_, srid)| srid.to_owned()))
            .filter(|srid| srid != "0");
        let prefix = srid.map(|srid| format!("SRID={srid};")).unwrap_or_default();
        format!("{prefix}POINT({})", numbers.join(" "))
    } else {
        json(value).to_string()
    }
}

fn numbers(items: &[Literal]) -> Vec<String> {
    items
        .iter()
        .map(|item| match item {
            Literal::Number(text) | Literal::Bigint(text) | Literal::String(text) => text.clone(),
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Date(_)
            | Literal::Bytes(_)
            | Literal::Array(_)
            | Literal::Json(_) => json(item).to_string(),
        })
        .collect()
}

/// The numbers of `{ x, y }` or `{ a, b, c }` in order.
fn object_numbers(family: Family, object: &Value) -> Option<Vec<String>> {
    let keys: &[&str] = if matches!(family, Family::Point | Family::Geometry) {
        &["x", "y"]
    } else if family == Family::Line {
        &["a", "b", "c"]
    } else {
        return None;
    };
    keys.iter().map(|key| object.get(key).map(Value::to_string)).collect()
}

fn items_from(built: &Built<'_>, family: Family, items: &[Literal], depth: usize) -> Vec<Item> {
    items
        .iter()
        .map(|item| match item {
            Literal::Array(_) | Literal::Json(Value::Array(_)) if depth > 1 => {
                let inner = elements(item).unwrap_or_default();
                Item::Array(items_from(built, family, &inner, depth - 1))
            }
            Literal::Null if family != Family::Json => Item::Null,
            // As for a lone string: 0.x takes its text for JSON.
            Literal::String(text) if family == Family::Json && built.line == Line::V0 => {
                Item::Quoted(text.clone())
            }
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Number(_)
            | Literal::Bigint(_)
            | Literal::String(_)
            | Literal::Date(_)
            | Literal::Bytes(_)
            | Literal::Array(_)
            | Literal::Json(_) => match scalar(built.line, family, &built.ty.text, item) {
                Scalar::Null => Item::Null,
                Scalar::Boolean(value) => Item::Bare(value.to_string()),
                Scalar::Number(text) => Item::Bare(text),
                Scalar::Text(text) => Item::Quoted(text),
            },
        })
        .collect()
}

/// A value as JSON, as `JSON.stringify` sees it.
fn json(value: &Literal) -> Value {
    match value {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Bool(*value),
        Literal::Number(text) | Literal::Bigint(text) => {
            serde_json::from_str(text).unwrap_or(Value::Null)
        }
        Literal::String(text) | Literal::Date(text) | Literal::Bytes(text) => {
            Value::String(text.clone())
        }
        Literal::Array(items) => Value::Array(items.iter().map(json).collect()),
        Literal::Json(value) => value.clone(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// Does a literal end in `Z`, `+02` or `-03:30`?
fn has_time_zone(text: &str) -> bool {
    if text.ends_with(['Z', 'z']) {
        return true;
    }
    let Some(at) = text.rfind(['+', '-']) else { return false };
    let tail: Vec<&str> = text[at + 1..].split(':').collect();
    tail.len() <= 2
        && tail.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
}
