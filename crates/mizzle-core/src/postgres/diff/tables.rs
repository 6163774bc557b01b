//! Tables: which stay, which go, which are new, and what changes within.

use super::{Comparison, Edits, entity, renames};
use crate::diff::keyed::{Keyed, match_keys};
use crate::diff::rename::resolve;
use crate::hints::Kind;
use crate::postgres::change::{Change, Part};
use crate::postgres::schema::{QName, Table};

impl Comparison<'_> {
    pub(super) fn tables(&mut self) -> Edits {
        let Keyed { created, dropped, .. } = match_keys(&self.from.tables, &self.to.tables);
        let resolved = resolve(
            Kind::Table,
            &dropped.iter().map(entity).collect::<Vec<_>>(),
            &created.iter().map(entity).collect::<Vec<_>>(),
            self.answers,
            |d, c| {
                let columns = |table: &Table| table.columns.keys().cloned().collect::<Vec<_>>();
                let (from, to) = (&self.from.tables[&dropped[d]], &self.to.tables[&created[c]]);
                super::objects::shared(&columns(from), &columns(to), "columns")
                    .max_by_name(&dropped[d].name, &created[c].name)
            },
            |_| "the table and its rows".to_owned(),
        );
        let renamed = self.take(resolved);
        let mut edits = Edits::default();
        let is_renamed = |name: &QName| renamed.iter().any(|(d, _)| dropped[*d] == *name);
        let gone: Vec<QName> = dropped.iter().filter(|name| !is_renamed(name)).cloned().collect();
        for (name, table) in &self.from.tables {
            for key in table.foreign_keys.iter().filter(|key| gone.contains(&key.target)) {
                let owner = renamed
                    .iter()
                    .find(|(d, _)| dropped[*d] == *name)
                    .map_or(name, |(_, c)| &created[*c]);
                self.renames.severed.insert((owner.clone(), key.name.text.clone()));
            }
        }
        for name in gone {
            if let Some(table) = self.from.tables.shift_remove(&name) {
                edits.last.push(Change::DropTable { name, table: Box::new(table) });
            }
        }
        // All at once, so that two tables can swap their names.
        let place = |name: &QName| QName::new(&name.schema, format!("{}\u{1}", name.name));
        for (d, c) in &renamed {
            renames::table(&mut self.from, &dropped[*d], &place(&created[*c]));
        }
        for (d, c) in &renamed {
            renames::table(&mut self.from, &place(&created[*c]), &created[*c]);
            self.renames.tables.insert(created[*c].clone(), dropped[*d].clone());
            edits
                .first
                .push(Change::RenameTable { from: dropped[*d].clone(), to: created[*c].clone() });
        }
        let wanted: Vec<QName> = self.to.tables.keys().cloned().collect();
        // References to renamed columns must be renamed in all tables before any keys
        // are compared.
        let mut columns = Vec::new();
        for name in &wanted {
            if self.from.tables.contains_key(name) {
                columns.push((name, self.columns(name)));
            }
        }
        let mut altered = Vec::new();
        for (name, edits) in columns {
            altered.extend(self.altered(name, edits));
        }
        let mut made = Vec::new();
        for name in &wanted {
            if !self.from.tables.contains_key(name) {
                let table = self.to.tables[name].clone();
                made.push(Change::CreateTable { name: name.clone(), table: Box::new(table) });
            }
        }
        for name in &wanted {
            if !self.from.tables.contains_key(name) {
                made.extend(parts_of_new(name, &self.to.tables[name]));
            }
        }
        made.append(&mut edits.first);
        made.extend(altered);
        edits.first = made;
        edits
    }

    fn has_severed(&self, name: &QName) -> bool {
        self.renames.severed.iter().any(|(table, _)| table == name)
    }

    /// The changes within one table that stays.
    fn altered(&mut self, name: &QName, columns: super::columns::ColumnEdits) -> Vec<Change> {
        // Most of a large schema is as it was.
        if !self.has_severed(name) && self.from.tables[name] == self.to.tables[name] {
            return columns.renamed;
        }
        let parts = self.parts(name, &columns);
        let had = self.from.tables[name].row_security();
        let wants = self.to.tables[name].row_security();
        let mut changes = columns.renamed;
        changes.extend(parts.first);
        changes.extend(columns.added);
        changes.extend(columns.altered);
        changes.extend(parts.dropped);
        changes.extend(parts.last);
        if had != wants {
            changes.push(Change::SetRls { table: name.clone(), enabled: wants });
        }
        changes
    }
}

/// What a new table has beside what `CREATE TABLE` says.
fn parts_of_new(name: &QName, table: &Table) -> Vec<Change> {
    let add = |part| Change::AddPart { table: name.clone(), part };
    let mut changes = Vec::new();
    if table.row_security() {
        changes.push(Change::SetRls { table: name.clone(), enabled: true });
    }
    changes.extend(table.foreign_keys.iter().map(|key| add(Part::ForeignKey(key.clone()))));
    changes.extend(table.indexes.iter().map(|index| add(Part::Index(index.clone()))));
    changes.extend(table.policies.iter().map(|policy| add(Part::Policy(policy.clone()))));
    changes
}
