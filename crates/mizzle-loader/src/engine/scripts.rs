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

/// Loaded when something asks for them.
const NODE: Scripts = scripts! { "node":
    "path" => "path",
};

/// The script behind a built-in module or a part of the runtime that loads late.
pub(super) fn library(name: &str) -> Option<&'static str> {
    NODE.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}
