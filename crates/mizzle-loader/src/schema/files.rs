//! The files that `schema` names, in drizzle-kit's order: pattern by pattern, each
//! pattern's matches sorted, a folder's files after its own order and not deeper,
//! relative to the working directory.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use indexmap::IndexSet;

use super::collate::compare;
use super::glob::{self, Segment};
use crate::options::Result;
use crate::{LoadError, LoadErrorKind};

/// What can be loaded, by extension.
const EXTENSIONS: [&str; 8] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"];

/// The files that `patterns` name.
///
/// # Errors
/// If they name none.
pub(super) fn find(cwd: &Path, patterns: &[String]) -> Result<Vec<PathBuf>> {
    let mut files = IndexSet::new();
    let mut skipped = Vec::new();
    for pattern in patterns {
        for matched in matching(cwd, pattern) {
            let path = cwd.join(&matched);
            if path.is_dir() {
                let (loadable, others) = folder(&path);
                files.extend(loadable);
                skipped.extend(others);
            } else if is_loadable(&path) {
                files.insert(normalized(&path));
            } else {
                skipped.push(path);
            }
        }
    }
    if files.is_empty() {
        Err(nothing(cwd, patterns, &skipped))
    } else {
        Ok(files.into_iter().collect())
    }
}

/// What one pattern matches, relative to `cwd` as the pattern is.
fn matching(cwd: &Path, pattern: &str) -> Vec<String> {
    // A path that is there is meant, even where it could be read as a pattern: `[id]`.
    if !pattern.is_empty() && cwd.join(pattern).exists() {
        return vec![pattern.to_owned()];
    }
    let mut found = IndexSet::new();
    for pattern in glob::parse(pattern) {
        let start = if pattern.absolute { "/" } else { "" };
        walk(cwd, start, &pattern.segments, &mut found);
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by(|a, b| compare(a, b));
    found
}

fn walk(cwd: &Path, at: &str, segments: &[Segment], found: &mut IndexSet<String>) {
    let Some((segment, rest)) = segments.split_first() else {
        found.insert(at.to_owned());
        return;
    };
    match segment {
        Segment::Name(name) => {
            let next = below(at, name);
            if cwd.join(&next).symlink_metadata().is_ok() {
                walk(cwd, &next, rest, found);
            }
        }
        Segment::Glob(tokens) => {
            for (name, is_dir) in entries(&cwd.join(at)) {
                if glob::matches(tokens, &name) && (rest.is_empty() || is_dir) {
                    walk(cwd, &below(at, &name), rest, found);
                }
            }
        }
        Segment::Any => {
            if !rest.is_empty() {
                walk(cwd, at, rest, found);
            }
            for (name, is_dir) in entries(&cwd.join(at)) {
                // Installed packages are never a project's schema, and their folder is large.
                if name.starts_with('.') || name == "node_modules" {
                    continue;
                }
                let next = below(at, &name);
                if rest.is_empty() {
                    found.insert(next.clone());
                }
                // Links to folders are left alone: they may lead back up.
                if is_dir && !cwd.join(&next).is_symlink() {
                    walk(cwd, &next, segments, found);
                }
            }
        }
    }
}

fn below(at: &str, name: &str) -> String {
    if at.is_empty() || at.ends_with('/') { format!("{at}{name}") } else { format!("{at}/{name}") }
}

/// Names in a folder, by byte, and whether each is a folder itself.
fn entries(folder: &Path) -> Vec<(String, bool)> {
    // The working directory itself is the empty path.
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut entries: Vec<_> = entries
        .flatten()
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path().is_dir())))
        .collect();
    entries.sort();
    entries
}

/// A folder's own files: those that can be loaded, and the others.
fn folder(path: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    entries(path)
        .into_iter()
        .filter(|(_, is_dir)| !is_dir)
        .map(|(name, _)| normalized(&path.join(name)))
        .partition(|file| is_loadable(file))
}

fn is_loadable(path: &Path) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// The path without `.` and `..`, as Node's `path.resolve` makes it.
pub(super) fn normalized(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(component),
        }
    }
    out
}

fn nothing(cwd: &Path, patterns: &[String], skipped: &[PathBuf]) -> LoadError {
    let named =
        patterns.iter().map(|pattern| format!("\"{pattern}\"")).collect::<Vec<_>>().join(", ");
    if patterns.is_empty() {
        return LoadError::new(LoadErrorKind::NotFound, "no schema is named")
            .hint("write `schema: \"./src/schema.ts\"` in the config, or pass `--schema`");
    }
    let error = LoadError::new(LoadErrorKind::NotFound, format!("no schema file matches {named}"));
    let with_extension = patterns.iter().find_map(|pattern| {
        EXTENSIONS
            .iter()
            .map(|extension| format!("{pattern}.{extension}"))
            .find(|path| cwd.join(path).is_file())
    });
    if let Some(path) = with_extension {
        return error.hint(format!("name the file with its extension: \"{path}\""));
    }
    if let Some(file) = skipped.first() {
        let file = file.strip_prefix(cwd).unwrap_or(file);
        let count = skipped.len();
        return error.hint(format!(
            "what is there cannot be a schema ({}{}): its extension must be one of {}",
            file.display(),
            if count > 1 { format!(" and {} more", count - 1) } else { String::new() },
            EXTENSIONS.join(", "),
        ));
    }
    error.hint(format!("paths are relative to the working directory, {}", cwd.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        for file in files {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), "").unwrap();
        }
        (folder, root)
    }

    #[track_caller]
    fn check(root: &Path, patterns: &[&str], expected: &[&str]) {
        let patterns: Vec<_> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        let found = find(root, &patterns).unwrap_or_else(|error| panic!("{error:?}"));
        let found: Vec<_> = found.iter().map(|file| file.strip_prefix(root).unwrap()).collect();
        assert_eq!(found, expected.iter().map(Path::new).collect::<Vec<_>>(), "{patterns:?}");
    }

    #[test]
    fn paths_folders_and_globs() {
        let (_folder, root) = project(&[
            "schema.ts",
            "db/b.ts",
            "db/a.ts",
            "db/B.ts",
            "db/readme.md",
            "db/deep/c.ts",
            "db/deep/c.test.ts",
            "db/.hidden.ts",
            "db/node_modules/x/y.ts",
            "app/[id]/(group)/s.mts",
        ]);
        check(&root, &["./schema.ts"], &["schema.ts"]);
        // A folder by byte, a glob as `localeCompare` sorts.
        check(&root, &["db"], &["db/.hidden.ts", "db/B.ts", "db/a.ts", "db/b.ts"]);
        check(&root, &["./db/*.ts"], &["db/a.ts", "db/b.ts", "db/B.ts"]);
        check(
            &root,
            &["db/**/*.ts"],
            &["db/a.ts", "db/b.ts", "db/B.ts", "db/deep/c.test.ts", "db/deep/c.ts"],
        );
        check(&root, &["db/**/!(*.test).ts"], &["db/a.ts", "db/b.ts", "db/B.ts", "db/deep/c.ts"]);
        check(&root, &["db/d*"], &["db/deep/c.test.ts", "db/deep/c.ts"]);
        check(&root, &["{db/deep,.}/{c,schema}.ts"], &["schema.ts", "db/deep/c.ts"]);
        check(
            &root,
            &["db/b.ts", "schema.ts", "db/*.ts"],
            &["db/b.ts", "schema.ts", "db/a.ts", "db/B.ts"],
        );
        check(&root, &["app/[id]/(group)/s.mts"], &["app/[id]/(group)/s.mts"]);
        check(&root.join("db/deep"), &["../../db/deep/c.ts"], &["c.ts"]);
        let absolute = root.join("db/*.ts");
        check(&root, &[absolute.to_str().unwrap()], &["db/a.ts", "db/b.ts", "db/B.ts"]);
    }

    #[test]
    fn nothing_says_what_to_do() {
        let (_folder, root) = project(&["src/schema.ts", "docs/a.md", "docs/b.md"]);
        let hint = |patterns: &[&str]| {
            let patterns: Vec<_> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
            let error = find(&root, &patterns).unwrap_err();
            assert_eq!(error.kind, LoadErrorKind::NotFound);
            (error.message, error.hint.unwrap())
        };
        let (message, told) = hint(&["./src/schema"]);
        assert_eq!(message, "no schema file matches \"./src/schema\"");
        assert!(told.contains("\"./src/schema.ts\""), "{told}");
        let (_, told) = hint(&["docs"]);
        assert!(told.contains("docs/a.md and 1 more"), "{told}");
        let (message, told) = hint(&["a/*.ts", "b.ts"]);
        assert_eq!(message, "no schema file matches \"a/*.ts\", \"b.ts\"");
        assert!(told.contains(root.to_str().unwrap()), "{told}");
        assert!(hint(&[]).1.contains("--schema"));
    }
}
