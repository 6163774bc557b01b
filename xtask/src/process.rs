//! Runs other programs: shown as a person would type them, and their output
//! passed on line by line while it is read for what it counts.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, ExitStatus, Stdio};

use crate::error::Result;

/// Runs a command with its output on ours; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    announce(command);
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed: {status}", shown(command)).into())
    }
}

/// Runs a command without showing it, and returns what it printed.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{}` failed: {}\n{}", shown(command), output.status, said.trim_end()).into())
    }
}

/// Runs a command, passes its output on, and gives every line of it to `see`.
pub(crate) fn watch(
    command: &mut Command,
    see: &mut (dyn FnMut(&str) + Send),
) -> Result<ExitStatus> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let see = std::sync::Mutex::new(see);
    let stderr = child.stderr.take();
    std::thread::scope(|scope| {
        if let Some(stderr) = stderr {
            scope.spawn(|| pass_on(stderr, std::io::stderr(), &see));
        }
        if let Some(stdout) = child.stdout.take() {
            pass_on(stdout, std::io::stdout(), &see);
        }
    });
    Ok(child.wait().map_err(|error| cannot_start(command, &error))?)
}

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|it| it.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Says which command comes next.
pub(crate) fn announce(command: &Command) {
    let line = format!("$ {}", shown(command));
    if std::io::stderr().is_terminal() {
        eprintln!("\x1b[2m{line}\x1b[0m");
    } else {
        eprintln!("{line}");
    }
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run `{}`: {error}", command.get_program().to_string_lossy())
}

fn pass_on(
    from: impl Read,
    mut to: impl Write,
    see: &std::sync::Mutex<&mut (dyn FnMut(&str) + Send)>,
) {
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while matches!(reader.read_until(b'\n', &mut line), Ok(read) if read > 0) {
        // A closed terminal must not stop the counting.
        let _ = to.write_all(&line);
        if let Ok(mut see) = see.lock() {
            see(String::from_utf8_lossy(&line).trim_end());
        }
        line.clear();
    }
}
