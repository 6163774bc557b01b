//! Names that the server would take for one.

use super::{Impossible, place_of};
use crate::naming::Line;
use crate::postgres::change::Part;
use crate::postgres::diff::parts::parts_of;
use crate::postgres::names;
use crate::postgres::schema::{Declared, Object, QName, Schema};
use std::collections::{BTreeMap, BTreeSet};

/// No two objects may have one name where the server wants names of their own, and it
/// cuts a name at 63 bytes, so that two may become one.
pub(super) fn check(from: &Schema, to: &Schema, line: Line) -> Vec<Impossible> {
    let settled: BTreeSet<(String, String)> =
        clashes(from, line).into_iter().map(|clash| (clash.scope, clash.cut)).collect();
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for clash in clashes(to, line) {
        let key = (clash.scope.clone(), clash.cut.clone());
        let pair = (clash.cut.clone(), clash.first.what.clone(), clash.second.what.clone());
        // Two keys meet as relations of their schema and as constraints of their table.
        if !settled.contains(&key) && told.insert(pair) {
            found.push(impossible(clash));
        }
    }
    found
}

fn impossible(clash: Clash) -> Impossible {
    let Clash { first, second, cut, .. } = clash;
    let way_out = "give one of them a name of its own";
    let message = if first.name == second.name {
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
    };
    Impossible::new(second.at, message).with(first.at, "already declared here")
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
    at: Object,
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
    let mut object = |name: &QName, noun: &'static str, at: Object, spaces: &[&str]| {
        for space in spaces {
            let named =
                Named { name: name.name.clone(), noun, what: noun.to_owned(), at: at.clone() };
            all.push((format!("{} {space}", name.schema), named));
        }
    };
    for name in schema.tables.keys() {
        object(name, "table", Object::Table(name.clone()), &["relation", "type"]);
    }
    for name in schema.enums.keys() {
        object(name, "enum", Object::Enum(name.clone()), &["type"]);
    }
    for name in schema.sequences.keys() {
        object(name, "sequence", Object::Sequence(name.clone()), &["relation"]);
    }
    for (name, view) in &schema.views {
        if !view.existing {
            object(name, "view", Object::View(name.clone()), &["relation", "type"]);
        }
    }
    for (owner, table) in &schema.tables {
        // Names of one table's columns differ, and can only become one where they are cut.
        let cuts = table.columns.keys().any(|column| column.len() > names::MAX_BYTES);
        for (column, content) in &table.columns {
            let at = || Object::Column(owner.clone(), column.clone());
            if cuts {
                let what = format!("column {column} of {owner}");
                let named = Named { name: column.clone(), noun: "column", what, at: at() };
                all.push((format!("{owner} column"), named));
            }
            if let Some(identity) = &content.identity {
                let name = identity.sequence.text.clone();
                let what = format!("sequence of {owner}.{column}");
                let named = Named { name, noun: "sequence", what, at: at() };
                all.push((format!("{} relation", owner.schema), named));
            }
        }
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
                let at = place_of(owner, &part);
                all.push((space, Named { name, noun: part.noun(), what: what.clone(), at }));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Enum, Name, Table, Unique};

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
        let found = check(from, to, Line::V0);
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
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
}
