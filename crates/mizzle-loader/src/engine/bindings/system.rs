//! Printing, the clock, the machine and the environment.

use crate::engine::host::Host;
use crate::options::Stream;
use rquickjs::function::Func;
use rquickjs::{Ctx, Object};
use std::rc::Rc;

pub(super) fn install<'js>(
    ctx: &Ctx<'js>,
    host: &Rc<Host>,
    native: &Object<'js>,
) -> rquickjs::Result<()> {
    let console = host.options.console.clone();
    let print = move |error: bool, text: String| {
        console(if error { Stream::Err } else { Stream::Out }, &text);
    };
    native.set("print", Func::from(print))?;
    let started = host.started;
    native.set("now", Func::from(move || started.elapsed().as_secs_f64() * 1000.0))?;
    let env = serde_json::to_string(&host.options.env).unwrap_or_else(|_| "{}".into());
    native.set("env", ctx.json_parse(env)?)?;
    native.set("cwd", host.options.cwd.to_string_lossy().as_ref())?;
    native.set("platform", platform())?;
    native.set("arch", arch())?;
    native.set("pid", std::process::id())?;
    native.set("cpus", std::thread::available_parallelism().map_or(1, usize::from))
}

/// The machine's operating system in Node's words.
fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    }
}

/// The machine's processor in Node's words.
fn arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "x64",
        "x86" => "ia32",
        "aarch64" => "arm64",
        other => other,
    }
}
