//! Drift, and the ways out of it.

use crate::Setting;
use serde_json::json;

const USERS: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(), name: pg.text(\"name\").notNull(),
});
";

fn setting() -> Setting {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]).done(&["migrate"]);
    setting.run("ALTER TABLE users ADD COLUMN nick text, ALTER COLUMN name DROP NOT NULL");
    setting.run("INSERT INTO users (name, nick) VALUES ('a', 'b')");
    setting
}

#[test]
fn drift_is_taken_back_by_the_statements_that_were_seen_and_no_others() {
    let setting = setting();
    let studio = setting.studio(&[]);
    assert_eq!(studio.get("sides", &json!({}))["actual"]["state"], "unknown");
    let drift = studio.result("drift", &json!({}));
    let findings = drift["findings"].as_array().unwrap();
    let find = |object: &str| findings.iter().find(|it| it["object"] == object).unwrap();
    let (name, nick) = (find("column users.name"), find("column users.nick"));
    assert_eq!((name["kind"].as_str(), nick["kind"].as_str()), (Some("changed"), Some("added")));
    assert_eq!((&name["isLoss"], &nick["isLoss"]), (&json!(false), &json!(true)));
    assert_eq!(studio.get("sides", &json!({}))["actual"]["text"], "drifted (2)");

    let restore = |sql: &str, accept: bool| {
        studio
            .ask("drift/restore", &json!({ "sql": sql, "acceptDataLoss": accept, "confirm": null }))
    };
    for sql in ["DROP TABLE users", "", "ALTER TABLE users DROP COLUMN nick; DROP TABLE users"] {
        let (status, answer) = restore(sql, true);
        assert_eq!((status, &answer["code"]), (422, &json!("changed_meanwhile")), "{sql}");
    }
    let all = drift["restore"].as_str().unwrap();
    let (status, answer) = restore(all, false);
    assert_eq!((status, &answer["code"]), (409, &json!("data_loss")), "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("users.nick"), "{answer}");
    // One finding alone, then the rest as it is by then.
    let (status, answer) = restore(name["restore"][0].as_str().unwrap(), false);
    assert_eq!(status, 200, "{answer}");
    assert_eq!(studio.get("sides", &json!({}))["actual"]["state"], "unknown");
    let (status, _) = restore(all, true);
    assert_eq!(status, 422, "it takes back what is no longer there");
    let drift = studio.result("drift", &json!({}));
    assert_eq!(drift["findings"].as_array().unwrap().len(), 1);
    let (status, answer) = restore(drift["restore"].as_str().unwrap(), true);
    assert_eq!(status, 200, "{answer}");
    assert_eq!(studio.result("drift", &json!({}))["findings"], json!([]));
    assert_eq!(studio.get("sides", &json!({}))["actual"]["state"], "inStep");
    assert_eq!(setting.value("SELECT count(*) FROM users"), "1");
    assert_eq!(setting.value("SELECT count(*) FROM drizzle.__drizzle_migrations"), "1");
}

#[test]
fn what_cannot_be_taken_back_whole_is_not_taken_back_at_all() {
    let setting = setting();
    setting.run("INSERT INTO users (name) VALUES (NULL)");
    let studio = setting.studio(&[]);
    let drift = studio.result("drift", &json!({}));
    let body = json!({ "sql": drift["restore"], "acceptDataLoss": true, "confirm": null });
    let (status, answer) = studio.ask("drift/restore", &body);
    assert_eq!(status, 422, "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("null values"), "{answer}");
    assert_eq!(setting.value("SELECT count(nick) FROM users"), "1");
}

#[test]
fn drift_is_taken_over_into_the_schema_files() {
    let setting = setting();
    let studio = setting.studio(&[]);
    let seen = studio.get("drift/adopt", &json!({ "write": false }));
    assert_eq!(seen["isWritten"], false);
    assert_eq!(seen["files"][0]["file"], "schema.ts");
    assert_eq!(seen["files"][0]["before"].as_str().unwrap(), setting.project.read("schema.ts"));
    let (status, answer) = studio.ask("drift/adopt", &json!({ "write": true, "expect": ["x"] }));
    assert_eq!((status, &answer["code"]), (409, &json!("changed_meanwhile")), "{answer}");
    let expect = json!([seen["files"][0]["after"]]);
    let written = studio.get("drift/adopt", &json!({ "write": true, "expect": expect }));
    assert_eq!(written["isWritten"], true);
    assert_eq!(setting.project.read("schema.ts"), seen["files"][0]["after"].as_str().unwrap());
    assert_eq!(studio.get("sides", &json!({}))["desired"]["text"], "2 changes not generated");
}
