//! The result of `generate` as text for people.

use super::{hints_flag, snippet, sql};
use anstyle::{AnsiColor, Style};
use mizzle_app::generate::{Generated, Planned, Written};
use mizzle_core::diff::Question;
use mizzle_core::hints::Hint;
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// What goes to stdout and what is said on stderr.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Texts {
    pub(super) fn stdout(text: String) -> Self {
        Self { stdout: text, stderr: String::new() }
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
        }
        Generated::Undecided(questions) => texts.stderr = undecided(questions, hints),
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
    if written.custom {
        let _ = writeln!(texts.stdout, "{}", sql::paint(written.sql.trim_end()));
        texts.stderr = snippet::hints(&[format!(
            "put your SQL into {}, then apply it with `mizzle migrate`",
            written.path.display()
        )]);
        return;
    }
    explain(&written.planned, texts);
    texts.stderr.push_str(&snippet::hints(&["apply it with `mizzle migrate`".to_owned()]));
}

fn explain(planned: &Planned, texts: &mut Texts) {
    for (sign, summary) in &planned.summary {
        let _ =
            writeln!(texts.stderr, "{}{sign} {summary}{:#}", sign_style(*sign), sign_style(*sign));
    }
    for statement in &planned.statements {
        let _ = writeln!(texts.stdout, "{}", sql::paint(statement.trim_end()));
    }
    for finding in &planned.findings {
        let statement = planned.statements.get(finding.statement).map_or("", String::as_str);
        let text = format!("{}\n  {DIM}{}{DIM:#}", finding.message, first_line(statement));
        texts.stderr.push_str(&if finding.loss {
            snippet::warning(&format!("data loss: {text}"), None)
        } else {
            snippet::note(&text)
        });
    }
}

fn sign_style(sign: char) -> Style {
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

fn undecided(questions: &[Question], given: &[Hint]) -> String {
    let count = questions.len();
    let (decisions, are) = if count == 1 { ("decision", "is") } else { ("decisions", "are") };
    let mut text =
        snippet::error_line(&format!("{count} {decisions} {are} missing, nothing was written"));
    let mut example = given.to_vec();
    for question in questions {
        let _ = writeln!(text, "\n  Is the {} {} new?", question.kind.noun(), question.subject());
        for (position, (hint, label)) in question.choices().into_iter().enumerate() {
            let _ = writeln!(text, "  - {label}\n    {DIM}{}{DIM:#}", hint.to_json());
            if position == 0 {
                example.push(hint);
            }
        }
    }
    text.push_str(&snippet::hints(&[format!(
        "answer each, here or in a file for `--hints-file`, for instance:\nmizzle generate {}",
        hints_flag(&example)
    )]));
    text
}
