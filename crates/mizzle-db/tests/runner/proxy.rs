//! A wire between a client and the server that reads what the client sends and
//! stalls at the message a test chooses.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use std::time::Duration;

use mizzle_db::target::{Host, Target};

/// Where a message stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stall {
    /// It never reaches the server, nor does what comes behind it.
    Before,
    /// It reaches the server with all that is behind it; no answer comes back.
    Behind,
}

/// A proxy on a port of its own, for as long as this value lives.
pub(crate) struct Proxy {
    port: u16,
    hit: Receiver<()>,
}

/// What the threads share.
struct Plan {
    server: Host,
    port: u16,
    text: String,
    stall: Stall,
    hit: Mutex<Option<Sender<()>>>,
}

impl Proxy {
    /// Stalls at the first message that holds the text.
    pub(crate) fn start(server: &Target, text: &str, stall: Stall) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, hit) = channel();
        let plan = Arc::new(Plan {
            server: server.host.clone(),
            port: server.port,
            text: text.to_owned(),
            stall,
            hit: Mutex::new(Some(sender)),
        });
        spawn(move || {
            for client in listener.incoming().flatten() {
                let plan = plan.clone();
                spawn(move || serve(client, &plan));
            }
        });
        Self { port, hit }
    }

    /// The same database by way of the proxy.
    pub(crate) fn url(&self, target: &Target) -> String {
        format!(
            "postgres://{}@127.0.0.1:{}/{}?sslmode=disable",
            target.user, self.port, target.database
        )
    }

    /// Waits until the message has come by.
    pub(crate) fn wait(&self) {
        let hit = self.hit.recv_timeout(Duration::from_secs(20));
        assert!(hit.is_ok(), "the message never came");
    }
}

/// A connection to the server, whichever way it listens.
pub(crate) enum Upstream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Upstream {
    pub(crate) fn open(host: &Host, port: u16) -> Self {
        match host {
            Host::Tcp(host) => Self::Tcp(TcpStream::connect((host.as_str(), port)).unwrap()),
            Host::Socket(folder) => {
                let path = folder.join(format!(".s.PGSQL.{port}"));
                Self::Unix(UnixStream::connect(path).unwrap())
            }
        }
    }

    fn again(&self) -> Self {
        match self {
            Self::Tcp(stream) => Self::Tcp(stream.try_clone().unwrap()),
            Self::Unix(stream) => Self::Unix(stream.try_clone().unwrap()),
        }
    }

    fn close(&self) {
        let _ = match self {
            Self::Tcp(stream) => stream.shutdown(Shutdown::Both),
            Self::Unix(stream) => stream.shutdown(Shutdown::Both),
        };
    }
}

impl Read for Upstream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            Self::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Upstream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            Self::Unix(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn serve(mut client: TcpStream, plan: &Plan) {
    client.set_nodelay(true).unwrap();
    let mut server = Upstream::open(&plan.server, plan.port);
    let mut answers = server.again();
    let mut back = client.try_clone().unwrap();
    let deaf = Arc::new(Mutex::new(false));
    let stalled = deaf.clone();
    spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count) = answers.read(&mut buffer) {
            if count == 0
                || (!*stalled.lock().unwrap() && back.write_all(&buffer[..count]).is_err())
            {
                break;
            }
        }
    });
    // The first message has no kind.
    let mut start = true;
    let mut held = false;
    while let Some(message) = read_message(&mut client, start) {
        start = false;
        if !held && holds(&message, &plan.text) {
            held = plan.stall == Stall::Before;
            *deaf.lock().unwrap() = true;
            if let Some(hit) = plan.hit.lock().unwrap().take() {
                // Behind: the server has it before anybody is told.
                if !held {
                    server.write_all(&message).unwrap();
                }
                hit.send(()).unwrap();
                continue;
            }
        }
        if !held && server.write_all(&message).is_err() {
            break;
        }
    }
    // The client is gone. So is its connection, as when a process is killed.
    server.close();
}

pub(crate) fn read_message(client: &mut TcpStream, start: bool) -> Option<Vec<u8>> {
    let kind = usize::from(!start);
    let mut message = vec![0; kind + 4];
    client.read_exact(&mut message).ok()?;
    let length = u32::from_be_bytes(message[kind..].try_into().unwrap());
    message.resize(kind + length as usize, 0);
    client.read_exact(&mut message[kind + 4..]).ok()?;
    Some(message)
}

fn holds(message: &[u8], text: &str) -> bool {
    message.windows(text.len()).any(|window| window == text.as_bytes())
}
