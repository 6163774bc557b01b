//! Which types a foreign key can hold against each other.
//!
//! The server compares a referencing value with the referenced one by the equality of the
//! referenced column's index: one between both types, or the referenced type's own, where
//! the other converts to it by itself. So the relation has a direction: an integer may
//! reference a numeric, a numeric no integer.
//!
//! <https://www.postgresql.org/docs/current/sql-createtable.html> (`REFERENCES`),
//! `ATAddForeignKeyConstraint` in `src/backend/commands/tablecmds.c`

use crate::postgres::schema::{QName, Type};
use crate::postgres::types::{Family, normal, split_modifier};

/// May a column of the first type reference one of the second? `true` for types of
/// which nothing is known.
pub(super) fn comparable(from: &Type, to: &Type, is_enum: &dyn Fn(&QName) -> bool) -> bool {
    let (Some(left), Some(right)) = (Known::of(from, is_enum), Known::of(to, is_enum)) else {
        return true;
    };
    if from.is_array() || to.is_array() {
        return from.is_array() == to.is_array() && left == right;
    }
    left == right || left.converts_to(&right)
}

/// A type of which the server's operators are known.
#[derive(PartialEq, Eq)]
enum Known {
    /// One of the server's own, by its base name.
    Plain(String),
    Enum(QName),
}

impl Known {
    fn of(ty: &Type, is_enum: &dyn Fn(&QName) -> bool) -> Option<Self> {
        match ty.family() {
            Family::Owned => {
                let name = QName::new(ty.schema.as_deref()?, &ty.text);
                is_enum(&name).then_some(Self::Enum(name))
            }
            Family::Other | Family::Geometry | Family::Vector | Family::SparseVector => None,
            Family::Serial => Some(Self::Plain("integer".to_owned())),
            // Its fields may be restricted, which is no other type.
            Family::Interval => Some(Self::Plain("interval".to_owned())),
            Family::Integer
            | Family::Numeric
            | Family::Float
            | Family::Boolean
            | Family::Text
            | Family::Json
            | Family::Date
            | Family::Time
            | Family::TimeTz
            | Family::Timestamp
            | Family::TimestampTz
            | Family::Uuid
            | Family::Network
            | Family::Bit
            | Family::Bytea
            | Family::Point
            | Family::Line => Some(Self::Plain(split_modifier(&normal(&ty.text)).0)),
        }
    }

    fn converts_to(&self, other: &Self) -> bool {
        let (Self::Plain(from), Self::Plain(to)) = (self, other) else { return false };
        let rank = |name: &str| match name {
            "smallint" | "integer" | "bigint" => Some(1),
            "numeric" => Some(2),
            "real" | "double precision" => Some(3),
            _ => None,
        };
        if let (Some(from), Some(to)) = (rank(from), rank(to)) {
            return from <= to;
        }
        let both = |names: &[&str]| names.contains(&from.as_str()) && names.contains(&to.as_str());
        both(&["text", "character varying", "character", "bpchar"])
            || both(&["date", "timestamp without time zone", "timestamp with time zone"])
            || both(&["inet", "cidr"])
            || both(&["macaddr", "macaddr8"])
            || matches!(
                (from.as_str(), to.as_str()),
                ("time without time zone", "time with time zone" | "interval")
            )
    }
}
