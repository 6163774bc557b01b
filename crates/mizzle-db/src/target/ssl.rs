//! What `ssl`, `sslmode` and their companions mean.

use std::fmt;
use std::path::PathBuf;

use super::Env;

/// How a connection is secured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// Plain text.
    Off,
    /// TLS or no connection.
    Required(TlsOptions),
    /// TLS where the server has it. A server that has it must also pass.
    IfOffered(TlsOptions),
}

/// How the server proves who it is, and the client too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsOptions {
    /// What is checked.
    pub verify: Verify,
    /// Authorities to trust instead of the system's.
    pub ca: Vec<Pem>,
    /// The client's certificate.
    pub cert: Option<Pem>,
    /// The key of the client's certificate.
    pub key: Option<Pem>,
    /// Name to expect in the server's certificate instead of the host.
    pub server_name: Option<String>,
}

impl TlsOptions {
    /// Only the check differs from the defaults.
    pub fn with(verify: Verify) -> Self {
        Self { verify, ca: Vec::new(), cert: None, key: None, server_name: None }
    }
}

/// What is checked of a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verify {
    /// Issuer and name.
    Full,
    /// The issuer only.
    Issuer,
    /// Nothing.
    Nothing,
}

/// A certificate or key in PEM form.
#[derive(Clone, PartialEq, Eq)]
pub enum Pem {
    /// To be read when connecting.
    File(PathBuf),
    /// Given as text.
    Text(String),
}

impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({})", path.display()),
            // It may be a private key.
            Self::Text(_) => f.write_str("Text(…)"),
        }
    }
}

/// The `ssl` of a config's `dbCredentials`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SslOption {
    /// `ssl: true`
    Bool(bool),
    /// `ssl: "require"` and other words.
    Word(String),
    /// `ssl: { rejectUnauthorized: false, … }`, options of Node's `tls.connect`.
    Object(SslObject),
}

/// The options of Node's `tls.connect` that matter here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SslObject {
    /// False: nothing is checked.
    pub reject_unauthorized: Option<bool>,
    /// Authorities, PEM text.
    pub ca: Vec<String>,
    /// The client's certificate, PEM text.
    pub cert: Option<String>,
    /// Its key, PEM text.
    pub key: Option<String>,
    /// Name to expect in the certificate.
    pub server_name: Option<String>,
}

impl SslOption {
    /// As drizzle-kit passes it on to node-postgres: `require`, `prefer` and
    /// `allow` check nothing, `verify-full` and `true` check all.
    pub fn to_tls(&self) -> Tls {
        match self {
            Self::Bool(false) => Tls::Off,
            Self::Bool(true) => Tls::Required(TlsOptions::with(Verify::Full)),
            Self::Word(word) => match word.as_str() {
                "require" | "prefer" | "allow" | "no-verify" => {
                    Tls::Required(TlsOptions::with(Verify::Nothing))
                }
                "disable" | "false" | "0" => Tls::Off,
                _ => Tls::Required(TlsOptions::with(Verify::Full)),
            },
            Self::Object(object) => Tls::Required(TlsOptions {
                verify: match object.reject_unauthorized {
                    Some(false) => Verify::Nothing,
                    Some(true) | None => Verify::Full,
                },
                ca: object.ca.iter().cloned().map(Pem::Text).collect(),
                cert: object.cert.clone().map(Pem::Text),
                key: object.key.clone().map(Pem::Text),
                server_name: object.server_name.clone(),
            }),
        }
    }
}

/// `PGSSLMODE`, which node-postgres reads where nothing else speaks of TLS.
pub(super) fn from_env(env: Env<'_>) -> Tls {
    match env("PGSSLMODE").as_deref() {
        Some("prefer" | "require" | "verify-ca" | "verify-full") => {
            Tls::Required(TlsOptions::with(Verify::Full))
        }
        Some("no-verify") => Tls::Required(TlsOptions::with(Verify::Nothing)),
        Some(_) | None => Tls::Off,
    }
}

/// The parameters of a connection string that speak of TLS.
pub(super) struct UrlSsl<'a> {
    pub(super) ssl: Option<&'a str>,
    pub(super) mode: Option<&'a str>,
    pub(super) root: Option<&'a str>,
    pub(super) cert: Option<&'a str>,
    pub(super) key: Option<&'a str>,
    pub(super) libpq: bool,
    pub(super) direct: bool,
}

impl UrlSsl<'_> {
    /// `None` where the string says nothing; with a note where its word is
    /// stricter here than the user of libpq expects.
    pub(super) fn to_tls(&self, notes: &mut Vec<String>) -> Result<Option<Tls>, MissingRoot> {
        let system = self.root == Some("system");
        let file = |path: Option<&str>| path.map(|path| Pem::File(PathBuf::from(path)));
        let options = |verify| TlsOptions {
            verify,
            ca: file(self.root.filter(|_| !system)).into_iter().collect(),
            cert: file(self.cert),
            key: file(self.key),
            server_name: None,
        };
        let named = self.root.is_some() || self.cert.is_some() || self.key.is_some();
        let tls = match (self.mode, self.libpq) {
            (Some("disable"), _) => Tls::Off,
            (Some("no-verify") | Some("prefer"), true) | (Some("no-verify"), false) => {
                Tls::Required(options(Verify::Nothing))
            }
            (Some("require"), true) if self.root.is_none() => {
                Tls::Required(options(Verify::Nothing))
            }
            (Some("require"), true) => Tls::Required(options(Verify::Issuer)),
            (Some("verify-ca"), true) if self.root.is_none() => return Err(MissingRoot),
            (Some("verify-ca"), true) => Tls::Required(options(Verify::Issuer)),
            (Some(mode), _) => {
                if mode != "verify-full" {
                    notes.push(format!(
                        "sslmode={mode} checks the server's certificate, as node-postgres does; \
                         sslmode=no-verify does not"
                    ));
                }
                Tls::Required(options(Verify::Full))
            }
            (None, _) if named => Tls::Required(options(Verify::Full)),
            (None, _) => match self.ssl {
                Some("0" | "false") => Tls::Off,
                Some("no-verify") => Tls::Required(options(Verify::Nothing)),
                Some(_) => Tls::Required(options(Verify::Full)),
                None if self.direct => Tls::Required(options(Verify::Full)),
                None => return Ok(None),
            },
        };
        Ok(Some(tls))
    }
}

/// `uselibpqcompat=true&sslmode=verify-ca` without `sslrootcert`.
pub(super) struct MissingRoot;
