//! What a caller can ask of a run.

use std::time::Duration;

use crate::ledger::LedgerPlace;

/// How to run migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Where applied migrations are recorded.
    pub ledger: LedgerPlace,
    /// The last migration to run; its name, or the number or time it begins
    /// with. `None`: all.
    pub to: Option<String>,
    /// The pending migrations that somebody has seen and agreed to, in order: where they are
    /// others by now, nothing is applied.
    pub expect: Option<Vec<String>>,
    /// Edited files and rows without a file are errors.
    pub strict: bool,
    /// How long to wait for another run. `None`: for ever.
    pub lock_wait: Option<Duration>,
    /// How long a statement may wait for a lock, where its file does not say.
    /// `None`: as the server is set.
    pub lock_timeout: Option<Duration>,
    /// How long a statement in a transaction may run. `None`: as the server is set.
    pub statement_timeout: Option<Duration>,
    /// How often a transaction that gave up waiting for a lock is tried again.
    pub lock_retries: u32,
    /// What to do about a statement of which nobody knows whether it ran.
    pub unsettled: Unsettled,
}

impl Options {
    /// All pending migrations, waiting for other runs for ten minutes.
    pub fn new(ledger: LedgerPlace) -> Self {
        Self {
            ledger,
            to: None,
            expect: None,
            strict: false,
            lock_wait: Some(Duration::from_secs(600)),
            lock_timeout: None,
            statement_timeout: None,
            lock_retries: 3,
            unsettled: Unsettled::Stop,
        }
    }
}

/// The answer to the one question that no catalog settles: a statement outside
/// of transactions was begun by a run that ended before it could say more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsettled {
    /// Stop, and ask.
    Stop,
    /// It ran: go on behind it.
    Done,
    /// It did not run: run it.
    Again,
}
