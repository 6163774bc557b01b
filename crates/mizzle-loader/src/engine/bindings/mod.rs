//! What the JavaScript of ours can ask of Rust, by topic. The functions hang on one
//! object that only our own scripts ever see.

mod bytes;
mod files;
mod modules;
mod system;
mod urls;

pub(super) use modules::COMMONJS_HEAD;

use super::bytecode;
use super::host::Host;
use super::scripts;
use rquickjs::context::EvalOptions;
use rquickjs::{Ctx, Function, Object};
use std::rc::Rc;

/// Sets up the globals. Afterwards `__mizzle` holds what generated modules call.
pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Rc<Host>) -> rquickjs::Result<()> {
    let native = Object::new(ctx.clone())?;
    bytes::install(ctx, &native)?;
    files::install(ctx, &native)?;
    modules::install(ctx, host, &native)?;
    system::install(ctx, host, &native)?;
    urls::install(ctx, &native)?;
    let internals = Object::new(ctx.clone())?;
    for (name, file) in scripts::RUNTIME {
        let run = bytecode::script(ctx, file, &format!("mizzle:runtime/{name}"))?;
        run.call::<_, ()>((internals.clone(), native.clone()))?;
    }
    Ok(())
}

/// Evaluates a script of ours under a name for stack traces.
pub(super) fn compile<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    source: String,
) -> rquickjs::Result<Function<'js>> {
    ctx.eval_with_options(source, options(name))
}

/// CommonJS is sloppy unless it says otherwise; scripts of ours say so.
fn options(name: &str) -> EvalOptions {
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(name.to_owned());
    options
}
