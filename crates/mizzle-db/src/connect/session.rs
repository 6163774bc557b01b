//! An open session: statements in, rows and errors out, one at a time.

mod stream;

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, watch};
use tokio_postgres::error::{DbError, ErrorPosition, Severity};
use tokio_postgres::tls::TlsStream;
use tokio_postgres::{
    AsyncMessage, CancelToken, Client, Connection, SimpleQueryMessage, SimpleQueryRow,
    SimpleQueryStream,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::cancel::Cancel;
use crate::devdb::embedded::ONE_BACKEND;

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

/// Something the server wants known: `NOTICE`, `WARNING`, ….
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `NOTICE`, `WARNING`, `INFO`, …
    pub severity: String,
    /// The message.
    pub message: String,
    /// More about it.
    pub detail: Option<String>,
    /// What one could do.
    pub hint: Option<String>,
}

/// An error that the server reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerError {
    /// SQLSTATE, five characters.
    pub code: String,
    /// The message.
    pub message: String,
    /// More about it.
    pub detail: Option<String>,
    /// What one could do.
    pub hint: Option<String>,
    /// Where in the statement: characters from 1 over the text that was sent.
    pub position: Option<u32>,
    /// Where inside functions and generated statements it happened.
    pub context: Option<String>,
    /// The schema of the table.
    pub schema: Option<String>,
    /// The table that it is about.
    pub table: Option<String>,
    /// Its column.
    pub column: Option<String>,
    /// The constraint, or the index, that was not kept.
    pub constraint: Option<String>,
}

impl ServerError {
    /// Is a value at fault, or a constraint that rows do not keep, and not the statement?
    ///
    /// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
    pub(crate) fn is_about_rows(&self) -> bool {
        ["22", "23"].iter().any(|class| self.code.starts_with(class))
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SQLSTATE {})", self.message, self.code)
    }
}

/// Why a statement has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The server refused it.
    #[error("{0}")]
    Server(Box<ServerError>),
    /// The connection is gone. Whether the server carried it out is not known.
    #[error("the connection to the server was lost: {0}")]
    Lost(String),
    /// Nobody waits for it any more. It was ended, or never sent.
    #[error("it was stopped")]
    Cancelled,
}

impl SessionError {
    /// The server's own error, if it is one.
    pub fn server(&self) -> Option<&ServerError> {
        match self {
            Self::Server(error) => Some(error),
            Self::Lost(_) | Self::Cancelled => None,
        }
    }

    /// Is the connection gone?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Server(_) | Self::Cancelled => false,
            Self::Lost(_) => true,
        }
    }

    /// Does it have this SQLSTATE?
    pub fn has_code(&self, code: &str) -> bool {
        self.server().is_some_and(|error| error.code == code)
    }
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

fn session_error(error: &tokio_postgres::Error) -> SessionError {
    match error.as_db_error() {
        // The server ends the session with these: shutdown, a terminated
        // backend, protocol trouble.
        Some(db) if matches!(db.parsed_severity(), Some(Severity::Fatal | Severity::Panic)) => {
            SessionError::Lost(db.message().to_owned())
        }
        Some(db) => SessionError::Server(Box::new(to_server_error(db))),
        None => {
            let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
            SessionError::Lost(format!("{error}{}", cause.unwrap_or_default()))
        }
    }
}

fn to_server_error(db: &DbError) -> ServerError {
    ServerError {
        code: db.code().code().to_owned(),
        message: db.message().to_owned(),
        detail: db.detail().map(str::to_owned),
        hint: db.hint().map(str::to_owned),
        position: db.position().and_then(|position| match position {
            ErrorPosition::Original(position) => Some(*position),
            // A position in a function's own text says nothing about the file.
            ErrorPosition::Internal { .. } => None,
        }),
        context: db.where_().map(str::to_owned),
        schema: db.schema().map(str::to_owned),
        table: db.table().map(str::to_owned),
        column: db.column().map(str::to_owned),
        constraint: db.constraint().map(str::to_owned),
    }
}

fn to_notice(db: &DbError) -> Notice {
    Notice {
        severity: db.severity().to_owned(),
        message: db.message().to_owned(),
        detail: db.detail().map(str::to_owned),
        hint: db.hint().map(str::to_owned),
    }
}
