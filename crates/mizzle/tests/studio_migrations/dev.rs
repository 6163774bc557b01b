//! The kept development database: one process serves it to the studio's own operations and to
//! the command line beside it.

use crate::Setting;
use mizzle_db::test_support;
use serde_json::json;

const USERS: &str =
    "export const users = pg.pgTable(\"users\", { id: pg.serial(\"id\").primaryKey() });\n";

#[test]
fn operations_do_not_lock_each_other_out_of_the_development_database() {
    if test_support::install(None).is_none() {
        // Binaries of Postgres on this machine are what this is about.
        return;
    }
    let setting = Setting::new();
    let project =
        setting.project.with_env("MIZZLE_DEV_URL", "").with_env("MIZZLE_DEV_ENGINE", "local");
    let done = |arguments: &[&str]| {
        let said = project.mizzle(arguments);
        assert!(said.ends_with("--- exit 0"), "{said}");
    };
    setting.schema(USERS);
    done(&["generate", "--name", "users"]);
    let studio = crate::Studio::start(&project, &["--dev"]);
    assert_eq!(studio.get("sides", &json!({}))["actual"]["text"], "1 pending");
    let body = json!({ "to": null, "expect": ["0000_users"], "confirm": null });
    assert_eq!(studio.result("apply", &body)["migrations"][0]["name"], "0000_users");
    std::thread::scope(|scope| {
        let calls = [
            scope.spawn(|| studio.result("verify", &json!({}))["isClean"].clone()),
            scope.spawn(|| studio.result("drift", &json!({}))["findings"].clone()),
            scope.spawn(|| studio.get("timeline", &json!({}))["ledgerError"].clone()),
        ];
        done(&["status", "--dev", "--check"]);
        let answers: Vec<_> = calls.into_iter().map(|call| call.join().unwrap()).collect();
        assert_eq!(answers, [json!(true), json!([]), json!(null)]);
    });
    drop(studio);
    done(&["dev", "stop"]);
}
