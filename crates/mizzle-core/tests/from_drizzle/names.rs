//! Names that nobody wrote, in both lines.

use crate::extract::{column, convert, schema, table};
use mizzle_core::naming::{Casing, Line};
use mizzle_core::postgres::schema::{Name, QName, Table};
use serde_json::{Value, json};

fn posts() -> Value {
    let of = |name: &str| json!({ "name": name });
    json!({ "tables": [
        table(
            "posts",
            vec![
                column("id", "integer", json!({ "primary": true, "notNull": true })),
                column("slug", "text", json!({ "unique": { "name": null } })),
                column("user_id", "integer", json!({})),
            ],
            json!({
                "uniques": [{ "name": null, "columns": [of("slug"), of("user_id")] }],
                "indexes": [
                    { "name": null, "columns": [{ "column": of("slug"), "order": "desc" }] },
                    { "name": "written", "columns": [{ "column": of("slug"), "nulls": "first" }] },
                ],
                "foreignKeys": [{
                    "name": null, "columns": [of("user_id")],
                    "table": "users", "schema": "auth", "foreignColumns": [of("id")],
                    "onDelete": "set null",
                }],
            }),
        ),
        table(
            "members",
            vec![column("a", "integer", json!({})), column("b", "integer", json!({}))],
            json!({ "primaryKeys": [{ "name": null, "columns": [of("a"), of("b")] }] }),
        ),
    ] })
}

fn names(table: &Table) -> Vec<Name> {
    let mut names = Vec::new();
    names.extend(table.primary_key.iter().map(|key| key.name.clone()));
    names.extend(table.uniques.iter().map(|unique| unique.name.clone()));
    names.extend(table.foreign_keys.iter().map(|key| key.name.clone()));
    names.extend(table.indexes.iter().map(|index| index.name.clone()));
    names
}

#[test]
fn each_line_has_its_rules() {
    let derived = Name::derived;
    let posts_of = |line| schema(line, posts()).tables[&QName::public("posts")].clone();
    assert_eq!(
        names(&posts_of(Line::V0)),
        [
            derived("posts_pkey"),
            derived("posts_slug_unique"),
            derived("posts_slug_user_id_unique"),
            derived("posts_user_id_users_id_fk"),
            derived("posts_slug_index"),
            Name::explicit("written"),
        ]
    );
    assert_eq!(
        names(&posts_of(Line::V1)),
        [
            derived("posts_pkey"),
            derived("posts_slug_user_id_unique"),
            derived("posts_slug_key"),
            derived("posts_user_id_users_id_fkey"),
            derived("posts_slug_index"),
            Name::explicit("written"),
        ]
    );
    let key_of = |line| schema(line, posts()).tables[&QName::public("members")].primary_key.clone();
    assert_eq!(key_of(Line::V0).unwrap().name, derived("members_a_b_pk"));
    assert_eq!(key_of(Line::V1).unwrap().name, derived("members_pkey"));
}

#[test]
fn a_key_of_the_extras_makes_its_columns_required() {
    let schema = schema(Line::V0, posts());
    let members = &schema.tables[&QName::public("members")];
    assert!(members.columns["a"].not_null);
    assert!(!members.columns["a"].not_null_written);
}

#[test]
fn long_names_of_1_0_are_hashed() {
    let of = |name: &str| json!({ "name": name });
    let long = "some_really_long_column_name";
    let content = |table_name: &str| {
        json!({ "tables": [table(
            table_name,
            vec![column(long, "integer", json!({}))],
            json!({ "foreignKeys": [{
                "name": null, "columns": [of(long)],
                "table": "arrays", "schema": null, "foreignColumns": [of("id")],
            }] }),
        )] })
    };
    let name = |table: &str| {
        let schema = schema(Line::V1, content(table));
        schema.tables[&QName::public(table)].foreign_keys[0].name.text.clone()
    };
    // As drizzle-kit 1.0.0-rc.5 names it.
    assert_eq!(
        name("long_table_name_for_foreign_key"),
        "long_table_name_for_foreign_key_T3aKw3TpJbi0_fkey"
    );
    let without_table = name("a_table_whose_name_is_longer_than_forty_five_bytes");
    assert_eq!(without_table.len(), "123456789012_fkey".len());
}

#[test]
fn casing_of_0_x_reaches_columns_and_derived_names() {
    let of = |key: &str| json!({ "name": key, "keyAsName": true });
    let key = |key: &str, more: Value| {
        let mut column = column(key, "integer", more);
        column["keyAsName"] = json!(true);
        column
    };
    let content = json!({ "tables": [table(
        "posts",
        vec![
            key("authorId", json!({ "unique": { "name": "posts_authorId_unique" } })),
            key("editorId", json!({})),
            column("asWritten", "text", json!({})),
        ],
        json!({
            "indexes": [{ "name": null, "columns": [{ "column": of("authorId") }] }],
            "primaryKeys": [{ "name": null, "columns": [of("authorId"), of("editorId")] }],
            "foreignKeys": [{
                "name": null, "columns": [of("authorId")],
                "table": "users", "schema": null, "foreignColumns": [of("userId")],
            }],
        }),
    )] });
    let schema = convert(Line::V0, Some(Casing::Snake), content.clone()).unwrap();
    let posts = &schema.tables[&QName::public("posts")];
    let columns: Vec<&str> = posts.columns.keys().map(String::as_str).collect();
    assert_eq!(columns, ["author_id", "editor_id", "asWritten"]);
    let texts: Vec<String> = names(posts).into_iter().map(|name| name.text).collect();
    assert_eq!(
        texts,
        [
            "posts_author_id_editor_id_pk",
            // drizzle-orm names it before casing.
            "posts_authorId_unique",
            "posts_author_id_users_user_id_fk",
            "posts_author_id_index",
        ]
    );
    // In 1.0 it is the table's builder that has a casing.
    let schema = convert(Line::V1, Some(Casing::Snake), content).unwrap();
    assert!(schema.tables[&QName::public("posts")].columns.contains_key("authorId"));
}
