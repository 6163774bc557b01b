//! Sessions for looking: kept while nobody uses them, opened again where the server went
//! and came back, and given up where something on them was cancelled.

use std::fmt;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::BrowseError;
use crate::cancel::Cancel;
use crate::connect::{ConnectError, Session};
use crate::connection::Connection;
use crate::target::Target;

/// How long a look may take on the server.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How many sessions are kept open for the next call.
const KEPT: usize = 3;

/// A database that is looked at. Calls may come from several threads at once.
pub struct Browser {
    target: Target,
    idle: Mutex<Vec<Connection>>,
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser").field("target", &self.target).finish()
    }
}

impl Browser {
    /// A database to look at. Connects once something is asked for.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self { target, idle: Mutex::default() }
    }

    /// Where it is.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Closes the sessions that nobody uses.
    pub fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Runs work that reads only, and so may run again: a session that was kept may have
    /// been lost since.
    pub(super) fn read<T>(
        &self,
        cancel: &Cancel,
        work: impl AsyncFn(&Session) -> Result<T, BrowseError>,
    ) -> Result<T, BrowseError> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(connection) = kept {
            match self.on(connection, cancel, &work) {
                // The others are most likely lost as well.
                Err(BrowseError::Lost(_)) => self.close(),
                result => return result,
            }
        }
        self.on(self.open()?, cancel, &work)
    }

    /// Runs work on a session of its own, once.
    pub(super) fn alone<T>(
        &self,
        cancel: &Cancel,
        work: impl AsyncFn(&Session) -> Result<T, BrowseError>,
    ) -> Result<T, BrowseError> {
        self.on(self.open()?, cancel, &work)
    }

    /// Opens a session.
    pub(super) fn open(&self) -> Result<Connection, ConnectError> {
        Connection::open(&self.target)
    }

    fn on<T>(
        &self,
        mut connection: Connection,
        cancel: &Cancel,
        work: &impl AsyncFn(&Session) -> Result<T, BrowseError>,
    ) -> Result<T, BrowseError> {
        let result = connection
            .block_on(async |session| until_cancelled(session, cancel, work(session)).await);
        // A request to cancel may still be on its way to the server: nobody else gets the
        // session then. Neither do they after an error in the middle of something.
        let is_clean = match &result {
            Ok(_) => true,
            Err(BrowseError::Server(_)) => {
                connection.block_on(async |session| session.execute("ROLLBACK").await).is_ok()
            }
            Err(_) => false,
        };
        if is_clean && !cancel.is_cancelled() {
            connection.take_notices();
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push(connection);
            }
        }
        result
    }
}

/// Waits for work, and asks the server to end it where somebody wants that.
async fn until_cancelled<T>(
    session: &Session,
    cancel: &Cancel,
    work: impl Future<Output = Result<T, BrowseError>>,
) -> Result<T, BrowseError> {
    let mut work = pin!(work);
    tokio::select! {
        biased;
        () = cancel.wait() => {}
        result = &mut work => return result,
    }
    // One backend for all would have to be started again. What was only read may run to
    // its end there; its time is limited.
    if !session.one_backend() {
        let _ = session.end(work).await;
    }
    Err(BrowseError::Cancelled)
}

/// Opens a transaction for reading, and pins what the server's text depends on. Of the date
/// style only the form: in which order a person writes day and month is theirs to say.
pub(super) fn begin_reading(patience: Option<Duration>) -> String {
    format!("BEGIN READ ONLY;\n{}", settings(patience))
}

/// The same for what takes long: all that is read is as it was when the first of it was.
pub(super) fn begin_reading_long() -> String {
    format!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n{}", settings(None))
}

/// The same for writing.
pub(super) fn begin_writing() -> String {
    format!("BEGIN;\n{}", settings(Some(PATIENCE)))
}

/// What texts depend on; see [`begin_reading`]. Whoever holds a lock is waited for, but not
/// for long.
pub(super) fn settings(patience: Option<Duration>) -> String {
    let patience = patience.map_or(0, |patience| patience.as_millis().max(1));
    format!(
        "SET LOCAL standard_conforming_strings = on;
SET LOCAL datestyle = 'ISO';
SET LOCAL intervalstyle = postgres;
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = hex;
SET LOCAL xmloption = content;
SET LOCAL synchronize_seqscans = off;
SET LOCAL lock_timeout = 10000;
SET LOCAL statement_timeout = {patience}"
    )
}
