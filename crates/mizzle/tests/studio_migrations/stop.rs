//! Work that nobody waits for any more: it ends on the servers, what it made there goes, and
//! nothing is written.

use crate::Setting;
use crate::studio::Studio;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support;
use serde_json::json;
use std::time::{Duration, Instant};

const USERS: &str =
    "export const users = pg.pgTable(\"users\", { id: pg.serial(\"id\").primaryKey() });\n";
const NAMED: &str = "export const users = pg.pgTable(\"users\", { id: pg.serial(\"id\").primaryKey(), \
                     name: pg.text(\"name\") });\n";

/// Much longer than a test waits, and as long as a rehearsal lets a statement run.
const SLOW: &str = "SELECT pg_sleep(60);\n";

/// A table, and behind it a migration that takes a minute, rehearsed by nobody.
fn slow() -> Setting {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]);
    setting.done(&["generate", "--custom", "--name", "slow"]);
    setting.project.file("drizzle/0001_slow.sql", SLOW);
    setting
}

/// Waits until a query on the test server gives this.
fn until(what: &str, sql: &str, wanted: &str) {
    let mut connection =
        Connection::open(&Target::parse(test_support::server(), &|_| None).unwrap());
    let connection = connection.as_mut().unwrap();
    let begun = Instant::now();
    loop {
        let found = connection.query(sql).unwrap()[0].text(0).unwrap().to_owned();
        if found == wanted {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(15), "{what}: {found}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until the studio runs the slow migration on a database that it has made.
fn until_slow(studio: &Studio) {
    let process = studio.process_id();
    let sql = format!(
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname LIKE 'mizzle\\_dev\\_%\\_{process}\\_%' \
         AND state = 'active' AND query LIKE '%pg_sleep%'"
    );
    until("it never ran", &sql, "t");
}

/// Waits until none of the studio's databases is left.
fn until_gone(process: u32) {
    let sql = format!(
        "SELECT coalesce(string_agg(datname, ' '), '') FROM pg_database \
         WHERE datname LIKE 'mizzle\\_dev\\_%\\_{process}\\_%'"
    );
    until("databases are left", &sql, "");
}

/// Counts the sessions of mizzle on the target that wait for a lock.
fn waits(setting: &Setting) -> String {
    let database = setting.value("SELECT current_database()");
    format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' \
         AND application_name = 'mizzle' AND wait_event_type = 'Lock'"
    )
}

#[test]
fn a_rehearsal_that_is_stopped_ends_and_its_database_goes() {
    let setting = slow();
    let before = setting.project.files();
    let studio = setting.studio(&[]);
    for (call, body) in [("rehearse", json!({ "name": "0001_slow" })), ("verify", json!({}))] {
        let waiting = studio.begin(call, &body);
        until_slow(&studio);
        drop(waiting);
        until_gone(studio.process_id());
    }
    assert_eq!(setting.project.files(), before);
    // The studio goes on.
    assert_eq!(studio.get("timeline", &json!({}))["migrations"][0]["name"], "0001_slow");
}

#[test]
fn a_migration_whose_rehearsal_is_stopped_is_not_written() {
    let setting = slow();
    setting.schema(NAMED);
    setting.done(&["seal", "--no-rehearse"]);
    let before = setting.project.files();
    let studio = setting.studio(&[]);
    let body = json!({ "name": "names", "keepData": false, "answers": [] });
    let waiting = studio.begin("generate/write", &body);
    until_slow(&studio);
    drop(waiting);
    until_gone(studio.process_id());
    // What comes behind the rehearsal would have come by now.
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(setting.project.files(), before);
}

#[test]
fn a_comparison_that_is_stopped_ends_on_the_target() {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]).done(&["migrate"]);
    let studio = setting.studio(&[]);
    let mut holder = setting.connect();
    holder.execute("BEGIN; LOCK TABLE drizzle.__drizzle_migrations").unwrap();
    let waits = waits(&setting);
    let plan = json!({ "to": null, "acceptDataLoss": false, "confirm": null });
    for (call, body) in [("drift", json!({})), ("verify", json!({})), ("rollback/plan", plan)] {
        let waiting = studio.begin(call, &body);
        until(&format!("{call} never asked"), &waits, "1");
        drop(waiting);
        until(&format!("{call} still asks"), &waits, "0");
    }
    holder.execute("ROLLBACK").unwrap();
    assert_eq!(studio.result("drift", &json!({}))["findings"], json!([]));
}

#[test]
fn a_roll_back_that_is_stopped_undoes_nothing() {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]).done(&["migrate"]);
    setting.schema(NAMED).done(&["generate", "--name", "names"]).done(&["migrate"]);
    let studio = setting.studio(&[]);
    let mut holder = setting.connect();
    holder.execute("BEGIN; LOCK TABLE users IN ACCESS SHARE MODE").unwrap();
    let waits = waits(&setting);
    let body = json!({ "to": null, "acceptDataLoss": true, "confirm": null, "id": "mine" });
    let failure = std::thread::scope(|scope| {
        let undoing = scope.spawn(|| studio.failure("rollback/run", &body));
        until("it never waited for the table", &waits, "1");
        let stop = |id: &str| studio.get("run/stop", &json!({ "id": id }))["wasRunning"].clone();
        assert_eq!([stop("another's"), stop("mine")], [json!(false), json!(true)]);
        until("it still waits", &waits, "0");
        undoing.join().unwrap()
    });
    assert_eq!(failure["code"], "aborted", "{failure}");
    let stays = "0001_names is applied as before: going back was rolled back";
    assert_eq!(failure["notes"], json!([stays]));
    holder.execute("ROLLBACK").unwrap();
    assert_eq!(setting.value("SELECT count(*) FROM drizzle.__drizzle_migrations"), "2");
    assert_eq!(studio.result("rollback/run", &body)["steps"][0]["name"], "0001_names");
    assert_eq!(setting.value("SELECT count(*) FROM drizzle.__drizzle_migrations"), "1");
}

#[cfg(unix)]
#[test]
fn the_end_of_the_studio_ends_what_is_under_way() {
    let setting = slow();
    let studio = setting.studio(&[]);
    let process = studio.process_id();
    let waiting = studio.begin("rehearse", &json!({ "name": "0001_slow" }));
    until_slow(&studio);
    let begun = Instant::now();
    assert_eq!(studio.interrupt(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    until_gone(process);
    drop(waiting);
}
