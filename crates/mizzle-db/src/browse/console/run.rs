//! One statement on the server.

use std::ops::ControlFlow;
use std::pin::pin;

use mizzle_core::sql::Ident;
use mizzle_core::sql::classify::{Kind, classify};
use mizzle_core::sql::words::{Token, tokens};

use super::allowed::{Reading, outside_functions, reading};
use super::plan;
use super::tag::tag;
use super::{Console, Outcome, PlanKind, ResultColumn, Rows, StatementFailure};
use crate::browse::BrowseError;
use crate::browse::column::{SHOWN, SHOWN_BYTES, WHOLE};
use crate::browse::rows::Cell;
use crate::browse::run::begin_reading;
use crate::cancel::Cancel;
use crate::connect::{self, Part, Session, SessionError};

/// A statement, and where it stands.
pub(super) struct Statement<'a> {
    pub(super) text: &'a str,
    pub(super) console: &'a Console,
    /// Did the text say `BEGIN` before?
    pub(super) is_in_transaction: bool,
    /// Set once the session knows no types any more, see [`Statement::types`].
    pub(super) is_spent: &'a std::cell::Cell<bool>,
}

/// The first number of a type that did not come with the server.
const FIRST_OWN: u32 = 16384;

/// Puts a statement that has rows behind a cursor, so that no more of them are made than are
/// looked at.
const CURSOR: &str = "DECLARE mizzle NO SCROLL CURSOR FOR ";

/// Why something failed, with the number of characters in front of the person's own text.
type Failed = (BrowseError, usize);

fn plain(error: SessionError) -> Failed {
    (error.into(), 0)
}

/// Runs it, and has the server end it where somebody asks for that.
pub(super) async fn until_cancelled(
    session: &Session,
    statement: &Statement<'_>,
    cancel: &Cancel,
) -> Outcome {
    let mut work = pin!(statement.run(session));
    let result = tokio::select! {
        biased;
        () = cancel.wait() => {
            // It may have come to its end just before; then that is what happened.
            match session.end(work).await {
                Some(Err((error, _))) if error.is_ended() => return Outcome::Cancelled,
                Some(Err((BrowseError::Lost(_), _))) | None => return Outcome::Cancelled,
                Some(result) => result,
            }
        }
        result = &mut work => result,
    };
    result.unwrap_or_else(|(error, prefix)| {
        let position = error.server().and_then(|error| error.position);
        let position = position.and_then(|position| {
            let before = usize::try_from(position).ok()?.checked_sub(prefix + 1)?;
            let units = statement.text.chars().take(before).map(char::len_utf16).sum::<usize>();
            u32::try_from(units).ok()
        });
        Outcome::Failed(StatementFailure { error, position })
    })
}

impl Statement<'_> {
    async fn run(&self, session: &Session) -> Result<Outcome, Failed> {
        match (self.console.is_read_only, self.console.plan) {
            (true, None) => self.read(session).await,
            (true, Some(kind)) => self.plan_reading(session, kind).await,
            (false, None) => self.write(session).await,
            (false, Some(kind)) => self.plan_writing(session, kind).await,
        }
    }

    /// In a transaction that nobody can make a writing one.
    async fn read(&self, session: &Session) -> Result<Outcome, Failed> {
        let reading = reading(self.text).map_err(|why| (BrowseError::Request(why), 0))?;
        let types = self.open_reading(session).await?;
        let outcome = match reading {
            Reading::Rows => self.through_cursor(session, &types).await,
            Reading::Direct => self.direct(session, &types).await,
        };
        close(session, "ROLLBACK", outcome).await
    }

    /// Its plan, where it writes nothing; the plan of a statement that would write can be
    /// estimated.
    async fn plan_reading(&self, session: &Session, kind: PlanKind) -> Result<Outcome, Failed> {
        let explained = plan::explain(self.text, kind);
        reading(&explained).map_err(|why| (BrowseError::Request(why), 0))?;
        self.open_reading(session).await?;
        let outcome = plan::run(session, self.text, kind).await;
        close(session, "ROLLBACK", outcome).await
    }

    async fn open_reading(&self, session: &Session) -> Result<Vec<Option<String>>, Failed> {
        let opened = async {
            session.execute(&begin_reading(None)).await?;
            // With this the transaction has a snapshot, and keeps its mode.
            let outside = outside_functions(session, self.text).await?;
            Ok::<_, SessionError>(outside)
        };
        let outside = opened.await.map_err(plain)?;
        if let Some(name) = outside {
            close(session, "ROLLBACK", Ok(())).await?;
            let why = format!(
                "{name}() may act outside of the transaction, which read-only does not bind: \
                 switch writing on to call it"
            );
            return Err((BrowseError::Request(why), 0));
        }
        // The server reads no more than one statement here.
        let types = self.types(session).await;
        if types.is_err() {
            // The error that stopped the transaction is the one to report.
            let _ = session.execute("ROLLBACK").await;
        }
        types
    }

    /// The types of the statement's columns, as the server prints them; none where it has no
    /// rows. The server reads the statement for that, which has to be one alone.
    ///
    /// About types that it does not know the driver asks by statements that it prepares and
    /// keeps. Behind a pooler they would stay on a backend that is somebody else's next: they
    /// are given back at once, and the driver, which does not know that, asks no more.
    async fn types(&self, session: &Session) -> Result<Vec<Option<String>>, Failed> {
        let columns = session.columns_of(self.text).await.map_err(plain)?;
        if columns.is_empty() {
            return Ok(Vec::new());
        }
        let printed: Vec<String> = columns
            .iter()
            .map(|it| format!("pg_catalog.format_type({}, {})", it.oid, it.modifier))
            .collect();
        let rows = session.query(&format!("SELECT {}", printed.join(", "))).await.map_err(plain)?;
        if columns.iter().any(|column| column.oid >= FIRST_OWN) {
            self.is_spent.set(true);
            let kept = session.query(KEPT).await.map_err(plain)?;
            for name in kept.iter().filter_map(|row| row.text(0)) {
                session.execute(&format!("DEALLOCATE {}", Ident(name))).await.map_err(plain)?;
            }
        }
        let Some(row) = rows.first() else { return Ok(Vec::new()) };
        Ok((0..columns.len()).map(|place| row.text(place).map(str::to_owned)).collect())
    }

    async fn through_cursor(
        &self,
        session: &Session,
        types: &[Option<String>],
    ) -> Result<Outcome, Failed> {
        let declared = session.execute(&format!("{CURSOR}{}", self.text)).await;
        declared.map_err(|error| (error.into(), CURSOR.chars().count()))?;
        let limit = u64::from(self.console.limit);
        let fetch = format!("FETCH FORWARD {} FROM mizzle", limit + 1);
        match collect(session, &fetch, self.console.limit, types).await {
            Ok(Collected { rows: Some(rows), .. }) => Ok(Outcome::Rows(rows)),
            Ok(Collected { done, .. }) => Ok(Outcome::Done(tag(self.text, done))),
            // The place is one in the statement itself, which the server read before.
            Err(error) => Err((error.into(), CURSOR.chars().count())),
        }
    }

    async fn direct(&self, session: &Session, types: &[Option<String>]) -> Result<Outcome, Failed> {
        let collected = collect(session, self.text, self.console.limit, types).await;
        let collected = collected.map_err(plain)?;
        Ok(match collected.rows {
            Some(rows) => Outcome::Rows(rows),
            None => Outcome::Done(tag(self.text, collected.done)),
        })
    }

    /// As a person expects of a console. To know the types of a result the server reads the
    /// statement first, on the same backend, hence in one transaction with it; what cannot
    /// stand in one has no result worth that.
    async fn write(&self, session: &Session) -> Result<Outcome, Failed> {
        let is_typed = !self.is_spent.get() && may_have_rows(self.text);
        if !is_typed || classify(self.text) != Kind::Plain {
            return self.direct(session, &[]).await;
        }
        if self.is_in_transaction {
            let types = self.types(session).await?;
            return self.direct(session, &types).await;
        }
        session.execute("BEGIN").await.map_err(plain)?;
        let outcome = async {
            let types = self.types(session).await?;
            self.direct(session, &types).await
        };
        let outcome = outcome.await;
        let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
        close(session, end, outcome).await
    }

    async fn plan_writing(&self, session: &Session, kind: PlanKind) -> Result<Outcome, Failed> {
        session.execute("BEGIN").await.map_err(plain)?;
        let outcome = plan::run(session, self.text, kind).await;
        close(session, "ROLLBACK", outcome).await
    }
}

/// Forgets what a person set, made or locked in a session. It ends with this, but behind a
/// pooler its backend does not. Where all share one, its owner sees to that.
pub(super) async fn forget(session: &Session, is_in_transaction: bool) {
    if session.one_backend() || session.is_closed() {
        return;
    }
    // A session that is gone has nothing to forget.
    if is_in_transaction {
        let _ = session.execute("ROLLBACK").await;
    }
    let _ = session.execute("DISCARD ALL").await;
}

/// Ends a transaction. The first error is the one to report.
async fn close<T>(session: &Session, end: &str, outcome: Result<T, Failed>) -> Result<T, Failed> {
    let closed = session.execute(end).await;
    let outcome = outcome?;
    closed.map_err(plain)?;
    Ok(outcome)
}

/// Does it begin like a statement that can have rows?
fn may_have_rows(statement: &str) -> bool {
    const WORDS: [&str; 8] =
        ["select", "with", "values", "table", "insert", "update", "delete", "merge"];
    tokens(statement).first().is_some_and(|(token, _)| match token {
        Token::Word(word) => WORDS.contains(&word.as_ref()),
        Token::Other(text) => *text == "(",
        Token::Text(_) => false,
    })
}

/// What the driver prepared, by the names that it gives.
const KEPT: &str = "SELECT p.name FROM pg_catalog.pg_prepared_statements p \
                    WHERE NOT p.from_sql AND p.name ~ '^s[0-9]+$' ORDER BY p.name";

struct Collected {
    rows: Option<Rows>,
    done: u64,
}

/// Runs a text, and keeps so many rows of its answer.
async fn collect(
    session: &Session,
    sql: &str,
    limit: u32,
    types: &[Option<String>],
) -> Result<Collected, SessionError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut collected = Collected { rows: None, done: 0 };
    session
        .each(sql, &mut |part| {
            match (part, &mut collected.rows) {
                (Part::Columns(names), rows) => {
                    let columns = names.into_iter().enumerate().map(|(place, name)| {
                        let sql_type = types.get(place).cloned().flatten().unwrap_or_default();
                        ResultColumn { name, sql_type }
                    });
                    let columns = columns.collect();
                    *rows = Some(Rows { columns, rows: Vec::new(), has_more: false });
                }
                // The rest of what was written is read to its end: it is done only then.
                (Part::Row(row), Some(rows)) if rows.rows.len() < limit => {
                    let cells = rows.columns.iter().enumerate();
                    let cells = cells.map(|(place, column)| cell(&row, place, column));
                    rows.rows.push(cells.collect());
                }
                (Part::Row(_), Some(rows)) => rows.has_more = true,
                (Part::Row(_), None) => {}
                (Part::Done(rows), _) => collected.done = rows,
            }
            ControlFlow::Continue(())
        })
        .await?;
    Ok(collected)
}

fn cell(row: &connect::Row, place: usize, column: &ResultColumn) -> Cell {
    let Some(text) = row.text(place) else { return Cell::Null };
    if text.len() <= WHOLE {
        return Cell::Text(text.to_owned());
    }
    let is_bytes = column.sql_type == "bytea";
    let shown = if is_bytes { 2 + 2 * SHOWN_BYTES } else { SHOWN };
    let end = text.char_indices().nth(shown).map_or(text.len(), |(at, _)| at);
    let bytes = if is_bytes { (text.len() - 2) / 2 } else { text.len() };
    Cell::Cut {
        cut: text.get(..end).unwrap_or_default().to_owned(),
        bytes: u64::try_from(bytes).unwrap_or(u64::MAX),
    }
}
