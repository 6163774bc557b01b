//! The one backend: a helper process, the pipe to it, and whose settings it
//! has at the moment. Knows nothing of sockets or of waiting clients.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::process::{ChildStdin, ChildStdout};

use super::wire::{self, Frame};
use crate::devdb::keeper;
use crate::devdb::os::{self, End};

/// A helper whose input has ended gets this long to write its data down.
const CLOSE_LIMIT: Duration = Duration::from_secs(10);

/// The helper marks the end of its answer to a Flush by this parameter, since
/// the protocol has no mark there.
const FLUSHED: &str = "mizzle_flushed";

/// How to start the helper.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    /// The program.
    pub(crate) helper: PathBuf,
    /// Where data is kept; in memory when absent.
    pub(crate) data: Option<PathBuf>,
}

/// A session's settings that differ from the server's: name and value.
pub(crate) type Settings = Vec<(String, String)>;

/// The backend. Whoever holds it may send; nobody else can.
#[derive(Debug)]
pub(crate) struct Backend {
    start: Start,
    pipe: Option<Pipe>,
    /// Counts the helper processes: what a session prepared is lost with one.
    pub(crate) generation: u64,
    /// The session whose settings the backend has.
    adopted: Option<u32>,
    /// The settings of sessions that are not adopted.
    waiting: BTreeMap<u32, Settings>,
    /// What the server reports at a session's start.
    pub(crate) reported: Settings,
}

#[derive(Debug)]
struct Pipe {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Backend {
    /// Starts the helper and waits until it serves.
    pub(crate) async fn start(start: Start) -> io::Result<Self> {
        let mut backend = Self {
            start,
            pipe: None,
            generation: 0,
            adopted: None,
            waiting: BTreeMap::new(),
            reported: Vec::new(),
        };
        backend.revive().await?;
        Ok(backend)
    }

    /// Starts the helper again after it was ended. Data in memory is lost.
    pub(crate) async fn revive(&mut self) -> io::Result<()> {
        if self.pipe.is_some() {
            return Ok(());
        }
        if self.generation > 0 && self.start.data.is_none() {
            return Err(io::Error::other("the embedded Postgres has ended, and its data with it"));
        }
        let mut pipe = Pipe::open(&self.start)?;
        let startup = b"\0\x03\0\0user\0postgres\0database\0postgres\0\0";
        let mut packet =
            u32::try_from(startup.len() + 4).unwrap_or_default().to_be_bytes().to_vec();
        packet.extend(startup);
        // A helper that could not start says why before it ends; then this cannot be sent.
        let _ = pipe.input.write_all(&packet).await;
        let mut reported = Vec::new();
        loop {
            let frame = pipe.read().await?;
            if let Some((_, message)) = wire::error_of(&frame) {
                return Err(io::Error::other(message));
            }
            reported.extend(wire::parameter_of(&frame));
            if frame.kind() == b'Z' {
                break;
            }
        }
        self.pipe = Some(pipe);
        self.reported = reported;
        self.generation += 1;
        self.adopted = None;
        Ok(())
    }

    /// Sends a batch and hands every frame of the answer to `take`, up to and
    /// with ReadyForQuery or the end of a Flush. The state of the transaction
    /// is given back: `I`, `T` or `E`; nothing after a Flush.
    pub(crate) async fn exchange(
        &mut self,
        batch: &[u8],
        mut take: impl AsyncFnMut(Frame),
    ) -> io::Result<Option<u8>> {
        let pipe =
            self.pipe.as_mut().ok_or_else(|| io::Error::other("the engine is not running"))?;
        pipe.input.write_all(batch).await?;
        loop {
            let frame = pipe.read().await?;
            if frame.kind() == b'S'
                && wire::parameter_of(&frame).is_some_and(|(name, _)| name == FLUSHED)
            {
                return Ok(None);
            }
            let state = (frame.kind() == b'Z').then(|| frame.body().first().copied()).flatten();
            take(frame).await;
            if state.is_some() {
                return Ok(state);
            }
        }
    }

    /// Runs a query of our own between two batches of clients.
    pub(crate) async fn ask(&mut self, sql: &str) -> io::Result<Answer> {
        let mut answer = Answer::default();
        self.exchange(&wire::query(sql).bytes, async |frame| {
            answer.rows.extend(wire::row_of(&frame));
            if answer.error.is_none() {
                answer.error = wire::error_of(&frame);
            }
        })
        .await?;
        Ok(answer)
    }

    /// Gives the backend the settings of this session, after putting away
    /// those of the session that had it. Outside a transaction only. The error
    /// of a setting that does not hold is given back.
    pub(crate) async fn adopt(&mut self, session: u32) -> io::Result<Option<(String, String)>> {
        if self.adopted == Some(session) {
            return Ok(None);
        }
        if let Some(previous) = self.adopted.take() {
            let answer = self.ask(CHANGED_SETTINGS).await?;
            let changed = answer.rows.into_iter().filter_map(|row| {
                let mut values = row.into_iter().flatten();
                Some((values.next()?, values.next()?))
            });
            self.waiting.insert(previous, changed.collect());
        }
        self.ask(&format!("{OURSELVES}; RESET ROLE; RESET ALL")).await?;
        self.adopted = Some(session);
        let Some(settings) = self.waiting.remove(&session).filter(|settings| !settings.is_empty())
        else {
            return Ok(None);
        };
        let calls: Vec<String> = settings
            .iter()
            .map(|(name, value)| {
                let (name, value) =
                    (mizzle_core::sql::Literal(name), mizzle_core::sql::Literal(value));
                format!("set_config({name}, {value}, false)")
            })
            .collect();
        Ok(self.ask(&format!("SELECT {}", calls.join(", "))).await?.error)
    }

    /// Whether the backend has this session's settings.
    pub(crate) fn is_adopted_by(&self, session: u32) -> bool {
        self.adopted == Some(session)
    }

    /// Whether there is a helper process.
    pub(crate) fn is_running(&self) -> bool {
        self.pipe.is_some()
    }

    /// Remembers the settings that a new session starts with.
    pub(crate) fn expect(&mut self, session: u32, settings: Settings) {
        self.waiting.insert(session, settings);
    }

    /// Forgets a session, and what it `prepared` by SQL: the names are the backend's,
    /// and the next `pg_dump` chooses the same. Two that prepare by SQL at a time have one
    /// set of names anyway. The last one to leave takes everything
    /// along that sessions leave behind: temporary tables, locks, prepared statements.
    pub(crate) async fn forget(
        &mut self,
        session: u32,
        last: bool,
        prepared: bool,
    ) -> io::Result<()> {
        self.waiting.remove(&session);
        if self.adopted == Some(session) {
            self.adopted = None;
        }
        if last && self.pipe.is_some() {
            self.adopted = None;
            self.ask(OURSELVES).await?;
            self.ask("DISCARD ALL").await?;
        } else if prepared && self.pipe.is_some() {
            let names = self.ask("SELECT name FROM pg_prepared_statements WHERE from_sql").await?;
            for name in names.rows.iter().flatten().flatten() {
                self.ask(&format!("DEALLOCATE {}", mizzle_core::sql::Ident(name))).await?;
            }
        }
        Ok(())
    }

    /// Ends the helper at once, with whatever it is doing.
    pub(crate) fn kill(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            let _ = pipe.child.kill();
            let _ = pipe.child.wait();
        }
        self.adopted = None;
    }

    /// Ends the helper after it has written its data down.
    pub(crate) async fn close(&mut self) {
        let Some(Pipe { mut child, input, output }) = self.pipe.take() else { return };
        drop(input);
        let asked = Instant::now();
        while matches!(child.try_wait(), Ok(None)) {
            if asked.elapsed() > CLOSE_LIMIT {
                os::signal(&child, End::Kill);
                let _ = child.wait();
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        drop(output);
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Pipe {
    fn open(start: &Start) -> io::Result<Self> {
        let mut command = Command::new(&start.helper);
        if let Some(data) = &start.data {
            command.arg("--data").arg(data);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        os::detach(&mut command);
        // It ends with its input; this also ends one that is inside a statement.
        os::die_with_parent(&mut command, End::Kill);
        let mut child = keeper::spawn(command)?;
        let missing = || io::Error::other("the helper has no pipe");
        let input = ChildStdin::from_std(child.stdin.take().ok_or_else(missing)?)?;
        let output = ChildStdout::from_std(child.stdout.take().ok_or_else(missing)?)?;
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    async fn read(&mut self) -> io::Result<Frame> {
        wire::read_frame(&mut self.output).await?.ok_or_else(|| {
            io::Error::new(io::ErrorKind::UnexpectedEof, "the embedded Postgres ended")
        })
    }
}

/// What a query of our own gave.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The rows' values as text.
    pub(crate) rows: Vec<Vec<Option<String>>>,
    /// The first error's code and message.
    pub(crate) error: Option<(String, String)>,
}

/// The backend has no login whose name a RESET would go back to.
const OURSELVES: &str = "SET SESSION AUTHORIZATION postgres";

/// The settings that a session has changed. The account is not listed among
/// the settings. It comes last: setting it may need the rights it takes away.
const CHANGED_SETTINGS: &str = "\
SELECT name, setting FROM pg_settings WHERE source = 'session' AND context IN ('user', 'superuser')
UNION ALL SELECT 'session_authorization', session_user WHERE session_user <> 'postgres'
UNION ALL SELECT 'role', current_setting('role') WHERE current_setting('role') <> 'none'";
