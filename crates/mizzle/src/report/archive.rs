//! The results of `archive` and `archive drop`, for people and for programs.

use super::generated::Texts;
use super::json::fields;
use super::{snippet, table};
use anstyle::{AnsiColor, Style};
use mizzle_app::archive::{Archive, Dropped, Kept};
use mizzle_app::dev::Table;
use serde_json::{Map, Value, json};

const DONE: Style = AnsiColor::Green.on_default();

/// Renders what is kept.
pub(super) fn render(archive: &Archive) -> Texts {
    if archive.kept.is_empty() {
        return Texts::stdout("The archive keeps nothing\n".to_owned());
    }
    let columns = ["table", "migration", "rows", "size", "kept at (UTC)"];
    let rows = archive.kept.iter().map(|kept| {
        let Kept { migration, table } = kept;
        vec![
            Some(table.name.clone()),
            Some(migration.clone()),
            table.rows.map(|rows| rows.to_string()),
            Some(size(table.bytes)),
            table.kept_at.as_deref().map(minute),
        ]
    });
    let list = Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() };
    let mut texts = Texts::stdout(table::render(&list));
    if let Some(line) = &archive.schema_filter {
        texts.after = snippet::hints(&[format!(
            "drizzle-kit's `push` would drop it; to keep it away, put into the config: {line}"
        )]);
    }
    texts
}

/// Renders what was dropped.
pub(super) fn render_dropped(dropped: &Dropped) -> Texts {
    let mut text = String::new();
    for name in &dropped.names {
        text.push_str(&format!("{DONE}✔{DONE:#} Dropped {name}\n"));
    }
    if text.is_empty() {
        text.push_str("The archive keeps nothing\n");
    }
    Texts::stdout(text)
}

/// What is kept, for programs.
pub(super) fn json(archive: &Archive) -> (&'static str, Map<String, Value>) {
    let kept = archive.kept.iter().map(|Kept { migration, table }| {
        json!({
            "table": table.name,
            "migration": migration,
            "rows": table.rows,
            "bytes": table.bytes,
            "kept_at": table.kept_at,
        })
    });
    let kept: Vec<Value> = kept.collect();
    (
        "ok",
        fields(json!({
            "target": archive.target,
            "archive": kept,
            "schema_filter": archive.schema_filter,
        })),
    )
}

/// What was dropped, for programs.
pub(super) fn json_dropped(dropped: &Dropped) -> (&'static str, Map<String, Value>) {
    let status = if dropped.names.is_empty() { "no_changes" } else { "ok" };
    (status, fields(json!({ "target": dropped.target, "dropped": dropped.names })))
}

/// `2024-02-03T04:05:06Z` as people read it.
fn minute(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}

/// `8 kB`, `1.4 MB`
fn size(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1024);
    if kilobytes < 1024 {
        return format!("{kilobytes} kB");
    }
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
