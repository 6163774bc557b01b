//! What changes take away from the rows of a database, and the queries that count it
//! there before they run.
//!
//! A column that has held nothing but its default is as good as empty: what fills it
//! again is in the schema. Only queries are made here; what a count means is for whoever
//! asks.

use super::change::{Change, EnumUse};
use super::plan::Address;
use super::render::removed as sql;
use super::schema::{Column, QName, Type};
use crate::naming::Line;
use std::fmt;

/// Something of a database's content that changes take away, under the names that it has
/// before they run.
#[derive(Debug, Clone, PartialEq)]
pub enum Removed {
    /// A table and its rows.
    Table(QName),
    /// A column and its values.
    Column {
        /// Its table.
        table: QName,
        /// Its name.
        name: String,
        /// What it is.
        column: Box<Column>,
    },
    /// Values that become another type, as far as they are not the same afterwards.
    Values {
        /// The column's table.
        table: QName,
        /// The column.
        name: String,
        /// The type they have.
        from: Type,
        /// The type they get.
        to: Type,
    },
    /// A label that goes, and that rows may have.
    Label {
        /// The column's table.
        table: QName,
        /// The column.
        name: String,
        /// Is it a column of arrays?
        array: bool,
        /// The label.
        label: String,
    },
    /// A sequence, and how far it has counted.
    Counter(QName),
}

impl Removed {
    /// What these changes take away, in their order.
    pub fn by(changes: &[Change]) -> Vec<Self> {
        let address = Address::new(changes);
        changes.iter().flat_map(|change| by_one(change, &address)).collect()
    }

    /// What several lists of changes take away that run one after the other, under the
    /// names that everything has before the first. What an earlier list brings is not
    /// there yet, and is left out.
    pub fn by_steps(steps: &[&[Change]]) -> Vec<Vec<Self>> {
        let within = |(at, changes): (usize, &&[Change])| {
            let earlier = steps[..at].iter().rev();
            earlier.fold(Self::by(changes), |removed, earlier| {
                let address = Address::new(earlier);
                let there = removed.into_iter().filter(|one| !one.is_brought_by(earlier));
                there.map(|one| one.before(&address)).collect()
            })
        };
        steps.iter().enumerate().map(within).collect()
    }

    fn is_brought_by(&self, changes: &[Change]) -> bool {
        let (table, column) = match self {
            Self::Table(table) | Self::Counter(table) => (table, None),
            Self::Column { table, name, .. }
            | Self::Values { table, name, .. }
            | Self::Label { table, name, .. } => (table, Some(name)),
        };
        changes.iter().any(|change| {
            let (brought, of) = if let Change::CreateTable { name, .. }
            | Change::CreateSequence { name, .. } = change
            {
                (name, None)
            } else if let Change::AddColumn { table, name, .. } = change {
                (table, Some(name))
            } else {
                return false;
            };
            brought == table && (of.is_none() || of == column)
        })
    }

    fn before(mut self, address: &Address) -> Self {
        match &mut self {
            Self::Table(table) => *table = address.table(table),
            Self::Counter(sequence) => *sequence = address.sequence(sequence),
            Self::Column { table, name, .. }
            | Self::Values { table, name, .. }
            | Self::Label { table, name, .. } => {
                *name = address.column(table, name);
                *table = address.table(table);
            }
        }
        self
    }

    /// A query with one row of one number: how many rows have it. Zero where nothing
    /// would be missed.
    pub fn count_sql(&self, line: Line) -> String {
        match self {
            Self::Table(table) => sql::rows(table),
            Self::Column { table, name, column } => sql::values(table, name, column, line),
            Self::Values { table, name, from, to } => sql::changed(table, name, from, to),
            Self::Label { table, name, array, label } => sql::labelled(table, name, *array, label),
            Self::Counter(sequence) => sql::counted(sequence),
        }
    }

    /// Does the server refuse the change as long as there is any?
    pub fn stops(&self) -> bool {
        match self {
            Self::Label { .. } => true,
            Self::Values { from, to, .. } => sql::is_refused(from, to),
            Self::Table(_) | Self::Column { .. } | Self::Counter(_) => false,
        }
    }

    /// What is counted, in the singular and the plural.
    pub fn nouns(&self) -> (&'static str, &'static str) {
        match self {
            Self::Table(_) | Self::Label { .. } => ("row", "rows"),
            Self::Column { .. } | Self::Values { .. } => ("value", "values"),
            Self::Counter(_) => ("counter", "counters"),
        }
    }
}

/// As a head of a way back names it: `table posts`, `column users.age`.
impl fmt::Display for Removed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(table) => write!(f, "table {table}"),
            Self::Column { table, name, .. } => write!(f, "column {table}.{name}"),
            Self::Values { table, name, to, .. } => {
                write!(f, "what of {table}.{name} does not fit {}", to.text)
            }
            Self::Label { table, name, label, .. } => write!(f, "'{label}' in {table}.{name}"),
            Self::Counter(sequence) => write!(f, "sequence {sequence}"),
        }
    }
}

fn by_one(change: &Change, address: &Address) -> Vec<Removed> {
    match change {
        Change::DropTable { name, .. } => vec![Removed::Table(address.current(name))],
        Change::DropColumn { table, name, column, .. }
        | Change::RecreateColumn { table, name, from: column, .. }
            if column.generated.is_none() =>
        {
            let name = address.column(table, name);
            vec![Removed::Column {
                table: address.table(table),
                name,
                column: Box::new(column.clone()),
            }]
        }
        Change::AlterColumn { table, name, from, to }
            if from.generated.is_none() && sql::may_change(&from.ty, &to.ty) =>
        {
            vec![Removed::Values {
                table: address.table(table),
                name: address.column(table, name),
                from: from.ty.clone(),
                to: to.ty.clone(),
            }]
        }
        Change::RecreateEnum { from, to, uses, .. } => {
            let gone = || from.iter().filter(|label| !to.contains(label));
            let of = |used: &EnumUse| {
                let (table, name) =
                    (address.table(&used.table), address.column(&used.table, &used.column));
                let array = used.from.ty.is_array();
                gone()
                    .map(|label| Removed::Label {
                        table: table.clone(),
                        name: name.clone(),
                        array,
                        label: label.clone(),
                    })
                    .collect::<Vec<_>>()
            };
            uses.iter().flat_map(of).collect()
        }
        Change::DropSequence { name } => vec![Removed::Counter(address.current(name))],
        Change::CreateNamespace { .. }
        | Change::DropNamespace { .. }
        | Change::RenameNamespace { .. }
        | Change::CreateEnum { .. }
        | Change::DropEnum { .. }
        | Change::RenameEnum { .. }
        | Change::AddEnumValue { .. }
        | Change::RenameEnumValue { .. }
        | Change::CreateSequence { .. }
        | Change::RenameSequence { .. }
        | Change::AlterSequence { .. }
        | Change::CreateRole { .. }
        | Change::DropRole { .. }
        | Change::RenameRole { .. }
        | Change::AlterRole { .. }
        | Change::CreateTable { .. }
        | Change::RenameTable { .. }
        | Change::SetRls { .. }
        | Change::AddColumn { .. }
        | Change::DropColumn { .. }
        | Change::RecreateColumn { .. }
        | Change::RenameColumn { .. }
        | Change::AlterColumn { .. }
        | Change::RenameOwnedSequence { .. }
        | Change::AddPart { .. }
        | Change::DropPart { .. }
        | Change::ReplacePart { .. }
        | Change::RenamePart { .. }
        | Change::AlterPolicy { .. }
        | Change::CreateView { .. }
        | Change::DropView { .. }
        | Change::RenameView { .. }
        | Change::ReplaceView { .. }
        | Change::RecreateView { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::DefaultValue;

    fn of(change: Change) -> Vec<(String, String)> {
        let found = Removed::by(&[change]);
        found.iter().map(|one| (one.to_string(), one.count_sql(Line::V0))).collect()
    }

    fn column(ty: &str, default: Option<DefaultValue>) -> Column {
        Column { default, ..Column::of(Type::parse(ty)) }
    }

    #[test]
    fn what_a_default_filled_is_not_missed() {
        let drop = |column| Change::DropColumn {
            table: QName::new("app", "a"),
            name: "x".into(),
            column,
            parts: Vec::new(),
        };
        assert_eq!(
            of(drop(column("integer", None))),
            [(
                "column app.a.x".to_owned(),
                "SELECT count(*) FROM \"app\".\"a\" WHERE \"x\" IS NOT NULL".to_owned()
            )]
        );
        assert_eq!(
            of(drop(column("integer", Some(DefaultValue::Number("7".into())))))[0].1,
            "SELECT count(*) FROM \"app\".\"a\" WHERE \"x\" IS NOT NULL AND \"x\"::text <> ((7)::integer)::text"
        );
        let now = Some(DefaultValue::Expression("now()".into()));
        assert_eq!(
            of(drop(column("timestamp", now)))[0].1,
            "SELECT count(*) FROM \"app\".\"a\" WHERE \"x\" IS NOT NULL"
        );
    }

    #[test]
    fn values_that_a_type_changes_are_counted() {
        let alter = |from: &str, to: &str| Change::AlterColumn {
            table: QName::public("a"),
            name: "x".into(),
            from: column(from, None),
            to: column(to, None),
        };
        assert_eq!(
            of(alter("numeric", "integer")),
            [(
                "what of a.x does not fit integer".to_owned(),
                "SELECT count(*) FROM \"public\".\"a\" WHERE \"x\"::integer::numeric::text <> \"x\"::text".to_owned()
            )]
        );
        assert!(of(alter("varchar(10)", "text")).is_empty());
        assert!(Removed::by(&[alter("text", "varchar(3)")])[0].stops());
    }

    #[test]
    fn names_are_those_before_the_changes() {
        let found = Removed::by(&[
            Change::RenameTable { from: QName::public("new"), to: QName::public("old") },
            Change::DropColumn {
                table: QName::public("old"),
                name: "x".into(),
                column: column("text", None),
                parts: Vec::new(),
            },
        ]);
        assert_eq!(found[0].to_string(), "column new.x");
    }

    #[test]
    fn of_several_lists_the_names_are_those_before_the_first() {
        let drop = |table: &str, name: &str| Change::DropColumn {
            table: QName::public(table),
            name: name.into(),
            column: column("text", None),
            parts: Vec::new(),
        };
        let first = [
            Change::RenameTable { from: QName::public("c"), to: QName::public("b") },
            Change::RenameColumn { table: QName::public("b"), from: "z".into(), to: "y".into() },
            Change::AddColumn {
                table: QName::public("b"),
                name: "again".into(),
                column: column("text", None),
            },
        ];
        let second = [drop("b", "y"), drop("b", "again")];
        let words: Vec<Vec<String>> = Removed::by_steps(&[&first, &second])
            .iter()
            .map(|step| step.iter().map(ToString::to_string).collect())
            .collect();
        assert_eq!(words, [Vec::new(), vec!["column c.z".to_owned()]]);
    }
}
