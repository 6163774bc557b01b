//! Text for people: one line a stage on stderr, redrawn on a terminal, and results on
//! stdout. The quiet twin prints results and errors only.

use super::spinner::Spinner;
use super::{Outcome, Report, snippet};
use crate::error::CommandError;
use anstyle::{AnsiColor, Style};
use mizzle_app::event::Warning;
use mizzle_app::{Event, Stage};
use std::fmt::{self, Display};
use std::io::Write;
use std::time::Duration;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// The report for people.
#[derive(Debug)]
pub(crate) struct Human {
    spinner: Spinner,
    quiet: bool,
}

impl Human {
    /// Everything is printed.
    pub(crate) fn talking() -> Self {
        Self { spinner: Spinner::default(), quiet: false }
    }

    /// Results and errors are printed.
    pub(crate) fn quiet() -> Self {
        Self { spinner: Spinner::default(), quiet: true }
    }

    fn talk(&mut self, line: impl Display) {
        self.spinner.clear();
        // A closed stderr is nothing that could be told to anybody.
        let _ = writeln!(anstream::stderr(), "{line}");
    }

    fn done(&mut self, line: impl Display) {
        self.talk(format_args!("{DONE}✔{DONE:#} {line}"));
    }

    fn print(&mut self, text: impl Display) {
        self.spinner.clear();
        super::print(text);
    }

    fn warn(&mut self, warning: &Warning) {
        self.spinner.clear();
        let text = snippet::warning(&warning.message, warning.hint.as_deref());
        let _ = write!(anstream::stderr(), "{text}");
    }
}

impl Report for Human {
    fn event(&mut self, event: Event) {
        if self.quiet {
            return;
        }
        match event {
            Event::EnvLoaded { file } => {
                self.done(format_args!("Loaded env from {}", file.display()));
            }
            Event::Started(stage) => self.spinner.show(running(stage).to_owned()),
            Event::Finished(stage) => match finished(stage) {
                Some(line) => self.done(line),
                None => self.spinner.clear(),
            },
            Event::Abandoned(stage) => {
                self.talk(format_args!("{DIM}◐ {} not waited for{DIM:#}", running(stage)));
            }
            Event::Target { display, chosen_by } => {
                self.talk(format_args!("Target: {display} {DIM}({chosen_by}){DIM:#}"));
            }
            Event::Warning(warning) => self.warn(&warning),
            Event::WaitingForLock { holder } => {
                let holder = holder.map(|holder| format!(" ({holder})")).unwrap_or_default();
                self.talk(format_args!("◐ Waiting for another run to finish{holder}…"));
            }
            Event::Applying { migration } => self.spinner.show(format!("Applying {migration}…")),
            Event::Applied { migration, took, rehearsed } => {
                let rehearsed = match rehearsed {
                    Some(engine) => format!("rehearsed on {engine}"),
                    None => "not rehearsed".to_owned(),
                };
                self.print(format_args!(
                    "{DONE}✔{DONE:#} {migration} {DIM}({}, {rehearsed}){DIM:#}\n",
                    Took(took)
                ));
            }
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.spinner.clear();
        match *outcome {}
    }

    fn error(&mut self, error: &CommandError) {
        self.spinner.clear();
        let _ = write!(anstream::stderr(), "{}", snippet::error(&error.explanation));
    }
}

fn running(stage: Stage) -> &'static str {
    match stage {
        Stage::Config => "Loading config…",
        Stage::Schema => "Loading schema…",
        Stage::Migrations => "Pulling existing migrations…",
        Stage::State => "Pulling migration state…",
        Stage::Database => "Pulling schema from database…",
        Stage::DevDatabase => "Starting development database…",
    }
}

/// What remains of a stage on the screen. Stages that take no time of their own
/// leave nothing.
fn finished(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::Config => Some("Loaded all config"),
        Stage::Schema | Stage::DevDatabase => None,
        Stage::Migrations | Stage::State | Stage::Database => Some(running(stage)),
    }
}

/// A duration as people read it: `8 ms`, `1.24 s`, `2 min 5 s`.
struct Took(Duration);

impl Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        if seconds >= 60 {
            write!(f, "{} min {} s", seconds / 60, seconds % 60)
        } else if seconds >= 1 {
            write!(f, "{:.2} s", self.0.as_secs_f64())
        } else {
            write!(f, "{} ms", self.0.as_millis())
        }
    }
}
