//! The SQL of each change: the only place where Postgres statements are written.
//!
//! The text has the shape that drizzle-kit of the project's line gives it wherever
//! that is right. What a statement locks and what may go wrong with it is said here
//! too, by the code that knows what it does.

mod alter_column;
pub(super) mod archive;
mod cast;
mod column;
mod defaults;
mod define;
mod enums;
mod index;
pub(super) mod loss;
mod objects;
mod parts;
pub(super) mod removed;
mod sequence;
mod tables;
mod views;

pub use define::{definition, of_column, of_part, of_row_security};

use super::change::Change;
use super::plan::{Action, Address, Step};
use super::schema::QName;
use crate::naming::Line;
use crate::plan::{Hazard, Lock, LockLevel};
use crate::sql::Ident;
use std::collections::BTreeSet;
use std::fmt;

/// What a statement needs to know beside its change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// Whose shape the text has.
    pub(super) line: Line,
    /// What everything is called at this moment.
    pub(super) address: &'a Address,
    /// Tables that the same plan creates: nobody uses them yet.
    pub(super) fresh: &'a BTreeSet<QName>,
}

/// A statement before it is put into a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// The text, semicolon included.
    pub(super) sql: String,
    /// What one should know before running it.
    pub(super) hazards: Vec<Hazard>,
    /// The locks it takes.
    pub(super) locks: Vec<Lock>,
    /// Does the server refuse it inside a transaction?
    pub(super) alone: bool,
}

impl Draft {
    fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), ..Self::default() }
    }

    /// A statement on one table, with the lock it takes there.
    fn on(context: &Context<'_>, table: &QName, level: LockLevel, sql: impl Into<String>) -> Self {
        Self::new(sql).lock(context, table, level)
    }

    fn lock(mut self, context: &Context<'_>, table: &QName, level: LockLevel) -> Self {
        if !context.fresh.contains(table) {
            self.locks.push(Lock { table: table.to_string(), level });
        }
        self
    }

    fn hazard(mut self, hazard: Hazard) -> Self {
        self.hazards.push(hazard);
        self
    }

    /// A hazard that only rows can make true.
    fn with_rows(self, context: &Context<'_>, table: &QName, hazard: Hazard) -> Self {
        if context.fresh.contains(table) { self } else { self.hazard(hazard) }
    }
}

/// The statements of one step.
pub(super) fn render(context: &Context<'_>, change: &Change, step: &Step) -> Vec<Draft> {
    match &step.action {
        Action::Whole => whole(context, change),
        Action::Remove => remove(context, change),
        Action::Make => make(context, change),
        Action::SplitForeignKey(table, key) => vec![parts::drop_foreign_key(context, table, key)],
        Action::StepAside(name) => rename(context, change, Some(name), true),
        Action::StepBack(name) => rename(context, change, Some(name), false),
    }
}

fn whole(context: &Context<'_>, change: &Change) -> Vec<Draft> {
    match change {
        Change::CreateNamespace { name } => vec![objects::create_namespace(name)],
        Change::DropNamespace { name } => vec![objects::drop_namespace(name)],
        Change::RenameNamespace { from, to } => vec![objects::rename_namespace(from, to)],
        Change::CreateEnum { name, values } => vec![enums::create(context, name, values)],
        Change::DropEnum { name } => vec![enums::drop(context, name)],
        Change::AddEnumValue { name, value, before } => {
            vec![enums::add_value(context, name, value, before.as_deref())]
        }
        Change::RenameEnumValue { name, from, to } => {
            vec![enums::rename_value(context, name, from, to)]
        }
        Change::RecreateEnum { name, from, to, uses } => {
            enums::recreate(context, name, from, to, uses)
        }
        Change::CreateSequence { name, sequence } => vec![sequence::create(name, sequence)],
        Change::DropSequence { name } => vec![sequence::drop(context, name)],
        Change::AlterSequence { name, from, to } => sequence::alter(context, name, from, to),
        Change::CreateRole { name, role } => vec![objects::create_role(name, role)],
        Change::DropRole { name } => vec![objects::drop_role(name)],
        Change::RenameRole { from, to } => vec![objects::rename_role(from, to)],
        Change::AlterRole { name, from, to } => vec![objects::alter_role(name, from, to)],
        Change::CreateTable { name, table } => vec![tables::create(context, name, table)],
        Change::DropTable { name, .. } => vec![tables::drop(context, name)],
        Change::SetRls { table, enabled } => vec![tables::set_rls(context, table, *enabled)],
        Change::AddColumn { table, name, column } => {
            vec![column::add(context, table, name, column)]
        }
        Change::DropColumn { table, name, column, .. } => {
            vec![column::drop(context, table, name, column)]
        }
        Change::AlterColumn { table, name, from, to } => {
            alter_column::alter(context, table, name, from, to)
        }
        Change::AddPart { table, part } => vec![parts::add(context, table, part)],
        Change::DropPart { table, part } => vec![parts::drop(context, table, part)],
        Change::AlterPolicy { table, from, to } => {
            vec![parts::alter_policy(context, table, from, to)]
        }
        Change::CreateView { name, view } => vec![views::create(context, name, view)],
        Change::DropView { name, view } => vec![views::drop(context, name, view)],
        Change::ReplaceView { name, from, to } => views::replace(context, name, from, to),
        Change::RenameEnum { .. }
        | Change::RenameSequence { .. }
        | Change::RenameTable { .. }
        | Change::RenameColumn { .. }
        | Change::RenameOwnedSequence { .. }
        | Change::RenamePart { .. }
        | Change::RenameView { .. } => rename(context, change, None, false),
        Change::RecreateColumn { .. }
        | Change::ReplacePart { .. }
        | Change::RecreateView { .. } => {
            let mut drafts = remove(context, change);
            drafts.extend(make(context, change));
            drafts
        }
    }
}

/// The first half of what is dropped and made again.
fn remove(context: &Context<'_>, change: &Change) -> Vec<Draft> {
    if let Change::RecreateColumn { table, name, from, .. } = change {
        vec![column::drop(context, table, name, from)]
    } else if let Change::ReplacePart { table, from, .. } = change {
        vec![parts::drop(context, table, from)]
    } else if let Change::RecreateView { name, from, .. } = change {
        vec![views::drop_to_recreate(context, name, from)]
    } else if let Change::AlterColumn { table, name, from, .. } = change {
        alter_column::alter(context, table, name, from, &alter_column::as_text(from))
    } else {
        Vec::new()
    }
}

/// The second half.
fn make(context: &Context<'_>, change: &Change) -> Vec<Draft> {
    if let Change::RecreateColumn { table, name, to, .. } = change {
        vec![column::add(context, table, name, to)]
    } else if let Change::ReplacePart { table, to, .. } = change {
        vec![parts::add(context, table, to)]
    } else if let Change::RecreateView { name, to, .. } = change {
        vec![views::create(context, name, to)]
    } else if let Change::AlterColumn { table, name, from, to } = change {
        alter_column::alter(context, table, name, &alter_column::as_text(from), to)
    } else {
        Vec::new()
    }
}

/// A rename; with a name to step aside to, the first or second half of one.
fn rename(
    context: &Context<'_>,
    change: &Change,
    aside: Option<&String>,
    first: bool,
) -> Vec<Draft> {
    let aside = aside.map(String::as_str);
    if let Change::RenameTable { from, to } = change {
        let (from, to) = ends(from, to, aside, first);
        tables::rename(context, &from, &to)
    } else if let Change::RenameColumn { table, from, to } = change {
        let (from, to) = ends_of_name(from, to, aside, first);
        vec![column::rename(context, table, from, to)]
    } else if let Change::RenamePart { table, from, to } = change {
        let (from, name) = ends_of_name(from, to.name(), aside, first);
        vec![parts::rename(context, table, to, from, name)]
    } else if let Change::RenameEnum { from, to } = change {
        let (from, to) = ends(from, to, aside, first);
        enums::rename(context, &from, &to)
    } else if let Change::RenameSequence { from, to } = change {
        let (from, to) = ends(from, to, aside, first);
        sequence::rename(context, &from, &to)
    } else if let Change::RenameOwnedSequence { table, from, to, recorded, .. } = change {
        let (from, to) = ends_of_name(from, to, aside, first);
        vec![sequence::rename_owned(context, table, from, to, *recorded)]
    } else if let Change::RenameView { from, to, materialized } = change {
        let (from, to) = ends(from, to, aside, first);
        views::rename(context, &from, &to, *materialized)
    } else {
        Vec::new()
    }
}

fn ends(from: &QName, to: &QName, aside: Option<&str>, first: bool) -> (QName, QName) {
    match aside {
        None => (from.clone(), to.clone()),
        Some(aside) if first => (from.clone(), QName::new(&from.schema, aside)),
        Some(aside) => (QName::new(&from.schema, aside), to.clone()),
    }
}

fn ends_of_name<'a>(
    from: &'a str,
    to: &'a str,
    aside: Option<&'a str>,
    first: bool,
) -> (&'a str, &'a str) {
    match aside {
        None => (from, to),
        Some(aside) if first => (from, aside),
        Some(aside) => (aside, to),
    }
}

/// A name that leaves out `public`, as both lines write the object of a statement.
struct Short<'a>(&'a QName);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_public() { Ident(&self.0.name).fmt(f) } else { Full(self.0).fmt(f) }
    }
}

/// A name with its schema.
struct Full<'a>(&'a QName);

impl fmt::Display for Full<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", Ident(&self.0.schema), Ident(&self.0.name))
    }
}

impl Context<'_> {
    /// A name to which something refers: 0.x writes `public`, 1.0 does not.
    fn reference(&self, name: &QName) -> String {
        match self.line {
            Line::V0 => Full(name).to_string(),
            Line::V1 => Short(name).to_string(),
        }
    }

    /// What a table is called at this moment.
    fn table(&self, name: &QName) -> String {
        Short(&self.address.table(name)).to_string()
    }
}
