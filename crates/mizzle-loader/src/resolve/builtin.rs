//! The modules that are built in: Node's, and the few of drizzle-kit's and ours that
//! a config imports. Facts about them are generated into `js/names.json`.

use indexmap::IndexMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// What is known of a module that is built into Node.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Builtin {
    /// The names it exports, separated by spaces.
    names: String,
    /// Those of its exports that are plain data.
    #[serde(default)]
    data: serde_json::Map<String, serde_json::Value>,
}

impl Builtin {
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.split(' ').filter(|name| !name.is_empty())
    }

    /// The plain data as JSON text.
    pub(crate) fn data(&self) -> String {
        serde_json::to_string(&self.data).unwrap_or_else(|_| "{}".into())
    }
}

static BUILTINS: LazyLock<IndexMap<String, Builtin>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../js/names.json")).unwrap_or_default());

/// What is known of `name`, which has no `node:` in front.
pub(crate) fn builtin(name: &str) -> Option<&'static Builtin> {
    BUILTINS.get(name)
}

/// The identity of a built-in module, if `specifier` means one.
pub(crate) fn identify(specifier: &str) -> Option<String> {
    if let Some(name) = specifier.strip_prefix("node:") {
        return BUILTINS.contains_key(name).then(|| specifier.to_owned());
    }
    if matches!(specifier, "drizzle-kit" | "mizzle") {
        return Some("mizzle:config".to_owned());
    }
    if loads_typescript(specifier) {
        return Some("mizzle:typescript".to_owned());
    }
    if is_inert(specifier) {
        return Some(format!("node:{specifier}"));
    }
    // `test` and the like are packages unless they have the prefix.
    let prefixed_only = matches!(specifier, "sea" | "sqlite" | "test" | "test/reporters");
    (!prefixed_only && BUILTINS.contains_key(specifier)).then(|| format!("node:{specifier}"))
}

/// Packages that teach Node to load TypeScript, which needs no teaching here.
fn loads_typescript(specifier: &str) -> bool {
    matches!(
        specifier,
        "jiti"
            | "jiti/native"
            | "jiti/register"
            | "tsx"
            | "tsx/cjs"
            | "tsx/esm"
            | "tsx/cjs/api"
            | "tsx/esm/api"
            | "esbuild-register"
            | "esbuild-register/dist/node"
            | "ts-node"
            | "ts-node/register"
            | "ts-node/esm"
            | "@swc-node/register"
            | "@babel/register"
            | "tsconfig-paths"
            | "tsconfig-paths/register"
    )
}

/// What exists only in other runtimes, does its work by being imported, or loads
/// native code: present, and of no effect.
fn is_inert(specifier: &str) -> bool {
    matches!(
        specifier,
        "bun" | "server-only" | "client-only" | "bindings" | "node-gyp-build" | "node-pre-gyp"
    ) || specifier.starts_with("bun:")
        || specifier.starts_with("cloudflare:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_facts_are_read() {
        assert!(builtin("http").unwrap().names().any(|name| name == "createServer"));
        assert!(builtin("zlib").unwrap().data().contains("Z_BEST_SPEED"));
    }

    #[test]
    fn packages_are_not_mistaken_for_builtins() {
        assert_eq!(identify("fs/promises").as_deref(), Some("node:fs/promises"));
        assert_eq!(identify("drizzle-kit").as_deref(), Some("mizzle:config"));
        for specifier in ["test", "sqlite", "fsx", "node:fsx", "drizzle-kit/api", "pg"] {
            assert_eq!(identify(specifier), None, "{specifier}");
        }
    }
}
