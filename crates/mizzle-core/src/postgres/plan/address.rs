//! What everything is called at a moment of the plan.
//!
//! Changes name things as they are called in the end. Until the rename has run, a
//! statement must use the name before it.

use super::steps::Action;
use crate::postgres::change::Change;
use crate::postgres::schema::QName;
use std::collections::BTreeMap;

/// Names at a moment: renames that have not run yet, by the name they lead to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Address {
    namespaces: BTreeMap<String, String>,
    tables: BTreeMap<QName, QName>,
    columns: BTreeMap<(QName, String), String>,
    enums: BTreeMap<QName, QName>,
    sequences: BTreeMap<QName, QName>,
}

impl Address {
    /// Names before the first step.
    pub(crate) fn new(changes: &[Change]) -> Self {
        let mut address = Self::default();
        for change in changes {
            if let Change::RenameNamespace { from, to } = change {
                address.namespaces.insert(to.clone(), from.clone());
            } else if let Change::RenameTable { from, to } = change {
                address.tables.insert(to.clone(), from.clone());
            } else if let Change::RenameColumn { table, from, to } = change {
                address.columns.insert((table.clone(), to.clone()), from.clone());
            } else if let Change::RenameEnum { from, to } = change {
                address.enums.insert(to.clone(), from.clone());
            } else if let Change::RenameSequence { from, to } = change {
                address.sequences.insert(to.clone(), from.clone());
            }
        }
        address
    }

    /// Names after a step.
    pub(super) fn follow(&mut self, change: &Change, action: &Action) {
        let aside = match action {
            Action::StepAside(name) => Some(name),
            Action::Whole
            | Action::Remove
            | Action::Make
            | Action::StepBack(_)
            | Action::SplitForeignKey(..) => None,
        };
        let moved = |from: &QName| aside.map(|name| QName::new(&from.schema, name));
        if let Change::RenameNamespace { to, .. } = change {
            self.namespaces.remove(to);
        } else if let Change::RenameTable { from, to } = change {
            set(&mut self.tables, to.clone(), moved(from));
        } else if let Change::RenameColumn { table, to, .. } = change {
            set(&mut self.columns, (table.clone(), to.clone()), aside.cloned());
        } else if let Change::RenameEnum { from, to } = change {
            set(&mut self.enums, to.clone(), moved(from));
        } else if let Change::RenameSequence { from, to } = change {
            set(&mut self.sequences, to.clone(), moved(from));
        }
    }

    /// A schema's name.
    pub(crate) fn namespace(&self, name: &str) -> String {
        self.namespaces.get(name).map_or(name, String::as_str).to_owned()
    }

    /// A table's name.
    pub(crate) fn table(&self, name: &QName) -> QName {
        self.current(self.tables.get(name).unwrap_or(name))
    }

    /// A column's name; `table` is its table's name in the end.
    pub(crate) fn column(&self, table: &QName, name: &str) -> String {
        let key = (table.clone(), name.to_owned());
        self.columns.get(&key).map_or(name, String::as_str).to_owned()
    }

    /// An enum's name.
    pub(crate) fn enum_type(&self, name: &QName) -> QName {
        self.current(self.enums.get(name).unwrap_or(name))
    }

    /// A sequence's name.
    pub(crate) fn sequence(&self, name: &QName) -> QName {
        self.current(self.sequences.get(name).unwrap_or(name))
    }

    /// The name of something that is not renamed itself, but whose schema may be.
    pub(crate) fn current(&self, name: &QName) -> QName {
        QName::new(self.namespace(&name.schema), &name.name)
    }
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}
