//! The owner of the one backend: opens its doors, counts its sessions, and
//! grants the migration lock. It lives on a thread and runtime of its own.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;
use tokio::sync::{Notify, oneshot};

use super::backend::{Backend, Settings, Start};
use super::door::Door;
use super::session::{self, Handle};

/// What sessions share.
#[derive(Debug)]
pub(crate) struct Share {
    /// First come, first served.
    pub(crate) backend: Arc<tokio::sync::Mutex<Backend>>,
    /// What the server reports at a session's start.
    pub(crate) reported: Settings,
    /// A statement that runs longer is ended, together with the helper.
    pub(crate) limit: Option<Duration>,
    sessions: Mutex<BTreeMap<u32, Arc<Handle>>>,
    ever: AtomicU32,
    lock: Mutex<Option<u32>>,
}

impl Share {
    /// Takes a new session in: its number and what others may do to it.
    pub(crate) fn enter(&self) -> (u32, Arc<Handle>) {
        let number = self.ever.fetch_add(1, Ordering::Relaxed) + 1;
        let handle = Arc::new(Handle {
            secret: random(),
            runs: AtomicBool::new(false),
            cancel: Notify::new(),
        });
        held(&self.sessions).insert(number, Arc::clone(&handle));
        (number, handle)
    }

    /// Lets a session go, and its lock. Whether it was the last one.
    pub(crate) fn exit(&self, session: u32) -> bool {
        self.unlock(session);
        let mut sessions = held(&self.sessions);
        sessions.remove(&session);
        sessions.is_empty()
    }

    /// Ends the statement of a session, for whoever knows its key.
    pub(crate) fn cancel(&self, session: u32, secret: u32) {
        if let Some(handle) = held(&self.sessions).get(&session)
            && handle.secret == Some(secret)
            && handle.runs.load(Ordering::SeqCst)
        {
            handle.cancel.notify_one();
        }
    }

    /// The migration lock, for one session at a time and again for its holder.
    pub(crate) fn try_lock(&self, session: u32) -> bool {
        *held(&self.lock).get_or_insert(session) == session
    }

    /// Gives the migration lock back, when this session has it.
    pub(crate) fn unlock(&self, session: u32) {
        let mut lock = held(&self.lock);
        if *lock == Some(session) {
            *lock = None;
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A number that nobody else can guess. Without one from the system nothing
/// can be cancelled, which is better than by anybody.
fn random() -> Option<u32> {
    getrandom::u32().ok()
}

/// A way in for clients.
#[derive(Debug, Clone)]
pub(crate) enum Listen {
    /// A unix socket at this path.
    #[cfg(unix)]
    Socket(PathBuf),
    /// A port of the loopback interface (0: any), guarded by a password.
    Loopback {
        /// The port.
        port: u16,
        /// What clients have to know.
        password: String,
    },
}

/// A backend that is being served. Dropping it ends its sessions, closes the
/// data and ends the helper.
#[derive(Debug)]
pub(crate) struct Serving {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    /// The port that was really taken, when there is one.
    pub(crate) port: Option<u16>,
}

impl Serving {
    /// Starts the helper and opens the doors; returns when clients can come.
    pub(crate) fn start(
        start: Start,
        doors: Vec<Listen>,
        limit: Option<Duration>,
    ) -> io::Result<Self> {
        let (stop, stopped) = oneshot::channel();
        let (report, reported) = mpsc::channel();
        let thread =
            std::thread::Builder::new().name("embedded Postgres".to_owned()).spawn(move || {
                let runtime =
                    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                        Ok(runtime) => runtime,
                        Err(error) => {
                            let _ = report.send(Err(error));
                            return;
                        }
                    };
                let here = tokio::task::LocalSet::new();
                here.block_on(&runtime, run(start, doors, limit, stopped, report));
            })?;
        let gone = || io::Error::other("the embedded Postgres did not start");
        let port = reported.recv().map_err(|_| gone())??;
        Ok(Self { stop: Some(stop), thread: Some(thread), port })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

type Report = mpsc::Sender<io::Result<Option<u16>>>;

async fn run(
    start: Start,
    doors: Vec<Listen>,
    limit: Option<Duration>,
    stopped: oneshot::Receiver<()>,
    report: Report,
) {
    let kept = start.data.is_some();
    let opened = async {
        let listeners = open(doors).await?;
        let backend = Backend::start(start).await?;
        io::Result::Ok((listeners, backend))
    };
    let (listeners, backend) = match opened.await {
        Ok(opened) => opened,
        Err(error) => {
            let _ = report.send(Err(error));
            return;
        }
    };
    let share = Arc::new(Share {
        reported: backend.reported.clone(),
        backend: Arc::new(tokio::sync::Mutex::new(backend)),
        limit,
        sessions: Mutex::default(),
        ever: AtomicU32::new(0),
        lock: Mutex::new(None),
    });
    let port = listeners.iter().find_map(Listener::port);
    if report.send(Ok(port)).is_err() {
        return;
    }
    let mut sessions = tokio::task::JoinSet::new();
    let doors: Vec<_> =
        listeners.into_iter().map(|listener| listener.accept_all(Arc::clone(&share))).collect();
    for door in doors {
        sessions.spawn_local(door);
    }
    let _ = stopped.await;
    // Ends the doors and all sessions, wherever they are; what they had open is rolled back
    // by the helper's end.
    sessions.shutdown().await;
    let mut backend = share.backend.lock().await;
    if kept { backend.close().await } else { backend.kill() }
}

enum Listener {
    #[cfg(unix)]
    Socket(UnixListener, PathBuf),
    Loopback(TcpListener, String),
}

async fn open(doors: Vec<Listen>) -> io::Result<Vec<Listener>> {
    let mut listeners = Vec::new();
    for door in doors {
        listeners.push(match door {
            #[cfg(unix)]
            Listen::Socket(path) => {
                // One that is left behind answers to nobody: its folder is ours.
                let _ = std::fs::remove_file(&path);
                Listener::Socket(UnixListener::bind(&path)?, path)
            }
            Listen::Loopback { port, password } => {
                Listener::Loopback(TcpListener::bind(("127.0.0.1", port)).await?, password)
            }
        });
    }
    Ok(listeners)
}

impl Listener {
    fn port(&self) -> Option<u16> {
        match self {
            #[cfg(unix)]
            Self::Socket(..) => None,
            Self::Loopback(listener, _) => listener.local_addr().ok().map(|address| address.port()),
        }
    }

    /// Serves whoever comes. One client's trouble is nobody else's.
    async fn accept_all(self, share: Arc<Share>) {
        let mut sessions = tokio::task::JoinSet::new();
        loop {
            while sessions.try_join_next().is_some() {}
            let share = Arc::clone(&share);
            match &self {
                #[cfg(unix)]
                Self::Socket(listener, _) => match listener.accept().await {
                    Ok((stream, _)) => {
                        sessions.spawn_local(session::serve(share, Door::Private, stream));
                    }
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                },
                Self::Loopback(listener, password) => match listener.accept().await {
                    Ok((stream, _)) => {
                        let _ = stream.set_nodelay(true);
                        let door = Door::Password(password.clone());
                        sessions.spawn_local(session::serve(share, door, stream));
                    }
                    // No descriptors left, or a client that reset before it was taken in.
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                },
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        match self {
            #[cfg(unix)]
            Self::Socket(_, path) => {
                let _ = std::fs::remove_file(path);
            }
            Self::Loopback(..) => {}
        }
    }
}
