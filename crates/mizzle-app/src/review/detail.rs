//! One migration in full.

use super::segments::{Segment, segments};
use super::{ObjectChange, Request, objects};
use crate::error::{Error, Explanation};
use crate::event::Events;
use crate::folder::OnDisk;
use crate::project::Project;
use crate::rollback::states::{Between, Folder};
use crate::status::{self, One};
use mizzle_core::folder::MigrationFile;
use mizzle_core::folder::down::Certificate;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::script::sha256;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{RunError, count_up_to};

/// A migration in full.
#[derive(Debug)]
pub struct Detail {
    /// Where it stands.
    pub one: One,
    /// The text of its file.
    pub sql: Option<String>,
    /// Its segments; none where it has no file, or one that cannot be run.
    pub segments: Vec<Segment>,
    /// Why its file cannot be run.
    pub unreadable: Option<Explanation>,
    /// The text of the file that leads back.
    pub down: Option<String>,
    /// What was proved of the way back.
    pub certificate: Option<Certificate>,
    /// What it changes, by object.
    pub changes: Vec<ObjectChange>,
    /// Why there are no changes to show.
    pub changes_note: Option<String>,
    /// The hash of its file, as hex.
    pub sha256: Option<String>,
}

/// Looks at one migration, also where the server does not answer.
///
/// # Errors
/// The folder cannot be read, or nothing is called so.
pub fn detail(
    project: &Project,
    request: &Request,
    name: &str,
    events: Events<'_>,
) -> Result<Detail, Error> {
    let what = status::Request { target: request.target.clone(), dev: request.dev.clone() };
    let mut all = status::timeline(project, &what, events)?.migrations;
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let place = count_up_to(&names, name)? - 1;
    let one = all.swap_remove(place);
    let disk = OnDisk::read(project, Line::V0)?;
    let index = disk.folder.migrations.iter().position(|file| file.tag == one.name);
    let mut detail = Detail {
        one,
        sql: None,
        segments: Vec::new(),
        unreadable: None,
        down: None,
        certificate: None,
        changes: Vec::new(),
        changes_note: None,
        sha256: None,
    };
    let Some((index, file)) =
        index.and_then(|index| Some((index, disk.folder.migrations.get(index)?)))
    else {
        detail.changes_note = Some("the folder does not have it".to_owned());
        return Ok(detail);
    };
    detail.down = file.down.as_ref().and_then(|down| disk.read_file(down).ok());
    detail.certificate = detail.down.as_deref().and_then(Certificate::read);
    match disk.migration(file) {
        Ok(migration) => detail.read(project, request, &disk, (index, file), &migration, events),
        Err(error) => {
            let explanation = error.explain();
            detail.changes_note = Some(explanation.message.clone());
            detail.unreadable = Some(explanation);
        }
    }
    Ok(detail)
}

impl Detail {
    fn read(
        &mut self,
        project: &Project,
        request: &Request,
        disk: &OnDisk,
        (index, file): (usize, &MigrationFile),
        migration: &Migration,
        events: Events<'_>,
    ) {
        let bytes = std::fs::read(disk.path.join(&file.sql)).ok();
        self.sha256 = bytes.map(|bytes| sha256(&bytes));
        self.sql = Some(migration.text.clone());
        let line = disk.folder.layout.line();
        let states = Folder { project, dev: &request.dev, disk };
        let between = match states.between(index, &migration.text, events) {
            Ok(between) => between,
            Err(error) => {
                self.changes_note = Some(error.explain().message);
                None
            }
        };
        match &between {
            Some(Between { before, after, forward, .. }) => {
                let diff = Diff { changes: forward.clone(), result: after.clone() };
                self.changes = objects(before, &diff, line);
                if self.changes.is_empty() {
                    let note = "its snapshot is the same as the one before";
                    self.changes_note = Some(note.to_owned());
                }
            }
            None if self.changes_note.is_none() => {
                self.changes_note = Some("no snapshot says what it leads to".to_owned());
            }
            None => {}
        }
        match migration.script() {
            Ok(script) => self.segments = segments(&script, between.as_ref(), line),
            Err(error) => {
                let error = Error::from(RunError::from(error));
                self.unreadable = Some(error.explain());
            }
        }
    }
}
