//! The result of `check`: each finding for people, drizzle-kit's envelope for programs.

use super::generated::Texts;
use super::human::count;
use super::json::explained;
use super::snippet;
use anstyle::{AnsiColor, Style};
use mizzle_app::check::{Checked, Finding, Severity};
use serde_json::{Map, Value, json};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();

/// Renders it for people.
pub(super) fn render(checked: &Checked) -> Texts {
    let mut texts = Texts::default();
    for finding in &checked.findings {
        texts.stdout.push_str(&snippet::finding(finding.severity, &finding.explanation));
        texts.stdout.push('\n');
    }
    let (errors, warnings) = (checked.count(Severity::Error), checked.count(Severity::Warning));
    let Checked { folder, migrations, .. } = checked;
    match (errors, warnings) {
        (0, 0) => {
            let _ = writeln!(
                texts.stdout,
                "{DONE}✔{DONE:#} {} in {folder}, nothing is wrong",
                count(*migrations)
            );
        }
        (0, _) => {
            let _ = writeln!(
                texts.stdout,
                "{DONE}✔{DONE:#} {} in {folder}, {}",
                count(*migrations),
                number(warnings, "warning")
            );
        }
        (_, 0) => texts.error = snippet::error_line(&many(errors, folder)),
        (_, _) => {
            let text = format!("{}, and {}", many(errors, folder), number(warnings, "warning"));
            texts.error = snippet::error_line(&text);
        }
    }
    texts
}

fn many(errors: usize, folder: &str) -> String {
    let things = if errors == 1 { "thing" } else { "things" };
    format!("{errors} {things} in {folder} to put right")
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The same for programs: the first error with the others behind it, else what is no error.
pub(super) fn json(checked: &Checked) -> (&'static str, Map<String, Value>) {
    let of = |severity| {
        let all = checked.findings.iter().filter(move |finding| finding.severity == severity);
        all.map(finding).map(Value::Object).collect::<Vec<_>>()
    };
    let mut fields = Map::new();
    let mut errors = checked.findings.iter().filter(|one| one.severity == Severity::Error);
    let status = match errors.next() {
        None => {
            fields.insert("migrations".to_owned(), json!(checked.migrations));
            "ok"
        }
        Some(first) => {
            let mut error = finding(first);
            let more: Vec<Value> = errors.map(finding).map(Value::Object).collect();
            if !more.is_empty() {
                error.insert("more".to_owned(), json!(more));
            }
            fields.insert("error".to_owned(), Value::Object(error));
            "error"
        }
    };
    for (name, severity) in [("warnings", Severity::Warning), ("notes", Severity::Note)] {
        let all = of(severity);
        if !all.is_empty() {
            fields.insert(name.to_owned(), json!(all));
        }
    }
    (status, fields)
}

/// One of them: drizzle-kit's `code`, `kind` and `snapshot`, and what else is known. A warning
/// has no code.
fn finding(finding: &Finding) -> Map<String, Value> {
    let mut object = Map::new();
    let mut known = explained(&finding.explanation);
    if let Some(code) = known.shift_remove("code").filter(|_| finding.severity == Severity::Error) {
        object.insert("code".to_owned(), code);
    }
    object.insert("kind".to_owned(), json!(finding.kind));
    object.extend(known);
    if let Some(file) = &finding.file {
        object.insert("file".to_owned(), json!(file));
        if file.ends_with("snapshot.json") {
            object.insert("snapshot".to_owned(), json!(file));
        }
    }
    object
}
