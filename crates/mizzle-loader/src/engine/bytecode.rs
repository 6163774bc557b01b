//! Modules that were compiled when mizzle was: our own scripts, and releases of
//! drizzle-orm. A file that a project has installed is recognised by its content, so
//! what runs is always what is there. Compiling drizzle-orm is most of the time that a
//! small schema takes.

use rquickjs::module::Declared;
use rquickjs::{Ctx, Exception, Function, Module};
use sha2::{Digest, Sha256};

// `PLACEHOLDER`, `SCRIPTS` and `MODULES`, as `build/bytecode.rs` writes them.
include!(concat!(env!("OUT_DIR"), "/bytecode.rs"));

/// A module in the engine's bytecode, compiled under the name `PLACEHOLDER`.
struct Bytecode {
    /// Where that name begins.
    name_at: usize,
    bytes: &'static [u8],
}

/// Declares an ES module: from bytecode where its source is known, else by compiling it.
pub(super) fn declare<'js>(
    ctx: &Ctx<'js>,
    id: &str,
    source: &str,
) -> rquickjs::Result<Module<'js, Declared>> {
    match known(source).and_then(|code| code.named(id)) {
        Some(bytes) => load(ctx, &bytes),
        None => Module::declare(ctx.clone(), id, source),
    }
}

/// A script of ours as a function: `node/fs` is `js/node/fs.js`.
pub(super) fn script<'js>(
    ctx: &Ctx<'js>,
    script: &str,
    id: &str,
) -> rquickjs::Result<Function<'js>> {
    let code = SCRIPTS.iter().find(|(known, _)| *known == script);
    let Some(bytes) = code.and_then(|(_, code)| code.named(id)) else {
        return Err(Exception::throw_message(ctx, &format!("mizzle was built without {script}")));
    };
    let (module, ran) = load(ctx, &bytes)?.eval()?;
    ran.finish::<()>()?;
    module.get("default")
}

/// Is this the source of a module that was compiled when mizzle was?
pub(crate) fn is_known(source: &str) -> bool {
    known(source).is_some()
}

fn known(source: &str) -> Option<&'static Bytecode> {
    // Few sources are as long as a known one; only those are worth a digest.
    let from = MODULES.partition_point(|(length, _, _)| *length < source.len());
    let candidates =
        MODULES.get(from..)?.iter().take_while(|(length, _, _)| *length == source.len());
    let mut candidates = candidates.peekable();
    candidates.peek()?;
    let digest: [u8; 32] = Sha256::digest(source).into();
    candidates.find(|(_, known, _)| *known == digest).map(|(_, _, code)| code)
}

fn load<'js>(ctx: &Ctx<'js>, bytes: &[u8]) -> rquickjs::Result<Module<'js, Declared>> {
    // SAFETY: these are bytes that the same version of the engine wrote while this crate
    // was built, but for the name, which `named` replaces by a well-formed string.
    unsafe { Module::load(ctx.clone(), bytes) }
}

impl Bytecode {
    /// The same under another name. `None` for one that is not ASCII: the engine would
    /// write that as UTF-16.
    ///
    /// The format is that of `JS_WriteObject` in QuickJS-NG: a version byte, a checksum
    /// of four bytes (all ones for none), and the table of atoms, each string of which is
    /// its length times two as LEB128 and its bytes. Nothing in it says where another
    /// thing is, so a string may become longer.
    fn named(&self, name: &str) -> Option<Vec<u8>> {
        const CHECKSUM: std::ops::Range<usize> = 1..5;
        if !name.is_ascii() {
            return None;
        }
        // The length of the placeholder takes one byte.
        let (head, tail) = (
            self.bytes.get(..self.name_at.checked_sub(1)?)?,
            self.bytes.get(self.name_at + PLACEHOLDER.len()..)?,
        );
        let mut bytes = Vec::with_capacity(self.bytes.len() + name.len() + 4);
        bytes.extend_from_slice(head);
        bytes.get_mut(CHECKSUM)?.fill(0xff);
        let mut length = name.len() * 2;
        while length >= 0x80 {
            bytes.push(u8::try_from(length & 0x7f).ok()? | 0x80);
            length >>= 7;
        }
        bytes.push(u8::try_from(length).ok()?);
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(tail);
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{MODULES, declare, known};
    use crate::engine::scripts;
    use rquickjs::{Context, Object, Runtime};

    const KNOWN: &str = include_str!("../../js/config.js");

    #[test]
    fn every_script_is_there() {
        for (_, file) in scripts::all() {
            assert!(super::SCRIPTS.iter().any(|(known, _)| known == file), "{file}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_only_content_counts() {
        assert!(MODULES.is_sorted_by_key(|(length, digest, _)| (*length, *digest)));
        assert!(known(KNOWN).is_some());
        let other = KNOWN.replacen("export", "Export", 1);
        assert_eq!(other.len(), KNOWN.len());
        assert!(known(&other).is_none());
    }

    #[test]
    fn a_known_module_goes_by_its_new_name() {
        let context = Context::full(&Runtime::new().unwrap()).unwrap();
        let long = format!("/project/{}/config.js", "long/".repeat(40));
        for name in ["/c.js", &long, "/프로젝트/config.js"] {
            context.with(|ctx| {
                let module = declare(&ctx, name, KNOWN).unwrap();
                assert_eq!(module.name::<String>().unwrap(), name);
                let (module, ran) = module.eval().unwrap();
                ran.finish::<()>().unwrap();
                // Where its code is said to be, in stack traces.
                let main: Object<'_> = module.get("default").unwrap();
                assert_eq!(main.get::<_, String>("fileName").unwrap(), name);
            });
        }
    }
}
