//! What the text of a column's type means: its family, its normal form, and
//! whether two texts name one type.
//!
//! Text comes from four sources that spell types differently (`numeric(10, 2)` of
//! drizzle 0.x, `numeric(10,2)` of 1.0, `timestamp (3)` of drizzle-orm,
//! `character varying(5)` of the server); everybody compares through here.

use crate::postgres::schema::Type;

/// Types whose literals are written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// `smallint`, `integer`, `bigint`
    Integer,
    /// `numeric`
    Numeric,
    /// `real`, `double precision`
    Float,
    /// `boolean`
    Boolean,
    /// `text`, `varchar`, `char`
    Text,
    /// `json`, `jsonb`
    Json,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `time with time zone`
    TimeTz,
    /// `timestamp`
    Timestamp,
    /// `timestamp with time zone`
    TimestampTz,
    /// `interval`
    Interval,
    /// `uuid`
    Uuid,
    /// `inet`, `cidr`, `macaddr`, `macaddr8`
    Network,
    /// `bit`
    Bit,
    /// `bytea`
    Bytea,
    /// `point`
    Point,
    /// `line`
    Line,
    /// `geometry` of PostGIS
    Geometry,
    /// `vector`, `halfvec` of pgvector
    Vector,
    /// `sparsevec` of pgvector
    SparseVector,
    /// `smallserial`, `serial`, `bigserial`: an integer with a sequence
    Serial,
    /// An enum or another type that the project owns
    Owned,
    /// Any other type
    Other,
}

impl Type {
    /// Which family it belongs to.
    pub fn family(&self) -> Family {
        if self.schema.is_some() { Family::Owned } else { family(&self.text) }
    }

    /// Is it `smallserial`, `serial` or `bigserial`?
    pub fn is_serial(&self) -> bool {
        self.family() == Family::Serial
    }

    /// Is it an array?
    pub fn is_array(&self) -> bool {
        !self.dimensions.is_empty()
    }

    /// Do both name the same type? Spelling, sizes and the number of dimensions do
    /// not count, since the server keeps none of them.
    pub fn same(&self, other: &Self) -> bool {
        self.is_array() == other.is_array()
            && match (&self.schema, &other.schema) {
                (Some(left), Some(right)) => left == right && self.text == other.text,
                (None, None) => normal(&self.text) == normal(&other.text),
                (Some(_), None) | (None, Some(_)) => false,
            }
    }

    /// Gives it the one spelling of its type. An enum's text is its name, and stays.
    pub fn normalize(&mut self) {
        if self.schema.is_none() {
            self.text = normal(&self.text);
        }
    }

    /// A type from the text that drizzle-orm, drizzle-kit 0.x or a user writes:
    /// element type, then `[]` or `[n]` for each dimension.
    pub fn parse(text: &str) -> Self {
        let mut element = text.trim_end();
        let mut dimensions = Vec::new();
        while let Some(open) = element.strip_suffix(']').and_then(|rest| rest.rfind('[')) {
            let size = element[open + 1..element.len() - 1].trim();
            if !size.is_empty() && size.parse::<u32>().is_err() {
                break;
            }
            dimensions.insert(0, size.parse().ok());
            element = element[..open].trim_end();
        }
        Self { text: element.to_owned(), schema: None, dimensions }
    }
}

/// The family of a built-in or extension type.
pub fn family(text: &str) -> Family {
    let normal = normal(text);
    let (base, _) = split_modifier(&normal);
    match base.as_str() {
        "smallint" | "integer" | "bigint" => Family::Integer,
        "numeric" => Family::Numeric,
        "real" | "double precision" => Family::Float,
        "boolean" => Family::Boolean,
        "text" | "character varying" | "character" | "bpchar" => Family::Text,
        "json" | "jsonb" => Family::Json,
        "date" => Family::Date,
        "time without time zone" => Family::Time,
        "time with time zone" => Family::TimeTz,
        "timestamp without time zone" => Family::Timestamp,
        "timestamp with time zone" => Family::TimestampTz,
        "uuid" => Family::Uuid,
        "inet" | "cidr" | "macaddr" | "macaddr8" => Family::Network,
        "bit" => Family::Bit,
        "bytea" => Family::Bytea,
        "point" => Family::Point,
        "line" => Family::Line,
        "geometry" => Family::Geometry,
        "vector" | "halfvec" => Family::Vector,
        "sparsevec" => Family::SparseVector,
        "smallserial" | "serial" | "bigserial" => Family::Serial,
        base if base == "interval" || base.starts_with("interval ") => Family::Interval,
        _ => Family::Other,
    }
}

/// One spelling for all texts that name one type: the server's, as `format_type`
/// prints it. Types that it does not know keep their text, blanks aside.
pub fn normal(text: &str) -> String {
    let spaced = collapse(text);
    let (base, modifier) = split_modifier(&spaced);
    let lower = if base.contains('"') { base } else { base.to_lowercase() };
    let (name, tail) = match lower.as_str() {
        "int2" => ("smallint", ""),
        "int" | "int4" => ("integer", ""),
        "int8" => ("bigint", ""),
        "serial2" => ("smallserial", ""),
        "serial4" => ("serial", ""),
        "serial8" => ("bigserial", ""),
        "decimal" => ("numeric", ""),
        "float4" => ("real", ""),
        "double" | "float8" => ("double precision", ""),
        "float" => match modifier.as_deref().and_then(|bits| bits.parse::<u32>().ok()) {
            Some(bits) if bits <= 24 => return "real".to_owned(),
            Some(_) | None => return "double precision".to_owned(),
        },
        "bool" => ("boolean", ""),
        "varchar" => ("character varying", ""),
        "char" => ("character", ""),
        "bpchar" if modifier.is_some() => ("character", ""),
        "varbit" => ("bit varying", ""),
        "timetz" | "time with time zone" => ("time", " with time zone"),
        "time" | "time without time zone" => ("time", " without time zone"),
        "timestamptz" | "timestamp with time zone" => ("timestamp", " with time zone"),
        "timestamp" | "timestamp without time zone" => ("timestamp", " without time zone"),
        other => (other, ""),
    };
    let modifier = match (name, modifier) {
        // `char` is `char(1)`, `bit` is `bit(1)`, and a scale of 0 is the default.
        ("character" | "bit", None) => Some("1".to_owned()),
        ("numeric", Some(modifier)) => {
            Some(modifier.strip_suffix(",0").map_or(modifier.clone(), str::to_owned))
        }
        ("geometry", Some(modifier)) => Some(modifier.to_lowercase()),
        (_, modifier) => modifier,
    };
    match modifier {
        Some(modifier) => format!("{name}({modifier}){tail}"),
        None => format!("{name}{tail}"),
    }
}

/// A type without its modifier, and the modifier without blanks:
/// `timestamp(3) with time zone` → `timestamp with time zone`, `3`.
pub fn split_modifier(text: &str) -> (String, Option<String>) {
    let Some(open) = text.find('(') else { return (text.to_owned(), None) };
    let Some(close) = text[open..].find(')').map(|at| at + open) else {
        return (text.to_owned(), None);
    };
    let (head, tail) = (text[..open].trim_end(), text[close + 1..].trim());
    let base = if tail.is_empty() { head.to_owned() } else { format!("{head} {tail}") };
    (base, Some(text[open + 1..close].split_whitespace().collect()))
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_type_are_the_same() {
        for (left, right) in [
            ("numeric(10, 2)", "DECIMAL(10,2)"),
            ("numeric(10)", "numeric(10,0)"),
            ("varchar(5)", "character varying(5)"),
            ("timestamp (3)", "timestamp(3) without time zone"),
            ("timestamp (3) with time zone", "timestamp(3) with time zone"),
            ("timestamptz", "timestamp with time zone"),
            ("char", "char(1)"),
            ("float8", "double precision"),
            ("geometry(Point, 4326)", "geometry(point,4326)"),
        ] {
            assert!(Type::parse(left).same(&Type::parse(right)), "{left} / {right}");
        }
        assert!(!Type::parse("numeric(10,2)").same(&Type::parse("numeric(10,3)")));
        assert!(!Type::parse("time").same(&Type::parse("timetz")));
        assert!(!Type::parse("text").same(&Type::parse("text[]")));
    }

    #[test]
    fn array_brackets_are_taken_apart() {
        let parsed = Type::parse("varchar(20)[3][]");
        assert_eq!(parsed.text, "varchar(20)");
        assert_eq!(parsed.dimensions, [Some(3), None]);
    }

    #[test]
    fn families_follow_the_normal_form() {
        assert_eq!(family("varchar(20)"), Family::Text);
        assert_eq!(family("timestamp (3) with time zone"), Family::TimestampTz);
        assert_eq!(family("interval day to second(3)"), Family::Interval);
        assert_eq!(family("geometry(point,4326)"), Family::Geometry);
        assert_eq!(family("citext"), Family::Other);
    }
}
