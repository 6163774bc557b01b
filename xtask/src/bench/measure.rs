//! What one run of a program cost, as the kernel counted it: its own time and
//! memory and those of the children that it waited for. Between fork and exec a
//! child shares our memory, and Linux counts that, so xtask must stay smaller
//! than what it measures: the output of a run goes to a file.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::error::{At, Result};
use crate::paths;
use crate::process;

/// What one run cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// User and system time.
    pub(crate) cpu: Duration,
    /// The largest resident set of the process or of one of its children, in bytes.
    pub(crate) peak: u64,
}

/// Runs a program to its end with nothing on its input. Its output is thrown
/// away, unless it fails: then it is part of the error.
#[cfg(unix)]
pub(crate) fn measure(command: &mut Command) -> Result<Cost> {
    let said = output();
    let file = File::create(&said).at("write", &said)?;
    let stderr = file.try_clone().at("open", &said)?;
    command.stdin(Stdio::null()).stdout(file).stderr(stderr);
    let start = Instant::now();
    let child = command
        .spawn()
        .map_err(|error| format!("cannot run `{}`: {error}", process::shown(command)))?;
    let pid = libc::pid_t::try_from(child.id()).map_err(|error| error.to_string())?;
    let mut status = 0;
    // SAFETY: all zeros is a valid `rusage`, which wait4 fills.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: our own child, which nothing else waits for; both pointers are to our stack.
    let waited = unsafe { libc::wait4(pid, &raw mut status, 0, &raw mut usage) };
    let wall = start.elapsed();
    if waited != pid {
        return Err(format!("lost `{}`", process::shown(command)).into());
    }
    if !(libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0) {
        let said = std::fs::read_to_string(&said).unwrap_or_default();
        return Err(format!("`{}` failed:\n{said}", process::shown(command)).into());
    }
    // Linux counts kibibytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    Ok(Cost {
        wall,
        cpu: duration(usage.ru_utime) + duration(usage.ru_stime),
        peak: u64::try_from(usage.ru_maxrss).unwrap_or_default() * unit,
    })
}

#[cfg(not(unix))]
pub(crate) fn measure(_: &mut Command) -> Result<Cost> {
    Err("only Unix tells what a child process used".into())
}

/// What the last run put out.
pub(crate) fn said() -> Result<String> {
    let said = output();
    std::fs::read_to_string(&said).at("read", &said)
}

fn output() -> PathBuf {
    paths::target().join("bench/output")
}

/// The median of each figure by itself.
pub(crate) fn median(costs: &[Cost]) -> Cost {
    fn middle<T: Ord + Copy>(mut values: Vec<T>) -> T {
        values.sort();
        values[values.len() / 2]
    }
    Cost {
        wall: middle(costs.iter().map(|it| it.wall).collect()),
        cpu: middle(costs.iter().map(|it| it.cpu).collect()),
        peak: middle(costs.iter().map(|it| it.peak).collect()),
    }
}

#[cfg(unix)]
fn duration(time: libc::timeval) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let micros = u64::try_from(time.tv_usec).unwrap_or_default();
    Duration::from_secs(seconds) + Duration::from_micros(micros)
}
