//! From the credentials of a config to the address of a server. What a connection
//! string means is decided in `mizzle-db`; this only translates one crate's words into
//! the other's.

use crate::environment::Environment;
use crate::error::Explanation;
use mizzle_db::target::{Parts, Password, SslObject, SslOption, Target, UrlError};
use mizzle_loader::config::{Credentials, Secret, Ssl, SslMode, Tls};

/// Credentials that name no server.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// A connection string, host or port that means nothing. Its text is never part of
    /// the message, since it may hold a password.
    #[error("{reason} ({chosen_by})")]
    Url {
        /// What is wrong.
        reason: UrlError,
        /// Who gave it.
        chosen_by: String,
    },
    /// Credentials of another kind of database.
    #[error("the credentials do not name a Postgres server ({chosen_by})")]
    Foreign {
        /// Who gave them.
        chosen_by: String,
    },
}

impl AddressError {
    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("config_connection_error", self.to_string());
        match self {
            Self::Url { .. } => explanation,
            Self::Foreign { .. } => {
                explanation.hint("write `dbCredentials: { url: \"postgres://…\" }`")
            }
        }
    }
}

/// The server that the credentials name; variables such as `PGUSER` fill what they
/// leave open. What is done there ends where the environment says so.
pub(crate) fn address(
    credentials: &Credentials,
    environment: &Environment,
    chosen_by: &str,
) -> Result<Target, AddressError> {
    let lookup = |name: &str| environment.variables.get(name).cloned();
    let wrong = |reason| AddressError::Url { reason, chosen_by: chosen_by.to_owned() };
    let target = match credentials {
        Credentials::Url { url, .. } => {
            Target::parse(url.given().unwrap_or_default(), &lookup).map_err(wrong)
        }
        Credentials::Host { host, port, user, password, database, ssl } => {
            let text = |secret: &Secret| secret.given().map(str::to_owned);
            let optional = |secret: &Option<Secret>| secret.as_ref().and_then(text);
            let port = optional(port)
                .map(|port| port.trim().parse().map_err(|_| wrong(UrlError::Port)))
                .transpose()?;
            Parts {
                host: text(host),
                port,
                user: optional(user),
                password: optional(password).map(Password::new),
                database: text(database),
                ssl: ssl.as_ref().map(ssl_option),
            }
            .to_target(&lookup)
            .map_err(wrong)
        }
        Credentials::Absent
        | Credentials::AwsDataApi { .. }
        | Credentials::D1 { .. }
        | Credentials::Client
        | Credentials::Incomplete { .. } => {
            Err(AddressError::Foreign { chosen_by: chosen_by.to_owned() })
        }
    };
    Ok(target?.until(environment.cancel.clone()))
}

fn ssl_option(ssl: &Ssl) -> SslOption {
    match ssl {
        Ssl::Switch(on) => SslOption::Bool(*on),
        Ssl::Mode(mode) => SslOption::Word(
            match mode {
                SslMode::Allow => "allow",
                SslMode::Prefer => "prefer",
                SslMode::Require => "require",
                SslMode::VerifyFull => "verify-full",
            }
            .to_owned(),
        ),
        Ssl::Profile(word) => SslOption::Word(word.clone()),
        Ssl::Options(tls) => SslOption::Object(ssl_object(tls)),
    }
}

fn ssl_object(tls: &Tls) -> SslObject {
    SslObject {
        reject_unauthorized: tls.reject_unauthorized,
        ca: tls.ca.clone(),
        cert: tls.cert.clone(),
        key: tls.key.clone(),
        server_name: tls.server_name.clone(),
    }
}
