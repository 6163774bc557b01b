//! Column defaults as SQL.

use super::cast::{bare, brackets};
use crate::naming::Line;
use crate::postgres::schema::{DefaultValue, Type};
use crate::postgres::types::{Family, normal};
use crate::sql::Literal;

/// What stands behind `DEFAULT`.
///
/// The lines differ in casts only: 0.x writes one on json, 1.0 on enums and arrays.
pub(super) fn default_sql(line: Line, ty: &Type, default: &DefaultValue) -> String {
    match default {
        DefaultValue::Bool(value) => value.to_string(),
        DefaultValue::Number(text) if is_number(text) => text.clone(),
        // `NaN` and `Infinity` are numbers only between quotes.
        DefaultValue::Number(text) => Literal(text).to_string(),
        DefaultValue::Text(text) => format!("{}{}", Literal(text), cast(line, ty)),
        DefaultValue::Null => "NULL".to_owned(),
        DefaultValue::Expression(sql) => sql.clone(),
    }
}

fn cast(line: Line, ty: &Type) -> String {
    match line {
        Line::V0 if ty.family() == Family::Json && !ty.is_array() => {
            format!("::{}", normal(&ty.text))
        }
        Line::V1 if ty.is_array() || ty.schema.is_some() => {
            let sizes = brackets(ty);
            format!("::{}{sizes}", bare(ty))
        }
        Line::V0 | Line::V1 => String::new(),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(ty: &str, value: &str) -> [String; 2] {
        let default = DefaultValue::Text(value.to_owned());
        [Line::V0, Line::V1].map(|line| default_sql(line, &Type::parse(ty), &default))
    }

    #[test]
    fn literals_are_exact() {
        assert_eq!(text("text", r"it's \ here"), [r"'it''s \ here'", r"'it''s \ here'"]);
        assert_eq!(text("jsonb", r#"{"a":"x'y"}"#)[0], r#"'{"a":"x''y"}'::jsonb"#);
        assert_eq!(text("text[]", "{a,b}"), ["'{a,b}'", "'{a,b}'::text[]"]);
        let number = |text: &str| {
            default_sql(
                Line::V0,
                &Type::parse("double precision"),
                &DefaultValue::Number(text.to_owned()),
            )
        };
        assert_eq!(number("-1.5e21"), "-1.5e21");
        assert_eq!(number("NaN"), "'NaN'");
    }
}
