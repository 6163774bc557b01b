//! Reading hints: each wrong one is named by its place.

use super::{ConfirmKind, Hint, Kind};
use serde_json::{Map, Value};

/// Why hints could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HintsError {
    /// The text is not JSON.
    #[error("the hints are not JSON: {0}")]
    Syntax(String),
    /// The JSON is not a list of hints.
    #[error("invalid hint shape at {place}: {problem}")]
    Shape {
        /// Where, as a path: `<root>`, `[0].kind`.
        place: String,
        /// What is wrong, and what would be right.
        problem: String,
    },
}

/// Reads a `--hints` argument or the text of a hints file.
pub fn parse(text: &str) -> Result<Vec<Hint>, HintsError> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| HintsError::Syntax(error.to_string()))?;
    let Value::Array(items) = value else {
        return Err(shape("<root>", "expected a list of hints: [{\"type\": \"rename\", …}]"));
    };
    items
        .iter()
        .enumerate()
        .map(|(position, item)| parse_hint(item, &format!("[{position}]")))
        .collect()
}

fn shape(place: impl Into<String>, problem: impl Into<String>) -> HintsError {
    HintsError::Shape { place: place.into(), problem: problem.into() }
}

fn parse_hint(item: &Value, place: &str) -> Result<Hint, HintsError> {
    let Value::Object(fields) = item else {
        return Err(shape(place, "expected an object"));
    };
    match word(fields, "type", place)? {
        "rename" => {
            refuse_others(fields, &["type", "kind", "from", "to"], place)?;
            let kind = kind(fields, place)?;
            Ok(Hint::Rename {
                kind,
                from: tuple(fields, "from", kind.arity(), place)?,
                to: tuple(fields, "to", kind.arity(), place)?,
            })
        }
        "create" => {
            refuse_others(fields, &["type", "kind", "entity"], place)?;
            let kind = kind(fields, place)?;
            Ok(Hint::Create { kind, entity: tuple(fields, "entity", kind.arity(), place)? })
        }
        "confirm_data_loss" => {
            refuse_others(fields, &["type", "kind", "entity"], place)?;
            let name = word(fields, "kind", place)?;
            let kind = ConfirmKind::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(
                || unknown_kind(place, name, ConfirmKind::ALL.map(ConfirmKind::as_str)),
            )?;
            Ok(Hint::ConfirmDataLoss {
                kind,
                entity: tuple(fields, "entity", kind.arity(), place)?,
            })
        }
        other => Err(shape(
            format!("{place}.type"),
            format!("\"{other}\" is none of rename, create, confirm_data_loss"),
        )),
    }
}

fn kind(fields: &Map<String, Value>, place: &str) -> Result<Kind, HintsError> {
    let name = word(fields, "kind", place)?;
    Kind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == name)
        .ok_or_else(|| unknown_kind(place, name, Kind::ALL.map(Kind::as_str)))
}

fn unknown_kind<const N: usize>(place: &str, name: &str, all: [&str; N]) -> HintsError {
    shape(format!("{place}.kind"), format!("\"{name}\" is none of {}", all.join(", ")))
}

fn word<'a>(fields: &'a Map<String, Value>, key: &str, place: &str) -> Result<&'a str, HintsError> {
    fields
        .get(key)
        .and_then(Value::as_str)
        .ok_or_else(|| shape(format!("{place}.{key}"), "expected a string"))
}

fn tuple(
    fields: &Map<String, Value>,
    key: &str,
    arity: usize,
    place: &str,
) -> Result<Vec<String>, HintsError> {
    let names: Option<Vec<String>> = fields
        .get(key)
        .and_then(Value::as_array)
        .and_then(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect());
    names.filter(|names| names.len() == arity).ok_or_else(|| {
        let plural = if arity == 1 { "" } else { "s" };
        shape(format!("{place}.{key}"), format!("expected a list of {arity} string{plural}"))
    })
}

fn refuse_others(
    fields: &Map<String, Value>,
    known: &[&str],
    place: &str,
) -> Result<(), HintsError> {
    match fields.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(shape(place, format!("unknown field \"{key}\""))),
        None => Ok(()),
    }
}
