//! The files of a new migration, all of them or none. In the 0.x layout the journal is
//! the last, since a migration is not there before the journal names it; in the 1.0
//! layout a folder appears with everything in it.

use super::Prepared;
use super::outcome::{Planned, Written};
use crate::batch::Batch;
use crate::error::Error;
use crate::sum::{self, TakenIn};
use mizzle_core::folder::sum::Rehearsed;
use mizzle_core::folder::{NewFiles, Prefix};
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::migration_name::migration_name;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::{self, New, Rename};
use std::time::{SystemTime, UNIX_EPOCH};

const CUSTOM: &str = "-- Write your SQL below; every statement ends with a semicolon.\n";

/// Writes what carries out a diff.
pub(super) fn migration(
    prepared: &Prepared<'_>,
    diff: &Diff,
    plan: &Plan,
    planned: Planned,
) -> Result<Written, Error> {
    let request = &prepared.request;
    let name = request.name.clone().unwrap_or_else(|| migration_name(&diff.changes));
    let sql = plan.to_file(prepared.project.breakpoints);
    let renames = Rename::among(&diff.changes);
    write(prepared, &name, sql, &diff.result, &renames, planned, false)
}

/// Writes a migration for SQL by hand: the state stays what it is.
pub(super) fn custom(prepared: &Prepared<'_>) -> Result<Written, Error> {
    let name = prepared.request.name.clone().unwrap_or_else(|| "custom".to_owned());
    let to = &prepared.baseline.schema;
    write(prepared, &name, CUSTOM.to_owned(), to, &[], Planned::default(), true)
}

fn write(
    prepared: &Prepared<'_>,
    name: &str,
    sql: String,
    to: &Schema,
    renames: &[Rename],
    planned: Planned,
    custom: bool,
) -> Result<Written, Error> {
    let baseline = &prepared.baseline;
    let project = prepared.project;
    let prefix = project.prefix.map(prefix).unwrap_or_default();
    let files = baseline.disk.folder.next(name, prefix, project.breakpoints, now());
    let id = uuid::Uuid::new_v4().to_string();
    let snapshot = snapshot::write(&New {
        version: baseline.version,
        id: &id,
        parents: &baseline.parents,
        from: baseline.snapshot_from(),
        to,
        renames,
    });
    // Where migrations without a snapshot are still to be replayed, one for SQL by hand is
    // another of them: a snapshot behind it would hide them.
    let snapshot = (!(custom && baseline.is_behind)).then_some(snapshot);
    // What is written by hand later on is recorded once it is there.
    let new = sum::New { name: &files.tag, sql: &sql, down: None, rehearsed: Rehearsed::No };
    let new = (!custom).then_some(new);
    let taken_in = put(prepared, &files, &sql, snapshot.as_deref(), new)?;
    let path = baseline.disk.show(&files.sql);
    let replaced = prepared
        .redone
        .as_ref()
        .map(|redone| baseline.disk.show(&redone.migration.sql))
        .filter(|old| *old != path);
    Ok(Written { migration: files.tag, path, sql, custom, planned, replaced, taken_in })
}

fn put(
    prepared: &Prepared<'_>,
    files: &NewFiles,
    sql: &str,
    snapshot: Option<&str>,
    new: Option<sum::New<'_>>,
) -> Result<TakenIn, Error> {
    let disk = &prepared.baseline.disk;
    let out = &disk.path;
    let redone = prepared.redone.as_ref();
    let mut batch = Batch::default();
    match &files.journal {
        Some((journal, text)) => {
            batch.add(out.join(&files.sql), sql)?;
            if let Some(snapshot) = snapshot {
                batch.add(out.join(&files.snapshot), snapshot)?;
            }
            batch.add(out.join(journal), text)?;
        }
        None => {
            let inside = |path: &str| {
                path.rsplit_once('/').map_or_else(|| path.to_owned(), |(_, name)| name.to_owned())
            };
            let mut contents = vec![(inside(&files.sql), sql)];
            contents.extend(snapshot.map(|snapshot| (inside(&files.snapshot), snapshot)));
            batch.add_folder(out.join(&files.tag), &contents)?;
        }
    }
    let gone = redone.map(|redone| redone.migration.tag.as_str());
    let taken_in = prepared.sum.add_to(&mut batch, disk, new, gone)?;
    // A migration that is made again goes in the same moment: two of them would be two
    // branches of one history.
    if let Some(redone) = redone {
        redone.replace(out, files, batch)?;
    } else {
        batch.commit()?;
    }
    Ok(taken_in)
}

fn prefix(prefix: mizzle_loader::config::Prefix) -> Prefix {
    use mizzle_loader::config::Prefix as Config;
    match prefix {
        Config::Index => Prefix::Index,
        Config::Timestamp => Prefix::Timestamp,
        Config::Supabase => Prefix::Supabase,
        Config::Unix => Prefix::Unix,
        Config::None => Prefix::None,
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
