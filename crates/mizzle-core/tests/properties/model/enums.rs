//! `TYPE`: enums and their labels.

use super::reader::Reader;
use super::{Outcome, Server};
use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::words::{Token, tokens};

impl Server {
    /// A new label may be used after a commit only.
    pub(super) fn labels_are_committed(&self, sql: &str) -> Outcome {
        if sql.starts_with("ALTER TYPE") || sql.starts_with("CREATE TYPE") {
            return Ok(());
        }
        for (token, _) in tokens(sql) {
            if let Token::Text(text) = token
                && self.uncommitted.iter().any(|(_, label)| *label == text)
            {
                return Err(format!("'{text}' is used before it is committed"));
            }
        }
        Ok(())
    }

    pub(super) fn alter_type(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let name = reader.qualified()?;
        let labels = self.types.get_mut(&name).ok_or("no such type")?;
        if reader.takes("add value") {
            let label = reader.text()?;
            let at = if reader.takes("before") {
                let next = reader.text()?;
                labels.iter().position(|it| *it == next).ok_or("no such label")?
            } else {
                labels.len()
            };
            if labels.contains(&label) {
                return Err("label exists".into());
            }
            labels.insert(at, label.clone());
            self.uncommitted.insert((name, label));
            Ok(())
        } else if reader.takes("rename value") {
            let from = reader.text()?;
            reader.expect("to")?;
            let to = reader.text()?;
            if labels.contains(&to) {
                return Err("label exists".into());
            }
            *labels.iter_mut().find(|it| **it == from).ok_or("no such label")? = to;
            Ok(())
        } else {
            let to = if reader.takes("rename to") {
                QName::new(&name.schema, reader.name()?)
            } else {
                reader.expect("set schema")?;
                QName::new(reader.name()?, &name.name)
            };
            self.namespace(&to)?;
            let labels = self.types.remove(&name).ok_or("no such type")?;
            if self.types.insert(to.clone(), labels).is_some() {
                return Err("type exists".into());
            }
            for table in self.tables.values_mut() {
                for ty in table.columns.values_mut().filter(|ty| ty.as_ref() == Some(&name)) {
                    *ty = Some(to.clone());
                }
            }
            Ok(())
        }
    }
}
