//! What a migration takes away, kept: copied to tables of mizzle's own before it goes, and
//! put back by the way back.
//!
//! A table is kept whole; of a column, the key of each row and its value; of a column whose
//! type gets narrower, or whose enum loses labels, only the values that change, together
//! with what they become: they are put back where the row still holds that. Rows are found
//! again by their key, so that a column of a table without one cannot be kept.

mod kept;
mod key;
mod labels;

use super::back::back_to_keep;
use super::change::Change;
use super::diff::{Diff, DiffError};
use super::plan::{Moment, plan_with};
use super::render::{Context, Draft, archive as sql};
use super::schema::{QName, Schema};
use crate::naming::Line;
use crate::plan::{Hazard, Plan, Segment};
use kept::{Kept, What};
pub(super) use key::KeyColumn;
pub(super) use labels::Labels;
use std::collections::BTreeMap;

/// The schema of the tables that keep what went.
pub const SCHEMA: &str = "mizzle_archive";

/// Is it the schema, whose tables are nobody's but mizzle's?
pub fn is_archive(schema: &str) -> bool {
    schema == SCHEMA
}

/// A migration that keeps what it takes away.
#[derive(Debug, Clone, PartialEq)]
pub struct Archived {
    /// What carries it out, and keeps.
    pub up: Plan,
    /// What takes it back, and puts back what was kept.
    pub down: Plan,
    /// The tables that keep it.
    pub tables: Vec<Archive>,
    /// What cannot be kept, and why.
    pub left: Vec<Left>,
}

/// A table that keeps something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Its name, in [`SCHEMA`].
    pub name: String,
    /// What it keeps: `table posts`, `column users.age`.
    pub what: String,
}

/// Something that goes all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// `column users.age`
    pub what: String,
    /// Why it cannot be kept.
    pub why: String,
}

/// The plans of a migration of this name and of its way back, with all kept that can be.
///
/// # Errors
/// There is no way back.
pub fn archive(
    from: &Schema,
    forward: &Diff,
    migration: &str,
    line: Line,
) -> Result<Archived, DiffError> {
    let back = &back_to_keep(from, forward, line)?;
    let labels = Labels::of_changes(&forward.changes);
    let (kept, left) = kept::of(from, &forward.changes, &back.changes, &labels, migration);
    let by_change: BTreeMap<usize, Vec<&Kept>> = grouped(&kept, |kept| kept.change);
    let by_back: BTreeMap<usize, Vec<&Kept>> = grouped(&kept, |kept| kept.back);
    let mut up = plan_with(forward, line, &|change, moment, context| {
        let kept = by_change.get(&change).map_or(&[][..], Vec::as_slice);
        match moment {
            Moment::Before => kept.iter().flat_map(|kept| keep(kept, context)).collect(),
            Moment::After => Vec::new(),
        }
    });
    let nullable = without_not_null(back, &kept);
    let mut down = plan_with(&nullable, line, &|change, moment, context| {
        let kept = by_back.get(&change).map_or(&[][..], Vec::as_slice);
        match moment {
            Moment::Before => {
                kept.iter().filter_map(|kept| forget(kept, context, &labels)).collect()
            }
            Moment::After => {
                kept.iter().flat_map(|kept| put_back(kept, context, &labels)).collect()
            }
        }
    });
    if let Some(first) = kept.first() {
        open(&mut up, first.change);
        close(&mut down, &kept);
    }
    settle(&mut up, &kept);
    let tables = kept.iter().map(|kept| Archive { name: kept.name.clone(), what: kept.words() });
    Ok(Archived { up, down, tables: tables.collect(), left })
}

fn grouped(kept: &[Kept], of: impl Fn(&Kept) -> usize) -> BTreeMap<usize, Vec<&Kept>> {
    let mut groups: BTreeMap<usize, Vec<&Kept>> = BTreeMap::new();
    for one in kept {
        groups.entry(of(one)).or_default().push(one);
    }
    groups
}

/// Copies it to its table.
fn keep(kept: &Kept, context: &Context<'_>) -> Vec<Draft> {
    match &kept.what {
        What::Table { name, table } => sql::keep_table(context, &kept.name, name, table),
        What::Column { place, key, column, .. } => {
            sql::keep_column(context, &kept.name, place, key, &column.ty)
        }
        What::Values { place, key, from, to, .. } => {
            sql::keep_values(context, &kept.name, place, key, &from.ty, &to.ty)
        }
        What::Labels { place, key, column, labels, instead, .. } => {
            sql::keep_labels(context, &kept.name, place, key, column, labels, instead.as_deref())
        }
    }
}

/// Before values become their old type again: those that somebody has changed since are
/// not put back.
fn forget(kept: &Kept, context: &Context<'_>, labels: &Labels) -> Option<Draft> {
    match &kept.what {
        What::Values { back, key, to: column, .. } | What::Labels { back, key, column, .. } => {
            let ty = labels.type_before(&column.ty);
            Some(sql::forget_changed(context, &kept.name, back, key, &ty, labels))
        }
        What::Table { .. } | What::Column { .. } => None,
    }
}

/// Puts it back once there is a place for it.
fn put_back(kept: &Kept, context: &Context<'_>, labels: &Labels) -> Vec<Draft> {
    let archive = &kept.name;
    match &kept.what {
        What::Table { name, table } => {
            let mut table = table.as_ref().clone();
            for column in table.columns.values_mut() {
                column.ty = labels.type_before(&column.ty);
            }
            sql::put_back_table(context, archive, name, &table, labels)
        }
        What::Column { back, key, column, .. } => {
            let column = labels.column_before(column);
            sql::put_back_column(context, archive, back, key, &column, labels)
        }
        What::Values { back, key, from: column, .. } | What::Labels { back, key, column, .. } => {
            let column = labels.column_before(column);
            sql::put_back_values(context, archive, back, key, &column, labels)
        }
    }
}

/// A column that appears again gets its values before it may not be NULL any more.
fn without_not_null(back: &Diff, kept: &[Kept]) -> Diff {
    let mut back = back.clone();
    for kept in kept {
        let What::Column { column, .. } = &kept.what else { continue };
        if !column.not_null || column.identity.is_some() || column.ty.is_serial() {
            continue;
        }
        if let Some(Change::AddColumn { column, .. } | Change::RecreateColumn { to: column, .. }) =
            back.changes.get_mut(kept.back)
        {
            column.not_null = false;
            column.not_null_written = false;
        }
    }
    back
}

/// The schema of the archive, in front of everything.
fn open(up: &mut Plan, change: usize) {
    let statement = sql::create_schema().into_statement(change);
    match up.segments.first_mut() {
        Some(Segment::Transaction(statements)) => statements.insert(0, statement),
        Some(Segment::Alone(_)) | None => {
            up.segments.insert(0, Segment::Transaction(vec![statement]));
        }
    }
}

/// What was put back is not kept any longer, and an empty archive goes.
fn close(down: &mut Plan, kept: &[Kept]) {
    let change = kept.last().map_or(0, |kept| kept.back);
    let drops = kept.iter().map(|kept| sql::drop_archive(&kept.name));
    let last = drops.chain([sql::drop_empty_schema()]).map(|draft| draft.into_statement(change));
    match down.segments.last_mut() {
        Some(Segment::Transaction(statements)) => statements.extend(last),
        Some(Segment::Alone(_)) | None => {
            down.segments.push(Segment::Transaction(last.collect()));
        }
    }
}

/// What is kept is not lost, and no label stands in the way any more.
fn settle(up: &mut Plan, kept: &[Kept]) {
    let statements = up.segments.iter_mut().flat_map(|segment| match segment {
        Segment::Transaction(statements) => statements.as_mut_slice(),
        Segment::Alone(statement) => std::slice::from_mut(statement),
    });
    for statement in statements {
        let mut own = kept.iter().filter(|kept| kept.change == statement.change).peekable();
        if own.peek().is_none() {
            continue;
        }
        let labels = own.any(|kept| matches!(kept.what, What::Labels { .. }));
        statement.hazards.retain(|hazard| match hazard {
            Hazard::DeletesData { .. } | Hazard::ChangesData { .. } => false,
            Hazard::MayFail { .. } => !labels,
            Hazard::RewritesTable { .. }
            | Hazard::ScansTable { .. }
            | Hazard::BuildsIndex { .. }
            | Hazard::LosesGrants { .. }
            | Hazard::ChangesAccess { .. }
            | Hazard::BreaksNames { .. } => true,
        });
    }
}

/// Lists the tables of the archive: name, and size in bytes.
pub fn list_sql() -> String {
    sql::list()
}

/// How many rows a table of the archive has, and when they were kept.
pub fn look_sql(name: &str) -> String {
    sql::look(name)
}

/// Drops tables of the archive, and the schema where nothing is left in it.
pub fn drop_sql(names: &[String]) -> Vec<String> {
    let drops = names.iter().map(|name| sql::drop_archive(name));
    drops.chain([sql::drop_empty_schema()]).map(|draft| draft.sql).collect()
}

/// The tables of the archive that SQL names, as a way back names what it puts back.
pub fn named(sql: &str) -> Vec<String> {
    let start = format!("{}.\"", crate::sql::Ident(SCHEMA));
    let mut names = Vec::new();
    for (at, _) in sql.match_indices(&start) {
        let mut name = String::new();
        let mut rest = sql[at + start.len()..].chars().peekable();
        while let Some(c) = rest.next() {
            if c == '"' && rest.next_if_eq(&'"').is_none() {
                break;
            }
            name.push(c);
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A column, by the names that its table and it have at the end of the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) table: QName,
    pub(super) column: String,
}
