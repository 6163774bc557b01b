//! `dbCredentials` in all its forms. A value that came out undefined or empty stays
//! visible as such: the target is never guessed, and the error has to say which
//! variable is not set.

use std::fmt;

use super::options::Driver;
use super::read::{Object, Reader, join};
use super::value::Js;
use crate::Place;
use crate::options::Result;

/// `dbCredentials`.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a program has one of it")]
pub enum Credentials {
    /// Not written.
    Absent,
    /// `{ url }`: a connection URL, or a path for SQLite and PGlite.
    Url {
        /// `url`
        url: Secret,
        /// `authToken` (Turso)
        auth_token: Option<Secret>,
    },
    /// `{ host, … }`
    Host {
        /// `host` (`server` for SQL Server)
        host: Secret,
        /// `port`, as written: a number or digits.
        port: Option<Secret>,
        /// `user`
        user: Option<Secret>,
        /// `password`
        password: Option<Secret>,
        /// `database`
        database: Secret,
        /// `ssl`
        ssl: Option<Ssl>,
    },
    /// `{ database, secretArn, resourceArn }` with `driver: "aws-data-api"`.
    AwsDataApi {
        /// `database`
        database: Secret,
        /// `secretArn`
        secret_arn: Secret,
        /// `resourceArn`
        resource_arn: Secret,
    },
    /// `{ accountId, databaseId, token }` with `driver: "d1-http"`.
    D1 {
        /// `accountId`
        account_id: Secret,
        /// `databaseId`
        database_id: Secret,
        /// `token`
        token: Secret,
    },
    /// `{ client }` with `driver: "pglite"`: an object of the user's program, which
    /// only that program can talk to.
    Client,
    /// Written, but no form that drizzle-kit knows: neither `url` nor `host`.
    Incomplete {
        /// The keys that are there.
        keys: Vec<String>,
    },
}

/// One value of `dbCredentials`. Its text is never printed by `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret {
    text: Option<String>,
    variable: Option<String>,
    place: Option<Box<Place>>,
}

impl Secret {
    /// A value that is set, for instance by a flag.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// The text, unless it is undefined, null or empty.
    pub fn given(&self) -> Option<&str> {
        self.text.as_deref().filter(|text| !text.is_empty())
    }

    /// Is it there, but empty?
    pub fn is_empty(&self) -> bool {
        self.text.as_deref() == Some("")
    }

    /// The environment variable that the config reads for it, where its source says
    /// so (`process.env.DATABASE_URL!`).
    pub fn variable(&self) -> Option<&str> {
        self.variable.as_deref()
    }

    /// Where the config writes it.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.text.as_deref() {
            None => "undefined",
            Some("") => "empty",
            Some(_) => "set",
        })
    }
}

/// `ssl`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ssl {
    /// `true` or `false`
    Switch(bool),
    /// A word that Postgres users write.
    Mode(SslMode),
    /// Any other text: the name of a profile for MySQL.
    Profile(String),
    /// The options object of Node's `tls.connect`.
    Options(Tls),
}

/// The words that drizzle-kit takes for `ssl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SslMode {
    /// `allow`
    Allow,
    /// `prefer`
    Prefer,
    /// `require`
    Require,
    /// `verify-full`
    VerifyFull,
}

/// What is used of Node's TLS options. Texts are PEM.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tls {
    /// `rejectUnauthorized`; Node's default is `true`.
    pub reject_unauthorized: Option<bool>,
    /// `ca`, one or several.
    pub ca: Vec<String>,
    /// `cert`
    pub cert: Option<String>,
    /// `key`
    pub key: Option<String>,
    /// `passphrase` of the key.
    pub passphrase: Option<String>,
    /// `servername`
    pub server_name: Option<String>,
    /// Does it bring its own `checkServerIdentity`, which cannot be run here?
    pub own_identity_check: bool,
    /// Other keys that are there.
    pub others: Vec<String>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("reject_unauthorized", &self.reject_unauthorized)
            .field("ca", &self.ca.len())
            .field("cert", &self.cert.is_some())
            .field("key", &self.key.is_some())
            .field("server_name", &self.server_name)
            .finish_non_exhaustive()
    }
}

const HOST_KEYS: [&str; 5] = ["host", "port", "user", "password", "database"];

/// Reads `dbCredentials`, which drizzle-kit 0.20 had under other names.
pub(super) fn read(
    reader: &mut Reader<'_>,
    config: &Object,
    driver: Option<Driver>,
) -> Result<Credentials> {
    const PATH: &str = "dbCredentials";
    let Some(given) = reader.object(config, "", PATH)? else {
        return match config.get("connectionString") {
            None => Ok(Credentials::Absent),
            Some(_) => Ok(Credentials::Url {
                url: secret(reader, config, "", "connectionString")?,
                auth_token: None,
            }),
        };
    };
    let value = |key: &str| secret(reader, given, PATH, key);
    let optional = |key: &str| given.contains_key(key).then(|| value(key)).transpose();
    match driver {
        Some(Driver::AwsDataApi) => {
            return Ok(Credentials::AwsDataApi {
                database: value("database")?,
                secret_arn: value("secretArn")?,
                resource_arn: value("resourceArn")?,
            });
        }
        Some(Driver::D1Http) => {
            return Ok(Credentials::D1 {
                account_id: value("accountId")?,
                database_id: value("databaseId")?,
                token: value("token")?,
            });
        }
        Some(Driver::PgLite) if given.get("client").is_some_and(|client| !client.is_nothing()) => {
            return Ok(Credentials::Client);
        }
        Some(
            Driver::PgLite
            | Driver::Dsql
            | Driver::Expo
            | Driver::DurableSqlite
            | Driver::SqliteCloud,
        )
        | None => {}
    }
    let url_key =
        ["url", "connectionString", "uri"].into_iter().find(|key| given.contains_key(*key));
    let host_key =
        ["host", "server"].into_iter().find(|key| given.contains_key(*key)).unwrap_or("host");
    let host = value(host_key)?;
    let database = value("database")?;
    let complete = host.given().is_some() && (database.given().is_some() || host_key == "server");
    if let Some(key) = url_key.filter(|_| !complete) {
        return Ok(Credentials::Url { url: value(key)?, auth_token: optional("authToken")? });
    }
    if !HOST_KEYS.iter().any(|key| given.contains_key(*key)) && host_key == "host" {
        return Ok(Credentials::Incomplete { keys: given.keys().cloned().collect() });
    }
    let credentials = Credentials::Host {
        host,
        port: optional("port")?,
        user: optional("user")?,
        password: optional("password")?,
        database,
        ssl: ssl(reader, given)?,
    };
    if url_key.is_some() {
        reader.notices.push(
            "dbCredentials has both `url` and `host`; `host` is used, as drizzle-kit does".into(),
        );
    }
    Ok(credentials)
}

fn secret(reader: &Reader<'_>, object: &Object, above: &str, key: &str) -> Result<Secret> {
    let path = join(above, key);
    let text = match object.get(key) {
        None | Some(Js::Undefined | Js::Null) => None,
        Some(value) => Some(value.text().ok_or_else(|| {
            reader.error(&path, format!("`{path}` must be a string, but is {}", value.what()))
        })?),
    };
    Ok(Secret {
        text,
        variable: reader.outline.variable(&path).map(str::to_owned),
        place: reader.place(&path).map(Box::new),
    })
}

fn ssl(reader: &Reader<'_>, given: &Object) -> Result<Option<Ssl>> {
    const PATH: &str = "dbCredentials.ssl";
    Ok(Some(match given.get("ssl") {
        None | Some(Js::Undefined | Js::Null) => return Ok(None),
        Some(Js::Boolean(switch)) => Ssl::Switch(*switch),
        Some(Js::String(word)) => match word.as_str() {
            "allow" => Ssl::Mode(SslMode::Allow),
            "prefer" => Ssl::Mode(SslMode::Prefer),
            "require" => Ssl::Mode(SslMode::Require),
            "verify-full" => Ssl::Mode(SslMode::VerifyFull),
            other => Ssl::Profile(other.to_owned()),
        },
        Some(Js::Object(options)) => Ssl::Options(tls(reader, options)?),
        Some(other) => {
            let message = format!(
                "`{PATH}` must be true, false, a word or an object, but is {}",
                other.what()
            );
            return Err(reader.error(PATH, message));
        }
    }))
}

fn tls(reader: &Reader<'_>, options: &Object) -> Result<Tls> {
    const PATH: &str = "dbCredentials.ssl";
    let text = |key: &str| {
        let value = options.get(key).filter(|value| !value.is_nothing());
        value
            .map(|value| {
                let path = join(PATH, key);
                value.text().ok_or_else(|| {
                    reader
                        .error(&path, format!("`{path}` must be PEM text, but is {}", value.what()))
                })
            })
            .transpose()
    };
    let mut tls = Tls {
        reject_unauthorized: reader.switch(options, PATH, "rejectUnauthorized")?,
        cert: text("cert")?,
        key: text("key")?,
        passphrase: text("passphrase")?,
        server_name: text("servername")?,
        own_identity_check: matches!(options.get("checkServerIdentity"), Some(Js::Function)),
        ..Tls::default()
    };
    match options.get("ca") {
        Some(Js::Array(several)) => tls.ca = several.iter().filter_map(Js::text).collect(),
        _one => tls.ca = text("ca")?.into_iter().collect(),
    }
    let known = [
        "rejectUnauthorized",
        "ca",
        "cert",
        "key",
        "passphrase",
        "servername",
        "checkServerIdentity",
    ];
    tls.others = options.keys().filter(|key| !known.contains(&key.as_str())).cloned().collect();
    Ok(tls)
}
