//! The files of a new migration, all of them or none. In the 0.x layout the journal is
//! the last, since a migration is not there before the journal names it; in the 1.0
//! layout a folder appears with everything in it. `mizzle.sum` follows: a migration that it
//! does not know stops nobody.

use super::Prepared;
use super::outcome::{Planned, Rehearsal, WayBack, Written};
use crate::batch::Batch;
use crate::error::Error;
use crate::folder::OnDisk;
use crate::sum::{self, TakenIn};
use mizzle_core::folder::{NewFiles, Prefix};
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::migration_name::migration_name;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::{self, New, Rename};
use mizzle_db::migration::{FileError, Migration};
use std::time::{SystemTime, UNIX_EPOCH};

const CUSTOM: &str = "-- Write your SQL below; every statement ends with a semicolon.\n";

/// A migration that is about to be written.
pub(super) struct Draft {
    /// What its files are called.
    pub(super) files: NewFiles,
    /// The text of the file of statements.
    pub(super) sql: String,
    /// Its snapshot's text; `None` where it gets none.
    snapshot: Option<String>,
    custom: bool,
}

impl Draft {
    /// What carries out a diff.
    pub(super) fn of(prepared: &Prepared<'_>, diff: &Diff, plan: &Plan) -> Self {
        let request = &prepared.request;
        let name = request.name.clone().unwrap_or_else(|| migration_name(&diff.changes));
        let sql = plan.to_file(prepared.project.breakpoints);
        let renames = Rename::among(&diff.changes);
        Self::new(prepared, &name, sql, &diff.result, &renames, false)
    }

    /// One for SQL by hand: the state stays what it is.
    pub(super) fn custom(prepared: &Prepared<'_>) -> Self {
        let name = prepared.request.name.clone().unwrap_or_else(|| "custom".to_owned());
        let to = &prepared.baseline.schema;
        Self::new(prepared, &name, CUSTOM.to_owned(), to, &[], true)
    }

    fn new(
        prepared: &Prepared<'_>,
        name: &str,
        sql: String,
        to: &Schema,
        renames: &[Rename],
        custom: bool,
    ) -> Self {
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
        // Where migrations without a snapshot are still to be replayed, one for SQL by hand
        // is another of them: a snapshot behind it would hide them.
        let snapshot = (!(custom && baseline.is_behind)).then_some(snapshot);
        Self { files, sql, snapshot, custom }
    }

    /// As the runner takes it.
    pub(super) fn migration(&self, disk: &OnDisk) -> Result<Migration, FileError> {
        let files = &self.files;
        let file = disk.show(&files.sql).display().to_string();
        Migration::read(&files.tag, files.when, file, self.sql.as_bytes())
    }

    /// Writes it, with its way back.
    pub(super) fn write(
        self,
        prepared: &Prepared<'_>,
        planned: Planned,
        rehearsal: Rehearsal,
        back: WayBack,
    ) -> Result<Written, Error> {
        let baseline = &prepared.baseline;
        let down = match &back {
            WayBack::Certified { text, .. } => Some(text.as_str()),
            WayBack::None { .. } => None,
        };
        // What is written by hand later on is recorded once it is there.
        let new = rehearsal.rehearsed().map(|rehearsed| sum::New {
            name: &self.files.tag,
            sql: &self.sql,
            down,
            rehearsed,
        });
        let taken_in = self.put(prepared, down, new)?;
        let path = baseline.disk.show(&self.files.sql);
        let replaced = prepared
            .redone
            .as_ref()
            .map(|redone| baseline.disk.show(&redone.migration.sql))
            .filter(|old| *old != path);
        Ok(Written {
            migration: self.files.tag,
            path,
            sql: self.sql,
            custom: self.custom,
            planned,
            replaced,
            taken_in,
            rehearsal,
            back,
        })
    }

    fn put(
        &self,
        prepared: &Prepared<'_>,
        down: Option<&str>,
        new: Option<sum::New<'_>>,
    ) -> Result<TakenIn, Error> {
        let files = &self.files;
        let disk = &prepared.baseline.disk;
        let out = &disk.path;
        let redone = prepared.redone.as_ref();
        let _alone = prepared.alone()?;
        let mut batch = Batch::default();
        let parts = [
            (&files.sql, Some(self.sql.as_str())),
            (&files.snapshot, self.snapshot.as_deref()),
            (&files.down, down),
        ];
        let parts = parts.into_iter().filter_map(|(path, text)| Some((path, text?)));
        match &files.journal {
            Some((journal, text)) => {
                for (path, text) in parts {
                    batch.add(out.join(path), text)?;
                }
                batch.add(out.join(journal), text)?;
            }
            None => {
                let inside = |path: &str| {
                    path.rsplit_once('/')
                        .map_or_else(|| path.to_owned(), |(_, name)| name.to_owned())
                };
                let contents: Vec<(String, &str)> =
                    parts.map(|(path, text)| (inside(path), text)).collect();
                batch.add_folder(out.join(&files.tag), &contents)?;
            }
        }
        let gone = redone.map(|redone| redone.migration.tag.as_str());
        let taken_in = prepared.sum.add_to(&mut batch, disk, new, gone)?;
        // A migration that is made again goes in the same moment: two of them would be two
        // branches of one history.
        if let Some(redone) = redone {
            redone.replace(out, files, down.is_some(), batch)?;
        } else {
            batch.commit()?;
        }
        Ok(taken_in)
    }
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
