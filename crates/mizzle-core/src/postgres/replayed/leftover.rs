//! Drops of what only migrations without a snapshot made.
//!
//! Who writes a migration by hand makes things there that a schema file cannot say or
//! does not want to: an index, a table of another program. No snapshot ever had them,
//! so that their absence in the schema files means nothing, and they stay.

use crate::postgres::change::{Change, Part};
use crate::postgres::diff::Diff;
use crate::postgres::names::cut;
use crate::postgres::schema::{QName, Schema, Table, View};
use crate::postgres::summary::summarize;
use std::collections::BTreeMap;

/// What is left as it is: the drops that are not carried out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Leftovers(Vec<Change>);

impl Leftovers {
    /// Each as a line of a summary names it.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|change| summarize(change).text).collect()
    }

    /// The schema with what is left, which `recorded` has: what a database holds after the
    /// other changes.
    pub fn beside(&self, schema: &Schema, recorded: &Schema) -> Schema {
        let mut schema = schema.clone();
        for change in &self.0 {
            if let Change::DropTable { name, table } = change {
                schema.tables.insert(name.clone(), Table::clone(table));
            } else if let Change::DropColumn { table, name, column, parts } = change
                && let Some(table) = schema.tables.get_mut(table)
            {
                table.columns.insert(name.clone(), column.clone());
                parts.iter().for_each(|part| add(table, part));
            } else if let Change::DropPart { table, part } = change
                && let Some(table) = schema.tables.get_mut(table)
            {
                add(table, part);
            } else if let Change::DropView { name, view } = change {
                schema.views.insert(name.clone(), View::clone(view));
            } else if let Change::DropEnum { name } = change {
                schema.enums.extend(recorded.enums.get_key_value(name).map(owned));
            } else if let Change::DropSequence { name } = change {
                schema.sequences.extend(recorded.sequences.get_key_value(name).map(owned));
            } else if let Change::DropRole { name } = change {
                schema.roles.extend(recorded.roles.get_key_value(name).map(owned));
            } else if let Change::DropNamespace { name } = change {
                schema.namespaces.push(name.clone());
            }
        }
        schema
    }
}

fn owned<K: Clone, V: Clone>((key, value): (&K, &V)) -> (K, V) {
    (key.clone(), value.clone())
}

fn add(table: &mut Table, part: &Part) {
    match part.clone() {
        Part::PrimaryKey(key) => table.primary_key = Some(key),
        Part::Unique(unique) => table.uniques.push(unique),
        Part::Check(check) => table.checks.push(check),
        Part::ForeignKey(key) => table.foreign_keys.push(key),
        Part::Index(index) => table.indexes.push(index),
        Part::Policy(policy) => table.policies.push(policy),
    }
}

/// A diff without the drops of what the snapshot's schema, `base`, does not have.
pub fn without_leftovers(mut diff: Diff, base: &Schema) -> (Diff, Leftovers) {
    let mut known = Known { base, tables: BTreeMap::new(), namespaces: BTreeMap::new() };
    for change in &diff.changes {
        if let Change::RenameTable { from, to } = change {
            known.tables.insert(to.clone(), from.clone());
        }
        if let Change::RenameNamespace { from, to } = change {
            known.namespaces.insert(to.clone(), from.clone());
        }
    }
    let mut leftovers = Vec::new();
    diff.changes.retain(|change| {
        let stays = !known.drops_unknown(change);
        if !stays {
            leftovers.push(change.clone());
        }
        stays
    });
    (diff, Leftovers(leftovers))
}

struct Known<'a> {
    base: &'a Schema,
    /// The names that renamed tables had.
    tables: BTreeMap<QName, QName>,
    /// The names that renamed schemas had.
    namespaces: BTreeMap<String, String>,
}

impl Known<'_> {
    fn drops_unknown(&self, change: &Change) -> bool {
        let base = self.base;
        match change {
            Change::DropNamespace { name } => !base.namespaces.contains(name),
            Change::DropEnum { name } => !base.enums.contains_key(&self.old(name)),
            Change::DropSequence { name } => !base.sequences.contains_key(&self.old(name)),
            Change::DropRole { name } => !base.roles.contains_key(name),
            Change::DropTable { name, .. } => self.table(name).is_none(),
            Change::DropView { name, .. } => !base.views.contains_key(&self.old(name)),
            Change::DropColumn { table, name, .. } => {
                self.table(table).is_none_or(|table| !table.columns.contains_key(name))
            }
            Change::DropPart { table, part } => match self.table(table) {
                Some(table) => !has(table, part),
                None => !base
                    .linked_policies
                    .iter()
                    .any(|linked| linked.table == *table && linked.policy.name == part.name()),
            },
            Change::CreateNamespace { .. }
            | Change::RenameNamespace { .. }
            | Change::CreateEnum { .. }
            | Change::RenameEnum { .. }
            | Change::AddEnumValue { .. }
            | Change::RenameEnumValue { .. }
            | Change::RecreateEnum { .. }
            | Change::CreateSequence { .. }
            | Change::RenameSequence { .. }
            | Change::AlterSequence { .. }
            | Change::CreateRole { .. }
            | Change::RenameRole { .. }
            | Change::AlterRole { .. }
            | Change::CreateTable { .. }
            | Change::RenameTable { .. }
            | Change::SetRls { .. }
            | Change::AddColumn { .. }
            | Change::RenameColumn { .. }
            | Change::AlterColumn { .. }
            | Change::RecreateColumn { .. }
            | Change::RenameOwnedSequence { .. }
            | Change::AddPart { .. }
            | Change::ReplacePart { .. }
            | Change::RenamePart { .. }
            | Change::AlterPolicy { .. }
            | Change::CreateView { .. }
            | Change::RenameView { .. }
            | Change::ReplaceView { .. }
            | Change::RecreateView { .. } => false,
        }
    }

    fn table(&self, name: &QName) -> Option<&Table> {
        self.base.tables.get(&self.old(self.tables.get(name).unwrap_or(name)))
    }

    /// The name in the schema's old name.
    fn old(&self, name: &QName) -> QName {
        match self.namespaces.get(&name.schema) {
            Some(schema) if !self.base.namespaces.contains(&name.schema) => {
                QName::new(schema, &name.name)
            }
            Some(_) | None => name.clone(),
        }
    }
}

fn has(table: &Table, part: &Part) -> bool {
    let same = |name: &str| cut(name) == cut(part.name());
    match part {
        Part::PrimaryKey(_) => table.primary_key.is_some(),
        Part::Unique(_) => table.uniques.iter().any(|unique| same(&unique.name.text)),
        Part::Check(_) => table.checks.iter().any(|check| same(&check.name)),
        Part::ForeignKey(_) => table.foreign_keys.iter().any(|key| same(&key.name.text)),
        Part::Index(_) => table.indexes.iter().any(|index| same(&index.name.text)),
        Part::Policy(_) => table.policies.iter().any(|policy| same(&policy.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hints::Answers;
    use crate::naming::Line;
    use crate::postgres::diff::{DiffOptions, diff};
    use crate::postgres::schema::{Check, Column, Type};

    fn schema(tables: &[(&str, &str, &[&str])]) -> Schema {
        let mut schema = Schema::default();
        for (namespace, name, columns) in tables {
            let mut table = Table::default();
            for column in *columns {
                let content = Column::of(Type::parse("text"));
                table.columns.insert((*column).to_owned(), content);
                let expression = format!("{column} <> ''");
                table.checks.push(Check { name: format!("{column}_check"), expression });
            }
            schema.tables.insert(QName::new(*namespace, *name), table);
            if *namespace != "public" && !schema.namespaces.contains(&(*namespace).to_owned()) {
                schema.namespaces.push((*namespace).to_owned());
            }
        }
        schema
    }

    fn left(
        base: &Schema,
        recorded: &Schema,
        desired: &Schema,
        hints: &str,
    ) -> (usize, Vec<String>) {
        let answers = Answers::new(crate::hints::parse(hints).unwrap_or_default());
        let options = DiffOptions { line: Line::V0, answers: &answers };
        let (diff, leftovers) = without_leftovers(diff(recorded, desired, &options).unwrap(), base);
        let beside = leftovers.beside(&diff.result, recorded);
        let again = crate::postgres::back::without_renames(&beside, desired, Line::V0).unwrap();
        assert_eq!(again.changes.len(), leftovers.0.len(), "nothing else is there");
        (diff.changes.len(), leftovers.names())
    }

    #[test]
    fn only_what_a_snapshot_has_goes() {
        let base = schema(&[("public", "t", &["a", "b"]), ("public", "u", &[])]);
        let recorded = schema(&[
            ("public", "t", &["a", "b", "c"]),
            ("public", "u", &[]),
            ("public", "audit", &["x"]),
        ]);
        let desired = schema(&[("public", "t", &["a"])]);
        let (changes, leftovers) = left(&base, &recorded, &desired, "[]");
        assert_eq!(leftovers, ["check c_check on t", "column t.c", "table audit"]);
        assert_eq!(changes, 3, "the table u, the column b and its check");
    }

    #[test]
    fn a_new_name_hides_nothing() {
        let base = schema(&[("old", "t", &["a", "b"])]);
        let desired = schema(&[("new", "t", &["a"])]);
        let hints = r#"[{"type":"rename","kind":"schema","from":["old"],"to":["new"]}]"#;
        let (changes, leftovers) = left(&base, &base, &desired, hints);
        assert!(leftovers.is_empty(), "{leftovers:?}");
        assert_eq!(changes, 3, "the schema's name, the column and its check");
    }
}
