//! A migration of the folder, rehearsed as it is. Nothing is recorded of it: that is what
//! [`crate::seal`] is for.

use crate::dev::DevFlags;
use crate::error::{Error, Explanation};
use crate::event::Events;
use crate::folder::{FolderFailure, OnDisk};
use crate::project::Project;
use crate::seal::SealError;
use crate::seal::rehearsal::{Found, Rehearsing};
use mizzle_core::folder::sum::Rehearsed;
use mizzle_core::naming::Line;
use mizzle_db::runner::count_up_to;

/// What a rehearsal came to.
#[derive(Debug)]
pub struct Rehearsal {
    /// On what it ran; `None` where there is nothing to run it on.
    pub engine: Option<String>,
    /// What it came to.
    pub verdict: Verdict,
}

/// What a rehearsal came to.
#[derive(Debug)]
pub enum Verdict {
    /// It runs and does what it should.
    Proved {
        /// How much of it ran.
        extent: Rehearsed,
        /// Why its way back cannot be trusted; `None` where it was taken, or there is none.
        stale: Option<String>,
    },
    /// It does not.
    Refuted(Box<Explanation>),
    /// Nothing was found out, which was told.
    Unknown,
}

/// Rehearses a migration on a development database. Why nothing can be found out is told on
/// the way.
///
/// # Errors
/// The folder cannot be read, or nothing is called so.
pub fn rehearse(
    project: &Project,
    dev: &DevFlags,
    name: &str,
    events: Events<'_>,
) -> Result<Rehearsal, Error> {
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown }.into());
    }
    let names: Vec<&str> = disk.folder.migrations.iter().map(|file| file.tag.as_str()).collect();
    let index = count_up_to(&names, name)? - 1;
    let mut rehearsing = Rehearsing { project, disk: &disk, dev, database: None };
    let found = rehearsing.run(index, events);
    project.environment.go_on()?;
    let verdict = match found {
        Ok(Some(Found { rehearsed, stale })) => Verdict::Proved { extent: rehearsed, stale },
        Ok(None) => Verdict::Unknown,
        Err(error @ Error::Seal(SealError::Rehearsal { .. })) => {
            Verdict::Refuted(Box::new(error.explain()))
        }
        Err(error) => return Err(error),
    };
    let engine = match &rehearsing.database {
        Some(Ok(database)) => Some(database.label()),
        Some(Err(_)) | None => None,
    };
    Ok(Rehearsal { engine, verdict })
}
