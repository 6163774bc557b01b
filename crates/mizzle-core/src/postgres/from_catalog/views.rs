//! Views, plain and materialized.

use super::Reading;
use super::tables::HEAP;
use super::text::{option, select};
use crate::postgres::catalog;
use crate::postgres::schema::{QName, View, ViewColumn};
use indexmap::IndexMap;

impl<'a> Reading<'a> {
    /// Plain ones first, each kind by name.
    pub(super) fn views(&mut self) -> IndexMap<QName, View> {
        let mut found: Vec<(QName, &'a catalog::Relation)> = self
            .relations
            .values()
            .filter(|(_, relation)| matches!(relation.kind, 'v' | 'm'))
            .cloned()
            .collect();
        found.sort_by(|(a, of_a), (b, of_b)| ((of_a.kind == 'm'), a).cmp(&((of_b.kind == 'm'), b)));
        found
            .into_iter()
            .map(|(name, relation)| {
                let view = self.view(&name, relation);
                (name, view)
            })
            .collect()
    }

    fn view(&mut self, name: &QName, relation: &'a catalog::Relation) -> View {
        self.omitted_of_relation(name, relation);
        let materialized = relation.kind == 'm';
        View {
            definition: relation.definition.as_deref().map(select),
            materialized,
            existing: false,
            with: relation.options.iter().map(|text| option(text)).collect(),
            with_no_data: materialized && !relation.populated,
            using: relation.method.clone().filter(|method| method != HEAP),
            tablespace: relation.tablespace.clone(),
            columns: self
                .columns_of(relation.oid, name)
                .into_iter()
                .map(|(name, column)| (name, ViewColumn { column, primary: false }))
                .collect(),
        }
    }
}
