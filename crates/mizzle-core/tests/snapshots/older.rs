//! Formats before v7, and files that are no snapshots.

use mizzle_core::postgres::schema::{Declared, IndexKey, QName};
use mizzle_core::postgres::snapshot::{self, Version};

#[test]
fn v5_keeps_labels_in_a_record_and_columns_of_indexes_as_names() {
    let read = snapshot::read(
        r#"{
            "version": "5", "dialect": "pg", "id": "b", "prevId": "a",
            "tables": { "users": {
                "name": "users", "schema": "",
                "columns": {
                    "id": { "name": "id", "type": "serial", "primaryKey": true, "notNull": true },
                    "mail": { "name": "mail", "type": "text", "primaryKey": false,
                              "notNull": false, "isUnique": true, "default": "'x'" },
                    "mood": { "name": "mood", "type": "mood[]", "primaryKey": false, "notNull": false }
                },
                "indexes": { "i": { "name": "i", "columns": ["mail"], "isUnique": true } },
                "foreignKeys": {}, "compositePrimaryKeys": {}
            } },
            "enums": { "mood": { "name": "mood", "values": { "ok": "ok", "bad": "bad" } } },
            "schemas": {}, "_meta": { "schemas": {}, "tables": {}, "columns": {} }
        }"#,
    )
    .unwrap();
    assert_eq!(read.header.version, Version::V5);
    assert_eq!(read.header.parents, ["a"]);
    assert_eq!(read.schema.enums[&QName::public("mood")].values, ["ok", "bad"]);
    let users = &read.schema.tables[&QName::public("users")];
    assert_eq!(users.columns["mood"].ty.schema.as_deref(), Some("public"));
    assert_eq!(users.uniques[0].name.text, "users_mail_unique");
    assert_eq!(users.indexes[0].columns[0].key, IndexKey::Column("mail".to_owned()));
    assert_eq!(users.primary_key.as_ref().unwrap().declared, Declared::OnColumn);
}

#[test]
fn what_is_no_snapshot_of_postgres_is_refused() {
    let error = |text: &str| snapshot::read(text).unwrap_err().to_string();
    assert!(error(r#"{"version":"6","dialect":"sqlite"}"#).contains("dialect `sqlite`"));
    assert!(error(r#"{"version":"1","tables":{}}"#).contains("before 0.12"));
    assert!(error(r#"{"version":"10","dialect":"postgres"}"#).contains("update mizzle"));
    assert!(error("{").contains("1:1: EOF while parsing"));
    let text = r#"{"type":"diff","version":"9","dialect":"postgres","id":"x","prevIds":["y"],
        "footprints":[],"deltas":[{"op":"swap","key":"tables\u0000[\"public\",\"t\"]"}]}"#;
    assert!(error(text).contains("the change `swap` of tables [\"public\",\"t\"] is unknown"));
}
