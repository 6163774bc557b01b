//! The 1.0 layout.

use crate::memory::{Memory, names, snapshot};
use mizzle_core::folder::{self, Layout};
use mizzle_core::postgres::snapshot::Version::{V8, V9};

const A: &str = "20260101000000_a";
const B: &str = "20260102000000_b";
const C: &str = "20260103000000_c";
const D: &str = "20260104000000_d";

fn step(memory: Memory, tag: &str, snapshot: String) -> Memory {
    memory
        .with(&format!("{tag}/migration.sql"), "select 1;")
        .with(&format!("{tag}/snapshot.json"), snapshot)
}

#[test]
fn changes_are_replayed_along_the_parents() {
    let memory = step(Memory::default(), A, snapshot(V9, "a", &[], &[], &["x", "y"]));
    let memory = step(memory, B, snapshot(V9, "b", &["a"], &["x", "y"], &["y", "z"]));
    let mut memory = step(memory, C, snapshot(V9, "c", &["b"], &["y", "z"], &["y", "z", "w"]));
    let folder = memory.read().unwrap();
    assert_eq!(folder.layout, Layout::Folders);
    assert_eq!(folder.notes, []);
    assert_eq!(folder.migrations[1].tag, B);
    assert_eq!(folder.migrations[1].name, "b");
    assert_eq!(folder.migrations[1].when, 1_767_312_000_000);
    let recorded = memory.recorded().unwrap();
    assert_eq!(names(&recorded.schema), ["y", "z", "w"]);
    assert_eq!((recorded.version, recorded.parents.as_slice()), (V9, ["c".to_owned()].as_slice()));
}

#[test]
fn branches_come_together() {
    for version in [V8, V9] {
        let memory = step(Memory::default(), A, snapshot(version, "a", &[], &[], &["x", "y"]));
        let memory = step(memory, B, snapshot(version, "b", &["a"], &["x", "y"], &["x", "y", "b"]));
        let mut memory = step(memory, C, snapshot(version, "c", &["a"], &["x", "y"], &["y", "c"]));
        let recorded = memory.recorded().unwrap();
        let mut found = names(&recorded.schema);
        found.sort_unstable();
        assert_eq!(found, ["b", "c", "y"], "{version}");
        assert_eq!(recorded.parents, ["c", "b"], "the newest first");
        let notes: Vec<String> = recorded.notes.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                format!("the snapshots of `{B}`, `{C}` follow the same one"),
                format!(
                    "the history has 2 ends: `{B}`, `{C}`; the next migration brings them together"
                ),
            ]
        );
        let merged = snapshot(version, "d", &["c", "b"], &["y", "c", "b"], &["y", "c", "b", "d"]);
        let mut memory = step(memory, D, merged);
        let recorded = memory.recorded().unwrap();
        let mut found = names(&recorded.schema);
        found.sort_unstable();
        assert_eq!(found, ["b", "c", "d", "y"], "{version}");
        assert_eq!(recorded.parents, ["d"]);
    }
}

#[test]
fn branches_that_give_one_name_twice_are_told_apart() {
    let base = snapshot(V9, "a", &[], &[], &[]);
    let table = snapshot(V9, "b", &["a"], &[], &["t"]);
    // The same table with row-level security.
    let other = snapshot(V9, "c", &["a"], &[], &["t"])
        .replace("\"isRlsEnabled\": false", "\"isRlsEnabled\": true");
    let memory = step(Memory::default(), A, base);
    let memory = step(memory, B, table);
    let mut memory = step(memory, C, other);
    let error = memory.recorded().unwrap_err().to_string();
    assert!(error.contains("tables [\"public\",\"t\"]"), "{error}");
}

#[test]
fn odd_folders_are_told() {
    let mut memory = Memory::default()
        .with("first/migration.sql", "")
        .with(&format!("{A}/snapshot.json"), snapshot(V9, "a", &[], &[], &["x"]))
        .with(&format!("{B}/migration.sql"), "")
        .with("old.sql", "");
    assert_eq!(
        memory.notes(),
        [
            format!("migration `{A}` is listed, but `{A}/migration.sql` is missing"),
            "the folder `first` does not begin with a time such as 20260131120000".to_owned(),
            format!("2 migrations have no snapshot, `{B}` to `first`"),
            "`old.sql` is not in the journal, so that it is never run".to_owned(),
        ]
    );
    assert_eq!(memory.recorded().unwrap().replay, [1, 2]);
}

#[test]
fn a_missing_parent_stops_where_only_changes_are_kept() {
    let orphan = snapshot(V9, "b", &["a"], &[], &["x"]);
    let mut memory = step(Memory::default(), B, orphan);
    let error = memory.recorded().unwrap_err().to_string();
    assert!(error.contains("follows `a`, which is not in the folder"), "{error}");
    let whole = snapshot(V8, "b", &["a"], &[], &["x"]);
    let mut memory = step(Memory::default(), B, whole);
    let recorded = memory.recorded().unwrap();
    assert_eq!(names(&recorded.schema), ["x"]);
    assert!(recorded.notes[0].to_string().contains("follows `a`, which no snapshot has"));
}

#[test]
fn a_snapshot_file_that_holds_none_counts_as_missing() {
    for version in [V8, V9] {
        let memory = step(Memory::default(), A, snapshot(version, "a", &[], &[], &["x"]));
        let mut memory = step(memory, B, "{}".to_owned());
        let recorded = memory.recorded().unwrap();
        assert_eq!(names(&recorded.schema), ["x"]);
        assert_eq!(recorded.replay, [1]);
        assert_eq!(
            recorded.notes[0].to_string(),
            format!("`{B}/snapshot.json` holds no snapshot; it counts as missing")
        );
        let conflict = "{\n<<<<<<< HEAD\n  \"version\": \"9\"\n=======\n}";
        let error = step(memory, B, conflict.to_owned()).recorded().unwrap_err();
        assert_eq!(error.place(), Some((format!("{B}/snapshot.json").as_str(), 2, 1)));
    }
    // What comes after it says only what it changes.
    let memory = step(Memory::default(), A, "{}".to_owned());
    let mut memory = step(memory, B, snapshot(V9, "b", &["a"], &["x"], &["x", "y"]));
    let error = memory.recorded().unwrap_err().to_string();
    assert_eq!(error, format!("`{A}/snapshot.json`: this holds no snapshot"));
}

#[test]
fn the_headers_tell_how_snapshots_follow_one_another() {
    let memory = step(Memory::default(), A, snapshot(V9, "a", &[], &[], &["x"]));
    let memory = step(memory, B, snapshot(V9, "b", &["a"], &["x"], &["x", "b"]));
    let mut memory = step(memory, C, snapshot(V9, "c", &["a"], &["x"], &["x", "c"]));
    let folder = memory.read().unwrap();
    let paths = memory.paths();
    assert!(paths.contains(&format!("{A}/snapshot.json")));
    let texts = [("a", A), ("b", B), ("c", C)].map(|(id, tag)| {
        let parents: &[&str] = if id == "a" { &[] } else { &["a"] };
        (format!("{tag}/snapshot.json"), snapshot(V9, id, parents, &[], &[]))
    });
    let (branches, notes) = folder::branches(&folder, &mut |path| {
        let found = texts.iter().find(|(one, _)| one == path);
        found.map(|(_, text)| text.clone()).ok_or_else(|| "no such file".to_owned())
    })
    .unwrap();
    let ends: Vec<&str> = branches.iter().map(|branch| branch.id.as_str()).collect();
    assert_eq!(ends, ["b", "c"]);
    assert_eq!(notes.len(), 1);
}

#[test]
fn an_old_layout_is_refused() {
    let mut memory = Memory::default().with("20220101000000/snapshot.json", "{}");
    assert!(memory.read().unwrap_err().to_string().contains("before 0.12"));
}
