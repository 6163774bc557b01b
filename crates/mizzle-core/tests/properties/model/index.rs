//! `INDEX`.

use super::reader::Reader;
use super::{Outcome, Server, Table};
use mizzle_core::postgres::schema::QName;

impl Server {
    pub(super) fn create_index(&mut self, reader: &mut Reader<'_>, unique: bool) -> Outcome {
        reader.takes("concurrently");
        let name = reader.name()?;
        reader.expect("on")?;
        let owner = reader.qualified()?;
        if reader.takes("using") {
            reader.skip();
        }
        let columns = reader.list()?;
        self.columns_exist(&owner, &columns)?;
        if self.index_owner(&QName::new(&owner.schema, &name)).is_ok() {
            return Err("index exists".into());
        }
        self.table(&owner)?.indexes.insert(name, (unique, columns));
        Ok(())
    }

    pub(super) fn index_owner(&mut self, name: &QName) -> Outcome<(QName, &mut Table)> {
        self.tables
            .iter_mut()
            .find(|(owner, table)| {
                owner.schema == name.schema
                    && (table.indexes.contains_key(&name.name)
                        || table.keys.contains_key(&name.name))
            })
            .map(|(owner, table)| (owner.clone(), table))
            .ok_or_else(|| format!("no index {name}"))
    }
}
