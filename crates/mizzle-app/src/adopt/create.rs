//! Objects that the schema files do not have yet, each as an export of its own.

use super::Problem;
use super::files::{Files, Known};
use mizzle_core::postgres::schema::{QName, Schema};
use std::path::Path;

impl Files {
    pub(super) fn create_namespace(&mut self, name: &str) -> Result<(), Problem> {
        if self.namespaces.contains_key(name) {
            return Ok(());
        }
        let main = self.main.clone();
        let export = self.names_in(&main).free(name, "Schema");
        self.namespaces.insert(name.to_owned(), fresh(&main, &export));
        let written = self.write(&main, "t", |writer| writer.namespace(name));
        let text = written.inspect_err(|_| drop(self.namespaces.remove(name)))?;
        self.editor(&main)?.prepend(&text);
        Ok(())
    }

    pub(super) fn create_enum(&mut self, name: &QName, values: &[String]) -> Result<(), Problem> {
        if self.enums.contains_key(name) {
            return Ok(());
        }
        let main = self.place_of(name);
        let export = self.names_in(&main).free(&name.name, "Enum");
        self.enums.insert(name.clone(), fresh(&main, &export));
        let content = mizzle_core::postgres::schema::Enum { values: values.to_vec() };
        let written = self.write(&main, "t", |writer| writer.enumeration(name, &content));
        let text = written.inspect_err(|_| drop(self.enums.remove(name)))?;
        // In front of the tables that use it, and behind the schema that it is in.
        let namespace = self.namespaces.get(&name.schema).map(|known| known.local.clone());
        let editor = self.editor(&main)?;
        match namespace {
            Some(local) => editor.append_behind(&local, &text),
            None => editor.prepend(&text),
        }
        Ok(())
    }

    pub(super) fn create_sequence(&mut self, name: &QName, to: &Schema) -> Result<(), Problem> {
        if self.sequences.contains_key(name) {
            return Ok(());
        }
        let Some(sequence) = to.sequences.get(name) else { return Ok(()) };
        let main = self.place_of(name);
        let export = self.names_in(&main).free(&name.name, "Sequence");
        self.sequences.insert(name.clone(), fresh(&main, &export));
        let written = self.write(&main, "t", |writer| writer.sequence(name, sequence));
        let text = written.inspect_err(|_| drop(self.sequences.remove(name)))?;
        self.editor(&main)?.append(&text);
        Ok(())
    }

    pub(super) fn create_table(&mut self, name: &QName, to: &Schema) -> Result<(), Problem> {
        if self.relations.contains_key(name) {
            return Ok(());
        }
        let Some(table) = to.tables.get(name) else { return Ok(()) };
        let main = self.place_of(name);
        let export = self.names_in(&main).free(&name.name, "Table");
        self.relations.insert(name.clone(), fresh(&main, &export));
        let written = self.write(&main, "t", |writer| writer.table(name, table));
        let text = written.inspect_err(|_| drop(self.relations.remove(name)))?;
        self.editor(&main)?.append(&text);
        self.fresh.push(name.clone());
        Ok(())
    }

    pub(super) fn create_view(&mut self, name: &QName, to: &Schema) -> Result<(), Problem> {
        if self.relations.contains_key(name) {
            return Ok(());
        }
        let Some(view) = to.views.get(name) else { return Ok(()) };
        let main = self.place_of(name);
        let export = self.names_in(&main).free(&name.name, "View");
        self.relations.insert(name.clone(), fresh(&main, &export));
        let written = self.write(&main, "t", |writer| writer.view(name, view));
        let text = written.inspect_err(|_| drop(self.relations.remove(name)))?;
        self.editor(&main)?.append(&text);
        Ok(())
    }

    /// The file for something new: the one of its schema, else the first.
    fn place_of(&self, name: &QName) -> std::path::PathBuf {
        let known = self.namespaces.get(&name.schema);
        known.map_or_else(|| self.main.clone(), |known| known.file.clone())
    }
}

fn fresh(file: &Path, export: &str) -> Known {
    Known { file: file.to_owned(), local: export.to_owned(), export: export.to_owned() }
}
