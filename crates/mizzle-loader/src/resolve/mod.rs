//! From a specifier in a file to the module that it means, the way Node, TypeScript
//! and bundlers agree on it. Reads directories and `package.json`, runs nothing.

pub(crate) mod builtin;
mod tsconfig;

use crate::loader::{Resolved, Way};
use crate::unit::{PackageType, is_dependency, is_typescript};
use oxc_resolver::{ModuleType, ResolveError, ResolveOptions, Resolver};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tsconfig::{Tsconfigs, normalize};

/// Resolves specifiers; caches what it has read, since a schema's files do not
/// change while they are being loaded.
pub(crate) struct Resolvers {
    /// By who asks and how; all share one cache.
    table: [Resolver; 4],
    /// The same with conditions that lead to the source of packages that are not built.
    unbuilt: [Resolver; 4],
    tsconfigs: Tsconfigs,
    types: RefCell<HashMap<PathBuf, Option<PackageType>>>,
    /// Directories of dependencies in which a `.js` file was resolved, with what holds for
    /// all of them there; their paths have no links.
    siblings: RefCell<HashMap<PathBuf, Option<PackageType>>>,
}

/// A specifier leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Nowhere {
    /// A relative or absolute path, or an alias.
    File,
    /// A package that is not installed.
    Package {
        /// Its name.
        name: String,
    },
    /// A package that is there, but not this part of it.
    Part { name: String, directory: PathBuf },
    /// `#name` that `package.json` does not define.
    PackageImport,
    /// A `package.json` on the way is broken.
    Broken { message: String },
}

const TYPESCRIPT: [&str; 10] =
    [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".node"];
const JAVASCRIPT: [&str; 5] = [".js", ".json", ".node", ".mjs", ".cjs"];

impl Resolvers {
    pub(crate) fn new() -> Self {
        let first = Resolver::new(options(true, Way::Import, &[]));
        let table = |extra: &[&str]| {
            [(true, Way::Import), (true, Way::Require), (false, Way::Import), (false, Way::Require)]
                .map(|(typescript, way)| first.clone_with_options(options(typescript, way, extra)))
        };
        Self {
            table: table(&[]),
            unbuilt: table(&["development", "source", "typescript", "bun"]),
            tsconfigs: Tsconfigs::default(),
            types: RefCell::default(),
            siblings: RefCell::default(),
        }
    }

    /// The module that `specifier` means in the file `from`.
    pub(crate) fn resolve(
        &self,
        specifier: &str,
        from: &Path,
        way: Way,
    ) -> Result<Resolved, Nowhere> {
        if let Some(id) = builtin::identify(specifier) {
            return Ok(Resolved::Builtin(id));
        }
        let specifier = &*if specifier.starts_with("file:") {
            file_url(specifier).ok_or(Nowhere::File)?
        } else if let Some(package) = specifier.strip_prefix("npm:") {
            without_version(package)
        } else {
            specifier.to_owned()
        };
        let directory = from.parent().unwrap_or(from);
        let from_text = from.to_string_lossy();
        let typescript = !is_dependency(&from_text) || is_typescript(&from_text);
        let aliasable = !is_dependency(&from_text) && !specifier.starts_with(['.', '/', '#']);
        if !typescript && let Some(found) = self.sibling(specifier, directory) {
            return Ok(found);
        }
        let index = usize::from(way == Way::Require) + if typescript { 0 } else { 2 };
        let resolver = &self.table[index];
        if aliasable {
            let candidates = self.tsconfigs.nearest(resolver, directory, specifier);
            if let Some(found) = self.first(resolver, directory, &candidates) {
                return Ok(found);
            }
        }
        let error = match self.try_resolve(resolver, directory, specifier) {
            Ok(found) => return Ok(found),
            Err(error) => error,
        };
        if let Ok(found) = self.try_resolve(&self.unbuilt[index], directory, specifier) {
            return Ok(found);
        }
        // A package with only an `import` condition, asked for by `require`, and the
        // other way round: bundlers take what there is.
        if let Ok(found) = self.try_resolve(&self.table[index ^ 1], directory, specifier) {
            return Ok(found);
        }
        if aliasable {
            let candidates = self.tsconfigs.outer(resolver, directory, specifier);
            if let Some(found) = self.first(resolver, directory, &candidates) {
                return Ok(found);
            }
        }
        Err(nowhere(specifier, directory, &error))
    }

    /// `./x.js` in a dependency, in a directory that is known: the way by which nearly
    /// all files of a package are found, and for which one look at the disk is enough.
    fn sibling(&self, specifier: &str, directory: &Path) -> Option<Resolved> {
        if !specifier.starts_with("./") && !specifier.starts_with("../") {
            return None;
        }
        if !specifier.ends_with(".js") || specifier.contains(['?', '#', '\\']) {
            return None;
        }
        let path = absolute(Path::new(specifier), directory);
        let package_type = *self.siblings.borrow().get(path.parent()?)?;
        // A link is left to the resolver.
        if !std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
            return None;
        }
        self.types.borrow_mut().insert(path.clone(), package_type);
        Some(Resolved::File(path))
    }

    /// What `package.json` says about a file that was resolved before.
    pub(crate) fn package_type(&self, path: &Path) -> Option<PackageType> {
        self.types.borrow().get(path).copied().flatten()
    }

    fn first(
        &self,
        resolver: &Resolver,
        directory: &Path,
        candidates: &[PathBuf],
    ) -> Option<Resolved> {
        candidates.iter().find_map(|candidate| {
            let path = candidate.to_string_lossy();
            // A target may be a package: `"@db": ["drizzle-orm"]`.
            self.try_resolve(resolver, directory, &path).ok()
        })
    }

    fn try_resolve(
        &self,
        resolver: &Resolver,
        directory: &Path,
        specifier: &str,
    ) -> Result<Resolved, ResolveError> {
        let resolution = match resolver.resolve(directory, specifier) {
            Err(ResolveError::Ignored(_)) => return Ok(Resolved::Builtin("node:ignored".into())),
            other => other?,
        };
        let package_type = resolution.module_type().and_then(|kind| match kind {
            ModuleType::Module => Some(PackageType::Module),
            ModuleType::CommonJs => Some(PackageType::CommonJs),
            ModuleType::Json | ModuleType::Wasm | ModuleType::Addon => None,
        });
        let path = resolution.path().to_owned();
        if path.extension().is_some_and(|it| it == "js")
            && is_dependency(&path.to_string_lossy())
            && let Some(parent) = path.parent()
        {
            self.siblings.borrow_mut().entry(parent.to_owned()).or_insert(package_type);
        }
        self.types.borrow_mut().insert(path.clone(), package_type);
        Ok(Resolved::File(path))
    }
}

fn options(typescript: bool, way: Way, extra: &[&str]) -> ResolveOptions {
    let strings = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let alias = |from: &str, to: &[&str]| (from.to_owned(), strings(to));
    let how = match way {
        Way::Import => "import",
        Way::Require => "require",
    };
    let mut conditions = strings(extra);
    conditions.extend(strings(&["node", how, "module-sync", "default"]));
    ResolveOptions {
        condition_names: conditions,
        extensions: strings(if typescript { &TYPESCRIPT } else { &JAVASCRIPT }),
        extension_alias: if typescript {
            vec![
                alias(".js", &[".ts", ".tsx", ".js"]),
                alias(".jsx", &[".tsx", ".jsx"]),
                alias(".mjs", &[".mts", ".mjs"]),
                alias(".cjs", &[".cts", ".cjs"]),
            ]
        } else {
            Vec::new()
        },
        main_fields: strings(&["main", "module"]),
        module_type: true,
        ..ResolveOptions::default()
    }
}

fn nowhere(specifier: &str, directory: &Path, error: &ResolveError) -> Nowhere {
    if let ResolveError::Json(json) = error {
        return Nowhere::Broken {
            message: format!(
                "{}:{}:{}: {}",
                json.path.display(),
                json.line,
                json.column,
                json.message
            ),
        };
    }
    if specifier.starts_with('#') {
        return Nowhere::PackageImport;
    }
    match package_name(specifier) {
        None => Nowhere::File,
        Some(name) => match installed(name, directory) {
            Some(directory) => Nowhere::Part { name: name.to_owned(), directory },
            None => Nowhere::Package { name: name.to_owned() },
        },
    }
}

/// The package that a specifier names, if it has the form of one.
pub(crate) fn package_name(specifier: &str) -> Option<&str> {
    let valid = |part: &str| {
        let mut bytes = part.bytes();
        bytes.next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_')
            && bytes.all(|b| b.is_ascii_alphanumeric() || b"-_.~!'()*".contains(&b))
    };
    let mut parts = specifier.splitn(3, '/');
    let first = parts.next()?;
    let Some(scope) = first.strip_prefix('@') else {
        return valid(first).then_some(first);
    };
    let name = parts.next()?;
    (valid(scope) && valid(name)).then(|| &specifier[..first.len() + 1 + name.len()])
}

/// Where a package is installed, as seen from a directory.
fn installed(name: &str, directory: &Path) -> Option<PathBuf> {
    directory
        .ancestors()
        .map(|ancestor| ancestor.join("node_modules").join(name))
        .find(|candidate| candidate.is_dir())
}

/// `drizzle-orm@^0.45/pg-core`, as Deno writes it, without the version.
fn without_version(package: &str) -> String {
    let Some(at) = package.char_indices().skip(1).find(|(_, c)| *c == '@').map(|(at, _)| at) else {
        return package.to_owned();
    };
    let rest = &package[at..];
    format!("{}{}", &package[..at], rest.find('/').map_or("", |slash| &rest[slash..]))
}

/// The path of a `file:` URL, or of the `file:./x` that some write by hand.
fn file_url(specifier: &str) -> Option<String> {
    if let Ok(url) = url::Url::parse(specifier)
        && let Ok(path) = url.to_file_path()
    {
        return Some(path.to_string_lossy().into_owned());
    }
    specifier.strip_prefix("file:").map(str::to_owned)
}

/// The one path that a file has, links followed.
pub(crate) fn canonical(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::fs::canonicalize(path)?;
    // Windows answers with a form that few programs, and no URL, understand.
    let text = path.to_string_lossy();
    match text.strip_prefix(r"\\?\").filter(|rest| cfg!(windows) && !rest.starts_with("UNC")) {
        Some(rest) => Ok(PathBuf::from(rest)),
        None => Ok(path),
    }
}

/// An absolute path without `.` and `..`.
pub(crate) fn absolute(path: &Path, cwd: &Path) -> PathBuf {
    normalize(&cwd.join(path))
}

#[cfg(test)]
mod tests {
    use super::{package_name, without_version};

    #[test]
    fn versions_are_left_out() {
        assert_eq!(without_version("drizzle-orm@^0.45.1/pg-core"), "drizzle-orm/pg-core");
        assert_eq!(without_version("@acme/db@1"), "@acme/db");
        assert_eq!(without_version("@acme/db/x"), "@acme/db/x");
    }

    #[test]
    fn package_names_are_told_from_aliases() {
        assert_eq!(package_name("drizzle-orm/pg-core"), Some("drizzle-orm"));
        assert_eq!(package_name("@acme/db/schema"), Some("@acme/db"));
        for alias in ["@/db", "~/db", "./db", "#db", "$lib/db", "/db", "@acme", ""] {
            assert_eq!(package_name(alias), None, "{alias}");
        }
    }
}
