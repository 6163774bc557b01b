//! The results of `diff` and `export`, as text and as JSON.

use super::generated::{self, Texts, sign_style};
use super::json::{changes, fields, question, statements};
use super::{DiffFormat, snippet, sql};
use anstyle::{AnsiColor, Style};
use mizzle_app::diff::{Compared, Difference, Outcome, Proof};
use mizzle_app::generate::Planned;
use mizzle_core::hints::Hint;
use serde_json::{Map, Value, json};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();

/// How many things are named before the rest is only counted.
const NAMED: usize = 20;

/// Renders what `diff` came to.
pub(super) fn render(outcome: &Outcome, hints: &[Hint], format: DiffFormat) -> Texts {
    let mut texts = Texts::default();
    match outcome {
        Outcome::Undecided(questions) => {
            let command = "diff --from … --to …";
            texts.error = generated::undecided(questions, hints, command);
        }
        Outcome::Compared(compared) => {
            differences(compared, format, &mut texts);
            aside(compared, &mut texts);
        }
    }
    texts
}

/// Renders what `export` came to.
pub(super) fn render_export(planned: &Planned) -> Texts {
    let mut texts = Texts::default();
    for statement in &planned.statements {
        let _ = writeln!(texts.stdout, "{}", sql::paint(statement.trim_end()));
    }
    texts
}

fn differences(compared: &Compared, format: DiffFormat, texts: &mut Texts) {
    let Compared { from, to, planned, .. } = compared;
    if compared.is_equal() {
        let text = if compared.not_compared.is_empty() {
            format!("No difference between {from} and {to}\n")
        } else {
            format!("No difference between {from} and {to} in what both can say\n")
        };
        match format {
            // What is piped into a file or a client is SQL and nothing else.
            DiffFormat::Sql => texts.after.push_str(&text),
            DiffFormat::Summary => texts.stdout.push_str(&text),
        }
        return;
    }
    match format {
        DiffFormat::Sql => generated::explain(planned, texts),
        DiffFormat::Summary => {
            for (sign, summary) in &planned.summary {
                let style = sign_style(*sign);
                let _ = writeln!(texts.stdout, "{style}{sign} {summary}{style:#}");
            }
            for one in &compared.outside {
                let style = sign_style(sign(one));
                let _ = writeln!(
                    texts.stdout,
                    "{style}{} {}{style:#} (outside of the model)",
                    sign(one),
                    one.what
                );
            }
        }
    }
}

/// What the SQL does not do, what was not compared, and what came of the proof.
fn aside(compared: &Compared, texts: &mut Texts) {
    let Compared { from, to, outside, not_compared, unknown, notes, proof, .. } = compared;
    if !outside.is_empty() {
        let lines: Vec<String> =
            outside.iter().map(|one| format!("{} {}", sign(one), one.what)).collect();
        texts.after.push_str(&snippet::warning(
            &format!(
                "{from} and {to} differ in what mizzle has no model of, which no SQL here \
                 changes:\n{}",
                some(&lines, "\n")
            ),
            Some("`--format json` has the definitions of both sides"),
        ));
    }
    if !not_compared.is_empty() {
        texts.after.push_str(&snippet::note(&format!(
            "not compared, since only one side can say it: {}",
            some(not_compared, ", ")
        )));
    }
    if !unknown.is_empty() {
        let what = format!("could not be compared: {}", some(unknown, ", "));
        texts.after.push_str(&snippet::warning(&what, None));
    }
    for note in notes {
        texts.after.push_str(&snippet::note(note));
    }
    match proof {
        None => {}
        Some(Proof::Reached { engine }) => {
            let _ = writeln!(texts.after, "{DONE}✔{DONE:#} Proved on {engine}: it leads to {to}");
        }
        Some(Proof::Short { engine, missing }) => {
            texts.error = snippet::error_line(&format!(
                "the SQL runs on {engine} and does not lead all the way to {to}; what is left:\n{}",
                some(missing, "\n")
            ));
        }
        Some(Proof::Refused { engine, statement, why }) => {
            texts.error = snippet::error_line(&format!(
                "the SQL does not run on {engine}: {why}\n{}",
                statement.trim_end()
            ));
        }
    }
}

fn sign(difference: &Difference) -> char {
    match (&difference.from, &difference.to) {
        (None, _) => '+',
        (Some(_), None) => '-',
        (Some(_), Some(_)) => '~',
    }
}

fn some(lines: &[String], joint: &str) -> String {
    let shown: Vec<&str> = lines.iter().take(NAMED).map(String::as_str).collect();
    match lines.len() - shown.len() {
        0 => shown.join(joint),
        more => format!("{}{joint}and {more} more", shown.join(joint)),
    }
}

/// `diff` as the fields of an object, with its status. `asked`: is a difference an answer of
/// no?
pub(super) fn to_json(outcome: &Outcome, asked: bool) -> (&'static str, Map<String, Value>) {
    let compared = match outcome {
        Outcome::Undecided(questions) => {
            let missing: Value =
                questions.iter().map(|question| question.missing_hint().to_json()).collect();
            let questions: Value = questions.iter().map(question).collect();
            let object = json!({ "unresolved": missing, "questions": questions });
            return ("missing_hints", fields(object));
        }
        Outcome::Compared(compared) => compared,
    };
    let status = match &compared.proof {
        Some(Proof::Short { .. } | Proof::Refused { .. }) => "error",
        Some(Proof::Reached { .. }) | None if compared.is_equal() => "no_changes",
        Some(Proof::Reached { .. }) | None => {
            if asked {
                "failed"
            } else {
                "ok"
            }
        }
    };
    let outside = compared
        .outside
        .iter()
        .map(|one| json!({ "object": one.what, "from": one.from, "to": one.to }));
    let object = json!({
        "from": compared.from,
        "to": compared.to,
        "equal": compared.is_equal(),
        "changes": changes(&compared.planned),
        "statements": statements(&compared.planned),
        "outside": outside.collect::<Vec<_>>(),
        "not_compared": compared.not_compared,
        "unknown": compared.unknown,
        "notes": compared.notes,
        "proof": compared.proof.as_ref().map(proof),
    });
    (status, fields(object))
}

fn proof(proof: &Proof) -> Value {
    match proof {
        Proof::Reached { engine } => json!({ "reached": true, "engine": engine }),
        Proof::Short { engine, missing } => {
            json!({ "reached": false, "engine": engine, "missing": missing })
        }
        Proof::Refused { engine, statement, why } => {
            json!({ "reached": false, "engine": engine, "sql": statement, "message": why })
        }
    }
}

/// `export` as drizzle-kit 1.0 prints it.
pub(super) fn export_to_json(planned: &Planned) -> Map<String, Value> {
    fields(json!({ "statements": planned.statements, "warnings": [] }))
}
