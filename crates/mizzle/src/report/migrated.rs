//! The results of `migrate` and `reset` as text for people. Each migration was printed
//! as it was applied; here is what they come to.

use super::generated::Texts;
use super::human::{Took, count};
use super::{snippet, sql};
use anstyle::{AnsiColor, Style};
use mizzle_app::migrate::{Done, Migrated, Planned};
use mizzle_app::reset::Reset;
use mizzle_db::runner::{LedgerState, Report};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Renders what `migrate` came to.
pub(super) fn render(migrated: &Migrated) -> Texts {
    match &migrated.done {
        Done::Applied(report) => Texts::stdout(applied(report)),
        Done::Planned(planned) => plan(planned),
    }
}

/// Renders what `reset` came to.
pub(super) fn render_reset(reset: &Reset) -> Texts {
    let mut text = applied(&reset.report);
    for schema in &reset.wiped.kept {
        let _ = writeln!(text, "The schema {schema} belongs to another role and was left alone");
    }
    Texts::stdout(text)
}

fn applied(report: &Report) -> String {
    let mut text = match report.applied.len() {
        0 => format!("Nothing to apply, {} applied before\n", count(report.applied_before)),
        applied => format!(
            "{DONE}✔{DONE:#} {} applied {DIM}({}){DIM:#}\n",
            count(applied),
            Took(report.elapsed)
        ),
    };
    text.push_str(&left_out(&report.left_out));
    text
}

fn plan(planned: &Planned) -> Texts {
    let mut texts = Texts::default();
    match planned.ledger {
        LedgerState::Missing => {
            texts.stdout.push_str("The migrations table would be created\n");
        }
        LedgerState::NeedsUpgrade => {
            texts.stdout.push_str("The migrations table would get the columns of drizzle 1.0\n")
        }
        LedgerState::Present => {}
    }
    if planned.pending.is_empty() {
        let _ =
            writeln!(texts.stdout, "Nothing to apply, {} applied before", count(planned.applied));
    } else {
        let _ = writeln!(texts.stdout, "{} would be applied", count(planned.pending.len()));
    }
    for pending in &planned.pending {
        let parts = match pending.done_parts {
            0 => String::new(),
            done => format!(" (its first {done} parts are applied)"),
        };
        let _ = writeln!(texts.stdout, "\n{DIM}-- {}{parts}{DIM:#}", pending.file);
        let _ = writeln!(texts.stdout, "{}", sql::paint(pending.sql.trim_end()));
    }
    texts.stdout.push_str(&left_out(&planned.left_out));
    if let Some(right) = &planned.missing_right {
        texts.after = snippet::warning(right, None);
    }
    texts
}

fn left_out(names: &[String]) -> String {
    match names {
        [] => String::new(),
        names => format!("{} left for later: {}\n", count(names.len()), names.join(", ")),
    }
}
