//! Following renames through the first schema, as the server does when it carries
//! them out: whatever refers to the renamed object refers to it by its new name.

use crate::postgres::schema::{IndexKey, QName, Schema, Table};
use crate::sql::words;
use std::collections::{BTreeMap, BTreeSet};

/// What was renamed so far, by the name it ends up with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Renames {
    /// Tables: new name → old name.
    pub(super) tables: BTreeMap<QName, QName>,
    /// Columns: table (new name), new name → old name.
    pub(super) columns: BTreeMap<(QName, String), String>,
    /// Foreign keys of tables that stay whose target goes: never equal to one of the
    /// second schema, even if another table takes the target's name.
    pub(super) severed: BTreeSet<(QName, String)>,
}

/// Renames a schema and moves everything in it.
pub(super) fn namespace(schema: &mut Schema, from: &str, to: &str) {
    let moved = |name: &QName| {
        if name.schema == from { QName::new(to, &name.name) } else { name.clone() }
    };
    for namespace in &mut schema.namespaces {
        if namespace == from {
            to.clone_into(namespace);
        }
    }
    schema.enums = std::mem::take(&mut schema.enums)
        .into_iter()
        .map(|(name, value)| (moved(&name), value))
        .collect();
    schema.sequences = std::mem::take(&mut schema.sequences)
        .into_iter()
        .map(|(name, value)| (moved(&name), value))
        .collect();
    schema.tables = std::mem::take(&mut schema.tables)
        .into_iter()
        .map(|(name, value)| (moved(&name), value))
        .collect();
    schema.views = std::mem::take(&mut schema.views)
        .into_iter()
        .map(|(name, value)| (moved(&name), value))
        .collect();
    let qualifier =
        |word: &str, qualifies: bool| (qualifies && word == from).then(|| to.to_owned());
    for table in schema.tables.values_mut() {
        for column in table.columns.values_mut() {
            if column.ty.schema.as_deref() == Some(from) {
                column.ty.schema = Some(to.to_owned());
            }
        }
        for key in &mut table.foreign_keys {
            key.target = moved(&key.target);
        }
        expressions(table, &qualifier);
    }
    for view in schema.views.values_mut() {
        if let Some(definition) = &mut view.definition {
            *definition = words::rename(definition, qualifier);
        }
    }
    for linked in &mut schema.linked_policies {
        linked.table = moved(&linked.table);
    }
}

/// Renames an enum wherever a column has it as its type.
pub(super) fn enum_type(schema: &mut Schema, from: &QName, to: &QName) {
    if let Some(index) = schema.enums.get_index_of(from) {
        // The place in the map stays, as the type stays the same.
        if let Some(value) = schema.enums.shift_remove(from) {
            schema.enums.shift_insert(index, to.clone(), value);
        }
    }
    for table in schema.tables.values_mut() {
        for column in table.columns.values_mut() {
            if column.ty.schema.as_deref() == Some(&from.schema) && column.ty.text == from.name {
                column.ty.schema = Some(to.schema.clone());
                column.ty.text.clone_from(&to.name);
            }
        }
        expressions(table, &|word, _| (word == from.name).then(|| to.name.clone()));
    }
}

/// Renames or moves a table, and whatever refers to it.
pub(super) fn table(schema: &mut Schema, from: &QName, to: &QName) {
    if let Some(index) = schema.tables.get_index_of(from)
        && let Some(mut table) = schema.tables.shift_remove(from)
    {
        expressions(&mut table, &|word, qualifies| {
            (qualifies && word == from.name).then(|| to.name.clone())
        });
        schema.tables.shift_insert(index, to.clone(), table);
    }
    for table in schema.tables.values_mut() {
        for key in &mut table.foreign_keys {
            if key.target == *from {
                key.target = to.clone();
            }
        }
        for policy in &mut table.policies {
            for expression in [&mut policy.using, &mut policy.with_check].into_iter().flatten() {
                *expression = words::rename(expression, |word, _| {
                    (word == from.name).then(|| to.name.clone())
                });
            }
        }
    }
    for view in schema.views.values_mut() {
        if let Some(definition) = &mut view.definition {
            *definition = words::rename(definition, |word, qualifies| {
                if word == from.name {
                    Some(to.name.clone())
                } else if qualifies && word == from.schema && from.schema != to.schema {
                    Some(to.schema.clone())
                } else {
                    None
                }
            });
        }
    }
}

/// Renames a column, and whatever refers to it. Views keep the name they give the
/// column in their own output, so that they are left as they are.
pub(super) fn column(schema: &mut Schema, owner: &QName, from: &str, to: &str) {
    for (name, table) in &mut schema.tables {
        if name == owner {
            own_column(table, from, to);
        }
        for key in &mut table.foreign_keys {
            if key.target == *owner {
                replace(&mut key.target_columns, from, to);
            }
        }
    }
}

fn own_column(table: &mut Table, from: &str, to: &str) {
    if let Some(index) = table.columns.get_index_of(from)
        && let Some(column) = table.columns.shift_remove(from)
    {
        table.columns.shift_insert(index, to.to_owned(), column);
    }
    if let Some(key) = &mut table.primary_key {
        replace(&mut key.columns, from, to);
    }
    for unique in &mut table.uniques {
        replace(&mut unique.columns, from, to);
    }
    for key in &mut table.foreign_keys {
        replace(&mut key.columns, from, to);
    }
    for index in &mut table.indexes {
        for part in &mut index.columns {
            if let IndexKey::Column(name) = &mut part.key
                && name == from
            {
                to.clone_into(name);
            }
        }
    }
    expressions(table, &|word, qualifies| (!qualifies && word == from).then(|| to.to_owned()));
}

/// Applies a rename to all SQL that a table holds.
fn expressions(table: &mut Table, rename: &impl Fn(&str, bool) -> Option<String>) {
    let mut apply = |expression: &mut String| {
        *expression = words::rename(expression, rename);
    };
    for column in table.columns.values_mut() {
        if let Some(generated) = &mut column.generated {
            apply(&mut generated.expression);
        }
    }
    for check in &mut table.checks {
        apply(&mut check.expression);
    }
    for index in &mut table.indexes {
        for part in &mut index.columns {
            if let IndexKey::Expression(expression) = &mut part.key {
                apply(expression);
            }
        }
        index.predicate.as_mut().map(&mut apply);
    }
    for policy in &mut table.policies {
        policy.using.as_mut().map(&mut apply);
        policy.with_check.as_mut().map(&mut apply);
    }
}

fn replace(names: &mut [String], from: &str, to: &str) {
    for name in names.iter_mut().filter(|name| *name == from) {
        to.clone_into(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Check, Column, ForeignKey, Name, Type};

    fn schema() -> Schema {
        let column = Column::of(Type::parse("integer"));
        let mut users = Table::default();
        users.columns.insert("age".into(), column.clone());
        users.checks.push(Check { name: "c".into(), expression: r#""users"."age" > 1"#.into() });
        let mut posts = Table::default();
        posts.columns.insert("age".into(), column);
        posts.foreign_keys.push(ForeignKey {
            name: Name::derived("f"),
            columns: vec!["age".into()],
            target: QName::public("users"),
            target_columns: vec!["age".into()],
            on_delete: crate::postgres::schema::Action::NoAction,
            on_update: crate::postgres::schema::Action::NoAction,
        });
        let mut schema = Schema::default();
        schema.tables.insert(QName::public("users"), users);
        schema.tables.insert(QName::public("posts"), posts);
        schema
    }

    #[test]
    fn references_follow_a_renamed_table_and_column() {
        let mut schema = schema();
        table(&mut schema, &QName::public("users"), &QName::public("people"));
        column(&mut schema, &QName::public("people"), "age", "years");
        let people = &schema.tables[&QName::public("people")];
        assert_eq!(schema.tables.get_index_of(&QName::public("people")), Some(0));
        assert_eq!(people.checks[0].expression, r#""people"."years" > 1"#);
        let key = &schema.tables[&QName::public("posts")].foreign_keys[0];
        assert_eq!(key.target, QName::public("people"));
        assert_eq!(key.columns, ["age"]);
        assert_eq!(key.target_columns, ["years"]);
    }
}
