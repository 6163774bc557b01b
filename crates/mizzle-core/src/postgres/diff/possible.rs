//! What no sequence of statements can lead to.

use super::DiffError;
use super::dependents::key_columns;
use super::parts::parts_of;
use crate::naming::Line;
use crate::postgres::change::{Change, Part, Why};
use crate::postgres::names;
use crate::postgres::schema::{Declared, QName, Schema, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Checks that the second schema can be reached. What the first one has already is there,
/// whatever the model makes of it.
///
/// # Errors
/// Why it cannot, and what to do about it.
pub(super) fn check(
    from: &Schema,
    to: &Schema,
    changes: &[Change],
    line: Line,
) -> Result<(), DiffError> {
    references(to, changes)?;
    keys(to, changes)?;
    names_in_use(from, to, line)
}

/// A new foreign key needs a key to refer to.
fn keys(to: &Schema, changes: &[Change]) -> Result<(), DiffError> {
    for change in changes {
        let (Change::AddPart { table, part: Part::ForeignKey(key) }
        | Change::ReplacePart { table, to: Part::ForeignKey(key), why: Why::Declared, .. }) =
            change
        else {
            continue;
        };
        // Nothing is known of the keys of other people's tables.
        let Some(target) = to.tables.get(&key.target) else { continue };
        if !is_key(target, &key.target_columns) {
            let columns = key.target_columns.join(", ");
            return Err(DiffError::Impossible(format!(
                "the foreign key {table}.{} references {}.{columns}, which is neither the primary \
                 key nor unique, and the server refuses that: add `.unique()`, for several columns \
                 `unique().on(…)`, or reference the primary key",
                key.columns.join(", "),
                key.target,
            )));
        }
    }
    Ok(())
}

/// Is there a primary key, unique constraint or unique index on just these columns?
fn is_key(table: &Table, columns: &[String]) -> bool {
    let wanted: BTreeSet<&String> = columns.iter().collect();
    let parts = parts_of(table);
    let mut keys = parts.iter().filter_map(key_columns);
    keys.any(|key| wanted.len() == key.len() && key.iter().all(|it| wanted.contains(it)))
}

/// A foreign key of the second schema may point to a table that goes: its author
/// stopped exporting it, but nothing says that somebody else manages it from here on.
fn references(to: &Schema, changes: &[Change]) -> Result<(), DiffError> {
    let dropped: BTreeMap<&QName, ()> = changes
        .iter()
        .filter_map(|change| {
            let Change::DropTable { name, .. } = change else { return None };
            // Another table may take the name.
            (!to.tables.contains_key(name)).then_some((name, ()))
        })
        .collect();
    if dropped.is_empty() {
        return Ok(());
    }
    for (owner, table) in &to.tables {
        if let Some(key) = table.foreign_keys.iter().find(|key| dropped.contains_key(&key.target)) {
            let name = &key.target;
            return Err(DiffError::Impossible(format!(
                "{name} is no longer exported by the schema, so it would be dropped, but \
                 {owner}.{} still references it: export {name} again, or remove the reference",
                key.columns.join(", ")
            )));
        }
    }
    Ok(())
}

/// No two objects may have one name where the server wants names of their own, and it
/// cuts a name at 63 bytes, so that two may become one.
fn names_in_use(from: &Schema, to: &Schema, line: Line) -> Result<(), DiffError> {
    let settled: BTreeSet<(String, String)> =
        clashes(from, line).into_iter().map(|clash| (clash.scope, clash.cut)).collect();
    let new = clashes(to, line)
        .into_iter()
        .find(|clash| !settled.contains(&(clash.scope.clone(), clash.cut.clone())));
    let Some(Clash { first, second, cut, .. }) = new else { return Ok(()) };
    let way_out = "give one of them a name of its own";
    Err(DiffError::Impossible(if first.name == second.name {
        format!(
            "the {} and the {} are both named {cut}, and the server allows only one of that \
             name: {way_out}",
            first.what, second.what
        )
    } else {
        format!(
            "the server cuts names at 63 bytes, where the {} {} and the {} {} are both {cut}: \
             {way_out}",
            first.noun, first.name, second.noun, second.name
        )
    }))
}

/// Two objects that the server takes for one.
struct Clash {
    scope: String,
    cut: String,
    first: Named,
    second: Named,
}

/// An object and what to call it in a sentence.
#[derive(Clone)]
struct Named {
    name: String,
    noun: &'static str,
    /// With the table that it belongs to.
    what: String,
}

fn clashes(schema: &Schema, line: Line) -> Vec<Clash> {
    let mut taken: BTreeMap<(String, String), Named> = BTreeMap::new();
    let mut found = Vec::new();
    for (scope, named) in names_of(schema, line) {
        let cut = names::cut(&named.name).to_owned();
        match taken.get(&(scope.clone(), cut.clone())) {
            Some(first) => {
                found.push(Clash { scope, cut, first: first.clone(), second: named });
            }
            None => {
                taken.insert((scope, cut), named);
            }
        }
    }
    found
}

/// Every name that a statement gives, with the space in which it must be the only one.
/// Those that the server chooses do not clash: it looks first.
fn names_of(schema: &Schema, line: Line) -> Vec<(String, Named)> {
    let mut all = Vec::new();
    let mut object = |name: &QName, noun: &'static str, spaces: &[&str]| {
        for space in spaces {
            let named = Named { name: name.name.clone(), noun, what: noun.to_owned() };
            all.push((format!("{} {space}", name.schema), named));
        }
    };
    for name in schema.tables.keys() {
        object(name, "table", &["relation", "type"]);
    }
    for name in schema.enums.keys() {
        object(name, "enum", &["type"]);
    }
    for name in schema.sequences.keys() {
        object(name, "sequence", &["relation"]);
    }
    for (name, view) in &schema.views {
        if !view.existing {
            object(name, "view", &["relation", "type"]);
        }
    }
    for (owner, table) in &schema.tables {
        for part in parts_of(table) {
            let relation = format!("{} relation", owner.schema);
            let constraint = format!("{owner} constraint");
            let spaces = match &part {
                Part::PrimaryKey(key) if key.declared == Declared::OnColumn => Vec::new(),
                Part::Unique(unique)
                    if line == Line::V1
                        && unique.declared == Declared::OnColumn
                        && !unique.name.explicit =>
                {
                    Vec::new()
                }
                Part::PrimaryKey(_) | Part::Unique(_) => vec![relation, constraint],
                Part::Index(_) => vec![relation],
                Part::Check(_) | Part::ForeignKey(_) => vec![constraint],
                Part::Policy(_) => vec![format!("{owner} policy")],
            };
            let what = format!("{} of {owner}", part.noun());
            for space in spaces {
                let name = part.name().to_owned();
                all.push((space, Named { name, noun: part.noun(), what: what.clone() }));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Enum, Index, IndexColumn, IndexKey, Name, Nulls, Unique};

    fn schema(tables: &[(&str, Table)]) -> Schema {
        let tables =
            tables.iter().map(|(name, table)| (QName::public(*name), table.clone())).collect();
        Schema { tables, ..Schema::default() }
    }

    fn unique(name: &str) -> Unique {
        Unique {
            name: Name::explicit(name),
            columns: vec!["a".to_owned(), "b".to_owned()],
            nulls_not_distinct: false,
            declared: Declared::OnTable,
        }
    }

    fn clash(from: &Schema, to: &Schema) -> String {
        names_in_use(from, to, Line::V0).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn one_name_for_two_objects_of_a_schema() {
        let with = |names: &[&str]| Table {
            uniques: names.iter().map(|name| unique(name)).collect(),
            ..Table::default()
        };
        let to = schema(&[("t", with(&["one"])), ("u", with(&["one"]))]);
        assert_eq!(
            clash(&Schema::default(), &to),
            "the unique constraint of t and the unique constraint of u are both named one, and \
             the server allows only one of that name: give one of them a name of its own"
        );
        // What is there cannot be impossible.
        assert_eq!(clash(&to, &to), "");
        let mut typed = schema(&[("t", Table::default())]);
        typed.enums.insert(QName::public("t"), Enum { values: Vec::new() });
        assert!(clash(&Schema::default(), &typed).contains("the table and the enum are both"));
        let two = schema(&[("t", with(&["t"]))]);
        assert!(clash(&Schema::default(), &two).contains("the table and the unique constraint"));
    }

    #[test]
    fn names_that_are_cut_to_one() {
        let long = "x".repeat(63);
        let to = schema(&[
            (&format!("{long}a"), Table::default()),
            (&format!("{long}b"), Table::default()),
        ]);
        assert_eq!(
            clash(&Schema::default(), &to),
            format!(
                "the server cuts names at 63 bytes, where the table {long}a and the table {long}b \
                 are both {long}: give one of them a name of its own"
            )
        );
    }

    #[test]
    fn a_key_is_on_all_of_the_columns() {
        let columns = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let mut table = Table { uniques: vec![unique("one")], ..Table::default() };
        assert!(is_key(&table, &columns(&["b", "a"])));
        assert!(!is_key(&table, &columns(&["a"])));
        assert!(!is_key(&table, &columns(&["a", "b", "c"])));
        let part = |name: &str| IndexColumn {
            key: IndexKey::Column(name.to_owned()),
            descending: false,
            nulls: Nulls::Last,
            opclass: None,
        };
        table.indexes.push(Index {
            name: Name::explicit("i"),
            unique: true,
            method: "btree".to_owned(),
            columns: vec![part("c")],
            with: indexmap::IndexMap::new(),
            predicate: None,
            concurrently: false,
        });
        assert!(is_key(&table, &columns(&["c"])));
        table.indexes[0].predicate = Some("a > 1".to_owned());
        assert!(!is_key(&table, &columns(&["c"])));
    }
}
