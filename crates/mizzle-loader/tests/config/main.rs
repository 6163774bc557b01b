//! Configs as projects write them, read in the embedded engine; no package installed.
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests may stop")]

mod credentials;
mod errors;
mod forms;

use mizzle_loader::{Config, ConfigSource, LoadError, Loader, Options};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// A folder with files, and an environment.
pub(crate) struct Project {
    folder: tempfile::TempDir,
    env: BTreeMap<String, String>,
}

impl Project {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap(), env: BTreeMap::new() };
        for (file, text) in files {
            let path = project.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        project
    }

    /// A project whose `drizzle.config.ts` gives what is written.
    pub(crate) fn with_config(object: &str) -> Self {
        Self::new(&[("drizzle.config.ts", &format!("export default {object};\n"))])
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.into(), value.into());
        self
    }

    pub(crate) fn path(&self) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap()
    }

    pub(crate) fn loader(&self) -> Loader {
        Loader::start(Options::new(self.path(), self.env.clone())).unwrap()
    }

    pub(crate) fn load(&self, source: &ConfigSource) -> Result<Config, LoadError> {
        self.loader().config(source)
    }

    pub(crate) fn config(&self) -> Config {
        self.load(&ConfigSource::Default).unwrap_or_else(|error| panic!("{error:#?}"))
    }

    pub(crate) fn error(&self) -> LoadError {
        self.load(&ConfigSource::Default).map_or_else(|error| error, |config| panic!("{config:#?}"))
    }
}
