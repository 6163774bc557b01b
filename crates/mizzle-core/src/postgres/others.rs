//! What a schema refers to and does not have: tables of somebody else, and roles.
//!
//! A foreign key to `billing.accounts` says little about that table, but enough for one
//! that can stand in for it where nobody else has made it.

use super::schema::{Column, Declared, Name, Policy, QName, Schema, Table, Type, Unique};
use crate::sql::words::Words;
use std::collections::BTreeSet;

/// The tables that foreign keys refer to or policies are on, and none of the schemas has,
/// each with the columns that are spoken of; `is_there` says which are there anyway.
///
/// What a policy speaks of is taken for columns of text, which is wrong for some: there is
/// nothing to know it from.
pub fn tables(schemas: &[&Schema], is_there: &dyn Fn(&QName) -> bool) -> Schema {
    let own: BTreeSet<&str> =
        schemas.iter().flat_map(|schema| schema.inhabited_namespaces()).collect();
    let has = |name: &QName| schemas.iter().any(|schema| schema.tables.contains_key(name));
    let mut found = Schema::default();
    let all = schemas.iter().flat_map(|schema| schema.tables.values());
    for (table, key) in all.flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key)))
    {
        if has(&key.target) || is_there(&key.target) {
            continue;
        }
        let stand_in: &mut Table = found.tables.entry(key.target.clone()).or_default();
        for (column, far) in key.columns.iter().zip(&key.target_columns) {
            let ty = table.columns.get(column).map_or_else(text, |column| stored(&column.ty));
            stand_in.columns.entry(far.clone()).or_insert_with(|| Column::of(ty));
        }
        if stand_in.uniques.iter().all(|unique| unique.columns != key.target_columns) {
            let name = format!("{}_{}_key", key.target.name, key.target_columns.join("_"));
            stand_in.uniques.push(Unique {
                name: Name::derived(name),
                columns: key.target_columns.clone(),
                nulls_not_distinct: false,
                declared: Declared::OnTable,
            });
        }
    }
    for linked in schemas.iter().flat_map(|schema| &schema.linked_policies) {
        if has(&linked.table) || is_there(&linked.table) {
            continue;
        }
        let stand_in = found.tables.entry(linked.table.clone()).or_default();
        let policy = &linked.policy;
        for expression in [&policy.using, &policy.with_check].into_iter().flatten() {
            for name in Words::of(expression).names {
                stand_in.columns.entry(name).or_insert_with(|| Column::of(text()));
            }
        }
    }
    found.namespaces = found.inhabited_namespaces().into_iter().map(str::to_owned).collect();
    found.namespaces.retain(|name| !own.contains(name.as_str()));
    found
}

fn text() -> Type {
    Type::parse("text")
}

/// The type of a column that refers to a serial one, or to one of an enum that is not
/// there yet.
fn stored(ty: &Type) -> Type {
    if ty.is_serial() {
        Type::parse("bigint")
    } else if ty.schema.is_some() {
        text()
    } else {
        ty.clone()
    }
}

/// The roles that policies name and the schemas do not have, without the words that
/// stand for one.
pub fn roles(schemas: &[&Schema]) -> BTreeSet<String> {
    let policies = schemas.iter().flat_map(|schema| {
        let linked = schema.linked_policies.iter().map(|linked| &linked.policy);
        schema.tables.values().flat_map(|table| &table.policies).chain(linked)
    });
    policies
        .flat_map(|policy: &Policy| &policy.roles)
        .filter(|role| {
            !matches!(role.as_str(), "public" | "current_user" | "current_role" | "session_user")
        })
        .filter(|role| schemas.iter().all(|schema| !schema.roles.contains_key(*role)))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Action, ForeignKey};

    #[test]
    fn a_foreign_key_says_what_stands_in_for_its_target() {
        let mut table = Table::default();
        table.columns.insert("account".into(), Column::of(Type::parse("uuid")));
        table.foreign_keys.push(ForeignKey {
            name: Name::derived("fk"),
            columns: vec!["account".into()],
            target: QName::new("billing", "accounts"),
            target_columns: vec!["id".into()],
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
        });
        let mut schema = Schema::default();
        schema.tables.insert(QName::public("users"), table);
        let found = tables(&[&schema], &|_| false);
        assert_eq!(found.namespaces, ["billing"]);
        assert_eq!(found.tables[0].columns[0].ty, Type::parse("uuid"));
        assert_eq!(found.tables[0].uniques[0].columns, ["id"]);
        assert!(tables(&[&schema], &|name| name.schema == "billing").tables.is_empty());
    }
}
