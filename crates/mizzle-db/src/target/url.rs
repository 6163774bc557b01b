//! Reads a connection string. No message holds any part of the string: it may
//! be cut wrongly exactly where the password is.

use std::time::Duration;

use super::decode::{Escapes, decode, decode_path, has_stray_percent};
use super::parts::Fields;
use super::ssl::{SslOption, UrlSsl};
use super::{Env, Password, Target};

/// Why a text is no connection string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Nothing there.
    #[error("the connection string is empty")]
    Empty,
    /// No `postgres://`.
    #[error("the connection string must begin with `postgres://` or `postgresql://`{}", FORM)]
    Scheme,
    /// `jdbc:postgresql://…`
    #[error("this is a connection string for Java: leave out `jdbc:`{}", FORM)]
    Jdbc,
    /// `host=… dbname=…`
    #[error("this is a connection string in libpq's `name=value` form: write it as a URL{}", FORM)]
    Keywords,
    /// Quotation marks around the whole.
    #[error(
        "the connection string is in quotation marks, which are part of its value: remove them"
    )]
    Quoted,
    /// `[` without `]`
    #[error("the address in the connection string begins with `[` and has no `]` behind it")]
    Bracket,
    /// A port that is no number from 0 to 65535.
    #[error(
        "the port in the connection string is no number from 1 to 65535; \
         a `/`, `?` or `#` in the password must be written as `%2F`, `%3F` or `%23`"
    )]
    Port,
    /// `host=a,b`
    #[error("the connection string names several hosts: name the one to migrate")]
    SeveralHosts,
    /// `verify-ca` without an authority.
    #[error(
        "sslmode=verify-ca needs `sslrootcert=FILE`: with the system's authorities, \
         use sslmode=verify-full"
    )]
    VerifyCaWithoutRoot,
    /// No user in the string and none in the environment.
    #[error("no user is named: write it in the connection string or in PGUSER")]
    NoUser,
}

/// The form that every such message shows.
const FORM: &str = ": postgres://user:password@host:5432/database";

pub(super) fn parse(text: &str, ssl: Option<&SslOption>, env: Env<'_>) -> Result<Target, UrlError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(UrlError::Empty);
    }
    // A socket's folder, then a blank and the database.
    if text.starts_with('/') {
        let (folder, database) = text.split_once(' ').unwrap_or((text, ""));
        return Fields {
            host: Some(folder.to_owned()),
            database: Some(database.to_owned()),
            tls: ssl.map(SslOption::to_tls),
            ..Fields::default()
        }
        .complete(env);
    }
    let url = Url::cut(text)?;
    let mut fields = url.fields()?;
    fields.tls = fields.tls.or_else(|| ssl.map(SslOption::to_tls));
    fields.complete(env)
}

/// The pieces of a URL, still escaped.
struct Url<'a> {
    socket: bool,
    user: &'a str,
    password: Option<&'a str>,
    host: &'a str,
    port: &'a str,
    path: &'a str,
    query: &'a str,
    escapes: Escapes,
}

impl<'a> Url<'a> {
    fn cut(text: &'a str) -> Result<Self, UrlError> {
        if text.starts_with(['"', '\'', '`']) {
            return Err(UrlError::Quoted);
        }
        let (scheme, rest) = text.split_once(':').ok_or_else(|| no_scheme(text))?;
        let socket = match scheme.to_ascii_lowercase().as_str() {
            "postgres" | "postgresql" | "pg" => false,
            "socket" => true,
            "jdbc" => return Err(UrlError::Jdbc),
            _ => return Err(no_scheme(text)),
        };
        let rest = match rest.strip_prefix("//") {
            Some(rest) => rest,
            None if socket => rest,
            None => return Err(UrlError::Scheme),
        };
        let escapes = if has_stray_percent(text) { Escapes::Decimal } else { Escapes::All };
        let (authority, rest) = rest.split_at(authority_end(rest));
        let (userinfo, address) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = match userinfo.split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (userinfo, None),
        };
        let (host, port) = cut_address(address)?;
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Ok(Self { socket, user, password, host, port, path, query, escapes })
    }

    fn fields(&self) -> Result<Fields, UrlError> {
        let decode = |text: &str| decode(text, self.escapes);
        let query: Vec<(String, String)> = self
            .query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                // A form's `+` is a blank.
                (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
            })
            .collect();
        // The last one holds, as in JavaScript's assignment one after the other.
        let parameter = |name: &str| {
            let found = query.iter().rev().find(|(own, _)| own == name);
            found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
        };
        let owned = |name: &str| parameter(name).map(str::to_owned);
        let mut notes = Vec::new();
        let tls = UrlSsl {
            ssl: parameter("ssl"),
            mode: parameter("sslmode"),
            root: parameter("sslrootcert"),
            cert: parameter("sslcert"),
            key: parameter("sslkey"),
            libpq: parameter("uselibpqcompat") == Some("true"),
            direct: parameter("sslnegotiation") == Some("direct"),
        }
        .to_tls(&mut notes)
        .map_err(|_| UrlError::VerifyCaWithoutRoot)?;
        let (host, database) = if self.socket {
            (Some(decode_path(self.path, self.escapes)), owned("db"))
        } else {
            let path = self.path.strip_prefix('/').unwrap_or(self.path);
            (
                owned("host").or_else(|| Some(decode(self.host))),
                Some(decode_path(path, self.escapes)),
            )
        };
        Ok(Fields {
            host,
            port: owned("port").or_else(|| Some(self.port.to_owned())),
            user: owned("user").or_else(|| Some(decode(self.user))),
            password: owned("password")
                .or_else(|| self.password.filter(|text| !text.is_empty()).map(decode))
                .map(Password::new),
            database,
            tls,
            options: server_options(&parameter),
            application_name: owned("application_name"),
            connect_timeout: parameter("connect_timeout")
                .and_then(|seconds| seconds.parse().ok())
                .map(Duration::from_secs),
            notes,
        })
    }
}

/// Where the authority ends: at the first `/`, `?` or `#`, unless those are
/// part of a password, which shows in what would be the port.
fn authority_end(rest: &str) -> usize {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let Some(at) = rest.rfind('@').filter(|at| *at > end && !authority.contains('@')) else {
        return end;
    };
    let port = match authority.strip_prefix('[') {
        Some(_) => return end,
        None => authority.split_once(':').map(|(_, port)| port),
    };
    match port {
        Some(port) if !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            let behind = &rest[at + 1..];
            at + 1 + behind.find(['/', '?', '#']).unwrap_or(behind.len())
        }
        Some(_) | None => end,
    }
}

fn cut_address(address: &str) -> Result<(&str, &str), UrlError> {
    if let Some(inside) = address.strip_prefix('[') {
        let (host, rest) = inside.split_once(']').ok_or(UrlError::Bracket)?;
        return Ok((host, rest.strip_prefix(':').unwrap_or(rest)));
    }
    let (host, port) = address.split_once(':').unwrap_or((address, ""));
    if host.contains(',') || port.contains(',') {
        return Err(UrlError::SeveralHosts);
    }
    // Said here, since a wrong cut is the likely reason.
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return Err(UrlError::Port);
    }
    Ok((host, port))
}

fn no_scheme(text: &str) -> UrlError {
    let first = text.split_whitespace().next().unwrap_or_default();
    let keyword = first.split_once('=').map(|(word, _)| word);
    match keyword {
        Some("host" | "hostaddr" | "port" | "dbname" | "user" | "password" | "sslmode") => {
            UrlError::Keywords
        }
        Some(_) | None => UrlError::Scheme,
    }
}

/// `options`, and the settings that node-postgres sends when it starts a session.
fn server_options<'a>(parameter: &impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut options: Vec<String> = parameter("options").map(str::to_owned).into_iter().collect();
    for name in ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"] {
        if let Some(value) = parameter(name) {
            options.push(format!("-c {name}={}", value.replace('\\', r"\\").replace(' ', r"\ ")));
        }
    }
    (!options.is_empty()).then(|| options.join(" "))
}
