//! One JSON object on stdout, in the envelope of drizzle-kit 1.0 (`status`,
//! `dialect`, …) with mizzle's own fields added. Nothing is printed on the way.

use super::{Outcome, Report, adopted, checked, diff, sealed, status, verified};
use crate::error::CommandError;
use mizzle_app::dev::Table;
use mizzle_app::generate::{Finding, Generated, Planned, Rehearsal, WayBack};
use mizzle_app::migrate::{Done, Migrated};
use mizzle_app::sum::Rehearsals;
use mizzle_app::{Event, Explanation, Kind};
use mizzle_core::dialect::Dialect;
use mizzle_core::diff::Question;
use mizzle_core::folder::sum::Rehearsed;
use mizzle_core::hints::Hint;
use mizzle_db::runner::{Applied, Report as RunReport};
use serde_json::{Map, Value, json};

/// The report for programs.
#[derive(Debug, Default)]
pub(crate) struct Json {
    warnings: Vec<String>,
}

impl Report for Json {
    fn event(&mut self, event: Event) {
        if let Event::Warning(warning) = event {
            self.warnings.push(warning.message);
        }
    }

    fn outcome(&mut self, outcome: &Outcome, dialect: Dialect) {
        let (status, fields) = match outcome {
            Outcome::Generated { generated, .. } => self::generated(generated),
            Outcome::Migrated(migrated) => self::migrated(migrated),
            Outcome::RolledBack(rolled_back) => super::rolled_back::json(rolled_back),
            Outcome::Archive(found) => super::archive::json(found),
            Outcome::ArchiveDropped(dropped) => super::archive::json_dropped(dropped),
            Outcome::Drift { drift, .. } => super::drift::json(drift),
            Outcome::Baseline { baseline, .. } => super::baseline::json(baseline),
            Outcome::Reset(reset) => (
                "ok",
                fields(json!({
                    "target": reset.target,
                    "dropped": reset.wiped.dropped,
                    "applied": applied(&reset.report, &reset.rehearsals),
                })),
            ),
            Outcome::Status { status, check } => status::json(status, *check),
            Outcome::Verified(verified) => verified::json(verified),
            Outcome::Checked(checked) => checked::json(checked),
            Outcome::Sealed(sealed) => sealed::json(sealed),
            Outcome::Diff { outcome, asked, .. } => diff::to_json(outcome, *asked),
            Outcome::Adoption { adoption, stage } => adopted::json(adoption, *stage),
            Outcome::Erd { graph, .. } => ("ok", super::erd::json(graph)),
            Outcome::Exported(planned) => ("ok", diff::export_to_json(planned)),
            Outcome::Studio(started) => super::studio::json(started),
            Outcome::StudioLinks(links) => ("ok", fields(json!({ "urls": links }))),
            Outcome::DevStarted(status) => (
                "ok",
                fields(json!({
                    "url": status.url,
                    "engine": status.engine.name(),
                    "version": status.version,
                    "process": status.process,
                })),
            ),
            Outcome::DevUrl(url) => ("ok", fields(json!({ "url": url }))),
            Outcome::Rows(tables) => {
                ("ok", fields(json!({ "results": tables.iter().map(rows).collect::<Vec<_>>() })))
            }
            Outcome::DevStopped(running) => ("ok", fields(json!({ "stopped": running }))),
        };
        let mut object = Map::new();
        object.insert("status".to_owned(), json!(status));
        object.insert("dialect".to_owned(), json!(dialect.as_str()));
        object.extend(fields);
        self.put_warnings(&mut object);
        print_object(object);
    }

    fn error(&mut self, error: &CommandError) {
        let mut object = Map::new();
        let status = match error.explanation.kind {
            Kind::Failed => "error",
            Kind::DecisionsMissing => "missing_hints",
            Kind::AnswerIsNo => "failed",
        };
        object.insert("status".to_owned(), json!(status));
        if let Some(dialect) = error.dialect {
            object.insert("dialect".to_owned(), json!(dialect));
        }
        object.insert("error".to_owned(), explain(&error.explanation));
        self.put_warnings(&mut object);
        print_object(object);
    }
}

impl Json {
    fn put_warnings(&self, object: &mut Map<String, Value>) {
        if self.warnings.is_empty() {
            return;
        }
        // Those of `check` have a kind.
        match object.get_mut("warnings") {
            Some(Value::Array(known)) => {
                let notices = self.warnings.iter();
                known.extend(notices.map(|text| json!({ "kind": "notice", "message": text })));
            }
            Some(_) | None => {
                object.insert("warnings".to_owned(), json!(self.warnings));
            }
        }
    }
}

fn generated(generated: &Generated) -> (&'static str, Map<String, Value>) {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    let status = match generated {
        Generated::NoChanges { removed } => {
            if let Some(path) = removed {
                put("removed", json!(path.display().to_string()));
            }
            "no_changes"
        }
        Generated::Written(written) => {
            put("migration_path", json!(written.path.display().to_string()));
            put("migration", json!(written.migration));
            if let Some(path) = &written.replaced {
                put("replaced", json!(path.display().to_string()));
            }
            if !written.taken_in.migrations.is_empty() {
                put("taken_in", json!(written.taken_in.migrations));
            }
            put("changes", changes(&written.planned));
            put("statements", statements(&written.planned));
            put_kept(&written.planned, &mut put);
            put("rehearsal", rehearsal(&written.rehearsal));
            put("way_back", way_back(&written.back));
            "ok"
        }
        Generated::Explained(planned) => {
            put("changes", changes(planned));
            put("statements", statements(planned));
            put_kept(planned, &mut put);
            put("hints", json!([]));
            "ok"
        }
        Generated::Undecided(questions) => {
            let missing = questions.iter().map(|question| question.missing_hint().to_json());
            put("unresolved", missing.collect());
            put("questions", questions.iter().map(self::question).collect());
            "missing_hints"
        }
    };
    (status, fields)
}

fn rehearsal(rehearsal: &Rehearsal) -> Value {
    match rehearsal {
        Rehearsal::Whole { engine, unfilled, .. } => json!({
            "rehearsed": "whole",
            "engine": engine,
            "without_rows": unfilled
                .iter()
                .map(|one| json!({ "table": one.table.to_string(), "why": one.why }))
                .collect::<Vec<_>>(),
        }),
        Rehearsal::UpTo { engine, statement, why } => json!({
            "rehearsed": "partly",
            "engine": engine,
            "not_from_statement": statement,
            "why": why,
        }),
        Rehearsal::No { why, .. } => json!({ "rehearsed": "no", "why": why }),
        Rehearsal::Custom => json!({ "rehearsed": "no", "why": "its SQL is still to be written" }),
    }
}

fn way_back(back: &WayBack) -> Value {
    match back {
        WayBack::Certified { path, certificate, .. } => json!({
            "path": path.display().to_string(),
            "kind": certificate.kind.as_str(),
            "lost": certificate.lost,
            "removes": certificate.removes,
        }),
        WayBack::None { why } => json!({ "path": null, "why": why }),
    }
}

fn migrated(migrated: &Migrated) -> (&'static str, Map<String, Value>) {
    match &migrated.done {
        Done::Applied(report) => {
            let status = if report.applied.is_empty() { "no_changes" } else { "ok" };
            (
                status,
                fields(json!({
                "target": migrated.target,
                "applied": applied(report, &migrated.rehearsals),
                "applied_before": report.applied_before,
                "left_out": report.left_out,
                })),
            )
        }
        Done::Planned(planned) => {
            let pending = planned.pending.iter().map(|pending| {
                json!({
                    "migration": pending.name,
                    "migration_path": pending.file,
                    "sql": pending.sql,
                    "done_parts": pending.done_parts,
                })
            });
            (
                if planned.pending.is_empty() { "no_changes" } else { "ok" },
                fields(json!({
                    "target": migrated.target,
                    "dry_run": true,
                    "pending": pending.collect::<Vec<_>>(),
                    "applied_before": planned.applied,
                    "left_out": planned.left_out,
                    "missing_right": planned.missing_right,
                })),
            )
        }
    }
}

fn applied(report: &RunReport, rehearsals: &Rehearsals) -> Vec<Value> {
    let one = |applied: &Applied| {
        let rehearsed = rehearsals.of(&applied.name);
        let mut object = json!({
            "migration": applied.name,
            "migration_path": applied.file,
            "milliseconds": u64::try_from(applied.elapsed.as_millis()).unwrap_or(u64::MAX),
            "statements": applied.statements,
            "resumed": applied.resumed,
            "rehearsed": matches!(rehearsed, Rehearsed::On(_)),
        });
        if let (Rehearsed::On(engine), Value::Object(fields)) = (rehearsed, &mut object) {
            fields.insert("rehearsed_on".to_owned(), json!(engine));
        }
        object
    };
    report.applied.iter().map(one).collect()
}

pub(super) fn fields(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

/// A row is a list, since columns may share a name.
fn rows(table: &Table) -> Value {
    json!({ "columns": table.columns, "rows": table.rows })
}

pub(super) fn changes(planned: &Planned) -> Value {
    planned.summary.iter().map(|(sign, text)| json!(format!("{sign} {text}"))).collect()
}

pub(super) fn statements(planned: &Planned) -> Value {
    let findings = |position: usize| -> Vec<Value> {
        let of_statement = |finding: &&Finding| finding.statement == position;
        planned.findings.iter().filter(of_statement).map(|finding| {
            json!({ "code": finding.code, "message": finding.message, "loss": finding.loss })
        }).collect()
    };
    planned
        .statements
        .iter()
        .enumerate()
        .map(|(position, sql)| json!({ "sql": sql, "findings": findings(position) }))
        .collect()
}

fn put_kept(planned: &Planned, put: &mut impl FnMut(&str, Value)) {
    if planned.kept.is_empty() && planned.left.is_empty() {
        return;
    }
    let kept = planned.kept.iter().map(|kept| json!({ "what": kept.what, "table": kept.table }));
    put("kept", kept.collect());
    let left = planned.left.iter().map(|(what, why)| json!({ "what": what, "why": why }));
    put("not_kept", left.collect());
    if let Some(line) = &planned.schema_filter {
        put("schema_filter", json!(line));
    }
}

pub(super) fn question(question: &Question) -> Value {
    let choice = |(hint, label): (Hint, String)| json!({ "hint": hint.to_json(), "means": label });
    json!({
        "kind": question.kind.as_str(),
        "subject": question.subject(),
        "choices": question.choices().into_iter().map(choice).collect::<Vec<_>>(),
    })
}

fn print_object(object: Map<String, Value>) {
    super::print(format_args!("{}\n", Value::Object(object)));
}

fn explain(explanation: &Explanation) -> Value {
    Value::Object(explained(explanation))
}

pub(super) fn explained(explanation: &Explanation) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };
    put("code", json!(explanation.code));
    put("message", json!(explanation.message));
    if let Some(place) = &explanation.place {
        put("file", json!(place.file.display().to_string()));
        put("line", json!(place.line));
        put("column", json!(place.column));
    }
    if let Some(sql) = &explanation.sql {
        for (key, value) in [
            ("sql", &sql.statement),
            ("sqlstate", &sql.code),
            ("detail", &sql.detail),
            ("hint", &sql.hint),
            ("context", &sql.context),
        ] {
            if let Some(value) = value {
                put(key, json!(value));
            }
        }
    }
    if !explanation.applied.is_empty() {
        put("applied", json!(explanation.applied));
    }
    if !explanation.more.is_empty() {
        put("more", explanation.more.iter().map(explain).collect());
    }
    if !explanation.notes.is_empty() {
        put("notes", json!(explanation.notes));
    }
    if !explanation.hints.is_empty() {
        put("next", json!(explanation.hints));
    }
    object
}
