//! Linux: where distributions put servers, and how a child ends with us.

use std::ffi::CStr;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use super::End;

/// Folders that may hold `postgres` and `initdb`, newest version first:
/// Debian and Ubuntu, then Red Hat's and SUSE's packages, then Homebrew's.
pub(crate) fn system_server_folders() -> Vec<PathBuf> {
    let mut folders = crate::devdb::install::versioned("/usr/lib/postgresql", "", "bin");
    folders.extend(crate::devdb::install::versioned("/usr", "pgsql-", "bin"));
    folders.extend(crate::devdb::install::versioned("/usr/lib", "postgresql", "bin"));
    folders.extend(crate::devdb::install::versioned(
        "/home/linuxbrew/.linuxbrew/opt",
        "postgresql@",
        "bin",
    ));
    folders
}

/// The variable that names folders of shared libraries.
pub(crate) fn library_path_variable() -> &'static str {
    "LD_LIBRARY_PATH"
}

/// Where files live that can be made again.
pub(crate) fn cache_folder() -> PathBuf {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(std::env::temp_dir);
    base.join("mizzle")
}

/// Where data lives that is thrown away: in memory, where there is room for it. A cluster
/// is a thousand small files, which take a disk far longer than what is done with them.
pub(crate) fn memory_folder() -> Option<PathBuf> {
    /// More than a rehearsal of a large schema takes; containers often have 64 MB in all.
    const ROOM: u64 = 1 << 30;
    /// `TMPFS_MAGIC` of linux/magic.h
    const TMPFS: u64 = 0x0102_1994;
    let mut stats = std::mem::MaybeUninit::<libc::statfs>::uninit();
    // SAFETY: the path is terminated, and the call fills the structure where it succeeds.
    let stats = unsafe {
        if libc::statfs(c"/dev/shm".as_ptr(), stats.as_mut_ptr()) != 0 {
            return None;
        }
        stats.assume_init()
    };
    let block = u64::try_from(stats.f_bsize).ok()?;
    let is_memory = u64::try_from(stats.f_type).ok()? == TMPFS;
    let has_room = stats.f_bavail.saturating_mul(block) >= ROOM;
    (is_memory && has_room).then(|| super::unix::own_folder("/dev/shm".as_ref()).ok()).flatten()
}

/// Sends `end` to the command when the thread that started it ends, however it
/// ends. So the thread must live as long as the server is wanted.
pub(crate) fn die_with_parent(command: &mut Command, end: End) {
    let number = match end {
        End::Discard => libc::SIGQUIT,
        End::Keep => libc::SIGINT,
        End::Kill => libc::SIGKILL,
    };
    let parent = std::process::id();
    // SAFETY: between fork and exec only async-signal-safe calls are made (prctl, getppid).
    unsafe {
        command.pre_exec(move || {
            if libc::prctl(libc::PR_SET_PDEATHSIG, number) != 0 {
                return Err(io::Error::last_os_error());
            }
            // Our process may have ended between the fork and the call above.
            if u32::try_from(libc::getppid()) != Ok(parent) {
                return Err(io::Error::from_raw_os_error(libc::ESRCH));
            }
            Ok(())
        });
    }
}

/// Makes the command, started by root, see itself as an ordinary user while
/// its files stay root's: a user namespace in which uid 0 is called 1000.
/// For folders that no other account can reach. False where the system has
/// no such thing; where it is forbidden, starting the command fails.
pub(crate) fn become_namespace_user(command: &mut Command) -> bool {
    // SAFETY: between fork and exec only async-signal-safe calls are made (unshare, open,
    // write, close); the paths and texts are static.
    unsafe {
        command.pre_exec(|| {
            if libc::unshare(libc::CLONE_NEWUSER) != 0 {
                return Err(io::Error::last_os_error());
            }
            write_once(c"/proc/self/setgroups", b"deny")?;
            write_once(c"/proc/self/uid_map", b"1000 0 1")?;
            write_once(c"/proc/self/gid_map", b"1000 0 1")
        });
    }
    true
}

fn write_once(path: &CStr, text: &[u8]) -> io::Result<()> {
    // SAFETY: `path` is terminated, `text` is valid for its length, the descriptor is closed once.
    unsafe {
        let file = libc::open(path.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC);
        if file < 0 {
            return Err(io::Error::last_os_error());
        }
        let written = libc::write(file, text.as_ptr().cast(), text.len());
        let outcome = if written < 0 { Err(io::Error::last_os_error()) } else { Ok(()) };
        libc::close(file);
        outcome
    }
}
