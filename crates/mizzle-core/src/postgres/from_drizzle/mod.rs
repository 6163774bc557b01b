//! The model of what a Drizzle schema exports: names that nobody wrote are given,
//! types and defaults understood, expressions made whole. All that is wrong with
//! the schema is collected, not only the first thing.
//!
//! What a value means depends on the line of drizzle; what its drizzle-kit writes
//! into files is the business of the snapshot modules.

mod columns;
mod constraints;
mod expression;
mod indexes;
mod policies;
mod problem;
mod sites;
mod tables;
mod views;

pub use problem::{Problem, Site, SitePart, Wrong};
pub use sites::site;

use crate::naming::{Casing, Line};
use crate::postgres::drizzle::{Extract, SequenceOptions as Options, Source};
use crate::postgres::schema::{
    Enum, LinkedPolicy, PUBLIC, QName, Role, Schema, Sequence, SequenceOptions,
};
use crate::postgres::sequences;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// What decides names and meanings besides the schema itself.
#[derive(Debug, Clone)]
pub struct FromDrizzle<'a> {
    /// The line, which follows from the migrations folder.
    pub line: Line,
    /// `casing` of the config; drizzle 1.0 has none.
    pub casing: Option<Casing>,
    /// Schemas that exist although the project does not export them: those that its
    /// history created, or that the recorded state has objects in.
    pub known_schemas: &'a BTreeSet<String>,
}

/// The model of everything that the schema exports.
///
/// # Errors
///
/// Every problem of the schema, in the order of its files.
pub fn from_drizzle(extract: &Extract, options: &FromDrizzle<'_>) -> Result<Schema, Vec<Problem>> {
    let mut reading = Reading { extract, options, problems: Vec::new() };
    let schema = reading.schema();
    if reading.problems.is_empty() { Ok(schema) } else { Err(reading.problems) }
}

/// One run over an extract.
struct Reading<'a> {
    extract: &'a Extract,
    options: &'a FromDrizzle<'a>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn schema(&mut self) -> Schema {
        let mut schema = Schema { namespaces: self.namespaces(), ..Schema::default() };
        schema.enums = self.enums();
        schema.tables = self.tables();
        schema.sequences = self.sequences();
        schema.roles = self.roles();
        schema.views = self.views(&schema.tables);
        self.linked_policies(&mut schema);
        schema
    }

    fn line(&self) -> Line {
        self.options.line
    }

    fn problem(&mut self, wrong: Wrong, at: Site, other: Option<Site>) {
        self.problems.push(Problem { wrong, at, other });
    }

    fn namespaces(&mut self) -> Vec<String> {
        let mut seen: IndexMap<String, &Source> = IndexMap::new();
        for schema in &self.extract.schemas {
            if schema.name == PUBLIC || schema.existing {
                continue;
            }
            // 0.x lists one schema once, however often it is exported.
            if let Some(first) = seen.get(&schema.name)
                && self.line() == Line::V1
            {
                let (at, other) = (Site::of(&schema.source), Site::of(first));
                self.problem(Wrong::DuplicateSchema(schema.name.clone()), at, Some(other));
            }
            seen.entry(schema.name.clone()).or_insert(&schema.source);
        }
        seen.into_keys().collect()
    }

    /// The full name of an exported object. A schema that nobody creates is a problem.
    fn qname(&mut self, schema: Option<&str>, name: &str, source: &Source) -> QName {
        let qname = qname(schema, name);
        let known = qname.is_public()
            || self.extract.schemas.iter().any(|exported| exported.name == qname.schema)
            || self.options.known_schemas.contains(&qname.schema);
        if !known {
            self.problem(Wrong::UnknownSchema(qname.clone()), Site::of(source), None);
        }
        qname
    }

    fn enums(&mut self) -> IndexMap<QName, Enum> {
        let mut enums = IndexMap::new();
        let mut sources: IndexMap<QName, &Source> = IndexMap::new();
        for exported in &self.extract.enums {
            let name = self.qname(exported.schema.as_deref(), &exported.name, &exported.source);
            let at = Site::of(&exported.source);
            let mut labels = BTreeSet::new();
            for label in &exported.values {
                if !labels.insert(label) {
                    let wrong = Wrong::DuplicateLabel { name: name.clone(), label: label.clone() };
                    self.problem(wrong, at.clone(), None);
                }
            }
            if let Some(first) = sources.get(&name) {
                let other = Site::of(first);
                self.problem(Wrong::DuplicateEnum(name.clone()), at, Some(other));
            }
            sources.entry(name.clone()).or_insert(&exported.source);
            enums.insert(name, Enum { values: exported.values.clone() });
        }
        enums
    }

    fn sequences(&mut self) -> IndexMap<QName, Sequence> {
        let mut all = IndexMap::new();
        let mut sources: IndexMap<QName, &Source> = IndexMap::new();
        for exported in &self.extract.sequences {
            let name = self.qname(exported.schema.as_deref(), &exported.name, &exported.source);
            if let Some(first) = sources.get(&name) {
                let (at, other) = (Site::of(&exported.source), Site::of(first));
                self.problem(Wrong::DuplicateSequence(name.clone()), at, Some(other));
            }
            sources.entry(name.clone()).or_insert(&exported.source);
            let options =
                sequences::fold(sequence_options(&exported.options), sequences::Range::BIGINT);
            all.insert(name, Sequence { options });
        }
        all
    }

    fn roles(&mut self) -> IndexMap<String, Role> {
        let mut roles = IndexMap::new();
        let mut sources: IndexMap<&str, &Source> = IndexMap::new();
        for exported in self.extract.roles.iter().filter(|role| !role.existing) {
            if let Some(first) = sources.get(exported.name.as_str()) {
                let (at, other) = (Site::of(&exported.source), Site::of(first));
                self.problem(Wrong::DuplicateRole(exported.name.clone()), at, Some(other));
            }
            sources.entry(&exported.name).or_insert(&exported.source);
            // What the server does anyway is the same as nothing said.
            let role = Role {
                create_db: exported.create_db.filter(|&on| on),
                create_role: exported.create_role.filter(|&on| on),
                inherit: exported.inherit.filter(|&on| !on),
                ..Role::default()
            };
            roles.insert(exported.name.clone(), role);
        }
        roles
    }

    /// Exported policies go to their table where the project owns it. drizzle 1.0
    /// lists them before the table's own, 0.x after.
    fn linked_policies(&mut self, schema: &mut Schema) {
        let mut placed: IndexMap<QName, usize> = IndexMap::new();
        for exported in &self.extract.policies {
            let table = qname(exported.schema.as_deref(), &exported.table);
            let policy = policies::policy(&exported.policy);
            let at = Site::of(&exported.source);
            let taken = match schema.tables.get(&table) {
                Some(owned) => owned.policies.iter().any(|other| other.name == policy.name),
                None => schema
                    .linked_policies
                    .iter()
                    .any(|other| other.table == table && other.policy.name == policy.name),
            };
            if taken {
                let wrong = Wrong::DuplicatePolicy { table: table.clone(), name: policy.name };
                self.problem(wrong, at, None);
                continue;
            }
            match schema.tables.get_mut(&table) {
                Some(owned) => {
                    let position = match self.line() {
                        Line::V0 => owned.policies.len(),
                        Line::V1 => *placed.entry(table).and_modify(|n| *n += 1).or_insert(0),
                    };
                    owned.policies.insert(position, policy);
                }
                None => schema.linked_policies.push(LinkedPolicy { table, policy }),
            }
        }
    }
}

fn qname(schema: Option<&str>, name: &str) -> QName {
    match schema {
        Some(schema) if !schema.is_empty() => QName::new(schema, name),
        Some(_) | None => QName::public(name),
    }
}

fn sequence_options(options: &Options) -> SequenceOptions {
    SequenceOptions {
        increment: options.increment.clone(),
        min: options.min_value.clone(),
        max: options.max_value.clone(),
        start: options.start_with.clone(),
        cache: options.cache.clone(),
        cycle: options.cycle.unwrap_or(false),
    }
}
