//! Columns: name, type, default, generated expression, identity.

use super::expression::inline;
use super::{Problem, Reading, Site, Wrong, sequence_options};
use crate::naming::{Casing, Line};
use crate::postgres::defaults::{Built, from_literal};
use crate::postgres::drizzle::{self, ColumnRef, Given, Literal};
use crate::postgres::schema::{
    Column, DefaultValue, Generated, Identity, IdentityKind, Name, PUBLIC, QName, Type,
};
use crate::postgres::types::Family;
use crate::postgres::{casing, names, sequences};

/// The name of a column after casing, which only drizzle 0.x takes from the config.
pub(super) fn column_name(casing: Option<Casing>, name: &str, key_as_name: bool) -> String {
    match casing {
        Some(casing) if key_as_name => casing::apply(casing, name),
        Some(_) | None => name.to_owned(),
    }
}

/// The casing of the config, as far as it reaches columns: in 1.0 the table's own builder
/// has applied its casing.
pub(super) fn casing_of_columns(line: Line, casing: Option<Casing>) -> Option<Casing> {
    match line {
        Line::V0 => casing,
        Line::V1 => None,
    }
}

impl Reading<'_> {
    pub(super) fn casing(&self) -> Option<Casing> {
        casing_of_columns(self.options.line, self.options.casing)
    }

    pub(super) fn name_of(&self, column: &drizzle::Column) -> String {
        column_name(self.casing(), &column.name, column.key_as_name)
    }

    pub(super) fn names_of(&self, columns: &[ColumnRef]) -> Vec<String> {
        columns
            .iter()
            .map(|column| column_name(self.casing(), &column.name, column.key_as_name))
            .collect()
    }

    /// A column of a table or view. What its keys imply is added by the table.
    pub(super) fn column(
        &mut self,
        relation: &QName,
        source: &drizzle::Source,
        given: &drizzle::Column,
    ) -> Column {
        let name = self.name_of(given);
        let ty = column_type(self.line(), given);
        let default = given.default.as_ref().map(|default| self.default(&ty, given, default));
        if default.is_some() && ty.is_serial() {
            self.problems.push(Problem {
                wrong: Wrong::SerialDefault {
                    table: relation.clone(),
                    column: name.clone(),
                    ty: ty.text.clone(),
                },
                at: Site::key(source, &given.key),
                other: None,
            });
        }
        let written = given.not_null || given.primary;
        Column {
            default,
            not_null: written || given.identity.is_some() || ty.is_serial(),
            not_null_written: written,
            generated: given.generated.as_ref().map(|generated| Generated {
                expression: match generated {
                    Given::Sql(sql) => inline(sql),
                    Given::Value(value) => plain(value),
                },
            }),
            identity: given.identity.as_ref().map(|identity| Identity {
                kind: match identity.kind.as_str() {
                    "byDefault" => IdentityKind::ByDefault,
                    _ => IdentityKind::Always,
                },
                sequence: match &identity.name {
                    Some(name) => Name::explicit(name),
                    None => Name::derived(names::identity_sequence(&relation.name, &name)),
                },
                options: sequences::fold(
                    sequence_options(&identity.options),
                    sequences::Range::of(&ty),
                ),
            }),
            ty,
        }
    }

    fn default(&self, ty: &Type, column: &drizzle::Column, default: &Given) -> DefaultValue {
        match default {
            Given::Sql(sql) => DefaultValue::Expression(inline(sql)),
            Given::Value(value) => {
                let mapped = match &column.default_mapped {
                    // A custom type that makes SQL of its objects.
                    Some(Given::Sql(sql)) if is_opaque(ty, value) => {
                        return DefaultValue::Expression(inline(sql));
                    }
                    Some(Given::Value(mapped)) if is_opaque(ty, value) => mapped,
                    Some(_) | None => value,
                };
                from_literal(&Built { line: self.line(), ty, value: mapped })
            }
        }
    }
}

/// Is it a value that only a custom type knows how to write? Strings, numbers and
/// booleans go into a default as they are, which both lines agree on.
fn is_opaque(ty: &Type, value: &Literal) -> bool {
    matches!(ty.family(), Family::Other | Family::Text)
        && !ty.is_array()
        && match value {
            Literal::Array(_) | Literal::Json(_) | Literal::Date(_) => true,
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Number(_)
            | Literal::Bigint(_)
            | Literal::String(_)
            | Literal::Bytes(_) => false,
        }
}

fn column_type(line: Line, column: &drizzle::Column) -> Type {
    let mut ty = Type::parse(&column.ty);
    if line == Line::V1 || ty.dimensions.is_empty() {
        let count = usize::try_from(column.dimensions.unwrap_or(0)).unwrap_or(0);
        if count > 0 {
            ty.dimensions = vec![None; count];
        }
    }
    if let Some(of) = &column.r#enum {
        ty.text.clone_from(&of.name);
        ty.schema = Some(of.schema.clone().unwrap_or_else(|| PUBLIC.to_owned()));
    }
    ty
}

/// A generated value that is not SQL: its text stands for SQL, as in both lines.
fn plain(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(text)
        | Literal::Bigint(text)
        | Literal::String(text)
        | Literal::Date(text)
        | Literal::Bytes(text) => text.clone(),
        Literal::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Literal::Json(value) => value.to_string(),
    }
}
