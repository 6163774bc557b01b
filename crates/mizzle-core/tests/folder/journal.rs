//! The 0.x layout.

use crate::memory::{Memory, names, snapshot};
use mizzle_core::folder::Layout;
use mizzle_core::postgres::snapshot::Version::V7;

#[test]
fn a_clean_folder_has_nothing_to_tell() {
    let mut memory = Memory::default()
        .journal(&["0000_init", "0001_more"])
        .sql(&["0000_init", "0001_more"])
        .with("meta/0000_snapshot.json", snapshot(V7, "a", &[], &[], &["x"]))
        .with("meta/0001_snapshot.json", snapshot(V7, "b", &["a"], &["x"], &["x", "y"]))
        .with("down/0001_more.sql", "")
        .with("mizzle.sum", "");
    let folder = memory.read().unwrap();
    assert_eq!(folder.layout, Layout::Journal);
    assert_eq!(folder.notes, []);
    let [first, second] = folder.migrations.as_slice() else { panic!("{folder:?}") };
    assert_eq!((first.tag.as_str(), first.name.as_str()), ("0000_init", "init"));
    assert_eq!(first.when, 1_700_000_000_000);
    assert_eq!(first.down, None);
    assert_eq!(second.down.as_deref(), Some("down/0001_more.sql"));
    let recorded = memory.recorded().unwrap();
    assert_eq!(names(&recorded.schema), ["x", "y"]);
    assert_eq!(recorded.parents, ["b"]);
    assert_eq!(recorded.replay, [] as [usize; 0]);
    // A folder may hold a thousand snapshots; only the last one counts.
    assert_eq!(memory.asked, ["meta/0001_snapshot.json"]);
}

#[test]
fn the_journal_is_the_truth() {
    let mut memory = Memory::default()
        .journal(&["0000_init", "0002_gone", "0002_twin", "0001_late", "0000_init"])
        .sql(&["0000_init", "0001_late", "0002_twin", "0003_by_hand"])
        .with("meta/0002_snapshot.json", snapshot(V7, "a", &[], &[], &["x"]))
        .with("meta/0007_snapshot.json", "not even JSON");
    assert_eq!(
        memory.notes(),
        [
            "migration `0002_gone` is listed, but `0002_gone.sql` is missing",
            "the journal lists migration `0000_init` twice",
            "3 migrations have no snapshot, `0000_init` to `0001_late`",
            "`meta/0007_snapshot.json` belongs to no migration of the journal",
            "2 migrations have the number 0002: `0002_gone`, `0002_twin`",
            "`0003_by_hand.sql` is not in the journal, so that it is never run",
        ]
    );
    let folder = memory.read().unwrap();
    let with: Vec<&str> = folder
        .migrations
        .iter()
        .filter(|migration| migration.snapshot.is_some())
        .map(|migration| migration.tag.as_str())
        .collect();
    assert_eq!(with, ["0002_twin"]);
    let recorded = memory.recorded().unwrap();
    assert_eq!(recorded.base.unwrap().migration, 2);
    assert_eq!(recorded.replay, [3], "what comes after the newest snapshot is replayed");
}

#[test]
fn a_journal_that_goes_back_in_time_is_told() {
    let journal = r#"{"version":"5","dialect":"pg","entries":[
        {"idx":0,"version":"5","when":3000,"tag":"0000_a","breakpoints":false},
        {"idx":1,"version":"5","when":2000.5,"tag":"0001_b"},
        {"idx":2,"version":"5","when":3000,"tag":"0002_c"},
        {"idx":3,"version":"5","when":3001,"tag":"0003_d"}]}"#;
    let mut memory = Memory::default()
        .with("meta/_journal.json", journal)
        .sql(&["0000_a", "0001_b", "0002_c", "0003_d"]);
    let notes = memory.notes();
    assert!(notes[0].starts_with("migration `0001_b` is not later than `0000_a` before it"));
    assert!(notes[1].starts_with("migration `0002_c` is not later than `0000_a` before it"));
    assert_eq!(notes.len(), 3, "{notes:?}");
    let folder = memory.read().unwrap();
    assert!(!folder.migrations[0].breakpoints);
    assert_eq!(folder.migrations[1].when, 2000);
    assert_eq!(memory.recorded().unwrap().replay, [0, 1, 2, 3], "without a snapshot, all");
}

#[test]
fn a_renamed_migration_keeps_the_snapshot_of_its_place() {
    let mut memory = Memory::default()
        .journal(&["init", "20240101000000_more"])
        .sql(&["init", "20240101000000_more"])
        .with("meta/0000_snapshot.json", snapshot(V7, "a", &[], &[], &["x"]))
        .with("meta/20240101000000_snapshot.json", snapshot(V7, "b", &["a"], &["x"], &["y"]));
    let folder = memory.read().unwrap();
    assert_eq!(folder.notes, []);
    assert_eq!(folder.migrations[0].snapshot.as_deref(), Some("meta/0000_snapshot.json"));
    assert_eq!(names(&memory.recorded().unwrap().schema), ["y"]);
}

#[test]
fn a_snapshot_of_one_branch_says_nothing_of_the_other() {
    let tags = ["0000_init", "0001_ours", "0001_theirs"];
    let merged = Memory::default()
        .journal(&tags)
        .sql(&tags)
        .with("meta/0000_snapshot.json", snapshot(V7, "a", &[], &[], &["x"]))
        .with("meta/0001_snapshot.json", snapshot(V7, "b", &["a"], &["x"], &["x", "ours"]));
    let recorded = merged.clone().recorded().unwrap();
    assert_eq!(names(&recorded.schema), ["x"]);
    assert_eq!(recorded.replay, [1, 2]);
    // Where somebody gave each a number of its own, they are told apart.
    let last = snapshot(V7, "c", &["a"], &["x"], &["x", "ours", "theirs"]);
    let recorded = merged.with("meta/0002_snapshot.json", last).recorded().unwrap();
    assert_eq!(names(&recorded.schema), ["x", "ours", "theirs"]);
    assert_eq!(recorded.replay, [] as [usize; 0]);
}

#[test]
fn half_merged_files_are_named_as_such() {
    let conflict = "{\n  \"version\": \"7\",\n<<<<<<< HEAD\n  \"entries\": []\n=======\n}";
    let mut memory = Memory::default().with("meta/_journal.json", conflict);
    let error = memory.read().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`meta/_journal.json`: line 3 is a merge conflict marker; finish the merge \
         (keep one side, or run `generate` again on top of the other branch)"
    );
    assert_eq!(error.place(), Some(("meta/_journal.json", 3, 1)));
    let mut memory = Memory::default()
        .journal(&["0000_init"])
        .sql(&["0000_init"])
        .with("meta/0000_snapshot.json", conflict);
    let error = memory.recorded().unwrap_err();
    assert_eq!(error.place(), Some(("meta/0000_snapshot.json", 3, 1)));
}

#[test]
fn unreadable_files_have_a_place() {
    let mut memory = Memory::default().with("meta/_journal.json", "{\n  \"entries\": [,]\n}");
    let error = memory.read().unwrap_err();
    assert_eq!(error.to_string(), "`meta/_journal.json`: 2:15: expected value");
    let mut memory = Memory::default().with("meta/_journal.json", "{}");
    let error = memory.read().unwrap_err();
    assert_eq!(error.to_string(), "`meta/_journal.json`: 1:1: the journal has no list `entries`");
    let mut memory =
        Memory::default().with("meta/_journal.json", r#"{"dialect":"sqlite","entries":[]}"#);
    assert!(memory.read().unwrap_err().to_string().contains("of dialect `sqlite`"));
    let mut memory = Memory::default()
        .journal(&["0000_init"])
        .sql(&["0000_init"])
        .with("meta/0000_snapshot.json", r#"{"version":"12","dialect":"postgresql"}"#);
    assert!(memory.recorded().unwrap_err().to_string().contains("version 12 is newer"));
}

#[test]
fn ancient_snapshots_count_as_missing() {
    let mut memory = Memory::default()
        .journal(&["0000_init", "0001_more"])
        .sql(&["0000_init", "0001_more"])
        .with("meta/0000_snapshot.json", snapshot(V7, "a", &[], &[], &["x"]))
        .with("meta/0001_snapshot.json", r#"{"version":"2","tables":{}}"#);
    let recorded = memory.recorded().unwrap();
    assert_eq!(names(&recorded.schema), ["x"]);
    assert_eq!(recorded.replay, [1]);
    assert!(recorded.notes[0].to_string().contains("snapshot version 2"));
}

#[test]
fn a_snapshot_file_that_holds_none_counts_as_missing() {
    for text in ["{}", "[]", "{\"id\":\"b\"}", r#"{"version":"7","dialect":"postgresql"}"#] {
        let mut memory = Memory::default()
            .journal(&["0000_init", "0001_more"])
            .sql(&["0000_init", "0001_more"])
            .with("meta/0000_snapshot.json", snapshot(V7, "a", &[], &[], &["x"]))
            .with("meta/0001_snapshot.json", text);
        let recorded = memory.recorded().unwrap();
        assert_eq!(names(&recorded.schema), ["x"]);
        assert_eq!((recorded.replay, recorded.parents), (vec![1], vec!["a".to_owned()]));
        assert_eq!(
            recorded.notes[0].to_string(),
            "`meta/0001_snapshot.json` holds no snapshot; it counts as missing"
        );
        let folder = memory.read().unwrap();
        let mut file = |path: &str| match path {
            "meta/0001_snapshot.json" => Ok(text.to_owned()),
            _ => Ok(snapshot(V7, "a", &[], &[], &["x"])),
        };
        let (ends, notes) = mizzle_core::folder::branches(&folder, &mut file).unwrap();
        assert_eq!((ends.len(), notes), (1, recorded.notes));
    }
    // What breaks off says nothing of what it was.
    for text in ["", "{\"version\": \"7\", \"tables\": {", "null"] {
        let mut memory = Memory::default()
            .journal(&["0000_init"])
            .sql(&["0000_init"])
            .with("meta/0000_snapshot.json", text);
        let error = memory.recorded().unwrap_err();
        assert!(error.place().is_some(), "{text}: {error}");
    }
}
