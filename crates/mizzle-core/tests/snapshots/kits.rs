//! v7 of 0.31.11, v8 of 1.0.0-rc.4, v9 of 1.0.0-rc.5.

use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::{self, New, Snapshot, Version, v9};
use serde_json::Value;

const V7: &str = include_str!("files/v7.json");
const V8: &str = include_str!("files/v8.json");
const V9_BASE: &str = include_str!("files/v9_base.json");
const V9_DIFF: &str = include_str!("files/v9_diff.json");

fn write(version: Version, read: &Snapshot) -> String {
    snapshot::write(&New {
        version,
        id: &read.header.id,
        parents: &read.header.parents,
        from: &Schema::default(),
        to: &read.schema,
        renames: &[],
    })
}

#[test]
fn whole_files_come_back_byte_for_byte() {
    for (text, version) in [(V7, Version::V7), (V8, Version::V8), (V9_BASE, Version::V9)] {
        let read = snapshot::read(text).unwrap();
        assert_eq!(read.header.version, version);
        assert_eq!(read.header.parents, [] as [&str; 0]);
        let written = write(version, &read);
        for (line, (one, other)) in text.lines().zip(written.lines()).enumerate() {
            assert_eq!(one, other, "line {} of v{version}", line + 1);
        }
        assert_eq!(text, written, "v{version}");
    }
}

#[test]
fn both_formats_of_1_0_hold_one_schema() {
    assert_eq!(snapshot::read(V8).unwrap().schema, snapshot::read(V9_BASE).unwrap().schema);
}

/// Both lines hold the same schema, but for names that follow from rules, and for the
/// columns of views, which only 0.x records.
#[test]
fn both_lines_hold_the_same_tables() {
    let (old, new) = (snapshot::read(V7).unwrap().schema, snapshot::read(V9_BASE).unwrap().schema);
    assert_eq!(old.enums, new.enums);
    assert_eq!(old.sequences, new.sequences);
    assert_eq!(old.roles, new.roles);
    for (name, table) in &old.tables {
        let other = &new.tables[name];
        for (key, column) in &table.columns {
            let same = column.ty.same(&other.columns[key].ty)
                && snapshot::same_default(
                    &column.ty,
                    column.default.as_ref(),
                    other.columns[key].default.as_ref(),
                );
            assert!(same, "{name}.{key}: {column:?} / {:?}", other.columns[key]);
        }
        assert_eq!(table.policies, other.policies);
        assert_eq!(table.row_security(), other.row_security());
    }
}

#[test]
fn a_step_is_replayed_and_written_as_the_kit_wrote_it() {
    let steps = [V9_BASE, V9_DIFF].map(|text| v9::Step::read(text).unwrap());
    let ids = steps.clone().map(|step| step.header.id);
    let before = v9::replay(steps.to_vec(), &ids[..1]).unwrap();
    let after = v9::replay(steps.to_vec(), &ids[1..]).unwrap();
    let written = snapshot::write(&New {
        version: Version::V9,
        id: &ids[1],
        parents: &ids[..1],
        from: &before,
        to: &after,
        renames: &[],
    });
    // The kit's hashes are those of its own statements.
    let plain = |text: &str| {
        let mut file: Value = serde_json::from_str(text).unwrap();
        for footprint in file["footprints"].as_array_mut().unwrap() {
            footprint.as_object_mut().unwrap().shift_remove("sqlHash");
        }
        file
    };
    assert_eq!(plain(&written), plain(V9_DIFF));
}

#[test]
fn a_migration_without_changes_leaves_the_state_alone() {
    let read = snapshot::read(V9_BASE).unwrap();
    let text = snapshot::write(&New {
        version: Version::V9,
        id: "custom",
        parents: std::slice::from_ref(&read.header.id),
        from: &read.schema,
        to: &read.schema,
        renames: &[],
    });
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&file["deltas"], &file["footprints"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
    let steps = [v9::Step::read(V9_BASE).unwrap(), v9::Step::read(&text).unwrap()];
    assert_eq!(v9::replay(steps.to_vec(), &["custom".to_owned()]).unwrap(), read.schema);
}
