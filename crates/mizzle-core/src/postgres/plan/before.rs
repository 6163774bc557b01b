//! What things were called before the renames of a plan.

use super::objects::Object;
use crate::postgres::change::Change;
use crate::postgres::schema::QName;
use crate::sql::words::Words;
use std::collections::BTreeMap;

/// What something was called before its rename.
pub(super) struct Before<'a> {
    /// Tables, by their old name: the new one.
    pub(super) tables: BTreeMap<&'a QName, &'a QName>,
    columns: BTreeMap<(&'a QName, &'a str), &'a str>,
    types: BTreeMap<&'a QName, &'a QName>,
    /// Labels that are added or got their name, by their enum.
    pub(super) labels: BTreeMap<&'a QName, Vec<&'a String>>,
}

impl<'a> Before<'a> {
    pub(super) fn new(changes: &'a [Change]) -> Self {
        let mut before = Self {
            tables: BTreeMap::new(),
            columns: BTreeMap::new(),
            types: BTreeMap::new(),
            labels: BTreeMap::new(),
        };
        for change in changes {
            if let Change::RenameColumn { table, from, to } = change {
                before.columns.insert((table, to), from);
            } else if let Change::RenameTable { from, to } = change {
                before.tables.insert(from, to);
            } else if let Change::RenameEnum { from, to } = change {
                before.types.insert(to, from);
            } else if let Change::AddEnumValue { name, value, .. }
            | Change::RenameEnumValue { name, to: value, .. } = change
            {
                before.labels.entry(name).or_default().push(value);
            }
        }
        before
    }

    pub(super) fn column(&self, table: &QName, column: &str) -> Object {
        let name = self.columns.get(&(table, column)).copied().unwrap_or(column);
        Object::Column(table.clone(), name.to_owned())
    }

    /// SQL that is used no longer speaks of columns as they are called in the end, what is
    /// taken as it was called before. With tables it is the other way round.
    pub(super) fn add_other_names(&self, own: Option<&QName>, words: &mut Words) {
        let renamed = self.tables.iter().filter(|(old, _)| words.mentions(&old.name));
        let new: Vec<String> = renamed.map(|(_, new)| new.name.clone()).collect();
        words.names.extend(new);
        let means = |table: &QName, new: &str| {
            (own == Some(table) || words.mentions(&table.name)) && words.mentions(new)
        };
        let renamed = self.columns.iter().filter(|((table, new), _)| means(table, new));
        let old: Vec<String> = renamed.map(|(_, old)| (*old).to_owned()).collect();
        words.names.extend(old);
    }

    pub(super) fn enum_type(&self, name: &QName) -> Object {
        Object::Type((*self.types.get(name).unwrap_or(&name)).clone())
    }

    /// The name that a column ends up with.
    pub(super) fn renamed(&self, table: &QName, column: &str) -> String {
        let found =
            self.columns.iter().find(|((owner, _), old)| *owner == table && **old == column);
        found.map_or(column, |((_, new), _)| new).to_owned()
    }

    /// Both names of a column, since what uses it may be older or newer than its rename.
    pub(super) fn both(&self, table: &QName, column: &str) -> Vec<Object> {
        let given = Object::Column(table.clone(), column.to_owned());
        let new = Object::Column(table.clone(), self.renamed(table, column));
        let mut names = vec![self.column(table, column)];
        for name in [given, new] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
