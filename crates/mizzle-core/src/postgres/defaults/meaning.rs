//! Do two defaults of one column mean the same?
//!
//! `'1.50'` and `1.5` on a numeric column do, `'{"a": 1}'` and `'{"a":1}'` on a
//! jsonb one, `'{a}'::text[]` and `{"a"}`; `now()` and `CURRENT_TIMESTAMP` do not:
//! expressions are compared as text. What is decided here is decided without a
//! server; whoever has one asks it instead.

use super::array::{self, Item};
use crate::postgres::schema::{DefaultValue, Type};
use crate::postgres::types::Family;
use serde_json::Value;

/// Do both give a column of this type the same value?
pub fn same(ty: &Type, left: Option<&DefaultValue>, right: Option<&DefaultValue>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left == right || meaning(ty, left) == meaning(ty, right),
        (None, None) => true,
        // The server does not tell `DEFAULT NULL` from none.
        (Some(one), None) | (None, Some(one)) => meaning(ty, one) == Meaning::Null,
    }
}

/// An expression without the casts at its end: `'q'::text` → `'q'`.
///
/// drizzle-kit 1.0 drops them wherever it stores or compares a default.
pub fn trim_casts(expression: &str) -> &str {
    let text = expression.strip_suffix("[]").unwrap_or(expression);
    let starts = text.match_indices("::").map(|(at, _)| at);
    for at in starts {
        if only_casts(&text[at..]) {
            return &text[..at];
        }
    }
    text
}

/// Is it nothing but `::type` once or more?
fn only_casts(mut text: &str) -> bool {
    while !text.is_empty() {
        let Some(rest) = text.strip_prefix("::") else { return false };
        let name = rest.trim_start_matches(|ch: char| {
            ch.is_ascii_alphanumeric() || matches!(ch, '"' | '_' | '.') || ch.is_whitespace()
        });
        if name.len() == rest.len() {
            return false;
        }
        let mut tail = name;
        if let Some(inside) = tail.strip_prefix('(') {
            let Some((_, after)) = inside.split_once(')') else { return false };
            tail = after;
        }
        for zone in [" with time zone", " without time zone"] {
            if let Some(head) = tail.get(..zone.len())
                && head.eq_ignore_ascii_case(zone)
            {
                tail = &tail[zone.len()..];
            }
        }
        text = tail.strip_prefix("[]").unwrap_or(tail);
    }
    true
}

#[derive(Debug, PartialEq)]
enum Meaning {
    Null,
    Boolean(bool),
    /// Sign, digits without leading or trailing zeros, exponent of the last digit.
    Decimal(bool, String, i64),
    Json(Value),
    Array(Vec<Meaning>),
    /// Microseconds since 1970; `zoned` where the literal names a time zone.
    Instant {
        micros: i128,
        zoned: bool,
    },
    Text(String),
    Expression(String),
}

fn meaning(ty: &Type, default: &DefaultValue) -> Meaning {
    match default {
        DefaultValue::Null => Meaning::Null,
        DefaultValue::Bool(value) => Meaning::Boolean(*value),
        DefaultValue::Number(text) | DefaultValue::Text(text) => literal(ty, text),
        DefaultValue::Expression(text) => expression(ty, text),
    }
}

fn expression(ty: &Type, text: &str) -> Meaning {
    let bare = unwrap(text.trim());
    let uncast = match cast_target(bare) {
        Some((value, target)) if target.same(ty) || ty.schema.is_some() => unwrap(value.trim()),
        Some(_) | None => bare,
    };
    if let Some(value) = string_constant(uncast) {
        return literal(ty, &value);
    }
    let lower = uncast.to_ascii_lowercase();
    match lower.as_str() {
        "null" => Meaning::Null,
        "true" => Meaning::Boolean(true),
        "false" => Meaning::Boolean(false),
        _ => match decimal(uncast) {
            Some(number) if !ty.is_array() => number,
            Some(_) | None => Meaning::Expression(squeeze(uncast)),
        },
    }
}

/// An expression that ends in one cast: what is cast, and to what.
pub(super) fn cast_target(text: &str) -> Option<(&str, Type)> {
    let at = text.match_indices("::").map(|(at, _)| at).find(|&at| only_casts(&text[at..]))?;
    let mut target = Type::parse(text[at + 2..].trim());
    if let Some((schema, name)) = target.text.rsplit_once('.') {
        let plain = |part: &str| part.trim_matches('"').to_owned();
        target = Type { text: plain(name), schema: Some(plain(schema)), ..target };
    }
    Some((&text[..at], target))
}

/// The text without parentheses that enclose all of it.
pub(super) fn unwrap(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return text;
    };
    let mut depth = 0_i32;
    let mut quote = None;
    for ch in inner.chars() {
        match (quote, ch) {
            (Some(open), ch) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(ch),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth -= 1;
                if depth < 0 {
                    return text;
                }
            }
            (None, _) => {}
        }
    }
    if depth == 0 && quote.is_none() { unwrap(inner.trim()) } else { text }
}

/// The value of `'…'`, if the text is one such constant.
pub(crate) fn string_constant(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut value = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(ch) = chars.next() {
        if ch == '\'' && chars.next() != Some('\'') {
            return None;
        }
        value.push(ch);
    }
    Some(value)
}

fn literal(ty: &Type, text: &str) -> Meaning {
    if ty.is_array()
        && let Some(items) = array::parse(text)
    {
        return Meaning::Array(array_meaning(ty, &items));
    }
    element(ty, text)
}

fn array_meaning(ty: &Type, items: &[Item]) -> Vec<Meaning> {
    items
        .iter()
        .map(|item| match item {
            Item::Null => Meaning::Null,
            Item::Bare(text) | Item::Quoted(text) => element(ty, text),
            Item::Array(items) => Meaning::Array(array_meaning(ty, items)),
        })
        .collect()
}

fn element(ty: &Type, text: &str) -> Meaning {
    let understood = match ty.family() {
        Family::Integer | Family::Numeric | Family::Float | Family::Serial => decimal(text),
        Family::Boolean => boolean(text),
        Family::Json => serde_json::from_str(text).ok().map(Meaning::Json),
        Family::Timestamp => {
            instant(text).map(|(micros, _)| Meaning::Instant { micros, zoned: false })
        }
        Family::TimestampTz => {
            instant(text).map(|(micros, zoned)| Meaning::Instant { micros, zoned })
        }
        Family::Uuid | Family::Bytea => Some(Meaning::Text(text.to_ascii_lowercase())),
        Family::Point | Family::Line | Family::Geometry | Family::Vector => Some(Meaning::Text(
            text.split_whitespace().collect::<Vec<_>>().join(" ").replace(", ", ","),
        )),
        Family::Other => decimal(text),
        Family::Text
        | Family::Date
        | Family::Time
        | Family::TimeTz
        | Family::Interval
        | Family::Network
        | Family::Bit
        | Family::SparseVector
        | Family::Owned => None,
    };
    understood.unwrap_or_else(|| Meaning::Text(text.to_owned()))
}

fn boolean(text: &str) -> Option<Meaning> {
    match text.to_ascii_lowercase().as_str() {
        "t" | "true" | "yes" | "on" | "1" => Some(Meaning::Boolean(true)),
        "f" | "false" | "no" | "off" | "0" => Some(Meaning::Boolean(false)),
        _ => None,
    }
}

fn decimal(text: &str) -> Option<Meaning> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (body, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    let trimmed = significant.trim_end_matches('0');
    if trimmed.is_empty() {
        return Some(Meaning::Decimal(false, String::new(), 0));
    }
    let dropped = i64::try_from(significant.len() - trimmed.len()).ok()?;
    let scale = exponent - i64::try_from(fraction.len()).ok()? + dropped;
    Some(Meaning::Decimal(negative, trimmed.to_owned(), scale))
}

/// `YYYY-MM-DD[ T]HH:MM[:SS[.ffffff]][Z|±HH[:MM]]` as microseconds since 1970, and
/// whether it names a time zone.
fn instant(text: &str) -> Option<(i128, bool)> {
    let (date, rest) = text.split_at_checked(10)?;
    let date: jiff::civil::Date = date.parse().ok()?;
    let rest = rest.strip_prefix(['T', ' ']).unwrap_or(rest);
    let (time, offset_minutes, zoned) = zone(rest)?;
    let time: jiff::civil::Time =
        if time.is_empty() { jiff::civil::Time::midnight() } else { time.parse().ok()? };
    let moment = jiff::tz::TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    let micros = i128::from(moment.as_microsecond()) - i128::from(offset_minutes) * 60_000_000;
    Some((micros, zoned))
}

fn zone(time: &str) -> Option<(&str, i32, bool)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time, 0, true));
    }
    let Some(at) = time.rfind(['+', '-']) else { return Some((time, 0, false)) };
    let (hours, minutes) = time[at + 1..].split_once(':').unwrap_or((&time[at + 1..], "0"));
    let offset = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    let sign = if time[at..].starts_with('-') { -1 } else { 1 };
    Some((time[..at].trim_end(), sign * offset, true))
}

/// One blank for every run of white space outside quotes.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    for ch in text.chars() {
        match quote {
            Some(open) => {
                if ch == open {
                    quote = None;
                }
                out.push(ch);
            }
            None if ch.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            None => {
                if matches!(ch, '\'' | '"') {
                    quote = Some(ch);
                }
                out.push(ch);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> DefaultValue {
        DefaultValue::Text(value.to_owned())
    }

    fn expression(value: &str) -> DefaultValue {
        DefaultValue::Expression(value.to_owned())
    }

    #[track_caller]
    fn check(ty: &str, left: DefaultValue, right: DefaultValue, expected: bool) {
        let ty = Type::parse(ty);
        assert_eq!(same(&ty, Some(&left), Some(&right)), expected, "{left:?} / {right:?}");
        assert_eq!(same(&ty, Some(&right), Some(&left)), expected);
    }

    #[test]
    fn spellings_of_one_value_are_the_same() {
        check("numeric(10,2)", text("1.50"), DefaultValue::Number("1.5".into()), true);
        check("numeric", text("1e3"), text("1000.0"), true);
        check("double precision", DefaultValue::Number("1e21".into()), text("1e+21"), true);
        check("boolean", expression("true"), DefaultValue::Bool(true), true);
        check(
            "jsonb",
            text(r#"{"a":1,"b":[]}"#),
            expression(r#"'{"a": 1, "b": []}'::jsonb"#),
            true,
        );
        check("text", text("q"), expression("('q'::text)"), true);
        check("text[]", text(r#"{"a","b c"}"#), expression("'{a,b c}'::text[]"), true);
        check("integer[]", text("{1,2}"), text(r#"{"1","2"}"#), true);
        check(
            "timestamp (3)",
            text("2020-02-03T04:05:06.789Z"),
            text("2020-02-03 04:05:06.789"),
            true,
        );
        check(
            "timestamptz",
            text("2020-01-01 02:00:00+02"),
            text("2020-01-01T00:00:00.000Z"),
            true,
        );
        check("timestamp", expression("now()"), expression("(now())"), true);
        check("bytea", text("\\xAB"), text("\\xab"), true);
    }

    #[test]
    fn different_values_are_not() {
        check("text", text("1.50"), text("1.5"), false);
        check("text", text(""), DefaultValue::Null, false);
        check("text", text("now()"), expression("now()"), false);
        check("date", expression("now()"), expression("now()::date + 1"), false);
        check("timestamptz", text("2020-01-01 00:00:00"), text("2020-01-01 00:00:00+00"), false);
        check("text[]", text(r#"{"NULL"}"#), text("{NULL}"), false);
        let ty = Type::parse("text");
        assert!(same(&ty, None, Some(&DefaultValue::Null)));
        assert!(!same(&ty, None, Some(&text(""))));
    }

    #[test]
    fn casts_at_the_end_are_dropped_as_drizzle_kit_drops_them() {
        assert_eq!(trim_casts("'q'::text"), "'q'");
        assert_eq!(trim_casts("'{}'::text[]"), "'{}'");
        assert_eq!(trim_casts("'a'::\"auth\".\"mood\""), "'a'");
        assert_eq!(trim_casts("now()::timestamp(3) with time zone"), "now()");
        assert_eq!(trim_casts("'a::b'"), "'a::b'");
        assert_eq!(trim_casts("'1'::numeric(10,2)::text"), "'1'");
        assert_eq!(trim_casts("(now() at time zone 'utc')"), "(now() at time zone 'utc')");
    }
}
