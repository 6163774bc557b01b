//! The way back: what leads from the result of a diff to where it started.
//!
//! What was renamed is renamed back, and what was dropped appears anew: nothing is left
//! to ask. Everything runs in one transaction, so that a way back either took place or
//! did not; indexes are therefore built without CONCURRENTLY.

use super::change::{Change, Part};
use super::diff::{Diff, DiffError, DiffOptions, diff_anew};
use super::schema::{QName, Schema};
use crate::diff::Question;
use crate::hints::{Answers, Hint, Kind};
use crate::naming::Line;
use std::collections::BTreeSet;

/// Each round answers the questions of one kind, and there are fewer kinds than that.
const ROUNDS: usize = 40;

/// What leads back to `from`, where `forward` led away from it.
///
/// # Errors
/// The server would refuse the schema that was there before.
pub fn back(from: &Schema, forward: &Diff, line: Line) -> Result<Diff, DiffError> {
    back_anew(from, forward, line, &BTreeSet::new())
}

/// The same for a migration that keeps what it takes away: enums whose labels come back are
/// made anew, so that rows can have them at once.
pub(super) fn back_to_keep(from: &Schema, forward: &Diff, line: Line) -> Result<Diff, DiffError> {
    let before = |name: &QName| {
        let renamed = forward.changes.iter().find_map(|change| {
            let Change::RenameEnum { from, to } = change else { return None };
            (to == name).then(|| from.clone())
        });
        let name = renamed.unwrap_or_else(|| name.clone());
        QName::new(namespace_before(&forward.changes, &name.schema), name.name)
    };
    let anew = forward.changes.iter().filter_map(|change| {
        let Change::RecreateEnum { name, .. } = change else { return None };
        Some(before(name))
    });
    back_anew(from, forward, line, &anew.collect())
}

fn back_anew(
    from: &Schema,
    forward: &Diff,
    line: Line,
    anew: &BTreeSet<QName>,
) -> Result<Diff, DiffError> {
    let renames = Renamed::among(&forward.changes);
    let (here, mut there) = (without_concurrently(&forward.result), without_concurrently(from));
    pin(&mut there, &forward.changes);
    answered(&here, &there, &renames, line, anew)
}

/// What leads from one schema to another where nothing was renamed.
///
/// # Errors
/// The server would refuse the second one.
pub fn without_renames(from: &Schema, to: &Schema, line: Line) -> Result<Diff, DiffError> {
    answered(from, to, &[], line, &BTreeSet::new())
}

fn answered(
    from: &Schema,
    to: &Schema,
    renames: &[Renamed],
    line: Line,
    anew: &BTreeSet<QName>,
) -> Result<Diff, DiffError> {
    let mut answers = Answers::default();
    let mut rounds = ROUNDS;
    loop {
        match diff_anew(from, to, &DiffOptions { line, answers: &answers }, anew) {
            Err(DiffError::Undecided(questions)) if rounds > 0 => {
                rounds -= 1;
                // Names of what is in a schema or a table depend on what that is called.
                let first = questions.first().map(|question| question.kind);
                for question in questions.iter().filter(|it| Some(it.kind) == first) {
                    answers.push(answer(question, renames));
                }
            }
            result => return result,
        }
    }
}

/// What got another name gets back the one that it had, whoever chose that.
fn pin(there: &mut Schema, forward: &[Change]) {
    let renamed: BTreeSet<&String> =
        forward
            .iter()
            .filter_map(|change| {
                if let Change::RenamePart { from, .. } = change { Some(from) } else { None }
            })
            .collect();
    let names = there.tables.values_mut().flat_map(|table| {
        let keys = table.primary_key.iter_mut().map(|key| &mut key.name);
        let uniques = table.uniques.iter_mut().map(|unique| &mut unique.name);
        let foreign_keys = table.foreign_keys.iter_mut().map(|key| &mut key.name);
        let indexes = table.indexes.iter_mut().map(|index| &mut index.name);
        keys.chain(uniques).chain(foreign_keys).chain(indexes)
    });
    for name in names.filter(|name| renamed.contains(&name.text)) {
        name.explicit = true;
    }
}

fn without_concurrently(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for index in schema.tables.values_mut().flat_map(|table| &mut table.indexes) {
        index.concurrently = false;
    }
    schema
}

/// Something that got another name.
struct Renamed {
    kind: Kind,
    /// The names of what holds it, all that that had; empty for what nothing holds.
    holders: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
}

impl Renamed {
    fn among(changes: &[Change]) -> Vec<Self> {
        let renamed: Vec<(&QName, &QName)> = changes
            .iter()
            .filter_map(|change| {
                if let Change::RenameTable { from, to } | Change::RenameEnum { from, to } = change {
                    Some((from, to))
                } else {
                    None
                }
            })
            .collect();
        // What a schema is called may change too, and is left out.
        let holders = |holder: &QName| {
            let before = renamed.iter().filter(|(_, to)| *to == holder);
            let before = before.map(|(from, _)| from.name.clone());
            std::iter::once(holder.name.clone()).chain(before).collect()
        };
        // On the way back schemas have their old names first.
        let entity = |name: &QName| {
            vec![namespace_before(changes, &name.schema).to_owned(), name.name.clone()]
        };
        changes.iter().filter_map(|change| Self::of(change, &holders, &entity)).collect()
    }

    fn of(
        change: &Change,
        holders: &dyn Fn(&QName) -> Vec<String>,
        entity: &dyn Fn(&QName) -> Vec<String>,
    ) -> Option<Self> {
        let alone = |kind, from: Vec<String>, to: Vec<String>| {
            Some(Self { kind, holders: Vec::new(), from, to })
        };
        let within = |kind, table: &QName, from: &str, to: &str| {
            let one = |name: &str| vec![name.to_owned()];
            Some(Self { kind, holders: holders(table), from: one(from), to: one(to) })
        };
        if let Change::RenameNamespace { from, to } = change {
            alone(Kind::Schema, vec![from.clone()], vec![to.clone()])
        } else if let Change::RenameRole { from, to } = change {
            alone(Kind::Role, vec![from.clone()], vec![to.clone()])
        } else if let Change::RenameEnum { from, to } = change {
            alone(Kind::Enum, entity(from), entity(to))
        } else if let Change::RenameSequence { from, to } = change {
            alone(Kind::Sequence, entity(from), entity(to))
        } else if let Change::RenameTable { from, to } = change {
            alone(Kind::Table, entity(from), entity(to))
        } else if let Change::RenameView { from, to, .. } = change {
            alone(Kind::View, entity(from), entity(to))
        } else if let Change::RenameColumn { table, from, to } = change {
            within(Kind::Column, table, from, to)
        } else if let Change::RenamePart { table, from, to } = change {
            within(kind(to), table, from, to.name())
        } else if let Change::RenameEnumValue { name, from, to } = change {
            Some(Self {
                kind: Kind::EnumValue,
                holders: holders(name),
                from: vec![from.clone()],
                to: vec![to.clone()],
            })
        } else {
            None
        }
    }

    /// Does it lead back from one entity to the other?
    fn leads(&self, kind: Kind, from: &[String], to: &[String]) -> bool {
        let fits = |entity: &[String], name: &[String]| {
            entity
                .strip_suffix(name)
                .is_some_and(|holder| holder.is_empty() || self.is_holder(holder))
        };
        self.kind == kind && fits(from, &self.to) && fits(to, &self.from)
    }

    fn is_holder(&self, holder: &[String]) -> bool {
        self.holders.iter().any(|name| holder.last() == Some(name))
    }
}

fn kind(part: &Part) -> Kind {
    match part {
        Part::PrimaryKey(_) => Kind::PrimaryKey,
        Part::Unique(_) => Kind::Unique,
        Part::Check(_) => Kind::Check,
        Part::ForeignKey(_) => Kind::ForeignKey,
        Part::Index(_) => Kind::Index,
        Part::Policy(_) => Kind::Policy,
    }
}

/// What a schema was called before these changes.
fn namespace_before<'a>(changes: &'a [Change], name: &'a str) -> &'a str {
    let renamed = changes.iter().find_map(|change| {
        let Change::RenameNamespace { from, to } = change else { return None };
        (to == name).then_some(from.as_str())
    });
    renamed.unwrap_or(name)
}

fn answer(question: &Question, renames: &[Renamed]) -> Hint {
    let source = question.candidates.iter().find(|candidate| {
        renames.iter().any(|rename| rename.leads(question.kind, &candidate.from, &question.created))
    });
    match source {
        Some(candidate) => question.rename_hint(candidate),
        None => question.create_hint(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::diff::diff;
    use crate::postgres::schema::{Column, Declared, Name, PrimaryKey, Table, Type};

    fn schema(table: &str, columns: &[&str]) -> Schema {
        let mut made = Table::default();
        for name in columns {
            made.columns.insert((*name).to_owned(), Column::of(Type::parse("text")));
        }
        let mut schema = Schema::default();
        schema.tables.insert(QName::public(table), made);
        schema
    }

    fn there_and_back(from: &Schema, to: &Schema, hints: Vec<Hint>) -> Vec<Change> {
        let answers = Answers::new(hints);
        let forward = diff(from, to, &DiffOptions { line: Line::V0, answers: &answers }).unwrap();
        let back = back(from, &forward, Line::V0).unwrap();
        assert_eq!(back.result, *from);
        back.changes
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_name_by_a_rule_comes_back_too() {
        let key = |name: &str| {
            let mut schema = schema("a", &["id"]);
            let table = schema.tables.get_mut(&QName::public("a")).unwrap();
            let columns = vec!["id".to_owned()];
            table.primary_key = Some(PrimaryKey {
                name: Name::derived(name),
                columns,
                declared: Declared::OnColumn,
            });
            schema
        };
        let (from, to) = (key("a_id_pk"), key("a_pkey"));
        let answers = Answers::default();
        let forward = diff(&from, &to, &DiffOptions { line: Line::V0, answers: &answers }).unwrap();
        let back = back(&from, &forward, Line::V0).unwrap();
        let [Change::RenamePart { from, to, .. }] = back.changes.as_slice() else {
            panic!("{:?}", back.changes)
        };
        assert_eq!((from.as_str(), to.name()), ("a_pkey", "a_id_pk"));
    }

    #[test]
    fn what_was_renamed_is_renamed_back() {
        let from = schema("a", &["id", "x"]);
        let to = schema("b", &["id", "y"]);
        let rename = |kind, from: &[&str], to: &[&str]| Hint::Rename {
            kind,
            from: words(from),
            to: words(to),
        };
        let changes = there_and_back(
            &from,
            &to,
            vec![
                rename(Kind::Table, &["public", "a"], &["public", "b"]),
                rename(Kind::Column, &["public", "b", "x"], &["public", "b", "y"]),
            ],
        );
        let table = QName::public("a");
        assert_eq!(
            changes,
            [
                Change::RenameTable { from: QName::public("b"), to: table.clone() },
                Change::RenameColumn { table, from: "y".into(), to: "x".into() },
            ]
        );
    }

    /// A change speaks of a renamed schema by its new name, and so of what a table was
    /// called in it; back there, it has its old one.
    #[test]
    fn what_moves_beside_a_renamed_schema_moves_back() {
        let at = |namespaces: &[&str], names: &[QName]| {
            let tables = names.iter().map(|name| {
                let mut made = Table::default();
                made.columns.insert("id".to_owned(), Column::of(Type::parse("text")));
                (name.clone(), made)
            });
            Schema { namespaces: words(namespaces), tables: tables.collect(), ..Schema::default() }
        };
        let hints = |table: [&str; 2], to: [&str; 2]| {
            vec![
                Hint::Rename { kind: Kind::Schema, from: words(&["old"]), to: words(&["new"]) },
                Hint::Rename { kind: Kind::Table, from: words(&table), to: words(&to) },
            ]
        };
        let (outside, before) = (QName::public("a"), QName::new("old", "a"));
        let namespace = Change::RenameNamespace { from: "new".into(), to: "old".into() };

        let into = there_and_back(
            &at(&["old"], std::slice::from_ref(&outside)),
            &at(&["new"], &[QName::new("new", "b")]),
            hints(["public", "a"], ["new", "b"]),
        );
        let moved = Change::RenameTable { from: QName::new("old", "b"), to: outside.clone() };
        assert_eq!(into, [namespace.clone(), moved]);

        let out = there_and_back(
            &at(&["old"], std::slice::from_ref(&before)),
            &at(&["new"], std::slice::from_ref(&outside)),
            hints(["new", "a"], ["public", "a"]),
        );
        assert_eq!(out, [namespace, Change::RenameTable { from: outside, to: before }]);
    }

    #[test]
    fn what_was_dropped_appears_anew() {
        let from = schema("a", &["id", "x"]);
        let to = schema("a", &["id", "y"]);
        let new = Hint::Create { kind: Kind::Column, entity: words(&["public", "a", "y"]) };
        let changes = there_and_back(&from, &to, vec![new]);
        assert!(changes.iter().any(|change| matches!(change, Change::AddColumn { .. })));
        assert!(changes.iter().any(|change| matches!(change, Change::DropColumn { .. })));
    }
}
