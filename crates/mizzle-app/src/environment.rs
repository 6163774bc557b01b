//! What holds for every command in a folder, before any config is run: the
//! environment with `.env`, and `mizzle.toml`.

use crate::error::Error;
use crate::event::{Event, Events};
use crate::mizzle_toml::MizzleToml;
use mizzle_db::cancel::Cancel;
use mizzle_loader::read_dotenv;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The folder a command runs in, with what is said there.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The working directory. Paths of the config are relative to it.
    pub cwd: PathBuf,
    /// The variables of the process, and those of `.env` that it lacks.
    pub variables: BTreeMap<String, String>,
    /// `mizzle.toml`
    pub settings: MizzleToml,
    /// Ends what only looks: what it does on a server at once, the rest at its next step.
    /// Operations that change a database are given a switch of their own.
    pub cancel: Option<Cancel>,
}

impl Environment {
    /// Reads `.env` and `mizzle.toml` of the working directory.
    pub fn read(
        cwd: PathBuf,
        mut variables: BTreeMap<String, String>,
        events: Events<'_>,
    ) -> Result<Self, Error> {
        if let Some(dotenv) = read_dotenv(&cwd, &variables)? {
            dotenv.fill(&mut variables);
            events(Event::EnvLoaded { file: dotenv.file });
        }
        let settings = MizzleToml::read(&cwd)?;
        Ok(Self { cwd, variables, settings, cancel: None })
    }

    /// Asked between two steps, and before anything is written.
    ///
    /// # Errors
    /// The work was stopped.
    pub fn go_on(&self) -> Result<(), Error> {
        if self.cancel.as_ref().is_some_and(Cancel::is_cancelled) {
            return Err(Error::Stopped);
        }
        Ok(())
    }

    /// Is a person's machine at work, or a build server? Every common one sets `CI`.
    pub fn is_ci(&self) -> bool {
        self.variables.get("CI").is_some_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
    }
}
