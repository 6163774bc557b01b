//! The helper program: found, asked for its version, and started.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::devdb::error::DevError;
use crate::devdb::install::Version;
use crate::devdb::lease::{Abilities, Engine, Lease, Sessions};

/// The embedded Postgres of one helper program.
#[derive(Debug, Clone)]
pub struct Embedded {
    helper: PathBuf,
    version: Version,
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
        let said = String::from_utf8_lossy(&output.stdout);
        // `mizzle-pg 0.1.0 (PostgreSQL 18.4)`
        let version = said
            .rsplit_once("PostgreSQL ")
            .and_then(|(_, text)| Version::parse(text.trim().trim_end_matches(')')));
        version
            .map(|version| Self { helper: helper.to_path_buf(), version })
            .ok_or_else(|| failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }

    /// Lends a new, empty database: a helper process of its own.
    ///
    /// # Errors
    /// The process does not start.
    pub fn lease(&self) -> Result<Lease, DevError> {
        Err(DevError::Unsupported {
            label: self.label(),
            reason: "cannot be shared over a socket yet".to_owned(),
        })
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
}
