//! Tables, with what their rows in the catalog say about them.

use super::{Omitted, Reading, Unmodelled};
use crate::postgres::catalog::{self, Oid};
use crate::postgres::schema::{QName, Table};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// The access method of tables where nobody chose another.
pub(super) const HEAP: &str = "heap";

impl<'a> Reading<'a> {
    pub(super) fn tables(&mut self) -> IndexMap<QName, Table> {
        let mut tables = BTreeMap::new();
        let relations: Vec<(QName, &'a catalog::Relation)> =
            self.relations.values().cloned().collect();
        let mut names = BTreeMap::<Oid, QName>::new();
        for (name, relation) in relations {
            match relation.kind {
                'f' => self.fidelity.unmodelled(Unmodelled::ForeignTable, name.to_string()),
                'r' | 'p' if relation.partition => {
                    self.fidelity.unmodelled(Unmodelled::Partition, name.to_string());
                }
                'r' | 'p' => {
                    let table = Table {
                        columns: self.columns_of(relation.oid, &name),
                        rls_enabled: relation.row_security,
                        ..Table::default()
                    };
                    self.omitted_of_table(&name, relation);
                    names.insert(relation.oid, name.clone());
                    tables.insert(name, table);
                }
                _ => {}
            }
        }
        self.constraints(&names, &mut tables);
        self.indexes(&names, &mut tables);
        self.inheritance(&names);
        tables.into_iter().collect()
    }

    fn inheritance(&mut self, names: &BTreeMap<Oid, QName>) {
        for parent in &self.catalog.parents {
            if let Some(name) = names.get(&parent.child) {
                let what = format!("{name} ({})", parent.parent);
                self.fidelity.omit(Omitted::Inheritance, what);
            }
        }
    }

    fn omitted_of_table(&mut self, name: &QName, relation: &'a catalog::Relation) {
        self.omitted_of_relation(name, relation);
        for option in &relation.options {
            self.fidelity.omit(Omitted::StorageParameter, format!("{name} ({option})"));
        }
        if let Some(method) = relation.method.as_ref().filter(|method| *method != HEAP) {
            self.fidelity.omit(Omitted::AccessMethod, format!("{name} ({method})"));
        }
        if let Some(tablespace) = &relation.tablespace {
            self.fidelity.omit(Omitted::Tablespace, format!("{name} ({tablespace})"));
        }
        if let Some(key) = &relation.partition_key {
            self.fidelity.omit(Omitted::Partitioning, format!("{name} ({key})"));
        }
        if relation.forced_row_security {
            self.fidelity.omit(Omitted::ForcedRowSecurity, name.to_string());
        }
        if relation.of_type {
            self.fidelity.omit(Omitted::OfType, name.to_string());
        }
        if relation.replica_identity != 'd' {
            self.fidelity.omit(Omitted::ReplicaIdentity, name.to_string());
        }
    }

    /// What tables and views have alike.
    pub(super) fn omitted_of_relation(&mut self, name: &QName, relation: &'a catalog::Relation) {
        self.owners.push((name.to_string(), &relation.owner));
        if relation.grants {
            self.fidelity.omit(Omitted::Grant, name.to_string());
        }
        if relation.persistence == 'u' {
            self.fidelity.omit(Omitted::Unlogged, name.to_string());
        }
    }
}
