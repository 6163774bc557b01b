//! Types in SQL, and how values of one type become values of another.

use super::{Full, Short};
use crate::postgres::schema::{QName, Type};
use crate::postgres::types::{Family, normal, split_modifier};
use crate::sql::words;

/// What the server makes of an assignment from one type to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cast {
    /// It converts by itself.
    Assignment,
    /// It converts when told to with `::`.
    Explicit,
    /// It has no conversion, but each value can be read from its text, or from the only
    /// element of an array.
    ThroughText,
    /// A single value becomes an array of one.
    Wrap,
}

/// A column's type as a definition writes it: `"status"`, `"auth"."kind"[]`,
/// `varchar(255)`.
pub(super) fn element(ty: &Type) -> String {
    format!("{}{}", bare(ty), brackets(ty))
}

/// The type of one element.
pub(super) fn bare(ty: &Type) -> String {
    match &ty.schema {
        Some(schema) => Short(&QName::new(schema, &ty.text)).to_string(),
        None => ty.text.clone(),
    }
}

/// A type that means the same under any search path.
pub(super) fn full(ty: &Type) -> String {
    match &ty.schema {
        Some(schema) => format!("{}{}", Full(&QName::new(schema, &ty.text)), brackets(ty)),
        None => element(ty),
    }
}

/// `[]` or `[3]` for each dimension.
pub(super) fn brackets(ty: &Type) -> String {
    ty.dimensions
        .iter()
        .map(|size| size.map_or_else(|| "[]".to_owned(), |size| format!("[{size}]")))
        .collect()
}

/// A serial's type is what the server makes of it.
pub(super) fn stored(ty: &Type) -> Type {
    let text = match normal(&ty.text).as_str() {
        "smallserial" => "smallint",
        "serial" => "integer",
        "bigserial" => "bigint",
        _ => return ty.clone(),
    };
    Type { text: text.to_owned(), ..ty.clone() }
}

/// How values of one type become values of another.
pub(super) fn cast(from: &Type, to: &Type) -> Cast {
    if from.is_array() != to.is_array() {
        return if to.is_array() {
            Cast::Wrap
        } else if to.schema.is_none() && to.family() == Family::Text {
            Cast::Assignment
        } else {
            Cast::ThroughText
        };
    }
    if is_padded(from) && keeps_blanks(to) {
        return Cast::ThroughText;
    }
    if from.schema.is_some() || to.schema.is_some() {
        return if from.schema == to.schema && from.text == to.text
            || to.schema.is_none() && to.family() == Family::Text
        {
            Cast::Assignment
        } else if from.schema.is_none() && from.family() == Family::Text {
            Cast::Explicit
        } else {
            Cast::ThroughText
        };
    }
    let (from_text, to_text) = (normal(&from.text), normal(&to.text));
    let (from_base, _) = split_modifier(&from_text);
    let (to_base, _) = split_modifier(&to_text);
    if from_base == to_base {
        return Cast::Assignment;
    }
    between(from.family(), &from_base, to.family(), &to_base)
}

/// Are its values filled up with blanks? As text they have none.
fn is_padded(ty: &Type) -> bool {
    ty.schema.is_none() && split_modifier(&normal(&ty.text)).0 == "character"
}

/// Is a blank behind a value an error, or a part of it that the column would not have had?
fn keeps_blanks(ty: &Type) -> bool {
    ty.schema.is_some()
        || match ty.family() {
            Family::Uuid | Family::Network | Family::Bit | Family::Owned | Family::Other => true,
            Family::Integer
            | Family::Numeric
            | Family::Float
            | Family::Boolean
            | Family::Text
            | Family::Json
            | Family::Bytea
            | Family::Date
            | Family::Time
            | Family::TimeTz
            | Family::Timestamp
            | Family::TimestampTz
            | Family::Interval
            | Family::Point
            | Family::Line
            | Family::Geometry
            | Family::Vector
            | Family::SparseVector
            | Family::Serial => false,
        }
}

/// The server's table of casts, as far as types of pg-core go.
///
/// <https://www.postgresql.org/docs/current/catalog-pg-cast.html>
fn between(from: Family, from_base: &str, to: Family, to_base: &str) -> Cast {
    let number = |family| {
        matches!(family, Family::Integer | Family::Serial | Family::Numeric | Family::Float)
    };
    if to == Family::Text {
        return Cast::Assignment;
    }
    if from == Family::Text {
        return Cast::Explicit;
    }
    if number(from) && number(to) {
        return Cast::Assignment;
    }
    match (from, to) {
        (Family::Date, Family::Timestamp | Family::TimestampTz)
        | (
            Family::Timestamp | Family::TimestampTz,
            Family::Date | Family::Time | Family::Timestamp | Family::TimestampTz,
        )
        | (Family::TimestampTz, Family::TimeTz)
        | (Family::Time, Family::TimeTz | Family::Interval)
        | (Family::TimeTz | Family::Interval, Family::Time)
        | (Family::Json, Family::Json)
        | (Family::Vector, Family::Vector) => Cast::Assignment,
        (Family::Network, Family::Network)
            if matches!((from_base, to_base), ("cidr", "inet") | ("inet", "cidr"))
                || matches!(
                    (from_base, to_base),
                    ("macaddr", "macaddr8") | ("macaddr8", "macaddr")
                ) =>
        {
            Cast::Assignment
        }
        (Family::Integer, Family::Boolean) if from_base == "integer" => Cast::Explicit,
        (Family::Boolean, Family::Integer) if to_base == "integer" => Cast::Explicit,
        (Family::Integer, Family::Bit) if from_base != "smallint" => Cast::Explicit,
        (Family::Bit, Family::Integer) if to_base != "smallint" => Cast::Explicit,
        (_, _) => Cast::ThroughText,
    }
}

/// The expression that converts `value`. `written` is the new type as SQL.
pub(super) fn convert(value: &str, from: &Type, to: &Type, written: &str) -> String {
    match cast(from, to) {
        Cast::Assignment | Cast::Explicit => format!("{value}::{written}"),
        Cast::ThroughText if from.is_array() && !to.is_array() => {
            // The text of an array is read only so that more than one element is refused.
            let element = Type { dimensions: Vec::new(), ..from.clone() };
            let one = convert(&format!("({value})[1]"), &element, to, written);
            format!(
                "CASE WHEN array_dims({value}) = '[1:1]' THEN {one} \
                 ELSE {value}::text::{written} END"
            )
        }
        Cast::ThroughText => {
            let bridge = match (from.family(), to.family()) {
                // Numbers and booleans are not each other's text.
                (Family::Boolean, Family::Integer | Family::Numeric | Family::Float)
                | (Family::Integer, Family::Boolean) => "integer",
                (_, _) => "text",
            };
            let arrays = if from.is_array() && to.is_array() { "[]" } else { "" };
            format!("{value}::{bridge}{arrays}::{written}")
        }
        Cast::Wrap => {
            let element = Type { dimensions: Vec::new(), ..to.clone() };
            let one = match cast(from, &element) {
                // The column's assignment refuses what is longer.
                Cast::Assignment if cuts(&element) => format!("ARRAY[{value}]"),
                Cast::Assignment | Cast::Explicit | Cast::Wrap => {
                    format!("ARRAY[{value}]::{written}")
                }
                Cast::ThroughText => {
                    let bare = written.strip_suffix(&brackets(to)).unwrap_or(written);
                    format!("ARRAY[{}]::{written}", convert(value, from, &element, bare))
                }
            };
            format!("CASE WHEN {value} IS NULL THEN NULL ELSE {one} END")
        }
    }
}

/// Does an explicit cast to the type cut what is longer without a word, where an assignment
/// refuses it?
pub(super) fn cuts(ty: &Type) -> bool {
    let (base, size) = split_modifier(&normal(&ty.text));
    size.is_some() && (matches!(ty.family(), Family::Text | Family::Bit) || base == "bit varying")
}

/// Does the server change the type without touching the rows?
pub(super) fn is_free(from: &Type, to: &Type) -> bool {
    if from.is_array() || to.is_array() || from.schema.is_some() || to.schema.is_some() {
        return false;
    }
    let (from_text, to_text) = (normal(&from.text), normal(&to.text));
    let (from_base, from_size) = split_modifier(&from_text);
    let (to_base, to_size) = split_modifier(&to_text);
    let size = |text: &Option<String>| -> Option<Vec<u32>> {
        text.as_ref()?.split(',').map(|part| part.parse().ok()).collect()
    };
    let widens = match (size(&from_size), size(&to_size)) {
        (_, None) => to_size.is_none(),
        (None, Some(_)) => false,
        (Some(from), Some(to)) => match (from.as_slice(), to.as_slice()) {
            ([from], [to]) => from <= to,
            ([from, from_scale], [to, to_scale]) => from <= to && from_scale == to_scale,
            (_, _) => false,
        },
    };
    match (from_base.as_str(), to_base.as_str()) {
        ("character varying" | "text", "text") | ("cidr", "inet") => true,
        ("text", "character varying") => to_size.is_none(),
        ("character varying", "character varying")
        | ("numeric", "numeric")
        | ("bit varying", "bit varying")
        | ("time without time zone", "time without time zone")
        | ("time with time zone", "time with time zone")
        | ("timestamp without time zone", "timestamp without time zone")
        | ("timestamp with time zone", "timestamp with time zone")
        | ("interval", "interval") => widens,
        (_, _) => words::same(&from_text, &to_text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn using(from: &str, to: &str) -> String {
        convert("c", &Type::parse(from), &Type::parse(to), to)
    }

    #[test]
    fn conversions_go_the_way_the_server_knows() {
        assert_eq!(using("text", "integer"), "c::integer");
        assert_eq!(using("integer", "uuid"), "c::text::uuid");
        assert_eq!(using("boolean", "bigint"), "c::integer::bigint");
        assert_eq!(using("bigint", "boolean"), "c::integer::boolean");
        assert_eq!(using("integer[]", "uuid[]"), "c::text[]::uuid[]");
        assert_eq!(using("boolean[]", "bigint[]"), "c::integer[]::bigint[]");
        assert_eq!(
            using("boolean[]", "integer"),
            "CASE WHEN array_dims(c) = '[1:1]' THEN (c)[1]::integer ELSE c::text::integer END"
        );
        assert_eq!(using("char(60)", "uuid"), "c::text::uuid");
        assert_eq!(using("char(60)[]", "inet[]"), "c::text[]::inet[]");
        assert_eq!(using("char(60)", "integer"), "c::integer");
        assert_eq!(using("char(60)", "varchar(60)"), "c::varchar(60)");
        assert_eq!(
            using("text", "text[]"),
            "CASE WHEN c IS NULL THEN NULL ELSE ARRAY[c]::text[] END"
        );
    }

    #[test]
    fn widening_is_free_and_narrowing_is_not() {
        let free = |from: &str, to: &str| is_free(&Type::parse(from), &Type::parse(to));
        assert!(free("varchar(10)", "varchar(20)"));
        assert!(free("varchar(10)", "text"));
        assert!(free("numeric(10, 2)", "numeric(12,2)"));
        assert!(free("timestamp (3)", "timestamp"));
        assert!(!free("varchar(20)", "varchar(10)"));
        assert!(!free("text", "varchar(10)"));
        assert!(!free("numeric(10,2)", "numeric(12,3)"));
        assert!(!free("integer", "bigint"));
    }
}
