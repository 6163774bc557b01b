//! `SCHEMA`.

use super::reader::Reader;
use super::{Outcome, Server};
use mizzle_core::postgres::schema::QName;

impl Server {
    pub(super) fn namespace(&self, name: &QName) -> Outcome {
        self.namespaces
            .contains(&name.schema)
            .then_some(())
            .ok_or_else(|| format!("no schema {}", name.schema))
    }

    pub(super) fn rename_namespace(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let from = reader.name()?;
        reader.expect("rename to")?;
        let to = reader.name()?;
        if !self.namespaces.remove(&from) || !self.namespaces.insert(to.clone()) {
            return Err("no such schema, or it exists".into());
        }
        let moved = |name: &QName| {
            if name.schema == from { QName::new(&to, &name.name) } else { name.clone() }
        };
        self.types = std::mem::take(&mut self.types)
            .into_iter()
            .map(|(name, labels)| (moved(&name), labels))
            .collect();
        self.tables = std::mem::take(&mut self.tables)
            .into_iter()
            .map(|(name, mut table)| {
                for ty in table.columns.values_mut().flatten() {
                    *ty = moved(ty);
                }
                for reference in table.references.values_mut() {
                    reference.target = moved(&reference.target);
                }
                (moved(&name), table)
            })
            .collect();
        Ok(())
    }
}
