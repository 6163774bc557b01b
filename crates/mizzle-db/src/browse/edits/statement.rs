//! The SQL of one edit, and where in it the values of each column stand.

use std::ops::Range;

use mizzle_core::sql::{Ident, Literal, Separated};

use super::{Assignment, Edit, Value};
use crate::browse::column::{Column, IdentityKind};
use crate::browse::{BrowseError, Identity, RelationKind, Table};

/// A statement without `;` at its end.
pub(super) struct Statement {
    /// Its text.
    pub(super) sql: String,
    /// Where a column's value stands, in characters.
    places: Vec<(Range<usize>, String)>,
    /// How many characters the text has.
    length: usize,
}

impl Statement {
    /// The column whose value stands at a position, which counts characters from 1.
    pub(super) fn column_at(&self, position: u32) -> Option<&str> {
        let position = usize::try_from(position).ok()?.checked_sub(1)?;
        let place = self.places.iter().find(|(place, _)| place.contains(&position));
        place.map(|(_, column)| column.as_str())
    }

    fn push(&mut self, text: &str) {
        self.sql.push_str(text);
        self.length += text.chars().count();
    }

    fn push_value(&mut self, column: &str, text: &str) {
        let start = self.length;
        self.push(text);
        self.places.push((start..self.length, column.to_owned()));
    }
}

/// The statement of an edit.
pub(super) fn statement(edit: &Edit, table: &Table) -> Result<Statement, BrowseError> {
    let mut statement = Statement { sql: String::new(), places: Vec::new(), length: 0 };
    refuse(edit, table)?;
    match edit {
        Edit::Update { key, set, expect, .. } => {
            if set.is_empty() {
                return Err(BrowseError::Request("an update without a value".to_owned()));
            }
            statement.push(&format!("UPDATE {} SET ", table.sql()));
            for (place, Assignment { column, value }) in set.iter().enumerate() {
                let comma = if place > 0 { ", " } else { "" };
                statement.push(&format!("{comma}{} = ", table.column(column)?.of("")));
                statement.push_value(column, &constant(column, value)?);
            }
            statement.push(&format!("\nWHERE {}", table.has_key(key, "")?));
            push_expected(&mut statement, table, expect)?;
        }
        Edit::Insert { set, .. } => insert(&mut statement, table, set)?,
        Edit::Delete { key, expect, .. } => {
            statement.push(&format!(
                "DELETE FROM {}\nWHERE {}",
                table.sql(),
                table.has_key(key, "")?
            ));
            push_expected(&mut statement, table, expect)?;
        }
    }
    Ok(statement)
}

/// A row can be added where none can be told from others.
fn refuse(edit: &Edit, table: &Table) -> Result<(), BrowseError> {
    let is_table = match table.kind {
        RelationKind::Table | RelationKind::PartitionedTable => true,
        RelationKind::ForeignTable | RelationKind::View | RelationKind::MaterializedView => false,
    };
    let has_no_key_alone = is_table
        && matches!((&table.identity, &table.read_only), (Identity::None(why), Some(reason)) if why == reason);
    match (edit, &table.read_only) {
        (_, None) => Ok(()),
        (Edit::Insert { .. }, Some(_)) if has_no_key_alone => Ok(()),
        (Edit::Update { .. } | Edit::Insert { .. } | Edit::Delete { .. }, Some(why)) => {
            Err(BrowseError::ReadOnly { relation: table.name.clone(), why: why.clone() })
        }
    }
}

/// Whoever gives a value for an identity column means it.
fn insert(statement: &mut Statement, table: &Table, set: &[Assignment]) -> Result<(), BrowseError> {
    statement.push(&format!("INSERT INTO {} ", table.sql()));
    if set.is_empty() {
        statement.push("DEFAULT VALUES");
        return Ok(());
    }
    let columns: Vec<&Column> =
        set.iter().map(|it| table.column(&it.column)).collect::<Result<_, _>>()?;
    let names = Separated::new(columns.iter().map(|column| Ident(&column.name)), ", ");
    statement.push(&format!("({names}) "));
    let overrides = columns.iter().zip(set).any(|(column, it)| {
        column.identity == Some(IdentityKind::Always) && it.value != Value::Default
    });
    if overrides {
        statement.push("OVERRIDING SYSTEM VALUE ");
    }
    statement.push("VALUES (");
    for (place, Assignment { column, value }) in set.iter().enumerate() {
        if place > 0 {
            statement.push(", ");
        }
        statement.push_value(column, &constant(column, value)?);
    }
    statement.push(")");
    Ok(())
}

fn push_expected(
    statement: &mut Statement,
    table: &Table,
    expect: &[Assignment],
) -> Result<(), BrowseError> {
    for condition in expected(table, expect)? {
        statement.push(&format!("\n  AND {condition}"));
    }
    Ok(())
}

/// The conditions that a row is as it was read, letter by letter.
pub(super) fn expected(table: &Table, expect: &[Assignment]) -> Result<Vec<String>, BrowseError> {
    let conditions = expect.iter().map(|Assignment { column, value }| {
        if *value == Value::Default {
            return Err(BrowseError::Request(format!("column {column} was never read as DEFAULT")));
        }
        let text = table.column(column)?.text("");
        Ok(format!("{text} IS NOT DISTINCT FROM {}", constant(column, value)?))
    });
    conditions.collect()
}

fn constant(column: &str, value: &Value) -> Result<String, BrowseError> {
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Default => "DEFAULT".to_owned(),
        Value::Text(text) if text.contains('\0') => {
            return Err(BrowseError::Request(format!(
                "the value of column {column} holds the character U+0000, which no text in \
                 Postgres can hold"
            )));
        }
        Value::Text(text) => Literal(text).to_string(),
        Value::Bytes(bytes) => {
            let mut digits = String::with_capacity(2 * bytes.len() + 2);
            digits.push_str("\\x");
            for byte in bytes {
                for digit in [byte >> 4, byte & 15] {
                    digits.extend(char::from_digit(u32::from(digit), 16));
                }
            }
            Literal(&digits).to_string()
        }
    })
}
