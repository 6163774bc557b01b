//! Whether schema and migrations are in one commit, as far as git tells.

use super::Answer;
use super::folder::some;
use crate::folder::OnDisk;
use crate::git::Repository;
use crate::project::Project;

/// Are the schema files and the migrations folder as the last commit has them? Together
/// with a next migration that is empty, that says that they were committed together.
pub(super) fn committed(project: &Project, disk: &OnDisk) -> Answer {
    let cwd = project.cwd();
    let Some(repository) = Repository::of(cwd) else {
        return Answer::skipped("this is no git repository, or git is not installed");
    };
    if repository.commit("HEAD").is_none() {
        return Answer::skipped("nothing is committed yet");
    }
    // A schema file imports others; all that is beside it may be part of the schema.
    let mut places: Vec<String> = project
        .schema
        .iter()
        .filter_map(|pattern| repository.path(&folder_of(cwd, pattern)))
        .collect();
    places.extend(repository.path(&disk.path));
    places.sort();
    places.dedup();
    if places.is_empty() {
        return Answer::skipped("schema and migrations lie outside of the repository");
    }
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let Some(found) = repository.uncommitted(&places) else {
        return Answer::skipped("git does not say what is committed");
    };
    if found.is_empty() {
        return Answer::yes();
    }
    let why = found.iter().map(|one| {
        let state = match (one.untracked, one.staged, one.changed) {
            (true, _, _) => "is not in git",
            (false, true, false) => "is staged and not committed",
            (false, _, _) => "is changed and not committed",
        };
        format!("{} {state}", one.path)
    });
    Answer::No {
        why: some(why.collect()),
        hints: vec!["commit schema and migrations in one commit".to_owned()],
    }
}

/// The part of a pattern that names no more than one thing.
fn folder_of(cwd: &std::path::Path, pattern: &str) -> std::path::PathBuf {
    let plain = pattern.split('/').take_while(|part| !part.contains(['*', '?', '{', '[']));
    cwd.join(plain.collect::<Vec<_>>().join("/"))
}
