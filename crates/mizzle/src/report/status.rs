//! The result of `status`: a table for people, an object for programs.

use super::generated::Texts;
use super::human::count;
use super::json::fields;
use super::snippet;
use anstyle::{AnsiColor, Style};
use mizzle_app::status::{Finding, One, State, Status, WayBack};
use mizzle_core::folder::sum::Rehearsed;
use mizzle_db::runner::LedgerState;
use serde_json::{Map, Value, json};
use std::fmt::Write;

const HEAD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const OPEN: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default();

const HEADS: [&str; 5] = ["migration", "state", "applied at (UTC)", "rehearsed", "way back"];

/// Renders it for people.
pub(super) fn render(status: &Status, check: bool) -> Texts {
    let mut texts = Texts::default();
    if status.migrations.is_empty() {
        texts.stdout.push_str("There is no migration\n");
        return texts;
    }
    texts.stdout = table(&status.migrations);
    let _ = writeln!(texts.stdout, "\n{}", sum_up(status));
    if status.ledger == LedgerState::Missing {
        texts.stdout.push_str(&snippet::note("the database has no migrations table yet"));
    }
    for Finding { message, counts, .. } in
        status.migrations.iter().flat_map(|one| one.findings.iter())
    {
        texts.stdout.push_str(&match counts {
            true => snippet::warning(message, None),
            false => snippet::note(message),
        });
    }
    if check && !status.is_clean() {
        texts.error = snippet::error_line("not everything is applied and clean");
    }
    let mut hints = Vec::new();
    // `migrate` does not begin before these are settled.
    let stops = |finding: &Finding| {
        matches!(
            finding.code,
            "edited" | "removed" | "edited_way_back" | "removed_way_back" | "missing_file"
        )
    };
    let stopped = |one: &One| one.findings.iter().any(stops);
    if status.migrations.iter().any(stopped) {
        hints.push(
            "restore files that were edited or are missing from version control, or, if that is \
             meant: `mizzle seal`"
                .to_owned(),
        );
    } else if status.migrations.iter().any(|one| is_to_run(one.state)) {
        hints.push("apply what is pending with `mizzle migrate`".to_owned());
    }
    if status.migrations.iter().any(|one| one.state == State::WithoutFile) {
        hints.push(
            "take files that are missing from the branch that has them; where they were squashed, \
             and `mizzle drift` finds nothing, delete their rows from the migrations table"
                .to_owned(),
        );
    }
    if !hints.is_empty() {
        texts.after = snippet::hints(&hints);
    }
    texts
}

fn is_to_run(state: State) -> bool {
    match state {
        State::Pending | State::Unfinished { .. } => true,
        State::Applied | State::WithoutFile | State::Gone | State::Unknown => false,
    }
}

/// One line a migration. A column that says nothing is left out.
fn table(migrations: &[One]) -> String {
    let rows: Vec<[String; 5]> = migrations.iter().map(cells).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        if cells == 0 { 0 } else { cells.max(HEADS[column].chars().count()) }
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let line = |cells: &[String; 5]| {
        let cells = cells.iter().zip(widths).filter(|(_, width)| *width > 0);
        let cells: Vec<String> = cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    let mut text = format!("{HEAD}  {}{HEAD:#}\n", line(&HEADS.map(str::to_owned)));
    for (one, row) in migrations.iter().zip(&rows) {
        let (style, sign) = sign(one);
        let _ = writeln!(text, "{style}{sign}{style:#} {}", line(row));
    }
    text
}

fn sign(one: &One) -> (Style, char) {
    if one.findings.iter().any(|finding| finding.counts) {
        return (BAD, '✗');
    }
    match one.state {
        State::Applied => (GOOD, '✔'),
        State::Pending => (OPEN, '○'),
        State::Unfinished { .. } => (OPEN, '◐'),
        State::WithoutFile | State::Gone => (BAD, '✗'),
        State::Unknown => (OPEN, '?'),
    }
}

fn cells(one: &One) -> [String; 5] {
    let rehearsed = match &one.rehearsed {
        None => String::new(),
        Some(Rehearsed::No) => "no".to_owned(),
        Some(Rehearsed::Partly(statement)) => format!("not from statement {statement} on"),
        Some(Rehearsed::On(engine)) => engine.clone(),
    };
    let way_back = match one.way_back {
        WayBack::None => String::new(),
        WayBack::Uncertified => "not certified".to_owned(),
        WayBack::Unrecorded => "not recorded".to_owned(),
        WayBack::Certified(kind) => kind.to_string(),
    };
    [
        one.name.clone(),
        state(one.state),
        one.applied_at.clone().unwrap_or_default(),
        rehearsed,
        way_back,
    ]
}

fn state(state: State) -> String {
    match state {
        State::Applied => "applied".to_owned(),
        State::Pending => "pending".to_owned(),
        State::Unfinished { done, parts } => format!("{done} of {parts} parts applied"),
        State::WithoutFile => "applied, no file".to_owned(),
        State::Gone => "removed".to_owned(),
        State::Unknown => "unknown".to_owned(),
    }
}

/// `3 migrations: 2 applied, 1 pending`
fn sum_up(status: &Status) -> String {
    let all = &status.migrations;
    let number = |fits: fn(&One) -> bool| all.iter().filter(|one| fits(one)).count();
    let parts = [
        (number(|one| one.state == State::Applied), "applied"),
        (number(|one| one.state == State::Pending), "pending"),
        (number(|one| matches!(one.state, State::Unfinished { .. })), "unfinished"),
        (number(|one| one.state == State::WithoutFile), "without a file"),
        (number(|one| one.state == State::Gone), "removed"),
        (number(|one| one.findings.iter().any(|finding| finding.counts)), "to settle"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    format!("{}: {}", count(all.len()), parts.join(", "))
}

/// The same for programs.
pub(super) fn json(status: &Status, check: bool) -> (&'static str, Map<String, Value>) {
    let clean = status.is_clean();
    let word = if check && !clean { "failed" } else { "ok" };
    let migrations: Vec<Value> = status.migrations.iter().map(one).collect();
    let object = json!({
        "target": status.target,
        "clean": clean,
        "sum": status.sum,
        "ledger": match status.ledger {
            LedgerState::Missing => "missing",
            LedgerState::Present => "present",
            LedgerState::NeedsUpgrade => "needs_upgrade",
        },
        "migrations": migrations,
    });
    (word, fields(object))
}

fn one(one: &One) -> Value {
    let state = match one.state {
        State::Applied => "applied",
        State::Pending => "pending",
        State::Unfinished { .. } => "unfinished",
        State::WithoutFile => "without_file",
        State::Gone => "removed",
        State::Unknown => "unknown",
    };
    let mut object = json!({
        "migration": one.name,
        "migration_path": one.file,
        "state": state,
        "applied_at": one.applied_at.as_ref().map(|at| format!("{}Z", at.replace(' ', "T"))),
        "rehearsed": one.rehearsed.as_ref().map(ToString::to_string),
        "way_back": match one.way_back {
            WayBack::None => None,
            WayBack::Uncertified => Some("not certified"),
            WayBack::Unrecorded => Some("not recorded"),
            WayBack::Certified(kind) => Some(kind.as_str()),
        },
        "findings": one.findings.iter().map(finding).collect::<Vec<_>>(),
    });
    if let (State::Unfinished { done, parts }, Value::Object(fields)) = (one.state, &mut object) {
        fields.insert("done_parts".to_owned(), json!(done));
        fields.insert("parts".to_owned(), json!(parts));
    }
    object
}

fn finding(finding: &Finding) -> Value {
    json!({ "code": finding.code, "message": finding.message, "counts": finding.counts })
}
