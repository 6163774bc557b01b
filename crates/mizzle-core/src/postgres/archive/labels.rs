//! Labels and enums that got another name in the migration. What is kept as text may have
//! it, and the type that it is put back into has the old one.

use crate::postgres::change::Change;
use crate::postgres::schema::{Column, QName, Type};
use std::collections::BTreeMap;

/// What there is to know of the enums of a migration.
#[derive(Debug, Clone, Default)]
pub(in crate::postgres) struct Labels {
    /// By their type's name before the migration: the text after, and the text before.
    labels: BTreeMap<QName, Vec<(String, String)>>,
    /// Enums by the name that changes call them by: the one before.
    types: BTreeMap<QName, QName>,
    /// Schemas, likewise.
    namespaces: BTreeMap<String, String>,
}

impl Labels {
    pub(super) fn of_changes(changes: &[Change]) -> Self {
        let mut all = Self::default();
        for change in changes {
            if let Change::RenameEnum { from, to } = change {
                all.types.insert(to.clone(), from.clone());
            } else if let Change::RenameNamespace { from, to } = change {
                all.namespaces.insert(to.clone(), from.clone());
            }
        }
        for change in changes {
            if let Change::RenameEnumValue { name, from, to } = change {
                let name = all.name_before(name);
                all.labels.entry(name).or_default().push((to.clone(), from.clone()));
            }
        }
        all
    }

    fn name_before(&self, name: &QName) -> QName {
        let name = self.types.get(name).unwrap_or(name);
        let schema = self.namespaces.get(&name.schema).unwrap_or(&name.schema);
        QName::new(schema, &name.name)
    }

    /// A type of a change, by the name that it had before: that is what it is called once
    /// the way back is gone.
    pub(super) fn type_before(&self, ty: &Type) -> Type {
        let Some(schema) = &ty.schema else { return ty.clone() };
        let QName { schema, name } = self.name_before(&QName::new(schema, &ty.text));
        Type { text: name, schema: Some(schema), dimensions: ty.dimensions.clone() }
    }

    pub(super) fn column_before(&self, column: &Column) -> Column {
        Column { ty: self.type_before(&column.ty), ..column.clone() }
    }

    /// Those of a type.
    pub(in crate::postgres) fn of(&self, ty: &Type) -> &[(String, String)] {
        let Some(schema) = &ty.schema else { return &[] };
        self.labels.get(&QName::new(schema, &ty.text)).map_or(&[], Vec::as_slice)
    }

    /// Do labels of the type take each other's text? Then nobody can tell which of them a
    /// text means.
    pub(super) fn swap(&self, ty: &Type) -> bool {
        let renamed = self.of(ty);
        renamed.iter().any(|(after, _)| renamed.iter().any(|(_, before)| before == after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enum_has_its_old_names_on_the_way_back() {
        let moved = QName::new("new", "mood");
        let labels = Labels::of_changes(&[
            Change::RenameNamespace { from: "old".into(), to: "new".into() },
            Change::RenameEnum { from: QName::new("new", "humour"), to: moved.clone() },
            Change::RenameEnumValue { name: moved, from: "a".into(), to: "b".into() },
        ]);
        let ty = |schema: &str, text: &str| Type {
            schema: Some(schema.to_owned()),
            ..Type::parse(text)
        };
        let before = labels.type_before(&ty("new", "mood[]"));
        assert_eq!(before, ty("old", "humour[]"));
        assert_eq!(labels.of(&before), [("b".to_owned(), "a".to_owned())]);
        assert_eq!(labels.type_before(&Type::parse("text")), Type::parse("text"));
    }
}
