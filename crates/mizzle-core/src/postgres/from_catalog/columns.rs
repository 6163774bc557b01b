//! Columns: type, default, generated expression, identity.

use super::text::{bare, default, without_schema};
use super::{Omitted, Reading};
use crate::postgres::catalog;
use crate::postgres::schema::{Column, Generated, PUBLIC, QName, Type};
use crate::postgres::types::normal;
use indexmap::IndexMap;

impl Reading<'_> {
    /// The columns of a table, in order.
    pub(super) fn columns_of(
        &mut self,
        relation: catalog::Oid,
        table: &QName,
    ) -> IndexMap<String, Column> {
        let all: Vec<&catalog::Column> = self
            .columns
            .range((relation, i16::MIN)..=(relation, i16::MAX))
            .map(|(_, column)| *column)
            .collect();
        all.into_iter().map(|column| (column.name.clone(), self.column(table, column))).collect()
    }

    fn column(&mut self, table: &QName, column: &catalog::Column) -> Column {
        self.omitted_of_column(table, column);
        let ty = column_type(column);
        let identity = self.identity(column, &ty);
        if let Some(serial) = self.serial(table, column, &ty) {
            return Column { not_null: true, ..Column::of(serial) };
        }
        let expression = column.default.as_deref();
        Column {
            not_null: column.not_null,
            not_null_written: column.not_null && identity.is_none(),
            default: expression
                .filter(|_| column.generated.is_whitespace())
                .map(|sql| default(sql, &ty, &column.type_text)),
            generated: expression
                .filter(|_| column.generated == 's')
                .map(|sql| Generated { expression: bare(sql).to_owned() }),
            identity,
            ty,
        }
    }

    fn omitted_of_column(&mut self, table: &QName, column: &catalog::Column) {
        let name = format!("{table}.{}", column.name);
        if column.generated == 'v' {
            self.fidelity.omit(Omitted::VirtualColumn, &name);
        }
        if let Some(collation) = &column.own_collation {
            self.fidelity.omit(Omitted::Collation, format!("{name} ({collation})"));
        }
        if column.own_storage.is_some() {
            self.fidelity.omit(Omitted::ColumnStorage, &name);
        }
        if column.compression.is_some() {
            self.fidelity.omit(Omitted::Compression, &name);
        }
        if column.statistics.is_some() {
            self.fidelity.omit(Omitted::StatisticsTarget, &name);
        }
        // Debian's servers keep a number of their own in the options of every column.
        for option in column.options.iter().filter(|option| !option.starts_with("pg_attver=")) {
            self.fidelity.omit(Omitted::ColumnOption, format!("{name} ({option})"));
        }
        if column.grants {
            self.fidelity.omit(Omitted::Grant, &name);
        }
    }
}

/// The type as the model has it.
///
/// An enum by name and schema. Any other type as text, without the schema where it
/// is an extension's (which one may install anywhere) or lies in `public`: so the
/// builders of drizzle-orm write it. `attndims` is a hint that the server itself does
/// not keep up; that a type is an array shows in its text.
///
/// <https://www.postgresql.org/docs/current/catalog-pg-attribute.html>
fn column_type(column: &catalog::Column) -> Type {
    let printed = column.type_text.as_str();
    let (element, array) = match printed.strip_suffix("[]") {
        Some(element) => (element, true),
        None => (printed, false),
    };
    let count = if array { usize::from(column.dimensions.max(1)) } else { 0 };
    let dimensions = vec![None; count];
    match &column.base {
        Some(base) if base.kind == 'e' && !base.of_extension => {
            Type { text: base.name.clone(), schema: Some(base.namespace.clone()), dimensions }
        }
        Some(base) if base.of_extension || base.namespace == PUBLIC => {
            Type { text: normal(without_schema(element)), schema: None, dimensions }
        }
        Some(_) | None => Type { text: normal(element), schema: None, dimensions },
    }
}
