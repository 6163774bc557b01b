//! What this machine has. A Debian package is installed only as root on
//! Debian, and said; anywhere else the reader is told what is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Result;
use crate::process;

/// The first program of that name on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|it| it.is_file())
}

/// Makes sure that a program is there: found, or installed where that is ours
/// to do. The error says what to install.
pub(crate) fn need(program: &str, debian_package: &str) -> Result<PathBuf> {
    if let Some(found) = find(program) {
        return Ok(found);
    }
    if install(debian_package)?
        && let Some(found) = find(program)
    {
        return Ok(found);
    }
    Err(format!("`{program}` is missing (on Debian: apt-get install {debian_package})").into())
}

/// Installs a Debian package if we are root on Debian; says so. Returns whether it did.
pub(crate) fn install(package: &str) -> Result<bool> {
    if !Path::new("/etc/debian_version").exists() || !is_root() || find("apt-get").is_none() {
        return Ok(false);
    }
    eprintln!("installing the Debian package `{package}` (root on Debian)");
    process::run(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    process::run(command.args(["install", "-y", "-qq", "--no-install-recommends", package]))?;
    Ok(true)
}

/// Whether this process is the superuser, whom Postgres refuses to serve.
pub(crate) fn is_root() -> bool {
    #[cfg(unix)]
    {
        // SAFETY: takes nothing and cannot fail.
        unsafe { libc::geteuid() == 0 }
    }
    #[cfg(not(unix))]
    false
}

/// A folder that lies in memory and has room for the databases of the tests: a database is some
/// three hundred files, and tests make and drop thousands of them.
#[cfg(target_os = "linux")]
pub(crate) fn memory() -> Option<PathBuf> {
    /// Containers often have 64 MB in all.
    const ROOM: u64 = 3 << 30;
    let folder = Path::new("/dev/shm");
    let listed =
        process::read(Command::new("df").args(["-B1", "--output=fstype,avail"]).arg(folder));
    let listed = listed.ok()?;
    let mut words = listed.lines().last()?.split_whitespace();
    let is_memory = words.next()? == "tmpfs";
    let free: u64 = words.next()?.parse().ok()?;
    (is_memory && free >= ROOM).then(|| folder.to_owned())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn memory() -> Option<PathBuf> {
    None
}

/// Whether a machine runs us. There a lane that cannot run is a failure.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|it| !it.is_empty() && it != "false")
}
