//! The result of `drift --adopt`: what changes in the schema files, line by line, and what
//! has no place in them.

use super::generated::{Texts, sign_style};
use super::{Adopting, json, snippet};
use anstyle::{AnsiColor, Style};
use mizzle_app::adopt::{Adoption, Changed, Unplaced};
use serde_json::{Map, Value, json};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Lines around a change that are shown with it.
const CONTEXT: usize = 2;

/// Renders it.
pub(super) fn render(adoption: &Adoption, stage: Adopting) -> Texts {
    let mut texts = Texts::default();
    if adoption.is_clean() {
        return Texts::stdout(format!("{DONE}✔{DONE:#} Nothing to adopt\n"));
    }
    match stage {
        Adopting::Shown | Adopting::Written | Adopting::Unanswered => {
            for file in &adoption.files {
                texts.stdout.push_str(&difference(file));
            }
            for one in &adoption.unplaced {
                texts.after.push_str(&unplaced(one));
            }
        }
        Adopting::Confirmed => {}
    }
    match stage {
        Adopting::Written | Adopting::Confirmed if !adoption.files.is_empty() => {
            for file in &adoption.files {
                let _ = writeln!(texts.stdout, "{DONE}✔{DONE:#} Wrote {}", file.shown.display());
            }
            texts.after.push_str(&snippet::hints(&[
                "`mizzle baseline` makes the migration for it and records it as applied here"
                    .to_owned(),
            ]));
        }
        Adopting::Written | Adopting::Confirmed | Adopting::Shown => {}
        Adopting::Unanswered => {
            texts.error = snippet::error_line("nothing was written: nobody is here to agree");
            texts.error.push_str(&snippet::hints(&[
                "if this is what you want: `mizzle drift --adopt --yes`".to_owned(),
            ]));
        }
    }
    texts
}

fn unplaced(one: &Unplaced) -> String {
    let line = one.line.as_ref().map(|line| format!("the line to paste:\n{line}"));
    snippet::warning(&format!("not written, {}: {}", one.what, one.why), line.as_deref())
}

/// The lines of a file that go and come, with those around them.
fn difference(file: &Changed) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (file.before.lines().collect(), file.after.lines().collect());
    let lines = edits(&before, &after);
    let mut text = format!("{DIM}--- {0}\n+++ {0}{DIM:#}\n", file.shown.display());
    let is_near = |place: usize| {
        let from = place.saturating_sub(CONTEXT);
        let to = (place + CONTEXT + 1).min(lines.len());
        lines[from..to].iter().any(|(sign, _)| *sign != ' ')
    };
    let mut skipped = false;
    for (place, (sign, line)) in lines.iter().enumerate() {
        if !is_near(place) {
            skipped = true;
            continue;
        }
        if skipped {
            let _ = writeln!(text, "{DIM}…{DIM:#}");
        }
        skipped = false;
        match sign {
            ' ' => {
                let _ = writeln!(text, "{DIM}  {line}{DIM:#}");
            }
            sign => {
                let style = sign_style(*sign);
                let _ = writeln!(text, "{style}{sign} {line}{style:#}");
            }
        }
    }
    text
}

/// Every line with its sign, by the longest common subsequence of what lies between the
/// first and the last difference.
fn edits<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<(char, &'a str)> {
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (old, new) = (&before[start..], &after[start..]);
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - same], &new[..new.len() - same]);
    // How long the rest has in common, from each pair of places on.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let mut lines: Vec<(char, &str)> = before[..start].iter().map(|line| (' ', *line)).collect();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            lines.push(('-', old[i]));
            i += 1;
        } else {
            lines.push(('+', new[j]));
            j += 1;
        }
    }
    lines.extend(before[before.len() - same..].iter().map(|line| (' ', *line)));
    lines
}

/// The same for programs.
pub(super) fn json(adoption: &Adoption, stage: Adopting) -> (&'static str, Map<String, Value>) {
    let written = matches!(stage, Adopting::Written | Adopting::Confirmed);
    let status = match stage {
        Adopting::Unanswered | Adopting::Shown => "missing_hints",
        Adopting::Written | Adopting::Confirmed if !adoption.unplaced.is_empty() => "failed",
        Adopting::Written | Adopting::Confirmed => "ok",
    };
    let files = adoption.files.iter();
    let adopted = adoption.adopted.iter();
    let unplaced = adoption.unplaced.iter();
    let object = json!({
        "target": adoption.target,
        "written": written && !adoption.files.is_empty(),
        "files": files
            .map(|it| json!({ "file": it.shown.display().to_string(), "text": it.after }))
            .collect::<Vec<_>>(),
        "adopted": adopted.map(|(sign, text)| json!(format!("{sign} {text}"))).collect::<Vec<_>>(),
        "not_adopted": unplaced
            .map(|it| json!({ "object": it.what, "reason": it.why, "line": it.line }))
            .collect::<Vec<_>>(),
    });
    (status, json::fields(object))
}

#[cfg(test)]
mod tests {
    use super::edits;

    #[test]
    fn only_what_differs_has_a_sign() {
        let before = ["a", "b", "c", "d"];
        let after = ["a", "x", "c", "y", "d"];
        let signs: String = edits(&before, &after).iter().map(|(sign, _)| *sign).collect();
        assert_eq!(signs, " -+ + ");
        assert_eq!(edits(&[], &["a"]), [('+', "a")]);
    }
}
