//! One JSON object on stdout, in the envelope of drizzle-kit 1.0 (`status`,
//! `dialect`, …) with mizzle's own fields added. Nothing is printed on the way.

use super::{Outcome, Report};
use crate::error::CommandError;
use mizzle_app::{Event, Explanation, Kind};
use serde_json::{Map, Value, json};

/// The report for programs.
#[derive(Debug)]
pub(crate) struct Json;

impl Report for Json {
    fn event(&mut self, _: Event) {}

    fn outcome(&mut self, outcome: &Outcome) {
        match *outcome {}
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
        print_object(object);
    }
}

fn print_object(object: Map<String, Value>) {
    super::print(format_args!("{}\n", Value::Object(object)));
}

fn explain(explanation: &Explanation) -> Value {
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
    if !explanation.notes.is_empty() {
        put("notes", json!(explanation.notes));
    }
    if !explanation.hints.is_empty() {
        put("next", json!(explanation.hints));
    }
    Value::Object(object)
}
