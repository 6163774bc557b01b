//! Ctrl-C and a polite kill: the run is asked to stop where that is safe.

use crate::error::CommandError;
use mizzle_db::cancel::Cancel;

/// A switch that is set by the first such signal. The second ends the process as it
/// would have without us: whoever presses twice does not want to wait.
pub(super) fn switch() -> Result<Cancel, CommandError> {
    let cancel = Cancel::new();
    let switch = cancel.clone();
    ctrlc::set_handler(move || {
        if switch.is_cancelled() {
            abort();
        }
        switch.cancel();
    })
    .map_err(|error| {
        CommandError::usage("internal_error", format!("signals cannot be handled: {error}"))
    })?;
    Ok(cancel)
}

#[expect(clippy::exit, reason = "the run that would return the exit code is what hangs")]
fn abort() -> ! {
    std::process::exit(1)
}
