//! Builders of column types.

use super::words::{key, quoted};
use super::{Unsaid, Writer, unsaid};
use crate::naming::Line;
use crate::postgres::schema::{DefaultValue, Type};
use crate::postgres::types::{normal, split_modifier};
use std::fmt::Write;

impl Writer<'_> {
    /// `varchar("name", { length: 20 })`, with its dimensions.
    pub(super) fn ty(
        &mut self,
        ty: &Type,
        column: &str,
        default: Option<&DefaultValue>,
    ) -> Result<String, Unsaid> {
        let mut text = self.element(ty, column, default)?;
        match (self.line, ty.dimensions.as_slice()) {
            (_, []) => {}
            (Line::V0, dimensions) => {
                // The builder of the whole is the last one.
                for dimension in dimensions.iter().rev() {
                    let size = dimension.map(|size| size.to_string()).unwrap_or_default();
                    let _ = write!(text, ".array({size})");
                }
            }
            (Line::V1, [_]) => text.push_str(".array()"),
            (Line::V1, all) => {
                let _ = write!(text, ".array({})", quoted(&"[]".repeat(all.len())));
            }
        }
        Ok(text)
    }

    fn element(
        &mut self,
        ty: &Type,
        column: &str,
        default: Option<&DefaultValue>,
    ) -> Result<String, Unsaid> {
        if let Some(schema) = &ty.schema {
            let name = super::QName::new(schema, &ty.text);
            let export = self.names.enums.get(&name).ok_or_else(|| {
                unsaid(format!("column {column}"), format!("the schema exports no enum {name}"))
            })?;
            return Ok(format!("{export}({})", quoted(column)));
        }
        let normal = normal(&ty.text);
        let (base, modifier) = split_modifier(&normal);
        let numbers: Vec<&str> = modifier.iter().flat_map(|text| text.split(',')).collect();
        let (builder, options) = match (base.as_str(), numbers.as_slice()) {
            (
                "smallint" | "integer" | "boolean" | "text" | "real" | "json" | "jsonb" | "uuid",
                [],
            )
            | ("inet" | "cidr" | "macaddr" | "macaddr8" | "smallserial" | "serial" | "date", []) => {
                (plain(&base), String::new())
            }
            ("bigint", []) => ("bigint", format!("mode: \"{}\"", mode_of(default))),
            ("bigserial", []) => ("bigserial", "mode: \"number\"".to_owned()),
            ("double precision", []) => ("doublePrecision", String::new()),
            ("point", []) => ("point", String::new()),
            ("line", []) => ("line", String::new()),
            ("bytea", []) if self.line == Line::V1 => ("bytea", String::new()),
            ("character varying", []) => ("varchar", String::new()),
            ("character varying", [length]) => ("varchar", format!("length: {length}")),
            ("character", [length]) => ("char", format!("length: {length}")),
            ("numeric", []) => ("numeric", String::new()),
            ("numeric", [precision]) => ("numeric", format!("precision: {precision}")),
            ("numeric", [precision, scale]) if !scale.starts_with('-') => {
                ("numeric", format!("precision: {precision}, scale: {scale}"))
            }
            ("time without time zone", all @ ([] | [_])) => ("time", precision(all, false)),
            ("time with time zone", all @ ([] | [_])) => ("time", precision(all, true)),
            ("timestamp without time zone", all @ ([] | [_])) => {
                ("timestamp", precision(all, false))
            }
            ("timestamp with time zone", all @ ([] | [_])) => ("timestamp", precision(all, true)),
            ("interval", all @ ([] | [_])) => ("interval", precision(all, false)),
            ("bit", [dimensions]) => ("bit", format!("dimensions: {dimensions}")),
            ("vector", [dimensions]) => ("vector", format!("dimensions: {dimensions}")),
            ("halfvec", [dimensions]) => ("halfvec", format!("dimensions: {dimensions}")),
            ("sparsevec", [dimensions]) => ("sparsevec", format!("dimensions: {dimensions}")),
            (fields, []) if fields.starts_with("interval ") => {
                ("interval", format!("fields: {}", quoted(&fields["interval ".len()..])))
            }
            _ => return Ok(self.custom(&ty.text, column)),
        };
        let options = if options.is_empty() { String::new() } else { format!(", {{ {options} }}") };
        Ok(format!("{}({}{options})", self.core(builder), quoted(column)))
    }

    /// A type that drizzle-orm has no builder for.
    fn custom(&mut self, ty: &str, column: &str) -> String {
        format!(
            "{}<{{ {}: unknown }}>({{ dataType: () => {} }})({})",
            self.core("customType"),
            key("data"),
            quoted(ty),
            quoted(column)
        )
    }
}

/// The builder whose name is the type's.
fn plain(base: &str) -> &'static str {
    const BUILDERS: [&str; 14] = [
        "smallint",
        "integer",
        "boolean",
        "text",
        "real",
        "json",
        "jsonb",
        "uuid",
        "inet",
        "cidr",
        "macaddr",
        "macaddr8",
        "smallserial",
        "serial",
    ];
    BUILDERS.into_iter().find(|builder| *builder == base).unwrap_or("date")
}

/// A number of JavaScript holds every value that people store, unless the default says
/// otherwise.
fn mode_of(default: Option<&DefaultValue>) -> &'static str {
    let is_large = match default {
        Some(DefaultValue::Number(digits)) => {
            digits.parse::<i64>().map_or(true, |it| it.unsigned_abs() > super::words::MAX_SAFE)
        }
        Some(
            DefaultValue::Bool(_)
            | DefaultValue::Text(_)
            | DefaultValue::Null
            | DefaultValue::Expression(_),
        )
        | None => false,
    };
    if is_large { "bigint" } else { "number" }
}

fn precision(numbers: &[&str], zone: bool) -> String {
    let precision = numbers.first().map(|precision| format!("precision: {precision}"));
    let zone = zone.then(|| "withTimezone: true".to_owned());
    [precision, zone].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
