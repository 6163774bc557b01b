//! What changes are about: the objects whose state before or after they decide.
//!
//! A migration answers for these, and for no others. So a difference elsewhere (an index
//! that somebody added by hand) neither stops it nor its way back.

use super::change::{Change, EnumUse, Part};
use super::schema::{IndexKey, Object, QName};
use std::collections::BTreeSet;

/// Objects that changes are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    objects: BTreeSet<Object>,
}

impl Touched {
    /// What changes are about.
    pub fn by(changes: &[Change]) -> Self {
        Self { objects: changes.iter().flat_map(objects).collect() }
    }

    /// These objects.
    pub(super) fn of(objects: BTreeSet<Object>) -> Self {
        Self { objects }
    }

    /// Is a change about one of the objects, or about something in one of them?
    pub fn has(&self, change: &Change) -> bool {
        objects(change).iter().any(|object| {
            let within = holder(object).is_some_and(|table| self.objects.contains(&table));
            within || self.objects.contains(object) || self.holds_part_of(object)
        })
    }

    /// Is it one of the objects, or of one table, view, enum or sequence with one?
    pub fn is_near(&self, object: &Object) -> bool {
        name(object).is_some_and(|name| self.names().any(|own| own == name))
    }

    /// The tables that they are about, or something in them.
    pub fn tables(&self) -> BTreeSet<&QName> {
        self.objects
            .iter()
            .filter_map(|object| match object {
                Object::Table(table)
                | Object::Column(table, _)
                | Object::Part(table, _)
                | Object::Policy(table, _) => Some(table),
                Object::Namespace(_)
                | Object::Enum(_)
                | Object::Sequence(_)
                | Object::Role(_)
                | Object::View(_) => None,
            })
            .collect()
    }

    /// The names of everything that they are about, or something in it, if it lies in a
    /// schema.
    pub fn names(&self) -> impl Iterator<Item = &QName> {
        self.objects.iter().filter_map(name)
    }

    /// Is it a whole table, something in which is one of the objects?
    fn holds_part_of(&self, object: &Object) -> bool {
        let Object::Table(table) = object else { return false };
        self.tables().contains(table)
    }
}

/// What lies in a schema, and holds the object or is it.
fn name(object: &Object) -> Option<&QName> {
    match object {
        Object::Table(name)
        | Object::Column(name, _)
        | Object::Part(name, _)
        | Object::Policy(name, _)
        | Object::Enum(name)
        | Object::Sequence(name)
        | Object::View(name) => Some(name),
        Object::Namespace(_) | Object::Role(_) => None,
    }
}

fn holder(object: &Object) -> Option<Object> {
    match object {
        Object::Column(table, _) | Object::Part(table, _) | Object::Policy(table, _) => {
            Some(Object::Table(table.clone()))
        }
        Object::Namespace(_)
        | Object::Enum(_)
        | Object::Sequence(_)
        | Object::Role(_)
        | Object::Table(_)
        | Object::View(_) => None,
    }
}

/// What one change is about, under the names before and after.
fn objects(change: &Change) -> Vec<Object> {
    let column = |table: &QName, name: &str| Object::Column(table.clone(), name.to_owned());
    match change {
        Change::CreateNamespace { name } | Change::DropNamespace { name } => {
            vec![Object::Namespace(name.clone())]
        }
        Change::RenameNamespace { from, to } => {
            vec![Object::Namespace(from.clone()), Object::Namespace(to.clone())]
        }
        Change::CreateEnum { name, .. }
        | Change::DropEnum { name }
        | Change::AddEnumValue { name, .. }
        | Change::RenameEnumValue { name, .. } => vec![Object::Enum(name.clone())],
        Change::RenameEnum { from, to } => {
            vec![Object::Enum(from.clone()), Object::Enum(to.clone())]
        }
        Change::RecreateEnum { name, uses, .. } => {
            let uses = uses.iter().map(|EnumUse { table, column: name, .. }| column(table, name));
            std::iter::once(Object::Enum(name.clone())).chain(uses).collect()
        }
        Change::CreateSequence { name, .. }
        | Change::DropSequence { name }
        | Change::AlterSequence { name, .. } => vec![Object::Sequence(name.clone())],
        Change::RenameSequence { from, to } => {
            vec![Object::Sequence(from.clone()), Object::Sequence(to.clone())]
        }
        Change::CreateRole { name, .. }
        | Change::DropRole { name }
        | Change::AlterRole { name, .. } => vec![Object::Role(name.clone())],
        Change::RenameRole { from, to } => {
            vec![Object::Role(from.clone()), Object::Role(to.clone())]
        }
        Change::CreateTable { name, .. } | Change::DropTable { name, .. } => {
            vec![Object::Table(name.clone())]
        }
        Change::RenameTable { from, to } => {
            vec![Object::Table(from.clone()), Object::Table(to.clone())]
        }
        Change::SetRls { table, .. } => vec![Object::Part(table.clone(), String::new())],
        Change::AddColumn { table, name, .. }
        | Change::AlterColumn { table, name, .. }
        | Change::RecreateColumn { table, name, .. } => vec![column(table, name)],
        Change::DropColumn { table, name, parts, .. } => {
            let parts = parts.iter().map(|part| Object::Part(table.clone(), part.name().into()));
            std::iter::once(column(table, name)).chain(parts).collect()
        }
        Change::RenameColumn { table, from, to } => vec![column(table, from), column(table, to)],
        Change::RenameOwnedSequence { table, column: name, .. } => vec![column(table, name)],
        Change::AddPart { table, part } | Change::DropPart { table, part } => of_part(table, part),
        Change::ReplacePart { table, from, to, .. } => {
            let mut objects = of_part(table, from);
            objects.extend(of_part(table, to));
            objects
        }
        Change::RenamePart { table, from, to } => {
            let mut objects = of_part(table, to);
            objects.push(Object::Part(table.clone(), from.clone()));
            objects
        }
        Change::AlterPolicy { table, from, to } => {
            [from, to].map(|policy| Object::Policy(table.clone(), policy.name.clone())).to_vec()
        }
        Change::CreateView { name, .. }
        | Change::DropView { name, .. }
        | Change::ReplaceView { name, .. }
        | Change::RecreateView { name, .. } => vec![Object::View(name.clone())],
        Change::RenameView { from, to, .. } => {
            vec![Object::View(from.clone()), Object::View(to.clone())]
        }
    }
}

/// A part, and the columns that it is on.
fn of_part(table: &QName, part: &Part) -> Vec<Object> {
    let columns: Vec<&String> = match part {
        Part::PrimaryKey(key) => key.columns.iter().collect(),
        Part::Unique(unique) => unique.columns.iter().collect(),
        Part::ForeignKey(key) => key.columns.iter().collect(),
        Part::Index(index) => {
            index.columns.iter().filter_map(|part| IndexKey::column(&part.key)).collect()
        }
        Part::Check(_) => Vec::new(),
        Part::Policy(policy) => return vec![Object::Policy(table.clone(), policy.name.clone())],
    };
    let columns = columns.into_iter().map(|name| Object::Column(table.clone(), name.clone()));
    std::iter::once(Object::Part(table.clone(), part.name().to_owned())).chain(columns).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Column, Table, Type};

    fn add(table: &str, name: &str) -> Change {
        Change::AddColumn {
            table: QName::public(table),
            name: name.to_owned(),
            column: Column::of(Type::parse("text")),
        }
    }

    #[test]
    fn a_migration_answers_for_what_it_touches() {
        let touched = Touched::by(&[add("users", "age")]);
        assert!(touched.has(&add("users", "age")));
        assert!(!touched.has(&add("users", "name")) && !touched.has(&add("posts", "age")));
        let drop =
            Change::DropTable { name: QName::public("users"), table: Box::new(Table::default()) };
        assert!(touched.has(&drop), "the column goes with its table");
        assert!(Touched::by(&[drop]).has(&add("users", "name")));
    }
}
