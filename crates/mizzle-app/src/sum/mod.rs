//! `mizzle.sum` of a project: read together with the files that it is about, and written
//! together with a new migration. What it says is decided in `mizzle-core`.
//!
//! A folder without one is like any other: nothing is checked there, and `generate` begins
//! one with what it finds.

mod error;
mod trace;

pub use error::SumError;
pub(crate) use error::{listed, told, word};

use crate::batch::Batch;
use crate::error::Error;
use crate::event::{Event, Events, Warning};
use crate::files::{self, FileError};
use crate::folder::OnDisk;
use crate::project::Project;
use mizzle_core::folder::MigrationFile;
use mizzle_core::folder::sum::{
    ATTRIBUTES, Fate, Line, Part, Present, Rehearsed, SUM, Sum, attributes, hash_of,
};
use mizzle_core::script::{Script, decode};
use mizzle_db::migration::Migration;
use mizzle_db::runner;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

/// The file, and how the folder compares with it.
#[derive(Debug, Clone)]
pub(crate) struct SumFile {
    /// Is it there?
    pub(crate) exists: bool,
    /// What it says.
    pub(crate) sum: Sum,
    /// Its text, with LF.
    text: String,
    /// The folder's files; empty where there is nothing to compare them with.
    pub(crate) present: Vec<Present>,
}

/// What of each migration was rehearsed, as long as its files are as they were then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rehearsals(BTreeMap<String, Rehearsed>);

/// A migration for which a line is written.
pub(crate) struct New<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Its statements.
    pub(crate) sql: &'a str,
    /// Its certified way back.
    pub(crate) down: Option<&'a str>,
    /// What of it was rehearsed.
    pub(crate) rehearsed: Rehearsed,
}

/// What was recorded besides a new migration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// The file, as it is shown.
    pub file: PathBuf,
    /// Was it begun?
    pub begun: bool,
    /// Migrations of which nothing was recorded before, in the folder's order.
    pub migrations: Vec<String>,
}

/// Stops where a file of a migration is not what is recorded. `spared` is a migration whose
/// files are about to be replaced. `undone` says what did not happen therefore.
pub(crate) fn check(
    project: &Project,
    disk: &OnDisk,
    spared: Option<&str>,
    undone: &'static str,
    events: Events<'_>,
) -> Result<SumFile, Error> {
    settle(project, disk, SumFile::read(disk)?, spared, undone, events)
}

/// The migrations of a folder for who runs them, once none of their files is another than
/// recorded.
pub(crate) fn migrations(
    project: &Project,
    disk: &OnDisk,
    undone: &'static str,
    events: Events<'_>,
) -> Result<(Vec<Migration>, SumFile), Error> {
    // Each file is read once. Where one is missing, it is named by what is recorded of it.
    if disk.folder.migrations.iter().all(|file| file.sql_exists) {
        let migrations = disk.migrations()?;
        let file = SumFile::of(disk, Some(&migrations))?;
        return Ok((migrations, settle(project, disk, file, None, undone, events)?));
    }
    let file = check(project, disk, None, undone, events)?;
    Ok((disk.migrations()?, file))
}

fn settle(
    project: &Project,
    disk: &OnDisk,
    file: SumFile,
    spared: Option<&str>,
    undone: &'static str,
    events: Events<'_>,
) -> Result<SumFile, Error> {
    if !file.exists {
        return Ok(file);
    }
    tell_unreadable(&file, disk, events);
    let mut wrong = file.sum.compare(&file.present);
    wrong.retain(|difference| difference.stops() && spared != Some(&difference.name));
    if wrong.is_empty() {
        return Ok(file);
    }
    Err(SumError::new(project, disk, wrong, undone).into())
}

/// Says which lines of it nobody understands.
pub(crate) fn tell_unreadable(file: &SumFile, disk: &OnDisk, events: Events<'_>) {
    for (line, text) in file.sum.unreadable() {
        events(Event::Warning(
            Warning::new(format!("line {line} of {} says nothing known: {text}", shown(disk)))
                .hint("remove it, unless a newer mizzle wrote it"),
        ));
    }
}

/// Says which migrations nothing is recorded of, where something is of others.
pub(crate) fn tell_unknown(file: &SumFile, disk: &OnDisk, events: Events<'_>) {
    let names = unknown(&file.sum, disk, &file.present);
    if names.is_empty() {
        return;
    }
    events(Event::Warning(
        Warning::new(format!("{} says nothing of {}", shown(disk), listed(&names))).hint(
            "record what is there with `mizzle seal`; the next `mizzle generate` does as well",
        ),
    ));
}

/// Migrations of which nothing is recorded. One without a statement waits for somebody to
/// write it.
fn unknown(sum: &Sum, disk: &OnDisk, present: &[Present]) -> Vec<String> {
    let found = sum.compare(present).into_iter();
    let new = found.filter(|one| one.fate == Fate::Unknown && one.part == Part::Sql);
    new.map(|one| one.name).filter(|name| !is_unwritten(disk, name)).collect()
}

pub(crate) fn is_unwritten(disk: &OnDisk, name: &str) -> bool {
    let migration = disk.folder.migrations.iter().find(|one| one.tag == name);
    let text = migration.and_then(|migration| disk.read_file(&migration.sql).ok());
    text.and_then(|text| Script::parse(&text).ok())
        .is_some_and(|script| script.statements().next().is_none())
}

/// The file as it is shown.
pub(crate) fn shown(disk: &OnDisk) -> String {
    disk.show(SUM).display().to_string()
}

/// The files of all migrations of a folder, hashed.
pub(crate) fn present(disk: &OnDisk) -> Result<Vec<Present>, Error> {
    disk.folder.migrations.iter().map(|migration| one_present(disk, migration, None)).collect()
}

/// `read`: the statements, where they were read already.
fn one_present(
    disk: &OnDisk,
    migration: &MigrationFile,
    read: Option<&Migration>,
) -> Result<Present, Error> {
    let hash = |path: &String| -> Result<Option<String>, Error> {
        let path = disk.path.join(path);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(hash_of(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FileError::reading(&path, error).into()),
        }
    };
    Ok(Present {
        name: migration.tag.clone(),
        sql: match read {
            Some(read) => Some(read.hashes.lf.clone()),
            None => hash(&migration.sql)?,
        },
        down: migration.down.as_ref().map(hash).transpose()?.flatten(),
    })
}

impl Rehearsals {
    /// What of this migration was rehearsed.
    pub fn of(&self, migration: &str) -> Rehearsed {
        self.0.get(migration).cloned().unwrap_or(Rehearsed::No)
    }

    /// What a run tells, with what is known of the migration besides.
    pub(crate) fn tell(&self, event: runner::Event) -> Event {
        if let runner::Event::Applied(applied) = event {
            return Event::Applied { rehearsed: self.of(&applied.name), applied };
        }
        Event::Run(event)
    }
}

impl SumFile {
    /// What of each migration was rehearsed.
    pub(crate) fn rehearsals(&self) -> Rehearsals {
        let of = |one: &Present| (one.name.clone(), self.sum.rehearsed(one));
        Rehearsals(self.present.iter().map(of).collect())
    }

    /// Reads it. Where there is none, nothing is recorded.
    pub(crate) fn read(disk: &OnDisk) -> Result<Self, Error> {
        Self::of(disk, None)
    }

    /// The same with the migrations of the folder, where they were read already.
    pub(crate) fn of(disk: &OnDisk, migrations: Option<&[Migration]>) -> Result<Self, Error> {
        let Some(text) = text(disk)? else {
            return Ok(Self {
                exists: false,
                sum: Sum::default(),
                text: String::new(),
                present: Vec::new(),
            });
        };
        let files = disk.folder.migrations.iter().enumerate();
        let present = files.map(|(at, file)| {
            one_present(disk, file, migrations.and_then(|migrations| migrations.get(at)))
        });
        let present = present.collect::<Result<_, _>>()?;
        Ok(Self { exists: true, sum: Sum::read(&text), text, present })
    }

    /// Does the file still say what was read of it?
    pub(crate) fn is_still(&self, disk: &OnDisk) -> Result<bool, FileError> {
        Ok(text(disk)?.unwrap_or_default() == self.text)
    }

    /// Puts the file with a new migration into a batch, behind what makes that count. Takes
    /// in migrations that nothing is recorded of, and forgets a migration that is `gone`, which `disk`
    /// does not have any more.
    pub(crate) fn add_to(
        &self,
        batch: &mut Batch,
        disk: &OnDisk,
        added: Option<New<'_>>,
        gone: Option<&str>,
    ) -> Result<TakenIn, Error> {
        let mut sum = self.sum.clone();
        if let Some(gone) = gone {
            sum.remove(gone);
        }
        let present = present(disk)?;
        let migrations = unknown(&sum, disk, &present);
        let new: BTreeSet<&String> = migrations.iter().collect();
        for one in &present {
            // A way back is recorded by who has proved it.
            if new.contains(&one.name) {
                record(&mut sum, &Present { down: None, ..one.clone() }, Rehearsed::No);
            } else {
                sum.settle(one);
            }
        }
        if let Some(New { name, sql, down, rehearsed }) = added {
            let down = down.map(|text| hash_of(text.as_bytes()));
            sum.set(name, Line { sql: hash_of(sql.as_bytes()), down, rehearsed });
        }
        self.put(batch, disk, &sum)?;
        Ok(TakenIn { file: disk.show(SUM), begun: !self.exists, migrations })
    }

    /// Puts another content into a batch, if it is another or what a merge left is not in
    /// order. Says whether it is.
    pub(crate) fn put(
        &self,
        batch: &mut Batch,
        disk: &OnDisk,
        sum: &Sum,
    ) -> Result<bool, FileError> {
        let text = sum.to_string();
        if text == self.text {
            return Ok(false);
        }
        if !self.exists {
            let path = disk.path.join(ATTRIBUTES);
            let text = files::read_text(&path)?.unwrap_or_default();
            if let Some(text) = attributes(&text) {
                batch.add(path, &text)?;
            }
        }
        batch.add(disk.path.join(SUM), &text)?;
        Ok(true)
    }
}

/// The text of the file, with LF; `None` where there is none.
fn text(disk: &OnDisk) -> Result<Option<String>, FileError> {
    let path = disk.path.join(SUM);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FileError::reading(&path, error)),
    };
    // A shell may have turned it to UTF-16; what is no text at all says nothing.
    let text = decode(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Some(text.replace("\r\n", "\n")))
}

/// Records the files of a migration as they are.
pub(crate) fn record(sum: &mut Sum, present: &Present, rehearsed: Rehearsed) {
    if let Some(sql) = &present.sql {
        let line = Line { sql: sql.clone(), down: present.down.clone(), rehearsed };
        sum.set(&present.name, line);
    }
}
