//! A pair of schemas of a seed, and the answers to what a diff asks about it.

use crate::design::schema::schema;
use crate::design::{Column, Design, Id, Source};
use crate::mutate::{Step, apply};
use crate::random::Random;
use mizzle_core::diff::Question;
use mizzle_core::hints::{Answers, Hint, Kind};
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use mizzle_core::postgres::names;
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::{QName, Schema, Table};
use mizzle_core::postgres::snapshot::{self, New, Version};
use mizzle_db::test_support::run;
use std::collections::BTreeSet;

/// Two schemas, the second one made of the first.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) seed: u64,
    pub(crate) line: Line,
    pub(crate) steps: Vec<Step>,
    pub(crate) before: Design,
    pub(crate) after: Design,
}

impl Pair {
    /// That of a seed.
    pub(crate) fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let builds = 5 + random.below(5);
        let changes = if random.one_in(3) { 2 + random.below(4) } else { 7 + random.below(17) };
        // A step's seed tells which pair it is of.
        let mut next = || u64::try_from(random.below(1 << 30)).unwrap() << 20 | seed;
        let line = if seed.is_multiple_of(2) { Line::V0 } else { Line::V1 };
        let mut steps: Vec<Step> = (0..builds).map(|_| Step::Build(next())).collect();
        steps.extend((0..changes).map(|_| Step::Change(next())));
        Self::with(seed, line, steps)
    }

    /// That of these steps.
    pub(crate) fn with(seed: u64, line: Line, steps: Vec<Step>) -> Self {
        let (builds, changes): (Vec<Step>, Vec<Step>) =
            steps.iter().partition(|step| matches!(step, Step::Build(_)));
        let roles_of = format!("r{}_{seed}_", run());
        let mut before = Design { roles_of, ..Design::default() };
        apply(&mut before, &builds);
        cut_apart(&mut before, line);
        let mut after = before.clone();
        apply(&mut after, &changes);
        cut_apart(&mut after, line);
        names_apart(&before, &mut after);
        same_dimensions(&before, &mut after);
        spell_out(&before, &mut after);
        Self { seed, line, steps, before, after }
    }

    pub(crate) fn schemas(&self) -> (Schema, Schema) {
        (schema(&self.before, self.line), schema(&self.after, self.line))
    }

    /// What leads from a state of the first schema to the second one, with every
    /// question answered as it is.
    pub(crate) fn diff(&self, from: &Schema, to: &Schema) -> Result<(Diff, Vec<Hint>), String> {
        let mut answers = Answers::default();
        for _ in 0..200 {
            match diff(from, to, &DiffOptions { line: self.line, answers: &answers }) {
                Ok(found) => return Ok((found, answers.hints().to_vec())),
                Err(DiffError::Undecided(questions)) => answers.push(self.answer(&questions[0])),
                Err(error @ (DiffError::WrongHint(_) | DiffError::Impossible(_))) => {
                    return Err(error.to_string());
                }
            }
        }
        Err("questions never end".to_owned())
    }

    /// What a migrations folder has of the first schema: what led to it, or what is read
    /// back from a snapshot of it.
    pub(crate) fn recorded(&self, start: &Diff) -> Result<Schema, String> {
        let version = match (self.line, self.seed % 5) {
            (_, 0 | 1) => return Ok(start.result.clone()),
            (Line::V0, _) => Version::V7,
            (Line::V1, 2) => Version::V8,
            (Line::V1, _) => Version::V9,
        };
        let new = New {
            version,
            id: "00000000-0000-4000-8000-000000000001",
            parents: &[],
            from: &Schema::default(),
            to: &start.result,
            renames: &[],
        };
        let read = snapshot::read(&snapshot::write(&new)).map_err(|error| error.to_string())?;
        Ok(read.schema)
    }

    fn answer(&self, question: &Question) -> Hint {
        let created = known(&self.after, question.kind, &question.created);
        let owner = owner_kind(question.kind)
            .and_then(|kind| known(&self.after, kind, &question.created[..2]));
        let renamed = question.candidates.iter().find(|candidate| {
            let mut from = candidate.from.clone();
            // What was in a renamed schema is called by its new name already.
            let namespace = self.after.namespaces.iter().find(|it| it.name == from[0]);
            if let Some(name) = self.before.namespace(namespace.map(|it| it.id)) {
                name.clone_into(&mut from[0]);
            }
            if let Some(owner) = owner
                && let Some(name) = owner_name(&self.before, question.kind, owner)
            {
                from.splice(..2, [name.schema, name.name]);
            }
            created.is_some() && known(&self.before, question.kind, &from) == created
        });
        match renamed {
            Some(candidate) => question.rename_hint(candidate),
            None => question.create_hint(),
        }
    }
}

/// Names that follow from that of a table may be one once they are cut, which is refused
/// with reason; such a table gets a short name, and where that is not enough its columns.
fn cut_apart(design: &mut Design, line: Line) {
    for at in cut_to_one(design, line) {
        let table = &mut design.tables[at];
        table.place.name = format!("short{}", table.id);
    }
    for at in cut_to_one(design, line) {
        for column in &mut design.tables[at].columns {
            column.name = format!("col{}", column.id);
        }
    }
}

/// The tables of which two parts have one name once that is cut.
fn cut_to_one(design: &Design, line: Line) -> Vec<usize> {
    let is_cut_to_one = |table: &Table| {
        let keys = table.primary_key.iter().map(|it| &it.name.text);
        let all = keys
            .chain(table.uniques.iter().map(|it| &it.name.text))
            .chain(table.checks.iter().map(|it| &it.name))
            .chain(table.foreign_keys.iter().map(|it| &it.name.text))
            .chain(table.indexes.iter().map(|it| &it.name.text));
        let mut seen = BTreeSet::new();
        !all.into_iter().all(|name| seen.insert(names::cut(name)))
    };
    let schema = schema(design, line);
    let tables = schema.tables.values().enumerate();
    tables.filter(|(_, table)| is_cut_to_one(table)).map(|(at, _)| at).collect()
}

/// A column that has the name of one that was there is that one to everybody.
fn names_apart(before: &Design, after: &mut Design) {
    for table in &mut after.tables {
        let Some(had) = before.table(table.id) else { continue };
        for column in &mut table.columns {
            let same = had.columns.iter().find(|it| it.name == column.name);
            if same.is_some_and(|it| it.id != column.id) {
                column.name = format!("{}_{}", column.name, column.id);
            }
        }
    }
}

/// How many dimensions an array has is no difference; what the server keeps is the number
/// that it was first given.
fn same_dimensions(before: &Design, after: &mut Design) {
    let had: Vec<&Column> = before.tables.iter().flat_map(|it| &it.columns).collect();
    for column in after.tables.iter_mut().flat_map(|it| &mut it.columns) {
        let had = had.iter().find(|it| it.id == column.id);
        if let Some(had) = had.filter(|it| it.ty.is_array() && column.ty.is_array())
            && had.ty.base == column.ty.base
        {
            column.ty.dimensions.clone_from(&had.ty.dimensions);
        }
    }
}

/// The order of columns is no difference, but shows in what `*` stands for: such views
/// are spelled out where a table would have another order than one that is made anew.
fn spell_out(before: &Design, after: &mut Design) {
    let (tables, mut views) = (&after.tables, std::mem::take(&mut after.views));
    for view in &mut views {
        let Source::Table(id) = view.from else { continue };
        let had = before.table(id).zip(tables.iter().find(|table| table.id == id));
        let Some((had, has)) = had else { continue };
        // A generated one may be made again, behind all others, and a new one may have to
        // wait for what it is made of while others do not.
        let is_last = |it: &Column| has.columns.last().is_some_and(|last| last.id == it.id);
        let is_late =
            |it: &Column| it.generated.is_some() && (had.column(it.id).is_some() || !is_last(it));
        view.star &= !has.columns.iter().any(is_late);
        let stays = |id: &Id| has.column(*id).is_some();
        let had: Vec<Id> = had.columns.iter().map(|it| it.id).filter(stays).collect();
        let has: Vec<Id> = has.columns.iter().map(|it| it.id).collect();
        view.star &= has.starts_with(&had);
    }
    after.views = views;
}

/// A plan for a diff.
pub(crate) fn planned(diff: &Diff, line: Line) -> Plan {
    plan(diff, line)
}

fn owner_kind(kind: Kind) -> Option<Kind> {
    if kind == Kind::EnumValue {
        Some(Kind::Enum)
    } else {
        (kind == Kind::Column).then_some(Kind::Table)
    }
}

fn owner_name(design: &Design, kind: Kind, id: Id) -> Option<QName> {
    let place = if kind == Kind::EnumValue {
        &design.enumeration(id)?.place
    } else {
        &design.table(id)?.place
    };
    Some(design.qname(place))
}

/// The object that a hint names.
fn known(design: &Design, kind: Kind, entity: &[String]) -> Option<Id> {
    let is = |place| {
        let name = design.qname(place);
        entity.len() > 1 && name.schema == entity[0] && name.name == entity[1]
    };
    match kind {
        Kind::Schema => design.namespaces.iter().find(|it| it.name == entity[0]).map(|it| it.id),
        Kind::Role => {
            design.roles.iter().find(|it| design.role_name(it) == entity[0]).map(|it| it.id)
        }
        Kind::Table => design.tables.iter().find(|it| is(&it.place)).map(|it| it.id),
        Kind::Enum => design.enums.iter().find(|it| is(&it.place)).map(|it| it.id),
        Kind::Sequence => design.sequences.iter().find(|it| is(&it.place)).map(|it| it.id),
        Kind::View => design.views.iter().find(|it| is(&it.place)).map(|it| it.id),
        Kind::Column => {
            let table = design.tables.iter().find(|it| is(&it.place))?;
            table.columns.iter().find(|it| it.name == entity[2]).map(|it| it.id)
        }
        Kind::EnumValue => {
            let of = design.enums.iter().find(|it| is(&it.place))?;
            of.labels.iter().find(|it| it.name == entity[2]).map(|it| it.id)
        }
        Kind::Default
        | Kind::Policy
        | Kind::Check
        | Kind::Index
        | Kind::Unique
        | Kind::PrimaryKey
        | Kind::ForeignKey
        | Kind::Privilege => None,
    }
}
