//! Small values that v7 files and rows write alike.

use crate::postgres::schema::{Action, SequenceOptions, Type};
use crate::postgres::sequences::{Filled, Range, fill, fold};
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// The options of views, in the order in which drizzle-kit 1.0 lists them.
pub(super) const VIEW_OPTIONS: [&str; 21] = [
    "checkOption",
    "securityBarrier",
    "securityInvoker",
    "autovacuumEnabled",
    "autovacuumFreezeMaxAge",
    "autovacuumFreezeMinAge",
    "autovacuumFreezeTableAge",
    "autovacuumMultixactFreezeMaxAge",
    "autovacuumMultixactFreezeMinAge",
    "autovacuumMultixactFreezeTableAge",
    "autovacuumVacuumCostDelay",
    "autovacuumVacuumCostLimit",
    "autovacuumVacuumScaleFactor",
    "autovacuumVacuumThreshold",
    "fillfactor",
    "logAutovacuumMinDuration",
    "parallelWorkers",
    "toastTupleTarget",
    "userCatalogTable",
    "vacuumIndexCleanup",
    "vacuumTruncate",
];

/// `CASCADE`, `set null`, … in either case.
pub(in super::super) fn action(word: Option<&str>) -> Action {
    match word.map(str::to_ascii_lowercase).as_deref() {
        Some("restrict") => Action::Restrict,
        Some("cascade") => Action::Cascade,
        Some("set null") => Action::SetNull,
        Some("set default") => Action::SetDefault,
        Some(_) | None => Action::NoAction,
    }
}

/// An option's value as the text that stands in SQL.
pub(in super::super) fn option_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

/// An option's value as JavaScript had it: a boolean, a number, else a string.
pub(in super::super) fn option_value(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match text.parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(text.to_owned()),
        },
    }
}

/// `check_option` → `checkOption`
pub(in super::super) fn option_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut upper = false;
    for ch in name.chars() {
        if ch == '_' {
            upper = true;
        } else if upper {
            key.push(ch.to_ascii_uppercase());
            upper = false;
        } else {
            key.push(ch);
        }
    }
    key
}

/// The options of a view by their SQL names.
pub(in super::super) fn view_options(
    with: Option<&Map<String, Value>>,
) -> IndexMap<String, String> {
    with.into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| (sql_name(key), option_text(value)))
        .collect()
}

fn sql_name(key: &str) -> String {
    let mut name = String::with_capacity(key.len() + 4);
    for ch in key.chars() {
        if ch.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(ch.to_ascii_lowercase());
    }
    name
}

/// Every option of an identity column's sequence, as both kits fill them in: they
/// take a descending sequence to end at -32768, whatever its type.
pub(in super::super) fn fill_identity(options: &SequenceOptions, ty: &Type) -> Filled {
    fill(options, kit_range(ty, options))
}

/// The options without those that the kits fill in.
pub(in super::super) fn fold_identity(options: SequenceOptions, ty: &Type) -> SequenceOptions {
    let range = kit_range(ty, &options);
    fold(options, range)
}

fn kit_range(ty: &Type, options: &SequenceOptions) -> Range {
    let range = Range::of(ty);
    let descending = options.increment.as_deref().is_some_and(|by| by.starts_with('-'));
    if descending { Range { min: "-32768", ..range } } else { range }
}
