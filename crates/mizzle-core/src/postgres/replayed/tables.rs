//! A table after migrations that no snapshot tells of: each column, key, constraint,
//! index and policy for itself.

use super::{objects, property, taken};
use crate::postgres::names::cut;
use crate::postgres::schema::{Column, ForeignKey, Index, Name, Policy, PrimaryKey, Table, Unique};
use indexmap::IndexMap;

pub(super) fn table(own: &Table, was: Option<&Table>, is: &Table) -> Table {
    let nothing = Table::default();
    let was = was.unwrap_or(&nothing);
    let named = |name: &Name| cut(&name.text).to_owned();
    Table {
        columns: objects(
            [&own.columns, &was.columns, &is.columns],
            |name| cut(name).to_owned(),
            column,
        ),
        primary_key: primary_key(own, was, is),
        uniques: parts(
            [&own.uniques, &was.uniques, &is.uniques],
            |unique| named(&unique.name),
            |own, _, is| Unique { name: name(&own.name, &is.name), ..is.clone() },
        ),
        checks: parts(
            [&own.checks, &was.checks, &is.checks],
            |check| cut(&check.name).to_owned(),
            taken,
        ),
        foreign_keys: parts(
            [&own.foreign_keys, &was.foreign_keys, &is.foreign_keys],
            |key| named(&key.name),
            |own, _, is| ForeignKey { name: name(&own.name, &is.name), ..is.clone() },
        ),
        indexes: parts(
            [&own.indexes, &was.indexes, &is.indexes],
            |index| named(&index.name),
            |own, _, is| Index {
                name: name(&own.name, &is.name),
                concurrently: own.concurrently,
                ..is.clone()
            },
        ),
        policies: parts(
            [&own.policies, &was.policies, &is.policies],
            |policy| cut(&policy.name).to_owned(),
            policy,
        ),
        rls_enabled: property(&own.rls_enabled, &was.rls_enabled, &is.rls_enabled),
    }
}

/// Each property for itself: one that stays keeps its author's words.
fn column(own: &Column, was: Option<&Column>, is: &Column) -> Column {
    let Some(was) = was else { return is.clone() };
    Column {
        ty: property(&own.ty, &was.ty, &is.ty),
        not_null: property(&own.not_null, &was.not_null, &is.not_null),
        not_null_written: property(
            &own.not_null_written,
            &was.not_null_written,
            &is.not_null_written,
        ),
        default: property(&own.default, &was.default, &is.default),
        generated: property(&own.generated, &was.generated, &is.generated),
        identity: property(&own.identity, &was.identity, &is.identity),
    }
}

/// The roles of a policy are not built where they would be needed.
fn policy(own: &Policy, was: Option<&Policy>, is: &Policy) -> Policy {
    let Some(was) = was else { return is.clone() };
    Policy {
        name: own.name.clone(),
        kind: property(&own.kind, &was.kind, &is.kind),
        command: property(&own.command, &was.command, &is.command),
        roles: property(&own.roles, &was.roles, &is.roles),
        using: property(&own.using, &was.using, &is.using),
        with_check: property(&own.with_check, &was.with_check, &is.with_check),
    }
}

fn primary_key(own: &Table, was: &Table, is: &Table) -> Option<PrimaryKey> {
    if was.primary_key == is.primary_key {
        return own.primary_key.clone();
    }
    let mut key = is.primary_key.clone()?;
    if let Some(own) = &own.primary_key {
        key.name = name(&own.name, &key.name);
    }
    Some(key)
}

/// The base's name where it is the server's too: the base knows who chose it.
fn name(own: &Name, is: &Name) -> Name {
    if cut(&own.text) == cut(&is.text) { own.clone() } else { is.clone() }
}

fn parts<P: Clone + PartialEq>(
    lists: [&Vec<P>; 3],
    name: impl Fn(&P) -> String,
    changed: impl Fn(&P, Option<&P>, &P) -> P,
) -> Vec<P> {
    let by_name = |parts: &Vec<P>| -> IndexMap<String, P> {
        parts.iter().map(|part| (name(part), part.clone())).collect()
    };
    let [base, before, after] = lists.map(by_name);
    objects([&base, &before, &after], String::clone, changed).into_values().collect()
}
