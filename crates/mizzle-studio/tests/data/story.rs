//! What a person does with rows, call by call.

use super::Studio;
use serde_json::{Value, json};

const ITEMS: &str = "
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE items (id integer PRIMARY KEY, name text NOT NULL, m mood, b bytea);
INSERT INTO items VALUES (1, 'one', 'a', NULL), (2, repeat('é', 100000), NULL, '\\x00ff'),
  (3, '<b>', 'b', decode(repeat('00', 3000000), 'hex'))";

fn items() -> Value {
    json!({ "schema": "public", "name": "items" })
}

fn rows(filters: Value) -> Value {
    json!({ "table": items(), "filters": filters, "sort": [], "limit": 10, "offset": 0,
            "slot": null })
}

#[test]
fn rows_are_found_and_looked_at() {
    let studio = Studio::with(ITEMS);
    let catalog = studio.json("catalog", &json!({}));
    assert_eq!(catalog["schemas"][0]["relations"][0]["kind"], "table");
    let table = studio.json("table", &items());
    assert_eq!(table["identity"], json!({ "type": "key", "columns": ["id"] }));
    assert_eq!(table["columns"][2]["enumValues"], json!(["a", "b"]));
    let found = studio.json("rows", &rows(json!([])));
    assert_eq!(found["columns"], json!(["id", "name", "m", "b"]));
    assert_eq!(found["rows"][0], json!({ "key": ["1"], "cells": ["1", "one", "a", null] }));
    assert_eq!(found["rows"][1]["cells"][1]["bytes"], 200_000);
    assert_eq!(found["rows"][1]["cells"][3], "\\x00ff");
    assert_eq!(found["rows"][2]["cells"][3]["bytes"], 3_000_000);
    let filter = json!([{ "column": "m", "operator": "in", "values": ["b"] }]);
    assert_eq!(studio.json("rows", &rows(filter))["rows"].as_array().unwrap().len(), 1);
    let count = json!({ "table": items(), "filters": [], "isExact": false, "slot": null });
    assert_eq!(studio.json("count", &count), json!({ "rows": 3, "isExact": true }));
    let structure = studio.json("structure", &items());
    assert!(structure["ddl"].as_str().unwrap().contains("CREATE TABLE"));

    let cell = |key: &str, column: &str| {
        studio.ask("cell", &json!({ "table": items(), "key": [key], "column": column }))
    };
    assert_eq!(cell("2", "name").text(), "é".repeat(100_000));
    assert_eq!(cell("3", "b").body, vec![0; 3_000_000]);
    assert_eq!(cell("1", "b").status, 204);
    assert_eq!(cell("7", "b").status, 404);
    assert!(cell("1", "nothing").text().contains("items has no column nothing"));

    let export = json!({ "table": items(), "filters": [], "sort": [], "keys": [["1"], ["2"]],
                         "format": "csv" });
    let file = studio.ask("export", &export);
    assert!(file.head.contains("content-type: text/csv"), "{}", file.head);
    assert!(file.text().starts_with("id,name,m,b\r\n1,one,a,\r\n2,éé"), "{}", file.head);
}

#[test]
fn what_is_wrong_is_told() {
    let studio = Studio::with(ITEMS);
    let answer = studio.ask("table", &json!({ "schema": "public", "name": "gone" }));
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("\"code\":\"not_found\""), "{}", answer.text());
    let filter = json!([{ "column": "id", "operator": "equals", "values": ["x"] }]);
    let answer = studio.ask("rows", &rows(filter));
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("invalid input syntax for type integer"), "{}", answer.text());
    assert_eq!(studio.ask("rows", &json!({ "table": items() })).status, 400);
}

#[test]
fn edits_are_previewed_applied_and_refused() {
    let mut studio = Studio::with(ITEMS);
    let text = |column: &str, text: &str| json!({ "column": column, "value": { "type": "text", "text": text } });
    let edits = json!({ "confirm": null, "edits": [
        { "type": "update", "table": items(), "key": ["1"], "set": [text("name", "it's")],
          "expect": [text("name", "one")] },
        { "type": "insert", "table": items(), "set": [text("id", "4"), text("name", ""),
          { "column": "b", "value": { "type": "bytes", "base64": "AP8=" } }] },
        { "type": "delete", "table": items(), "key": ["3"], "expect": [text("name", "<b>")] },
    ]});
    let preview = studio.json("edits/preview", &edits);
    assert_eq!(preview["statements"].as_array().unwrap().len(), 5);
    let applied = studio.json("edits/apply", &edits);
    assert_eq!(applied["type"], "done", "{applied}");
    assert_eq!(applied["rows"][0]["cells"][1], "it's");
    assert_eq!(applied["rows"][1]["cells"], json!(["4", "", null, "\\x00ff"]));
    assert_eq!(applied["rows"][2], Value::Null);
    let again = studio.json("edits/apply", &edits);
    assert_eq!(again["type"], "conflict", "{again}");
    assert_eq!(again["actual"]["cells"][1], "it's");
    let wrong = json!({ "confirm": null, "edits": [
        { "type": "update", "table": items(), "key": ["1"], "set": [text("m", "c")], "expect": [] },
    ]});
    let refused = studio.json("edits/apply", &wrong);
    assert_eq!((&refused["type"], &refused["column"]), (&json!("refused"), &json!("m")));
    assert_eq!(studio.one("SELECT count(*) FROM items"), "3");
}

#[test]
fn the_console_reads_and_writes() {
    let mut studio = Studio::with(ITEMS);
    let console = |sql: &str, is_read_only: bool, plan: Value| {
        json!({ "id": "1", "sql": sql, "isReadOnly": is_read_only, "limit": 10, "plan": plan,
                "confirm": null })
    };
    let sql = "SELECT id, m FROM items ORDER BY id LIMIT 1; SELECT nope";
    let answer = studio.json("console/run", &console(sql, true, Value::Null));
    assert_eq!(answer["results"][0]["outcome"]["rows"], json!([["1", "a"]]));
    assert_eq!(answer["results"][0]["outcome"]["columns"][1]["sqlType"], "mood");
    assert_eq!(answer["results"][1]["outcome"]["position"], 7);
    let delete = "DELETE FROM items WHERE id = 1";
    let refused = studio.json("console/run", &console(delete, true, Value::Null));
    assert_eq!(refused["results"][0]["outcome"]["type"], "failed");
    let plan = studio.json("console/run", &console("SELECT 1", true, json!("estimated")));
    assert_eq!(plan["results"][0]["outcome"]["type"], "plan");
    let done = studio.json("console/run", &console(delete, false, Value::Null));
    assert_eq!(done["results"][0]["outcome"]["tag"], "DELETE 1");
    assert_eq!(studio.one("SELECT count(*) FROM items"), "2");
}

#[test]
fn a_read_only_studio_writes_nothing() {
    let mut studio = Studio::started(ITEMS, true);
    let edits = json!({ "confirm": "x", "edits": [
        { "type": "delete", "table": items(), "key": ["1"], "expect": [] },
    ]});
    assert_eq!(studio.ask("edits/apply", &edits).status, 403);
    assert_eq!(studio.ask("edits/preview", &edits).status, 200);
    for (sql, is_read_only, status) in
        [("DELETE FROM items", false, 403), ("DELETE FROM items", true, 200)]
    {
        let body = json!({ "id": "1", "sql": sql, "isReadOnly": is_read_only, "limit": 10,
                           "plan": null, "confirm": null });
        assert_eq!(studio.ask("console/run", &body).status, status);
    }
    assert_eq!(studio.one("SELECT count(*) FROM items"), "3");
}
