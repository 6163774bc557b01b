//! Windows: where EnterpriseDB's installer puts servers.

use std::io;
use std::os::windows::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use super::End;

/// Windows has no second account to run servers under; `postgres` drops its
/// rights itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Account {}

/// Folders that may hold `postgres` and `initdb`, newest version first.
pub(crate) fn system_server_folders() -> Vec<PathBuf> {
    let programs = std::env::var_os("ProgramFiles")
        .map_or_else(|| PathBuf::from(r"C:\Program Files"), PathBuf::from);
    let root = programs.join("PostgreSQL");
    crate::devdb::install::versioned(&root.to_string_lossy(), "", "bin")
}

/// The variable that names folders of shared libraries.
pub(crate) fn library_path_variable() -> &'static str {
    "PATH"
}

/// Windows has no folder in memory.
pub(crate) fn memory_folder() -> Option<PathBuf> {
    None
}

/// Where files live that can be made again.
pub(crate) fn cache_folder() -> PathBuf {
    let base =
        std::env::var_os("LOCALAPPDATA").map(PathBuf::from).unwrap_or_else(std::env::temp_dir);
    base.join("mizzle")
}

/// Where short-lived servers live.
pub(crate) fn runtime_folder() -> io::Result<PathBuf> {
    let folder = std::env::temp_dir().join("mizzle");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Makes a folder; the profile it is in already keeps others out.
pub(crate) fn private_folder(path: &Path, _shared: bool) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Always our own account.
pub(crate) fn server_account() -> Option<Account> {
    None
}

/// There is no other account to give anything to.
pub(crate) fn give(_path: &Path, account: Account) -> io::Result<()> {
    match account {}
}

/// There is no other account that could be kept out.
pub(crate) fn may_enter(_path: &Path, account: Account) -> bool {
    match account {}
}

/// There is no other account to run under.
pub(crate) fn run_as(_command: &mut Command, _account: Option<Account>) {}

/// Windows has no user namespaces.
pub(crate) fn become_namespace_user(_command: &mut Command) -> bool {
    false
}

/// A console of its own, so that Ctrl-C does not reach it.
pub(crate) fn detach(command: &mut Command) {
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
}

/// Lets the command outlive the console.
pub(crate) fn leave_terminal(command: &mut Command) {
    detach(command);
}

/// Windows has no signal for a parent's end; see the folder's lock.
pub(crate) fn die_with_parent(_command: &mut Command, _end: End) {}

/// Ends the child. Postgres recovers from this as from a power cut.
pub(crate) fn signal(child: &Child, _end: End) {
    let pid = child.id().to_string();
    // `Child::kill` would need a unique borrow, which a waiting thread holds.
    let _ = Command::new("taskkill").args(["/F", "/T", "/PID", &pid]).output();
}
