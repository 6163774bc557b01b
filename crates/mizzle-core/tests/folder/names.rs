//! What the next migration's files are called.

use crate::memory::Memory;
use mizzle_core::folder::{Folder, Prefix};
use mizzle_core::naming::Line;

const NOW: i64 = 1_790_000_000_123;

#[test]
fn the_first_journal_is_the_kits() {
    let files = Folder::empty(Line::V0).next("create_users", Prefix::Index, true, NOW);
    assert_eq!(files.tag, "0000_create_users");
    assert_eq!(files.sql, "0000_create_users.sql");
    assert_eq!(files.snapshot, "meta/0000_snapshot.json");
    assert_eq!(files.down, "down/0000_create_users.sql");
    let (path, text) = files.journal.unwrap();
    assert_eq!(path, "meta/_journal.json");
    assert_eq!(
        text,
        r#"{
  "version": "7",
  "dialect": "postgresql",
  "entries": [
    {
      "idx": 0,
      "version": "7",
      "when": 1790000000123,
      "tag": "0000_create_users",
      "breakpoints": true
    }
  ]
}"#
    );
}

#[test]
fn prefixes_are_those_of_the_config() {
    let tag = |word| {
        let prefix = Prefix::parse(word).unwrap();
        Folder::empty(Line::V0).next("x", prefix, true, NOW)
    };
    assert_eq!(tag("timestamp").tag, "20260921141320_x");
    assert_eq!(tag("supabase").snapshot, "meta/20260921141320_snapshot.json");
    assert_eq!(tag("unix").tag, "1790000000_x");
    assert_eq!(tag("none").tag, "_x");
    assert_eq!(Prefix::parse("letters"), None);
}

#[test]
fn times_grow_by_a_second_and_numbers_are_free() {
    let journal = r#"{"version":"7","dialect":"postgresql","note":"kept","entries":[
        {"idx":0,"version":"7","when":1790000000000,"tag":"0000_a","breakpoints":true,"x":1},
        {"idx":1,"version":"7","when":1800000000000,"tag":"0003_b","breakpoints":true},
        {"idx":2,"version":"7","when":1700000000000,"tag":"0002_c","breakpoints":true}]}"#;
    let mut memory = Memory::default().with("meta/_journal.json", journal);
    let files = memory.read().unwrap().next("d", Prefix::Index, false, NOW);
    assert_eq!(files.when, 1_800_000_001_000);
    assert_eq!(files.tag, "0004_d", "3 is taken");
    let (_, text) = files.journal.unwrap();
    assert!(text.contains("\"note\": \"kept\"") && text.contains("\"x\": 1"), "{text}");
    assert!(text.contains("\"idx\": 3,"), "{text}");
    let files = memory.read().unwrap().next("d", Prefix::Timestamp, true, NOW);
    assert_eq!(files.tag, "20270115080001_d");
}

#[test]
fn folders_come_a_second_after_the_newest() {
    let empty = Folder::empty(Line::V1);
    let files = empty.next("x", Prefix::Index, true, NOW);
    assert_eq!(files.tag, "20260921141320_x");
    assert_eq!(files.when, 1_790_000_000_000, "the ledger keeps whole seconds");
    assert_eq!(files.sql, "20260921141320_x/migration.sql");
    assert_eq!(files.down, "20260921141320_x/down.sql");
    let mut memory = Memory::default().with("20300101000000_a/migration.sql", "");
    let files = memory.read().unwrap().next("x", Prefix::Index, true, NOW);
    assert_eq!(files.tag, "20300101000001_x");
}

#[test]
fn the_last_migration_can_be_taken_out() {
    let mut memory = Memory::default().journal(&["0000_a", "0001_b"]).sql(&["0000_a", "0001_b"]);
    let mut folder = memory.read().unwrap();
    assert_eq!(folder.pop().unwrap().tag, "0001_b");
    let files = folder.next("c", Prefix::Index, true, NOW);
    assert_eq!(files.tag, "0001_c");
    assert!(!files.journal.unwrap().1.contains("0001_b"));
}
