//! Why there is no connection, in the user's words, with what to do about it.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use tokio_postgres::error::SqlState;

use crate::target::{Host, Target};

/// A connection that did not come about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot connect to {target}: {reason}")]
pub struct ConnectError {
    /// Where to, without the password.
    pub target: String,
    /// Does the address look like a transaction pooler's?
    pub pooled: bool,
    /// Why not.
    pub reason: Reason,
}

/// What stood in the way of a connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The host is there, and nobody listens at the port or the socket.
    #[error("no server is listening there ({0})")]
    NotListening(String),
    /// The host's name leads nowhere.
    #[error("the host is not known ({0})")]
    UnknownHost(String),
    /// No answer in time.
    #[error("no answer within {} s", .0.as_secs())]
    Timeout(Duration),
    /// The network failed in another way.
    #[error("{0}")]
    Network(String),
    /// A role without the right password.
    #[error("the server does not accept the password of user \"{0}\"")]
    WrongPassword(String),
    /// The server asks for a password and none is known.
    #[error("the server asks for a password and none is given for user \"{0}\"")]
    NoPassword(String),
    /// No such database.
    #[error("database \"{0}\" does not exist")]
    UnknownDatabase(String),
    /// No such role.
    #[error("role \"{0}\" does not exist")]
    UnknownRole(String),
    /// `pg_hba.conf` has no line for us.
    #[error("the server lets nobody in from here this way: {0}")]
    NotAdmitted(String),
    /// Starting, stopping, recovering.
    #[error("the server is not ready: {0}")]
    NotReady(String),
    /// All connections are taken.
    #[error("the server has no connection to spare: {0}")]
    TooMany(String),
    /// TLS is asked for and the server has none.
    #[error("the server does not speak TLS, which the target asks for")]
    TlsRefused,
    /// The server's certificate is not accepted.
    #[error("the server's certificate is not accepted: {0}")]
    Certificate(String),
    /// The TLS handshake failed.
    #[error("the TLS handshake failed: {0}")]
    TlsFailed(String),
    /// TLS could not be set up on our side.
    #[error("TLS cannot be set up: {0}")]
    TlsSetup(String),
    /// A certificate or key that is not in PEM form.
    #[error("{0} holds no {1} in PEM form")]
    NoPem(String, &'static str),
    /// A certificate or key file that cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, String),
    /// A certificate without key, or the reverse.
    #[error("`{0}` is given without `{1}`")]
    HalfClientCertificate(&'static str, &'static str),
    /// This system has no unix sockets for databases.
    #[error("unix sockets are not available on this system")]
    NoSockets,
    /// Nobody waits for it any more.
    #[error("it was stopped")]
    Cancelled,
    /// The server said no in another way.
    #[error("{message} (SQLSTATE {code})")]
    Refused {
        /// Its message.
        message: String,
        /// Its code.
        code: String,
    },
    /// What listens there is no Postgres.
    #[error("what answers there is not a Postgres server ({0})")]
    NotPostgres(String),
}

impl ConnectError {
    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        Some(match &self.reason {
            Reason::NotListening(_) => {
                "start the server, or correct host and port; a server in a container must \
                 publish its port"
                    .to_owned()
            }
            Reason::UnknownHost(_) => "correct the host in the connection string".to_owned(),
            Reason::Timeout(_) => {
                "a firewall or a paused server often answers nothing; `?connect_timeout=60` \
                 waits longer"
                    .to_owned()
            }
            Reason::WrongPassword(_) => "correct the password; in a connection string, \
                 `@ : / ? # %` inside it are written as `%40 %3A %2F %3F %23 %25`"
                .to_owned(),
            Reason::NoPassword(_) => {
                "write it in the connection string, in PGPASSWORD or in ~/.pgpass".to_owned()
            }
            Reason::UnknownDatabase(name) => {
                format!("create it with `createdb {name}`, or correct the name")
            }
            Reason::UnknownRole(name) => {
                format!("create it with `createuser {name}`, or correct the user")
            }
            Reason::NotAdmitted(message) if message.contains("no encryption") => {
                "the server wants TLS: add `?sslmode=verify-full`, or `?sslmode=no-verify` for a \
                 certificate of its own making"
                    .to_owned()
            }
            Reason::NotAdmitted(_) => "add a line for this user, database and address to the \
                 server's pg_hba.conf"
                .to_owned(),
            Reason::NotReady(_) => "try again in a moment".to_owned(),
            Reason::TooMany(_) => {
                "close other connections, or raise max_connections; migrate needs two".to_owned()
            }
            Reason::TlsRefused => {
                "without TLS: `?sslmode=disable` in the connection string, or `ssl: false` beside \
                 the host"
                    .to_owned()
            }
            Reason::Certificate(_) => "name its authority with `sslrootcert=FILE` (or `ssl.ca`), \
                 or connect unchecked with `sslmode=no-verify`"
                .to_owned(),
            Reason::NotPostgres(_) => "correct host and port".to_owned(),
            Reason::Network(_)
            | Reason::TlsFailed(_)
            | Reason::TlsSetup(_)
            | Reason::NoPem(..)
            | Reason::Unreadable(..)
            | Reason::HalfClientCertificate(..)
            | Reason::NoSockets
            | Reason::Cancelled
            | Reason::Refused { .. } => return None,
        })
    }
}

/// What a failed attempt means.
pub(super) fn reason(error: &tokio_postgres::Error, target: &Target) -> Reason {
    if let Some(db) = error.as_db_error() {
        return refusal(db, target);
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return tls_reason(tls);
        }
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            // rustls wraps its own errors in those of the stream.
            if let Some(tls) = io.get_ref().and_then(|own| own.downcast_ref::<rustls::Error>()) {
                return tls_reason(tls);
            }
            return network(io, target);
        }
        cause = inner.source();
    }
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    let text = format!("{error}{cause}");
    if text.contains("password missing") {
        Reason::NoPassword(target.user.clone())
    } else if text.contains("server does not support TLS") {
        Reason::TlsRefused
    } else if text.contains("unexpected message") || text.contains("parsing response") {
        Reason::NotPostgres(text)
    } else if error.is_closed() {
        Reason::Network("the server closed the connection".to_owned())
    } else {
        Reason::Network(text)
    }
}

fn refusal(db: &tokio_postgres::error::DbError, target: &Target) -> Reason {
    let message = db.message().to_owned();
    let code = db.code();
    if *code == SqlState::INVALID_PASSWORD {
        match target.password {
            Some(_) => Reason::WrongPassword(target.user.clone()),
            None => Reason::NoPassword(target.user.clone()),
        }
    } else if *code == SqlState::INVALID_CATALOG_NAME {
        Reason::UnknownDatabase(target.database.clone())
    } else if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION {
        if message.contains("does not exist") {
            Reason::UnknownRole(target.user.clone())
        } else {
            Reason::NotAdmitted(message)
        }
    } else if *code == SqlState::CANNOT_CONNECT_NOW {
        Reason::NotReady(message)
    } else if *code == SqlState::TOO_MANY_CONNECTIONS {
        Reason::TooMany(message)
    } else {
        Reason::Refused { message, code: code.code().to_owned() }
    }
}

fn network(error: &io::Error, target: &Target) -> Reason {
    use io::ErrorKind;
    let kind = error.kind();
    if matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::NotFound) {
        return Reason::NotListening(match &target.host {
            Host::Tcp(_) => "connection refused".to_owned(),
            Host::Socket(folder) => {
                folder.join(format!(".s.PGSQL.{}", target.port)).display().to_string()
            }
        });
    }
    if kind == ErrorKind::TimedOut {
        return Reason::Timeout(target.connect_timeout);
    }
    if matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) {
        return Reason::NotPostgres("it closed the connection without an answer".to_owned());
    }
    let text = error.to_string();
    if text.contains("lookup address") {
        Reason::UnknownHost(text.rsplit(": ").next().unwrap_or(text.as_str()).to_owned())
    } else if text.contains("unexpected message") || text.contains("invalid message") {
        Reason::NotPostgres(text)
    } else {
        Reason::Network(text)
    }
}

fn tls_reason(error: &rustls::Error) -> Reason {
    use rustls::CertificateError as Bad;
    let rustls::Error::InvalidCertificate(bad) = error else {
        return Reason::TlsFailed(error.to_string());
    };
    Reason::Certificate(if *bad == Bad::UnknownIssuer {
        "it is signed by an authority that is not known here".to_owned()
    } else if let Bad::NotValidForNameContext { expected, presented } = bad {
        let presented =
            if presented.is_empty() { "no host".to_owned() } else { presented.join(", ") };
        format!("it is made out to {presented}, not to {}", expected.to_str())
    } else if matches!(bad, Bad::Expired | Bad::ExpiredContext { .. }) {
        "it has expired".to_owned()
    } else {
        bad.to_string()
    })
}
