//! What is wrong with a schema: everything, with both places.

use crate::extract::{column, convert, table};
use mizzle_core::naming::Line;
use mizzle_core::postgres::from_drizzle::{Site, SitePart};
use serde_json::{Value, json};

/// The messages, each with its places.
#[track_caller]
fn problems(line: Line, content: Value) -> Vec<String> {
    let site = |site: &Site| match &site.part {
        SitePart::Key(key) => format!("{}.{key}", site.export),
        SitePart::Named(name) => format!("{} '{name}'", site.export),
        SitePart::Whole => site.export.clone(),
    };
    convert(line, None, content)
        .unwrap_err()
        .iter()
        .map(|problem| match &problem.other {
            Some(other) => format!("{problem} [{}, {}]", site(&problem.at), site(other)),
            None => format!("{problem} [{}]", site(&problem.at)),
        })
        .collect()
}

fn id() -> Value {
    column("id", "integer", json!({}))
}

#[test]
fn all_problems_are_collected() {
    let of = |name: &str| json!({ "name": name });
    let twin = |export: &str, name: &str| {
        let mut twin = table(name, vec![id()], json!({}));
        twin["source"]["export"] = json!(export);
        twin
    };
    let mut second = column("second", "text", json!({}));
    second["name"] = json!("id");
    let found = problems(
        Line::V0,
        json!({
            "tables": [
                twin("users", "users"),
                twin("people", "users"),
                table("doubled", vec![id(), second], json!({})),
                table(
                    "keys",
                    vec![
                        column("a", "integer", json!({ "primary": true })),
                        column("b", "integer", json!({ "primary": true })),
                    ],
                    json!({
                        "checks": [
                            { "name": "c", "value": { "sql": "true" } },
                            { "name": "c", "value": { "sql": "false" } },
                        ],
                        "foreignKeys": [{
                            "name": null, "columns": [of("a")],
                            "table": "users", "schema": null, "foreignColumns": [of("nothing")],
                        }],
                    }),
                ),
                table(
                    "indexed",
                    vec![
                        id(),
                        column("v", "vector(3)", json!({ "kind": "PgVector" })),
                        column("j", "json", json!({})),
                    ],
                    json!({ "indexes": [
                        { "name": "i", "columns": [{ "column": of("id") }] },
                        { "name": null, "columns": [{ "expression": { "sql": "lower(x)" } }] },
                        { "name": "hnsw", "columns": [{ "column": of("v") }] },
                        { "name": "order", "columns": [{ "column": of("j") }] },
                        { "name": "gin", "method": "gin", "columns": [{ "column": of("j") }] },
                        { "name": "lost", "columns": [{ "column": of("gone") }] },
                    ] }),
                ),
                table("again", vec![id()], json!({
                    "indexes": [{ "name": "i", "columns": [{ "column": of("id") }] }],
                })),
                table("serials", vec![column("n", "serial", json!({
                    "default": { "value": { "t": "number", "v": "1" } },
                }))], json!({})),
            ],
            "enums": [
                { "source": { "file": 0, "export": "a" }, "name": "e", "schema": null,
                  "values": ["x", "x"] },
                { "source": { "file": 0, "export": "b" }, "name": "e", "schema": null,
                  "values": [] },
            ],
            "views": [
                { "source": { "file": 0, "export": "v" }, "name": "users", "schema": null,
                  "query": { "sql": "select 1" } },
            ],
        }),
    );
    assert_eq!(
        found,
        [
            "enum `e` has the value `x` twice [a]",
            "two enums are named `e` [b, a]",
            "two tables are named `users` [people, users]",
            "table `doubled` has two columns named `id` [doubled.second, doubled.id]",
            "table `keys` has more than one primary key; a key of several columns is \
             `primaryKey({ columns: [t.a, t.b] })` in the table's extras [keys]",
            "the foreign key of `keys` refers to `users.nothing`, which does not exist \
             [keys, users]",
            "table `keys` has two constraints named `c`; give one of them another name [keys 'c']",
            "an index of table `indexed` on the expression `lower(x)` has no name; \
             write one: `index(\"name\").on(…)` [indexed]",
            "index `hnsw` on the vector column `v` needs an operator class, such as \
             `t.v.op(\"vector_cosine_ops\")` [indexed.v]",
            "index `order` is on the column `j`, whose type json has no order; use an expression \
             such as sql`${t.j}->>'key'`, or name an operator class; what gin can search is jsonb \
             [indexed.j]",
            "`lost` is on column `gone`, which table `indexed` does not have [indexed 'lost']",
            "column `n` of table `serials` is `serial`, which has a default of its own; \
             remove the default, or make it an integer [serials.n]",
            "index `i` of table `again` has the name of an index of table `indexed`; \
             index names are unique in a schema, so give one of them another name \
             [again 'i', indexed 'i']",
            "view `users` has the name of another view or table [v]",
        ]
    );
}

#[test]
fn a_schema_that_nobody_creates_is_a_problem() {
    let inside = |schema: &str| json!({ "tables": [table("sessions", vec![id()], json!({ "schema": schema }))] });
    let found = problems(Line::V1, inside("auth"));
    assert_eq!(
        found,
        ["`auth.sessions` is in the schema `auth`, which is not exported; export it \
          (`export const auth = pgSchema(\"auth\")`) so that it is created, or create it in a \
          migration of your own (`generate --custom`) [sessions]"]
    );
    assert!(convert(Line::V1, None, inside("known")).is_ok(), "the history has created it");
    let mut exported = inside("auth");
    exported["schemas"] = json!([{ "source": { "file": 0, "export": "auth" }, "name": "auth" }]);
    let schema = convert(Line::V1, None, exported.clone()).unwrap();
    assert_eq!(schema.namespaces, ["auth"]);
    exported["schemas"][0]["existing"] = json!(true);
    let schema = convert(Line::V1, None, exported).unwrap();
    assert_eq!(schema.namespaces, [] as [&str; 0], "somebody else creates it");
}

#[test]
fn what_only_a_foreign_key_refers_to_is_accepted() {
    let of = |name: &str| json!({ "name": name });
    let content = json!({ "tables": [table("profiles", vec![id()], json!({ "foreignKeys": [{
        "name": null, "columns": [of("id")],
        "table": "users", "schema": "auth", "foreignColumns": [of("id")],
    }] }))] });
    let schema = convert(Line::V0, None, content).unwrap();
    assert_eq!(schema.namespaces, [] as [&str; 0]);
    assert_eq!(schema.tables.len(), 1);
}

#[test]
fn the_same_said_twice_is_no_problem() {
    let of = |name: &str| json!({ "name": name });
    let key = json!({
        "name": null, "columns": [of("id")],
        "table": "users", "schema": null, "foreignColumns": [of("id")],
    });
    let content = json!({ "tables": [table(
        "posts",
        vec![column("id", "integer", json!({ "primary": true, "notNull": true }))],
        json!({
            "primaryKeys": [{ "name": null, "columns": [of("id")] }],
            "foreignKeys": [key, key],
        }),
    )] });
    let schema = convert(Line::V1, None, content).unwrap();
    let posts = schema.tables.values().next().unwrap();
    assert_eq!(posts.foreign_keys.len(), 1);
    assert!(posts.primary_key.is_some());
}
