//! The result of `generate` as text for people.

use super::{hints_flag, sealed, snippet, sql};
use anstyle::{AnsiColor, Style};
use mizzle_app::generate::{Finding, Generated, Planned, Rehearsal, Unfilled, WayBack, Written};
use mizzle_core::diff::{Question, suggested};
use mizzle_core::hints::Hint;
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// How many changes are listed before the rest is only counted: more than that nobody
/// reads in front of the SQL itself.
const SUMMARY_LINES: usize = 30;

/// A result in parts, in the order in which a terminal shows them.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Talk in front of it, for stderr.
    pub(super) before: String,
    /// The result itself, for stdout.
    pub(super) stdout: String,
    /// Talk behind it, for stderr.
    pub(super) after: String,
    /// What is an error, for stderr, quiet or not.
    pub(super) error: String,
}

impl Texts {
    pub(super) fn stdout(text: String) -> Self {
        Self { stdout: text, ..Self::default() }
    }
}

/// Renders it.
pub(super) fn render(generated: &Generated, hints: &[Hint]) -> Texts {
    let mut texts = Texts::default();
    match generated {
        Generated::NoChanges { removed } => {
            if let Some(path) = removed {
                let _ = writeln!(texts.stdout, "{DONE}✔{DONE:#} Removed {}", path.display());
            }
            texts.stdout.push_str("No schema changes, nothing to migrate\n");
        }
        Generated::Written(written) => write(written, &mut texts),
        Generated::Explained(planned) => {
            explain(planned, &mut texts);
            if planned.keepable {
                let keep = "keep what goes for the way back: `mizzle generate --keep-data`";
                texts.after.push_str(&snippet::hints(&[keep.to_owned()]));
            }
        }
        Generated::Undecided(questions) => texts.error = undecided(questions, hints, "generate"),
    }
    texts
}

fn write(written: &Written, texts: &mut Texts) {
    if let Some(old) = &written.replaced
        && *old != written.path
    {
        let _ = writeln!(texts.stdout, "{DONE}✔{DONE:#} Removed {}", old.display());
    }
    let _ = writeln!(texts.stdout, "{DONE}✔{DONE:#} Wrote {}\n", written.path.display());
    texts.before = sealed::taken_in(&written.taken_in);
    if written.custom {
        let _ = writeln!(texts.stdout, "{}", sql::paint(written.sql.trim_end()));
        texts.after = snippet::hints(&[format!(
            "put your SQL into {}, then record it with `mizzle seal` and apply it with `mizzle migrate`",
            written.path.display()
        )]);
        return;
    }
    explain(&written.planned, texts);
    rehearsed(&written.rehearsal, texts);
    way_back(&written.back, &written.rehearsal, texts);
    let keep = "keep what goes for the way back: `mizzle generate --redo --keep-data`";
    let mut hints = vec!["apply it with `mizzle migrate`".to_owned()];
    hints.extend(written.planned.keepable.then(|| keep.to_owned()));
    texts.after.push_str(&snippet::hints(&hints));
}

/// What was proved, in front of the name of the file.
fn rehearsed(rehearsal: &Rehearsal, texts: &mut Texts) {
    match rehearsal {
        Rehearsal::Whole { engine, unfilled, .. } => {
            let _ = writeln!(texts.before, "{DONE}✔{DONE:#} Rehearsed on {engine}");
            for Unfilled { table, why, forbidden } in unfilled {
                let message = format!("{table} was rehearsed without rows: {why}");
                // It fails as soon as somebody has a row there.
                let text = if *forbidden {
                    snippet::warning(&message, None)
                } else {
                    snippet::note(&message)
                };
                texts.after.push_str(&text);
            }
        }
        Rehearsal::UpTo { engine, statement, why } => {
            let message = format!(
                "on {engine}, statement {statement} and those behind it were not rehearsed: {why}"
            );
            texts.after.push_str(&snippet::warning(&message, None));
        }
        Rehearsal::No { why, help } => {
            let message = format!("not rehearsed: {why}");
            texts.after.push_str(&snippet::warning(&message, help.as_deref()));
        }
        Rehearsal::Custom => {}
    }
}

/// Where the way back is, or why there is none.
fn way_back(back: &WayBack, rehearsal: &Rehearsal, texts: &mut Texts) {
    match (back, rehearsal) {
        (WayBack::Certified { path, certificate, .. }, _) => {
            let more = if certificate.lost.len() > 1 { ", …" } else { "" };
            let lost = certificate.lost.first().map(|lost| format!(": {lost}{more}"));
            let (path, kind) = (path.display(), certificate.kind);
            let text = format!("way back: {path} ({kind}{})", lost.unwrap_or_default());
            texts.after.push_str(&snippet::note(&text));
        }
        // That nothing was rehearsed is said already.
        (WayBack::None { .. }, Rehearsal::No { .. } | Rehearsal::UpTo { .. }) => {}
        (WayBack::None { why }, Rehearsal::Whole { .. } | Rehearsal::Custom) => {
            texts.after.push_str(&snippet::note(&format!("no way back is written: {why}")));
        }
    }
}

/// A plan: what changes in front of it, the SQL, and what is to know about it.
pub(super) fn explain(planned: &Planned, texts: &mut Texts) {
    for (sign, summary) in planned.summary.iter().take(SUMMARY_LINES) {
        let style = sign_style(*sign);
        let _ = writeln!(texts.before, "{style}{sign} {summary}{style:#}");
    }
    if let Some(more @ 1..) = planned.summary.len().checked_sub(SUMMARY_LINES) {
        let _ = writeln!(texts.before, "{DIM}… and {more} more changes{DIM:#}");
    }
    for (position, statement) in planned.statements.iter().enumerate() {
        let _ = writeln!(texts.stdout, "{}", sql::paint(statement.trim_end()));
        texts.after.push_str(&findings(planned, position, statement));
    }
    kept(planned, texts);
}

/// What is kept of what goes, and what is not.
fn kept(planned: &Planned, texts: &mut Texts) {
    for kept in &planned.kept {
        let are = if kept.what.starts_with("values ") { "are" } else { "is" };
        let note = format!("{} {are} kept in the archive, as {}", kept.what, kept.table);
        texts.after.push_str(&snippet::note(&note));
    }
    for (what, why) in &planned.left {
        texts.after.push_str(&snippet::warning(&format!("{what} is not kept: {why}"), None));
    }
    if let Some(line) = &planned.schema_filter {
        let message = "drizzle-kit's `push` would drop the archive";
        let hint = format!("put into the config: {line}");
        texts.after.push_str(&snippet::warning(message, Some(&hint)));
    }
}

/// What is to know about one statement, losses apart.
fn findings(planned: &Planned, position: usize, statement: &str) -> String {
    let said = |loss: bool| -> Option<String> {
        let of_statement = |finding: &&Finding| finding.statement == position;
        let messages: Vec<&str> = planned
            .findings
            .iter()
            .filter(of_statement)
            .filter(|finding| finding.loss == loss)
            .map(|finding| finding.message.as_str())
            .collect();
        (!messages.is_empty())
            .then(|| format!("{}\n  {DIM}{}{DIM:#}", messages.join("; "), first_line(statement)))
    };
    let mut text = String::new();
    if let Some(loss) = said(true) {
        text.push_str(&snippet::warning(&format!("data loss: {loss}"), None));
    }
    if let Some(note) = said(false) {
        text.push_str(&snippet::note(&note));
    }
    text
}

pub(super) fn sign_style(sign: char) -> Style {
    let color = match sign {
        '+' => AnsiColor::Green,
        '-' => AnsiColor::Red,
        _ => AnsiColor::Yellow,
    };
    color.on_default()
}

fn first_line(statement: &str) -> String {
    let line = statement.lines().next().unwrap_or_default();
    if statement.trim_end().lines().count() > 1 { format!("{line} …") } else { line.to_owned() }
}

/// The questions that are open, with the flag that answers them.
pub(super) fn undecided(questions: &[Question], given: &[Hint], command: &str) -> String {
    let count = questions.len();
    let (decisions, are) = if count == 1 { ("decision", "is") } else { ("decisions", "are") };
    let mut text =
        snippet::error_line(&format!("{count} {decisions} {are} missing, nothing was written"));
    let mut example = given.to_vec();
    example.extend(suggested(questions));
    for question in questions {
        let _ = writeln!(text, "\n  Is the {} {} new?", question.kind.noun(), question.subject());
        for (hint, label) in question.choices() {
            let _ = writeln!(text, "  - {label}\n    {DIM}{}{DIM:#}", hint.to_json());
        }
    }
    text.push_str(&snippet::hints(&[format!(
        "answer each, here or in a file for `--hints-file`, for instance:\nmizzle {command} {}",
        hints_flag(&example)
    )]));
    text
}
