//! The result of `drift`: each object that is not as the migrations make it, with both
//! sides and the ways out, as text for people and as JSON.

use super::generated::Texts;
use super::human::count;
use super::{json, snippet, sql};
use anstyle::{AnsiColor, Style};
use mizzle_app::drift::{Drift, Finding, Restoring};
use mizzle_core::postgres::difference::Kind;
use serde_json::{Map, Value, json};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// How many names a line lists before it only counts.
const NAMED: usize = 8;

/// Renders it; with `only_sql` nothing but the SQL that takes all of it back.
pub(super) fn render(drift: &Drift, only_sql: bool) -> Texts {
    if only_sql {
        return Texts::stdout(sql::paint(&drift.restore));
    }
    let mut texts = Texts::default();
    for finding in &drift.findings {
        texts.stdout.push_str(&one(finding, "to restore"));
        texts.stdout.push('\n');
    }
    texts.stdout.push_str(&summary(drift));
    texts.after = notes(drift);
    if !drift.is_clean() {
        texts.after.push_str(&snippet::hints(&ways_out(drift)));
    }
    texts
}

/// One object: the sentence, both sides, and what makes the database as it should be.
pub(super) fn one(finding: &Finding, way: &str) -> String {
    let mut text = String::new();
    let style = sign_style(finding.kind);
    let _ = writeln!(text, "{style}{} {}{style:#}", sign(finding.kind), finding.sentence);
    let mut side = |label: &str, side: &Option<String>| {
        if let Some(ddl) = side {
            let ddl = sql::paint(ddl.trim_end()).replace('\n', "\n            ");
            let _ = writeln!(text, "  {DIM}{label:<9}{DIM:#} {ddl}");
        }
    };
    side("expected:", &finding.expected);
    side("found:", &finding.found);
    if !finding.restore.is_empty() {
        let _ = writeln!(text, "  {DIM}{way}:{DIM:#}");
    }
    for statement in &finding.restore {
        let painted = sql::paint(statement.sql.trim_end()).replace('\n', "\n    ");
        let _ = writeln!(text, "    {painted}");
        for (_, hazard, loss) in &statement.hazards {
            let loss = if *loss { "data loss: " } else { "" };
            let _ = writeln!(text, "      {DIM}-- {loss}{hazard}{DIM:#}");
        }
    }
    if let Some((place, code)) = &finding.adopt {
        let _ = writeln!(text, "  {DIM}to accept:{DIM:#} {place}");
        if let Some(code) = code {
            let _ = writeln!(text, "    {}", code.replace('\n', "\n    "));
        }
    }
    text
}

fn sign(kind: Kind) -> char {
    match kind {
        Kind::Missing => '-',
        Kind::Unexpected => '+',
        Kind::Different => '~',
    }
}

fn sign_style(kind: Kind) -> Style {
    let color = match kind {
        Kind::Missing => AnsiColor::Red,
        Kind::Unexpected => AnsiColor::Green,
        Kind::Different => AnsiColor::Yellow,
    };
    color.on_default()
}

fn summary(drift: &Drift) -> String {
    let state = match &drift.applied {
        Some(name) => format!("the migrations up to {name}"),
        None => "an empty database, since no migration is applied".to_owned(),
    };
    match drift.findings.len() {
        0 => format!("{DONE}✔{DONE:#} No drift: the database is what {state} make\n")
            .replace("empty database, since no migration is applied make", "empty database is"),
        1 => format!("1 difference from {state}\n"),
        many => format!("{many} differences from {state}\n"),
    }
}

/// What is not drift and should be known.
fn notes(drift: &Drift) -> String {
    let mut text = String::new();
    if !drift.pending.is_empty() {
        text.push_str(&snippet::note(&format!(
            "{} not applied yet, and not part of the comparison: {}",
            count(drift.pending.len()),
            some(&drift.pending)
        )));
    }
    if !drift.inherited.is_empty() {
        text.push_str(&snippet::note(&format!(
            "the migrations do something else than their snapshots say, which is no drift: {}",
            some(&drift.inherited)
        )));
    }
    if !drift.otherwise.is_empty() {
        text.push_str(&snippet::note(&format!(
            "nobody named these, and they have other names: {}",
            some(&drift.otherwise)
        )));
    }
    if !drift.unmodelled.is_empty() {
        text.push_str(&snippet::note(&format!(
            "no schema file can say these, and they are no drift: {}",
            some(&drift.unmodelled)
        )));
    }
    if !drift.left_out.is_empty() {
        let counts: Vec<String> =
            drift.left_out.iter().map(|(count, noun)| format!("{count} {noun}")).collect();
        text.push_str(&snippet::note(&format!("not looked at: {}", counts.join(", "))));
    }
    if !drift.not_compared.is_empty() {
        text.push_str(&snippet::warning(
            &format!("not compared: {}", some(&drift.not_compared)),
            None,
        ));
    }
    if !drift.closed.is_empty() {
        text.push_str(&snippet::warning(
            &format!("closed to this user: {}", some(&drift.closed)),
            None,
        ));
    }
    text
}

fn ways_out(drift: &Drift) -> Vec<String> {
    if drift.applied.is_none() {
        return vec![
            "to begin the history with what the database holds: `mizzle baseline`".to_owned(),
            "if it holds what the migrations make already: `mizzle baseline --at NAME`".to_owned(),
        ];
    }
    let mut hints = Vec::new();
    if !drift.restore.is_empty() {
        hints.push("to restore all of it, in an order that runs: `mizzle drift --sql`".to_owned());
    }
    hints.push(
        "to keep what the database has: `mizzle drift --adopt` writes it into the schema files, \
         then `mizzle baseline` makes the migration for it and records it as applied here"
            .to_owned(),
    );
    hints
}

/// The first of a list, and how many there are more.
pub(super) fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The same for programs.
pub(super) fn json(drift: &Drift) -> (&'static str, Map<String, Value>) {
    let status = if drift.is_clean() { "ok" } else { "failed" };
    let left_out = drift.left_out.iter();
    let left_out: Vec<Value> =
        left_out.map(|(count, kind)| json!({ "kind": kind, "count": count })).collect();
    let fields = json!({
        "target": drift.target,
        "compared_with": drift.applied,
        "pending": drift.pending,
        "differences": differences(&drift.findings),
        "restore": drift.restore,
        "inherited": drift.inherited,
        "unmodelled": drift.unmodelled,
        "left_out": left_out,
        "named_otherwise": drift.otherwise,
        "not_compared": drift.not_compared,
        "closed": drift.closed,
    });
    (status, json::fields(fields))
}

/// Differences for programs.
pub(super) fn differences(findings: &[Finding]) -> Vec<Value> {
    let kind = |kind: Kind| match kind {
        Kind::Missing => "missing",
        Kind::Unexpected => "unexpected",
        Kind::Different => "different",
    };
    let one = |finding: &Finding| {
        json!({
            "kind": kind(finding.kind),
            "object": finding.object,
            "message": finding.sentence,
            "expected": finding.expected,
            "found": finding.found,
            "restore": finding.restore.iter().map(restoring).collect::<Vec<_>>(),
            "adopt": finding.adopt.as_ref().map(|(place, code)| {
                json!({ "place": place, "typescript": code })
            }),
        })
    };
    findings.iter().map(one).collect()
}

fn restoring(statement: &Restoring) -> Value {
    let hazards = statement.hazards.iter();
    let hazards: Vec<Value> = hazards
        .map(|(code, message, loss)| json!({ "code": code, "message": message, "loss": loss }))
        .collect();
    json!({ "sql": statement.sql, "findings": hazards })
}
