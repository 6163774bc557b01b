//! `mizzle.sum` beside the migrations that `generate` writes.

use crate::project::Project;
use crate::{project, project_of_1_0, schema};

fn add_a_column(project: &Project, name: &str) -> String {
    let columns =
        format!("  email: text(\"email\").notNull().unique(),\n  {name}: text(\"{name}\"),");
    project.file("db/schema.ts", &schema(&columns));
    project.mizzle(&["generate"])
}

#[test]
fn each_migration_has_its_line() {
    for project in [project(), project_of_1_0()] {
        project.mizzle(&["generate"]);
        let first = project.read("drizzle/mizzle.sum");
        assert_eq!(project.read("drizzle/.gitattributes"), "mizzle.sum merge=union\n");
        let said = add_a_column(&project, "age");
        assert!(!said.contains("mizzle.sum"), "{said}");
        let both = project.read("drizzle/mizzle.sum");
        assert!(both.starts_with(&first) && both.lines().count() == 2, "{both}");
        assert!(both.lines().all(|line| line.ends_with(" down:- rehearsed:no")), "{both}");
        assert!(project.mizzle(&["seal"]).contains("nothing to seal"));
        // Nothing is written where nothing changes.
        let said = project.mizzle(&["generate", "--quiet"]);
        assert!(said.contains("No schema changes"), "{said}");
        assert_eq!(project.read("drizzle/mizzle.sum"), both);
    }
}

#[test]
fn an_edited_migration_stops_the_next() {
    for project in [project(), project_of_1_0()] {
        project.mizzle(&["generate"]);
        let path = project.files().into_iter().find(|path| path.ends_with(".sql")).unwrap();
        project.file(&path, "SELECT 1;\n");
        let files = project.files();
        let said = add_a_column(&project, "age");
        let edited = ".sql was edited: mizzle.sum records another text\n  nothing was written\n";
        assert!(said.contains(edited), "{said}");
        assert_eq!(project.files(), files);
        assert!(project.mizzle(&["seal"]).ends_with("exit 0"));
        assert!(add_a_column(&project, "age").ends_with("exit 0"));
        // A folder that is gone is missed, too.
        std::fs::remove_file(project.path().join(&path)).unwrap();
        let said = add_a_column(&project, "name");
        assert!(said.contains(".sql is missing: mizzle.sum records it"), "{said}");
    }
}

#[test]
fn a_line_that_is_lost_is_taken_in_again() {
    let project = project();
    project.mizzle(&["generate"]);
    project.file("drizzle/mizzle.sum", "");
    let said = add_a_column(&project, "age");
    assert!(said.contains("note: drizzle/mizzle.sum did not know 0000_create_users and records it as it is, not rehearsed\n"), "{said}");
    assert_eq!(project.read("drizzle/mizzle.sum").lines().count(), 2);
}
