//! The one place that prints. Results go to stdout, talk to stderr; which of the
//! three reports is in use is decided once, from the flags.

mod human;
mod json;
mod snippet;
mod spinner;

use crate::args::{Global, OutputFormat};
use crate::error::CommandError;
use mizzle_app::Event;

/// What a command came to.
#[derive(Debug)]
pub(crate) enum Outcome {}

/// Renders what a command says and what it came to.
pub(crate) trait Report {
    /// Something happened on the way.
    fn event(&mut self, event: Event);
    /// The command did what was asked.
    fn outcome(&mut self, outcome: &Outcome);
    /// It did not.
    fn error(&mut self, error: &CommandError);
}

/// The report that the flags ask for.
pub(crate) fn choose(global: &Global) -> Box<dyn Report> {
    match global.output {
        OutputFormat::Json => Box::new(json::Json),
        OutputFormat::Text if global.quiet => Box::new(human::Human::quiet()),
        OutputFormat::Text => Box::new(human::Human::talking()),
    }
}

/// Writes to stdout. A reader that went away (`mizzle … | head -1`) is not an error.
fn print(text: impl std::fmt::Display) {
    use std::io::Write;
    let mut out = anstream::stdout();
    let _ = write!(out, "{text}").and_then(|()| out.flush());
}
