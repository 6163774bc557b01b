//! What Linux and macOS share: accounts, permissions and signals.

use std::ffi::CString;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use super::End;

/// The account a server runs under when we are root, which Postgres refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
}

/// The account to run servers under: `None` when our own will do.
pub(crate) fn server_account() -> Option<Account> {
    // SAFETY: geteuid has no preconditions and cannot fail.
    if unsafe { libc::geteuid() } != 0 {
        return None;
    }
    let nobody = Account { uid: 65534, gid: 65534 };
    Some(["postgres", "nobody"].iter().find_map(|name| account(name)).unwrap_or(nobody))
}

fn account(name: &str) -> Option<Account> {
    let name = CString::new(name).ok()?;
    let mut buffer = vec![0; 16 * 1024];
    let mut found = std::ptr::null_mut();
    // SAFETY: an all-zero `passwd` is valid; every pointer is valid for the call, and the
    // entry's own strings, which point into `buffer`, are not used.
    let entry = unsafe {
        let mut entry: libc::passwd = std::mem::zeroed();
        let text = buffer.as_mut_ptr();
        libc::getpwnam_r(name.as_ptr(), &raw mut entry, text, buffer.len(), &raw mut found);
        entry
    };
    (!found.is_null()).then_some(Account { uid: entry.pw_uid, gid: entry.pw_gid })
}

/// Makes `path` belong to the account.
pub(crate) fn give(path: &Path, account: Account) -> io::Result<()> {
    chown(path, Some(account.uid), Some(account.gid))
}

/// Whether the account can reach `path`: every folder above lets it pass, and
/// so does the path itself.
pub(crate) fn may_enter(path: &Path, account: Account) -> bool {
    path.ancestors().filter(|folder| !folder.as_os_str().is_empty()).all(|folder| {
        let Ok(meta) = fs::metadata(folder) else { return false };
        let mode = meta.mode();
        let bit = if meta.uid() == account.uid {
            0o100
        } else if meta.gid() == account.gid {
            0o010
        } else {
            0o001
        };
        mode & bit != 0
    })
}

/// Makes the command run under the account, when one is given.
pub(crate) fn run_as(command: &mut Command, account: Option<Account>) {
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
}

/// Lets the command outlive the terminal's Ctrl-C: a process group of its own.
pub(crate) fn detach(command: &mut Command) {
    command.process_group(0);
}

/// Lets the command outlive the terminal itself: a session of its own.
pub(crate) fn leave_terminal(command: &mut Command) {
    // SAFETY: between fork and exec only setsid is called, which is async-signal-safe.
    unsafe {
        command.pre_exec(|| match libc::setsid() {
            -1 => Err(io::Error::last_os_error()),
            _ => Ok(()),
        });
    }
}

/// Asks the child to end.
pub(crate) fn signal(child: &Child, end: End) {
    let number = match end {
        End::Discard => libc::SIGQUIT,
        End::Keep => libc::SIGINT,
        End::Kill => libc::SIGKILL,
    };
    let Ok(pid) = libc::pid_t::try_from(child.id()) else { return };
    // SAFETY: the process is our own child and has not been waited for, so its
    // number cannot belong to anybody else.
    unsafe { libc::kill(pid, number) };
}

/// Makes a folder that only we (and root) can list, and whose inner paths
/// stay reachable for the server's account when that is another one.
pub(crate) fn private_folder(path: &Path, shared: bool) -> io::Result<()> {
    fs::create_dir_all(path)?;
    let mode = if shared { 0o711 } else { 0o700 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Where short-lived servers and sockets live. A socket's path may have 107
/// bytes (103 on macOS), so it is in `/tmp`, whatever `TMPDIR` says.
pub(crate) fn runtime_folder() -> io::Result<PathBuf> {
    own_folder(Path::new("/tmp"))
}

/// Our own folder in one that everybody writes to.
pub(super) fn own_folder(root: &Path) -> io::Result<PathBuf> {
    // SAFETY: geteuid has no preconditions and cannot fail.
    let uid = unsafe { libc::geteuid() };
    let folder = root.join(format!("mizzle-{uid}"));
    private_folder(&folder, uid == 0)?;
    let meta = fs::symlink_metadata(&folder)?;
    if !meta.is_dir() || meta.uid() != uid {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!("{} belongs to somebody else", folder.display()),
        ));
    }
    Ok(folder)
}

/// Ends a server whose owner is gone and whose data nobody wants.
pub(crate) fn signal_orphan(pid: u32) {
    if let Ok(pid) = libc::pid_t::try_from(pid)
        && pid > 1
    {
        // SAFETY: kill only sends a signal; the caller knows that this process is a server of ours.
        unsafe { libc::kill(pid, libc::SIGQUIT) };
    }
}
