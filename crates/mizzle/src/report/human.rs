//! Text for people: one line a stage on stderr, redrawn on a terminal, and results on
//! stdout. The quiet twin prints results and errors only.

use super::generated::Texts;
use super::spinner::Spinner;
use super::{
    Outcome, Report, adopted, archive, baseline, checked, diff, drift, erd, generated, migrated,
    rolled_back, sealed, snippet, status, studio, table, verified,
};
use crate::error::CommandError;
use anstyle::{AnsiColor, Style};
use mizzle_app::event::Warning;
use mizzle_app::{Event, Stage};
use mizzle_core::dialect::Dialect;
use mizzle_core::folder::sum::Rehearsed;
use mizzle_db::runner::{Applied, Event as Run};
use std::fmt::{self, Display};
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
        if self.quiet {
            return;
        }
        self.spinner.clear();
        super::talk(format_args!("{line}\n"));
    }

    fn done(&mut self, line: impl Display) {
        self.talk(format_args!("{DONE}✔{DONE:#} {line}"));
    }

    fn print(&mut self, text: impl Display) {
        self.spinner.clear();
        super::print(text);
    }

    fn run(&mut self, event: Run) {
        match event {
            Run::WaitingForRun { holder, waited } => {
                let holder = holder.map(|holder| format!(": {holder}")).unwrap_or_default();
                self.talk(format_args!(
                    "◐ Waiting for another run, {} s so far{holder}",
                    waited.as_secs()
                ));
            }
            Run::WaitingForBackend { holder, waited } => {
                let holder = holder.map(|holder| format!(": {holder}")).unwrap_or_default();
                self.talk(format_args!(
                    "◐ Waiting for the server to end what a run left behind, {} s so far{holder}",
                    waited.as_secs()
                ));
            }
            Run::LedgerCreated => self.done("Created the migrations table"),
            Run::LedgerUpgraded => {
                self.done("Gave the migrations table the columns of drizzle 1.0")
            }
            Run::Planned(names) => self.talk(format_args!("{} pending", count(names.len()))),
            Run::Begun { name, done_segments, segments } => {
                if done_segments > 0 {
                    self.talk(format_args!(
                        "Resuming {name}: {done_segments} of {segments} parts are applied"
                    ));
                }
                self.spinner.show(format!("Applying {name}…"));
            }
            Run::Statement { name, number, count } => {
                self.spinner.show(format!("{name}: statement {number} of {count}…"));
            }
            Run::IndexDropped { index } => {
                self.talk(format_args!("Dropped the unusable index {index} of an earlier run"));
            }
            Run::Notice(notice) => {
                let severity = notice.severity.to_lowercase();
                self.talk(format_args!("{DIM}{severity}: {}{DIM:#}", notice.message));
            }
            Run::LockRetry { name, attempt, pause } => self.talk(format_args!(
                "◐ {name} waited too long for a lock and was rolled back; try {} follows in {}",
                attempt + 1,
                Took(pause)
            )),
            Run::Applied(applied) => self.applied(&applied, &Rehearsed::No),
            Run::Undoing { name } => self.spinner.show(format!("Undoing {name}…")),
            Run::Undone(undone) => {
                self.print(format_args!(
                    "{DONE}✔{DONE:#} {} undone {DIM}({}){DIM:#}\n",
                    undone.name,
                    Took(undone.elapsed)
                ));
            }
            Run::AlreadyApplied { name } => {
                self.print(format_args!("{DONE}✔{DONE:#} {name} was applied in the meantime\n"));
            }
        }
    }

    fn applied(&mut self, applied: &Applied, rehearsed: &Rehearsed) {
        self.print(format_args!(
            "{DONE}✔{DONE:#} {} {DIM}({}, {}){DIM:#}\n",
            applied.name,
            Took(applied.elapsed),
            sealed::rehearsed(rehearsed)
        ));
    }

    fn warn(&mut self, warning: &Warning) {
        self.spinner.clear();
        let text = snippet::warning(&warning.message, warning.hint.as_deref());
        super::talk(text);
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
            Event::Notice { severity, message } => {
                self.talk(format_args!("{DIM}{}: {message}{DIM:#}", severity.to_lowercase()));
            }
            Event::Run(event) => self.run(event),
            // The list says it.
            Event::Checked(_) => {}
            Event::Applied { applied, rehearsed } => self.applied(&applied, &rehearsed),
        }
    }

    fn outcome(&mut self, outcome: &Outcome, _: Dialect) {
        let texts = match outcome {
            Outcome::Generated { generated, hints } => generated::render(generated, hints),
            Outcome::Migrated(migrated) => migrated::render(migrated),
            Outcome::RolledBack(rolled_back) => rolled_back::render(rolled_back),
            Outcome::Archive(found) => archive::render(found),
            Outcome::ArchiveDropped(dropped) => archive::render_dropped(dropped),
            Outcome::Drift { drift, sql } => drift::render(drift, *sql),
            Outcome::Baseline { baseline, hints } => baseline::render(baseline, hints),
            Outcome::Reset(reset) => migrated::render_reset(reset),
            Outcome::Status { status, check } => status::render(status, *check),
            Outcome::Verified(verified) => verified::render(verified),
            Outcome::Checked(checked) => checked::render(checked),
            Outcome::Sealed(sealed) => sealed::render(sealed),
            Outcome::Diff { outcome, hints, format, asked: _ } => {
                diff::render(outcome, hints, *format)
            }
            Outcome::Erd { graph, format } => erd::render(graph, *format),
            Outcome::Exported(planned) => diff::render_export(planned),
            Outcome::Adoption { adoption, stage } => adopted::render(adoption, *stage),
            Outcome::Studio(started) => studio::render(started),
            Outcome::StudioLinks(links) => studio::render_links(links),
            Outcome::DevStarted(status) => {
                self.done(format_args!(
                    "PostgreSQL {} ({}) serves .mizzle/dev",
                    status.version, status.engine
                ));
                Texts::stdout(format!("{}\n", status.url))
            }
            Outcome::DevUrl(url) => Texts::stdout(format!("{url}\n")),
            Outcome::Rows(tables) if tables.is_empty() => Texts::stdout("(no rows)\n".to_owned()),
            Outcome::Rows(tables) => {
                let tables: Vec<String> = tables.iter().map(table::render).collect();
                Texts::stdout(tables.join("\n"))
            }
            Outcome::DevStopped(true) => {
                Texts::stdout("Stopped the development database\n".to_owned())
            }
            Outcome::DevStopped(false) => {
                Texts::stdout("The development database was not running\n".to_owned())
            }
        };
        self.spinner.clear();
        if !self.quiet {
            super::talk(&texts.before);
        }
        if !texts.stdout.is_empty() {
            self.print(texts.stdout);
        }
        if !self.quiet {
            super::talk(&texts.after);
        }
        super::talk(&texts.error);
    }

    fn cost(&mut self, lines: &[String]) {
        self.spinner.clear();
        for line in lines {
            super::talk(format_args!("  {line}\n"));
        }
    }

    fn pause(&mut self) {
        self.spinner.clear();
    }

    fn error(&mut self, error: &CommandError) {
        self.spinner.clear();
        super::talk(snippet::error(&error.explanation));
    }
}

fn running(stage: Stage) -> &'static str {
    match stage {
        Stage::Config => "Loading config…",
        Stage::Schema => "Loading schema…",
        Stage::Migrations => "Pulling existing migrations…",
        Stage::State => "Pulling migration state…",
        Stage::Replay => "Replaying migrations without a snapshot…",
        Stage::History => "Replaying migrations…",
        Stage::Database => "Pulling schema from database…",
        Stage::DevDatabase => "Starting development database…",
        Stage::Counting => "Counting what would go…",
        Stage::Rehearsal => "Rehearsing the migration…",
        Stage::Reset => "Dropping everything…",
        Stage::Side => "Building both sides…",
        Stage::Proof => "Proving the SQL…",
    }
}

/// What remains of a stage on the screen. Stages that take no time of their own
/// leave nothing.
fn finished(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::Config => Some("Loaded all config"),
        Stage::Schema
        | Stage::DevDatabase
        | Stage::Counting
        | Stage::Rehearsal
        | Stage::Side
        | Stage::Proof => None,
        Stage::Reset => Some("Dropped everything"),
        Stage::Migrations | Stage::State | Stage::Replay | Stage::History | Stage::Database => {
            Some(running(stage))
        }
    }
}

/// `1 migration`, `2 migrations`
pub(super) fn count(migrations: usize) -> String {
    format!("{migrations} {}", if migrations == 1 { "migration" } else { "migrations" })
}

/// A duration as people read it: `8 ms`, `1.24 s`, `2 min 5 s`.
pub(super) struct Took(pub(super) Duration);

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
