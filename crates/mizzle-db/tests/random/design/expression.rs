//! SQL over one column, of a few forms that every type of their class has.

use super::types::{Base, Class, Ty};
use super::{Design, Id};
use mizzle_core::sql::Literal;

/// SQL over one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    pub(crate) form: Form,
    pub(crate) column: Id,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `c is not null`
    Present,
    /// `c >= 0`
    Natural,
    /// `length(c) > 0`
    Filled,
    /// `c > date '2000-01-01'`
    Recent,
    /// `c <> 'label'`
    Not(Id),
    /// `c in ('label', …)`: every label but one.
    In(Id),
    /// `lower(c)`
    Lower,
    /// `c || '!'`
    Loud,
    /// `c + 1`
    Next,
    /// `coalesce(c, 0)`
    OrZero,
}

/// Those that are true or false.
pub(crate) fn conditions(design: &Design, ty: &Ty) -> Vec<Form> {
    let mut forms = vec![Form::Present];
    if ty.is_array() {
        return forms;
    }
    match ty.class() {
        Class::Integer | Class::Serial | Class::Number => forms.push(Form::Natural),
        Class::Text => forms.push(Form::Filled),
        // What an index asks must not depend on the session's time zone.
        Class::Timestamp if ty.base == Base::Plain("timestamp with time zone") => {}
        Class::Date | Class::Timestamp => forms.push(Form::Recent),
        Class::Enum => {
            if let Base::Enum(id) = ty.base {
                let labels = &design.enumeration(id).unwrap().labels;
                if labels.len() > 1 {
                    forms.extend(labels.iter().flat_map(|it| [Form::Not(it.id), Form::In(it.id)]));
                }
            }
        }
        Class::Boolean
        | Class::Json
        | Class::Time
        | Class::Interval
        | Class::Uuid
        | Class::Inet
        | Class::Mac
        | Class::Bit
        | Class::Bytea
        | Class::Shape => {}
    }
    forms
}

/// Those that give a value, and are immutable.
pub(crate) fn values(ty: &Ty) -> Vec<Form> {
    match ty.class() {
        Class::Integer | Class::Serial | Class::Number if !ty.is_array() => {
            vec![Form::Next, Form::OrZero]
        }
        Class::Text if !ty.is_array() => vec![Form::Lower, Form::Loud],
        Class::Integer
        | Class::Serial
        | Class::Number
        | Class::Text
        | Class::Boolean
        | Class::Json
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
        | Class::Enum => Vec::new(),
    }
}

impl Expression {
    /// Does it work on a column of this type?
    pub(crate) fn fits(&self, design: &Design, ty: &Ty) -> bool {
        conditions(design, ty).contains(&self.form) || values(ty).contains(&self.form)
    }

    /// Its SQL. `column` is the column as SQL.
    pub(crate) fn sql(&self, design: &Design, column: &str) -> String {
        match self.form {
            Form::Present => format!("{column} is not null"),
            Form::Natural => format!("{column} >= 0"),
            Form::Filled => format!("length({column}) > 0"),
            Form::Recent => format!("{column} > date '2000-01-01'"),
            Form::Not(label) => format!("{column} <> {}", Literal(design.label(label))),
            Form::In(label) => {
                let of = design.enums.iter().find(|it| it.labels.iter().any(|it| it.id == label));
                let labels = of.unwrap().labels.iter().filter(|it| it.id != label);
                let texts: Vec<String> = labels.map(|it| Literal(&it.name).to_string()).collect();
                format!("{column} in ({})", texts.join(", "))
            }
            Form::Lower => format!("lower({column})"),
            Form::Loud => format!("{column} || '!'"),
            Form::Next => format!("{column} + 1"),
            Form::OrZero => format!("coalesce({column}, 0)"),
        }
    }

    /// A label that a row must not have for it to be true.
    pub(crate) fn forbids(&self) -> Option<Id> {
        match self.form {
            Form::Not(label) | Form::In(label) => Some(label),
            Form::Present
            | Form::Natural
            | Form::Filled
            | Form::Recent
            | Form::Lower
            | Form::Loud
            | Form::Next
            | Form::OrZero => None,
        }
    }
}
