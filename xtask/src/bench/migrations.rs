//! Folders of many small migrations, the same statements in each tool's own
//! layout: make a table, add a column to it, index it, insert a row.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::{At, Result};

/// The statement of one migration.
pub(crate) fn statement(number: usize) -> String {
    let table = format!("bench_{:04}", number / 4);
    match number % 4 {
        0 => format!(
            "CREATE TABLE \"{table}\" (\n\t\"id\" bigint GENERATED ALWAYS AS IDENTITY PRIMARY \
             KEY,\n\t\"name\" text NOT NULL,\n\t\"created_at\" timestamptz DEFAULT now() NOT \
             NULL\n);\n"
        ),
        1 => format!("ALTER TABLE \"{table}\" ADD COLUMN \"note\" text;\n"),
        2 => format!("CREATE INDEX \"{table}_name_idx\" ON \"{table}\" (\"name\");\n"),
        _ => format!("INSERT INTO \"{table}\" (\"name\", \"note\") VALUES ('a', 'b');\n"),
    }
}

/// A folder of drizzle-kit 0.x: numbered files, a journal, a snapshot each.
pub(crate) fn write_0x(folder: &Path, count: usize) -> Result<()> {
    let meta = folder.join("meta");
    fs::create_dir_all(&meta).at("create", &meta)?;
    let mut entries = Vec::new();
    for number in 0..count {
        let tag = format!("{number:04}_bench");
        write(&folder.join(format!("{tag}.sql")), &statement(number))?;
        entries.push(json!({
            "idx": number, "version": "7", "when": FIRST_MILLISECOND + number * 1_000,
            "tag": tag, "breakpoints": true,
        }));
        let snapshot = json!({
            "id": id(number + 1), "prevId": id(number), "version": "7", "dialect": "postgresql",
            "tables": {}, "enums": {}, "schemas": {}, "sequences": {}, "roles": {},
            "policies": {}, "views": {},
            "_meta": { "columns": {}, "schemas": {}, "tables": {} },
        });
        write_json(&meta.join(format!("{number:04}_snapshot.json")), &snapshot)?;
    }
    let journal = json!({ "version": "7", "dialect": "postgresql", "entries": entries });
    write_json(&meta.join("_journal.json"), &journal)
}

/// A folder of drizzle-kit 1.0: one folder a migration, each with a snapshot
/// that differs from the one before in nothing, as `generate --custom` writes it.
pub(crate) fn write_1x(folder: &Path, count: usize) -> Result<()> {
    for number in 0..count {
        let (minute, second) = (number / 60, number % 60);
        let (hour, minute) = (minute / 60, minute % 60);
        let own = folder.join(format!("20260101{hour:02}{minute:02}{second:02}_bench"));
        fs::create_dir_all(&own).at("create", &own)?;
        write(&own.join("migration.sql"), &statement(number))?;
        let (kind, part) = if number == 0 { ("base", "ddl") } else { ("diff", "deltas") };
        let snapshot = json!({
            "type": kind, "version": "9", "dialect": "postgres", "id": id(number + 1),
            "prevIds": [id(number)], "footprints": [], part: [],
        });
        write_json(&own.join("snapshot.json"), &snapshot)?;
    }
    Ok(())
}

/// A script for `psql` that applies each file of a 0.x folder in its own transaction.
pub(crate) fn write_psql(script: &Path, folder: &Path, count: usize) -> Result<()> {
    let mut text = String::new();
    for number in 0..count {
        let file = folder.join(format!("{number:04}_bench.sql"));
        let _ = writeln!(text, "BEGIN;\n\\i {}\nCOMMIT;", file.display());
    }
    write(script, &text)
}

/// 2026-01-01, midnight UTC.
const FIRST_MILLISECOND: usize = 1_767_225_600_000;

/// Zero is the id before the first.
fn id(number: usize) -> String {
    match number {
        0 => "00000000-0000-0000-0000-000000000000".to_owned(),
        _ => format!("00000000-0000-4000-8000-{number:012x}"),
    }
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).at("write", file)
}

fn write_json(file: &Path, value: &Value) -> Result<()> {
    write(file, &format!("{value:#}"))
}
