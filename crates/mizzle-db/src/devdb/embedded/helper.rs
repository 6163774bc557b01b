//! The helper program: asked for its version, and started for a lease.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::backend::Start;
use super::share::{Listen, Serving};
use crate::devdb::cluster::{ClusterFolder, Identity, SOCKET, socket_url};
use crate::devdb::error::DevError;
use crate::devdb::install::Version;
use crate::devdb::lease::{Abilities, Engine, Lease, Sessions};
use crate::devdb::sql;

/// A lent database's statement may take this long. The engine heeds no
/// `statement_timeout`, so without a limit a loop in a migration would be waited
/// for without end.
const STATEMENT_LIMIT: Duration = Duration::from_secs(120);

/// The embedded Postgres of one helper program.
#[derive(Debug, Clone)]
pub struct Embedded {
    helper: PathBuf,
    version: Version,
    limit: Duration,
}

impl Embedded {
    /// Asks the helper program for its version.
    ///
    /// # Errors
    /// It does not run on this machine.
    pub fn open(helper: &Path) -> Result<Self, DevError> {
        let failed = |reason: String| DevError::Program { program: helper.to_path_buf(), reason };
        let output = Command::new(helper)
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| failed(error.to_string()))?;
        // `mizzle-pg 0.1.0 (PostgreSQL 18.4)`
        let said = String::from_utf8_lossy(&output.stdout);
        let version = said
            .rsplit_once("PostgreSQL ")
            .and_then(|(_, text)| Version::parse(text.trim().trim_end_matches(')')));
        let helper = helper.to_path_buf();
        version
            .map(|version| Self { helper, version, limit: STATEMENT_LIMIT })
            .ok_or_else(|| failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }

    /// The same engine with another limit for one statement of a lent database
    /// (120 s otherwise).
    #[must_use]
    pub fn with_statement_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Lends a new, empty database: a helper process of its own, its data in
    /// memory.
    ///
    /// # Errors
    /// The process does not start.
    pub fn lease(&self) -> Result<Lease, DevError> {
        let failed = |error: std::io::Error| DevError::NotStarted {
            label: self.label(),
            reason: error.to_string(),
        };
        let start = Start { helper: self.helper.clone(), data: None };
        let folder = ClusterFolder::make(Identity::Ours)?;
        let (door, url) = private_door(folder.path())?;
        let serving = Serving::start(start, vec![door], Some(self.limit)).map_err(failed)?;
        let url = url(&serving);
        let target = sql::target_of(&url)?;
        // Dropped in this order: the engine, then its folder.
        let guard = Box::new((serving, folder));
        Ok(Lease { url, target, abilities: self.abilities(), furnished: false, _guard: guard })
    }

    /// How it is named to people.
    #[must_use]
    pub fn label(&self) -> String {
        format!("embedded PostgreSQL {} ({})", self.version.full, self.helper.display())
    }

    /// What it is and can do.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        Abilities {
            engine: Engine::Embedded,
            version: self.version.clone(),
            sessions: Sessions::One,
            statement_timeout: false,
            collations: false,
        }
    }

    /// The version of its Postgres.
    pub(crate) fn version(&self) -> &Version {
        &self.version
    }

    /// The program itself.
    pub(crate) fn helper(&self) -> &Path {
        &self.helper
    }
}

/// A door that only this account can open, and the URL of who stands before it.
#[cfg(unix)]
pub(crate) fn private_door(
    folder: &Path,
) -> Result<(Listen, impl FnOnce(&Serving) -> String + use<>), DevError> {
    let url = socket_url(folder, "postgres");
    Ok((Listen::Socket(folder.join(SOCKET)), move |_: &Serving| url))
}

/// A door that only this account can open, and the URL of who stands before it.
#[cfg(windows)]
pub(crate) fn private_door(
    _folder: &Path,
) -> Result<(Listen, impl FnOnce(&Serving) -> String + use<>), DevError> {
    let password = crate::devdb::password::new()?;
    let door = Listen::Loopback { port: 0, password: password.clone() };
    Ok((door, move |serving: &Serving| loopback_url(serving.port.unwrap_or_default(), &password)))
}

/// The URL of a door in the network.
pub(crate) fn loopback_url(port: u16, password: &str) -> String {
    format!("postgresql://postgres:{password}@127.0.0.1:{port}/postgres")
}
