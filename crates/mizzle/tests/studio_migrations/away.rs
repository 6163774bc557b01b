//! A schema that does not load, and a server that is gone: the rest is shown all the same.

use crate::Setting;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support;
use serde_json::json;

const USERS: &str =
    "export const users = pg.pgTable(\"users\", { id: pg.serial(\"id\").primaryKey() });\n";

#[test]
fn a_schema_with_an_error_in_it_leaves_the_rest() {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]);
    setting.project.file("schema.ts", "export const users = ;\n");
    let studio = setting.studio(&[]);
    let sides = studio.get("sides", &json!({}));
    assert_eq!(sides["desired"]["state"], "broken");
    assert_eq!(sides["desired"]["error"]["place"]["file"], "schema.ts");
    assert_eq!(sides["desired"]["error"]["place"]["column"], 22);
    assert_eq!(sides["actual"]["text"], "1 pending");
    assert_eq!(studio.get("pending", &json!({}))["migrations"][0]["name"], "0000_users");
    let detail = studio.get("migration", &json!({ "name": "0000_users" }));
    assert_eq!(detail["changes"][0]["object"], "table users");
    let graph = studio.get("erd", &json!({ "from": "empty", "to": "recorded" }));
    assert_eq!(graph["nodes"][0]["mark"], "added");
    let plan = json!({ "name": null, "keepData": false, "answers": [] });
    let (status, answer) = studio.ask("erd", &json!({ "from": null, "to": "desired" }));
    assert_eq!((status, &answer["place"]["line"]), (422, &json!(1)), "{answer}");
    let failure = studio.failure("generate/plan", &plan);
    assert_eq!(failure["place"]["line"], 1, "{failure}");
    let body = json!({ "to": null, "expect": ["0000_users"], "confirm": null });
    assert_eq!(studio.result("apply", &body)["migrations"][0]["name"], "0000_users");
    // Corrected, it is read anew.
    setting.schema(USERS);
    assert_eq!(studio.get("sides", &json!({}))["desired"]["state"], "inStep");
}

#[test]
fn a_config_with_an_error_in_it_is_told_and_no_end() {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]);
    let studio = setting.studio(&[]);
    setting.project.file("drizzle.config.ts", "export default {{;\n");
    let sides = studio.get("sides", &json!({}));
    assert_eq!(sides["desired"]["state"], "broken");
    assert_eq!(sides["desired"]["error"]["place"]["file"], "drizzle.config.ts");
    let (status, answer) = studio.ask("timeline", &json!({}));
    assert_eq!((status, &answer["place"]["line"]), (422, &json!(1)), "{answer}");
}

#[test]
fn files_are_shown_while_the_server_is_gone_and_it_may_come_back() {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]).done(&["migrate"]);
    let studio = setting.studio(&[]);
    assert_eq!(studio.get("timeline", &json!({}))["migrations"][0]["state"], "applied");
    let name = Target::parse(setting.database.url(), &|_| None).unwrap().database;
    let admin = Target::parse(test_support::server(), &|_| None).unwrap();
    let admin = |sql: &str| Connection::open(&admin).unwrap().execute(sql).unwrap();
    admin(&format!("ALTER DATABASE {name} RENAME TO {name}_away"));
    let timeline = studio.get("timeline", &json!({}));
    assert_eq!(timeline["migrations"][0]["state"], "unknown");
    assert_eq!(timeline["ledgerError"]["code"], "config_connection_error");
    let sides = studio.get("sides", &json!({}));
    assert_eq!(
        (&sides["desired"]["state"], &sides["recorded"]["state"]),
        (&json!("inStep"), &json!("inStep"))
    );
    assert_eq!(sides["actual"]["state"], "broken");
    let detail = studio.get("migration", &json!({ "name": "0000_users" }));
    assert!(detail["sql"].as_str().unwrap().contains("CREATE TABLE"));
    let (status, answer) = studio.ask("pending", &json!({}));
    assert_eq!((status, &answer["code"]), (502, &json!("config_connection_error")), "{answer}");
    let failure = studio.failure("drift", &json!({}));
    assert_eq!(failure["code"], "config_connection_error");
    admin(&format!("ALTER DATABASE {name}_away RENAME TO {name}"));
    assert_eq!(studio.get("timeline", &json!({}))["migrations"][0]["state"], "applied");
}
