//! Labels that got another text in the migration. What is kept as text may have it, and the
//! type that it is put back into has the old one.

use crate::postgres::change::Change;
use crate::postgres::schema::{QName, Type};
use std::collections::BTreeMap;

/// Labels by their type's name before the migration: the text after, and the text before.
#[derive(Debug, Clone, Default)]
pub(in crate::postgres) struct Labels(BTreeMap<QName, Vec<(String, String)>>);

impl Labels {
    pub(super) fn of_changes(changes: &[Change]) -> Self {
        let before = |name: &QName| {
            let renamed = changes.iter().find_map(|change| {
                let Change::RenameEnum { from, to } = change else { return None };
                (to == name).then(|| from.clone())
            });
            renamed.unwrap_or_else(|| name.clone())
        };
        let mut labels = Self::default();
        for change in changes {
            if let Change::RenameEnumValue { name, from, to } = change {
                labels.0.entry(before(name)).or_default().push((to.clone(), from.clone()));
            }
        }
        labels
    }

    /// Those of a type.
    pub(in crate::postgres) fn of(&self, ty: &Type) -> &[(String, String)] {
        let Some(schema) = &ty.schema else { return &[] };
        self.0.get(&QName::new(schema, &ty.text)).map_or(&[], Vec::as_slice)
    }

    /// Do labels of the type take each other's text? Then nobody can tell which of them a
    /// text means.
    pub(super) fn swap(&self, ty: &Type) -> bool {
        let renamed = self.of(ty);
        renamed.iter().any(|(after, _)| renamed.iter().any(|(_, before)| before == after))
    }
}
