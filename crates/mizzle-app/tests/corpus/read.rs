//! What introspection says about the databases of a case.

use crate::server::Database;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::diff::{DiffOptions, diff};
use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected};
use mizzle_core::postgres::names::cut;
use mizzle_core::postgres::reworded::{reworded, with_roles};
use mizzle_core::postgres::schema::{DefaultValue, Index, IndexKey, Policy, Schema};
use mizzle_db::introspect::{Options, introspect_with};

/// Reads a database as far as these schemas say what of the server is theirs.
pub(crate) fn read(database: &mut Database, schemas: &[&Schema]) -> Introspected {
    let take = FromCatalog {
        roles: &|name| schemas.iter().any(|schema| schema.roles.contains_key(name)),
        ..FromCatalog::ALL
    };
    let options = Options { roles: true, take, ..Options::DATABASE };
    introspect_with(database.connect(), &options).unwrap()
}

/// A migrated database reads as one that is built from nothing.
pub(crate) fn assert_same(of: &str, line: Line, found: &Introspected, fresh: &Introspected) {
    // The maps compare without their order, so that columns may stand in any.
    assert_eq!(found.schema, fresh.schema, "{of}");
    assert_eq!(found.fidelity, fresh.fidelity, "{of}");
    assert_eq!(changes(&found.schema, &fresh.schema, line), [], "{of}");
    assert_eq!(changes(&fresh.schema, &found.schema, line), [], "{of}");
}

/// All that was built has its place in the model. What was there before is the server's.
pub(crate) fn assert_all_modelled(of: &str, empty: &Introspected, built: &Introspected) {
    assert_eq!(built.fidelity.unmodelled, empty.fidelity.unmodelled, "{of}");
    assert_eq!(built.fidelity.omitted, empty.fidelity.omitted, "{of}");
}

/// A database that was built from a schema reads as that schema, the text of
/// expressions aside; in the server's words, that too.
pub(crate) fn assert_desired(of: &str, line: Line, desired: &Schema, built: &Introspected) {
    let (desired, built) = (&with_roles(desired, &built.user), &built.schema);
    let (ours, theirs) = without_words(desired, built);
    assert_eq!(changes(&theirs, &ours, line), [], "{of}: to what was wanted");
    assert_eq!(changes(&ours, &theirs, line), [], "{of}: from what was wanted");
    let ours = reworded(desired, built);
    assert_eq!(changes(built, &ours, line), [], "{of}: to the server's words");
    assert_eq!(changes(&ours, built, line), [], "{of}: from the server's words");
}

fn changes(from: &Schema, to: &Schema, line: Line) -> Vec<Change> {
    let answers = Answers::default();
    diff(from, to, &DiffOptions { line, answers: &answers }).unwrap().changes
}

/// Both with all that a server rewrites taken out.
fn without_words(desired: &Schema, built: &Schema) -> (Schema, Schema) {
    let (mut ours, mut theirs) = (desired.clone(), built.clone());
    for (name, table) in &mut ours.tables {
        let Some(other) = theirs.tables.get_mut(name) else { continue };
        for index in &mut table.indexes {
            let named = |other: &&mut Index| cut(&index.name.text) == other.name.text;
            let Some(other) = other.indexes.iter_mut().find(named) else { continue };
            for (ours, theirs) in index.columns.iter().zip(&mut other.columns) {
                // The text may be no more than a column, and hold its order as well.
                if matches!(ours.key, IndexKey::Expression(_)) {
                    theirs.clone_from(ours);
                }
            }
        }
        for (name, column) in &mut table.columns {
            let Some(other) = other.columns.get_mut(name) else { continue };
            if let (Some(DefaultValue::Expression(_)), Some(_))
            | (Some(_), Some(DefaultValue::Expression(_))) = (&column.default, &other.default)
            {
                other.default.clone_from(&column.default);
            }
        }
    }
    for schema in [&mut ours, &mut theirs] {
        for table in schema.tables.values_mut() {
            for generated in table.columns.values_mut().filter_map(|c| c.generated.as_mut()) {
                generated.expression.clear();
            }
            table.checks.iter_mut().for_each(|check| check.expression.clear());
            for index in &mut table.indexes {
                index.predicate.iter_mut().for_each(String::clear);
                for key in &mut index.columns {
                    if let IndexKey::Expression(sql) = &mut key.key {
                        sql.clear();
                    }
                }
            }
            table.policies.iter_mut().for_each(without_conditions);
        }
        schema.linked_policies.iter_mut().for_each(|linked| without_conditions(&mut linked.policy));
        for view in schema.views.values_mut() {
            view.definition.iter_mut().for_each(String::clear);
        }
    }
    (ours, theirs)
}

fn without_conditions(policy: &mut Policy) {
    policy.using.iter_mut().for_each(String::clear);
    policy.with_check.iter_mut().for_each(String::clear);
}
