//! A database that is taken for what it is: recorded, and nothing run.

use crate::Setting;
use serde_json::{Value, json};

const USERS: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.integer(\"id\").primaryKey(), name: pg.text(\"name\"),
});
";
const RENAMED: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.integer(\"id\").primaryKey(), fullName: pg.text(\"full_name\"),
});
";

fn body(at: Option<&str>, answers: &Value) -> Value {
    json!({ "at": at, "answers": answers, "confirm": null })
}

#[test]
fn migrations_are_recorded_where_the_database_is_what_they_make() {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]);
    let studio = setting.studio(&[]);
    assert_eq!(studio.get("pending", &json!({}))["there"], json!([]));
    setting.run("CREATE TABLE users (id integer PRIMARY KEY, name text, nick text)");
    setting.run("INSERT INTO users VALUES (1, 'a', 'b')");
    assert_eq!(studio.get("pending", &json!({}))["there"], json!(["users"]));

    let files = setting.project.files();
    let at = body(Some("0000_users"), &json!([]));
    let differs = studio.result("baseline", &at);
    assert_eq!(differs["type"], "differs", "{differs}");
    assert!(differs["differences"][0].as_str().unwrap().contains("users.nick"), "{differs}");
    assert_eq!(setting.value("SELECT to_regclass('drizzle.__drizzle_migrations')"), "NULL");

    setting.run("ALTER TABLE users DROP COLUMN nick");
    let adopted = studio.result("baseline", &at);
    assert_eq!(adopted["type"], "adopted", "{adopted}");
    assert_eq!((&adopted["file"], &adopted["recorded"]), (&json!(null), &json!(["0000_users"])));
    assert_eq!(setting.value("SELECT count(*) FROM drizzle.__drizzle_migrations"), "1");
    assert_eq!(setting.value("SELECT name FROM users"), "a");
    assert_eq!(setting.project.files(), files);
    assert_eq!(studio.get("pending", &json!({}))["there"], json!([]));
    assert_eq!(studio.get("timeline", &json!({}))["migrations"][0]["state"], "applied");
    assert_eq!(studio.failure("baseline", &body(Some("none"), &json!([])))["code"], "usage_error");
}

#[test]
fn what_was_adopted_gets_its_migration_and_a_rename_is_asked_for() {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]).done(&["migrate"]);
    setting.run("INSERT INTO users VALUES (1, 'a'); ALTER TABLE users RENAME name TO full_name");
    let studio = setting.studio(&[]);
    let files = setting.project.files();
    // The schema files do not say so yet.
    assert_eq!(studio.result("baseline", &body(None, &json!([])))["type"], "differs");
    setting.schema(RENAMED);
    let asked = studio.result("baseline", &body(None, &json!([])));
    assert_eq!(asked["type"], "questions", "{asked}");
    assert_eq!(setting.project.files(), files);
    let question = &asked["questions"][0];
    let answer = json!([{ "question": question["id"], "choice": question["choices"][0]["id"] }]);
    let adopted = studio.result("baseline", &body(None, &answer));
    let file = adopted["file"].as_str().unwrap();
    assert!(setting.project.read(file).contains("RENAME COLUMN"), "{adopted}");
    assert_eq!(setting.value("SELECT count(*) FROM drizzle.__drizzle_migrations"), "2");
    assert_eq!(setting.value("SELECT full_name FROM users"), "a");
    assert_eq!(studio.result("drift", &json!({}))["findings"], json!([]));
    assert_eq!(studio.get("sides", &json!({}))["actual"]["state"], "inStep");
}
