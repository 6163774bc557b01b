//! macOS: where Homebrew and Postgres.app put servers.

use std::path::PathBuf;
use std::process::Command;

use super::End;

/// Folders that may hold `postgres` and `initdb`, newest version first:
/// Homebrew on both processor kinds, Postgres.app, EnterpriseDB's installer.
pub(crate) fn system_server_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for opt in ["/opt/homebrew/opt", "/usr/local/opt"] {
        folders.extend(crate::devdb::install::versioned(opt, "postgresql@", "bin"));
        folders.push(PathBuf::from(opt).join("postgresql/bin"));
    }
    let app = "/Applications/Postgres.app/Contents/Versions";
    folders.extend(crate::devdb::install::versioned(app, "", "bin"));
    folders.extend(crate::devdb::install::versioned("/Library/PostgreSQL", "", "bin"));
    folders
}

/// The variable that names folders of shared libraries.
pub(crate) fn library_path_variable() -> &'static str {
    "DYLD_LIBRARY_PATH"
}

/// macOS has no folder in memory.
pub(crate) fn memory_folder() -> Option<PathBuf> {
    None
}

/// Where files live that can be made again.
pub(crate) fn cache_folder() -> PathBuf {
    let base = std::env::home_dir()
        .map(|home| home.join("Library/Caches"))
        .unwrap_or_else(std::env::temp_dir);
    base.join("mizzle")
}

/// macOS has no signal for a parent's end. A server whose owner was killed is
/// found by its folder's free lock and ended when the next one starts.
pub(crate) fn die_with_parent(_command: &mut Command, _end: End) {}

/// macOS has no user namespaces.
pub(crate) fn become_namespace_user(_command: &mut Command) -> bool {
    false
}
