//! `meta/_journal.json` of the 0.x layout: the list of migrations in their order.

use super::{FolderError, JOURNAL};
use crate::json::{self, JsonError};
use serde_json::{Map, Value};

/// A journal, with everything that stands in it: what mizzle does not know stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Journal {
    fields: Map<String, Value>,
    entries: Vec<Map<String, Value>>,
}

/// An entry as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) idx: i64,
    pub(super) when: i64,
    pub(super) tag: String,
    pub(super) breakpoints: bool,
}

impl Journal {
    /// A journal without entries, as drizzle-kit 0.31 begins one.
    pub(super) fn new() -> Self {
        let mut fields = Map::new();
        fields.insert("version".to_owned(), "7".into());
        fields.insert("dialect".to_owned(), "postgresql".into());
        fields.insert("entries".to_owned(), Value::Array(Vec::new()));
        Self { fields, entries: Vec::new() }
    }

    pub(super) fn read(text: &str) -> Result<Self, FolderError> {
        let problem = |source: JsonError| FolderError::Json { path: JOURNAL.to_owned(), source };
        let shape = |message: String| problem(JsonError::Syntax { line: 1, column: 1, message });
        let mut fields: Map<String, Value> = json::parse(text).map_err(problem)?;
        let Some(Value::Array(raw)) = fields.insert("entries".to_owned(), Value::Null) else {
            return Err(shape("the journal has no list `entries`".to_owned()));
        };
        let mut entries = Vec::new();
        for (position, entry) in raw.into_iter().enumerate() {
            match entry {
                Value::Object(entry) if entry.get("tag").is_some_and(Value::is_string) => {
                    entries.push(entry);
                }
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_)
                | Value::Object(_) => {
                    return Err(shape(format!("entry {position} of the journal has no `tag`")));
                }
            }
        }
        Ok(Self { fields, entries })
    }

    /// The word in `dialect`.
    pub(super) fn dialect(&self) -> Option<&str> {
        self.fields.get("dialect").and_then(Value::as_str)
    }

    pub(super) fn entries(&self) -> impl DoubleEndedIterator<Item = Entry> {
        self.entries.iter().enumerate().map(|(position, entry)| {
            let number = |field: &str| entry.get(field).and_then(whole);
            Entry {
                idx: number("idx").unwrap_or_else(|| i64::try_from(position).unwrap_or(i64::MAX)),
                when: number("when").unwrap_or(0),
                tag: entry.get("tag").and_then(Value::as_str).unwrap_or_default().to_owned(),
                breakpoints: entry.get("breakpoints").and_then(Value::as_bool).unwrap_or(true),
            }
        })
    }

    pub(super) fn push(&mut self, idx: i64, when: i64, tag: &str, breakpoints: bool) {
        let mut entry = Map::new();
        entry.insert("idx".to_owned(), idx.into());
        entry.insert("version".to_owned(), "7".into());
        entry.insert("when".to_owned(), when.into());
        entry.insert("tag".to_owned(), tag.into());
        entry.insert("breakpoints".to_owned(), breakpoints.into());
        self.entries.push(entry);
    }

    pub(super) fn pop(&mut self) {
        self.entries.pop();
    }

    /// The text as drizzle-kit 0.31 writes it.
    pub fn to_text(&self) -> String {
        let mut fields = self.fields.clone();
        let entries = self.entries.iter().cloned().map(Value::Object).collect();
        // Setting a key that is there keeps its place.
        fields.insert("entries".to_owned(), Value::Array(entries));
        json::pretty(&Value::Object(fields))
    }
}

/// A number, without the fraction that some hand-made `when` has.
fn whole(value: &Value) -> Option<i64> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    text.split('.').next()?.parse().ok()
}
