//! The words of the schema files in the place of a server's, where both mean the same.

use crate::postgres::names::cut;
use crate::postgres::schema::{
    Check, Column, Identity, Index, IndexColumn, IndexKey, Policy, Schema, Sequence, Table, View,
};

/// The recorded schema, in which what a server says is said as in the desired one,
/// where it is the same. `built` is the desired schema in that server's words
/// ([`reworded`](crate::postgres::reworded::reworded)).
pub fn with_words(recorded: &Schema, desired: &Schema, built: &Schema) -> Schema {
    let mut recorded = recorded.clone();
    for (name, table) in &mut recorded.tables {
        if let (Some(desired), Some(built)) = (desired.tables.get(name), built.tables.get(name)) {
            self::table(table, desired, built);
        }
    }
    for (name, view) in &mut recorded.views {
        if let (Some(desired), Some(built)) = (desired.views.get(name), built.views.get(name)) {
            self::view(view, desired, built);
        }
    }
    for (name, Sequence { options }) in &mut recorded.sequences {
        if let (Some(desired), Some(built)) =
            (desired.sequences.get(name), built.sequences.get(name))
        {
            word(options, &desired.options, &built.options);
        }
    }
    recorded
}

/// One property.
fn word<T: Clone + PartialEq>(recorded: &mut T, desired: &T, built: &T) {
    if recorded == built {
        recorded.clone_from(desired);
    }
}

fn table(recorded: &mut Table, desired: &Table, built: &Table) {
    for (name, column) in &mut recorded.columns {
        if let (Some(desired), Some(built)) = (desired.columns.get(name), built.columns.get(name)) {
            self::column(column, desired, built);
        }
    }
    for Check { name, expression } in &mut recorded.checks {
        let same = |check: &&Check| cut(&check.name) == cut(name);
        if let (Some(desired), Some(built)) =
            (desired.checks.iter().find(same), built.checks.iter().find(same))
        {
            word(expression, &desired.expression, &built.expression);
        }
    }
    for index in &mut recorded.indexes {
        // An index has no name that counts, where nobody wrote one.
        let pairs = || desired.indexes.iter().zip(&built.indexes);
        let found = pairs()
            .filter(|(_, built)| same_index(index, built))
            .max_by_key(|(desired, _)| cut(&desired.name.text) == cut(&index.name.text));
        if let Some((desired, _)) = found {
            *index = Index { name: index.name.clone(), ..desired.clone() };
        }
    }
    for policy in &mut recorded.policies {
        let same = |other: &&Policy| cut(&other.name) == cut(&policy.name);
        if let (Some(desired), Some(built)) =
            (desired.policies.iter().find(same), built.policies.iter().find(same))
        {
            word(&mut policy.using, &desired.using, &built.using);
            word(&mut policy.with_check, &desired.with_check, &built.with_check);
        }
    }
}

fn column(recorded: &mut Column, desired: &Column, built: &Column) {
    word(&mut recorded.ty, &desired.ty, &built.ty);
    word(&mut recorded.default, &desired.default, &built.default);
    word(&mut recorded.generated, &desired.generated, &built.generated);
    if let (
        Some(Identity { options, .. }),
        Some(Identity { options: desired, .. }),
        Some(Identity { options: built, .. }),
    ) = (&mut recorded.identity, &desired.identity, &built.identity)
    {
        word(options, desired, built);
    }
}

/// Are they one, their names and the way they are made aside?
fn same_index(recorded: &Index, built: &Index) -> bool {
    let Index { name: _, unique, method, columns, with, predicate, concurrently: _ } = recorded;
    let same_column = |(left, right): (&IndexColumn, &IndexColumn)| {
        let same_key = match (&left.key, &right.key) {
            (IndexKey::Column(left), IndexKey::Column(right)) => cut(left) == cut(right),
            (IndexKey::Expression(left), IndexKey::Expression(right)) => left == right,
            (IndexKey::Column(_), IndexKey::Expression(_))
            | (IndexKey::Expression(_), IndexKey::Column(_)) => false,
        };
        same_key
            && left.descending == right.descending
            && left.nulls == right.nulls
            && left.opclass == right.opclass
    };
    *unique == built.unique
        && *method == built.method
        && *with == built.with
        && *predicate == built.predicate
        && columns.len() == built.columns.len()
        && columns.iter().zip(&built.columns).all(same_column)
}

fn view(recorded: &mut View, desired: &View, built: &View) {
    word(&mut recorded.definition, &desired.definition, &built.definition);
    word(&mut recorded.with, &desired.with, &built.with);
    word(&mut recorded.using, &desired.using, &built.using);
    word(&mut recorded.tablespace, &desired.tablespace, &built.tablespace);
}
