//! The renames among the edits of a migration.

use super::{InTable, Rename};
use crate::postgres::change::{Change, Part};

impl Rename {
    /// The renames among some edits, in their order.
    pub fn among(changes: &[Change]) -> Vec<Self> {
        changes.iter().filter_map(Self::of).collect()
    }

    fn of(change: &Change) -> Option<Self> {
        match change {
            Change::RenameNamespace { from, to } => Some(Self::Namespace(from.clone(), to.clone())),
            Change::RenameEnum { from, to } => Some(Self::Enum(from.clone(), to.clone())),
            Change::RenameSequence { from, to } => Some(Self::Sequence(from.clone(), to.clone())),
            Change::RenameRole { from, to } => Some(Self::Role(from.clone(), to.clone())),
            Change::RenameTable { from, to } => Some(Self::Table(from.clone(), to.clone())),
            Change::RenameView { from, to, .. } => Some(Self::View(from.clone(), to.clone())),
            Change::RenameColumn { table, from, to } => Some(Self::InTable {
                kind: InTable::Column,
                table: table.clone(),
                from: from.clone(),
                to: to.clone(),
            }),
            Change::RenamePart { table, from, to } => Some(Self::InTable {
                kind: kind(to),
                table: table.clone(),
                from: from.clone(),
                to: to.name().to_owned(),
            }),
            Change::CreateNamespace { .. }
            | Change::DropNamespace { .. }
            | Change::CreateEnum { .. }
            | Change::DropEnum { .. }
            | Change::AddEnumValue { .. }
            | Change::RenameEnumValue { .. }
            | Change::RecreateEnum { .. }
            | Change::CreateSequence { .. }
            | Change::DropSequence { .. }
            | Change::AlterSequence { .. }
            | Change::CreateRole { .. }
            | Change::DropRole { .. }
            | Change::AlterRole { .. }
            | Change::CreateTable { .. }
            | Change::DropTable { .. }
            | Change::SetRls { .. }
            | Change::AddColumn { .. }
            | Change::DropColumn { .. }
            | Change::AlterColumn { .. }
            | Change::RecreateColumn { .. }
            | Change::RenameOwnedSequence { .. }
            | Change::AddPart { .. }
            | Change::DropPart { .. }
            | Change::ReplacePart { .. }
            | Change::AlterPolicy { .. }
            | Change::CreateView { .. }
            | Change::DropView { .. }
            | Change::ReplaceView { .. }
            | Change::RecreateView { .. } => None,
        }
    }
}

fn kind(part: &Part) -> InTable {
    match part {
        Part::PrimaryKey(_) => InTable::PrimaryKey,
        Part::Unique(_) => InTable::Unique,
        Part::Check(_) => InTable::Check,
        Part::ForeignKey(_) => InTable::ForeignKey,
        Part::Index(_) => InTable::Index,
        Part::Policy(_) => InTable::Policy,
    }
}
