//! An open session: statements in, rows and errors out, one at a time.

mod error;
mod stream;

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, watch};
use tokio_postgres::tls::TlsStream;
use tokio_postgres::{
    AsyncMessage, CancelToken, Client, Connection, SimpleQueryMessage, SimpleQueryRow,
    SimpleQueryStream,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::cancel::Cancel;
use crate::devdb::embedded::ONE_BACKEND;

pub use error::{Notice, ServerError, SessionError};
use error::{session_error, to_notice};
pub(crate) use stream::Part;

/// How long to wait for a server that was asked to end a statement.
const LAST_WORD: Duration = Duration::from_secs(4);

/// How long until it is asked again.
const AGAIN: Duration = Duration::from_millis(200);

/// A session that is open for as long as this value lives.
pub(crate) struct Session {
    client: Client,
    canceller: Canceller,
    notices: mpsc::UnboundedReceiver<Notice>,
    closed: watch::Receiver<Option<String>>,
    server_version: String,
    one_backend: bool,
    /// Ends what is done here.
    cancel: Option<Cancel>,
}

/// A row of a result, every value as the server's text.
#[derive(Debug)]
pub struct Row(SimpleQueryRow);

impl Row {
    /// The value of a column, `None` for NULL and for a column that is not there.
    pub fn text(&self, column: usize) -> Option<&str> {
        if column < self.0.len() { self.0.get(column) } else { None }
    }

    /// A boolean column; NULL is false.
    pub fn is_true(&self, column: usize) -> bool {
        self.text(column) == Some("t")
    }

    /// A number of any integer type.
    pub fn number<T: std::str::FromStr>(&self, column: usize) -> Option<T> {
        self.text(column)?.parse().ok()
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.columns().iter().map(tokio_postgres::SimpleColumn::name)
    }

    /// How many columns it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Has it no column at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Session {
    /// Takes a fresh connection and drives it in the background.
    pub(super) fn start<S, T>(
        client: Client,
        mut connection: Connection<S, T>,
        tls: MakeRustlsConnect,
        cancel: Option<Cancel>,
    ) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        T: TlsStream + Unpin + Send + 'static,
    {
        let server_version = connection.parameter("server_version").unwrap_or_default().to_owned();
        let one_backend = connection.parameter(ONE_BACKEND).is_some();
        let (sender, notices) = mpsc::unbounded_channel();
        let (closing, closed) = watch::channel(None);
        tokio::spawn(async move {
            let end = loop {
                match poll_fn(|cx| connection.poll_message(cx)).await {
                    Some(Ok(AsyncMessage::Notice(notice))) => {
                        // Nobody has to listen.
                        let _ = sender.send(to_notice(&notice));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(error)) => {
                        break match session_error(&error) {
                            SessionError::Lost(why) => why,
                            SessionError::Server(refused) => refused.to_string(),
                            SessionError::Cancelled => SessionError::Cancelled.to_string(),
                        };
                    }
                    None => break "it was closed".to_owned(),
                }
            };
            let _ = closing.send(Some(end));
        });
        let canceller = Canceller { token: Arc::new(client.cancel_token()), tls };
        Self { client, canceller, notices, closed, server_version, one_backend, cancel }
    }

    /// Runs a text of one or more statements and gives the rows of all of them.
    pub(crate) async fn query(&self, sql: &str) -> Result<Vec<Row>, SessionError> {
        let rows = async { all_rows(self.client.simple_query_raw(sql).await?).await };
        let rows = self.unless_cancelled(rows).await.ok_or(SessionError::Cancelled)?;
        rows.map_err(|error| self.error(&error))
    }

    /// Runs a text of one or more statements for its effect.
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), SessionError> {
        let done = self.unless_cancelled(self.client.batch_execute(sql)).await;
        done.ok_or(SessionError::Cancelled)?.map_err(|error| self.error(&error))
    }

    /// Sends all texts at once, each a message of its own, and waits for all
    /// answers, the last row of each. The server runs them in order and goes on
    /// after an error, so the texts must stand in a transaction, which an error
    /// ends for all.
    pub(crate) async fn execute_all(
        &self,
        texts: impl IntoIterator<Item = &str>,
    ) -> Vec<Result<Option<Row>, SessionError>> {
        self.answers(texts, last_row, &mut |_| ()).await
    }

    /// The same, and says of each text that it is done, by its place.
    pub(crate) async fn execute_each(
        &self,
        texts: impl IntoIterator<Item = &str>,
        answered: &mut dyn FnMut(usize),
    ) -> Vec<Result<Option<Row>, SessionError>> {
        self.answers(texts, last_row, answered).await
    }

    /// Sends all texts at once, each a message of its own, and gives the rows of each.
    /// As for [`Self::execute_all`], an error leaves what comes after to the server.
    pub(crate) async fn query_all(
        &self,
        texts: impl IntoIterator<Item = &str>,
    ) -> Vec<Result<Vec<Row>, SessionError>> {
        self.answers(texts, all_rows, &mut |_| ()).await
    }

    async fn answers<T>(
        &self,
        texts: impl IntoIterator<Item = &str>,
        read: impl AsyncFn(SimpleQueryStream) -> Result<T, tokio_postgres::Error>,
        answered: &mut dyn FnMut(usize),
    ) -> Vec<Result<T, SessionError>> {
        let texts: Vec<&str> = texts.into_iter().collect();
        let answers = async {
            let mut sent = Vec::with_capacity(texts.len());
            for text in &texts {
                // Resolves once the message is on its way, not once it is answered.
                sent.push(self.client.simple_query_raw(text).await);
            }
            let mut answers = Vec::with_capacity(sent.len());
            for stream in sent {
                let answer = match stream {
                    Ok(stream) => read(stream).await,
                    Err(error) => Err(error),
                };
                if answer.is_ok() {
                    answered(answers.len());
                }
                answers.push(answer.map_err(|error| self.error(&error)));
            }
            answers
        };
        let cancelled = || texts.iter().map(|_| Err(SessionError::Cancelled)).collect();
        self.unless_cancelled(answers).await.unwrap_or_else(cancelled)
    }

    /// Waits for work on the server, and has it ended once somebody sets the switch of the
    /// target; `None` then, and where it is set already.
    async fn unless_cancelled<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let Some(cancel) = &self.cancel else { return Some(work.await) };
        if cancel.is_cancelled() {
            return None;
        }
        let mut work = pin!(work);
        tokio::select! {
            biased;
            () = cancel.wait() => {}
            done = &mut work => return Some(done),
        }
        // One backend for all would have to be started again.
        if !self.one_backend {
            let _ = self.end(work).await;
        }
        None
    }

    /// Has the server end what is done here, and gives what came of it; `None` where it does
    /// not end in time. A request that arrives between two statements ends none of them, so
    /// that it is made until the work is over.
    pub(crate) async fn end<T>(&self, mut work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
        let started = Instant::now();
        while started.elapsed() < LAST_WORD {
            self.canceller.cancel().await;
            if let Ok(result) = tokio::time::timeout(AGAIN, &mut work).await {
                return Some(result);
            }
        }
        None
    }

    /// What the server wanted known since the last call.
    pub(crate) fn take_notices(&mut self) -> Vec<Notice> {
        let mut all = Vec::new();
        while let Ok(notice) = self.notices.try_recv() {
            all.push(notice);
        }
        all
    }

    /// Is the connection gone?
    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed() || self.closed.borrow().is_some()
    }

    /// Tells why, as soon as the connection is gone.
    pub(crate) fn closed(&self) -> watch::Receiver<Option<String>> {
        self.closed.clone()
    }

    /// What ends the statement that is running.
    pub(crate) fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// `server_version` as the server announced it: `15.14 (Debian …)`.
    pub(crate) fn server_version(&self) -> &str {
        &self.server_version
    }

    /// Do all sessions of this server share one backend?
    pub(crate) fn one_backend(&self) -> bool {
        self.one_backend
    }

    fn error(&self, error: &tokio_postgres::Error) -> SessionError {
        match session_error(error) {
            SessionError::Lost(text) => {
                SessionError::Lost(self.closed.borrow().clone().unwrap_or(text))
            }
            kept @ (SessionError::Server(_) | SessionError::Cancelled) => kept,
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("server_version", &self.server_version).finish()
    }
}

/// Ends the statement that runs in a session, from outside of it.
#[derive(Clone)]
pub(crate) struct Canceller {
    token: Arc<CancelToken>,
    tls: MakeRustlsConnect,
}

impl Canceller {
    /// Asks the server. An error says no more than that it could not be asked.
    pub(crate) async fn cancel(&self) {
        let _ = self.token.cancel_query(self.tls.clone()).await;
    }
}

/// Reads an answer to its end and keeps no more of it than one row.
async fn last_row(stream: SimpleQueryStream) -> Result<Option<Row>, tokio_postgres::Error> {
    let mut stream = pin!(stream);
    let mut last = None;
    while let Some(message) = stream.next().await {
        if let SimpleQueryMessage::Row(row) = message? {
            last = Some(Row(row));
        }
    }
    Ok(last)
}

async fn all_rows(stream: SimpleQueryStream) -> Result<Vec<Row>, tokio_postgres::Error> {
    let mut stream = pin!(stream);
    let mut rows = Vec::new();
    while let Some(message) = stream.next().await {
        if let SimpleQueryMessage::Row(row) = message? {
            rows.push(Row(row));
        }
    }
    Ok(rows)
}
