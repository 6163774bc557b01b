//! Branches of the 1.0 layout: two migrations after one, and a third that brings them
//! together.

use crate::kit::Kit;
use crate::project::{Choice, Project};
use mizzle_core::hints::Answers;

fn schema(columns: &[&str]) -> String {
    format!(
        "import {{ pgTable, integer, text }} from \"drizzle-orm/pg-core\";\n\
         export const users = pgTable(\"users\", {{ id: integer().primaryKey(), {} }});\n",
        columns.iter().map(|column| format!("{column}, ")).collect::<String>()
    )
}

/// Generates on a branch that does not know the migrations in `hidden`.
fn on_branch(
    project: &Project,
    hidden: &[String],
    columns: &[&str],
    name: &str,
    now: i64,
) -> String {
    let aside = project.path().join("aside");
    std::fs::create_dir_all(&aside).unwrap();
    for tag in hidden {
        std::fs::rename(project.out().join(tag), aside.join(tag)).unwrap();
    }
    project.write_schema(&schema(columns));
    let tag = project.mizzle_generates(name, now, &project.decide(Choice::Create));
    for tag in hidden {
        std::fs::rename(aside.join(tag), project.out().join(tag)).unwrap();
    }
    tag
}

fn forked(kit: Kit, left: &[&str], right: &[&str]) -> Project {
    let project = Project::new(kit, &schema(&["name: text()"]));
    project.mizzle_generates("init", 1_700_000_000_000, &Answers::default());
    let tag = on_branch(&project, &[], left, "left", 1_700_000_100_000);
    on_branch(&project, &[tag], right, "right", 1_700_000_200_000);
    project
}

fn brought_together(kit: Kit) {
    let project =
        forked(kit, &["name: text()", "age: integer()"], &["name: text()", "email: text()"]);
    // Both columns are there once the branches are merged.
    project.write_schema(&schema(&["name: text()", "age: integer()", "email: text()"]));
    assert!(project.look(&Answers::default()).diff.is_empty());
    project.kit_finds_nothing();
    project.write_schema(&schema(&[
        "name: text()",
        "age: integer()",
        "email: text()",
        "x: text()",
    ]));
    project.mizzle_generates("merged", 1_700_000_300_000, &Answers::default());
    project.mizzle_finds_nothing_new();
    project.kit_finds_nothing();
}

#[test]
fn rc4_reads_branches_that_mizzle_brings_together() {
    brought_together(Kit::Rc4);
}

#[test]
fn rc5_reads_branches_that_mizzle_brings_together() {
    brought_together(Kit::Rc5);
}

/// The footprints that mizzle writes tell the kit that two branches do the same
/// column another way.
#[test]
fn rc5_finds_the_conflict_between_branches_of_mizzle() {
    let project =
        forked(Kit::Rc5, &["name: text().default(\"a\")"], &["name: text().default(\"b\")"]);
    let said = project.kit_check_fails();
    assert!(said.contains("alter_column"), "drizzle-kit check says:\n{said}");
}

/// The same change on both sides is none.
#[test]
fn rc5_finds_no_conflict_in_the_same_change() {
    let column = ["name: text().default(\"a\")"];
    let project = forked(Kit::Rc5, &column, &column);
    project.kit_finds_nothing();
}

/// mizzle's and the kit's own footprints of one change meet in the same nodes.
#[test]
fn rc5_finds_the_conflict_between_its_own_branch_and_mizzles() {
    let kit = Kit::Rc5;
    let project = Project::new(kit, &schema(&["name: text()"]));
    project.mizzle_generates("init", 1_700_000_000_000, &Answers::default());
    let left = on_branch(&project, &[], &["name: text().notNull()"], "left", 1_700_000_100_000);
    let aside = project.path().join("aside");
    std::fs::rename(project.out().join(&left), aside.join(&left)).unwrap();
    project.write_schema(&schema(&[]));
    project.kit_generates("right");
    std::fs::rename(aside.join(&left), project.out().join(&left)).unwrap();
    let said = project.kit_check_fails();
    assert!(said.contains("drop_column"), "drizzle-kit check says:\n{said}");
}
