//! One schema with everything in it, and another that changes all of it.

use crate::kit::Kit;
use crate::project::Project;
use mizzle_core::hints::Answers;

const BEFORE_0: &str = include_str!("fixtures/before_0.ts");
const BEFORE_1: &str = include_str!("fixtures/before_1.ts");

fn before(kit: Kit) -> &'static str {
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
