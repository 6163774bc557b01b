//! What a migrations folder records: the folder itself, the state that its snapshots come
//! to, what migrations without a snapshot have done since, and a development database to
//! find that out on.
//!
//! Every command asks here, so that all of them speak of one recorded schema. What the
//! schema files or a database say is not known here.

mod engine;
mod history;
mod prelude;
mod replay;

pub(crate) use engine::{engine, to_rehearse};
pub(crate) use history::{History, history};
pub(crate) use prelude::PreludeError;
pub(crate) use replay::{Replayed, tell_leftovers};

use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::{Event, Events, Warning};
use crate::folder::OnDisk;
use crate::project::Project;
use mizzle_core::folder::{Folder, Recorded};
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::Version;
use mizzle_db::introspect::CompareError;
use mizzle_db::replay::ReplayError;

/// Opens the folder. One without migrations follows the drizzle-orm that is installed.
pub(crate) fn open(project: &Project) -> Result<OnDisk, Error> {
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.is_blank() || project.installed_line() != Some(Line::V1) {
        return Ok(disk);
    }
    Ok(OnDisk { folder: Folder::empty(Line::V1), ..disk })
}

/// Reads what the snapshots of the folder come to.
pub(crate) fn snapshots(disk: &OnDisk) -> Result<Recorded, Error> {
    let mut read = |file: &str| disk.read_file(file);
    mizzle_core::folder::recorded(&disk.folder, Version::V9, &mut read)
        .map_err(|error| disk.failure(error).into())
}

/// Replays the migrations that have no snapshot yet, and gives the schema with what they
/// do. `None` where there are none, or where it is not possible, which is told. `major` is
/// the target's version, where it is known.
pub(crate) fn replay(
    project: &Project,
    disk: &OnDisk,
    recorded: &Recorded,
    flags: &DevFlags,
    major: Option<u32>,
    events: Events<'_>,
) -> Result<Option<(Replayed, Schema)>, Error> {
    replay::run(project, disk, recorded, flags, major, events)
}

/// Why migrations could not be replayed, or a schema not be built for that. Without the
/// statement, which may be long, where it is none of the migrations'.
fn why(error: &ReplayError, schema: &str) -> String {
    match error {
        ReplayError::Build(CompareError::Build { error, .. }) => {
            format!("{schema} cannot be built there: {error}")
        }
        ReplayError::Build(_)
        | ReplayError::Engine(_)
        | ReplayError::Introspect(_)
        | ReplayError::Ledger(_)
        | ReplayError::Role { .. }
        | ReplayError::Run(_) => error.to_string(),
    }
}

/// The recorded state, with all that the comparison with another side needs.
pub(crate) struct State {
    /// The schema after the last of the migrations.
    pub(crate) schema: Schema,
    /// What the snapshots alone come to.
    pub(crate) snapshots: Recorded,
    /// The development database on which those without a snapshot were replayed.
    pub(crate) replayed: Option<Replayed>,
}

impl State {
    /// Reads the state that a folder records.
    pub(crate) fn read(
        project: &Project,
        disk: &OnDisk,
        flags: &DevFlags,
        major: Option<u32>,
        events: Events<'_>,
    ) -> Result<Self, Error> {
        let snapshots = snapshots(disk)?;
        for note in &snapshots.notes {
            events(Event::Warning(Warning::new(format!("{}: {note}", disk.shown))));
        }
        let (replayed, schema) = replay(project, disk, &snapshots, flags, major, events)?.unzip();
        let schema = schema.unwrap_or_else(|| snapshots.schema.clone());
        Ok(Self { schema, snapshots, replayed })
    }
}

/// The folder as it was when a migration was its last one.
pub(crate) fn up_to(disk: &OnDisk, name: &str) -> Result<OnDisk, Error> {
    let names: Vec<&str> =
        disk.folder.migrations.iter().map(|migration| migration.tag.as_str()).collect();
    let count = mizzle_db::runner::count_up_to(&names, name)?;
    Ok(disk.first(count))
}
