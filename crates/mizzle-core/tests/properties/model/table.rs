//! `TABLE`.

use super::reader::Reader;
use super::{Outcome, Server, Table};
use mizzle_core::postgres::names;
use mizzle_core::postgres::schema::QName;

impl Server {
    pub(super) fn create_table(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let name = reader.qualified()?;
        self.namespace(&name)?;
        if self.tables.contains_key(&name) {
            return Err("table exists".into());
        }
        self.tables.insert(name.clone(), Table::default());
        reader.expect("(")?;
        loop {
            if reader.takes("constraint") {
                self.constraint(&name, reader)?;
            } else {
                self.column(&name, reader)?;
            }
            if !reader.takes(",") {
                return reader.expect(")");
            }
        }
    }

    pub(super) fn alter_table(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let owner = reader.qualified()?;
        self.table(&owner)?;
        if reader.takes("add column") {
            self.column(&owner, reader)
        } else if reader.takes("add constraint") {
            self.constraint(&owner, reader)
        } else if reader.takes("add primary key") {
            let columns = reader.list()?;
            let name = names::server_primary_key(&owner.name);
            self.add_key(&owner, name.clone(), columns)?;
            self.table(&owner)?.primary.replace(name).map_or(Ok(()), |_| Err("two keys".into()))
        } else if reader.takes("drop column") {
            self.drop_column(&owner, &reader.name()?)
        } else if reader.takes("drop constraint") {
            let name = reader.name()?;
            let table = self.table(&owner)?;
            if table.references.remove(&name).is_some() || table.checks.remove(&name).is_some() {
                return Ok(());
            }
            let columns = table.keys.remove(&name).ok_or("no such constraint")?;
            if table.primary.as_ref() == Some(&name) {
                table.primary = None;
            }
            self.key_is_free(&owner, &columns)
        } else if reader.takes("rename column") {
            let from = reader.name()?;
            reader.expect("to")?;
            let to = reader.name()?;
            self.rename_column(&owner, &from, &to)
        } else if reader.takes("rename constraint") {
            let from = reader.name()?;
            reader.expect("to")?;
            let to = reader.name()?;
            self.table(&owner)?.rename(&from, to)
        } else if reader.takes("alter column") {
            let column = reader.name()?;
            self.columns_exist(&owner, std::slice::from_ref(&column))?;
            if reader.takes("set data type") {
                let ty = self.column_type(reader)?;
                self.table(&owner)?.columns.insert(column, ty);
            }
            Ok(())
        } else {
            let to = if reader.takes("rename to") {
                QName::new(&owner.schema, reader.name()?)
            } else {
                reader.expect("set schema")?;
                QName::new(reader.name()?, &owner.name)
            };
            self.namespace(&to)?;
            let table = self.tables.remove(&owner).ok_or("no such table")?;
            if self.tables.insert(to.clone(), table).is_some() {
                return Err("table exists".into());
            }
            for table in self.tables.values_mut() {
                for reference in table.references.values_mut() {
                    if reference.target == owner {
                        reference.target = to.clone();
                    }
                }
            }
            Ok(())
        }
    }

    pub(super) fn table(&mut self, name: &QName) -> Outcome<&mut Table> {
        self.tables.get_mut(name).ok_or_else(|| format!("no table {name}"))
    }
}

impl Table {
    pub(super) fn rename(&mut self, from: &str, to: String) -> Outcome {
        if let Some(columns) = self.keys.remove(from) {
            if self.primary.as_deref() == Some(from) {
                self.primary = Some(to.clone());
            }
            return self.keys.insert(to, columns).map_or(Ok(()), |_| Err("exists".into()));
        }
        if let Some(index) = self.indexes.remove(from) {
            return self.indexes.insert(to, index).map_or(Ok(()), |_| Err("exists".into()));
        }
        if let Some(target) = self.references.remove(from) {
            return self.references.insert(to, target).map_or(Ok(()), |_| Err("exists".into()));
        }
        if let Some(columns) = self.checks.remove(from) {
            return self.checks.insert(to, columns).map_or(Ok(()), |_| Err("exists".into()));
        }
        Err(format!("no {from} to rename"))
    }
}
