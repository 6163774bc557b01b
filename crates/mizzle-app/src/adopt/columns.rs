//! Columns of tables that the schema files have.

use super::Problem;
use super::files::Files;
use super::parts::between;
use mizzle_core::postgres::schema::{QName, Schema, Table};
use mizzle_loader::edit::ChainEdit;

impl Files {
    /// The sequence of an identity keeps its name when its table or column gets another.
    pub(super) fn name_sequences(&mut self, table: &QName, to: &Schema) -> Result<(), Problem> {
        let known = self.relation(table)?;
        let content = to.tables.get(table).map(bare).unwrap_or_default();
        for (name, column) in &content.columns {
            if column.identity.is_none() {
                continue;
            }
            let Ok(key) = self.key(table, name) else { continue };
            let call = self.write(&known.file, "t", |writer| {
                Ok(writer.pieces(table, &content, name)?.identity.unwrap_or_default())
            })?;
            let edit = ChainEdit {
                base: None,
                remove: vec!["generatedAlwaysAsIdentity", "generatedByDefaultAsIdentity"],
                append: vec![call],
            };
            self.editor(&known.file)?.change_column(&known.local, &key, &edit)?;
        }
        Ok(())
    }

    pub(super) fn add_column(
        &mut self,
        table: &QName,
        name: &str,
        to: &Schema,
    ) -> Result<(), Problem> {
        if self.fresh.contains(table) || self.key(table, name).is_ok() {
            return Ok(());
        }
        let known = self.relation(table)?;
        // What stands on it comes with its own changes.
        let content = to.tables.get(table).map(bare).unwrap_or_default();
        let line = self.write(&known.file, "t", |writer| writer.column(table, &content, name))?;
        let placed = self.editor(&known.file)?.add_column(&known.local, &line);
        placed.map_err(|error| Problem::from(error).with(&line))?;
        let key = self.names_in(&known.file).key(table, name);
        self.keys.insert((table.clone(), name.to_owned()), key);
        Ok(())
    }

    pub(super) fn rename_column(
        &mut self,
        table: &QName,
        from: &str,
        name: &str,
        to: &Schema,
    ) -> Result<(), Problem> {
        let (known, key) = (self.relation(table)?, self.key(table, from)?);
        self.keys.insert((table.clone(), name.to_owned()), key.clone());
        let content = to.tables.get(table).map(bare).unwrap_or_default();
        let builder = self
            .write(&known.file, "t", |writer| Ok(writer.pieces(table, &content, name)?.builder))?;
        let edit = ChainEdit { base: Some(builder), remove: vec!["array"], append: Vec::new() };
        Ok(self.editor(&known.file)?.change_column(&known.local, &key, &edit)?)
    }

    pub(super) fn alter_column(
        &mut self,
        table: &QName,
        name: &str,
        from: &Schema,
        to: &Schema,
    ) -> Result<(), Problem> {
        let (known, key) = (self.relation(table)?, self.key(table, name)?);
        // The table may have had another name, and the column too.
        let old = from.tables.get(table).filter(|old| old.columns.contains_key(name)).map(bare);
        let new = to.tables.get(table).map(bare).unwrap_or_default();
        let mut edit = ChainEdit::default();
        let mut all = String::new();
        self.write(&known.file, "t", |writer| {
            let new = writer.pieces(table, &new, name)?;
            let old = match &old {
                Some(old) => Some(writer.pieces(table, old, name)?),
                None => None,
            };
            edit = between(old.as_ref(), &new);
            all = edit.base.iter().chain(&edit.append).cloned().collect();
            Ok(all.clone())
        })?;
        let placed = self.editor(&known.file)?.change_column(&known.local, &key, &edit);
        placed.map_err(|error| Problem::from(error).with(&all))
    }
}

/// A table without what has changes of its own; its primary key says what a column needs
/// not to say.
fn bare(table: &Table) -> Table {
    Table { columns: table.columns.clone(), primary_key: None, ..Table::default() }
}
