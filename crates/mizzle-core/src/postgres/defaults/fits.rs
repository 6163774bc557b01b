//! Can a column of a type have this default at all?
//!
//! The server reads a string constant when the default is declared, and refuses what is
//! no value of the type. Only what every supported server refuses is said to be wrong:
//! whatever could be read, by an extension's type too, passes. SQL is looked at where it
//! is nothing but a literal.
//!
//! <https://www.postgresql.org/docs/current/typeconv-query.html>

use super::array::{self, Item};
use super::meaning::{cast_target, string_constant, unwrap};
use super::reads::reads;
use crate::postgres::schema::{DefaultValue, PUBLIC, QName, Type};
use crate::postgres::types::Family;
use std::fmt;

/// Why a default is none for its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The text is no value of the type.
    Unreadable {
        /// The text.
        text: String,
        /// The type.
        ty: String,
    },
    /// The text is no label of the enum.
    NoLabel {
        /// The text.
        text: String,
        /// The enum.
        of: QName,
    },
    /// The value has a type of its own that the server does not turn into the column's.
    OtherType {
        /// The value.
        value: String,
        /// What it is.
        is: &'static str,
        /// The column's type.
        ty: String,
    },
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { text, ty } => write!(f, "`{text}` is no value of the type {ty}"),
            Self::NoLabel { text, of } => write!(f, "`{text}` is no value of the enum {of}"),
            Self::OtherType { value, is, ty } => {
                write!(f, "`{value}` is {is}, which does not become {ty}")
            }
        }
    }
}

/// The labels of an enum; `None` for a type of which nothing is known.
pub type Labels<'a> = &'a dyn Fn(&QName) -> Option<&'a [String]>;

/// Why the server refuses the default, where that is certain.
pub fn misfit(ty: &Type, default: &DefaultValue, labels: Labels<'_>) -> Option<Misfit> {
    match default {
        DefaultValue::Null => None,
        DefaultValue::Bool(value) => typed(ty, Typed::Boolean, &value.to_string(), labels),
        DefaultValue::Number(text) => match text.as_str() {
            "NaN" | "Infinity" | "-Infinity" => constant(ty, text, labels),
            _ => typed(ty, Typed::Number, text, labels),
        },
        DefaultValue::Text(text) => constant(ty, text, labels),
        DefaultValue::Expression(sql) => expression(ty, sql, labels),
    }
}

fn expression(ty: &Type, sql: &str, labels: Labels<'_>) -> Option<Misfit> {
    let bare = unwrap(sql.trim());
    if let Some(text) = string_constant(bare) {
        return constant(ty, &text, labels);
    }
    if let Some((value, target)) = cast_target(bare)
        && target.same(ty)
    {
        let text = string_constant(unwrap(value.trim()))?;
        return constant(ty, &text, labels);
    }
    if bare.eq_ignore_ascii_case("true") || bare.eq_ignore_ascii_case("false") {
        return typed(ty, Typed::Boolean, bare, labels);
    }
    let digits = bare.strip_prefix('-').unwrap_or(bare);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_number { typed(ty, Typed::Number, bare, labels) } else { None }
}

/// A value whose type the server knows without the column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    Boolean,
    Number,
}

/// Does such a value become one of the column's type by assignment, as far as is known?
fn typed(ty: &Type, is: Typed, value: &str, labels: Labels<'_>) -> Option<Misfit> {
    let fits = match ty.family() {
        Family::Other | Family::Geometry => true,
        // A domain may be one over anything.
        Family::Owned => labels(&owned(ty)).is_none(),
        Family::Text => !ty.is_array(),
        Family::Boolean => is == Typed::Boolean && !ty.is_array(),
        Family::Integer | Family::Numeric | Family::Float | Family::Serial => {
            is == Typed::Number && !ty.is_array()
        }
        Family::Json
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
        | Family::Point
        | Family::Line
        | Family::Vector
        | Family::SparseVector => false,
    };
    let is = match is {
        Typed::Boolean => "a boolean",
        Typed::Number => "a number",
    };
    (!fits).then(|| Misfit::OtherType { value: value.to_owned(), is, ty: shown(ty) })
}

fn owned(ty: &Type) -> QName {
    QName::new(ty.schema.as_deref().unwrap_or(PUBLIC), &ty.text)
}

fn constant(ty: &Type, text: &str, labels: Labels<'_>) -> Option<Misfit> {
    if !ty.is_array() {
        return element(ty, text, labels);
    }
    // `[1:2]={…}` gives bounds, and the parts of boxes are not parted by commas.
    if text.trim_start().starts_with('[') || ty.text.eq_ignore_ascii_case("box") {
        return None;
    }
    match array::parse(text) {
        Some(items) if !is_ragged(&items) => items_of(ty, &items, labels),
        Some(_) | None => Some(Misfit::Unreadable { text: text.to_owned(), ty: shown(ty) }),
    }
}

fn items_of(ty: &Type, items: &[Item], labels: Labels<'_>) -> Option<Misfit> {
    items.iter().find_map(|item| match item {
        Item::Null => None,
        Item::Bare(text) | Item::Quoted(text) => element(ty, text, labels),
        Item::Array(items) => items_of(ty, items, labels),
    })
}

/// Do its parts differ in depth or length? Empty ones are left to the server, whose
/// versions do not agree on them.
fn is_ragged(items: &[Item]) -> bool {
    fn shape(items: &[Item]) -> Option<Vec<usize>> {
        let mut inner: Option<Vec<usize>> = None;
        for item in items {
            let of = match item {
                Item::Array(items) => shape(items)?,
                Item::Null | Item::Bare(_) | Item::Quoted(_) => Vec::new(),
            };
            if inner.get_or_insert_with(|| of.clone()) != &of {
                return None;
            }
        }
        let mut all = vec![items.len()];
        all.extend(inner.unwrap_or_default());
        Some(all)
    }
    fn has_empty(items: &[Item]) -> bool {
        items.is_empty()
            || items.iter().any(|item| matches!(item, Item::Array(items) if has_empty(items)))
    }
    !has_empty(items) && shape(items).is_none()
}

fn element(ty: &Type, text: &str, labels: Labels<'_>) -> Option<Misfit> {
    if ty.schema.is_some() {
        let of = owned(ty);
        let known = labels(&of)?;
        return (!known.iter().any(|label| label == text))
            .then(|| Misfit::NoLabel { text: text.to_owned(), of });
    }
    (!reads(&ty.text, text))
        .then(|| Misfit::Unreadable { text: text.to_owned(), ty: ty.text.clone() })
}

fn shown(ty: &Type) -> String {
    format!("{}{}", ty.text, "[]".repeat(ty.dimensions.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(ty: &str, default: &DefaultValue) -> String {
        let labels = ["sad".to_owned(), "ok".to_owned()];
        let mut ty = Type::parse(ty);
        if ty.text == "mood" {
            ty.schema = Some("public".to_owned());
        }
        let found = misfit(&ty, default, &|_| Some(&labels));
        found.map_or_else(|| "fits".to_owned(), |misfit| misfit.to_string())
    }

    fn text(ty: &str, value: &str) -> String {
        why(ty, &DefaultValue::Text(value.to_owned()))
    }

    fn sql(ty: &str, value: &str) -> String {
        why(ty, &DefaultValue::Expression(value.to_owned()))
    }

    #[test]
    fn text_is_read_as_the_type() {
        assert_eq!(text("integer", "abc"), "`abc` is no value of the type integer");
        assert_eq!(text("mood", "glad"), "`glad` is no value of the enum mood");
        assert_eq!(text("mood[]", "{ok,glad}"), "`glad` is no value of the enum mood");
        assert_eq!(text("integer[]", "1,2"), "`1,2` is no value of the type integer[]");
        assert_eq!(text("integer[]", "{1,x}"), "`x` is no value of the type integer");
        assert_eq!(
            text("integer[]", "{{1},{2,3}}"),
            "`{{1},{2,3}}` is no value of the type integer[]"
        );
        assert_eq!(text("vector(3)", "[1,2]"), "`[1,2]` is no value of the type vector(3)");
        assert_eq!(text("vector(2)", "[1,NaN]"), "`[1,NaN]` is no value of the type vector(2)");
        assert_eq!(text("halfvec(2)", "{1,2}"), "`{1,2}` is no value of the type halfvec(2)");
        assert_eq!(
            text("sparsevec(5)", "{1:2}/4"),
            "`{1:2}/4` is no value of the type sparsevec(5)"
        );
        for (ty, value) in [
            ("vector(3)", "[1, -2.5,3e-2]"),
            ("vector", "[1]"),
            ("sparsevec(5)", "{1:2,5:-1}/5"),
            ("sparsevec(5)", "{}/5"),
        ] {
            assert_eq!(text(ty, value), "fits", "{ty} {value}");
        }
        for (ty, value) in
            [("mood[]", "{NULL,ok}"), ("integer[][]", "{{1},{2}}"), ("text", "x"), ("citext", "x")]
        {
            assert_eq!(text(ty, value), "fits", "{ty} {value}");
        }
    }

    #[test]
    fn values_have_types_of_their_own() {
        let number = DefaultValue::Number("5".into());
        assert_eq!(why("boolean", &number), "`5` is a number, which does not become boolean");
        assert_eq!(why("integer[]", &number), "`5` is a number, which does not become integer[]");
        assert_eq!(why("text", &number), "fits");
        assert_eq!(why("tsvector", &number), "fits");
        assert_eq!(
            why("integer", &DefaultValue::Bool(true)),
            "`true` is a boolean, which does not become integer"
        );
    }

    #[test]
    fn sql_is_looked_at_where_it_is_a_literal() {
        assert_eq!(sql("integer", "'abc'"), "`abc` is no value of the type integer");
        assert_eq!(sql("integer", "('abc'::int)"), "`abc` is no value of the type integer");
        assert_eq!(sql("uuid", "true"), "`true` is a boolean, which does not become uuid");
        for (ty, value) in [
            ("integer", "length('abc')"),
            ("integer", "'abc'::regclass::oid::int"),
            ("text", "'abc' || 'd'"),
            ("integer", "-5"),
            ("uuid", "gen_random_uuid()"),
        ] {
            assert_eq!(sql(ty, value), "fits", "{ty} {value}");
        }
    }
}
