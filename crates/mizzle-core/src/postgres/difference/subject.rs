//! Which object a change is about, and what that is called in a sentence.

use crate::postgres::change::{Change, Part, Why};
use crate::postgres::schema::{Object, QName, Schema};

/// What a change is about.
pub(super) enum Subject<'a> {
    /// This object.
    Of(Object),
    /// Something that is as it should be, and hangs on an object that is not.
    Follows {
        /// On what, in words.
        why: &'a str,
        /// The table that it belongs to.
        table: Option<&'a QName>,
    },
}

pub(super) fn subject(change: &Change) -> Subject<'_> {
    let column = |table: &QName, name: &str| Object::Column(table.clone(), name.to_owned());
    Subject::Of(match change {
        Change::ReplacePart { table, why: Why::HangsOn(why), .. } => {
            return Subject::Follows { why, table: Some(table) };
        }
        Change::RecreateView { why: Why::HangsOn(why), .. } => {
            return Subject::Follows { why, table: None };
        }
        Change::CreateNamespace { name }
        | Change::DropNamespace { name }
        | Change::RenameNamespace { to: name, .. } => Object::Namespace(name.clone()),
        Change::CreateEnum { name, .. }
        | Change::DropEnum { name }
        | Change::RenameEnum { to: name, .. }
        | Change::AddEnumValue { name, .. }
        | Change::RenameEnumValue { name, .. }
        | Change::RecreateEnum { name, .. } => Object::Enum(name.clone()),
        Change::CreateSequence { name, .. }
        | Change::DropSequence { name }
        | Change::RenameSequence { to: name, .. }
        | Change::AlterSequence { name, .. } => Object::Sequence(name.clone()),
        Change::CreateRole { name, .. }
        | Change::DropRole { name }
        | Change::RenameRole { to: name, .. }
        | Change::AlterRole { name, .. } => Object::Role(name.clone()),
        Change::CreateTable { name, .. }
        | Change::DropTable { name, .. }
        | Change::RenameTable { to: name, .. } => Object::Table(name.clone()),
        // No part has an empty name.
        Change::SetRls { table, .. } => Object::Part(table.clone(), String::new()),
        Change::AddColumn { table, name, .. }
        | Change::DropColumn { table, name, .. }
        | Change::RenameColumn { table, to: name, .. }
        | Change::AlterColumn { table, name, .. }
        | Change::RecreateColumn { table, name, .. }
        | Change::RenameOwnedSequence { table, column: name, .. } => column(table, name),
        Change::AddPart { table, part }
        | Change::DropPart { table, part }
        | Change::ReplacePart { table, to: part, why: Why::Declared, .. }
        | Change::RenamePart { table, to: part, .. } => of_part(table, part),
        Change::AlterPolicy { table, to, .. } => Object::Policy(table.clone(), to.name.clone()),
        Change::CreateView { name, .. }
        | Change::DropView { name, .. }
        | Change::RenameView { to: name, .. }
        | Change::ReplaceView { name, .. }
        | Change::RecreateView { name, why: Why::Declared, .. } => Object::View(name.clone()),
    })
}

fn of_part(table: &QName, part: &Part) -> Object {
    let name = part.name().to_owned();
    match part {
        Part::Policy(_) => Object::Policy(table.clone(), name),
        Part::PrimaryKey(_)
        | Part::Unique(_)
        | Part::Check(_)
        | Part::ForeignKey(_)
        | Part::Index(_) => Object::Part(table.clone(), name),
    }
}

/// What a change renames: the object as it is called, and as it should be.
pub(super) fn rename(change: &Change) -> Option<(Object, Object)> {
    // Not exhaustive on purpose: nothing else renames what is looked up by its name.
    if let Change::RenameNamespace { from, to } = change {
        Some((Object::Namespace(from.clone()), Object::Namespace(to.clone())))
    } else if let Change::RenameEnum { from, to } = change {
        Some((Object::Enum(from.clone()), Object::Enum(to.clone())))
    } else if let Change::RenameSequence { from, to } = change {
        Some((Object::Sequence(from.clone()), Object::Sequence(to.clone())))
    } else if let Change::RenameTable { from, to } = change {
        Some((Object::Table(from.clone()), Object::Table(to.clone())))
    } else if let Change::RenameView { from, to, .. } = change {
        Some((Object::View(from.clone()), Object::View(to.clone())))
    } else if let Change::RenameColumn { table, from, to } = change {
        let column = |name: &str| Object::Column(table.clone(), name.to_owned());
        Some((column(from), column(to)))
    } else {
        None
    }
}

/// An object by the name that it has in the database, where a change renames a part.
pub(super) fn there(object: Object, changes: &[&Change]) -> Object {
    let before = changes.iter().find_map(|change| {
        if let Change::RenamePart { from, .. } = change { Some(from.clone()) } else { None }
    });
    match (object, before) {
        (Object::Part(table, _), Some(before)) => Object::Part(table, before),
        (Object::Policy(table, _), Some(before)) => Object::Policy(table, before),
        (
            object @ (Object::Namespace(_)
            | Object::Enum(_)
            | Object::Sequence(_)
            | Object::Role(_)
            | Object::Table(_)
            | Object::Column(..)
            | Object::View(_)
            | Object::Part(..)
            | Object::Policy(..)),
            _,
        ) => object,
    }
}

/// Is the object what something else hangs on, for this reason?
pub(super) fn is_cause(object: &Object, why: &str, table: Option<&QName>) -> bool {
    let types = why.strip_prefix("the type of ");
    match object {
        Object::Column(owner, name) => {
            let own = types.is_some_and(|columns| {
                columns == format!("{owner}.{name}")
                    || (table == Some(owner) && columns.split(", ").any(|column| column == name))
            });
            own || why.strip_prefix("the columns of ").is_some_and(|of| of == owner.to_string())
        }
        Object::Part(owner, _) => {
            why.strip_prefix("the key of ").is_some_and(|of| of == owner.to_string())
        }
        Object::View(name) => why.strip_prefix("the view ").is_some_and(|view| view == name.name),
        // It takes the columns of its type along.
        Object::Enum(_) => types.is_some(),
        Object::Namespace(_)
        | Object::Sequence(_)
        | Object::Role(_)
        | Object::Table(_)
        | Object::Policy(..) => false,
    }
}

/// What an object is called in a sentence.
pub(super) fn name(
    object: &Object,
    changes: &[&Change],
    expected: &Schema,
    actual: &Schema,
) -> String {
    match object {
        Object::Namespace(name) => format!("schema {name}"),
        Object::Enum(name) => format!("enum {name}"),
        Object::Sequence(name) => format!("sequence {name}"),
        Object::Role(name) => format!("role {name}"),
        Object::Table(name) => format!("table {name}"),
        Object::Column(table, name) => format!("column {table}.{name}"),
        Object::Part(table, name) if name.is_empty() => format!("row-level security of {table}"),
        Object::Part(table, name) => {
            let noun = changes.iter().find_map(|change| noun(change)).unwrap_or("constraint");
            format!("{noun} {name} on {table}")
        }
        Object::Policy(table, name) => format!("policy {name} on {table}"),
        Object::View(name) => {
            let view = expected.views.get(name).or_else(|| actual.views.get(name));
            let materialized = view.is_some_and(|view| view.materialized);
            format!("{} {name}", if materialized { "materialized view" } else { "view" })
        }
    }
}

fn noun(change: &Change) -> Option<&'static str> {
    if let Change::AddPart { part, .. }
    | Change::DropPart { part, .. }
    | Change::ReplacePart { to: part, .. }
    | Change::RenamePart { to: part, .. } = change
    {
        Some(part.noun())
    } else {
        None
    }
}

/// The name alone, as it is written where the rest is clear.
pub(super) fn short_name(object: &Object) -> String {
    match object {
        Object::Namespace(name)
        | Object::Role(name)
        | Object::Column(_, name)
        | Object::Part(_, name)
        | Object::Policy(_, name) => name.clone(),
        Object::Enum(name) | Object::Sequence(name) | Object::Table(name) | Object::View(name) => {
            name.to_string()
        }
    }
}
