//! A session for callers that wait: every call returns when the server has answered.

use tokio::runtime::{Builder, Runtime};

use crate::connect::{ConnectError, Notice, Row, Session, SessionError, connect};
use crate::engine::Engine;
use crate::target::Target;

/// An open session with the runtime that drives it.
///
/// Statements are sent as they are; nothing is prepared, cached or set.
pub struct Connection {
    // Fields are dropped in this order: the session says goodbye first.
    session: Session,
    runtime: Runtime,
}

impl Connection {
    /// Connects.
    pub fn open(target: &Target) -> Result<Self, ConnectError> {
        let runtime = runtime();
        let session = runtime.block_on(connect(target))?;
        Ok(Self { session, runtime })
    }

    /// Runs a text of one or more statements and gives all rows they return.
    pub fn query(&mut self, sql: &str) -> Result<Vec<Row>, SessionError> {
        self.runtime.block_on(self.session.query(sql))
    }

    /// Runs a text of one or more statements for its effect. Without `BEGIN` in
    /// it, the server takes the whole text as one transaction.
    pub fn execute(&mut self, sql: &str) -> Result<(), SessionError> {
        self.runtime.block_on(self.session.execute(sql))
    }

    /// Waits for work on the session.
    pub(crate) fn block_on<T>(&mut self, work: impl AsyncFnOnce(&Session) -> T) -> T {
        self.runtime.block_on(work(&self.session))
    }

    /// What the server wanted known since the last call.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        self.session.take_notices()
    }

    /// `server_version` as the server announced it: `15.14 (Debian …)`.
    pub fn server_version(&self) -> &str {
        self.session.server_version()
    }

    /// The server's major version, 0 where it does not say.
    pub fn major(&self) -> u32 {
        Engine::of(self.server_version(), false).major
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.session.fmt(f)
    }
}

/// A runtime for one operation. It has no thread of its own: all of its work
/// happens on the thread that waits, without a switch for each answer.
#[expect(clippy::expect_used, reason = "fails only where the system gives no descriptor at all")]
pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("the system can start a runtime")
}
