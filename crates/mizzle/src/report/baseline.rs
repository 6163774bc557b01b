//! The result of `baseline` as text for people and as JSON.

use super::drift::{differences, one, some};
use super::generated::{Texts, undecided};
use super::human::count;
use super::{json, snippet};
use anstyle::{AnsiColor, Style};
use mizzle_app::baseline::{Adopted, Baseline, Done};
use mizzle_core::hints::Hint;
use serde_json::{Map, Value, json};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();

/// Renders it.
pub(super) fn render(baseline: &Baseline, hints: &[Hint]) -> Texts {
    let mut texts = Texts::default();
    match &baseline.done {
        Done::Adopted(adopted) => adopt(adopted, &mut texts),
        Done::Differs(findings) => {
            for finding in findings {
                texts.stdout.push_str(&one(finding, "to make it so"));
                texts.stdout.push('\n');
            }
            let differences = if findings.len() == 1 { "difference" } else { "differences" };
            texts.error = snippet::error_line(&format!(
                "the database is not what it should be adopted as: {} {differences}, nothing was \
                 written or recorded",
                findings.len()
            ));
            texts.error.push_str(&snippet::hints(&[
                "bring the database or the schema files to what they should be, and run it again"
                    .to_owned(),
                "what another program keeps in this database, `tablesFilter` and `schemaFilter` of \
                 the config leave out"
                    .to_owned(),
            ]));
        }
        Done::Undecided(questions) => texts.error = undecided(questions, hints, "baseline"),
    }
    texts
}

fn adopt(adopted: &Adopted, texts: &mut Texts) {
    let out = &mut texts.stdout;
    if let Some(written) = &adopted.written {
        let _ = writeln!(out, "{DONE}✔{DONE:#} Wrote {}", written.path.display());
    }
    match adopted.recorded.len() {
        0 => {
            let _ = writeln!(out, "Nothing to record: the database is what the migrations make");
        }
        recorded => {
            let _ = writeln!(
                out,
                "{DONE}✔{DONE:#} {} recorded as applied, nothing of it was run: {}",
                count(recorded),
                some(&adopted.recorded)
            );
        }
    }
    if let Some(counted @ 1..) = adopted.counted {
        let (objects, are) = if counted == 1 { ("object", "is") } else { ("objects", "are") };
        let _ = writeln!(
            out,
            "{DONE}✔{DONE:#} {counted} {objects} that no schema file can say {are} listed in \
             mizzle.baseline"
        );
    }
    if !adopted.not_compared.is_empty() {
        texts.after.push_str(&snippet::warning(
            &format!("not compared: {}", some(&adopted.not_compared)),
            None,
        ));
    }
    if !adopted.otherwise.is_empty() {
        let hint = (!adopted.renaming.is_empty())
            .then(|| format!("to give them these names:\n  {}", adopted.renaming.join("\n  ")));
        texts.after.push_str(&snippet::warning(
            &format!("nobody named these, and they have other names: {}", some(&adopted.otherwise)),
            hint.map(|hint| hint.replace('\n', "\n  ")).as_deref(),
        ));
    }
    if adopted.written.is_some() {
        texts.after.push_str(&snippet::hints(&[
            "commit the migrations folder; other databases like this one are adopted with \
             `mizzle baseline --at NAME`"
                .to_owned(),
        ]));
    }
}

/// The same for programs.
pub(super) fn json(baseline: &Baseline) -> (&'static str, Map<String, Value>) {
    let (status, mut fields) = match &baseline.done {
        Done::Adopted(adopted) => (
            "ok",
            json!({
                "migration": adopted.written.as_ref().map(|written| &written.migration),
                "migration_path":
                    adopted.written.as_ref().map(|written| written.path.display().to_string()),
                "recorded": adopted.recorded,
                "counted": adopted.counted,
                "not_compared": adopted.not_compared,
                "named_otherwise": adopted.otherwise,
                "renaming": adopted.renaming,
            }),
        ),
        Done::Differs(findings) => (
            "error",
            json!({
                "error": {
                    "code": "baseline_error",
                    "message": "the database is not what it should be adopted as",
                    "notes": ["nothing was written or recorded"],
                },
                "differences": differences(findings),
            }),
        ),
        Done::Undecided(questions) => {
            let missing = questions.iter().map(|question| question.missing_hint().to_json());
            (
                "missing_hints",
                json!({
                    "unresolved": missing.collect::<Vec<_>>(),
                    "questions": questions.iter().map(json::question).collect::<Vec<_>>(),
                }),
            )
        }
    };
    fields["target"] = json!(baseline.target);
    (status, json::fields(fields))
}
