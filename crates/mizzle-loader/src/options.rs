//! What a loader is started with.

use crate::LoadError;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How to start a [`crate::Loader`].
#[derive(Clone)]
pub struct Options {
    /// The working directory that the code sees; absolute.
    pub cwd: PathBuf,
    /// `process.env` at the start. The process's own environment is never read.
    pub env: BTreeMap<String, String>,
    /// What the code may use.
    pub limits: Limits,
    /// The drizzle-orm to use where the project has none.
    pub embedded: Option<Arc<Embedded>>,
    /// Gets what the code prints. Called on the loader's thread.
    pub console: Console,
    /// Run the code in the project's own Node, outside of the sandbox.
    pub node: bool,
}

/// What the code of one [`crate::Loader::run`] may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time, from the start of the run. 30 seconds by default.
    pub time: Duration,
    /// Memory of the whole engine in bytes. 1 GiB by default.
    pub memory: usize,
}

/// Where printed text goes.
pub type Console = Arc<dyn Fn(Stream, &str) + Send + Sync>;

/// The two streams of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// What Node writes to standard output.
    Out,
    /// What Node writes to standard error.
    Err,
}

/// A drizzle-orm that ships with mizzle, for projects where none is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// The version in its `package.json`.
    pub version: String,
    /// ES modules by specifier (`drizzle-orm`, `drizzle-orm/pg-core`, …). They may
    /// import each other by exactly these names, and names of their own choosing.
    pub modules: BTreeMap<String, Cow<'static, str>>,
}

impl Options {
    /// The default limits, no embedded drizzle-orm, printed text dropped.
    pub fn new(cwd: impl Into<PathBuf>, env: BTreeMap<String, String>) -> Self {
        Self {
            cwd: cwd.into(),
            env,
            limits: Limits::default(),
            embedded: None,
            console: Arc::new(|_, _| ()),
            node: false,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), memory: 1 << 30 }
    }
}

impl fmt::Debug for Options {
    // The environment holds secrets: its values must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("cwd", &self.cwd)
            .field("env", &self.env.keys().collect::<Vec<_>>())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// What a load gives.
pub type Result<T> = std::result::Result<T, LoadError>;
