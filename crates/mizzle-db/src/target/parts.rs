//! A target given as host, port, user, password and database.

use std::path::PathBuf;
use std::time::Duration;

use super::ssl::{self, SslOption, Tls, TlsOptions, Verify};
use super::{CONNECT_TIMEOUT, Env, Host, Password, Target, UrlError};

/// The fields of a config's `dbCredentials` other than `url`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Name, address (IPv6 with or without brackets), or a socket's folder.
    pub host: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Role.
    pub user: Option<String>,
    /// Password.
    pub password: Option<Password>,
    /// Database.
    pub database: Option<String>,
    /// TLS; where the config has none, TLS is used if the server offers it.
    pub ssl: Option<SslOption>,
}

impl Parts {
    /// The target they name; variables such as `PGUSER` fill what is left out.
    pub fn to_target(&self, env: Env<'_>) -> Result<Target, UrlError> {
        let tls = match &self.ssl {
            Some(ssl) => ssl.to_tls(),
            // drizzle-kit insists on TLS here and node-postgres goes without;
            // a server can satisfy only one of them, so ask it.
            None => Tls::IfOffered(TlsOptions::with(Verify::Full)),
        };
        Fields {
            host: self.host.clone(),
            port: self.port.map(|port| port.to_string()),
            user: self.user.clone(),
            password: self.password.clone(),
            database: self.database.clone(),
            tls: Some(tls),
            ..Fields::default()
        }
        .complete(env)
    }
}

/// What any way of writing a target may give.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) host: Option<String>,
    pub(super) port: Option<String>,
    pub(super) user: Option<String>,
    pub(super) password: Option<Password>,
    pub(super) database: Option<String>,
    pub(super) tls: Option<Tls>,
    pub(super) options: Option<String>,
    pub(super) application_name: Option<String>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) notes: Vec<String>,
}

impl Fields {
    /// Fills what is missing from the environment and node-postgres's defaults.
    pub(super) fn complete(self, env: Env<'_>) -> Result<Target, UrlError> {
        let given = |own: Option<String>, name: &str| {
            own.filter(|text| !text.is_empty())
                .or_else(|| env(name).filter(|text| !text.is_empty()))
        };
        let host = given(self.host, "PGHOST").unwrap_or_else(|| "localhost".to_owned());
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&host);
        if host.contains(',') {
            return Err(UrlError::SeveralHosts);
        }
        let port = given(self.port, "PGPORT").unwrap_or_else(|| "5432".to_owned());
        let port = port.parse().map_err(|_| UrlError::Port)?;
        let system_user = || env("USER").or_else(|| env("USERNAME"));
        let user = given(self.user, "PGUSER").or_else(system_user).ok_or(UrlError::NoUser)?;
        let database = given(self.database, "PGDATABASE").unwrap_or_else(|| user.clone());
        let timeout = || env("PGCONNECT_TIMEOUT")?.parse().ok().map(Duration::from_secs);
        Ok(Target {
            host: if host.starts_with('/') {
                Host::Socket(PathBuf::from(host))
            } else {
                Host::Tcp(host.to_owned())
            },
            port,
            password: self
                .password
                .or_else(|| env("PGPASSWORD").filter(|text| !text.is_empty()).map(Password::new)),
            database,
            tls: self.tls.unwrap_or_else(|| ssl::from_env(env)),
            options: given(self.options, "PGOPTIONS"),
            application_name: given(self.application_name, "PGAPPNAME"),
            connect_timeout: self
                .connect_timeout
                .or_else(timeout)
                .filter(|timeout| !timeout.is_zero())
                .unwrap_or(CONNECT_TIMEOUT),
            notes: self.notes,
            cancel: None,
            user,
        })
    }
}
