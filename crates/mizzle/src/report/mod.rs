//! The one place that prints. Results go to stdout, talk to stderr; which of the
//! three reports is in use is decided once, from the flags.

mod adopted;
mod archive;
mod baseline;
mod checked;
mod diff;
mod drift;
mod erd;
mod generated;
mod human;
mod json;
mod migrated;
mod rolled_back;
mod sealed;
mod snippet;
mod spinner;
mod sql;
mod status;
mod studio;
mod table;
mod verified;

use crate::args::{Global, OutputFormat};
use crate::error::CommandError;
use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};
use mizzle_app::Event;
use mizzle_app::adopt::Adoption;
use mizzle_app::archive::{Archive, Dropped};
use mizzle_app::baseline::Baseline;
use mizzle_app::check::Checked;
use mizzle_app::dev::Table;
use mizzle_app::diff as compare;
use mizzle_app::drift::Drift;
use mizzle_app::generate::{Generated, Planned};
use mizzle_app::migrate::Migrated;
use mizzle_app::reset::Reset;
use mizzle_app::rollback::RolledBack;
use mizzle_app::seal::Sealed;
use mizzle_app::status::Status as MigrationStatus;
use mizzle_app::verify::Verified;
use mizzle_core::dialect::Dialect;
use mizzle_core::hints::{self, Hint};
use mizzle_core::postgres::erd::Graph;
use mizzle_db::devdb::kept::Status;
use std::fmt::Display;
use std::io::Write as _;

/// What a command came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// `generate`
    Generated {
        /// What it wrote, or what it needs to know.
        generated: Generated,
        /// The answers that were given so far; those that are missing are added to them.
        hints: Vec<Hint>,
    },
    /// `migrate`
    Migrated(Migrated),
    /// `rollback`
    RolledBack(RolledBack),
    /// `archive`
    Archive(Archive),
    /// `archive drop`
    ArchiveDropped(Dropped),
    /// `drift`
    Drift {
        /// What was found.
        drift: Drift,
        /// Is only the SQL wanted?
        sql: bool,
    },
    /// `baseline`
    Baseline {
        /// What it did.
        baseline: Baseline,
        /// The answers that were given.
        hints: Vec<Hint>,
    },
    /// `reset`
    Reset(Reset),
    /// `status`
    Status {
        /// Where everything stands.
        status: MigrationStatus,
        /// Is the answer no, unless everything is applied and clean?
        check: bool,
    },
    /// `check`
    Checked(Checked),
    /// `seal`
    Sealed(Sealed),
    /// `diff`
    Diff {
        /// What it came to.
        outcome: compare::Outcome,
        /// The answers that were given so far.
        hints: Vec<Hint>,
        /// What of it is printed.
        format: DiffFormat,
        /// Was the answer asked for as an exit code?
        asked: bool,
    },
    /// `export`
    Exported(Planned),
    /// `erd`
    Erd {
        /// The tables.
        graph: Graph,
        /// As what they are printed.
        format: ErdFormat,
    },
    /// `verify`
    Verified(Verified),
    /// `drift --adopt`
    Adoption {
        /// What was found and where it goes.
        adoption: Adoption,
        /// How far it is.
        stage: Adopting,
    },
    /// `studio`: it listens.
    Studio(Started),
    /// `studio`: a link was used, and these hold now.
    StudioLinks(Vec<String>),
    /// `dev`: who serves the development database.
    DevStarted(Status),
    /// `dev url`
    DevUrl(String),
    /// `dev sql`
    Rows(Vec<Table>),
    /// `dev stop`: did it run?
    DevStopped(bool),
}

/// A studio that listens.
#[derive(Debug)]
pub(crate) struct Started {
    /// Links that open it, the best first.
    pub(crate) links: Vec<String>,
    /// The database, as it is shown.
    pub(crate) target: String,
    /// Can nothing be written?
    pub(crate) is_read_only: bool,
    /// Can others than this machine reach it?
    pub(crate) is_open_to_others: bool,
}

/// How far `drift --adopt` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adopting {
    /// It is shown, and a person is asked.
    Shown,
    /// It was shown, and has been written.
    Confirmed,
    /// It has been written.
    Written,
    /// Nobody was there to ask, and nothing was written.
    Unanswered,
}

/// What of a diff is printed for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiffFormat {
    /// The SQL.
    Sql,
    /// One line a change.
    Summary,
}

/// As what a graph is printed for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErdFormat {
    /// A picture.
    Svg,
    /// Text that becomes a picture elsewhere.
    Mermaid,
}

/// Renders what a command says and what it came to.
pub(crate) trait Report {
    /// Something happened on the way.
    fn event(&mut self, event: Event);
    /// The command did what was asked, or needs answers.
    fn outcome(&mut self, outcome: &Outcome, dialect: Dialect);
    /// It did not.
    fn error(&mut self, error: &CommandError);
    /// What a question is about, before it is asked.
    fn cost(&mut self, _lines: &[String]) {}
    /// Something else writes to the terminal: a question, the user's own program.
    fn pause(&mut self) {}
}

/// The report that the flags ask for.
pub(crate) fn choose(global: &Global) -> Box<dyn Report> {
    match global.output {
        OutputFormat::Json => Box::new(json::Json::default()),
        OutputFormat::Text if global.quiet => Box::new(human::Human::quiet()),
        OutputFormat::Text => Box::new(human::Human::talking()),
    }
}

/// Writes to stdout. A reader that went away (`mizzle … | head -1`) is not an error.
fn print(text: impl Display) {
    write_whole(std::io::stdout(), &text.to_string());
}

/// Writes to stderr. A closed one is nothing that could be told to anybody.
fn talk(text: impl Display) {
    write_whole(std::io::stderr(), &text.to_string());
}

/// Writes a text at once, so that two processes on one terminal or in one log do not mix
/// their lines; without its colours where they are not wanted.
fn write_whole<S: RawStream + AsLockedWrite>(mut stream: S, text: &str) {
    let _ = match AutoStream::choice(&stream) {
        ColorChoice::Never => {
            let plain = anstream::adapter::strip_str(text).to_string();
            stream.write_all(plain.as_bytes()).and_then(|()| stream.flush())
        }
        ColorChoice::Auto | ColorChoice::AlwaysAnsi | ColorChoice::Always => {
            let mut stream = AutoStream::auto(stream);
            stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
        }
    };
}

/// `--hints '…'` as it can be pasted into a shell.
fn hints_flag(hints: &[Hint]) -> String {
    format!("--hints '{}'", hints::print(hints).replace('\'', r"'\''"))
}
