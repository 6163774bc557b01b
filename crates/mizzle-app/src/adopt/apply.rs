//! One change of a database, as an edit of the schema files.

use super::Problem;
use super::files::{Files, Known};
use super::parts::{builders, called, columns_of, on_column, parts_of};
use mizzle_core::postgres::change::{Change, Part};
use mizzle_core::postgres::schema::{QName, Schema, Table};
use mizzle_core::postgres::typescript::quoted;
use mizzle_loader::edit::{ChainEdit, Extra};
use std::collections::BTreeMap;
use std::path::Path;

impl Files {
    /// Makes the change, or none of it.
    pub(super) fn place(
        &mut self,
        change: &Change,
        from: &Schema,
        to: &Schema,
    ) -> Result<(), Problem> {
        let before = self.editors.clone();
        let placed = self.change(change, from, to);
        if placed.is_err() {
            self.editors = before;
        }
        placed
    }

    fn change(&mut self, change: &Change, from: &Schema, to: &Schema) -> Result<(), Problem> {
        let after = to;
        match change {
            Change::CreateNamespace { name } => self.create_namespace(name),
            Change::DropNamespace { name } => {
                let known = known(&self.namespaces, name)?;
                self.remove(&known)
            }
            Change::RenameNamespace { from, to } => {
                let known = known(&self.namespaces, from)?;
                self.editor(&known.file)?.rename(&known.local, from, to)?;
                self.namespaces.insert(to.clone(), known);
                Ok(())
            }
            Change::CreateEnum { name, values } => self.create_enum(name, values),
            Change::DropEnum { name } => {
                let known = known(&self.enums, name)?;
                self.remove(&known)
            }
            Change::RenameEnum { from, to } => {
                let known = self.renamed(&self.enums.clone(), from, to)?;
                self.enums.insert(to.clone(), known);
                Ok(())
            }
            Change::AddEnumValue { name, .. }
            | Change::RenameEnumValue { name, .. }
            | Change::RecreateEnum { name, .. } => {
                let known = known(&self.enums, name)?;
                let values = to.enums.get(name).map(|it| it.values.clone()).unwrap_or_default();
                Ok(self.editor(&known.file)?.set_labels(&known.local, &values)?)
            }
            Change::CreateSequence { name, .. } => self.create_sequence(name, to),
            Change::DropSequence { name } => {
                let known = known(&self.sequences, name)?;
                self.remove(&known)
            }
            Change::RenameSequence { from, to } => {
                let known = self.renamed(&self.sequences.clone(), from, to)?;
                self.sequences.insert(to.clone(), known);
                Ok(())
            }
            Change::AlterSequence { name, to, .. } => {
                let known = known(&self.sequences, name)?;
                let text = self.write(&known.file, "t", |writer| writer.sequence(name, to))?;
                self.set_value(&known, &text)
            }
            Change::CreateRole { .. }
            | Change::DropRole { .. }
            | Change::RenameRole { .. }
            | Change::AlterRole { .. } => Err(Problem::new("roles are the server's")),
            Change::CreateTable { name, .. } => self.create_table(name, to),
            Change::DropTable { name, .. } => {
                let known = self.relation(name)?;
                self.remove(&known)
            }
            Change::RenameTable { from, to } => {
                let known = self.renamed(&self.relations.clone(), from, to)?;
                self.relations.insert(to.clone(), known);
                let keys: Vec<(String, String)> = self
                    .keys
                    .iter()
                    .filter(|((table, _), _)| table == from)
                    .map(|((_, column), key)| (column.clone(), key.clone()))
                    .collect();
                self.keys.extend(keys.into_iter().map(|(column, key)| ((to.clone(), column), key)));
                self.name_sequences(to, after)
            }
            Change::SetRls { table, enabled } => self.set_rls(table, *enabled),
            Change::AddColumn { table, name, .. } => self.add_column(table, name, to),
            Change::DropColumn { table, name, parts, .. } => {
                for part in parts {
                    let gone = self.drop_part(table, part);
                    // One that stands on the column goes with it.
                    if !self.is_on_column(table, part) {
                        gone?;
                    }
                }
                let is_gone = |it: &Table| !it.columns.contains_key(name);
                if self.desired.tables.get(table).is_some_and(is_gone) {
                    return Ok(());
                }
                let (known, key) = (self.relation(table)?, self.key(table, name)?);
                Ok(self.editor(&known.file)?.remove_column(&known.local, &key)?)
            }
            Change::RenameColumn { table, from, to: name } => {
                self.rename_column(table, from, name, to)
            }
            Change::AlterColumn { table, name, .. }
            | Change::RecreateColumn { table, name, .. } => {
                self.alter_column(table, name, from, to)
            }
            // Its name is a rule's, or the identity says it.
            Change::RenameOwnedSequence { .. } => Ok(()),
            // What was adopted before stays what it is until a migration records it.
            Change::AddPart { table, part } if self.has_named(table, part) => Ok(()),
            Change::DropPart { table, part } if !self.has_part(table, part) => Ok(()),
            Change::RenamePart { table, to, .. } if self.has_named(table, to) => Ok(()),
            Change::AddPart { table, part } => self.add_part(table, part),
            Change::DropPart { table, part } => {
                self.drop_part(table, part)?;
                self.keep_rls(table, part, to)
            }
            Change::ReplacePart { table, from, to, .. } => {
                self.drop_part(table, from)?;
                self.add_part(table, to)
            }
            Change::RenamePart { table, from, to } => {
                self.drop_part(table, &called(to, from))?;
                self.add_part(table, to)
            }
            Change::AlterPolicy { table, from, to } => {
                self.drop_part(table, &Part::Policy(from.clone()))?;
                self.add_part(table, &Part::Policy(to.clone()))
            }
            Change::CreateView { name, .. } => self.create_view(name, to),
            Change::DropView { name, .. } => {
                let known = self.relation(name)?;
                self.remove(&known)
            }
            Change::RenameView { from, to, .. } => {
                let known = self.renamed(&self.relations.clone(), from, to)?;
                self.relations.insert(to.clone(), known);
                Ok(())
            }
            Change::ReplaceView { name, to, .. } | Change::RecreateView { name, to, .. } => {
                let known = self.relation(name)?;
                let text = self.write(&known.file, "t", |writer| writer.view(name, to))?;
                self.set_value(&known, &text)
            }
        }
    }

    fn set_rls(&mut self, table: &QName, enabled: bool) -> Result<(), Problem> {
        if self.fresh.contains(table) {
            return Ok(());
        }
        let known = self.relation(table)?;
        let edit = if enabled {
            let said = self.desired.tables.get(table).is_some_and(|it| it.rls_enabled);
            if said {
                return Ok(());
            }
            ChainEdit { append: vec![".enableRLS()".to_owned()], ..ChainEdit::default() }
        } else {
            ChainEdit { remove: vec!["enableRLS"], ..ChainEdit::default() }
        };
        let editor = self.editor(&known.file)?;
        let before = editor.text().to_owned();
        editor.change_export(&known.local, &edit)?;
        if editor.text() == before {
            let why = format!("`{}` does not say row-level security by a call", known.local);
            return Err(Problem::new(why));
        }
        Ok(())
    }

    /// Policies switch row security on; without any it has to be said.
    fn keep_rls(&mut self, table: &QName, part: &Part, to: &Schema) -> Result<(), Problem> {
        let Part::Policy(_) = part else { return Ok(()) };
        let Some(content) = to.tables.get(table) else { return Ok(()) };
        if content.policies.is_empty() && content.row_security() {
            return self.set_rls(table, true);
        }
        Ok(())
    }

    fn is_on_column(&self, table: &QName, part: &Part) -> bool {
        let names = self.names_in(&self.main);
        mizzle_core::postgres::typescript::Writer::new(self.line, &names)
            .is_on_a_column(table, part)
    }

    /// Do the files have a part of this kind and name?
    fn has_named(&self, table: &QName, part: &Part) -> bool {
        let parts = self.desired.tables.get(table).map(parts_of).unwrap_or_default();
        parts.iter().any(|other| other.noun() == part.noun() && other.name() == part.name())
    }

    /// Do the files have the part already: by its name, or by what it is on?
    fn has_part(&self, table: &QName, part: &Part) -> bool {
        let Some(content) = self.desired.tables.get(table) else { return false };
        let is_it = |other: &Part| {
            let columns = columns_of(part);
            other.noun() == part.noun()
                && (other.name() == part.name()
                    || (!columns.is_empty() && columns_of(other) == columns))
        };
        parts_of(content).iter().any(is_it)
    }

    fn add_part(&mut self, table: &QName, part: &Part) -> Result<(), Problem> {
        if self.fresh.contains(table) {
            return Ok(());
        }
        let known = self.relation(table)?;
        if self.is_on_column(table, part) {
            let key = self.key(table, on_column(part))?;
            let call = self.write(&known.file, "t", |writer| writer.part_on_column(table, part))?;
            let edit = ChainEdit { append: vec![call.clone()], ..ChainEdit::default() };
            let placed = self.editor(&known.file)?.change_column(&known.local, &key, &edit);
            return placed.map_err(|error| Problem::from(error).with(&call));
        }
        let parameter = self.editor(&known.file)?.extras_parameter(&known.local);
        let parameter = parameter.unwrap_or_else(|| "t".to_owned());
        let line = self.write(&known.file, &parameter, |writer| writer.part(table, part))?;
        let placed = self.editor(&known.file)?.add_extra(&known.local, &parameter, &line);
        placed.map_err(|error| Problem::from(error).with(&line))
    }

    fn drop_part(&mut self, table: &QName, part: &Part) -> Result<(), Problem> {
        let known = self.relation(table)?;
        let names = self.names_in(&known.file);
        let columns = columns_of(part);
        let keys: Vec<String> = columns.iter().map(|column| names.key(table, column)).collect();
        let extra = Extra { builders: builders(part), name: part.name(), keys: &keys };
        let in_extras = self.editor(&known.file)?.remove_extra(&known.local, &extra);
        let (Err(not_there), [key]) = (&in_extras, keys.as_slice()) else {
            return Ok(in_extras?);
        };
        let call = match part {
            Part::PrimaryKey(_) => "primaryKey",
            Part::Unique(_) => "unique",
            Part::ForeignKey(_) => "references",
            Part::Check(_) | Part::Index(_) | Part::Policy(_) => {
                return Err(not_there.clone().into());
            }
        };
        let edit = ChainEdit { remove: vec![call], ..ChainEdit::default() };
        let editor = self.editor(&known.file)?;
        let before = editor.text().to_owned();
        editor.change_column(&known.local, key, &edit)?;
        if editor.text() == before { Err(not_there.clone().into()) } else { Ok(()) }
    }

    fn renamed(
        &mut self,
        all: &BTreeMap<QName, Known>,
        from: &QName,
        to: &QName,
    ) -> Result<Known, Problem> {
        let known = known(all, from)?;
        if from.schema != to.schema {
            return Err(Problem::new("it is in another schema, which is another builder"));
        }
        self.editor(&known.file)?.rename(&known.local, &from.name, &to.name)?;
        Ok(known)
    }

    fn remove(&mut self, known: &Known) -> Result<(), Problem> {
        let others: Vec<&Path> = self
            .editors
            .iter()
            .filter(|(path, editor)| **path != known.file && editor.uses(&known.export) > 0)
            .map(|(path, _)| path.as_path())
            .collect();
        if let Some(other) = others.first() {
            let why = format!("`{}` is used in {}", known.export, other.display());
            return Err(Problem::new(why));
        }
        Ok(self.editor(&known.file)?.remove_export(&known.local)?)
    }

    /// Gives a variable the value of a statement that would declare it.
    fn set_value(&mut self, known: &Known, statement: &str) -> Result<(), Problem> {
        let value = statement.split_once(" = ").map_or(statement, |(_, value)| value);
        let value = value.trim_end().trim_end_matches(';');
        Ok(self.editor(&known.file)?.set_value(&known.local, value)?)
    }
}

fn known<K: Ord + ToString>(all: &BTreeMap<K, Known>, name: &K) -> Result<Known, Problem> {
    let known = all.get(name).cloned();
    known.ok_or_else(|| {
        let name = quoted(&name.to_string());
        Problem::new(format!("the schema files do not declare {name} as a variable"))
    })
}
