//! Would the server read a text as a value of a type?
//!
//! Its input functions take more than anybody writes (`'tomorrow'`, `'0x1F'`,
//! `'{a0ee-…}'`), and newer servers more than older ones. So each type has a rule that
//! lets all of that pass and stops only what none of them takes.
//!
//! <https://www.postgresql.org/docs/current/datatype.html>

use crate::postgres::types::{Family, family, normal, split_modifier};

/// `false` only where every server refuses the text.
pub(super) fn reads(ty: &str, text: &str) -> bool {
    let trimmed = text.trim();
    match family(ty) {
        Family::Integer | Family::Serial => integer(ty, trimmed),
        Family::Numeric | Family::Float => number(trimmed),
        Family::Boolean => boolean(trimmed),
        Family::Json => json(text),
        Family::Date | Family::Timestamp | Family::TimestampTz => moment(trimmed),
        Family::Time | Family::TimeTz => {
            has_digit(trimmed) || mentions(trimmed, &["now", "allballs"])
        }
        Family::Interval => has_digit(trimmed) || mentions(trimmed, &["infinity"]),
        Family::Uuid => {
            let digits = text.chars().filter(|c| !matches!(c, '{' | '}' | '-'));
            text.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '{' | '}' | '-'))
                && digits.count() == 32
        }
        Family::Network => network(ty, trimmed),
        Family::Bit => bits(text),
        Family::Bytea => bytes(text),
        Family::Point | Family::Line => has_digit(trimmed) || mentions(trimmed, &["inf", "nan"]),
        Family::Vector => vector(ty, trimmed),
        Family::SparseVector => sparse_vector(ty, trimmed),
        Family::Text | Family::Geometry | Family::Owned | Family::Other => true,
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn mentions(text: &str, words: &[&str]) -> bool {
    let lower = text.to_ascii_lowercase();
    words.iter().any(|word| lower.contains(word))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// `0x1F`, `0o17`, `0b1` and `1_000` came with version 16.
fn is_modern(digits: &str) -> bool {
    let lower = digits.to_ascii_lowercase();
    ["0x", "0o", "0b"].iter().any(|prefix| lower.starts_with(prefix))
        || (lower.contains('_') && lower.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
}

fn integer(ty: &str, text: &str) -> bool {
    let digits = unsigned(text);
    if is_modern(digits) {
        return true;
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let Ok(value) = text.strip_prefix('+').unwrap_or(text).parse::<i128>() else { return false };
    match split_modifier(&normal(ty)).0.as_str() {
        "smallint" => i16::try_from(value).is_ok(),
        "integer" => i32::try_from(value).is_ok(),
        "bigint" => i64::try_from(value).is_ok(),
        _ => true,
    }
}

fn number(text: &str) -> bool {
    let body = unsigned(text).to_ascii_lowercase();
    if is_modern(&body) || matches!(body.as_str(), "nan" | "inf" | "infinity") {
        return true;
    }
    let (mantissa, exponent) = body.split_once('e').unwrap_or((&body, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = unsigned(exponent);
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && digits(exponent)
        && !exponent.is_empty()
}

/// Any beginning of these words that fits only one of them.
fn boolean(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let begins = |word: &str, least: usize| lower.len() >= least && word.starts_with(&lower);
    begins("true", 1)
        || begins("false", 1)
        || begins("yes", 1)
        || begins("no", 1)
        || begins("on", 2)
        || begins("off", 2)
        || matches!(lower.as_str(), "1" | "0")
}

/// Escapes of characters are read differently by `json` and `jsonb`, and very deep
/// values are left to the server.
fn json(text: &str) -> bool {
    if text.contains("\\u") {
        return true;
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => true,
        Err(error) => error.to_string().contains("recursion limit"),
    }
}

fn moment(text: &str) -> bool {
    const WORDS: [&str; 6] = ["now", "today", "tomorrow", "yesterday", "epoch", "infinity"];
    if !has_digit(text) {
        return mentions(text, &WORDS);
    }
    is_possible_date(text)
}

/// `false` for `2024-02-30`, alone or with a time behind it. A year of four digits in
/// front is one in every `DateStyle`.
fn is_possible_date(text: &str) -> bool {
    let Some((date, rest)) = text.split_at_checked(10) else { return true };
    let bytes = date.as_bytes();
    let is_iso = bytes.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let ends = rest.is_empty() || rest.starts_with(['T', ' ']);
    if !is_iso || !ends || mentions(rest, &["b"]) {
        return true;
    }
    date.parse::<jiff::civil::Date>().is_ok() || date.starts_with("0000")
}

fn network(ty: &str, text: &str) -> bool {
    let hex = |extra: &str| text.chars().all(|c| c.is_ascii_hexdigit() || extra.contains(c));
    if ty.trim().to_ascii_lowercase().starts_with("mac") {
        return !text.is_empty() && hex(":-. ");
    }
    // `::ffff:10.0.0.1` has both marks, and a network may be written as `0x0A`.
    hex(":./ xX") && (has_digit(text) || text.contains(':'))
}

/// `[1,2.5]`, as pgvector reads it: finite numbers, and as many as the type says.
fn vector(ty: &str, text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let Some(inner) = inner else { return false };
    let numbers: Vec<&str> = inner.split(',').map(str::trim).collect();
    numbers.iter().all(|text| is_finite(text)) && has_dimensions(ty, numbers.len())
}

/// `{1:0.5,3:2}/5`: the places that are not zero, and how many there are.
fn sparse_vector(ty: &str, text: &str) -> bool {
    let parts = text.strip_prefix('{').and_then(|text| text.split_once('}'));
    let Some((inner, dimensions)) = parts else { return false };
    let pairs = inner.split(',').filter(|pair| !pair.trim().is_empty());
    let mut pairs = pairs.map(|pair| pair.split_once(':'));
    let is_pair = |(place, value): (&str, &str)| {
        place.trim().parse::<u32>().is_ok() && is_finite(value.trim())
    };
    let count = dimensions.trim().strip_prefix('/').and_then(|text| text.trim().parse().ok());
    pairs.all(|pair| pair.is_some_and(is_pair))
        && count.is_some_and(|count| has_dimensions(ty, count))
}

fn is_finite(text: &str) -> bool {
    number(text) && text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
}

fn has_dimensions(ty: &str, count: usize) -> bool {
    let dimensions = split_modifier(&normal(ty)).1.and_then(|text| text.parse::<usize>().ok());
    dimensions.is_none_or(|dimensions| dimensions == count)
}

fn bits(text: &str) -> bool {
    match text.strip_prefix(['x', 'X']) {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => {
            let digits = text.strip_prefix(['b', 'B']).unwrap_or(text);
            digits.bytes().all(|byte| matches!(byte, b'0' | b'1'))
        }
    }
}

fn bytes(text: &str) -> bool {
    let Some(digits) = text.strip_prefix("\\x") else { return true };
    let digits: Vec<char> = digits.chars().filter(|c| !c.is_whitespace()).collect();
    digits.len().is_multiple_of(2) && digits.iter().all(char::is_ascii_hexdigit)
}
