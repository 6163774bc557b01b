//! Modules in the engine's own bytecode, by the engine that will run them, and the
//! table by which they are found.

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::{Declared, WriteOptions};
use rquickjs::{CatchResultExt, Context, Ctx, Module, Runtime};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The name that a module is compiled under; `src/engine/bytecode.rs` puts the real one
/// in its place.
const PLACEHOLDER: &str = "mizzle:name-of-the-module";

/// Bytecode, and where in it the placeholder begins.
pub(crate) struct Bytecode {
    bytes: Vec<u8>,
    name_at: usize,
}

/// An engine that only compiles.
pub(crate) struct Compiler(Context);

impl Compiler {
    pub(crate) fn new() -> rquickjs::Result<Self> {
        let runtime = Runtime::new()?;
        runtime.set_loader(Unlinked, Unlinked);
        runtime.set_max_stack_size(0);
        Context::full(&runtime).map(Self)
    }

    /// A script of ours, which `src/engine/scripts.rs` wants as a function: the default
    /// export of a module.
    pub(crate) fn script(&self, name: &str, source: &str) -> Result<Bytecode, String> {
        let parameters = match name.split_once('/') {
            Some(("runtime", _)) => "internals, native",
            _ => "exports, require, module, internals, native",
        };
        // On one line with the source, so that its lines keep their numbers.
        self.module(name, &format!("export default (function ({parameters}) {{{source}\n}});"))
    }

    pub(crate) fn module(&self, what: &str, source: &str) -> Result<Bytecode, String> {
        let options = WriteOptions { strip_source: true, ..WriteOptions::default() };
        let bytes = self.0.with(|ctx| {
            Module::declare(ctx.clone(), PLACEHOLDER, source)
                .and_then(|module| module.write(options))
                .catch(&ctx)
                .map_err(|error| format!("{what} cannot be compiled: {error}"))
        })?;
        let found: Vec<_> = bytes
            .windows(PLACEHOLDER.len())
            .enumerate()
            .filter(|(_, window)| *window == PLACEHOLDER.as_bytes())
            .map(|(at, _)| at)
            .collect();
        match found[..] {
            [name_at] => Ok(Bytecode { bytes, name_at }),
            _ => Err(format!("{what} has its name {} times in its bytecode", found.len())),
        }
    }
}

/// What a module imports is looked for only when it is linked, which is elsewhere.
struct Unlinked;

impl Resolver for Unlinked {
    fn resolve<'js>(
        &mut self,
        _: &Ctx<'js>,
        _: &str,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> rquickjs::Result<String> {
        Ok(format!("unlinked:{name}"))
    }
}

impl Loader for Unlinked {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> rquickjs::Result<Module<'js, Declared>> {
        Module::declare(ctx.clone(), name, "")
    }
}

/// The text of `SCRIPTS: &[(&str, Bytecode)]` by name, and of
/// `MODULES: &[(usize, [u8; 32], Bytecode)]` by length and SHA-256 of the source, sorted.
pub(crate) struct Table {
    folder: PathBuf,
    count: usize,
    scripts: String,
    modules: BTreeMap<(usize, [u8; 32]), String>,
}

impl Table {
    pub(crate) fn new(out: &Path) -> io::Result<Self> {
        let folder = out.join("bytecode");
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, count: 0, scripts: String::new(), modules: BTreeMap::new() })
    }

    pub(crate) fn script(&mut self, name: &str, code: &Bytecode) -> io::Result<()> {
        let code = self.store(code)?;
        let _ = write!(self.scripts, "({name:?}, {code}),");
        Ok(())
    }

    /// Two releases have most of their files in common.
    pub(crate) fn module(
        &mut self,
        source: &str,
        compile: impl FnOnce() -> Result<Bytecode, String>,
    ) -> Result<(), Box<dyn std::error::Error>> {
        let key = (source.len(), Sha256::digest(source).into());
        if !self.modules.contains_key(&key) {
            let code = self.store(&compile()?)?;
            self.modules.insert(key, code);
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> String {
        let mut text = format!(
            "const PLACEHOLDER: &str = {PLACEHOLDER:?};\n\
             const SCRIPTS: &[(&str, Bytecode)] = &[{}];\n\
             const MODULES: &[(usize, [u8; 32], Bytecode)] = &[",
            self.scripts
        );
        for ((length, digest), code) in self.modules {
            let _ = write!(text, "({length}, {digest:?}, {code}),");
        }
        text + "];"
    }

    fn store(&mut self, code: &Bytecode) -> io::Result<String> {
        let file = self.folder.join(format!("{}.bin", self.count));
        self.count += 1;
        fs::write(&file, &code.bytes)?;
        Ok(format!("Bytecode {{ name_at: {}, bytes: include_bytes!({file:?}) }}", code.name_at))
    }
}
