//! The statements, as a run would read them, and what `mizzle.sum` records of them.

use super::{Finding, Severity};
use crate::error::{Error, Explanation};
use crate::event::{Event, Warning};
use crate::folder::OnDisk;
use crate::project::Project;
use crate::sum::{self, SumError, SumFile};
use mizzle_core::folder::sum::{Difference, Part};
use mizzle_db::migration::{FileError, Migration};
use mizzle_db::runner::RunError;

/// Reads every file of statements, each once, and holds them against `mizzle.sum`.
pub(super) fn check(project: &Project, disk: &OnDisk) -> Result<Vec<Finding>, Error> {
    let mut found = Vec::new();
    let mut migrations = Vec::new();
    for file in disk.folder.migrations.iter().filter(|file| file.sql_exists) {
        match disk.migration(file) {
            Ok(migration) => {
                found.extend(statements(&migration, "migrate"));
                migrations.push(migration);
            }
            Err(error) => found.push(unreadable(&error, "migrate")),
        }
        if let Some(down) = &file.down {
            match disk.script(file, down) {
                Ok(down) => found.extend(statements(&down, "rollback")),
                Err(error) => found.push(unreadable(&error, "rollback")),
            }
        }
    }
    let is_whole = migrations.len() == disk.folder.migrations.len();
    let sum = SumFile::of(disk, is_whole.then_some(migrations.as_slice()))?;
    recorded(project, disk, &sum, &mut found);
    Ok(found)
}

/// A file that cannot be cut into statements, and where; `command` would have run it.
fn statements(migration: &Migration, command: &str) -> Option<Finding> {
    let error: FileError = migration.script().err()?;
    Some(unreadable(&RunError::from(error).into(), command))
}

fn unreadable(error: &Error, command: &str) -> Finding {
    // Nothing is run here, so that nothing has to be said of a run.
    let explanation = Explanation { notes: Vec::new(), ..error.explain() };
    let why = format!("`{command}` stops at it before anything is run");
    Finding::new(Severity::Error, "statements", explanation.note(why))
}

/// What is not as `mizzle.sum` records it, in the words of those who stop at it.
fn recorded(project: &Project, disk: &OnDisk, file: &SumFile, found: &mut Vec<Finding>) {
    if !file.exists {
        return;
    }
    let mut warn = |event| {
        if let Event::Warning(Warning { message, hint }) = event {
            let mut explanation = Explanation::new("check_error", message);
            explanation.hints.extend(hint);
            found.push(Finding::new(Severity::Warning, "unrecorded", explanation));
        }
    };
    sum::tell_unreadable(file, disk, &mut warn);
    sum::tell_unknown(file, disk, &mut warn);
    let mut wrong = file.sum.compare(&file.present);
    // A file that is listed and missing is told already.
    let is_told = |one: &Difference| {
        let file = disk.folder.migrations.iter().find(|file| file.tag == one.name);
        one.part == Part::Sql && file.is_some_and(|file| !file.sql_exists)
    };
    wrong.retain(|difference| difference.stops() && !is_told(difference));
    if wrong.is_empty() {
        return;
    }
    let stops = "`generate`, `migrate` and `reset` stop at it";
    let mut first = SumError::new(project, disk, wrong, stops).explain();
    let others = std::mem::take(&mut first.more);
    // What to do is said once, behind the last of them.
    let hints = std::mem::take(&mut first.hints);
    let mut all: Vec<Explanation> = std::iter::once(first).chain(others).collect();
    if let Some(last) = all.last_mut() {
        last.hints = hints;
    }
    found.extend(all.into_iter().map(|one| Finding::new(Severity::Error, "edited", one)));
}
