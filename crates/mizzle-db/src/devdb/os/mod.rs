//! What differs between operating systems when a database server is run from
//! here: who may run it, where packages put it, how it ends with us, and where
//! short-lived and cached folders go. One file a system; nothing about
//! databases beyond that.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub(crate) use linux::{
    become_namespace_user, cache_folder, die_with_parent, library_path_variable, memory_folder,
    system_server_folders,
};
#[cfg(target_os = "macos")]
pub(crate) use macos::{
    become_namespace_user, cache_folder, die_with_parent, library_path_variable, memory_folder,
    system_server_folders,
};
#[cfg(unix)]
pub(crate) use unix::{
    Account, detach, give, leave_terminal, may_enter, private_folder, run_as, runtime_folder,
    server_account, signal, signal_orphan,
};
#[cfg(windows)]
pub(crate) use windows::{
    Account, become_namespace_user, cache_folder, detach, die_with_parent, give, leave_terminal,
    library_path_variable, may_enter, memory_folder, private_folder, run_as, runtime_folder,
    server_account, signal, system_server_folders,
};

/// How a server is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Its data is thrown away: no checkpoint, no goodbye (SIGQUIT).
    Discard,
    /// Its data is kept: sessions are ended, everything is written (SIGINT).
    Keep,
    /// At once, whatever it does (SIGKILL).
    Kill,
}
