//! One JavaScript runtime with everything that was loaded into it. Lives on the
//! loader's thread; answers the loader's questions one at a time.

mod bindings;
pub(crate) mod bytecode;
mod event_loop;
mod facade;
mod failure;
mod frames;
mod host;
mod imports;
mod meter;
mod missing_export;
mod modules;
mod scripts;

use crate::loader::{Resolved, Way};
use crate::node::NodeSource;
use crate::options::{Embedded, Options, Result};
use crate::unit::Format;
use crate::{LoadError, LoadErrorKind, Place, Within, order, resolve, syntax};
use event_loop::{Stop, settle};
use facade::quote;
use meter::{Meter, hard_limit};
use modules::{ModuleLoader, ModuleResolver};
use rquickjs::{CatchResultExt, Context, Ctx, Module, Runtime};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

pub(crate) use host::Host;

/// Stack for JavaScript: with the thread's 32 MB this leaves half to the parser, which
/// is entered while modules are being compiled.
const STACK: usize = 16 << 20;

/// Collecting cycles during so short a life would only cost time.
const COLLECT_AFTER: usize = 64 << 20;

pub(crate) struct Engine {
    context: Context,
    host: Rc<Host>,
    runs: u32,
    /// Did the last run fail?
    failed: bool,
}

impl Engine {
    pub(crate) fn new(options: Options) -> Result<Self> {
        let failed = |error: rquickjs::Error| {
            LoadError::internal(format!("the JavaScript engine does not start: {error}"))
        };
        let host = Rc::new(Host::new(options));
        let runtime = Runtime::new_with_alloc(Meter(host.used.clone())).map_err(failed)?;
        runtime.set_memory_limit(hard_limit(host.options.limits.memory));
        runtime.set_max_stack_size(STACK);
        runtime.set_gc_threshold(COLLECT_AFTER);
        let watched = host.clone();
        runtime.set_interrupt_handler(Some(Box::new(move || watched.must_stop())));
        runtime.set_host_promise_rejection_tracker(Some(Box::new(failure::track_rejection)));
        runtime.set_loader(ModuleResolver(host.clone()), ModuleLoader(host.clone()));
        let context = Context::full(&runtime).map_err(failed)?;
        context.with(|ctx| {
            bindings::install(&ctx, &host)
                .catch(&ctx)
                .map_err(|error| LoadError::internal(format!("our own scripts fail: {error}")))
        })?;
        Ok(Self { context, host, runs: 0, failed: false })
    }

    pub(crate) fn run(
        &mut self,
        entries: &[PathBuf],
        name: &str,
        source: &str,
        args: &str,
    ) -> Result<String> {
        if self.failed {
            self.forget()?;
        }
        self.runs += 1;
        let entries = entries.iter().map(|entry| self.entry(entry)).collect::<Result<Vec<_>>>()?;
        self.host.starved.set(false);
        self.host.entries.borrow_mut().clone_from(&entries);
        let script = format!("mizzle:script/{}/{name}", self.runs);
        self.host.scripts.borrow_mut().insert(script.clone(), source.to_owned());
        // Imported by a static import: the engine's `import()` of a module that awaited
        // something when another one imported it never settles.
        let imports: String = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| format!("import * as m{index} from {};", quote(entry)))
            .collect();
        let list: String = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| format!("[{},m{index}],", quote(entry)))
            .collect();
        let code = format!(
            "{imports}export default await __mizzle.run([{list}],{},{});",
            quote(&script),
            quote(args)
        );
        let id = format!("mizzle:run/{}", self.runs);
        let host = &self.host;
        host.deadline.set(Instant::now() + host.options.limits.time);
        let result = self.context.with(|ctx| {
            evaluate(&ctx, host, &id, code).map_err(|stop| failure::explain(&ctx, host, stop))
        });
        // What comes later, such as reading `process.env`, is not the run's.
        host.deadline.set(Instant::now() + host.options.limits.time);
        self.failed = result.is_err();
        result.map_err(|error| self.recognise_starvation(error))
    }

    /// Starts over with nothing loaded, and `process.env` as the code left it. A module
    /// that failed stays failed in its engine, as the language wants it: only another one
    /// loads it again.
    pub(crate) fn forget(&mut self) -> Result<()> {
        let mut options = self.host.options.clone();
        // Where not even that can be told, such as without memory, the first one holds.
        if let Ok(env) = self.env() {
            options.env = env;
        }
        options.embedded.clone_from(&self.host.embedded.borrow());
        *self = Self::new(options)?;
        Ok(())
    }

    /// Out of memory, the engine may fail to say so, or even to settle a promise.
    fn recognise_starvation(&self, error: LoadError) -> LoadError {
        let odd = match error.kind {
            LoadErrorKind::NeverSettles => true,
            LoadErrorKind::Thrown => error.message.starts_with("null "),
            LoadErrorKind::NotFound
            | LoadErrorKind::Unreadable
            | LoadErrorKind::Syntax
            | LoadErrorKind::MissingModule
            | LoadErrorKind::MissingExport
            | LoadErrorKind::Sandbox
            | LoadErrorKind::StandIn
            | LoadErrorKind::Timeout
            | LoadErrorKind::Memory
            | LoadErrorKind::Invalid
            | LoadErrorKind::Internal => false,
        };
        if odd && self.host.used.most() > self.host.options.limits.memory / 10 * 9 {
            return failure::memory(&self.host, &[]);
        }
        error
    }

    /// An entry as an absolute path with links followed, for one file must be one module.
    pub(crate) fn entry(&self, entry: &Path) -> Result<String> {
        let path = resolve::absolute(entry, &self.host.options.cwd);
        let missing =
            || LoadError::new(LoadErrorKind::NotFound, format!("{} is not there", entry.display()));
        let path = resolve::canonical(&path).map_err(|_| missing())?;
        if path.is_dir() {
            let message = format!("{} is a folder, not a file", entry.display());
            return Err(LoadError::new(LoadErrorKind::NotFound, message));
        }
        Ok(path.to_string_lossy().into_owned())
    }

    /// A file, or a module of the embedded drizzle-orm, as the project's own Node gets it.
    pub(crate) fn node_source(&mut self, path: &str) -> Result<NodeSource> {
        if let Some(name) = path.strip_prefix("embedded:") {
            let embedded = self.host.embedded.borrow();
            let code = embedded.as_ref().and_then(|embedded| embedded.modules.get(name));
            let source =
                |code: &Cow<'_, str>| NodeSource { format: "module", code: code.to_string() };
            return code.map(source).ok_or_else(|| {
                LoadError::internal(format!("the embedded drizzle-orm has no {name}"))
            });
        }
        self.host.unit(path).map(|unit| unit.for_node(path))
    }

    /// The names that `from` imports of a CommonJS file; `None` if it imports all of
    /// them, or the file is another thing.
    pub(crate) fn commonjs_names(
        &mut self,
        specifier: &str,
        from: &Path,
        file: &Path,
    ) -> Option<Vec<String>> {
        let unit = self.host.unit(&file.to_string_lossy()).ok()?;
        let names = self.host.static_names(specifier, &from.to_string_lossy())??;
        (unit.format == Format::CommonJs).then_some(names)
    }

    pub(crate) fn resolve(&mut self, specifier: &str, from: &Path, way: Way) -> Result<Resolved> {
        let name = from.to_string_lossy();
        if name.starts_with("embedded:") {
            return self.host.resolve(specifier, &name, way);
        }
        let from = resolve::absolute(from, &self.host.options.cwd);
        self.host.resolve(specifier, &from.to_string_lossy(), way)
    }

    pub(crate) fn locate(&mut self, file: &Path, export: &str, within: &Within) -> Option<Place> {
        let path = self.entry(file).ok()?;
        syntax::locate(&self.host, &path, export, within)
    }

    pub(crate) fn export_order(&mut self, file: &Path) -> Result<Vec<String>> {
        let path = self.entry(file)?;
        order::export_order(&self.host, &path)
    }

    pub(crate) fn env(&mut self) -> Result<BTreeMap<String, String>> {
        self.context.with(|ctx| {
            let json: String = ctx
                .eval("JSON.stringify(process.env)")
                .catch(&ctx)
                .map_err(|error| failure::explain(&ctx, &self.host, Stop::Thrown(error)))?;
            serde_json::from_str(&json)
                .map_err(|error| LoadError::internal(format!("process.env: {error}")))
        })
    }

    pub(crate) fn importers(&mut self, package: &str) -> Vec<PathBuf> {
        self.host.importers(package).into_iter().map(PathBuf::from).collect()
    }

    pub(crate) fn stand_ins(&mut self) -> Vec<String> {
        self.host.stand_ins()
    }

    pub(crate) fn embed(&mut self, embedded: Option<Arc<Embedded>>) {
        *self.host.embedded.borrow_mut() = embedded;
    }
}

/// Evaluates a module of ours; its default export comes back as text.
fn evaluate<'js>(
    ctx: &Ctx<'js>,
    host: &Host,
    id: &str,
    code: String,
) -> std::result::Result<String, Stop<'js>> {
    failure::forget_rejections(ctx);
    let module = Module::declare(ctx.clone(), id, code).catch(ctx)?;
    let (module, promise) = module.eval().catch(ctx)?;
    settle(ctx, host, &promise)?;
    failure::unhandled_rejection(ctx)?;
    Ok(module.get("default").catch(ctx)?)
}
