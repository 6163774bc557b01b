//! The result of `seal`, and what `generate` says about `mizzle.sum`.

use super::generated::Texts;
use super::human::count;
use super::snippet;
use anstyle::{AnsiColor, Style};
use mizzle_app::seal::{Change, Sealed, What};
use mizzle_app::sum::TakenIn;
use mizzle_core::folder::sum::Rehearsed;
use serde_json::{Map, Value, json};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Renders it for people.
pub(super) fn render(sealed: &Sealed) -> Texts {
    let file = sealed.file.display();
    if sealed.tidied {
        return Texts::stdout(format!("{DONE}✔{DONE:#} Put {file} in order\n"));
    }
    if sealed.changes.is_empty() {
        return Texts::stdout(format!("{file} records what is there, nothing to seal\n"));
    }
    let mut texts = Texts::default();
    for change in &sealed.changes {
        let rehearsed = match change.what {
            What::Removed => String::new(),
            What::New | What::Edited | What::WayBack | What::NoWayBack | What::Same => {
                format!(" {DIM}({}){DIM:#}", rehearsed(&change.rehearsed))
            }
        };
        let (style, sign, what) = words(change.what);
        let _ =
            writeln!(texts.stdout, "{style}{sign} {}{style:#} {what}{rehearsed}", change.migration);
    }
    let _ = writeln!(
        texts.stdout,
        "{DONE}✔{DONE:#} Wrote {file} {DIM}({} recorded){DIM:#}",
        count(sealed.recorded)
    );
    texts
}

fn words(what: What) -> (Style, char, &'static str) {
    let (color, sign, word) = match what {
        What::New => (AnsiColor::Green, '+', "is recorded"),
        What::Edited => (AnsiColor::Yellow, '~', "is recorded as it is"),
        What::WayBack => (AnsiColor::Yellow, '~', "is recorded with its way back as it is"),
        What::NoWayBack => (AnsiColor::Yellow, '~', "is recorded without a way back"),
        What::Removed => (AnsiColor::Red, '-', "is forgotten"),
        What::Same => (AnsiColor::Green, '✔', "is as it is recorded"),
    };
    (color.on_default(), sign, word)
}

/// What of a migration was rehearsed, in words.
pub(super) fn rehearsed(rehearsed: &Rehearsed) -> String {
    match rehearsed {
        Rehearsed::No => "not rehearsed".to_owned(),
        Rehearsed::Partly(statement) => format!("not rehearsed from statement {statement} on"),
        Rehearsed::On(engine) => format!("rehearsed on {engine}"),
    }
}

/// The fields for programs.
pub(super) fn json(sealed: &Sealed) -> (&'static str, Map<String, Value>) {
    let status = if sealed.changes.is_empty() && !sealed.tidied { "no_changes" } else { "ok" };
    let changes = sealed.changes.iter().map(|Change { migration, what, rehearsed, stale }| {
        let what = match what {
            What::New => "new",
            What::Edited => "edited",
            What::WayBack => "way_back",
            What::NoWayBack => "no_way_back",
            What::Removed => "removed",
            What::Same => "same",
        };
        json!({
            "migration": migration,
            "change": what,
            "rehearsed": rehearsed.to_string(),
            "unrecorded_way_back": stale,
        })
    });
    let mut fields = Map::new();
    fields.insert("sum_path".to_owned(), json!(sealed.file.display().to_string()));
    fields.insert("sealed".to_owned(), changes.collect());
    fields.insert("recorded".to_owned(), json!(sealed.recorded));
    (status, fields)
}

/// Says what `generate` has recorded besides its own migration.
pub(super) fn taken_in(taken_in: &TakenIn) -> String {
    let TakenIn { file, begun, migrations } = taken_in;
    let file = file.display();
    match (begun, migrations.as_slice()) {
        (_, []) => String::new(),
        (true, [one]) => snippet::note(&format!(
            "{file} is new and records {one}, which was there, as it is, not rehearsed"
        )),
        (true, _) => snippet::note(&format!(
            "{file} is new and records the {} that were there as they are, not rehearsed",
            count(migrations.len())
        )),
        (false, [one]) => snippet::note(&format!(
            "{file} did not know {one} and records it as it is, not rehearsed"
        )),
        (false, many) => snippet::note(&format!(
            "{file} did not know {} and records them as they are, not rehearsed",
            many.join(", ")
        )),
    }
}
