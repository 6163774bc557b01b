//! JSON files as people leave them, and JSON text as JavaScript writes it.
//!
//! Knows nothing of what the files mean.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Why a text is not the JSON it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Git left both sides of a merge in the file.
    #[error(
        "line {line} is a merge conflict marker; finish the merge \
         (keep one side, or run `generate` again on top of the other branch)"
    )]
    Conflict {
        /// The first marker's line, from 1.
        line: usize,
    },
    /// The text is not JSON, or not of the shape it must have.
    #[error("{line}:{column}: {message}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
}

/// Reads JSON. A byte order mark at the beginning is skipped.
///
/// # Errors
///
/// A conflict marker is reported as such, everything else with its place.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| match conflict_line(text) {
        Some(line) => JsonError::Conflict { line },
        None => JsonError::Syntax {
            line: error.line().max(1),
            column: error.column().max(1),
            message: without_place(&error),
        },
    })
}

/// The line, from 1, of the first conflict marker that git left.
pub fn conflict_line(text: &str) -> Option<usize> {
    let marker = |line: &str| {
        ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark))
            || matches!(line.trim_end(), "=======" | "<<<<<<<" | ">>>>>>>")
    };
    text.lines().position(marker).map(|position| position + 1)
}

/// The text that `JSON.stringify(value, null, 2)` gives.
pub fn pretty(value: &Value) -> String {
    // Whole, since a formatter takes it piece by piece. It fails for maps with other keys than
    // text, which a `Value` has not.
    serde_json::to_string_pretty(value).unwrap_or_else(|_| format!("{value:#}"))
}

/// serde_json ends its messages with the place, which we report apart.
fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_owned(),
        None => message,
    }
}

/// Builds a JSON object in the order of the calls.
#[derive(Debug, Default)]
pub(crate) struct Object(Map<String, Value>);

impl Object {
    pub(crate) fn put(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Puts a value that JavaScript would leave out where it is `undefined`.
    pub(crate) fn maybe(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    pub(crate) fn into_map(self) -> Map<String, Value> {
        self.0
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// A JavaScript object's entries: keys that are array indexes come first, in
/// ascending order, whatever the order in which they were set.
pub(crate) fn js_object(entries: impl IntoIterator<Item = (String, Value)>) -> Value {
    let (mut indexes, others): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|(key, _)| array_index(key).is_some());
    indexes.sort_by_key(|(key, _)| array_index(key));
    Value::Object(indexes.into_iter().chain(others).collect())
}

fn array_index(key: &str) -> Option<u32> {
    let index = key.parse::<u32>().ok().filter(|&index| index < u32::MAX)?;
    (index.to_string() == key).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflict_markers_are_named() {
        let text = "{\n  \"a\": 1,\n<<<<<<< HEAD\n  \"b\": 2\n=======\n  \"b\": 3\n>>>>>>> x\n}";
        assert_eq!(parse::<Value>(text), Err(JsonError::Conflict { line: 3 }));
    }

    #[test]
    fn syntax_errors_have_a_place() {
        let error = parse::<Value>("{\n  \"a\": 1,\n}").unwrap_err();
        assert_eq!(error.to_string(), "3:1: trailing comma");
    }

    #[test]
    fn numbers_keep_their_spelling() {
        let value: Value = parse(r#"{"a":1e+21,"b":[],"c":{}}"#).unwrap();
        assert_eq!(pretty(&value), "{\n  \"a\": 1e+21,\n  \"b\": [],\n  \"c\": {}\n}");
    }

    #[test]
    fn keys_that_are_indexes_come_first() {
        let entries = ["b", "10", "2", "a", "01"].map(|key| (key.to_owned(), Value::Null));
        assert_eq!(
            js_object(entries).to_string(),
            r#"{"2":null,"10":null,"b":null,"a":null,"01":null}"#
        );
    }
}
