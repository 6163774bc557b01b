//! Values by type, each as the text of a literal.

use crate::postgres::schema::Type;
use crate::postgres::types::{Family, normal};
use crate::sql::words::Words;
use std::collections::BTreeSet;

/// What kind of values to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Flavour {
    /// What the checks of the table speak of.
    Checked,
    /// Small numbers, also as text.
    Small,
    /// Larger numbers and longer texts.
    Large,
    /// Fractions, and texts that are addresses.
    Odd,
    /// The columns' own defaults, where they have one.
    Defaults,
    /// NULL wherever that is allowed: what a check calls by a name says nothing of values.
    Bare,
}

impl Flavour {
    pub(super) const ALL: [Self; 6] =
        [Self::Checked, Self::Small, Self::Large, Self::Odd, Self::Defaults, Self::Bare];
}

/// Value number `number` of a column that is of one type and becomes another. `labels`
/// are those of an enum, `written` what checks compare the column with.
pub(super) fn value(
    from: &Type,
    to: &Type,
    labels: Option<&[String]>,
    written: &[String],
    flavour: Flavour,
    number: usize,
) -> Option<String> {
    let element = match labels {
        Some([]) => return None,
        Some(labels) => labels[number % labels.len()].clone(),
        None if !written.is_empty() => written[number % written.len()].clone(),
        // A text that becomes something else is that something already.
        None if from.family() == Family::Text => of_family(to, flavour, number)?,
        None => of_family(from, flavour, number)?,
    };
    Some(match from.dimensions.len() {
        0 => element,
        _ => format!("{{\"{}\"}}", element.replace('\\', "\\\\").replace('"', "\\\"")),
    })
}

fn of_family(ty: &Type, flavour: Flavour, number: usize) -> Option<String> {
    let n = number + 1;
    let whole = match flavour {
        Flavour::Checked | Flavour::Small | Flavour::Odd | Flavour::Defaults | Flavour::Bare => n,
        Flavour::Large => 100 + n,
    };
    let normal = normal(&ty.text);
    let name = normal.split('(').next().unwrap_or_default().trim();
    Some(match ty.family() {
        Family::Integer | Family::Serial => whole.to_string(),
        Family::Numeric | Family::Float => match flavour {
            Flavour::Odd => format!("0.{n}"),
            Flavour::Checked
            | Flavour::Small
            | Flavour::Large
            | Flavour::Defaults
            | Flavour::Bare => whole.to_string(),
        },
        Family::Boolean => (n % 2 == 1).to_string(),
        Family::Text => match flavour {
            Flavour::Checked | Flavour::Small | Flavour::Defaults | Flavour::Bare => n.to_string(),
            Flavour::Large => format!("a longer text, number {n}"),
            Flavour::Odd => format!("person{n}@example.com"),
        },
        Family::Json => format!("{{\"n\": {n}}}"),
        Family::Date => format!("2024-01-{n:02}"),
        Family::Time => format!("01:02:{n:02}"),
        Family::TimeTz => format!("01:02:{n:02}+00"),
        Family::Timestamp => format!("2024-01-{n:02} 00:00:00"),
        Family::TimestampTz => format!("2024-01-{n:02} 00:00:00+00"),
        Family::Interval => format!("{n:02}:00:00"),
        Family::Uuid => format!("00000000-0000-4000-8000-{n:012}"),
        Family::Network => match name {
            "macaddr" => format!("08:00:2b:01:02:{n:02}"),
            "macaddr8" => format!("08:00:2b:ff:fe:01:02:{n:02}"),
            "cidr" => format!("10.0.0.{n}/32"),
            _ => format!("10.0.0.{n}"),
        },
        Family::Bit => {
            let width = modifier(&normal).unwrap_or(1);
            let bits = format!("{n:0width$b}");
            bits.get(bits.len().saturating_sub(width)..)?.to_owned()
        }
        Family::Bytea => format!("\\x{n:02}"),
        Family::Point => format!("({n},{n})"),
        Family::Line => format!("{{1,1,{n}}}"),
        Family::Geometry => format!("POINT({n} {n})"),
        Family::Vector => {
            let width = modifier(&normal).unwrap_or(1);
            format!("[{}]", vec![n.to_string(); width].join(","))
        }
        Family::SparseVector => format!("{{1:{n}}}/{}", modifier(&normal)?),
        Family::Owned => return None,
        Family::Other => match name {
            "citext" | "name" | "xml" => n.to_string(),
            "oid" | "money" => whole.to_string(),
            "hstore" => format!("n=>{n}"),
            "ltree" => format!("n{n}"),
            "tsvector" | "tsquery" => format!("n{n}"),
            "int4range" | "int8range" | "numrange" => format!("[{n},{})", n + 1),
            "daterange" | "tsrange" | "tstzrange" => {
                format!("[2024-01-{n:02},2024-01-{:02})", n + 1)
            }
            "int4multirange" | "int8multirange" | "nummultirange" => format!("{{[{n},{})}}", n + 1),
            "box" | "lseg" | "path" => format!("((0,0),({n},{n}))"),
            "polygon" => format!("((0,0),({n},0),({n},{n}))"),
            "circle" => format!("<(0,0),{n}>"),
            _ => return None,
        },
    })
}

/// The number in the brackets behind a type's name.
fn modifier(normal: &str) -> Option<usize> {
    let (_, rest) = normal.split_once('(')?;
    rest.split([',', ')']).next()?.trim().parse().ok()
}

/// The text literals in those of the expressions that speak of a column, sorted.
pub(super) fn literals<'a>(
    expressions: impl Iterator<Item = &'a str>,
    column: &str,
) -> Vec<String> {
    let words = expressions.map(Words::of).filter(|words| words.mentions(column));
    let found: BTreeSet<String> = words.flat_map(|words| words.texts).collect();
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_say_what_they_take() {
        let checks = ["\"kind\" IN ('a', 'it''s')", "length(name) > 3", "name <> 'x'"];
        assert_eq!(literals(checks.into_iter(), "kind"), ["a", "it's"]);
        assert_eq!(literals(checks.into_iter(), "name"), ["x"]);
    }

    #[test]
    fn types_have_values() {
        let of = |text: &str| {
            let ty = Type::parse(text);
            value(&ty, &ty, None, &[], Flavour::Small, 1)
        };
        for (ty, expected) in [
            ("integer", "2"),
            ("varchar(1)", "2"),
            ("text[]", "{\"2\"}"),
            ("bit(4)", "0010"),
            ("bit(1)", "0"),
            ("vector(3)", "[2,2,2]"),
            ("timestamp (3) with time zone", "2024-01-02 00:00:00+00"),
        ] {
            assert_eq!(of(ty).as_deref(), Some(expected), "{ty}");
        }
        assert_eq!(of("my_domain"), None);
        let (text, uuid) = (Type::parse("text"), Type::parse("uuid"));
        let becomes = value(&text, &uuid, None, &[], Flavour::Small, 0);
        assert_eq!(becomes.as_deref(), Some("00000000-0000-4000-8000-000000000001"));
    }
}
