//! The JavaScript of ours, by name. It is readable on purpose and lives in `js/`.

macro_rules! scripts {
    ($folder:literal: $($name:literal => $file:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../js/", $folder, "/", $file, ".js")))),*]
    };
}

type Scripts = &'static [(&'static str, &'static str)];

/// Run at the start, in this order.
pub(super) const RUNTIME: Scripts = scripts! { "runtime":
    "inspect.js" => "inspect",
    "timers.js" => "timers",
    "stand_in.js" => "stand_in",
    "modules.js" => "modules",
    "process.js" => "process",
    "globals.js" => "globals",
    "compiler.js" => "compiler",
    "tools.js" => "tools",
};

/// Node's modules. Those that are missing here are inert.
const NODE: Scripts = scripts! { "node":
    "assert" => "assert",
    "assert/strict" => "assert_strict",
    "async_hooks" => "async_hooks",
    "buffer" => "buffer",
    "child_process" => "child_process",
    "crypto" => "crypto",
    "diagnostics_channel" => "diagnostics_channel",
    "events" => "events",
    "fs" => "fs",
    "fs/promises" => "fs_promises",
    "module" => "module",
    "network" => "network",
    "os" => "os",
    "path" => "path",
    "path/posix" => "path_posix",
    "path/win32" => "path_win32",
    "perf_hooks" => "perf_hooks",
    "process" => "process",
    "querystring" => "querystring",
    "stream" => "stream",
    "stream/promises" => "stream_promises",
    "string_decoder" => "string_decoder",
    "timers" => "timers",
    "timers/promises" => "timers_promises",
    "tty" => "tty",
    "url" => "url",
    "util" => "util",
    "util/types" => "util_types",
    "vm" => "vm",
    "worker_threads" => "worker_threads",
};

/// What the global objects of the web are made of.
const WEB: Scripts = scripts! { "web":
    "web/clone" => "clone",
    "web/crypto" => "crypto",
    "web/events" => "events",
    "web/fetch" => "fetch",
    "web/intl" => "intl",
    "web/performance" => "performance",
    "web/streams" => "streams",
    "web/text" => "text",
    "web/url" => "url",
};

/// Packages that are built in because here they mean something else.
const KIT: Scripts = scripts! { "kit":
    "mizzle:config" => "config",
    "mizzle:typescript" => "typescript",
};

/// The script behind a built-in module or a part of the runtime that loads late.
pub(super) fn library(name: &str) -> Option<&'static str> {
    let mut all = [NODE, WEB, KIT].into_iter().flatten();
    all.find(|(known, _)| *known == name).map(|(_, source)| *source)
}
