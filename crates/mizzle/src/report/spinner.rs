//! One line on a terminal that says what is being done, redrawn until it is done.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// The line in progress. Where stderr is no terminal there is none, and its thread
/// is never started.
#[derive(Debug, Default)]
pub(crate) struct Spinner {
    bar: Option<ProgressBar>,
}

impl Spinner {
    /// Shows `message` until the next one, or until [`Spinner::clear`].
    pub(crate) fn show(&mut self, message: String) {
        if let Some(bar) = &self.bar {
            bar.set_message(message);
            return;
        }
        if !std::io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style.tick_chars("◐◓◑◒✔"));
        }
        bar.set_message(message);
        bar.enable_steady_tick(Duration::from_millis(120));
        self.bar = Some(bar);
    }

    /// Takes the line away, so that something else can be printed in its place.
    pub(crate) fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
