//! What may become of values that change their type.
//!
//! One list of the conversions that keep every value as it is: whoever reads the values as
//! their old type again has the same bytes. Whatever is not in it loses something. That the
//! list is right is tried on a server, with every pair of types.
//!
//! <https://www.postgresql.org/docs/current/typeconv-query.html>

use super::Full;
use super::cast::{Cast, bare, brackets, cast, is_free};
use crate::plan::Hazard;
use crate::postgres::schema::{QName, Type};
use crate::postgres::types::{Family, normal, split_modifier};
use crate::sql::Ident;

/// What may become of values that change their type.
pub(super) fn losses(table: &QName, column: &str, from: &Type, to: &Type) -> Vec<Hazard> {
    let Fate { fails, changes } = fate(from, to);
    let place = format!("{table}.{column}");
    let fails = fails.map(|fails| {
        let on = match fails {
            Fails::Longer => format!("if a value of {place} is longer than {}", to.text),
            Fails::TooLarge => format!("if a value of {place} is too large for {}", to.text),
            Fails::Unreadable => {
                format!("if a value of {place} cannot be read as {}", written(to))
            }
        };
        Hazard::MayFail { on }
    });
    let changes = changes.map(|changes| Hazard::ChangesData { what: changed(&place, &changes) });
    fails.into_iter().chain(changes).collect()
}

/// May a value be another one after it has become the type and its own again?
pub(super) fn loses(from: &Type, to: &Type) -> bool {
    fate(from, to).changes.is_some()
}

/// What a change to this type has taken from values, and a query that counts those that may
/// have lost it: what was cut is as long as the type allows. `None` where values do not show
/// what they were.
pub(in crate::postgres) fn cut_blanks(
    table: &QName,
    column: &str,
    from: &Type,
    to: &Type,
) -> Option<(String, String)> {
    let ((base, size), value) = (base_and_size(to), Ident(column));
    // What has blanks at its end beyond a length loses nothing else.
    let size = size.filter(|_| base == "character varying" && may_end_in_blanks(from))?;
    let changes = fate(from, to).changes.filter(|_| from.is_array() == to.is_array())?;
    let as_long = if to.is_array() {
        format!("EXISTS (SELECT FROM unnest({value}) AS one WHERE char_length(one) = {size})")
    } else {
        format!("char_length({value}) = {size}")
    };
    let count = format!("SELECT count(*) FROM {} WHERE {as_long}", Full(table));
    Some((changed(&format!("{table}.{column}"), &changes), count))
}

fn changed(place: &str, changes: &str) -> String {
    format!("values of {place} {changes}")
}

/// What may become of a value.
#[derive(Debug, Default)]
struct Fate {
    /// The server refuses the change because of it.
    fails: Option<Fails>,
    /// It is another value afterwards: what values of the column do.
    changes: Option<String>,
}

/// What a value is that the server refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fails {
    Longer,
    TooLarge,
    Unreadable,
}

impl Fate {
    /// Every value stays what it is.
    const SAME: Self = Self { fails: None, changes: None };

    fn fails(fails: Fails) -> Self {
        Self { fails: Some(fails), changes: None }
    }

    fn changes(changes: impl Into<String>) -> Self {
        Self { fails: None, changes: Some(changes.into()) }
    }

    /// It becomes the type, and nobody knows what of it that can say.
    fn becomes(to: &Type) -> Self {
        Self::changes(format!("become {}; what that cannot say is lost", written(to)))
    }

    fn rounded(to: &Type) -> Self {
        Self::changes(format!("are rounded to what {} holds", to.text))
    }

    fn or(self, fails: Fails) -> Self {
        Self { fails: Some(fails), ..self }
    }
}

fn fate(from: &Type, to: &Type) -> Fate {
    if is_free(&element(from), &element(to)) && from.is_array() == to.is_array() {
        return Fate::SAME;
    }
    match cast(from, to) {
        // An empty array, one of NULL and one with another lower bound are not told apart
        // by what becomes of them.
        Cast::Assignment if from.is_array() && !to.is_array() => {
            let fails = base_and_size(to).1.map(|_| Fails::Longer);
            Fate { fails, ..Fate::becomes(to) }
        }
        Cast::Explicit | Cast::ThroughText if from.is_array() && !to.is_array() => {
            Fate::becomes(to).or(Fails::Unreadable)
        }
        // The server takes the text of an array for its text.
        Cast::Wrap if from.schema.is_none() && from.family() == Family::Text => Fate {
            changes: Some("come back as the text of an array".to_owned()),
            ..fate(from, &element(to))
        },
        Cast::Wrap => fate(from, &element(to)),
        Cast::Explicit | Cast::ThroughText if reads_exactly(from, to) => {
            Fate::fails(Fails::Unreadable)
        }
        Cast::Explicit | Cast::ThroughText => Fate::becomes(to).or(Fails::Unreadable),
        Cast::Assignment => assigned(from, to),
    }
}

/// Values that the server converts by itself, arrays one element after the other.
fn assigned(from: &Type, to: &Type) -> Fate {
    let ((had, old_size), (gets, size)) = (base_and_size(from), base_and_size(to));
    match (from.family(), to.family()) {
        (_, Family::Text) => into_text(from, to),
        (Family::Integer, Family::Integer) if width(from) > width(to) => {
            Fate::fails(Fails::TooLarge)
        }
        (Family::Integer, Family::Integer) => Fate::SAME,
        (Family::Numeric | Family::Float, Family::Integer) => {
            Fate::changes("are rounded to whole numbers").or(Fails::TooLarge)
        }
        (Family::Integer, Family::Numeric) => match digits(to) {
            None => Fate::SAME,
            Some((_, scale)) if scale < 0 => Fate::rounded(to).or(Fails::TooLarge),
            Some(_) => Fate::fails(Fails::TooLarge),
        },
        (Family::Numeric, Family::Numeric) => match (digits(from), digits(to)) {
            (_, None) => Fate::SAME,
            (Some((whole, scale)), Some((room, places))) if places >= scale => {
                let fits = room - places >= whole - scale;
                if fits { Fate::SAME } else { Fate::fails(Fails::TooLarge) }
            }
            (_, Some(_)) => Fate::rounded(to).or(Fails::TooLarge),
        },
        (Family::Float, Family::Numeric) if size.is_some() => Fate::rounded(to).or(Fails::TooLarge),
        (Family::Float, Family::Numeric) => {
            let digits = if had == "real" { 6 } else { 15 };
            Fate::changes(format!("are rounded to {digits} digits"))
        }
        (Family::Integer, Family::Float)
            if had == "smallint" || had == "integer" && gets != "real" =>
        {
            Fate::SAME
        }
        (Family::Float, Family::Float) if had == "real" => Fate::SAME,
        (Family::Numeric | Family::Float | Family::Integer, Family::Float) => Fate::rounded(to),
        (Family::Date, Family::Timestamp) => Fate::SAME,
        (Family::Timestamp | Family::TimestampTz, Family::Date) => {
            Fate::changes("lose their time of day")
        }
        (Family::Timestamp | Family::TimestampTz, Family::Time | Family::TimeTz) => {
            Fate::changes("lose their date")
        }
        (Family::Interval, Family::Time) => Fate::changes("lose all but their time of day"),
        (Family::Time, Family::Interval) => Fate::changes("that are 24:00 come back as 00:00"),
        (Family::TimeTz, Family::Time) => Fate::changes("lose their zone"),
        (Family::TimestampTz, Family::Timestamp) => {
            Fate::changes("lose their zone; what stays is the local time of the session's TimeZone")
        }
        (Family::Timestamp | Family::Date, Family::TimestampTz) => {
            Fate::changes("are read as local times of the session's TimeZone")
        }
        (Family::Time, Family::TimeTz) if precision(&old_size) <= precision(&size) => Fate::SAME,
        (
            Family::Time
            | Family::TimeTz
            | Family::Timestamp
            | Family::TimestampTz
            | Family::Interval,
            Family::Time
            | Family::TimeTz
            | Family::Timestamp
            | Family::TimestampTz
            | Family::Interval,
        ) if size.is_some() => Fate::rounded(to),
        (Family::Network, Family::Network) if gets == "cidr" => {
            Fate::changes("lose the host in their network")
        }
        (Family::Network, Family::Network) if gets == "macaddr" => Fate::fails(Fails::Unreadable),
        (Family::Network, Family::Network) => Fate::SAME,
        (Family::Json, Family::Json) if gets == "jsonb" => {
            Fate::changes("lose blanks, key order and repeated keys")
        }
        (Family::Json, Family::Json) => Fate::SAME,
        (Family::Vector, Family::Vector) if had == "vector" && gets == "halfvec" => {
            Fate::changes("are rounded to what halfvec holds").or(Fails::Unreadable)
        }
        (Family::Vector, Family::Vector)
        | (Family::SparseVector, Family::SparseVector)
        | (Family::Geometry, Family::Geometry)
        | (Family::Bit, Family::Bit) => Fate::fails(Fails::Unreadable),
        (Family::Owned, Family::Owned) => Fate::SAME,
        (Family::Other, Family::Other) if gets == "bit varying" => Fate::fails(Fails::Longer),
        (_, _) => Fate::becomes(to),
    }
}

/// Values that become text: it says all of them, as far as it keeps blanks at the end.
fn into_text(from: &Type, to: &Type) -> Fate {
    let ((had, old_size), (gets, size)) = (base_and_size(from), base_and_size(to));
    let characters =
        |size: &Option<String>| size.as_ref().and_then(|size| size.parse::<u32>().ok());
    let bounded = matches!(had.as_str(), "character" | "character varying");
    let fits = match (characters(&old_size), characters(&size)) {
        (Some(old), Some(new)) => bounded && old <= new,
        (_, None) => true,
        (None, Some(_)) => false,
    };
    // As text, a `bpchar` has none of the blanks at its end.
    let loses = had == "bpchar" && gets != "bpchar";
    let changes = match (gets.as_str(), &size) {
        ("character" | "bpchar", _) if loses || may_end_in_blanks(from) => {
            Some("lose the blanks at their end".to_owned())
        }
        (_, _) if loses => Some("lose the blanks at their end".to_owned()),
        ("character varying", Some(size)) if may_end_in_blanks(from) => {
            Some(format!("lose the blanks at their end beyond {size} characters"))
        }
        (_, _) => None,
    };
    Fate { fails: (!fits).then_some(Fails::Longer), changes }
}

/// May the text of a value end in blanks that are a part of it?
fn may_end_in_blanks(ty: &Type) -> bool {
    match ty.family() {
        Family::Text => matches!(base_and_size(ty).0.as_str(), "text" | "character varying"),
        Family::Json => normal(&ty.text) == "json",
        Family::Owned | Family::Other => true,
        Family::Integer
        | Family::Numeric
        | Family::Float
        | Family::Boolean
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
        | Family::Geometry
        | Family::Vector
        | Family::SparseVector
        | Family::Serial => false,
    }
}

/// Is every value that the new type can read one that it also says in the same way, so that
/// the old type gets it back? `007` is an integer and comes back as `7`.
fn reads_exactly(from: &Type, to: &Type) -> bool {
    if to.schema.is_some() {
        return from.schema.is_some() || from.family() == Family::Text;
    }
    match (from.family(), to.family()) {
        (Family::Text, Family::Json | Family::Other) => match normal(&to.text).as_str() {
            "json" => true,
            "citext" => base_and_size(from).0 != "bpchar",
            _ => false,
        },
        (Family::Boolean, Family::Integer | Family::Float) => true,
        (Family::Boolean, Family::Numeric) => digits(to).is_none_or(|(_, scale)| scale == 0),
        // To a smallint the digits would be decimal ones.
        (Family::Bit, Family::Integer) => normal(&to.text) != "smallint",
        (_, _) => false,
    }
}

fn element(ty: &Type) -> Type {
    Type { dimensions: Vec::new(), ..ty.clone() }
}

fn written(ty: &Type) -> String {
    bare(ty) + &brackets(ty)
}

fn base_and_size(ty: &Type) -> (String, Option<String>) {
    split_modifier(&normal(&ty.text))
}

fn width(ty: &Type) -> u8 {
    match normal(&ty.text).as_str() {
        "smallint" => 2,
        "integer" => 4,
        _ => 8,
    }
}

/// Digits in all, and behind the point. `None` for a `numeric` that holds any number.
fn digits(ty: &Type) -> Option<(i32, i32)> {
    let size = base_and_size(ty).1?;
    let (all, scale) = size.split_once(',').unwrap_or((&size, "0"));
    Some((all.parse().ok()?, scale.parse().ok()?))
}

/// Digits of a second.
fn precision(size: &Option<String>) -> u32 {
    size.as_ref().and_then(|size| size.parse().ok()).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(from: &str, to: &str) -> Vec<String> {
        let of = |text: &str| match text {
            "mood" => Type { schema: Some("public".into()), ..Type::parse(text) },
            text => Type::parse(text),
        };
        let hazards = losses(&QName::public("t"), "c", &of(from), &of(to));
        hazards.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn blanks_beyond_a_length_are_lost() {
        for from in ["text", "varchar(40)", "citext", "json", "mood"] {
            assert_eq!(
                said(from, "varchar(20)"),
                [
                    "fails if a value of t.c is longer than varchar(20)",
                    "values of t.c lose the blanks at their end beyond 20 characters",
                ]
            );
        }
        assert_eq!(said("varchar(40)[]", "varchar(20)[]"), said("text", "varchar(20)"));
        for from in ["integer", "uuid", "jsonb", "char(40)"] {
            let fails = ["fails if a value of t.c is longer than varchar(20)"];
            assert_eq!(said(from, "varchar(20)"), fails, "{from}");
        }
        assert_eq!(said("varchar(20)[]", "varchar(40)[]"), [] as [&str; 0]);
        assert_eq!(said("char(20)", "varchar(20)"), [] as [&str; 0]);
    }

    #[test]
    fn an_array_of_one_loses_what_its_element_loses() {
        assert_eq!(said("integer", "integer[]"), [] as [&str; 0]);
        assert_eq!(said("numeric", "integer[]"), said("numeric", "integer"));
        assert_eq!(said("text", "text[]"), ["values of t.c come back as the text of an array"]);
        assert_eq!(
            said("integer[]", "text"),
            ["values of t.c become text; what that cannot say is lost"]
        );
    }

    #[test]
    fn numbers_that_have_room_stay() {
        for (from, to) in [
            ("numeric(10,2)", "numeric(12,4)"),
            ("integer", "double precision"),
            ("smallint", "real"),
            ("integer", "numeric"),
        ] {
            assert_eq!(said(from, to), [] as [&str; 0], "{from} {to}");
        }
        assert_eq!(
            said("numeric(10,2)", "numeric(10,4)"),
            ["fails if a value of t.c is too large for numeric(10,4)"]
        );
        assert_eq!(said("bigint", "double precision").len(), 1);
        assert_eq!(said("integer", "numeric(5,-2)").len(), 2);
    }

    #[test]
    fn what_nobody_knows_of_is_lossy() {
        assert_eq!(
            said("custom(3)", "custom(2)"),
            ["values of t.c become custom(2); what that cannot say is lost"]
        );
    }
}
