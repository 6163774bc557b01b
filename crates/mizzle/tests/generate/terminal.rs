//! The command on a terminal: somebody looks at the screen and types.

use crate::Project;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Long enough for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running command with a terminal as its three streams.
pub(crate) struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    seen: String,
}

impl Terminal {
    /// Starts the command in the project.
    pub(crate) fn start(project: &Project, arguments: &[&str]) -> Self {
        let (ours, theirs) = pair();
        let mut command = project.command(arguments);
        command.env("TERM", "xterm-256color");
        command.stdin(Stdio::from(theirs.try_clone().unwrap()));
        command.stdout(Stdio::from(theirs.try_clone().unwrap()));
        command.stderr(Stdio::from(theirs));
        // SAFETY: both calls may be made between fork and exec.
        unsafe { command.pre_exec(take_terminal) };
        let child = command.spawn().unwrap();
        // The command holds its own copies of their side; when the last is closed,
        // reading ends.
        drop(command);
        let mut reader = File::from(ours.try_clone().unwrap());
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, keyboard: File::from(ours), screen, seen: String::new() }
    }

    /// Waits until the screen has shown `text`.
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !plain(&self.seen).contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("never saw `{text}` in:\n{}", plain(&self.seen)),
            }
        }
        self
    }

    /// Types.
    pub(crate) fn type_keys(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Ctrl-C, as the terminal's driver would send it to a command in the foreground.
    pub(crate) fn interrupt(&mut self) {
        let process = i32::try_from(self.child.id()).unwrap();
        // SAFETY: a signal to our own child, which is not waited for yet.
        assert_eq!(unsafe { libc::kill(process, libc::SIGINT) }, 0);
    }

    /// Waits for the end and gives all that was shown, without colours, and the exit
    /// code.
    pub(crate) fn finish(mut self) -> (String, Option<i32>) {
        loop {
            match self.screen.recv_timeout(PATIENCE) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("no end after:\n{}", plain(&self.seen)),
            }
        }
        (plain(&self.seen), self.child.wait().unwrap().code())
    }

    /// All that was shown so far, as it was sent.
    pub(crate) fn raw(&self) -> &str {
        &self.seen
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes the terminal on the standard input the one that controls this process, as a
/// shell's is: Ctrl-C typed before the command reads single keys becomes a signal
/// instead of getting lost.
fn take_terminal() -> std::io::Result<()> {
    // SAFETY: neither call touches memory.
    let taken = unsafe { libc::setsid() != -1 && libc::ioctl(0, libc::TIOCSCTTY, 0) != -1 };
    if taken { Ok(()) } else { Err(std::io::Error::last_os_error()) }
}

/// Without escape sequences.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string().replace('\r', "")
}

/// The two sides of a new pseudo-terminal.
fn pair() -> (OwnedFd, OwnedFd) {
    let (mut ours, mut theirs) = (0, 0);
    let size = libc::winsize { ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: openpty writes two descriptors, which nobody else owns, and reads `size`;
    // the null pointers are documented as "not wanted".
    unsafe {
        let result = libc::openpty(
            &raw mut ours,
            &raw mut theirs,
            std::ptr::null_mut(),
            std::ptr::null(),
            &raw const size,
        );
        assert_eq!(result, 0, "no pseudo-terminal can be had");
        (OwnedFd::from_raw_fd(ours), OwnedFd::from_raw_fd(theirs))
    }
}
