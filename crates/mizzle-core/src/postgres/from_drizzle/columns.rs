//! Columns: name, type, default, generated expression, identity.

use super::expression::inline;
use super::{Problem, Reading, Site, Wrong, sequence_options};
use crate::naming::{Casing, Line};
use crate::postgres::defaults::{Built, from_literal};
use crate::postgres::drizzle::{self, ColumnRef, Given};
use crate::postgres::schema::{
    Column, DefaultValue, Generated, Identity, IdentityKind, Name, PUBLIC, QName, Type,
};
use crate::postgres::{casing, names, sequences};

/// The name of a column after casing, which only drizzle 0.x takes from the config.
pub(super) fn column_name(casing: Option<Casing>, name: &str, key_as_name: bool) -> String {
    match casing {
        Some(casing) if key_as_name => casing::apply(casing, name),
        Some(_) | None => name.to_owned(),
    }
}

impl Reading<'_> {
    pub(super) fn casing(&self) -> Option<Casing> {
        match self.line() {
            Line::V0 => self.options.casing,
            Line::V1 => None,
        }
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
            Given::Value(value) => from_literal(&Built {
                line: self.line(),
                ty,
                value,
                mapped: column.default_mapped.as_ref(),
            }),
        }
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
fn plain(value: &drizzle::Literal) -> String {
    match value {
        drizzle::Literal::Null => "null".to_owned(),
        drizzle::Literal::Boolean(value) => value.to_string(),
        drizzle::Literal::Number(text)
        | drizzle::Literal::Bigint(text)
        | drizzle::Literal::String(text)
        | drizzle::Literal::Date(text)
        | drizzle::Literal::Bytes(text) => text.clone(),
        drizzle::Literal::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        drizzle::Literal::Json(value) => value.to_string(),
    }
}
