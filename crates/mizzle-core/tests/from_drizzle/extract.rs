//! Short ways to write the extractor's data.

use mizzle_core::naming::{Casing, Line};
use mizzle_core::postgres::drizzle::Extract;
use mizzle_core::postgres::from_drizzle::{FromDrizzle, Problem, from_drizzle};
use mizzle_core::postgres::schema::Schema;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A table exported as its own name, with these columns and more fields.
pub(crate) fn table(name: &str, columns: Vec<Value>, more: Value) -> Value {
    let mut table = json!({
        "source": { "file": 0, "export": name },
        "name": name,
        "schema": null,
        "columns": columns,
    });
    for (field, value) in more.as_object().unwrap() {
        table[field] = value.clone();
    }
    table
}

/// A column whose key is its name, with more fields.
pub(crate) fn column(key: &str, ty: &str, more: Value) -> Value {
    let mut column = json!({ "key": key, "name": key, "type": ty, "kind": "PgColumn" });
    for (field, value) in more.as_object().unwrap() {
        column[field] = value.clone();
    }
    column
}

pub(crate) fn extract(content: Value) -> Extract {
    let mut whole = json!({ "orm": { "version": "1" }, "files": ["schema.ts"] });
    for (field, value) in content.as_object().unwrap() {
        whole[field] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

pub(crate) fn convert(
    line: Line,
    casing: Option<Casing>,
    content: Value,
) -> Result<Schema, Vec<Problem>> {
    let known_schemas = BTreeSet::from(["known".to_owned()]);
    from_drizzle(&extract(content), &FromDrizzle { line, casing, known_schemas: &known_schemas })
}

pub(crate) fn schema(line: Line, content: Value) -> Schema {
    convert(line, None, content).unwrap()
}
