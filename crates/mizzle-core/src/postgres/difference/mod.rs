//! The difference between a database and the schema that it should have, object by object:
//! what is missing, what nobody expected, and what is otherwise, each with both sides as DDL
//! and the changes that settle it.
//!
//! A diff speaks of edits, and of several for one object; people ask what is wrong with an
//! object. What is made again only because it hangs on something is no difference of its
//! own: it goes with what it hangs on.

mod adopting;
mod names;
mod renamed;
mod subject;
mod unmodelled;

pub use adopting::{Adopter, Adopting};
pub use names::{NamedOtherwise, keep_derived_names, named_otherwise, take_names};
pub use renamed::diff_as_found;
pub use unmodelled::{drop_unmodelled, is_defined, made_by, own_name, redefine, schema_of};

use super::change::{Change, Part};
use super::definition::{definition, of_part, of_row_security};
use super::diff::Diff;
use super::schema::{Object, QName, Schema};
use crate::naming::Line;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use subject::{Subject, subject};

/// How an object differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It should be there.
    Missing,
    /// It should not.
    Unexpected,
    /// It is there, and otherwise.
    Different,
}

/// One object that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// How.
    pub kind: Kind,
    /// The object, by the name that it should have where it should be there.
    pub object: Object,
    /// The same by the name that it has in the database.
    pub there: Object,
    /// What it is called in a sentence: `column users.age`.
    pub name: String,
    /// What it is called in the database, where that is something else.
    pub called: Option<String>,
    /// What should be there, as DDL.
    pub expected: Option<String>,
    /// What is there, as DDL.
    pub found: Option<String>,
    /// The changes that settle it, as places in the diff.
    pub changes: Vec<usize>,
}

/// `column users.age is missing`
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match (self.kind, &self.called) {
            (Kind::Missing, _) => write!(f, "{name} is missing"),
            (Kind::Unexpected, _) => write!(f, "{name} is not expected"),
            (Kind::Different, Some(called)) => write!(f, "{name} is called {called}"),
            (Kind::Different, None) => write!(f, "{name} is different"),
        }
    }
}

/// The differences that a diff from an actual schema to the expected one comes to.
pub fn differences(actual: &Schema, expected: &Schema, diff: &Diff, line: Line) -> Vec<Difference> {
    let sides = Sides::new(actual, expected, &diff.changes, line);
    let mut groups: IndexMap<Object, Vec<usize>> = IndexMap::new();
    let mut following = Vec::new();
    for (position, change) in diff.changes.iter().enumerate() {
        match subject(change) {
            Subject::Of(object) => {
                groups.entry(sides.whole(object)).or_default().push(position);
            }
            Subject::Follows { why, table } => following.push((position, why, table)),
        }
    }
    for (position, why, table) in following {
        let owner = groups.keys().position(|object| subject::is_cause(object, why, table));
        if let Some((_, changes)) = groups.get_index_mut(owner.unwrap_or(0)) {
            changes.push(position);
        }
    }
    groups.into_iter().map(|(object, changes)| sides.difference(object, changes)).collect()
}

/// Both schemas, and what is called otherwise in the actual one.
struct Sides<'a> {
    actual: &'a Schema,
    expected: &'a Schema,
    changes: &'a [Change],
    line: Line,
    /// Tables that are there on one side only.
    whole: BTreeSet<&'a QName>,
    /// Objects by the name they should have, and what they are called.
    called: BTreeMap<Object, Object>,
}

impl<'a> Sides<'a> {
    fn new(actual: &'a Schema, expected: &'a Schema, changes: &'a [Change], line: Line) -> Self {
        let mut whole = BTreeSet::new();
        let mut called = BTreeMap::new();
        for change in changes {
            if let Change::CreateTable { name, .. } | Change::DropTable { name, .. } = change {
                whole.insert(name);
            }
            if let Some((from, to)) = subject::rename(change) {
                called.insert(to, from);
            }
        }
        Self { actual, expected, changes, line, whole, called }
    }

    /// The table, where it is all of it that is missing or not expected.
    fn whole(&self, object: Object) -> Object {
        match &object {
            Object::Part(table, _) | Object::Policy(table, _) | Object::Column(table, _)
                if self.whole.contains(table) =>
            {
                Object::Table(table.clone())
            }
            Object::Namespace(_)
            | Object::Enum(_)
            | Object::Sequence(_)
            | Object::Role(_)
            | Object::Table(_)
            | Object::Column(..)
            | Object::Part(..)
            | Object::Policy(..)
            | Object::View(_) => object,
        }
    }

    fn difference(&self, object: Object, changes: Vec<usize>) -> Difference {
        let own: Vec<&Change> =
            changes.iter().filter_map(|position| self.changes.get(*position)).collect();
        let before = self.before(&object);
        let (expected, found) = self.of_parts(&own).unwrap_or_else(|| {
            (
                definition(self.expected, &object, self.line),
                definition(self.actual, &before, self.line),
            )
        });
        let kind = match (&expected, &found) {
            (Some(_), None) => Kind::Missing,
            (None, Some(_)) => Kind::Unexpected,
            (Some(_), Some(_)) | (None, None) => Kind::Different,
        };
        let name = subject::name(&object, &own, self.expected, self.actual);
        let there = subject::there(before, &own);
        let called =
            (there != object && kind == Kind::Different).then(|| subject::short_name(&there));
        Difference { kind, object, there, name, called, expected, found, changes }
    }

    /// What the actual side calls an object.
    fn before(&self, object: &Object) -> Object {
        if let Some(before) = self.called.get(object) {
            // A column's table may have another name as well.
            return self.in_table(before);
        }
        self.in_table(object)
    }

    fn in_table(&self, object: &Object) -> Object {
        let table = |name: &QName| match self.called.get(&Object::Table(name.clone())) {
            Some(Object::Table(before)) => before.clone(),
            Some(_) | None => name.clone(),
        };
        match object {
            Object::Column(owner, name) => Object::Column(table(owner), name.clone()),
            Object::Part(owner, name) => Object::Part(table(owner), name.clone()),
            Object::Policy(owner, name) => Object::Policy(table(owner), name.clone()),
            Object::Namespace(_)
            | Object::Enum(_)
            | Object::Sequence(_)
            | Object::Role(_)
            | Object::Table(_)
            | Object::View(_) => object.clone(),
        }
    }

    /// Both sides of what belongs to a table: its changes have them.
    fn of_parts(&self, changes: &[&Change]) -> Option<(Option<String>, Option<String>)> {
        let ddl = |table: &QName, part: &Part| Some(of_part(table, part, self.line));
        let (mut expected, mut found) = (None, None);
        for change in changes {
            if let Change::AddPart { table, part } = change {
                expected = ddl(table, part);
            } else if let Change::DropPart { table, part } = change {
                found = ddl(table, part);
            } else if let Change::ReplacePart { table, from, to, .. } = change {
                (expected, found) = (ddl(table, to), ddl(table, from));
            } else if let Change::RenamePart { table, from, to } = change {
                let mut before = to.clone();
                names::set(&mut before, from);
                (expected, found) = (ddl(table, to), ddl(table, &before));
            } else if let Change::AlterPolicy { table, from, to } = change {
                let policy = |policy: &crate::postgres::schema::Policy| {
                    ddl(table, &Part::Policy(policy.clone()))
                };
                (expected, found) = (policy(to), policy(from));
            } else if let Change::SetRls { table, enabled } = change {
                let ddl = |enabled| Some(of_row_security(table, enabled, self.line));
                (expected, found) = (ddl(*enabled), ddl(!*enabled));
            } else {
                return None;
            }
        }
        Some((expected, found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{
        Check, Column, Enum, Index, IndexColumn, IndexKey, Name, Nulls, Table, Type, View,
    };

    fn base() -> Schema {
        let mut users = Table::default();
        users.columns.insert("id".into(), Column::of(Type::parse("integer")));
        users.columns.insert("name".into(), Column::of(Type::parse("text")));
        let mut schema = Schema::default();
        schema.tables.insert(QName::public("users"), users);
        schema.enums.insert(QName::public("mood"), Enum { values: vec!["a".into(), "b".into()] });
        schema
    }

    fn users(schema: &mut Schema) -> &mut Table {
        schema.tables.get_mut(&QName::public("users")).unwrap()
    }

    fn index(name: Name) -> Index {
        Index {
            name,
            unique: false,
            method: "btree".into(),
            columns: vec![IndexColumn {
                key: IndexKey::Column("name".into()),
                descending: false,
                nulls: Nulls::Last,
                opclass: None,
            }],
            with: IndexMap::new(),
            predicate: None,
            concurrently: true,
        }
    }

    fn lines(actual: &Schema, expected: &Schema) -> Vec<String> {
        let found = diff_as_found(actual, expected, Line::V0).unwrap();
        let (found, _) = keep_derived_names(found);
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
        differences(actual, expected, &found, Line::V0)
            .iter()
            .map(|one| format!("{one}: {} | {}", side(&one.expected), side(&one.found)))
            .collect()
    }

    #[test]
    fn what_is_there_can_be_written_into_the_schema_files() {
        let (mut actual, expected) = (base(), base());
        users(&mut actual).columns.insert("nick".into(), Column::of(Type::parse("text")));
        users(&mut actual).columns["id"].ty = Type::parse("bigint");
        users(&mut actual).columns.swap_remove("name");
        users(&mut actual).indexes.push(Index {
            columns: vec![IndexColumn {
                key: IndexKey::Column("id".into()),
                ..index(Name::derived("")).columns.remove(0)
            }],
            concurrently: false,
            ..index(Name::derived("by_id"))
        });
        let found = diff_as_found(&actual, &expected, Line::V0).unwrap();
        let adopter = Adopter::new(&actual, Line::V0);
        let lines: Vec<String> = differences(&actual, &expected, &found, Line::V0)
            .iter()
            .map(|one| {
                let Adopting { place, code } = adopter.adopting(one).unwrap().unwrap();
                format!("{}: {place}: {}", one.name, code.unwrap_or_default())
            })
            .collect();
        assert_eq!(
            lines,
            [
                "column users.name: write it so in the columns of users: nick: text(\"nick\"),",
                "index by_id on users: add in the extras of users: index(\"by_id\").on(t.id),",
                "column users.id: write it so in the columns of users: \
                 id: bigint(\"id\", { mode: \"number\" }),",
            ]
        );
    }

    #[test]
    fn each_object_is_named_with_both_sides() {
        let (mut actual, mut expected) = (base(), base());
        users(&mut actual).columns.insert("nick".into(), Column::of(Type::parse("text")));
        users(&mut actual).columns["id"].ty = Type::parse("bigint");
        users(&mut expected).indexes.push(index(Name::explicit("by_name")));
        expected.enums[0].values.push("c".into());
        assert_eq!(
            lines(&actual, &expected),
            [
                "enum mood is different: \
                 CREATE TYPE \"public\".\"mood\" AS ENUM('a', 'b', 'c'); | \
                 CREATE TYPE \"public\".\"mood\" AS ENUM('a', 'b');",
                "column users.id is different: \"id\" integer | \"id\" bigint",
                "column users.nick is not expected: - | \"nick\" text",
                "index by_name on users is missing: \
                 CREATE INDEX \"by_name\" ON \"users\" USING btree (\"name\"); | -",
            ]
        );
    }

    #[test]
    fn a_table_is_one_difference_with_all_that_it_has() {
        let (actual, mut expected) = (base(), base());
        let mut posts = expected.tables[0].clone();
        posts.indexes.push(index(Name::explicit("posts_by_name")));
        posts.checks.push(Check { name: "c".into(), expression: "id > 0".into() });
        expected.tables.insert(QName::public("posts"), posts);
        let found = lines(&actual, &expected);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("table posts is missing: CREATE TABLE \"posts\""));
        assert!(found[0].contains("CREATE INDEX \"posts_by_name\""));
    }

    #[test]
    fn what_only_has_another_name_is_renamed_back() {
        let (mut actual, expected) = (base(), base());
        let table = actual.tables.swap_remove(&QName::public("users")).unwrap();
        actual.tables.insert(QName::public("people"), table);
        let found = lines(&actual, &expected);
        assert!(found[0].starts_with("table users is called people: "), "{found:?}");
        let mut actual = base();
        let name = users(&mut actual).columns.swap_remove("name").unwrap();
        users(&mut actual).columns.insert("full_name".into(), name);
        assert_eq!(
            lines(&actual, &expected),
            ["column users.name is called full_name: \"name\" text | \"full_name\" text"]
        );
    }

    #[test]
    fn a_name_that_nobody_chose_is_no_difference() {
        let (mut actual, mut expected) = (base(), base());
        users(&mut actual).indexes.push(index(Name::derived("idx_users_1")));
        users(&mut expected).indexes.push(index(Name::derived("users_name_index")));
        assert_eq!(lines(&actual, &expected), [""; 0]);
        users(&mut expected).indexes[0].name = Name::explicit("by_name");
        let found = lines(&actual, &expected);
        assert!(found[0].starts_with("index by_name on users is called idx_users_1"), "{found:?}");
    }

    #[test]
    fn what_is_made_again_goes_with_what_it_hangs_on() {
        let (mut actual, mut expected) = (base(), base());
        for schema in [&mut actual, &mut expected] {
            schema.views.insert(
                QName::public("v"),
                View {
                    definition: Some("SELECT id FROM users".into()),
                    materialized: false,
                    existing: false,
                    with: IndexMap::new(),
                    with_no_data: false,
                    using: None,
                    tablespace: None,
                    columns: IndexMap::new(),
                },
            );
        }
        users(&mut actual).columns["id"].ty = Type::parse("bigint");
        let found = diff_as_found(&actual, &expected, Line::V0).unwrap();
        let [one] = differences(&actual, &expected, &found, Line::V0).try_into().unwrap();
        assert_eq!(one.name, "column users.id");
        assert_eq!(one.changes.len(), 2);
    }
}
