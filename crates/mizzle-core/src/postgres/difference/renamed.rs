//! The diff of a database with what it should be, where nobody is there to ask: what was
//! dropped and what appeared is taken for one thing under another name only if it is
//! otherwise the same, since renaming it back loses nothing.

use crate::diff::Question;
use crate::hints::{Answers, Hint, Kind};
use crate::naming::Line;
use crate::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use crate::postgres::schema::{Column, QName, Schema, Table};
use crate::sql::words;
use std::collections::BTreeSet;

/// Each round answers what it asks; one more follows where a table that was renamed has
/// columns to ask about.
const ROUNDS: usize = 8;

/// What leads from the actual schema to the expected one.
///
/// # Errors
/// The server would refuse the expected schema.
pub fn diff_as_found(actual: &Schema, expected: &Schema, line: Line) -> Result<Diff, DiffError> {
    let mut answers = Answers::default();
    let mut taken = BTreeSet::new();
    let mut rounds = ROUNDS;
    let sides = Sides { actual, expected };
    loop {
        match diff(actual, expected, &DiffOptions { line, answers: &answers }) {
            Err(DiffError::Undecided(questions)) if rounds > 0 => {
                rounds -= 1;
                for question in &questions {
                    let hint = sides.answer(question, &answers, &taken);
                    if let Hint::Rename { kind, from, .. } = &hint {
                        taken.insert((*kind, from.clone()));
                    }
                    answers.push(hint);
                }
            }
            result => return result,
        }
    }
}

struct Sides<'a> {
    actual: &'a Schema,
    expected: &'a Schema,
}

impl Sides<'_> {
    fn answer(
        &self,
        question: &Question,
        answers: &Answers,
        taken: &BTreeSet<(Kind, Vec<String>)>,
    ) -> Hint {
        let same = question.candidates.iter().find(|candidate| {
            !taken.contains(&(question.kind, candidate.from.clone()))
                && self.is_same(question.kind, &candidate.from, &question.created, answers)
        });
        match same {
            Some(candidate) => question.rename_hint(candidate),
            None => question.create_hint(),
        }
    }

    /// Are they the same but for the name?
    fn is_same(&self, kind: Kind, from: &[String], to: &[String], answers: &Answers) -> bool {
        let same = match kind {
            Kind::Table => both(qname(from), qname(to)).and_then(|(from, to)| {
                Some(same_columns(self.actual.tables.get(&from)?, self.expected.tables.get(&to)?))
            }),
            Kind::Column => self.same_column(from, to, answers),
            Kind::Enum => both(qname(from), qname(to)).and_then(|(from, to)| {
                Some(self.actual.enums.get(&from)? == self.expected.enums.get(&to)?)
            }),
            Kind::Sequence => both(qname(from), qname(to)).and_then(|(from, to)| {
                Some(self.actual.sequences.get(&from)? == self.expected.sequences.get(&to)?)
            }),
            Kind::View => both(qname(from), qname(to)).and_then(|(from, to)| {
                let (from, to) = (self.actual.views.get(&from)?, self.expected.views.get(&to)?);
                let same = words::same(from.definition.as_deref()?, to.definition.as_deref()?);
                Some(same && from.materialized == to.materialized)
            }),
            Kind::EnumValue => self.same_place(from, to),
            Kind::Schema => both(from.first(), to.first()).map(|(from, to)| {
                let (had, wanted) = (tables_in(self.actual, from), tables_in(self.expected, to));
                had == wanted && !had.is_empty()
            }),
            Kind::Role
            | Kind::Default
            | Kind::Privilege
            | Kind::Policy
            | Kind::PrimaryKey
            | Kind::Unique
            | Kind::Check
            | Kind::ForeignKey
            | Kind::Index => None,
        };
        same.unwrap_or(false)
    }

    fn same_column(&self, from: &[String], to: &[String], answers: &Answers) -> Option<bool> {
        let ([.., from], [schema, table, to]) = (from, to) else { return None };
        let table = QName::new(schema, table);
        let entity = [table.schema.clone(), table.name.clone()];
        let had = answers.renamed_from(Kind::Table, &entity).and_then(qname);
        let had = self.actual.tables.get(&had.unwrap_or_else(|| table.clone()))?;
        let wanted = self.expected.tables.get(&table)?;
        Some(same_values(had.columns.get(from)?, wanted.columns.get(to)?))
    }

    /// A label in the place of another, and as many labels as before.
    fn same_place(&self, from: &[String], to: &[String]) -> Option<bool> {
        let ([.., from], [schema, name, to]) = (from, to) else { return None };
        let name = QName::new(schema, name);
        let (had, wanted) = (self.actual.enums.get(&name)?, self.expected.enums.get(&name)?);
        let place = |values: &[String], label: &String| values.iter().position(|own| own == label);
        let places = (place(&had.values, from)?, place(&wanted.values, to)?);
        Some(places.0 == places.1 && had.values.len() == wanted.values.len())
    }
}

fn tables_in<'a>(schema: &'a Schema, namespace: &str) -> BTreeSet<&'a str> {
    let own = schema.tables.keys().filter(|name| name.schema == namespace);
    own.map(|name| name.name.as_str()).collect()
}

fn qname(entity: &[String]) -> Option<QName> {
    let [schema, name] = entity else { return None };
    Some(QName::new(schema, name))
}

fn both<T>(left: Option<T>, right: Option<T>) -> Option<(T, T)> {
    Some((left?, right?))
}

fn same_columns(from: &Table, to: &Table) -> bool {
    from.columns.len() == to.columns.len()
        && to
            .columns
            .iter()
            .all(|(name, wanted)| from.columns.get(name).is_some_and(|had| had.ty.same(&wanted.ty)))
}

/// Its values are of one kind: what else is otherwise can be altered.
fn same_values(from: &Column, to: &Column) -> bool {
    from.ty.same(&to.ty)
        && from.not_null == to.not_null
        && from.generated.is_some() == to.generated.is_some()
        && from.identity.is_some() == to.identity.is_some()
}
