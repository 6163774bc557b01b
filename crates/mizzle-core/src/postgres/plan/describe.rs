//! What each change needs, makes and takes away, as a step that does all or half of it.

use super::before::Before;
use super::objects::Object;
use super::steps::{Action, Step};
use super::uses::{
    enum_of, free_policy, from_namespace, in_namespace, make_column, make_part, make_table,
    make_view, names_of, need_policy, take_column, take_part, take_table, take_view,
};
use crate::postgres::change::Change;
use crate::postgres::names;
use crate::postgres::schema::QName;

pub(super) fn describe(
    before: &Before<'_>,
    position: usize,
    change: &Change,
    action: Action,
) -> Step {
    let remove = action != Action::Make;
    let make = action != Action::Remove;
    let mut step = Step::new(position, action);
    match change {
        Change::CreateNamespace { name } => step.makes.push(Object::Namespace(name.clone())),
        Change::DropNamespace { name } => step.takes.push(Object::Namespace(name.clone())),
        Change::RenameNamespace { from, to } => {
            step.vacates.push(Object::Namespace(from.clone()));
            step.makes.push(Object::Namespace(to.clone()));
        }
        Change::CreateEnum { name, .. } => {
            in_namespace(&mut step, name);
            step.makes.push(Object::Type(name.clone()));
        }
        Change::DropEnum { name } => {
            from_namespace(&mut step, name);
            step.takes.push(Object::Type(name.clone()));
        }
        Change::RenameEnum { from, to } => {
            from_namespace(&mut step, from);
            in_namespace(&mut step, to);
            step.vacates.push(Object::Type(from.clone()));
            step.makes.push(Object::Type(to.clone()));
        }
        Change::AddEnumValue { name, value, before } => {
            step.adds_value = true;
            step.needs
                .extend(before.iter().map(|label| Object::Label(name.clone(), label.clone())));
            step.makes.push(Object::Label(name.clone(), value.clone()));
        }
        Change::RenameEnumValue { name, from, to } => {
            step.takes.push(Object::OldLabels(name.clone()));
            step.vacates.push(Object::Label(name.clone(), from.clone()));
            step.makes.push(Object::Label(name.clone(), to.clone()));
        }
        Change::RecreateEnum { name, from, to, uses } => {
            step.needs.push(Object::Type(name.clone()));
            step.needs.extend(from.iter().map(|label| Object::Label(name.clone(), label.clone())));
            step.takes.push(before.enum_type(name));
            step.makes.push(Object::Type(name.clone()));
            step.makes.extend(to.iter().map(|label| Object::Label(name.clone(), label.clone())));
            for used in uses {
                step.needs.push(Object::RenamedColumn(used.table.clone(), used.column.clone()));
                step.takes.push(before.column(&used.table, &used.column));
                step.makes.push(Object::Column(used.table.clone(), used.column.clone()));
            }
        }
        Change::CreateSequence { name, .. } => {
            in_namespace(&mut step, name);
            step.makes.push(Object::Relation(name.clone()));
        }
        Change::DropSequence { name } => {
            from_namespace(&mut step, name);
            step.takes.push(Object::Relation(name.clone()));
        }
        Change::RenameSequence { from, to } | Change::RenameView { from, to, .. } => {
            from_namespace(&mut step, from);
            in_namespace(&mut step, to);
            step.vacates.push(Object::Relation(from.clone()));
            step.makes.push(Object::Relation(to.clone()));
        }
        Change::AlterSequence { name, .. } => step.needs.push(Object::Relation(name.clone())),
        Change::CreateRole { name, .. } => step.makes.push(Object::Role(name.clone())),
        Change::DropRole { name } => step.takes.push(Object::Role(name.clone())),
        Change::RenameRole { from, to } => {
            step.vacates.push(Object::Role(from.clone()));
            step.makes.push(Object::Role(to.clone()));
        }
        Change::AlterRole { name, .. } => step.needs.push(Object::Role(name.clone())),
        Change::CreateTable { name, table } => make_table(&mut step, name, table),
        Change::DropTable { name, table } => take_table(before, &mut step, name, table),
        Change::RenameTable { from, to } => {
            from_namespace(&mut step, from);
            in_namespace(&mut step, to);
            step.vacates.push(Object::Relation(from.clone()));
            step.makes.push(Object::Relation(to.clone()));
        }
        Change::SetRls { table, .. } => step.needs.push(Object::Relation(table.clone())),
        Change::AddColumn { table, name, column } => make_column(&mut step, table, name, column),
        Change::DropColumn { table, name, column, parts } => {
            take_column(before, &mut step, table, name, column);
            for part in parts {
                take_part(before, &mut step, table, part);
            }
        }
        Change::RenameColumn { table, from, to } => {
            step.vacates.push(Object::Column(table.clone(), from.clone()));
            step.makes.push(Object::Column(table.clone(), to.clone()));
            step.makes.push(Object::RenamedColumn(table.clone(), to.clone()));
        }
        Change::AlterColumn { table, name, from, to } => {
            let mut from = from.clone();
            let becomes = enum_of(&to.ty);
            if enum_of(&from.ty) == becomes {
                // It goes on using the type, and waits for it.
                from.ty.schema = None;
            } else if let Some(name) = &becomes {
                // Its values may be any label.
                let labels = before.labels.get(name).into_iter().flatten();
                step.needs.extend(labels.map(|it| Object::Label(name.clone(), (*it).clone())));
            }
            if remove {
                // Values take the labels along that they have. As what becomes an enum waits
                // for its new labels, the way back from there gives each value its text again.
                step.frees.extend(enum_of(&from.ty).map(Object::OldLabels));
                take_column(before, &mut step, table, name, &from);
            }
            if make {
                make_column(&mut step, table, name, to);
                if to.ty.is_serial() && !from.ty.is_serial() {
                    let sequence = names::server_sequence(&table.name, name);
                    step.makes.push(Object::Relation(QName::new(&table.schema, sequence)));
                }
            }
            step.needs.push(Object::RenamedColumn(table.clone(), name.clone()));
        }
        Change::RecreateColumn { table, name, from, to } => {
            if remove {
                take_column(before, &mut step, table, name, from);
                step.needs.push(Object::RenamedColumn(table.clone(), name.clone()));
            }
            if make {
                make_column(&mut step, table, name, to);
            }
        }
        Change::RenameOwnedSequence { table, from, to, .. } => {
            step.vacates.push(Object::Relation(QName::new(&table.schema, from)));
            step.makes.push(Object::Relation(QName::new(&table.schema, to)));
        }
        Change::AddPart { table, part } => make_part(&mut step, table, part),
        Change::DropPart { table, part } => take_part(before, &mut step, table, part),
        Change::ReplacePart { table, from, to, .. } => {
            if remove {
                take_part(before, &mut step, table, from);
            }
            if make {
                make_part(&mut step, table, to);
            }
        }
        Change::RenamePart { table, from, to } => {
            step.vacates.extend(names_of(table, to, from));
            step.makes.extend(names_of(table, to, to.name()));
        }
        Change::AlterPolicy { table, from, to } => {
            free_policy(&mut step, table, from);
            need_policy(&mut step, table, to);
        }
        Change::CreateView { name, view } => {
            make_view(&mut step, name, view.definition.as_deref());
        }
        Change::DropView { name, view } => {
            take_view(&mut step, name, view.definition.as_deref());
        }
        Change::ReplaceView { name, from, to } => {
            make_view(&mut step, name, to.definition.as_deref());
            step.free_words(None, from.definition.as_deref().unwrap_or_default());
        }
        Change::RecreateView { name, from, to, .. } => {
            if remove {
                take_view(&mut step, name, from.definition.as_deref());
            }
            if make {
                make_view(&mut step, name, to.definition.as_deref());
            }
        }
    }
    step
}
