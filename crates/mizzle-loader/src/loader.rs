//! The loader as its callers see it: a thread with an engine on it, and questions
//! to that engine. Knows nothing of configs or schemas.

use crate::engine::Engine;
use crate::node::{self, Node, NodeSource};
use crate::options::{Embedded, Options, Result};
use crate::{LoadError, Place, Within};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, mpsc};

/// Interpreter, parser and module graph recurse; 32 MB is what the engine's own
/// limit (see `engine::STACK`) and a parser at its deepest need together.
const THREAD_STACK: usize = 32 << 20;

type Job = Box<dyn FnOnce(&mut Engine) + Send>;

/// An engine on a thread of its own. Everything loaded through one loader shares
/// one runtime: what a config puts into `process.env`, a schema sees.
///
/// Dropping it lets the thread end by itself; nothing is waited for.
pub struct Loader {
    jobs: mpsc::Sender<Job>,
    pub(crate) options: Options,
    /// The project's own Node, where the code runs in that.
    node: Option<Node>,
    /// Where the config names the schema files.
    pub(crate) schema_place: OnceLock<Place>,
}

/// A function of ours that is run over modules of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script<'a> {
    /// Its name in stack traces.
    pub name: &'a str,
    /// An ES module whose default export is `(modules, args, tools) => result`; it may
    /// be async, and the result must have a JSON form. Each of `modules` is
    /// `{ file, exports, order }`: the path, the namespace, and the export names in
    /// drizzle-kit's order. For `tools` see `js/runtime/tools.js`.
    pub source: &'a str,
}

/// What a specifier leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A file, with symbolic links followed.
    File(PathBuf),
    /// A module that is built in: `node:fs`, `drizzle-kit`.
    Builtin(String),
    /// A module of the embedded drizzle-orm.
    Embedded(String),
    /// A package that is not installed and is stood in for.
    StandIn(String),
}

/// How a specifier is asked for; packages may answer differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// `import`
    Import,
    /// `require`
    Require,
}

impl Loader {
    /// Starts the engine.
    ///
    /// # Errors
    /// If the thread or the engine cannot be had.
    pub fn start(options: Options) -> Result<Self> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let (node, kept) = (node::for_options(&options), options.clone());
        let (ready, started) = mpsc::sync_channel::<Result<()>>(1);
        std::thread::Builder::new()
            .name("mizzle-loader".into())
            .stack_size(THREAD_STACK)
            .spawn(move || {
                let mut engine = match Engine::new(options) {
                    Ok(engine) => engine,
                    Err(error) => return drop(ready.send(Err(error))),
                };
                drop(ready.send(Ok(())));
                while let Ok(job) = inbox.recv() {
                    job(&mut engine);
                }
                // Taking the heap apart object by object would only cost time.
                std::mem::forget(engine);
            })
            .map_err(|error| LoadError::internal(format!("cannot start a thread: {error}")))?;
        started.recv().map_err(|_| stopped())??;
        Ok(Self { jobs, options: kept, node, schema_place: OnceLock::new() })
    }

    /// Imports `entries` one after the other, then calls `script` with them and
    /// `args`, and gives its result as JSON text (`null` for undefined).
    ///
    /// # Errors
    /// Whatever the user's code, or the script, makes of it.
    pub fn run(
        &self,
        entries: &[PathBuf],
        script: Script<'_>,
        args: &serde_json::Value,
    ) -> Result<String> {
        if let Some(node) = &self.node {
            return node.run(self, entries, script, args);
        }
        let entries = entries.to_vec();
        let (name, source) = (script.name.to_owned(), script.source.to_owned());
        let args = args.to_string();
        self.ask(move |engine| engine.run(&entries, &name, &source, &args))?
    }

    /// What `specifier` leads to when `from`, a file, asks for it.
    ///
    /// # Errors
    /// If it leads nowhere.
    pub fn resolve(&self, specifier: &str, from: &Path, way: Way) -> Result<Resolved> {
        let (specifier, from) = (specifier.to_owned(), from.to_owned());
        self.ask(move |engine| engine.resolve(&specifier, &from, way))?
    }

    /// Where `export` of `file` is declared, or something in it. Follows re-exports. Where
    /// only what is in it cannot be found, the export's place.
    pub fn locate(&self, file: &Path, export: &str, within: Within) -> Option<Place> {
        let (file, export) = (file.to_owned(), export.to_owned());
        self.ask(move |engine| engine.locate(&file, &export, &within)).ok()?
    }

    /// The export names of a module file in drizzle-kit's order, types left out.
    ///
    /// # Errors
    /// If a file cannot be read or parsed.
    pub fn export_order(&self, file: &Path) -> Result<Vec<String>> {
        let file = file.to_owned();
        self.ask(move |engine| engine.export_order(&file))?
    }

    /// `process.env` as the code run so far left it.
    ///
    /// # Errors
    /// If the engine has stopped.
    pub fn env(&self) -> Result<BTreeMap<String, String>> {
        if let Some(node) = &self.node {
            return Ok(node.env().unwrap_or_else(|| self.options.env.clone()));
        }
        self.ask(|engine| engine.env())?
    }

    /// The files loaded so far that import `package` or a part of it: the user's own, then
    /// those of dependencies, each in the order in which they asked.
    ///
    /// # Errors
    /// If the engine has stopped.
    pub fn importers(&self, package: &str) -> Result<Vec<PathBuf>> {
        let package = package.to_owned();
        self.ask(move |engine| engine.importers(&package))
    }

    /// The packages that are not installed and were stood in for so far, sorted.
    ///
    /// # Errors
    /// If the engine has stopped.
    pub fn stand_ins(&self) -> Result<Vec<String>> {
        self.ask(|engine| engine.stand_ins())
    }

    /// The drizzle-orm for projects that have none, from here on.
    ///
    /// # Errors
    /// If the engine has stopped.
    pub fn embed(&self, embedded: Option<Arc<Embedded>>) -> Result<()> {
        self.ask(move |engine| engine.embed(embedded))
    }

    /// Forgets every file, so that all are read again.
    pub(crate) fn forget(&self) -> Result<()> {
        self.ask(Engine::forget)?
    }

    /// A file as the project's own Node gets it.
    pub(crate) fn node_source(&self, path: &str) -> Result<NodeSource> {
        let path = path.to_owned();
        self.ask(move |engine| engine.node_source(&path))?
    }

    /// The names that `from` imports of `file`, if that is CommonJS and they are known.
    pub(crate) fn commonjs_names(
        &self,
        specifier: &str,
        from: &Path,
        file: &Path,
    ) -> Option<Vec<String>> {
        let (specifier, from, file) = (specifier.to_owned(), from.to_owned(), file.to_owned());
        self.ask(move |engine| engine.commonjs_names(&specifier, &from, &file)).ok()?
    }

    /// An entry as an absolute path with links followed.
    pub(crate) fn real_path(&self, entry: &Path) -> Result<PathBuf> {
        let entry = entry.to_owned();
        self.ask(move |engine| engine.entry(&entry).map(PathBuf::from))?
    }

    /// Runs `job` on the engine's thread and waits for its answer.
    fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Engine) -> T + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.jobs
            .send(Box::new(move |engine| drop(answer.send(job(engine)))))
            .map_err(|_| stopped())?;
        answered.recv().map_err(|_| stopped())
    }
}

/// The thread is gone: a panic on it, which is a bug.
fn stopped() -> LoadError {
    LoadError::internal("the engine that runs configs and schemas has stopped")
        .hint("this is a bug in mizzle: please report it with the schema that caused it")
}
