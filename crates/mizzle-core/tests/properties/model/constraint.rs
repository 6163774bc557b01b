//! Keys, checks and foreign keys.

use super::reader::Reader;
use super::{Outcome, Reference, Server};
use mizzle_core::postgres::schema::QName;
use std::collections::BTreeSet;

impl Server {
    /// What stands behind `CONSTRAINT`.
    pub(super) fn constraint(&mut self, owner: &QName, reader: &mut Reader<'_>) -> Outcome {
        let name = reader.name()?;
        if reader.takes("primary key") {
            let columns = reader.list()?;
            self.add_key(owner, name.clone(), columns)?;
            self.table(owner)?.primary.replace(name).map_or(Ok(()), |_| Err("two keys".into()))
        } else if reader.takes("unique") {
            let columns = reader.list()?;
            self.add_key(owner, name, columns)
        } else if reader.takes("check") {
            let table = self.table(owner)?;
            let columns: Vec<String> = reader
                .rest_in_parentheses()?
                .into_iter()
                .filter(|word| table.columns.contains_key(word))
                .collect();
            if columns.is_empty() {
                return Err("a check over no column".into());
            }
            table.checks.insert(name, columns).is_none().then_some(()).ok_or("exists".into())
        } else {
            reader.expect("foreign key")?;
            let columns = reader.list()?;
            reader.expect("references")?;
            let target = reader.qualified()?;
            let target_columns = reader.list()?;
            reader.skip_all();
            self.columns_exist(owner, &columns)?;
            if !self.has_key(&target, &target_columns) {
                return Err(format!("{target} has no such key"));
            }
            self.table(owner)?
                .references
                .insert(name, Reference { columns, target, target_columns })
                .is_none()
                .then_some(())
                .ok_or("constraint exists".into())
        }
    }

    pub(super) fn add_key(&mut self, owner: &QName, name: String, columns: Vec<String>) -> Outcome {
        self.columns_exist(owner, &columns)?;
        self.table(owner)?
            .keys
            .insert(name, columns)
            .is_none()
            .then_some(())
            .ok_or("constraint exists".into())
    }

    pub(super) fn has_key(&self, target: &QName, columns: &[String]) -> bool {
        let wanted: BTreeSet<&String> = columns.iter().collect();
        self.tables.get(target).is_some_and(|table| {
            let unique = table.indexes.values().filter(|(unique, _)| *unique).map(|(_, it)| it);
            table
                .keys
                .values()
                .chain(unique)
                .any(|key| key.iter().collect::<BTreeSet<_>>() == wanted)
        })
    }

    /// No foreign key needs a key that went, unless another one does for it.
    pub(super) fn key_is_free(&self, owner: &QName, columns: &[String]) -> Outcome {
        if self.has_key(owner, columns) {
            return Ok(());
        }
        let user = self.tables.iter().find(|(_, table)| {
            table.references.values().any(|it| it.target == *owner && it.target_columns == columns)
        });
        match user {
            Some((user, _)) => Err(format!("{user} still references the key")),
            None => Ok(()),
        }
    }
}
