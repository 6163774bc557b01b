//! What of the rehearsal's database is looked at: all that is the project's.

use std::collections::{BTreeMap, BTreeSet};

use mizzle_core::postgres::change::{Change, Part};
use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected};
use mizzle_core::postgres::names::cut;
use mizzle_core::postgres::schema::{PUBLIC, QName, Schema};

use super::ground::Ground;
use super::{Rehearsal, RehearseError};
use crate::connect::Row;
use crate::connection::Connection;
use crate::introspect;
use crate::prelude::is_of_platform;

/// What the database holds at one moment.
pub(super) struct Looked {
    pub(super) found: Introspected,
    /// All sequences: the model does not say what those of serial columns are like.
    pub(super) sequences: BTreeMap<QName, Counter>,
    /// What constraints and indexes are called. The model compares by content what nobody
    /// named.
    pub(super) names: BTreeSet<String>,
}

/// What the model does not say of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counter {
    /// The table that it goes with, if it is a column's.
    pub(super) table: Option<QName>,
    /// Of what it is, and how it counts.
    pub(super) options: String,
}

const SEQUENCES: &str = "SELECT n.nspname, c.relname, m.nspname, t.relname,
      pg_catalog.concat_ws(' ', pg_catalog.format_type(s.seqtypid, NULL), s.seqstart,
        s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.objid = c.oid AND d.refclassid = d.classid AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
    LEFT JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
    WHERE c.relkind = 'S' AND n.nspname !~ '^pg_'";

const NAMES: &str = "SELECT conname FROM pg_catalog.pg_constraint
    UNION SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('i', 'I')";

/// What gets another name, policies aside, whose names are compared anyway.
fn renamed(changes: &[Change]) -> impl Iterator<Item = (&QName, &str, &Part)> {
    changes.iter().filter_map(|change| {
        let Change::RenamePart { table, from, to } = change else { return None };
        (!matches!(to, Part::Policy(_))).then_some((table, from.as_str(), to))
    })
}

impl Looked {
    /// The first of the keys and indexes that the changes rename, whose new name is not there.
    pub(super) fn not_renamed(&self, changes: &[Change]) -> Option<String> {
        renamed(changes).find_map(|(table, _, to)| {
            let is_there = self.names.contains(cut(to.name()));
            (!is_there).then(|| format!("{} {} on {table}", to.noun(), to.name()))
        })
    }

    /// The same of either name, where it was there at another moment.
    pub(super) fn lacks(&self, changes: &[Change], then: &Self) -> Option<String> {
        renamed(changes).find_map(|(table, from, to)| {
            let is_lacking =
                |name: &&str| then.names.contains(cut(name)) && !self.names.contains(cut(name));
            let name = [from, to.name()].into_iter().find(is_lacking)?;
            Some(format!("{} {name} on {table}", to.noun()))
        })
    }
}

impl Ground {
    /// Reads the state: without the ledger, without the stand-ins.
    pub(super) fn look(&mut self, rehearsal: &Rehearsal<'_>) -> Result<Looked, RehearseError> {
        let Self { session, others, there, .. } = self;
        look(rehearsal, session, others, there)
    }
}

/// Looks at a database where `others` are stand-ins, and `there` was there before all.
pub(super) fn look(
    rehearsal: &Rehearsal<'_>,
    session: &mut Connection,
    others: &Schema,
    there: &Schema,
) -> Result<Looked, RehearseError> {
    let found = read(rehearsal, session, others, there)?;
    let rows = session
        .query(SEQUENCES)
        .map_err(|error| RehearseError::Session { doing: "reading sequences", error })?;
    let name = |row: &Row, at| Some(QName::new(row.text(at)?, row.text(at + 1)?));
    let sequences = rows.iter().filter_map(|row| {
        let options = row.text(4).unwrap_or_default().to_owned();
        Some((name(row, 0)?, Counter { table: name(row, 2), options }))
    });
    // The ledger has one too.
    let own = sequences.filter(|(name, _)| name.schema != rehearsal.ledger.schema);
    let names = session
        .query(NAMES)
        .map_err(|error| RehearseError::Session { doing: "reading names", error })?;
    let names = names.iter().filter_map(|row| row.text(0).map(str::to_owned));
    Ok(Looked { found, sequences: own.collect(), names: names.collect() })
}

/// Reads what of a database is the project's. Policies on the stand-ins are.
fn read(
    rehearsal: &Rehearsal<'_>,
    session: &mut Connection,
    others: &Schema,
    there: &Schema,
) -> Result<Introspected, RehearseError> {
    let schemas = rehearsal.schemas();
    let own = |name: &str| {
        name == PUBLIC || schemas.iter().any(|schema| schema.inhabited_namespaces().contains(name))
    };
    let linked = |name: &str| {
        schemas.iter().any(|schema| schema.linked_policies.iter().any(|it| it.table.schema == name))
    };
    let has_schema = |name: &str| {
        let is_ledgers = name == rehearsal.ledger.schema;
        let mut foreign = others.namespaces.iter().chain(&there.namespaces);
        let is_others = foreign.any(|other| other == name);
        own(name) || linked(name) || !(is_ledgers || is_others || is_of_platform(name))
    };
    let tables = |name: &QName| {
        let is_platforms = is_of_platform(&name.schema) && !own(&name.schema);
        let is_others = others.tables.contains_key(name) || there.tables.contains_key(name);
        !is_platforms && !rehearsal.ledger.is_own_table(name) && !is_others
    };
    let roles = |name: &str| schemas.iter().any(|schema| schema.roles.contains_key(name));
    let is_linked = |table: &QName, _: &str| {
        schemas.iter().any(|schema| schema.linked_policies.iter().any(|it| it.table == *table))
    };
    let options = introspect::Options {
        schemas: &has_schema,
        roles: schemas.iter().any(|schema| !schema.roles.is_empty()),
        take: FromCatalog { tables: &tables, roles: &roles, linked_policies: &is_linked },
        ..introspect::Options::DATABASE
    };
    let mut found = introspect::introspect_with(session, &options)?;
    // A schema of others is looked into for the policies there, and is nobody's here.
    found.schema.namespaces.retain(|name| own(name) || !linked(name));
    found.schema.enums.retain(|name, _| !there.enums.contains_key(name));
    found.schema.sequences.retain(|name, _| !there.sequences.contains_key(name));
    found.schema.views.retain(|name, _| !there.views.contains_key(name));
    Ok(found)
}
