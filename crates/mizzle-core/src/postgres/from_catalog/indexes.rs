//! Indexes that no constraint owns.

use super::text::{bare, option};
use super::{Omitted, Reading, Unmodelled};
use crate::postgres::catalog::{self, Oid};
use crate::postgres::schema::{Index, IndexColumn, IndexKey, Name, Nulls, QName, Table};
use std::collections::{BTreeMap, BTreeSet};

/// `INDOPTION_DESC` and `INDOPTION_NULLS_FIRST` of the server's `pg_index.h`.
const DESCENDING: i16 = 1;
const NULLS_FIRST: i16 = 2;

impl Reading<'_> {
    pub(super) fn indexes(
        &mut self,
        names: &BTreeMap<Oid, QName>,
        tables: &mut BTreeMap<QName, Table>,
    ) {
        let catalog = self.catalog;
        // The index of a foreign key is its target's, and that may be any.
        let of_constraints: BTreeSet<Oid> = catalog
            .constraints
            .iter()
            .filter(|constraint| matches!(constraint.kind, 'p' | 'u' | 'x'))
            .map(|constraint| constraint.index)
            .collect();
        let classes = Classes::new(&catalog.operator_classes);
        let mut by_name: Vec<&catalog::Index> = catalog.indexes.iter().collect();
        by_name.sort_by(|a, b| (a.relation, &a.name).cmp(&(b.relation, &b.name)));
        for index in by_name {
            let Some(name) = names.get(&index.relation) else {
                if let Some((view, _)) = self.relations.get(&index.relation) {
                    let what = format!("{} on {view}", index.name);
                    self.fidelity.unmodelled(Unmodelled::ViewIndex, what);
                }
                continue;
            };
            let Some(table) = tables.get_mut(name) else { continue };
            self.omitted_of_index(name, index);
            if of_constraints.contains(&index.oid) {
                for option in &index.options {
                    let what = format!("{} on {name} ({option})", index.name);
                    self.fidelity.omit(Omitted::StorageParameter, what);
                }
                continue;
            }
            table.indexes.push(Index {
                name: Name::derived(&index.name),
                unique: index.unique,
                method: index.method.clone(),
                columns: self.keys(index, &classes),
                with: index.options.iter().map(|text| option(text)).collect(),
                predicate: index.predicate.as_deref().map(|sql| bare(sql).to_owned()),
                concurrently: false,
            });
        }
    }

    fn keys(&self, index: &catalog::Index, classes: &Classes<'_>) -> Vec<IndexColumn> {
        let mut expressions = index.expressions.iter();
        let mut keys = Vec::with_capacity(index.keys);
        for (position, number) in index.columns.iter().take(index.keys).enumerate() {
            let column = self.columns.get(&(index.relation, *number));
            let key = match column {
                Some(column) => IndexKey::Column(column.name.clone()),
                None => {
                    let sql = expressions.next().map(String::as_str).unwrap_or_default();
                    IndexKey::Expression(bare(sql).to_owned())
                }
            };
            let order = index.order.get(position).copied().unwrap_or(0);
            let class = index.classes.get(position).copied().unwrap_or(0);
            keys.push(IndexColumn {
                key,
                descending: order & DESCENDING != 0,
                nulls: if order & NULLS_FIRST == 0 { Nulls::Last } else { Nulls::First },
                opclass: classes.written(class, column.map(|column| column.type_oid)),
            });
        }
        keys
    }

    fn omitted_of_index(&mut self, table: &QName, index: &catalog::Index) {
        let name = format!("{} on {table}", index.name);
        if !index.valid {
            self.fidelity.omit(Omitted::InvalidIndex, &name);
        }
        if index.columns.len() > index.keys {
            self.fidelity.omit(Omitted::IncludedColumns, &name);
        }
        if index.clustered {
            self.fidelity.omit(Omitted::Clustered, &name);
        }
        if index.class_options {
            self.fidelity.omit(Omitted::OperatorClassOption, &name);
        }
        if let Some(tablespace) = &index.tablespace {
            self.fidelity.omit(Omitted::Tablespace, format!("{name} ({tablespace})"));
        }
        for (number, collation) in index.columns.iter().zip(&index.collations) {
            // Of an expression's own collation the catalog says nothing.
            if let Some(column) = self.columns.get(&(index.relation, *number))
                && *collation != 0
                && *collation != column.collation
            {
                self.fidelity.omit(Omitted::Collation, &name);
            }
        }
    }
}

/// Operator classes, and which are taken where none is written.
struct Classes<'a> {
    by_oid: BTreeMap<Oid, &'a catalog::OperatorClass>,
    /// Defaults by access method and type.
    defaults: BTreeMap<(Oid, Oid), Oid>,
}

impl<'a> Classes<'a> {
    fn new(all: &'a [catalog::OperatorClass]) -> Self {
        Self {
            by_oid: all.iter().map(|class| (class.oid, class)).collect(),
            defaults: all
                .iter()
                .filter(|class| class.default)
                .map(|class| ((class.method, class.type_oid), class.oid))
                .collect(),
        }
    }

    /// The class's name, if it is not what the server takes for a key of this type: the
    /// default of the very type, else that of a type that it is the same as inside.
    fn written(&self, class: Oid, key: Option<Oid>) -> Option<String> {
        let class = self.by_oid.get(&class)?;
        let of_type = key.and_then(|key| self.defaults.get(&(class.method, key)));
        let usual = class.default && of_type.is_none_or(|usual| *usual == class.oid);
        (!usual).then(|| class.name.clone())
    }
}
