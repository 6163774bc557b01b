//! A new migration, with what nobody can know asked as a form.

use crate::Setting;
use serde_json::{Value, json};

const BEFORE: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(), name: pg.text(\"name\").notNull(),
});
";
const AFTER: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(), fullName: pg.text(\"full_name\").notNull(),
});
";

fn body(answers: &Value) -> Value {
    json!({ "name": "names", "keepData": false, "answers": answers })
}

#[test]
fn a_rename_is_asked_answered_and_written() {
    let setting = Setting::new();
    setting.schema(BEFORE).done(&["generate", "--name", "users"]).done(&["migrate"]);
    let studio = setting.studio(&[]);
    let lines = studio.lines("generate/plan", &body(&json!([])));
    for (text, done) in
        [("Reading the recorded state", false), ("Reading the recorded state", true)]
    {
        let step = json!({ "type": "progress", "text": text, "done": done });
        assert!(lines.contains(&step), "{lines:?}");
    }
    assert_eq!(lines.last().unwrap()["value"]["type"], "nothing");
    setting.schema(AFTER);
    assert_eq!(studio.get("sides", &json!({}))["desired"]["text"], "1 question to answer");
    let asked = studio.result("generate/plan", &body(&json!([])));
    assert_eq!(asked["type"], "questions", "{asked}");
    let question = &asked["questions"][0];
    let choices = question["choices"].as_array().unwrap();
    assert_eq!(choices[0]["text"], "users.name is renamed to users.full_name");
    assert_eq!(choices[1]["text"], "users.full_name is new");
    assert!(choices[1]["loss"].as_str().unwrap().contains("users.name is dropped"), "{question}");
    let answer = |choice: &Value| json!([{ "question": question["id"], "choice": choice["id"] }]);

    let dropped = studio.result("generate/plan", &body(&answer(&choices[1])));
    assert_eq!(dropped["isLossy"], true);
    let renamed = studio.result("generate/plan", &body(&answer(&choices[0])));
    assert_eq!(renamed["type"], "planned");
    assert_eq!(renamed["name"], "0001_names");
    assert_eq!(renamed["isLossy"], false);
    assert!(renamed["sql"].as_str().unwrap().contains("RENAME COLUMN"), "{renamed}");
    assert_eq!(renamed["changes"][0]["object"], "column users.full_name (was name)");
    assert!(!setting.project.files().iter().any(|file| file.contains("0001")));

    let wrong = body(&json!([{ "question": question["id"], "choice": "DROP TABLE users" }]));
    assert_eq!(studio.failure("generate/plan", &wrong)["code"], "bad_request");
    // Without the answer nothing is written either.
    let unanswered = studio.result("generate/write", &body(&json!([])));
    assert_eq!(unanswered["type"], "questions");
    let written = studio.result("generate/write", &body(&answer(&choices[0])));
    assert_eq!(written["type"], "written", "{written}");
    assert_eq!(written["file"], "drizzle/0001_names.sql");
    assert_eq!(written["wayBack"], "lossless");
    assert!(written["rehearsed"].is_string(), "{written}");
    assert!(setting.project.read("drizzle/0001_names.sql").contains("RENAME COLUMN"));
    assert_eq!(studio.get("sides", &json!({}))["actual"]["text"], "1 pending");
}
