//! Which file is the config.

use std::path::{Path, PathBuf};

use super::ConfigSource;
use crate::options::Result;
use crate::{LoadError, LoadErrorKind};

const NAMES: [&str; 3] = ["drizzle.config.ts", "drizzle.config.js", "drizzle.config.json"];

/// Is there a config that would be read without being named?
#[must_use]
pub fn has_default(cwd: &Path) -> bool {
    NAMES.iter().any(|name| cwd.join(name).is_file())
}

/// The config's path, which exists.
pub(super) fn find(cwd: &Path, source: &ConfigSource) -> Result<PathBuf> {
    match source {
        ConfigSource::File(path) => {
            let file = cwd.join(path);
            if file.is_file() {
                return Ok(file);
            }
            let what = if file.is_dir() { "is a folder, not a file" } else { "does not exist" };
            Err(LoadError::new(
                LoadErrorKind::NotFound,
                format!("the config {} {what}", path.display()),
            ))
        }
        ConfigSource::Default => {
            NAMES.iter().map(|name| cwd.join(name)).find(|file| file.is_file()).ok_or_else(|| {
                let message =
                    format!("no config in {}: looked for {}", cwd.display(), NAMES.join(", "));
                let other = ["mts", "cts", "mjs", "cjs"]
                    .iter()
                    .map(|extension| format!("drizzle.config.{extension}"))
                    .find(|name| cwd.join(name).is_file());
                LoadError::new(LoadErrorKind::NotFound, message).hint(match other {
                    Some(name) => format!("name the one that is there with `--config {name}`"),
                    None => {
                        "run it in the project's folder, or name a file with `--config`".to_owned()
                    }
                })
            })
        }
    }
}
