//! Does edits: all in one transaction, each on exactly one row.

use std::time::Instant;

use super::statement::{Statement, expected, statement};
use super::{Applied, Assignment, Edit, Value, of, tables};
use crate::browse::column::Column;
use crate::browse::rows::{cells, read};
use crate::browse::run::{PATIENCE, begin_reading, begin_writing};
use crate::browse::{BrowseError, Browser, IdentityKind, Row, Table};
use crate::cancel::Cancel;
use crate::connect::{self, ServerError, Session, SessionError};

/// `generated_always`
const GENERATED_ALWAYS: &str = "428C9";

impl Browser {
    /// Does edits in order, or none of them.
    ///
    /// # Errors
    /// As for [`Browser::preview`]. What the server refuses is no error but
    /// [`Applied::Refused`]. Where the connection breaks during the commit, nobody knows
    /// whether it was done.
    pub fn apply(&self, edits: &[Edit], cancel: &Cancel) -> Result<Applied, BrowseError> {
        self.alone(cancel, async |session| {
            let started = Instant::now();
            session.execute(&begin_writing()).await?;
            let tables = tables(session, edits).await?;
            let mut work = Vec::new();
            for (number, edit) in edits.iter().enumerate() {
                let table = of(&tables, edit)?;
                match statement(edit, table) {
                    Ok(statement) => work.push((edit, table, statement)),
                    // What cannot be a value is the cell's fault, not the request's.
                    Err(error @ BrowseError::Request(_)) => {
                        let column = single(edit);
                        return refused(session, number, column, error).await;
                    }
                    Err(error) => return Err(error),
                }
            }
            let texts = work.iter().map(|(_, table, statement)| {
                format!("{}\nRETURNING {}", statement.sql, cells(table, ""))
            });
            let texts: Vec<String> = texts.collect();
            // Behind the one that fails, the rest changes nothing that stays.
            let answers = session.query_all(texts.iter().map(String::as_str)).await;
            let mut keys = Vec::with_capacity(work.len());
            for (number, ((edit, table, statement), answer)) in work.iter().zip(answers).enumerate()
            {
                match answer {
                    Ok(found) => match found.as_slice() {
                        [row] => keys.push(read(table, row)),
                        [] => return missed(session, number, edit, table).await,
                        rows => {
                            let error = BrowseError::Request(format!(
                                "it would change {} rows, not one",
                                rows.len()
                            ));
                            return refused(session, number, None, error).await;
                        }
                    },
                    Err(SessionError::Server(error)) => {
                        let column = column_of(&error, edit, table, statement);
                        return refused(session, number, column, BrowseError::Server(error)).await;
                    }
                    Err(error @ (SessionError::Lost(_) | SessionError::Cancelled)) => {
                        return Err(error.into());
                    }
                }
            }
            // What is checked at the end is checked now, while it can still be said.
            if let Err(error) = session.execute("SET CONSTRAINTS ALL IMMEDIATE").await {
                let SessionError::Server(error) = error else { return Err(error.into()) };
                let number = work.iter().position(|(edit, _, _)| {
                    error.table.as_ref().is_some_and(|table| *table == edit.table().name)
                });
                let number = number.unwrap_or(work.len().saturating_sub(1));
                return refused(session, number, error.column.clone(), BrowseError::Server(error))
                    .await;
            }
            let rows = fresh(session, &work, keys).await?;
            session.execute("COMMIT").await?;
            Ok(Applied::Done { rows, milliseconds: started.elapsed().as_secs_f64() * 1000.0 })
        })
    }
}

/// Reads the rows once more: triggers, and later edits, may have changed them since.
async fn fresh(
    session: &Session,
    work: &[(&Edit, &Table, Statement)],
    rows: Vec<Row>,
) -> Result<Vec<Option<Row>>, BrowseError> {
    let mut texts = Vec::new();
    for ((edit, table, _), row) in work.iter().zip(&rows) {
        if !matches!(edit, Edit::Delete { .. }) && !row.key.is_empty() {
            texts.push(select(table, &row.key, "")?);
        }
    }
    let answers = session.query_all(texts.iter().map(String::as_str)).await;
    let mut answers = answers.into_iter();
    let mut found = Vec::with_capacity(rows.len());
    for ((edit, table, _), row) in work.iter().zip(rows) {
        found.push(match edit {
            Edit::Delete { .. } => None,
            Edit::Insert { .. } | Edit::Update { .. } if row.key.is_empty() => Some(row),
            Edit::Insert { .. } | Edit::Update { .. } => {
                let answer = answers.next().unwrap_or_else(|| Ok(Vec::new()))?;
                answer.first().map(|row| read(table, row))
            }
        });
    }
    Ok(found)
}

fn select(table: &Table, key: &[String], more: &str) -> Result<String, BrowseError> {
    let key = table.has_key(key, "")?;
    Ok(format!("SELECT {}{more}\nFROM {}\nWHERE {key}", cells(table, ""), table.sql()))
}

async fn refused(
    session: &Session,
    edit: usize,
    column: Option<String>,
    error: BrowseError,
) -> Result<Applied, BrowseError> {
    session.execute("ROLLBACK").await?;
    Ok(Applied::Refused { edit, column, error })
}

/// An edit that changed no row: somebody else changed it, or something on the server held
/// the edit back.
async fn missed(
    session: &Session,
    number: usize,
    edit: &Edit,
    table: &Table,
) -> Result<Applied, BrowseError> {
    session.execute("ROLLBACK").await?;
    let held_back = || Applied::Refused {
        edit: number,
        column: None,
        error: BrowseError::Request(
            "the server changed no row: a trigger, a rule or a policy holds the edit back"
                .to_owned(),
        ),
    };
    let (key, expect): (&[String], &[Assignment]) = match edit {
        Edit::Insert { .. } => return Ok(held_back()),
        Edit::Update { key, expect, .. } | Edit::Delete { key, expect, .. } => (key, expect),
    };
    let conditions = expected(table, expect)?;
    let conditions =
        if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") };
    session.execute(&begin_reading(Some(PATIENCE))).await?;
    let found = session.query(&select(table, key, &format!(", {conditions}"))?).await?;
    session.execute("COMMIT").await?;
    let is_as_read = |row: &connect::Row| row.is_true(row.len().saturating_sub(1));
    Ok(match found.first() {
        Some(row) if is_as_read(row) => held_back(),
        row => Applied::Conflict { edit: number, actual: row.map(|row| read(table, row)) },
    })
}

/// The column that a refusal is about: the server names it, or the place of its value, or
/// there is no other.
fn column_of(
    error: &ServerError,
    edit: &Edit,
    table: &Table,
    statement: &Statement,
) -> Option<String> {
    if let Some(column) = &error.column {
        return Some(column.clone());
    }
    if let Some(column) = error.position.and_then(|position| statement.column_at(position)) {
        return Some(column.to_owned());
    }
    if error.code == GENERATED_ALWAYS {
        let makes_itself = |column: &Column| {
            column.generated.is_some() || column.identity == Some(IdentityKind::Always)
        };
        let mut set = values(edit).iter().filter(|it| it.value != Value::Default);
        return set
            .find(|it| table.column(&it.column).is_ok_and(makes_itself))
            .map(|it| it.column.clone());
    }
    single(edit)
}

fn values(edit: &Edit) -> &[Assignment] {
    match edit {
        Edit::Update { set, .. } | Edit::Insert { set, .. } => set,
        Edit::Delete { .. } => &[],
    }
}

/// The only column that an edit sets.
fn single(edit: &Edit) -> Option<String> {
    match values(edit) {
        [only] => Some(only.column.clone()),
        _ => None,
    }
}
