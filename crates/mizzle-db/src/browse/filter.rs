//! Conditions on rows. Values are text that the server casts to the column's type.

use mizzle_core::sql::{Literal, Separated};

use super::column::Column;
use super::{BrowseError, Table};

/// A condition on a column; all filters hold at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// How its value compares.
    pub operator: Operator,
    /// With what: one text for most operators, any number for `In`, none for `IsNull`.
    pub values: Vec<String>,
}

/// How a value compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equals,
    /// `<>`, which NULL never is.
    NotEquals,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// In the text, without regard to case.
    Contains,
    /// At the beginning of the text.
    StartsWith,
    /// A pattern of `LIKE`, with regard to case.
    Like,
    /// One of several.
    In,
    /// `IS NULL`
    IsNull,
    /// `IS NOT NULL`
    IsNotNull,
}

/// The filters as a `WHERE` with a blank in front; nothing where there are none.
pub(super) fn conditions(table: &Table, filters: &[Filter]) -> Result<String, BrowseError> {
    let parts: Vec<String> =
        filters.iter().map(|filter| condition(table, filter)).collect::<Result<_, _>>()?;
    Ok(if parts.is_empty() { String::new() } else { format!("\nWHERE {}", parts.join(" AND ")) })
}

fn condition(table: &Table, filter: &Filter) -> Result<String, BrowseError> {
    let column = table.column(&filter.column)?;
    let one = || match filter.values.as_slice() {
        [value] => Ok(value.as_str()),
        _ => Err(BrowseError::Filter(format!(
            "a filter on {} needs one value, and {} were given",
            column.name,
            filter.values.len()
        ))),
    };
    let text = column.text("");
    Ok(match filter.operator {
        Operator::Equals => equality(column, "=", one()?),
        Operator::NotEquals => equality(column, "<>", one()?),
        Operator::Less => order(column, "<", one()?)?,
        Operator::AtMost => order(column, "<=", one()?)?,
        Operator::Greater => order(column, ">", one()?)?,
        Operator::AtLeast => order(column, ">=", one()?)?,
        Operator::Contains => {
            let pattern = format!("%{}%", literally(one()?));
            format!("({}) ILIKE {}", column.words(), Literal(&pattern))
        }
        Operator::StartsWith => {
            format!("({text}) LIKE {}", Literal(&format!("{}%", literally(one()?))))
        }
        Operator::Like => format!("({text}) LIKE {}", Literal(one()?)),
        Operator::In if filter.values.is_empty() => "false".to_owned(),
        Operator::In => {
            let values = Separated::new(filter.values.iter().map(|value| Literal(value)), ", ");
            let value = if column.traits.is_ordered { column.of("") } else { format!("({text})") };
            format!("{value} IN ({values})")
        }
        Operator::IsNull => column.is_null(""),
        Operator::IsNotNull => format!("NOT ({})", column.is_null("")),
    })
}

/// A type without an equality of its own is compared by its text.
fn equality(column: &Column, operator: &str, value: &str) -> String {
    let left =
        if column.traits.is_ordered { column.of("") } else { format!("({})", column.text("")) };
    format!("{left} {operator} {}", Literal(value))
}

fn order(column: &Column, operator: &str, value: &str) -> Result<String, BrowseError> {
    if !column.traits.is_ordered {
        return Err(BrowseError::Filter(format!(
            "values of type {} have no order: column {} can be searched as text only",
            column.sql_type, column.name
        )));
    }
    Ok(format!("{} {operator} {}", column.of(""), Literal(value)))
}

/// A text as a pattern of `LIKE` that means itself.
fn literally(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_searched_text_is_no_pattern() {
        assert_eq!(literally(r"50%_\"), r"50\%\_\\");
    }
}
