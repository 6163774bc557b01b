//! A migration from its preview to its way back.

use crate::Setting;
use serde_json::{Value, json};

const USERS: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(), name: pg.text(\"name\"), age: pg.integer(\"age\"),
});
";

const LATER: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(), name: pg.text(\"name\").notNull(),
});
export const posts = pg.pgTable(\"posts\", {
  id: pg.serial(\"id\").primaryKey(), author: pg.integer(\"author\").references(() => users.id),
});
";

fn setting() -> Setting {
    let setting = Setting::new();
    setting.schema(USERS).done(&["generate", "--name", "users"]).done(&["migrate"]);
    setting.run("INSERT INTO users (name, age) VALUES ('a', 1), (NULL, 2), (NULL, NULL)");
    setting.schema(LATER).done(&["generate", "--name", "posts"]);
    setting
}

fn apply(expect: &[&str]) -> Value {
    json!({ "to": null, "expect": expect, "confirm": null })
}

#[test]
fn a_migration_is_looked_at_applied_and_taken_back() {
    let setting = setting();
    let studio = setting.studio(&[]);
    let sides = studio.get("sides", &json!({}));
    assert_eq!(sides["desired"]["state"], "inStep");
    assert_eq!(sides["recorded"]["text"], "2 migrations");
    assert_eq!(sides["actual"]["text"], "1 pending");

    let timeline = studio.get("timeline", &json!({}));
    assert_eq!(timeline["migrations"][0]["name"], "0001_posts");
    assert_eq!(timeline["migrations"][0]["state"], "pending");
    assert_eq!(timeline["migrations"][0]["wayBack"], "lossy");
    assert_eq!(timeline["migrations"][1]["state"], "applied");

    let pending = studio.get("pending", &json!({}));
    let own = &pending["migrations"][0];
    assert_eq!(own["lost"], json!(["column users.age, 2 values"]));
    assert_eq!(own["segments"].as_array().unwrap().len(), 1);
    assert_eq!(own["segments"][0]["isTransaction"], true);
    let statements = own["segments"][0]["statements"].as_array().unwrap();
    assert!(statements.iter().all(|statement| statement["isPlanned"] == true), "{own}");
    let not_null = statements
        .iter()
        .find(|statement| statement["sql"].as_str().unwrap().contains("SET NOT NULL"))
        .unwrap();
    assert_eq!(not_null["tables"][0]["name"], "users");
    assert_eq!(not_null["tables"][0]["rows"], 3);
    assert_eq!(not_null["locks"][0]["level"], "ACCESS EXCLUSIVE");
    assert_eq!(not_null["hazards"][0]["code"], "may-fail");

    let notices = studio.get("notices", &json!({}));
    let notices = notices["notices"].as_array().unwrap();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert_eq!(notices[0]["column"], "name");
    assert_eq!(notices[0]["notice"]["text"], "becomes NOT NULL");
    assert_eq!(notices[0]["notice"]["rows"], 2);
    assert_eq!(
        notices[0]["notice"]["filter"],
        json!({ "column": "name", "operator": "isNull", "values": [] })
    );
    assert_eq!(notices[1]["notice"]["text"], "is dropped");

    let detail = studio.get("migration", &json!({ "name": "0001_posts" }));
    let changes = detail["changes"].as_array().unwrap();
    let objects: Vec<&str> = changes.iter().map(|it| it["object"].as_str().unwrap()).collect();
    assert_eq!(objects, ["table posts", "column users.name", "column users.age"]);
    assert_eq!(changes[1]["before"], "\"name\" text");
    assert_eq!(changes[1]["after"], "\"name\" text NOT NULL");
    assert_eq!(detail["lost"], json!(["the values of users.age"]));
    assert_eq!(detail["sha256"].as_str().unwrap().len(), 64);

    let lines = studio.lines("rehearse", &json!({ "name": "0001_posts" }));
    let rehearsed = &lines.last().unwrap()["value"];
    assert_eq!(rehearsed["isProved"], true, "{rehearsed}");
    let is_step = |line: &Value| {
        line["text"].as_str().is_some_and(|text| text.starts_with("0001_posts: statement 2 of "))
    };
    assert!(lines.iter().any(is_step), "{lines:?}");

    // It fails at the rows that the notice counts, and says where.
    let failure = studio.failure("apply", &apply(&["0001_posts"]));
    assert_eq!(failure["place"]["file"], "drizzle/0001_posts.sql");
    assert!(failure["message"].as_str().unwrap().contains("null values"), "{failure}");
    setting.run("UPDATE users SET name = 'b' WHERE name IS NULL");
    let applied = studio.result("apply", &apply(&["0001_posts"]));
    assert_eq!(applied["migrations"][0]["name"], "0001_posts");
    assert_eq!(studio.get("pending", &json!({}))["migrations"], json!([]));
    assert_eq!(studio.get("notices", &json!({}))["notices"], json!([]));

    setting.run("INSERT INTO posts (author) SELECT id FROM users");
    let to = json!({ "to": "0000_users", "acceptDataLoss": false, "confirm": null });
    let lines = studio.lines("rollback/plan", &to);
    let step = json!({ "type": "progress", "text": "Counting what would go", "done": false });
    assert!(lines.contains(&step), "{lines:?}");
    let plan = &lines.last().unwrap()["value"];
    assert_eq!(plan["isDone"], false);
    let costs = plan["steps"][0]["costs"].to_string();
    assert!(costs.contains("table posts, 3 rows"), "{costs}");
    assert_eq!(studio.failure("rollback/run", &to)["code"], "data_loss");
    let mut accepted = to;
    accepted["acceptDataLoss"] = json!(true);
    accepted["expect"] = json!(["0000_users"]);
    assert_eq!(studio.failure("rollback/run", &accepted)["code"], "changed_meanwhile");
    accepted["expect"] = json!(["0001_posts"]);
    let back = studio.result("rollback/run", &accepted);
    assert_eq!(back["isDone"], true);
    assert_eq!(setting.value("SELECT to_regclass('posts')"), "NULL");
}

#[test]
fn what_another_process_did_meanwhile_is_seen_and_nothing_else_is_applied() {
    let setting = setting();
    let studio = setting.studio(&[]);
    setting.run("UPDATE users SET name = 'b' WHERE name IS NULL");
    assert_eq!(studio.get("sides", &json!({}))["actual"]["text"], "1 pending");
    setting.done(&["migrate"]);
    setting.schema(&LATER.replace("references(() => users.id)", "notNull()"));
    setting.done(&["generate", "--name", "more"]);
    let failure = studio.failure("apply", &apply(&["0001_posts"]));
    assert_eq!(failure["code"], "changed_meanwhile");
    assert_eq!(failure["message"], "what is pending has changed: 0002_more, not 0001_posts");
    assert_eq!(setting.value("SELECT count(*) FROM drizzle.__drizzle_migrations"), "2");
    let timeline = studio.get("timeline", &json!({}));
    assert_eq!(timeline["migrations"][0]["name"], "0002_more");
    assert_eq!(timeline["migrations"][1]["state"], "applied");
}

#[test]
fn nothing_is_guessed_about_sql_of_somebody_else() {
    let setting = setting();
    setting.run("UPDATE users SET name = 'b' WHERE name IS NULL");
    setting.done(&["migrate"]).done(&["generate", "--custom", "--name", "hand"]);
    let sql = "UPDATE users SET name = 'x';\nCREATE INDEX CONCURRENTLY by_name ON users (name);\n\
               SELECT 1;\n";
    setting.project.file("drizzle/0002_hand.sql", sql);
    let studio = setting.studio(&[]);
    let pending = studio.get("pending", &json!({}));
    let segments = pending["migrations"][0]["segments"].as_array().unwrap();
    let kinds: Vec<bool> =
        segments.iter().map(|it| it["isTransaction"].as_bool().unwrap()).collect();
    assert_eq!(kinds, [true, false, true]);
    let index = &segments[1]["statements"][0];
    assert_eq!(index["line"], 2);
    assert_eq!(index["isPlanned"], false);
    assert_eq!(index["hazards"], json!([]));
}

#[test]
fn the_list_is_answered_line_by_line() {
    let setting = setting();
    let studio = setting.studio(&[]);
    let lines = studio.lines("verify", &json!({}));
    let counts: Vec<usize> = lines
        .iter()
        .filter(|line| line["type"] == "partial")
        .map(|line| line["value"]["checks"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [1, 2, 3, 4, 5, 6, 7, 8]);
    let last = &lines.last().unwrap()["value"];
    assert_eq!(last["isClean"], false);
    let of = |code: &str| {
        let checks = last["checks"].as_array().unwrap();
        checks.iter().find(|check| check["code"] == code).unwrap()["answer"].clone()
    };
    assert_eq!(
        (of("schema"), of("replays"), of("applied")),
        ("pass".into(), "pass".into(), "fail".into())
    );
}

#[test]
fn a_studio_that_only_reads_changes_nothing() {
    let setting = setting();
    let studio = setting.studio(&["--read-only"]);
    let calls = [
        ("apply", apply(&["0001_posts"])),
        ("rollback/run", json!({ "to": null, "acceptDataLoss": true, "confirm": null })),
        ("generate/write", json!({ "name": null, "keepData": false, "answers": [] })),
        ("drift/restore", json!({ "sql": "", "acceptDataLoss": true, "confirm": null })),
        ("drift/adopt", json!({ "write": true })),
        ("baseline", json!({ "at": "0001_posts", "answers": [], "confirm": null })),
    ];
    for (call, body) in calls {
        let (status, answer) = studio.ask(call, &body);
        assert_eq!((status, &answer["code"]), (403, &json!("read_only")), "{call}: {answer}");
    }
    assert_eq!(studio.get("drift/adopt", &json!({ "write": false }))["isWritten"], false);
    assert_eq!(setting.value("SELECT to_regclass('posts')"), "NULL");
}

#[test]
fn a_difference_of_two_states_is_a_graph() {
    let setting = setting();
    let studio = setting.studio(&[]);
    let graph = studio.get("erd", &json!({ "from": "actual", "to": "desired" }));
    let marks: Vec<String> = graph["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| format!("{} {}", node["id"].as_str().unwrap(), node["mark"].as_str().unwrap()))
        .collect();
    assert_eq!(marks, ["public.posts added", "public.users changed"], "{graph}");
    assert_eq!(graph["edges"][0]["mark"], "added");
    let one = studio.get("erd", &json!({ "from": null, "to": "0000" }));
    assert_eq!(one["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(one["edges"], json!([]));
    let (status, answer) = studio.ask("erd", &json!({ "from": null, "to": "0009" }));
    assert_eq!((status, &answer["code"]), (422, &json!("usage_error")), "{answer}");
}

#[test]
fn columns_are_told_in_the_words_of_the_schema_files() {
    let setting = Setting::new();
    setting.schema(
        "export const kind = pg.pgEnum(\"kind_of\", [\"a\", \"b\"]);
export const people = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(),
  bornOn: pg.date(\"birthday\").notNull(),
  sort: kind(\"kind\").default(\"a\"),
});
",
    );
    let studio = setting.studio(&[]);
    let words = studio.get("words", &json!({}));
    let said: Vec<_> = words["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["column"].as_str().unwrap(), one["text"].as_str().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("id", "id: serial(\"id\").primaryKey()"),
            ("birthday", "bornOn: date(\"birthday\").notNull()"),
            ("kind", "sort: kind(\"kind\").default(\"a\")"),
        ]
    );
}
