//! Types of columns, their values, and which of them become which.

use super::schema::from;
use super::{Default, Design, Id};
use mizzle_core::naming::Line;
use mizzle_core::postgres::defaults::{Built, from_literal};
use mizzle_core::postgres::drizzle::Literal;
use mizzle_core::postgres::schema::{DefaultValue, PUBLIC, Type};
use mizzle_core::sql::Literal as SqlText;

/// A column's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ty {
    pub(crate) base: Base,
    pub(crate) dimensions: Vec<Option<u32>>,
}

/// The type of one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    Plain(&'static str),
    Enum(Id),
}

/// Types that are treated alike here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Integer,
    Serial,
    Number,
    Boolean,
    Text,
    Json,
    Date,
    Time,
    Timestamp,
    Interval,
    Uuid,
    Inet,
    Mac,
    Bit,
    Bytea,
    Shape,
    Enum,
}

/// Every type of a column that is no enum.
pub(crate) const ALL: [(&str, Class); 36] = [
    ("smallint", Class::Integer),
    ("integer", Class::Integer),
    ("bigint", Class::Integer),
    ("smallserial", Class::Serial),
    ("serial", Class::Serial),
    ("bigserial", Class::Serial),
    ("numeric", Class::Number),
    ("numeric(10, 2)", Class::Number),
    ("real", Class::Number),
    ("double precision", Class::Number),
    ("boolean", Class::Boolean),
    ("text", Class::Text),
    ("varchar", Class::Text),
    ("varchar(60)", Class::Text),
    ("varchar(80)", Class::Text),
    ("char(60)", Class::Text),
    ("json", Class::Json),
    ("jsonb", Class::Json),
    ("date", Class::Date),
    ("time", Class::Time),
    ("time(3)", Class::Time),
    ("time with time zone", Class::Time),
    ("timestamp", Class::Timestamp),
    ("timestamp (3)", Class::Timestamp),
    ("timestamp with time zone", Class::Timestamp),
    ("interval", Class::Interval),
    ("interval day to second", Class::Interval),
    ("uuid", Class::Uuid),
    ("inet", Class::Inet),
    ("cidr", Class::Inet),
    ("macaddr", Class::Mac),
    ("macaddr8", Class::Mac),
    ("bit(4)", Class::Bit),
    ("bytea", Class::Bytea),
    ("point", Class::Shape),
    ("line", Class::Shape),
];

const PADDED: Base = Base::Plain("char(60)");

impl Ty {
    pub(crate) fn plain(text: &'static str) -> Self {
        Self { base: Base::Plain(text), dimensions: Vec::new() }
    }

    pub(crate) fn class(&self) -> Class {
        match self.base {
            Base::Plain(text) => {
                ALL.iter().find(|(name, _)| *name == text).map(|(_, class)| *class).unwrap()
            }
            Base::Enum(_) => Class::Enum,
        }
    }

    pub(crate) fn is_array(&self) -> bool {
        !self.dimensions.is_empty()
    }

    pub(crate) fn is_serial(&self) -> bool {
        self.class() == Class::Serial
    }

    /// The same without a sequence.
    pub(crate) fn stored(&self) -> Self {
        let base = match self.base {
            Base::Plain("smallserial") => Base::Plain("smallint"),
            Base::Plain("serial") => Base::Plain("integer"),
            Base::Plain("bigserial") => Base::Plain("bigint"),
            base @ (Base::Plain(_) | Base::Enum(_)) => base,
        };
        Self { base, dimensions: self.dimensions.clone() }
    }

    /// Does a btree know an order of its values?
    pub(crate) fn has_order(&self) -> bool {
        match self.class() {
            Class::Shape => false,
            Class::Json => self.base == Base::Plain("jsonb"),
            Class::Integer
            | Class::Serial
            | Class::Number
            | Class::Boolean
            | Class::Text
            | Class::Date
            | Class::Time
            | Class::Timestamp
            | Class::Interval
            | Class::Uuid
            | Class::Inet
            | Class::Mac
            | Class::Bit
            | Class::Bytea
            | Class::Enum => true,
        }
    }

    /// Are the values of rows all different?
    pub(crate) fn is_distinct(&self) -> bool {
        !matches!(self.class(), Class::Boolean | Class::Enum)
    }

    /// The operator class that an index can name beside the default one, by method.
    pub(crate) fn opclass(&self, method: super::Method) -> Option<&'static str> {
        use super::Method;
        match (method, self.base, self.is_array()) {
            (Method::Btree, Base::Plain("text"), false) => Some("text_pattern_ops"),
            (Method::Btree, Base::Plain("varchar" | "varchar(60)" | "varchar(80)"), false) => {
                Some("varchar_pattern_ops")
            }
            (Method::Gin, Base::Plain("jsonb"), false) => Some("jsonb_path_ops"),
            (Method::Gist, Base::Plain("inet"), false) => Some("inet_ops"),
            (Method::Brin, Base::Plain("integer"), false) => Some("int4_bloom_ops"),
            (_, _, _) => None,
        }
    }

    /// Can the method index it, and if so, only with an operator class?
    pub(crate) fn indexable(&self, method: super::Method) -> bool {
        use super::Method;
        match method {
            Method::Btree => self.has_order() && !self.is_array(),
            Method::Hash => self.has_order() && !self.is_array() && self.class() != Class::Bit,
            Method::Gin => self.is_array() && self.has_order() || self.base == Base::Plain("jsonb"),
            Method::Gist => !self.is_array() && matches!(self.base, Base::Plain("point" | "inet")),
            Method::Brin => {
                !self.is_array() && matches!(self.class(), Class::Integer | Class::Timestamp)
            }
        }
    }

    /// Can a column of this type get that one, with rows in it?
    pub(crate) fn becomes(&self, to: &Self) -> bool {
        if self.is_array() || to.is_array() {
            return match (self.is_array(), to.is_array()) {
                (true, true) => self.base == to.base || to.base == Base::Plain("text"),
                (false, true) => self.base == to.base && !self.is_serial(),
                (true, false) => to.base == Base::Plain("text"),
                (false, false) => false,
            };
        }
        let number = |class| matches!(class, Class::Integer | Class::Serial | Class::Number);
        let (from, into) = (self.class(), to.class());
        if from == Class::Text || into == Class::Text {
            // The blanks behind a `char` are no part of any other value.
            return into != Class::Serial && (into == Class::Text || self.base != PADDED);
        }
        if number(from) && number(into) {
            return from != Class::Number || into != Class::Serial;
        }
        match (from, into) {
            (Class::Integer, Class::Boolean) | (Class::Boolean, Class::Integer) => true,
            (Class::Date, Class::Timestamp)
            | (Class::Timestamp, Class::Date | Class::Timestamp) => true,
            (Class::Time, Class::Time) => {
                // Only the session knows the zone that a time without one is in.
                true
            }
            (Class::Interval, Class::Interval)
            | (Class::Json, Class::Json)
            | (Class::Inet, Class::Inet)
            | (Class::Mac, Class::Mac) => true,
            (_, _) => false,
        }
    }
}

/// The text of a value of an element that is no label.
pub(crate) fn value(class: Class, number: usize) -> String {
    let n = number + 1;
    match class {
        Class::Integer | Class::Serial | Class::Number => n.to_string(),
        Class::Boolean => (n % 2 == 1).to_string(),
        Class::Text => format!("Text {n}"),
        Class::Json => format!("{{\"n\": {n}}}"),
        Class::Date => format!("2024-01-{n:02}"),
        Class::Time => format!("01:02:{n:02}"),
        Class::Timestamp => format!("2024-01-{n:02} 00:00:00"),
        Class::Interval => format!("{n:02}:00:00"),
        Class::Uuid => format!("00000000-0000-4000-8000-{n:012}"),
        Class::Inet => format!("10.0.0.{n}"),
        Class::Mac => format!("08:00:2b:ff:fe:01:02:{n:02}"),
        Class::Bit => format!("{n:04b}"),
        Class::Bytea => format!("\\x{n:02}"),
        Class::Shape => String::new(),
        Class::Enum => String::new(),
    }
}

/// As [`value`], where types of one class are written differently. Each is written as the
/// server prints it.
pub(crate) fn value_of(base: &'static str, class: Class, number: usize) -> String {
    let n = number + 1;
    match base {
        "point" => format!("({n},{n})"),
        "line" => format!("{{1,1,{n}}}"),
        "time with time zone" | "timestamp with time zone" => {
            format!("{}+00", value(class, number))
        }
        "cidr" => format!("10.0.0.{n}/32"),
        "macaddr" => format!("08:00:2b:01:02:{n:02}"),
        _ => value(class, number),
    }
}

/// The model's type.
pub(crate) fn model(design: &Design, ty: &Ty) -> Type {
    match ty.base {
        Base::Plain(text) => {
            Type { text: text.to_owned(), schema: None, dimensions: ty.dimensions.clone() }
        }
        Base::Enum(id) => {
            let place = &design.enumeration(id).unwrap().place;
            let schema = design.namespace(place.namespace);
            Type {
                text: place.name.clone(),
                schema: Some(schema.unwrap_or(PUBLIC).to_owned()),
                dimensions: ty.dimensions.clone(),
            }
        }
    }
}

/// The model's default, made of what an author would write.
pub(crate) fn default(design: &Design, ty: &Ty, line: Line, given: Default) -> DefaultValue {
    let text = |number| match ty.base {
        Base::Plain(base) => value_of(base, ty.class(), number),
        Base::Enum(_) => String::new(),
    };
    let element = match given {
        Default::Expression => return DefaultValue::Expression(expression(ty).to_owned()),
        Default::Next(id) => {
            let sequence = design.sequences.iter().find(|it| it.id == id).unwrap();
            let name = from(&design.qname(&sequence.place));
            return DefaultValue::Expression(format!("nextval({})", SqlText(&name)));
        }
        Default::Null => return DefaultValue::Null,
        Default::Empty => None,
        Default::Value(number) => Some(match ty.class() {
            Class::Integer | Class::Serial => Literal::Number(text(number)),
            Class::Number if ty.base != Base::Plain("numeric(10, 2)") => {
                Literal::Number(text(number))
            }
            Class::Boolean => Literal::Boolean(text(number) == "true"),
            Class::Json => Literal::Json(serde_json::from_str(&text(number)).unwrap()),
            Class::Number
            | Class::Text
            | Class::Date
            | Class::Time
            | Class::Timestamp
            | Class::Interval
            | Class::Uuid
            | Class::Inet
            | Class::Mac
            | Class::Bit
            | Class::Bytea
            | Class::Shape
            | Class::Enum => Literal::String(text(number)),
        }),
        Default::Label(label) => Some(Literal::String(design.label(label).to_owned())),
    };
    let literal = match (element, ty.dimensions.len()) {
        (Some(literal), 0) => literal,
        (element, 0 | 1) => Literal::Array(element.into_iter().collect()),
        (Some(element), _) => Literal::Array(vec![Literal::Array(vec![element])]),
        (None, _) => Literal::Array(Vec::new()),
    };
    from_literal(&Built { line, ty: &model(design, ty), value: &literal })
}

/// SQL that gives a value of the type and is no literal.
fn expression(ty: &Ty) -> &'static str {
    match ty.class() {
        Class::Integer | Class::Serial | Class::Number => "1 + 1",
        Class::Boolean => "(1 > 0)",
        Class::Text => "upper('abc')",
        Class::Json => "json_build_object('a', 1)",
        Class::Date => "CURRENT_DATE",
        Class::Time => "CURRENT_TIME",
        Class::Timestamp => "now()",
        Class::Interval => "make_interval(days => 2)",
        Class::Uuid => "gen_random_uuid()",
        Class::Inet => "inet '10.0.0.0'",
        Class::Mac => "macaddr8 '08:00:2b:ff:fe:01:02:03'",
        Class::Bit => "B'0101'",
        Class::Bytea => "decode('00', 'hex')",
        Class::Shape | Class::Enum => "NULL",
    }
}

/// Is there such an expression?
pub(crate) fn has_expression(ty: &Ty) -> bool {
    !ty.is_array()
        && !matches!(ty.class(), Class::Shape | Class::Enum | Class::Inet | Class::Mac)
        && ty.base != Base::Plain("jsonb")
}
