//! One run at a time on a database: migrate, push, rollback, baseline, reset.
//!
//! The lock is `pg_advisory_xact_lock` in a transaction that stays open and
//! otherwise idle on a connection of its own, so that it holds through a
//! transaction pooler and ends with its process. The transaction is READ
//! COMMITTED and runs nothing that keeps a snapshot, and whoever waits asks
//! again in a new transaction each time instead of blocking: a snapshot, or a
//! blocked waiter, would stall CREATE INDEX CONCURRENTLY for ever.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::cancel::Cancel;
use crate::connect::{Row, Session, SessionError};
use crate::devdb::embedded::{TRY_LOCK, UNLOCK};
use crate::engine::Engine;

/// The advisory lock that a run holds, in each database: "mizzle" in ASCII.
/// Whoever takes it keeps mizzle away.
pub const RUN: i64 = 0x6d69_7a7a_6c65;
/// The key that each transaction of a run holds. What a run that was killed
/// still has under way ends before the next run's transaction begins.
const WORK: i64 = RUN + 1;

/// How often the holder proves that it is alive.
const KEEPALIVE: Duration = Duration::from_secs(15);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Who holds the lock that somebody waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Process id of its backend.
    pub pid: String,
    /// Its role, where the server tells.
    pub user: Option<String>,
    /// Its `application_name`, where the server tells.
    pub application: Option<String>,
    /// Its address, where it has one.
    pub address: Option<String>,
    /// How long its transaction has been open, in seconds.
    pub seconds: Option<u64>,
}

/// Why the lock was not had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LockError {
    #[error("waited for another run")]
    Timeout { waited: Duration, holder: Option<Holder> },
    #[error("cancelled")]
    Cancelled,
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// The lock, held.
pub(crate) enum RunLock {
    /// In the open transaction of a session of its own.
    Advisory {
        session: std::sync::Arc<Session>,
        keeper: tokio::task::JoinHandle<()>,
        lost: watch::Receiver<bool>,
    },
    /// Granted by the owner of a one-backend engine to the working session.
    Owner,
}

impl RunLock {
    /// Takes the lock on a session that is for nothing else.
    pub(crate) async fn take(
        session: Session,
        engine: &Engine,
        patience: Option<Duration>,
        cancel: &Cancel,
        waiting: &mut dyn FnMut(Option<Holder>, Duration),
    ) -> Result<Self, LockError> {
        let begin = begin_sql(engine);
        let try_lock = format!("{begin}SELECT pg_catalog.pg_try_advisory_xact_lock({RUN})");
        let attempt = async || -> Result<bool, SessionError> {
            if session.query(&try_lock).await?.iter().any(|row| row.is_true(0)) {
                return Ok(true);
            }
            session.execute("ROLLBACK").await?;
            Ok(false)
        };
        poll(&attempt, &session, patience, cancel, waiting).await?;
        Ok(Self::keep(session))
    }

    /// Asks the owner of a one-backend engine for the lock.
    pub(crate) async fn take_from_owner(
        session: &Session,
        patience: Option<Duration>,
        cancel: &Cancel,
        waiting: &mut dyn FnMut(Option<Holder>, Duration),
    ) -> Result<Self, LockError> {
        let attempt = async || -> Result<bool, SessionError> {
            Ok(session.query(TRY_LOCK).await?.iter().any(|row| row.is_true(0)))
        };
        poll(&attempt, session, patience, cancel, waiting).await?;
        Ok(Self::Owner)
    }

    fn keep(session: Session) -> Self {
        let session = std::sync::Arc::new(session);
        let (losing, lost) = watch::channel(false);
        let kept = session.clone();
        let keeper = tokio::spawn(async move {
            let mut ticks = interval(KEEPALIVE);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut closed = kept.closed();
            loop {
                tokio::select! {
                    _ = ticks.tick() => {}
                    _ = closed.changed() => break,
                }
                // A query would take a snapshot; setting a value takes none.
                let alive = kept.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
                if alive.await.is_err() {
                    break;
                }
            }
            let _ = losing.send(true);
        });
        Self::Advisory { session, keeper, lost }
    }

    /// Is the lock gone? Then somebody else may be at work, and nothing further
    /// may begin.
    pub(crate) fn is_lost(&self) -> bool {
        match self {
            Self::Advisory { session, lost, .. } => *lost.borrow() || session.is_closed(),
            Self::Owner => false,
        }
    }

    /// Gives the lock back.
    pub(crate) async fn release(self, work: &Session) {
        match self {
            Self::Advisory { session, keeper, .. } => {
                keeper.abort();
                // Ending the session ends the lock as well, only later.
                let _ = session.execute("ROLLBACK").await;
            }
            Self::Owner => {
                let _ = work.execute(UNLOCK).await;
            }
        }
    }
}

/// Begins a transaction of the run and takes the key that only one of them can
/// hold: one row, `t` or `f`. What the transaction reads afterwards is read by
/// a new statement, and so in a snapshot that is younger than the key.
pub(crate) fn work_lock_sql() -> String {
    format!("SELECT pg_catalog.pg_try_advisory_xact_lock({WORK})")
}

/// Who holds the key that the transactions of a run take?
pub(crate) async fn work_holder(session: &Session) -> Result<Option<Holder>, SessionError> {
    holder(session, WORK).await
}

fn begin_sql(engine: &Engine) -> String {
    let timeout =
        if engine.transaction_timeout { "SET LOCAL transaction_timeout = 0;\n" } else { "" };
    format!(
        "BEGIN ISOLATION LEVEL READ COMMITTED;\n\
         SET LOCAL idle_in_transaction_session_timeout = 0;\n{timeout}"
    )
}

async fn poll(
    attempt: &impl AsyncFn() -> Result<bool, SessionError>,
    session: &Session,
    patience: Option<Duration>,
    cancel: &Cancel,
    waiting: &mut dyn FnMut(Option<Holder>, Duration),
) -> Result<(), LockError> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(20);
    let mut told = None;
    loop {
        if cancel.is_cancelled() {
            return Err(LockError::Cancelled);
        }
        if attempt().await? {
            return Ok(());
        }
        let waited = begun.elapsed();
        if patience.is_some_and(|patience| waited >= patience) {
            return Err(LockError::Timeout { waited, holder: holder(session, RUN).await? });
        }
        // Most waits are short; say something once one is not.
        let due = told.map_or(Duration::from_millis(500), |told| told + Duration::from_secs(10));
        if waited >= due {
            waiting(holder(session, RUN).await?, waited);
            told = Some(waited);
        }
        tokio::select! {
            () = sleep(pause) => {}
            () = cancel.wait() => return Err(LockError::Cancelled),
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn holder(session: &Session, key: i64) -> Result<Option<Holder>, SessionError> {
    let (high, low) = (key >> 32, key & 0xffff_ffff);
    let rows = session
        .query(&format!(
            "SELECT l.pid, a.usename, nullif(a.application_name, ''), host(a.client_addr),\n\
             floor(extract(epoch FROM clock_timestamp() - a.xact_start))::bigint\n\
             FROM pg_catalog.pg_locks l\n\
             LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid\n\
             WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {high}\n\
             AND l.objid = {low} AND l.objsubid = 1 AND l.database =\n\
             (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())\n\
             LIMIT 1"
        ))
        .await?;
    Ok(rows.first().map(to_holder))
}

fn to_holder(row: &Row) -> Holder {
    let text = |column| row.text(column).map(str::to_owned);
    Holder {
        pid: text(0).unwrap_or_default(),
        user: text(1),
        application: text(2),
        address: text(3),
        seconds: row.number(4),
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "process {}", self.pid)?;
        let user = self.user.as_ref().map(|user| format!("user \"{user}\""));
        let application = self.application.clone();
        let address = self.address.as_ref().map(|address| format!("from {address}"));
        let seconds = self.seconds.map(|seconds| format!("for {seconds} s"));
        let known: Vec<String> =
            [user, application, address, seconds].into_iter().flatten().collect();
        if known.is_empty() { Ok(()) } else { write!(f, " ({})", known.join(", ")) }
    }
}
