//! The rows of v8 and v9 files: one flat list of entities, each with its type, every
//! field spelled out, `null` where there is nothing.

mod declared;
mod defaults;
mod from_schema;
mod options;
mod store;
mod to_schema;
mod values;

pub(super) use defaults::spell as spell_default;
pub(super) use from_schema::from_schema;
pub(super) use options::{
    action, fill_identity, fold_identity, option_key, option_text, option_value, view_options,
};
pub(super) use store::{Collision, EntityType, Key, Store, keep_names};
pub(super) use to_schema::to_schema;

use serde_json::{Map, Value};

/// One entity: a JSON object with an `entityType`.
pub(super) type Row = Map<String, Value>;

/// A text field; nothing where it is missing or `null`.
pub(super) fn text<'a>(row: &'a Row, field: &str) -> Option<&'a str> {
    row.get(field).and_then(Value::as_str)
}

/// A list of texts.
pub(super) fn texts(row: &Row, field: &str) -> Vec<String> {
    let items = row.get(field).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A boolean field; nothing where it is missing or `null`.
pub(super) fn flag(row: &Row, field: &str) -> Option<bool> {
    row.get(field).and_then(Value::as_bool)
}
