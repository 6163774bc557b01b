//! The JavaScript of ours: the name that each script has, and its file in `js/`. What is
//! in the crate is its bytecode.

type Scripts = &'static [(&'static str, &'static str)];

/// Run at the start, in this order.
pub(super) const RUNTIME: Scripts = &[
    ("inspect.js", "runtime/inspect"),
    ("timers.js", "runtime/timers"),
    ("stand_in.js", "runtime/stand_in"),
    ("modules.js", "runtime/modules"),
    ("process.js", "runtime/process"),
    ("globals.js", "runtime/globals"),
    ("compiler.js", "runtime/compiler"),
    ("tools.js", "runtime/tools"),
];

/// Node's modules. Those that are missing here are inert.
const NODE: Scripts = &[
    ("assert", "node/assert"),
    ("assert/strict", "node/assert_strict"),
    ("async_hooks", "node/async_hooks"),
    ("buffer", "node/buffer"),
    ("child_process", "node/child_process"),
    ("crypto", "node/crypto"),
    ("diagnostics_channel", "node/diagnostics_channel"),
    ("events", "node/events"),
    ("fs", "node/fs"),
    ("fs/promises", "node/fs_promises"),
    ("module", "node/module"),
    ("network", "node/network"),
    ("os", "node/os"),
    ("path", "node/path"),
    ("path/posix", "node/path_posix"),
    ("path/win32", "node/path_win32"),
    ("perf_hooks", "node/perf_hooks"),
    ("process", "node/process"),
    ("querystring", "node/querystring"),
    ("stream", "node/stream"),
    ("stream/promises", "node/stream_promises"),
    ("string_decoder", "node/string_decoder"),
    ("timers", "node/timers"),
    ("timers/promises", "node/timers_promises"),
    ("tty", "node/tty"),
    ("url", "node/url"),
    ("util", "node/util"),
    ("util/types", "node/util_types"),
    ("vm", "node/vm"),
    ("worker_threads", "node/worker_threads"),
];

/// What the global objects of the web are made of.
const WEB: Scripts = &[
    ("web/clone", "web/clone"),
    ("web/crypto", "web/crypto"),
    ("web/events", "web/events"),
    ("web/fetch", "web/fetch"),
    ("web/intl", "web/intl"),
    ("web/performance", "web/performance"),
    ("web/streams", "web/streams"),
    ("web/text", "web/text"),
    ("web/url", "web/url"),
];

/// Packages that are built in because here they mean something else.
const KIT: Scripts = &[("mizzle:config", "kit/config"), ("mizzle:typescript", "kit/typescript")];

/// The script behind a built-in module or a part of the runtime that loads late.
pub(super) fn library(name: &str) -> Option<&'static str> {
    let mut late = [NODE, WEB, KIT].into_iter().flatten();
    late.find(|(known, _)| *known == name).map(|(_, file)| *file)
}

#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    [RUNTIME, NODE, WEB, KIT].into_iter().flatten()
}
