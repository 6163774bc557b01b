//! From a [`Target`] to an open session, or to an error that says what to do.
//!
//! A session uses unnamed statements and the simple protocol only, and leaves
//! nothing behind in the server between transactions, so that it works the same
//! through a transaction pooler.

mod error;
mod pgpass;
mod session;
mod tls;

use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use crate::cancel::Cancel;
use crate::target::{Host, Target, Tls};

pub use error::{ConnectError, Reason};
pub use session::{Notice, Row, ServerError, SessionError};
pub(crate) use session::{Part, Session};

/// The name that `pg_stat_activity` shows for our sessions.
const APPLICATION_NAME: &str = "mizzle";

/// Opens a session.
pub(crate) async fn connect(target: &Target) -> Result<Session, ConnectError> {
    let config = config(target)?;
    let connector = tls::connector(&target.tls).map_err(|reason| target_error(target, reason))?;
    let connecting = config.connect(connector.clone());
    let connecting = tokio::time::timeout(target.connect_timeout, connecting);
    let connected = tokio::select! {
        biased;
        () = asked(target.cancel.as_ref()) => return Err(target_error(target, Reason::Cancelled)),
        connected = connecting => connected,
    };
    let (client, connection) = connected
        .map_err(|_| target_error(target, Reason::Timeout(target.connect_timeout)))?
        .map_err(|error| target_error(target, error::reason(&error, target)))?;
    Ok(Session::start(client, connection, connector, target.cancel.clone()))
}

/// Returns once the switch is set, so never where there is none.
async fn asked(cancel: Option<&Cancel>) {
    match cancel {
        Some(cancel) => cancel.wait().await,
        None => std::future::pending().await,
    }
}

fn target_error(target: &Target, reason: Reason) -> ConnectError {
    ConnectError { target: target.to_string(), pooled: target.looks_pooled(), reason }
}

fn config(target: &Target) -> Result<Config, ConnectError> {
    let mut config = Config::new();
    match &target.host {
        Host::Tcp(host) => match expected_name(&target.tls) {
            // The certificate's name comes from the config, the address from the host.
            Some(name) => {
                let address = resolve(host, target.port)
                    .map_err(|error| target_error(target, Reason::UnknownHost(error)))?;
                config.host(name).hostaddr(address);
            }
            None => {
                config.host(host);
            }
        },
        #[cfg(unix)]
        Host::Socket(folder) => {
            config.host_path(folder);
        }
        #[cfg(not(unix))]
        Host::Socket(_) => return Err(target_error(target, Reason::NoSockets)),
    }
    config
        .port(target.port)
        .user(&target.user)
        .dbname(&target.database)
        .application_name(target.application_name.as_deref().unwrap_or(APPLICATION_NAME))
        .connect_timeout(target.connect_timeout)
        .keepalives_idle(std::time::Duration::from_secs(60));
    if let Some(options) = &target.options {
        config.options(options);
    }
    match &target.password {
        Some(password) => {
            config.password(password.reveal());
        }
        None => {
            if let Some(password) = pgpass::find(target) {
                config.password(password.reveal());
            }
        }
    }
    // node-postgres speaks no TLS over a unix socket either.
    config.ssl_mode(match (&target.host, &target.tls) {
        (Host::Socket(_), _) | (_, Tls::Off) => SslMode::Disable,
        (Host::Tcp(_), Tls::Required(_)) => SslMode::Require,
        (Host::Tcp(_), Tls::IfOffered(_)) => SslMode::Prefer,
    });
    Ok(config)
}

fn expected_name(tls: &Tls) -> Option<&str> {
    match tls {
        Tls::Off => None,
        Tls::Required(options) | Tls::IfOffered(options) => options.server_name.as_deref(),
    }
}

fn resolve(host: &str, port: u16) -> Result<std::net::IpAddr, String> {
    use std::net::ToSocketAddrs;
    let mut addresses = (host, port).to_socket_addrs().map_err(|error| error.to_string())?;
    addresses.next().map(|address| address.ip()).ok_or_else(|| "it has no address".to_owned())
}
