//! The result of `verify`: one line a question for people, an object for programs.

use super::generated::Texts;
use super::json::fields;
use super::snippet;
use anstyle::{AnsiColor, Style};
use mizzle_app::verify::{Answer, Check, Verified};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::time::Duration;

const YES: Style = AnsiColor::Green.on_default();
const NO: Style = AnsiColor::Red.on_default();
const DIM: Style = Style::new().dimmed();

/// Renders it for people.
pub(super) fn render(verified: &Verified) -> Texts {
    let mut texts = Texts::default();
    let mut hints: Vec<String> = Vec::new();
    for check in &verified.checks {
        let claim = check.question.claim();
        let text = &mut texts.stdout;
        match &check.answer {
            Answer::Yes { notes } => {
                let _ = writeln!(text, "{YES}✔{YES:#} {claim}{}", time(check.elapsed));
                lines(text, notes);
            }
            Answer::No { why, hints: own } => {
                let _ = writeln!(text, "{NO}✗ {claim}{NO:#}{}", time(check.elapsed));
                lines(text, why);
                hints.extend(
                    own.iter().filter(|hint| !hints.contains(hint)).cloned().collect::<Vec<_>>(),
                );
            }
            Answer::Skipped { why } => {
                let _ = writeln!(text, "{DIM}○ {claim}: skipped, {why}{DIM:#}");
            }
        }
    }
    let failed = verified.checks.iter().filter(|check| matches!(check.answer, Answer::No { .. }));
    match failed.count() {
        0 => {}
        1 => texts.error = snippet::error_line("one of these does not hold"),
        many => texts.error = snippet::error_line(&format!("{many} of these do not hold")),
    }
    if !hints.is_empty() {
        texts.error.push_str(&snippet::hints(&hints));
    }
    texts
}

fn lines(text: &mut String, all: &[String]) {
    for line in all {
        let _ = writeln!(text, "    {}", line.replace('\n', "\n    "));
    }
}

/// What takes no time is not worth a word.
fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0..10 => String::new(),
        millis @ 10..1_000 => format!(" {DIM}({millis} ms){DIM:#}"),
        _ => format!(" {DIM}({:.2} s){DIM:#}", elapsed.as_secs_f64()),
    }
}

/// The same for programs.
pub(super) fn json(verified: &Verified) -> (&'static str, Map<String, Value>) {
    let word = if verified.is_clean() { "ok" } else { "failed" };
    let checks: Vec<Value> = verified.checks.iter().map(check).collect();
    (word, fields(json!({ "checks": checks })))
}

fn check(check: &Check) -> Value {
    let (answer, details) = match &check.answer {
        Answer::Yes { notes } => ("passed", json!({ "notes": notes })),
        Answer::No { why, hints } => ("failed", json!({ "why": why, "next": hints })),
        Answer::Skipped { why } => ("skipped", json!({ "why": [why] })),
    };
    let mut object = fields(json!({
        "check": check.question.code(),
        "claim": check.question.claim(),
        "answer": answer,
        "milliseconds": u64::try_from(check.elapsed.as_millis()).unwrap_or(u64::MAX),
    }));
    object.extend(fields(details));
    Value::Object(object)
}
