//! The studio: rows, edits and the console.

use super::Setting;
use super::studio::Studio;
use serde_json::{Value, json};

const TABLES: &str = "
CREATE TYPE mood AS ENUM ('calm', 'odd');
CREATE TABLE notes (id integer PRIMARY KEY, body text, mood mood, at timestamptz);
INSERT INTO notes SELECT i, 'note ' || i, 'calm', '2024-01-01 00:00+00' FROM generate_series(1, 300) i";

fn notes() -> Value {
    json!({ "schema": "public", "name": "notes" })
}

fn rows(studio: &Studio, offset: u32) -> Value {
    let body = json!({ "table": notes(), "filters": [], "limit": 100, "offset": offset, "slot": null,
                       "sort": [{ "column": "id", "isDescending": true }] });
    studio.get("rows", &body)
}

fn console(studio: &Studio, sql: &str, is_read_only: bool) -> Value {
    let body = json!({ "id": "1", "sql": sql, "isReadOnly": is_read_only, "limit": 100,
                       "plan": null, "confirm": null });
    studio.get("console/run", &body)["results"].clone()
}

fn cells(result: &Value) -> &Value {
    assert_eq!(result["outcome"]["type"], "rows", "{result}");
    &result["outcome"]["rows"]
}

#[test]
fn rows_are_looked_at_and_changed() {
    let setting = Setting::new();
    setting.schema("");
    setting.run(TABLES);
    let studio = Studio::start(&setting.project, &[]);
    let catalog = studio.get("catalog", &json!({}));
    assert!(catalog.to_string().contains("\"notes\""), "{catalog}");
    // More calls than there are backends, some at once.
    std::thread::scope(|scope| {
        for offset in [0, 100, 200, 0, 100, 200] {
            let studio = &studio;
            scope.spawn(move || {
                let found = rows(studio, offset);
                assert_eq!(found["rows"].as_array().unwrap().len(), 100);
                assert_eq!(found["rows"][0]["key"], json!([(300 - offset).to_string()]));
            });
        }
    });
    let count = json!({ "table": notes(), "filters": [], "isExact": true, "slot": null });
    assert_eq!(studio.get("count", &count)["rows"], 300);
    let set = |column: &str, value: &str| json!({ "column": column, "value": { "type": "text", "text": value } });
    let edits = json!({ "confirm": null, "edits": [
        { "type": "update", "table": notes(), "key": ["1"], "set": [set("body", "new"), set("mood", "odd")],
          "expect": [set("body", "note 1")] },
        { "type": "insert", "table": notes(), "set": [set("id", "301"), set("at", "infinity")] },
        { "type": "delete", "table": notes(), "key": ["2"], "expect": [] },
    ] });
    let applied = studio.get("edits/apply", &edits);
    assert_eq!(applied["type"], "done", "{applied}");
    // Somebody else was faster: nothing is done.
    assert_eq!(studio.get("edits/apply", &edits)["type"], "conflict");
    let seen = setting.values("SELECT body || ' ' || mood FROM notes WHERE id = 1");
    assert_eq!(seen, ["new odd"]);
    assert_eq!(setting.values("SELECT count(*) FROM notes"), ["300"]);
    let export =
        json!({ "table": notes(), "filters": [], "sort": [], "keys": [], "format": "csv" });
    assert!(studio.get("export/file", &export)["path"].is_string());
    drop(studio);
    setting.expect_clean_backends();
}

#[test]
fn the_console_reads_and_writes() {
    let setting = Setting::new();
    setting.schema("");
    setting.run(TABLES);
    let studio = Studio::start(&setting.project, &[]);
    // A type of the database's own, which the driver asks about by statements that it prepares.
    for _ in 0..2 * super::BACKENDS {
        let read = console(&studio, "SELECT mood, at FROM notes WHERE id = 1; SELECT 1", true);
        assert_eq!(cells(&read[0])[0][0], "calm", "{read}");
        assert_eq!(read[0]["outcome"]["columns"][0]["sqlType"], "mood");
        assert_eq!(cells(&read[1]), &json!([["1"]]));
    }
    let refused = console(&studio, "DELETE FROM notes", true);
    assert_eq!(refused[0]["outcome"]["type"], "failed");
    let written = console(
        &studio,
        "BEGIN; SET LOCAL work_mem = '1MB'; UPDATE notes SET mood = 'odd' WHERE id < 4 RETURNING mood; \
         SHOW work_mem; COMMIT",
        false,
    );
    assert_eq!(cells(&written[2]), &json!([["odd"], ["odd"], ["odd"]]));
    assert_eq!(cells(&written[3]), &json!([["1MB"]]));
    assert_eq!(setting.values("SELECT count(*) FROM notes WHERE mood = 'odd'"), ["3"]);
    drop(studio);
    setting.expect_clean_backends();
}

/// Each statement has another backend here, and that is what a person is told.
#[test]
fn what_a_session_would_keep_is_warned_of() {
    let setting = Setting::new();
    setting.schema("");
    // All backends are there from here on.
    setting.expect_clean_backends();
    let studio = Studio::start(&setting.project, &[]);
    let said = |sql: &str| {
        let results = console(&studio, sql, false);
        let last = results.as_array().unwrap().last().unwrap();
        (last["outcome"]["rows"].clone(), last["notices"].to_string())
    };
    let (rows, notices) = said("SET work_mem = '1MB'; SHOW work_mem");
    assert_eq!(rows, json!([["4MB"]]));
    assert!(notices.contains("a pooler gave these statements several sessions"), "{notices}");
    assert!(notices.contains("SET LOCAL"), "{notices}");
    let (rows, notices) =
        said("BEGIN; SET LOCAL work_mem = '2MB'; SHOW work_mem; COMMIT; SELECT 1");
    assert_eq!((rows, notices), (json!([["1"]]), "[]".to_owned()));
}
