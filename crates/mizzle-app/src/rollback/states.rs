//! The recorded schema before and after a migration, and the changes that lead from one
//! to the other and back.

use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::Events;
use crate::folder::OnDisk;
use crate::project::Project;
use crate::recorded::State;
use mizzle_core::folder::MigrationFile;
use mizzle_core::postgres::back::back;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot;
use mizzle_core::postgres::told::told;

/// What a migration lies between.
#[derive(Debug, Clone)]
pub(crate) struct Between {
    /// The schema before it.
    pub(crate) before: Schema,
    /// The schema after it.
    pub(crate) after: Schema,
    /// What it changed.
    pub(crate) forward: Vec<Change>,
    /// What takes that back.
    pub(crate) back: Vec<Change>,
}

/// Where the states are read.
pub(crate) struct Folder<'a> {
    pub(crate) project: &'a Project,
    pub(crate) dev: &'a DevFlags,
    pub(crate) disk: &'a OnDisk,
}

impl Folder<'_> {
    /// What the folder records around one of its migrations, whose SQL this is. `None`
    /// where it does not say: a snapshot is missing and cannot be replaced, or no diff
    /// leads from one state to the other.
    pub(crate) fn between(
        &self,
        index: usize,
        sql: &str,
        events: Events<'_>,
    ) -> Result<Option<Between>, Error> {
        let line = self.disk.folder.layout.line();
        let Some(after) = self.after(index + 1, events)? else { return Ok(None) };
        // What another branch did in between is in none of its snapshots, and was not
        // known when the migration was made: it changes least where it started.
        let forward = self
            .before(index, events)?
            .into_iter()
            .filter_map(|before| {
                let forward = told(&before, &after, line, sql).ok()?;
                Some((before, forward))
            })
            .min_by_key(|(_, forward)| forward.changes.len());
        let Some((before, forward)) = forward else { return Ok(None) };
        let Ok(back) = back(&before, &forward, line) else { return Ok(None) };
        Ok(Some(Between { before, after, forward: forward.changes, back: back.changes }))
    }

    /// The schema after the first `count` migrations. `None` where that is not known.
    pub(crate) fn after(&self, count: usize, events: Events<'_>) -> Result<Option<Schema>, Error> {
        let state = self.state(count, events)?;
        Ok(is_known(&state).then_some(state.schema))
    }

    /// The states that a migration may have started from: what the folder records in front
    /// of it, with and without what has no snapshot, and the snapshot that its own names.
    fn before(&self, index: usize, events: Events<'_>) -> Result<Vec<Schema>, Error> {
        let mut found = Vec::new();
        let state = self.state(index, events)?;
        if is_known(&state) {
            found.push(state.schema);
        }
        if !state.snapshots.replay.is_empty() {
            found.push(state.snapshots.schema);
        }
        let header = |migration: &MigrationFile| {
            let text = self.disk.read_file(migration.snapshot.as_ref()?).ok()?;
            snapshot::header(&text).ok()
        };
        let migrations = &self.disk.folder.migrations;
        let Some(own) = migrations.get(index).and_then(header) else { return Ok(found) };
        // With one parent only: the 1.0 layout brings branches together by itself. It is
        // mostly the one in front, whose state is there already.
        if let [parent] = own.parents.as_slice()
            && let Some(at) = migrations[..index]
                .iter()
                .rposition(|one| header(one).is_some_and(|header| header.id == *parent))
            && at + 1 != index
        {
            found.push(self.state(at + 1, events)?.snapshots.schema);
        }
        Ok(found)
    }

    fn state(&self, count: usize, events: Events<'_>) -> Result<State, Error> {
        State::read(self.project, &self.disk.first(count), self.dev, None, events)
    }
}

fn is_known(state: &State) -> bool {
    state.snapshots.replay.is_empty() || state.replayed.is_some()
}
