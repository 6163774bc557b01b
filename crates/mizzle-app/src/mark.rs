//! Whether files of a project have changed since somebody looked: texts that are compared
//! for equality and mean nothing else.

use mizzle_core::script::sha256;
use mizzle_loader::schema;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Files that a schema may import, by the end of their names.
const SOURCES: [&str; 8] = ["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "json"];

/// A mark of the config, `mizzle.toml`, and the schema files with everything beside them
/// that they may import.
pub fn schema(cwd: &Path, config: Option<&Path>, patterns: &[String]) -> String {
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    files.extend(config.map(|config| cwd.join(config)));
    files.insert(cwd.join(crate::mizzle_toml::FILE_NAME));
    // Patterns without a file are an error of whoever loads the schema.
    let matched = schema::files(cwd, patterns).unwrap_or_default();
    let folders: BTreeSet<PathBuf> =
        matched.iter().filter_map(|file| file.parent().map(Path::to_owned)).collect();
    files.extend(matched);
    for folder in folders {
        files.extend(listed(&folder).into_iter().filter(|file| is_source(file)));
    }
    of(files)
}

/// A mark of the migrations folder.
pub fn folder(folder: &Path) -> String {
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    for entry in listed(folder) {
        files.extend(listed(&entry));
        files.insert(entry);
    }
    of(files)
}

fn is_source(file: &Path) -> bool {
    file.extension().is_some_and(|end| SOURCES.iter().any(|source| end == *source))
}

/// What lies in a folder; nothing where it cannot be read.
fn listed(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

/// FNV-1a over names, sizes and times: short, and the same in every process.
fn of(files: BTreeSet<PathBuf>) -> String {
    let mut text = String::new();
    for file in files {
        let Ok(metadata) = file.metadata() else { continue };
        let changed = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let changed = changed.map_or(0, |since| since.as_nanos());
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{} {} {changed}", file.display(), metadata.len());
    }
    sha256(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_changes_with_files_that_count_and_with_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let cwd = folder.path();
        std::fs::create_dir_all(cwd.join("src/db")).unwrap();
        std::fs::write(cwd.join("src/db/schema.ts"), "export {}").unwrap();
        let patterns = ["src/db/schema.ts".to_owned()];
        let mark = || schema(cwd, Some(Path::new("drizzle.config.ts")), &patterns);
        let mut seen = vec![mark()];
        let mut changed = |file: &str, text: &str| {
            std::fs::write(cwd.join(file), text).unwrap();
            let now = mark();
            let is_new = !seen.contains(&now);
            seen.push(now);
            is_new
        };
        assert!(changed("src/db/schema.ts", "export const a = 1"));
        assert!(changed("src/db/columns.ts", "export const b = 1"));
        assert!(changed("drizzle.config.ts", "export default {}"));
        assert!(changed("mizzle.toml", "target = \"dev\""));
        assert!(!changed("src/index.ts", "import './db/schema'"));
        assert!(!changed("src/db/notes.md", "hello"));
    }

    #[test]
    fn a_folder_is_marked_with_its_snapshots() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("drizzle");
        let nothing = super::folder(&out);
        std::fs::create_dir_all(out.join("meta")).unwrap();
        std::fs::write(out.join("0000_a.sql"), "select 1").unwrap();
        let one = super::folder(&out);
        std::fs::write(out.join("meta/_journal.json"), "{}").unwrap();
        let two = super::folder(&out);
        assert!(nothing != one && one != two);
        assert_eq!(two, super::folder(&out));
    }
}
