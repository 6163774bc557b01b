//! The statements of a migration, cut as they are run, each with what is known of it.

use crate::rollback::states::Between;
use mizzle_core::naming::Line;
use mizzle_core::plan::{Hazard, Lock};
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::QName;
use mizzle_core::postgres::touched::Touched;
use mizzle_core::script::{self, Script};
use std::collections::{BTreeMap, BTreeSet};

/// What happens wholly or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Is it a transaction? If not, it is one statement outside of any.
    pub is_transaction: bool,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text.
    pub sql: String,
    /// Where it begins in the file, from 1.
    pub line: u32,
    /// Is it what mizzle plans, so that all of the following is known of it?
    pub is_planned: bool,
    /// The tables that it is about.
    pub tables: BTreeSet<QName>,
    /// What is to know before it runs.
    pub hazards: Vec<Hazard>,
    /// The locks it takes on tables that others may be using.
    pub locks: Vec<Lock>,
}

/// The segments of a script, with what is known of the migration.
pub(super) fn segments(script: &Script, between: Option<&Between>, line: Line) -> Vec<Segment> {
    let known = between.map(|between| known(between, line)).unwrap_or_default();
    let one = |statement: &script::Stmt| {
        let planned = known.get(plain(&statement.text));
        let (tables, hazards, locks) = planned.cloned().unwrap_or_default();
        Statement {
            sql: statement.text.clone(),
            line: statement.line,
            is_planned: planned.is_some(),
            tables,
            hazards,
            locks,
        }
    };
    let segments = script.segments.iter().map(|segment| Segment {
        is_transaction: matches!(segment, script::Segment::Transaction(_)),
        statements: segment.statements().iter().map(one).collect(),
    });
    segments.collect()
}

type Known = (BTreeSet<QName>, Vec<Hazard>, Vec<Lock>);

/// What mizzle would write for the migration, by the text of each statement: what is written
/// alike does alike, whoever wrote it.
fn known(between: &Between, line: Line) -> BTreeMap<String, Known> {
    let diff = Diff { changes: between.forward.clone(), result: between.after.clone() };
    let statements = plan(&diff, line);
    let statements = statements.statements().map(|statement| {
        let change: Option<&Change> = diff.changes.get(statement.change);
        let touched = change.map(|change| Touched::by(std::slice::from_ref(change)));
        let tables = touched.iter().flat_map(Touched::tables).cloned().collect();
        let known = (tables, statement.hazards.clone(), statement.locks.clone());
        (plain(&statement.sql).to_owned(), known)
    });
    statements.collect()
}

fn plain(sql: &str) -> &str {
    sql.trim().trim_end_matches(';').trim_end()
}
