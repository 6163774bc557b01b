//! Statements that a person wrote, one after the other until one fails.
//!
//! *Reading* is enforced thrice: by the words of a statement ([`allowed`]), by a read-only
//! transaction in which a query of ours comes first, so that nobody can make it a writing one
//! any more, and by having the server read the text on its own beforehand, which refuses two
//! statements in one. What a function does outside of the database no transaction binds, so
//! that such functions are not called.
//!
//! *Writing* is what a console does: every statement is its own transaction unless the text
//! says `BEGIN`, and the session ends with the last one.

mod allowed;
mod plan;
mod run;
mod tag;

use std::collections::BTreeSet;
use std::time::Instant;

use mizzle_core::sql::classify::{Kind, classify};
use mizzle_core::sql::session::stays_in_session;
use mizzle_core::sql::split::{Piece, Problem, split};

use super::rows::Cell;
use super::{BrowseError, Browser};
use crate::cancel::Cancel;
use crate::connect::Notice;
use crate::connection::Connection;

/// What is said where a text left something, and its transactions had different backends.
const KEPT: &str = "WARNING: a pooler gave these statements several sessions of the \
server. What SET, PREPARE, LISTEN, a temporary table or a lock of a session leaves in one is not \
there for the next statement, and may stay for whoever gets that session next.\n\
Put what belongs together between BEGIN and COMMIT, with SET LOCAL and pg_advisory_xact_lock, or \
connect to the server itself.";

/// What to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Console {
    /// One or more statements.
    pub sql: String,
    /// Run where nothing can be written.
    pub is_read_only: bool,
    /// More rows of one result are not kept.
    pub limit: u32,
    /// Give the plan of each statement instead of its rows.
    pub plan: Option<PlanKind>,
}

/// How a plan is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanKind {
    /// By the planner alone.
    Estimated,
    /// By running the statement; what it writes is rolled back.
    Measured,
}

/// What became of one statement.
#[derive(Debug)]
pub struct StatementResult {
    /// The statement.
    pub sql: String,
    /// Where it begins in the text, in UTF-16 units.
    pub offset: u32,
    /// How long it took.
    pub milliseconds: f64,
    /// What the server wanted known.
    pub notices: Vec<String>,
    /// What it came to.
    pub outcome: Outcome,
}

/// What a statement came to.
#[derive(Debug)]
pub enum Outcome {
    /// It has a result.
    Rows(Rows),
    /// It has none: `CREATE TABLE`, `UPDATE 3`.
    Done(String),
    /// Its plan, as a tree in JSON and as text.
    Plan {
        /// What `EXPLAIN (FORMAT JSON)` says.
        json: String,
        /// The same for reading.
        text: String,
    },
    /// It was refused; what follows did not run.
    Failed(StatementFailure),
    /// Somebody cancelled it.
    Cancelled,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Its columns.
    pub columns: Vec<ResultColumn>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Are there more?
    pub has_more: bool,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultColumn {
    /// Its name.
    pub name: String,
    /// Its type; empty where it was not asked for.
    pub sql_type: String,
}

/// Why a statement failed.
#[derive(Debug)]
pub struct StatementFailure {
    /// Why.
    pub error: BrowseError,
    /// Where in the statement, in UTF-16 units from 0.
    pub position: Option<u32>,
}

impl Browser {
    /// Runs the statements of a text until one fails.
    ///
    /// # Errors
    /// The server cannot be reached. What is wrong with a statement is in its result.
    pub fn console(
        &self,
        console: &Console,
        cancel: &Cancel,
    ) -> Result<Vec<StatementResult>, BrowseError> {
        let pieces = match split(&console.sql) {
            Ok(pieces) => pieces,
            Err(error) => {
                let position = Some(utf16(&console.sql, error.offset));
                let error = BrowseError::Request(match error.problem {
                    Problem::CopyWithClient => "COPY with STDIN or STDOUT exchanges rows with a \
                        client, which a console cannot do: export the table, or run a query"
                        .to_owned(),
                    problem @ (Problem::Unterminated(_) | Problem::MetaCommand(_)) => {
                        problem.to_string()
                    }
                });
                return Ok(vec![StatementResult {
                    sql: console.sql.clone(),
                    offset: 0,
                    milliseconds: 0.0,
                    notices: Vec::new(),
                    outcome: Outcome::Failed(StatementFailure { error, position }),
                }]);
            }
        };
        let mut connection = self.open()?;
        let mut is_in_transaction = false;
        let is_spent = std::cell::Cell::new(false);
        // Asked for only where a text may leave something on one.
        let mut backends = BTreeSet::new();
        let mut is_kept = false;
        let mut results = Vec::new();
        for piece in pieces {
            let Piece::Statement { text, offset } = piece else { continue };
            // Where nothing was set, one session is as good as another.
            if console.is_read_only && is_spent.replace(false) {
                connection = self.open()?;
            }
            let started = Instant::now();
            let is_spent = &is_spent;
            let statement = run::Statement { text, console, is_in_transaction, is_spent };
            let outcome = connection
                .block_on(async |session| run::until_cancelled(session, &statement, cancel).await);
            let notices = connection.take_notices().iter().map(notice).collect();
            let is_over = matches!(outcome, Outcome::Failed(_) | Outcome::Cancelled);
            if !console.is_read_only && console.plan.is_none() && !is_over {
                is_in_transaction = transaction_after(text, is_in_transaction);
            }
            is_kept |= stays_in_session(text);
            if !console.is_read_only && is_kept && !is_in_transaction {
                backends.extend(backend(&mut connection));
            }
            results.push(StatementResult {
                sql: text.to_owned(),
                offset: utf16(&console.sql, offset),
                milliseconds: started.elapsed().as_secs_f64() * 1000.0,
                notices,
                outcome,
            });
            if is_over {
                break;
            }
        }
        if !console.is_read_only {
            connection.block_on(async |session| run::forget(session, is_in_transaction).await);
        }
        if !backends.is_empty() {
            backends.extend(backend(&mut connection));
        }
        if let Some(last) = results.last_mut().filter(|_| backends.len() > 1) {
            last.notices.push(KEPT.to_owned());
        }
        if let Some(last) = results.last_mut().filter(|_| is_in_transaction) {
            last.notices.push(
                "WARNING: BEGIN has no COMMIT in this text: what it did was rolled back".to_owned(),
            );
        }
        Ok(results)
    }
}

/// The backend that a transaction has now. Behind a pooler the next one may have another.
fn backend(connection: &mut Connection) -> Option<String> {
    let rows = connection.query("SELECT pg_catalog.pg_backend_pid()").ok()?;
    rows.first()?.text(0).map(str::to_owned)
}

/// Is a transaction open behind a statement that went well?
fn transaction_after(statement: &str, before: bool) -> bool {
    match classify(statement) {
        Kind::Begin { .. } => true,
        Kind::Commit { chain } => chain,
        Kind::Rollback => {
            let words = statement.to_ascii_lowercase();
            words.contains("chain") && !words.contains("no chain")
        }
        Kind::AddEnumValue(_) | Kind::Alone(_) | Kind::Call | Kind::Plain | Kind::Unknown => before,
    }
}

fn notice(notice: &Notice) -> String {
    let mut text = format!("{}: {}", notice.severity, notice.message);
    for more in [&notice.detail, &notice.hint].into_iter().flatten() {
        text.push('\n');
        text.push_str(more);
    }
    text
}

/// A place in bytes as one in UTF-16 units.
fn utf16(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}
