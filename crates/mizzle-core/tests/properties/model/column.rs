//! Columns.

use super::reader::Reader;
use super::{Outcome, Server};
use mizzle_core::postgres::names;
use mizzle_core::postgres::schema::QName;

impl Server {
    /// `"c" type …` up to a comma or the end of the statement.
    pub(super) fn column(&mut self, owner: &QName, reader: &mut Reader<'_>) -> Outcome {
        let column = reader.name()?;
        let ty = self.column_type(reader)?;
        let table = self.tables.get_mut(owner).ok_or("no such table")?;
        if table.columns.insert(column.clone(), ty).is_some() {
            return Err("column exists".into());
        }
        let mut depth = 0;
        while let Some(next) = reader.peek() {
            match next {
                "," if depth == 0 => break,
                ")" if depth == 0 => break,
                "(" => depth += 1,
                ")" => depth -= 1,
                "primary" => {
                    let name = names::server_primary_key(&owner.name);
                    table.primary = Some(name.clone());
                    table.keys.insert(name, vec![column.clone()]);
                }
                "unique" => {
                    let name =
                        names::column_unique(mizzle_core::naming::Line::V1, &owner.name, &column);
                    table.keys.insert(name, vec![column.clone()]);
                }
                _ => {}
            }
            reader.skip();
        }
        Ok(())
    }

    pub(super) fn column_type(&self, reader: &mut Reader<'_>) -> Outcome<Option<QName>> {
        if !reader.is_quoted() {
            reader.skip();
            return Ok(None);
        }
        let name = reader.qualified()?;
        if !self.types.contains_key(&name) {
            return Err(format!("no type {name}"));
        }
        Ok(Some(name))
    }

    pub(super) fn drop_column(&mut self, owner: &QName, column: &str) -> Outcome {
        let table = self.table(owner)?;
        table.columns.remove(column).ok_or("no such column")?;
        let has = |columns: &[String]| columns.iter().any(|it| it == column);
        let gone: Vec<Vec<String>> = table
            .keys
            .values()
            .chain(table.indexes.values().filter(|(unique, _)| *unique).map(|(_, it)| it))
            .filter(|columns| has(columns))
            .cloned()
            .collect();
        table.keys.retain(|_, columns| !has(columns));
        table.indexes.retain(|_, (_, columns)| !has(columns));
        table.checks.retain(|_, columns| !has(columns));
        if table.primary.as_ref().is_some_and(|name| !table.keys.contains_key(name)) {
            table.primary = None;
        }
        table.references.retain(|_, reference| !has(&reference.columns));
        gone.iter().try_for_each(|columns| self.key_is_free(owner, columns))
    }

    pub(super) fn rename_column(&mut self, owner: &QName, from: &str, to: &str) -> Outcome {
        let rename = |columns: &mut Vec<String>| {
            for column in columns.iter_mut().filter(|column| *column == from) {
                to.clone_into(column);
            }
        };
        let table = self.table(owner)?;
        let ty = table.columns.remove(from).ok_or("no such column")?;
        if table.columns.insert(to.to_owned(), ty).is_some() {
            return Err("column exists".into());
        }
        table.keys.values_mut().for_each(rename);
        table.checks.values_mut().for_each(rename);
        table.indexes.values_mut().map(|(_, columns)| columns).for_each(rename);
        table.references.values_mut().map(|it| &mut it.columns).for_each(rename);
        for table in self.tables.values_mut() {
            for reference in table.references.values_mut() {
                if reference.target == *owner {
                    rename(&mut reference.target_columns);
                }
            }
        }
        Ok(())
    }

    pub(super) fn columns_exist(&self, owner: &QName, columns: &[String]) -> Outcome {
        let table = self.tables.get(owner).ok_or_else(|| format!("no table {owner}"))?;
        match columns.iter().find(|column| !table.columns.contains_key(*column)) {
            Some(column) => Err(format!("no column {owner}.{column}")),
            None => Ok(()),
        }
    }
}
