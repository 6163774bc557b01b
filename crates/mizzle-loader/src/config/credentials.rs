//! `dbCredentials` in all its forms. A value that came out undefined or empty stays
//! visible as such: the target is never guessed, and the error has to say which
//! variable is not set.

use std::fmt;

/// `dbCredentials`.
#[derive(Debug, Clone, PartialEq)]
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
}

impl Secret {
    /// A value that is set, for instance by a flag.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), variable: None }
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
