//! Which server and database, as whom, and how the way there is secured.
//!
//! A [`Target`] is made from a connection string or from the parts that a
//! config lists, and means what node-postgres (`pg` 8.23 with
//! `pg-connection-string` 2.14) makes of the same input, since the application
//! connects through that. Knows no network. The password is never part of
//! anything that is shown.

mod decode;
mod parts;
mod ssl;
mod url;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::cancel::Cancel;

pub use parts::Parts;
pub use ssl::{Pem, SslObject, SslOption, Tls, TlsOptions, Verify};
pub use url::UrlError;

/// Looks up an environment variable. Passed in, so that what a target means
/// depends on its arguments only.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// How long a connection may take when the connection string does not say.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// A database to connect to.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// Where the server listens.
    pub host: Host,
    /// TCP port, or the number in a socket's file name.
    pub port: u16,
    /// Role to log in as.
    pub user: String,
    /// Its password, if one is known.
    pub password: Option<Password>,
    /// Database.
    pub database: String,
    /// How the connection is secured.
    pub tls: Tls,
    /// `-c name=value` words for the server's command line, as libpq's `options`.
    pub options: Option<String>,
    /// Name under which `pg_stat_activity` lists the connection.
    pub application_name: Option<String>,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// What the user should know about the way this target was written.
    pub notes: Vec<String>,
    /// Ends what is done there: the statement that runs, and all that would follow it.
    pub cancel: Option<Cancel>,
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A name or an address, IPv6 without brackets.
    Tcp(String),
    /// The folder of a unix socket.
    Socket(PathBuf),
}

/// A secret that prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Hides a password.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The password itself, for the handshake only.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Target {
    /// Reads a connection string; variables such as `PGUSER` fill what it leaves out.
    pub fn parse(text: &str, env: Env<'_>) -> Result<Self, UrlError> {
        url::parse(text, None, env)
    }

    /// Reads a connection string beside which a config has an `ssl` option.
    /// What the string says about TLS holds.
    pub fn parse_with_ssl(
        text: &str,
        ssl: Option<&SslOption>,
        env: Env<'_>,
    ) -> Result<Self, UrlError> {
        url::parse(text, ssl, env)
    }

    /// Is the server on this machine, as far as its name says?
    pub fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Socket(_) => true,
            Host::Tcp(host) if host.eq_ignore_ascii_case("localhost") => true,
            Host::Tcp(host) => {
                host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
            }
        }
    }

    /// The same server and role with another database.
    pub fn with_database(&self, database: impl Into<String>) -> Self {
        Self { database: database.into(), ..self.clone() }
    }

    /// The same for work that whoever has the switch may end.
    pub fn until(&self, cancel: Option<Cancel>) -> Self {
        Self { cancel, ..self.clone() }
    }

    /// Is it an address that hosted services give to their transaction poolers?
    /// A hint for messages only: nothing is done differently because of it.
    pub fn looks_pooled(&self) -> bool {
        match &self.host {
            Host::Tcp(host) => {
                host.split('.').next().is_some_and(|name| name.ends_with("-pooler"))
                    || (self.port == 6543 && host.ends_with(".supabase.com"))
                    || (self.port == 6432)
            }
            Host::Socket(_) => false,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { user, database, port, .. } = self;
        match &self.host {
            Host::Tcp(host) if host.contains(':') => {
                write!(f, "postgresql://{user}@[{host}]:{port}/{database}")
            }
            Host::Tcp(host) => write!(f, "postgresql://{user}@{host}:{port}/{database}"),
            Host::Socket(folder) => {
                write!(f, "postgresql://{user}@/{database}?host={}", folder.display())?;
                if *port == 5432 { Ok(()) } else { write!(f, "&port={port}") }
            }
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("place", &self.to_string())
            .field("password", &self.password)
            .field("tls", &self.tls)
            .field("options", &self.options)
            .field("application_name", &self.application_name)
            .field("connect_timeout", &self.connect_timeout)
            .field("notes", &self.notes)
            .finish()
    }
}
