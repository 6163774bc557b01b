//! One client's session on the shared backend: greeted without it, given it
//! for a transaction, and rolled back when the client is gone in the middle.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{Notify, OwnedMutexGuard};

use super::backend::{Backend, Settings};
use super::batch::Batch;
use super::door::{Door, admit, initial_settings};
use super::share::Share;
use super::wire::{self, Frame, Opening};
use super::{ONE_BACKEND, TRY_LOCK, UNLOCK};

/// What others may do to a session.
#[derive(Debug)]
pub(crate) struct Handle {
    /// The half of its key that only the client knows.
    pub(crate) secret: Option<u32>,
    /// Whether a statement of it is in the backend.
    pub(crate) runs: AtomicBool,
    /// Asks for the end of that statement.
    pub(crate) cancel: Notify,
}

/// Serves one client until it leaves.
pub(crate) async fn serve<S>(share: Arc<Share>, door: Door, mut stream: S) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (minor, parameters) = loop {
        match wire::read_opening(&mut stream).await? {
            None => return Ok(()),
            Some(Opening::Encryption) => stream.write_all(b"N").await?,
            Some(Opening::Cancel { session, secret }) => {
                share.cancel(session, secret);
                return Ok(());
            }
            Some(Opening::Session { minor, parameters }) => break (minor, parameters),
        }
    };
    if minor > 0 {
        // Offers what we speak: 3.0, and no options beyond it.
        let offer = [0u32.to_be_bytes(), 0u32.to_be_bytes()].concat();
        stream.write_all(&Frame::new(b'v', &offer).bytes).await?;
    }
    if let Err(refusal) = admit(&door, &parameters, &mut stream).await? {
        return stream.write_all(&refusal.bytes).await;
    }
    let (number, handle) = share.enter();
    let mut session = Session {
        share: Arc::clone(&share),
        number,
        handle,
        stream,
        backend: None,
        initial: initial_settings(parameters),
        unnamed: None,
        prepared_in: None,
        prepared_by_sql: false,
        statement_limit: None,
        limit_may_have_changed: false,
    };
    let outcome = session.run().await;
    session.leave().await;
    outcome
}

struct Session<S> {
    share: Arc<Share>,
    number: u32,
    handle: Arc<Handle>,
    stream: S,
    /// The backend, while a transaction of this session is open.
    backend: Option<OwnedMutexGuard<Backend>>,
    initial: Settings,
    /// The Parse of the unnamed statement, which another session's may replace.
    unnamed: Option<Frame>,
    /// The helper process in which statements were prepared.
    prepared_in: Option<u64>,
    /// Whether it ran `PREPARE`, as `pg_dump` does.
    prepared_by_sql: bool,
    /// The session's own `statement_timeout`.
    statement_limit: Option<Duration>,
    limit_may_have_changed: bool,
}

/// Why a session ends.
enum Stop {
    /// The client is gone.
    Gone(io::Error),
    /// The client is told, then it is over.
    Told(Frame),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Gone(error)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    async fn run(&mut self) -> io::Result<()> {
        self.greet().await?;
        let mut batch = Batch::new(self.number);
        while let Some(frame) = wire::read_frame(&mut self.stream).await? {
            if frame.kind() == b'X' {
                break;
            }
            if self.answer_about_lock(&frame).await? {
                continue;
            }
            batch.push(frame);
            if !batch.is_complete() {
                continue;
            }
            match self.answer(std::mem::replace(&mut batch, Batch::new(self.number))).await {
                Ok(()) => {}
                Err(Stop::Gone(error)) => return Err(error),
                Err(Stop::Told(refusal)) => return self.stream.write_all(&refusal.bytes).await,
            }
        }
        Ok(())
    }

    async fn greet(&mut self) -> io::Result<()> {
        let mut greeting = Frame::new(b'R', &0u32.to_be_bytes()).bytes;
        for (name, value) in &self.share.reported {
            let own = self.initial.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
            let value = own.map_or(value, |(_, value)| value);
            greeting.extend(wire::parameter(name, value).bytes);
        }
        greeting.extend(wire::parameter(ONE_BACKEND, "on").bytes);
        let key = [self.number.to_be_bytes(), self.handle.secret.unwrap_or_default().to_be_bytes()]
            .concat();
        greeting.extend(Frame::new(b'K', &key).bytes);
        greeting.extend(Frame::new(b'Z', b"I").bytes);
        self.stream.write_all(&greeting).await
    }

    /// Answers the two questions about the migration lock, which are ours and
    /// need no backend.
    async fn answer_about_lock(&mut self, frame: &Frame) -> io::Result<bool> {
        let granted = match wire::query_text(frame) {
            Some(TRY_LOCK) => self.share.try_lock(self.number),
            Some(UNLOCK) => {
                self.share.unlock(self.number);
                true
            }
            Some(_) | None => return Ok(false),
        };
        // One column of type bool (16), in text.
        let mut answer =
            Frame::new(b'T', b"\0\x01granted\0\0\0\0\0\0\0\0\0\0\x10\0\x01\xff\xff\xff\xff\0\0")
                .bytes;
        let value = if granted { b't' } else { b'f' };
        answer.extend(Frame::new(b'D', &[0, 1, 0, 0, 0, 1, value]).bytes);
        answer.extend(Frame::new(b'C', b"SELECT 1\0").bytes);
        let state = if self.backend.is_some() { b"T" } else { b"I" };
        answer.extend(Frame::new(b'Z', state).bytes);
        self.stream.write_all(&answer).await?;
        Ok(true)
    }

    /// Sends a batch to the backend and its answer to the client; keeps the
    /// backend while a transaction is open.
    async fn answer(&mut self, batch: Batch) -> Result<(), Stop> {
        let (mut backend, replay) = match self.backend.take() {
            Some(backend) => (backend, None),
            None => self.take_backend(&batch).await?,
        };
        if batch.defines_unnamed() {
            self.unnamed = batch.unnamed().cloned();
        }
        if batch.prepares() {
            self.prepared_in = Some(backend.generation);
        }
        let mut bytes = replay.as_ref().map(|frame| frame.bytes.clone()).unwrap_or_default();
        bytes.extend_from_slice(batch.bytes());
        let limit = match (self.statement_limit, self.share.limit) {
            (Some(own), Some(shared)) => Some(own.min(shared)),
            (own, shared) => own.or(shared),
        };

        let mut swallow = u32::from(replay.is_some());
        let mut gone = None;
        let mut set = false;
        let mut prepared = false;
        let stream = &mut self.stream;
        self.handle.runs.store(true, Ordering::SeqCst);
        let state = tokio::select! {
            state = backend.exchange(&bytes, async |frame: Frame| {
                // The answer to the statement that we prepared once more.
                if frame.kind() == b'1' && swallow > 0 {
                    swallow -= 1;
                    return;
                }
                set |= frame.kind() == b'C' && matches!(frame.body(), b"SET\0" | b"RESET\0");
                prepared |= frame.kind() == b'C' && frame.body() == b"PREPARE\0";
                // A client that is gone does not stop its statement: the answer must be
                // read to its end before anybody else can be served.
                if gone.is_none() && let Err(error) = stream.write_all(&frame.bytes).await {
                    gone = Some(error);
                }
            }) => state,
            () = elapsed(limit) => {
                self.handle.runs.store(false, Ordering::SeqCst);
                backend.kill();
                return Err(Stop::Told(too_slow(limit)));
            }
            () = self.handle.cancel.notified() => {
                self.handle.runs.store(false, Ordering::SeqCst);
                backend.kill();
                return Err(Stop::Told(ended("canceling statement due to user request")));
            }
        };
        self.handle.runs.store(false, Ordering::SeqCst);
        let state = match state {
            Ok(state) => state,
            Err(error) => {
                backend.kill();
                return Err(Stop::Told(ended(&error.to_string())));
            }
        };
        self.prepared_by_sql |= prepared;
        self.limit_may_have_changed |= set;
        if self.limit_may_have_changed && matches!(state, Some(b'I' | b'T')) {
            // `SET LOCAL` ends with its transaction, so the end of one is looked at as well.
            self.limit_may_have_changed = state == Some(b'T');
            self.statement_limit = statement_limit(&mut backend).await;
        }
        // After a Flush the statement goes on; in a transaction the backend stays ours.
        if state != Some(b'I') {
            self.backend = Some(backend);
        }
        gone.map_or(Ok(()), |error| Err(Stop::Gone(error)))
    }

    /// Waits for the backend and makes it this session's: running, with its
    /// settings, with its unnamed statement where the batch relies on it.
    async fn take_backend(
        &mut self,
        batch: &Batch,
    ) -> Result<(OwnedMutexGuard<Backend>, Option<Frame>), Stop> {
        let mut backend = Arc::clone(&self.share.backend).lock_owned().await;
        backend.revive().await.map_err(|error| Stop::Told(ended(&error.to_string())))?;
        if self.prepared_in.is_some_and(|generation| generation != backend.generation) {
            return Err(Stop::Told(ended("the embedded Postgres was started again")));
        }
        if !self.initial.is_empty() {
            backend.expect(self.number, std::mem::take(&mut self.initial));
        }
        let foreign = !backend.is_adopted_by(self.number);
        let refused = backend.adopt(self.number).await;
        match refused {
            Ok(None) => {}
            // Like a server that finds a bad option when the session starts.
            Ok(Some((code, message))) => {
                return Err(Stop::Told(wire::error("FATAL", &code, &message, None)));
            }
            Err(error) => {
                backend.kill();
                return Err(Stop::Told(ended(&error.to_string())));
            }
        }
        let replay = (foreign && batch.relies_on_unnamed()).then(|| self.unnamed.clone()).flatten();
        Ok((backend, replay))
    }

    /// Rolls back what is open, gives the lock back, and leaves no trace.
    async fn leave(&mut self) {
        let last = self.share.exit(self.number);
        let mut backend = match self.backend.take() {
            Some(mut backend) => {
                if backend.is_running() && backend.ask("ROLLBACK").await.is_err() {
                    backend.kill();
                }
                backend
            }
            None => Arc::clone(&self.share.backend).lock_owned().await,
        };
        if backend.forget(self.number, last, self.prepared_by_sql).await.is_err() {
            backend.kill();
        }
        let _ = self.stream.shutdown().await;
    }
}

/// Ends after the limit; never without one.
async fn elapsed(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}

/// The `statement_timeout` in force, which the engine itself never acts upon.
async fn statement_limit(backend: &mut Backend) -> Option<Duration> {
    let sql = "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'";
    let answer = backend.ask(sql).await.ok()?;
    let setting = answer.rows.first()?.first()?.as_ref()?.parse().ok()?;
    (setting > 0).then(|| Duration::from_millis(setting))
}

fn too_slow(limit: Option<Duration>) -> Frame {
    let limit = limit.unwrap_or_default();
    ended(&format!(
        "canceling statement due to statement timeout: it ran for more than {} ms",
        limit.as_millis()
    ))
}

/// The embedded engine cannot end a statement without ending itself.
fn ended(message: &str) -> Frame {
    let hint = "The embedded Postgres ends a statement by ending its process; open transactions \
                are rolled back.";
    wire::error("FATAL", "57014", message, Some(hint))
}
