//! What `check` finds.

use crate::memory::{Memory, snapshot};
use mizzle_core::folder::check::Options;
use mizzle_core::postgres::schema::{QName, Schema, Table};
use mizzle_core::postgres::snapshot::Version::{self, V7, V8, V9};
use mizzle_core::postgres::snapshot::{self, New, Rename};

const PLAIN: Options = Options { installed: None, ignore_conflicts: false };

const A: &str = "20260101000000_a";
const B: &str = "20260102000000_b";
const C: &str = "20260103000000_c";

/// Three migrations of the 0.x layout, each with its snapshot.
fn numbered() -> Memory {
    let tags = ["0000_a", "0001_b", "0002_c"];
    Memory::default()
        .journal(&tags)
        .sql(&tags)
        .with("meta/0000_snapshot.json", snapshot(V7, "a", &[], &[], &["x"]))
        .with("meta/0001_snapshot.json", snapshot(V7, "b", &["a"], &["x"], &["x", "y"]))
        .with("meta/0002_snapshot.json", snapshot(V7, "c", &["b"], &["x", "y"], &["x", "y", "z"]))
}

fn step(memory: Memory, tag: &str, snapshot: String) -> Memory {
    memory
        .with(&format!("{tag}/migration.sql"), "select 1;")
        .with(&format!("{tag}/snapshot.json"), snapshot)
}

/// The same in the 1.0 layout, the last two following these.
fn folders(version: Version, parents: [&str; 2]) -> Memory {
    let memory = step(Memory::default(), A, snapshot(version, "a", &[], &[], &["x"]));
    let memory = step(memory, B, snapshot(version, "b", &[parents[0]], &["x"], &["x", "y"]));
    step(memory, C, snapshot(version, "c", &[parents[1]], &["x", "y"], &["x", "y", "z"]))
}

#[test]
fn a_clean_folder() {
    let none: [&str; 0] = [];
    assert_eq!(numbered().check(&PLAIN), none);
    for version in [V8, V9] {
        assert_eq!(folders(version, ["a", "b"]).check(&PLAIN), none);
    }
    assert_eq!(Memory::default().check(&PLAIN), none);
}

#[test]
fn two_snapshots_that_follow_one() {
    let mut merged =
        numbered().with("meta/0002_snapshot.json", snapshot(V7, "c", &["a"], &["x"], &["x", "z"]));
    assert_eq!(
        merged.check(&PLAIN),
        ["error conflicts: the snapshots of `0001_b` and `0002_c` both follow that of `0000_a`"]
    );
    // Two beginnings are the same to drizzle-kit.
    let mut twice =
        numbered().with("meta/0001_snapshot.json", snapshot(V7, "b", &[], &[], &["x", "y"]));
    assert_eq!(
        twice.check(&PLAIN),
        ["error conflicts: the snapshots of `0000_a` and `0001_b` both follow nothing known"]
    );
    // A snapshot of no migration counts as well.
    let mut stray =
        numbered().with("meta/0003_snapshot.json", snapshot(V7, "d", &["b"], &["x"], &["x"]));
    assert_eq!(
        stray.check(&PLAIN),
        [
            "error conflicts: the snapshots of `0002_c` and `meta/0003_snapshot.json` both \
             follow that of `0001_b`",
            "warning snapshots: `meta/0003_snapshot.json` belongs to no migration of the journal",
        ]
    );
}

#[test]
fn what_real_projects_have_is_a_warning() {
    let mut patchy = numbered()
        .with("0009_old.sql", "select 1;")
        .with("meta/readme.md", "hello")
        .with("meta/0001_snapshot.json", snapshot(V7, "b", &["lost"], &["x"], &["x", "y"]))
        .with("meta/0002_snapshot.json", snapshot(V7, "c", &["a"], &["x"], &["x", "z"]));
    assert_eq!(
        patchy.check(&PLAIN),
        [
            "warning malformed: `meta/readme.md` is no snapshot",
            "warning malformed: the snapshot of `0001_b` follows `lost`, which no snapshot has",
            "warning snapshots: the snapshot of `0002_c` follows that of `0000_a`, and not that \
             of `0001_b` before it",
            "warning journal: `0009_old.sql` is not in the journal, so that it is never run",
        ]
    );
}

#[test]
fn entries_of_the_journal() {
    let entry = |idx: u32, when: u32, tag: &str| {
        format!(r#"{{"idx":{idx},"when":{when},"tag":"{tag}","breakpoints":true}}"#)
    };
    let entries = [
        entry(0, 5, "0000_a"),
        entry(1, 3, "0001_b"),
        entry(1, 7, "0002_c"),
        entry(3, 8, "0002_c"),
        entry(4, 9, "0004_gone"),
    ];
    let journal = format!(
        "{{\"version\":\"7\",\"dialect\":\"postgresql\",\"entries\":[\n{}\n]}}",
        entries.join(",\n")
    );
    let mut memory = numbered().with("meta/_journal.json", journal);
    assert_eq!(
        memory.check(&PLAIN),
        [
            "warning journal: the journal gives idx 1 to `0001_b` and `0002_c`",
            "warning order: migration `0001_b` is not later than `0000_a` before it; drizzle-orm \
             0.x never runs it where `0000_a` has been run already (mizzle does)",
            "error journal: the journal lists migration `0002_c` twice",
            "error missing_file: migration `0004_gone` is listed, but `0004_gone.sql` is missing",
            "warning snapshots: migration `0004_gone` has no snapshot",
        ]
    );
}

#[test]
fn snapshots_that_drizzle_kit_refuses() {
    let with = |text: String| numbered().with("meta/0001_snapshot.json", text);
    let good = || snapshot(V7, "b", &["a"], &["x"], &["x", "y"]);
    assert_eq!(
        with(good().replace("\"version\": \"7\"", "\"version\": \"99\"")).check(&PLAIN)[0],
        "error unsupported: `meta/0001_snapshot.json`: snapshot version 99 is newer than this \
         mizzle knows; update mizzle"
    );
    assert_eq!(
        with(good().replace("\"version\": \"7\"", "\"version\": \"6\"")).check(&PLAIN),
        ["error non_latest: `meta/0001_snapshot.json` has snapshot version 6, and the latest is 7"]
    );
    assert_eq!(
        with(good().replace("\"prevId\"", "\"before\"")).check(&PLAIN)[0],
        "error malformed: `meta/0001_snapshot.json` is malformed: it has no `prevId`"
    );
    assert!(with("{".to_owned()).check(&PLAIN)[0].starts_with("error malformed: "));
}

#[test]
fn the_layout_that_is_installed() {
    let installed = Options { installed: Some(V9), ignore_conflicts: false };
    assert_eq!(
        numbered().check(&installed),
        ["error outdated: the folder has the layout of drizzle-kit 0.x (`meta/_journal.json`), \
             which the installed drizzle-orm 1.0 refuses"]
    );
    assert_eq!(
        folders(V8, ["a", "b"]).check(&installed),
        [format!(
            "error non_latest: 3 snapshots, `{A}/snapshot.json` to `{C}/snapshot.json`, have \
             version 8, and the latest is 9"
        )]
    );
    let old = Options { installed: Some(V8), ignore_conflicts: false };
    assert_eq!(folders(V8, ["a", "b"]).check(&old), [""; 0]);
}

#[test]
fn branches_that_go_together_are_noted() {
    for version in [V8, V9] {
        let memory = step(Memory::default(), A, snapshot(version, "a", &[], &[], &["x"]));
        let memory = step(memory, B, snapshot(version, "b", &["a"], &["x"], &["x", "b"]));
        let mut memory = step(memory, C, snapshot(version, "c", &["a"], &["x"], &["x", "c"]));
        assert_eq!(
            memory.check(&PLAIN),
            [format!(
                "note snapshots: the history has 2 ends: `{B}`, `{C}`; the next migration brings \
                 them together"
            )],
            "{version}"
        );
    }
}

#[test]
fn branches_that_do_not_name_what_both_touch() {
    for version in [V8, V9] {
        // One drops what the other leaves, and both make `y`.
        let memory = step(Memory::default(), A, snapshot(version, "a", &[], &[], &["x"]));
        let memory = step(memory, B, snapshot(version, "b", &["a"], &["x"], &["y"]));
        let mut memory = step(memory, C, snapshot(version, "c", &["a"], &["x"], &["x", "y"]));
        let found = memory.check(&PLAIN);
        let conflict = format!(
            "error conflicts: `{B}` and `{C}`, made beside each other, both touch table public.y"
        );
        assert_eq!(found, std::slice::from_ref(&conflict), "{version}");
        let ignored = Options { installed: None, ignore_conflicts: true };
        assert_eq!(memory.check(&ignored), [conflict.replacen("error", "warning", 1)]);
    }
}

/// A table renamed on one branch, and dropped on the other.
#[test]
fn renames_of_a_v8_snapshot_count() {
    let table = |name: &str| Schema {
        tables: [(QName::public(name), Table::default())].into_iter().collect(),
        ..Schema::default()
    };
    let renamed = snapshot::write(&New {
        version: V8,
        id: "b",
        parents: &["a".to_owned()],
        from: &table("x"),
        to: &table("y"),
        renames: &[Rename::Table(QName::public("x"), QName::public("y"))],
    });
    let memory = step(Memory::default(), A, snapshot(V8, "a", &[], &[], &["x"]));
    let memory = step(memory, B, renamed);
    let mut memory = step(memory, C, snapshot(V8, "c", &["a"], &["x"], &[]));
    assert_eq!(
        memory.check(&PLAIN),
        [format!(
            "error conflicts: `{B}` and `{C}`, made beside each other, both touch table public.x"
        )]
    );
}

#[test]
fn the_structure_of_a_folder_of_changes() {
    assert_eq!(
        folders(V9, ["a", "lost"]).check(&PLAIN)[0],
        format!("error malformed: the snapshot of `{C}` follows `lost`, which no snapshot has")
    );
    let mut late = folders(V9, ["c", "a"]);
    assert_eq!(
        late.check(&PLAIN),
        [format!("error order: `{B}` builds on `{C}`, and comes before it")]
    );
    let mut two = step(folders(V9, ["a", "b"]), C, snapshot(V9, "c", &[], &[], &["other"]));
    assert_eq!(
        two.check(&PLAIN)[0],
        format!("error malformed: `{C}` has a snapshot that begins a history, and so has `{A}`")
    );
    // v8 files hold the whole schema each: nothing is lost.
    assert_eq!(
        folders(V8, ["a", "lost"]).check(&PLAIN)[0],
        format!("warning malformed: the snapshot of `{C}` follows `lost`, which no snapshot has")
    );
    assert_eq!(
        folders(V8, ["c", "a"]).check(&PLAIN)[0],
        format!("warning order: `{B}` builds on `{C}`, and comes before it")
    );
}
