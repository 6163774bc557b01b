//! One schema with everything in it, and another that changes all of it.

use crate::kit::Kit;
use crate::project::Project;
use mizzle_core::hints::Answers;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::{self, New};

const BEFORE_0: &str = include_str!("fixtures/before_0.ts");
const BEFORE_1: &str = include_str!("fixtures/before_1.ts");

pub(crate) fn before(kit: Kit) -> &'static str {
    match kit {
        Kit::V0_31 => BEFORE_0,
        Kit::Rc4 | Kit::Rc5 => BEFORE_1,
    }
}

fn kit_then_mizzle(kit: Kit) {
    let project = Project::new(kit, before(kit));
    project.kit_generates("init");
    project.mizzle_finds_nothing();
}

fn mizzle_then_kit(kit: Kit) {
    let project = Project::new(kit, before(kit));
    project.mizzle_generates("init", 1_790_000_000_000, &Answers::default());
    project.mizzle_finds_nothing();
    project.kit_finds_nothing();
}

#[test]
fn after_kit_0_31_mizzle_finds_nothing() {
    kit_then_mizzle(Kit::V0_31);
}

#[test]
fn after_kit_rc4_mizzle_finds_nothing() {
    kit_then_mizzle(Kit::Rc4);
}

#[test]
fn after_kit_rc5_mizzle_finds_nothing() {
    kit_then_mizzle(Kit::Rc5);
}

#[test]
fn after_mizzle_kit_0_31_finds_nothing() {
    mizzle_then_kit(Kit::V0_31);
}

#[test]
fn after_mizzle_kit_rc4_finds_nothing() {
    mizzle_then_kit(Kit::Rc4);
}

#[test]
fn after_mizzle_kit_rc5_finds_nothing() {
    mizzle_then_kit(Kit::Rc5);
}

/// What the kit wrote is read, and written again without a difference.
fn byte_for_byte(kit: Kit) {
    let project = Project::new(kit, before(kit));
    project.kit_generates("init");
    let seen = project.look(&Answers::default());
    let path = seen.folder.migrations[0].snapshot.as_deref().unwrap();
    let text = project.read(path);
    let read = snapshot::read(&text).unwrap();
    let written = snapshot::write(&New {
        version: read.header.version,
        id: &read.header.id,
        parents: &read.header.parents,
        from: &Schema::default(),
        to: &read.schema,
        renames: &[],
    });
    if let Some(line) = text.lines().zip(written.lines()).position(|(one, other)| one != other) {
        let context = |text: &str| {
            text.lines().skip(line.saturating_sub(12)).take(24).collect::<Vec<_>>().join("\n")
        };
        panic!("line {}:\n{}\n---\n{}", line + 1, context(&text), context(&written));
    }
    assert_eq!(text, written);
}

#[test]
fn kit_0_31_is_copied_byte_for_byte() {
    byte_for_byte(Kit::V0_31);
}

#[test]
fn kit_rc4_is_copied_byte_for_byte() {
    byte_for_byte(Kit::Rc4);
}

#[test]
fn kit_rc5_is_copied_byte_for_byte() {
    byte_for_byte(Kit::Rc5);
}
