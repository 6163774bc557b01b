//! What `check` says of a folder: mizzle and the drizzle-kit of the project end alike.

use crate::project::{Kit, Project, SCHEMAS, Tool};
use std::path::PathBuf;

/// A folder with a migration for each point of the schema, by the kit.
fn project(kit: Kit) -> Project {
    let project = Project::new(kit);
    for point in 0..SCHEMAS.len() {
        project.edit(point);
        project.must(Tool::Kit, &["generate"]);
    }
    project
}

/// The snapshots, in order.
fn snapshots(project: &Project) -> Vec<PathBuf> {
    let files = project.migrations().into_iter().map(|(path, _)| path);
    files.filter(|path| path.to_string_lossy().ends_with("snapshot.json")).collect()
}

fn replace(path: &PathBuf, change: impl FnOnce(String) -> String) {
    let text = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, change(text)).unwrap();
}

fn edit(path: &PathBuf, change: impl FnOnce(&mut serde_json::Value)) {
    replace(path, |text| {
        let mut value = serde_json::from_str(&text).unwrap();
        change(&mut value);
        serde_json::to_string_pretty(&value).unwrap()
    });
}

/// The field that names the parents.
fn parents(kit: Kit) -> &'static str {
    match kit {
        Kit::V0 => "prevId",
        Kit::Rc4 | Kit::Rc5 => "prevIds",
    }
}

#[track_caller]
fn both(project: &Project, succeed: bool, what: &str) {
    for tool in [Tool::Kit, Tool::Mizzle] {
        let said = project.run(tool, &["check"]);
        assert_eq!(said.success, succeed, "{tool:?} {what}:\n{}", said.text);
    }
}

/// Breaks the folder in one way after the other, and puts it in order again.
fn broken(kit: Kit) {
    let project = project(kit);
    both(&project, true, "a clean folder");
    let files = snapshots(&project);
    let good = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    let (second, third) = (good(&files[1]), good(&files[2]));
    let field = parents(kit);

    replace(&files[1], |text| text[..text.len() / 2].to_owned());
    both(&project, false, "a snapshot that is cut off");
    std::fs::write(&files[1], &second).unwrap();

    replace(&files[1], |text| text.replacen("{", "{\n<<<<<<< HEAD", 1));
    both(&project, false, "a merge that is not finished");
    std::fs::write(&files[1], &second).unwrap();

    edit(&files[1], |value| {
        value.as_object_mut().unwrap().remove(field);
    });
    both(&project, false, "a snapshot that follows nothing");
    std::fs::write(&files[1], &second).unwrap();

    // Both change what the first has made.
    let first_parents = serde_json::from_str::<serde_json::Value>(&second).unwrap()[field].clone();
    edit(&files[2], |value| value[field] = first_parents);
    both(&project, false, "two snapshots that follow the same one");
    std::fs::write(&files[2], &third).unwrap();
    both(&project, true, "the folder as it was");
}

#[test]
fn kit_0_31_and_mizzle_end_alike() {
    broken(Kit::V0);
}

#[test]
fn kit_rc_4_and_mizzle_end_alike() {
    broken(Kit::Rc4);
}

#[test]
fn kit_rc_5_and_mizzle_end_alike() {
    broken(Kit::Rc5);
}

/// A history of changes: drizzle-kit rc.5 asks more of it.
#[test]
fn the_order_of_folders_of_changes() {
    let project = project(Kit::Rc5);
    let files = snapshots(&project);
    let folder = files[2].parent().unwrap();
    let early = folder.with_file_name("20200101000000_early");
    std::fs::rename(folder, &early).unwrap();
    both(&project, false, "a migration before its parent");
    std::fs::rename(&early, folder).unwrap();
    both(&project, true, "the folder as it was");
    std::fs::remove_file(&files[1]).unwrap();
    both(&project, false, "a parent that is gone");
}

/// 1.0 refuses the layout of 0.x.
#[test]
fn the_journal_of_0_x_beside_1_0() {
    let project = Project::new(Kit::Rc5);
    let journal = project.path().join("drizzle/meta/_journal.json");
    std::fs::create_dir_all(journal.parent().unwrap()).unwrap();
    std::fs::write(&journal, r#"{"version":"7","dialect":"postgresql","entries":[]}"#).unwrap();
    project.edit(0);
    both(&project, false, "a journal");
}
