//! Ctrl-C and a polite kill. A run of migrations is asked to stop where that is safe;
//! everything else ends at once, with the exit code of an error, a cursor that is there
//! again, and no half-written file.

use crate::error::CommandError;
use mizzle_db::cancel::Cancel;
use std::sync::{Mutex, Once, PoisonError};

/// The run that a signal asks to stop.
static RUNNING: Mutex<Option<Cancel>> = Mutex::new(None);
static HANDLER: Once = Once::new();

/// From here on a signal ends the process in order. Starts a thread, so that it is
/// called no earlier than it is needed.
pub(crate) fn handle() -> Result<(), CommandError> {
    let mut result = Ok(());
    HANDLER.call_once(|| result = ctrlc::set_handler(signalled));
    result.map_err(|error| {
        CommandError::usage("internal_error", format!("signals cannot be handled: {error}"))
    })
}

/// A switch that the first signal sets. The second ends the process as if there were no
/// run: whoever presses twice does not want to wait.
pub(crate) fn switch() -> Result<Cancel, CommandError> {
    handle()?;
    let cancel = Cancel::new();
    *running() = Some(cancel.clone());
    Ok(cancel)
}

fn running() -> std::sync::MutexGuard<'static, Option<Cancel>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn signalled() {
    match running().as_ref() {
        Some(cancel) if !cancel.is_cancelled() => cancel.cancel(),
        Some(_) | None => abort(),
    }
}

#[expect(clippy::exit, reason = "a question waits for a key, and nothing else would end it")]
fn abort() -> ! {
    let _held = mizzle_app::batch::abandon();
    let terminal = dialoguer::console::Term::stderr();
    if terminal.is_term() {
        let _ = terminal.show_cursor();
    }
    std::process::exit(1)
}
