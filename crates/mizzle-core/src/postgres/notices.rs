//! What changes that are still to come do to the columns that are there: for whoever looks at
//! the rows today. Named as everything is called before the first of them.

use super::change::{Change, Part};
use super::plan::Address;
use super::schema::QName;
use super::summary::{describe_part, differences};

/// What one change does to a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The column's table.
    pub table: QName,
    /// The column; `None` where it is the whole table.
    pub column: Option<String>,
    /// What happens to it, to be read behind its name: `becomes NOT NULL`.
    pub text: String,
    /// Do rows without a value stand against it?
    pub refuses_null: bool,
}

/// What several lists of changes do that run one after the other. What they do to a column
/// that one of them brings is left out.
pub fn notices(steps: &[&[Change]]) -> Vec<Vec<Notice>> {
    let within = |(at, changes): (usize, &&[Change])| {
        let address = Address::new(changes);
        let found = changes.iter().flat_map(|change| by_one(change, changes, &address));
        found
            .filter_map(|notice| {
                steps[..at].iter().rev().try_fold(notice, |notice, earlier| {
                    (!is_brought(&notice, earlier)).then(|| before(notice, earlier))
                })
            })
            .collect()
    };
    steps.iter().enumerate().map(within).collect()
}

/// Under the names before some changes.
fn before(notice: Notice, changes: &[Change]) -> Notice {
    let address = Address::new(changes);
    Notice {
        column: notice.column.map(|column| address.column(&notice.table, &column)),
        table: address.table(&notice.table),
        ..notice
    }
}

fn is_brought(notice: &Notice, changes: &[Change]) -> bool {
    brings(changes, &notice.table, notice.column.as_deref())
}

/// Do the changes bring the table, or the column?
fn brings(changes: &[Change], of: &QName, column: Option<&str>) -> bool {
    changes.iter().any(|change| {
        if let Change::CreateTable { name, .. } = change {
            name == of
        } else if let Change::AddColumn { table, name, .. } = change {
            table == of && column == Some(name)
        } else {
            false
        }
    })
}

fn by_one(change: &Change, all: &[Change], address: &Address) -> Vec<Notice> {
    let notice = |table: &QName, column: &str, text: String| Notice {
        table: address.table(table),
        column: Some(address.column(table, column)),
        text,
        refuses_null: false,
    };
    // Not exhaustive on purpose: what else happens is no column's.
    if let Change::AlterColumn { table, name, from, to } = change {
        let mut found = Vec::new();
        let mut words = differences(from, to);
        if !from.not_null && to.not_null {
            words.retain(|word| word != "NOT NULL");
            found.push(Notice {
                refuses_null: true,
                ..notice(table, name, "becomes NOT NULL".to_owned())
            });
        }
        if !words.is_empty() {
            found.push(notice(table, name, format!("changes: {}", words.join(", "))));
        }
        found
    } else if let Change::RecreateColumn { table, name, .. } = change {
        vec![notice(table, name, "is dropped and made again".to_owned())]
    } else if let Change::DropColumn { table, name, .. } = change {
        vec![notice(table, name, "is dropped".to_owned())]
    } else if let Change::RenameColumn { table, to, .. } = change {
        vec![notice(table, to, format!("is renamed to {to}"))]
    } else if let Change::DropTable { name, .. } = change {
        let text = "is dropped with its table".to_owned();
        vec![Notice { table: address.current(name), column: None, text, refuses_null: false }]
    } else if let Change::AddPart { table, part } = change {
        let text = format!("gets {}", describe_part(part));
        let columns = columns(part).iter().filter(|column| !brings(all, table, Some(column)));
        columns.map(|column| notice(table, column, text.clone())).collect()
    } else {
        Vec::new()
    }
}

/// The columns whose values a constraint binds.
fn columns(part: &Part) -> &[String] {
    match part {
        Part::PrimaryKey(key) => &key.columns,
        Part::Unique(unique) => &unique.columns,
        Part::ForeignKey(key) => &key.columns,
        Part::Check(_) | Part::Index(_) | Part::Policy(_) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Column, Type};

    #[test]
    fn columns_are_called_as_they_are_today() {
        let (users, people) = (QName::public("users"), QName::public("people"));
        let column = Column::of(Type::parse("text"));
        let needed = Column { not_null: true, ..column.clone() };
        let first = [
            Change::RenameTable { from: users.clone(), to: people.clone() },
            Change::RenameColumn { table: people.clone(), from: "name".into(), to: "title".into() },
            Change::AddColumn { table: people.clone(), name: "new".into(), column: column.clone() },
        ];
        let alter = |name: &str| Change::AlterColumn {
            table: people.clone(),
            name: name.into(),
            from: column.clone(),
            to: needed.clone(),
        };
        let second = [alter("title"), alter("new")];
        let found = notices(&[&first, &second]);
        assert_eq!(found[0][0].text, "is renamed to title");
        assert_eq!((&found[0][0].table, found[0][0].column.as_deref()), (&users, Some("name")));
        assert_eq!(found[1].len(), 1);
        assert!(found[1][0].refuses_null);
        assert_eq!((&found[1][0].table, found[1][0].column.as_deref()), (&users, Some("name")));
    }
}
